"""Files, kept where everything of the city is kept: one backup, one lock, one transaction."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel


class StoredFile(CityModel):
    """A file's bytes with their digest."""

    name = models.CharField(_("nama berkas"), max_length=200)
    content_type = models.CharField(max_length=120, default="application/octet-stream")
    size = models.PositiveBigIntegerField(_("ukuran (bita)"))
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    stored_at = models.DateTimeField(_("disimpan"))
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-stored_at", "-id"]

    def __str__(self) -> str:
        return self.name
