"""How a city numbers its certificates and who signs them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel


class CertificateSettings(CityModel, Revised):
    """One row a city. What has been issued keeps a copy of what was set then."""

    pattern = models.CharField(_("pola nomor"), max_length=80)
    agency = models.CharField(_("nama instansi"), max_length=160)
    place = models.CharField(_("tempat"), max_length=60)
    signer_position = models.CharField(_("jabatan penanda tangan"), max_length=160)
    signer_name = models.CharField(_("nama penanda tangan"), max_length=160)
    signer_number = models.CharField(_("NIP penanda tangan"), max_length=18, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city"], name="certificates_settings_once"),
            models.CheckConstraint(
                condition=Q(signer_number="") | Q(signer_number__regex=r"^[0-9]{18}$"),
                name="certificates_settings_nip",
            ),
        ]

    def __str__(self) -> str:
        return self.pattern
