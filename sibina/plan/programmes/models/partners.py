"""Partners, their agreements with the city, and the log-ins that speak for them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel
from sibina.plan.programmes.types import AgreementKind, PartnerKind

HOME_COUNTRY = "Indonesia"
PARTNER_KIND_TITLES = [
    (PartnerKind.UNIVERSITY, _("Perguruan tinggi")),
    (PartnerKind.PROFESSION, _("Organisasi profesi")),
    (PartnerKind.GOVERNMENT, _("Instansi pemerintah")),
    (PartnerKind.BUSINESS, _("Badan usaha")),
    (PartnerKind.INTERNATIONAL, _("Lembaga internasional")),
    (PartnerKind.SOCIETY, _("Organisasi masyarakat")),
]
AGREEMENT_KIND_TITLES = [
    (AgreementKind.MOU, _("Nota kesepahaman (MoU)")),
    (AgreementKind.PKS, _("Perjanjian kerja sama (PKS)")),
]


class Partner(CityModel, Revised):
    """An institution that develops the city's staff with it. Nothing of persons is kept."""

    key = models.CharField(max_length=160)
    name = models.CharField(_("nama mitra"), max_length=160)
    kind = models.CharField(_("jenis"), max_length=14, choices=PARTNER_KIND_TITLES)
    country = models.CharField(_("negara"), max_length=80, default=HOME_COUNTRY)
    place = models.CharField(_("kota"), max_length=80, blank=True)
    office = models.CharField(_("kantor penghubung"), max_length=160, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["city", "key"], name="programmes_partner_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def whereabouts(self) -> str:
        """Where the partner is: the city, and the country where it is another one."""
        parts = [self.place, "" if self.country == HOME_COUNTRY else self.country]
        return ", ".join(part for part in parts if part) or self.country


class PartnerMember(CityModel):
    """The partner that a member of the role `mitra` speaks for."""

    membership = models.OneToOneField("people.Membership", on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="members")

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.partner_id}"


class Agreement(CityModel, Revised):
    """What the city and a partner have agreed, from the first to the last day, both inclusive."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(_("jenis"), max_length=4, choices=AGREEMENT_KIND_TITLES)
    key = models.CharField(max_length=120)
    number = models.CharField(_("nomor"), max_length=120)
    title = models.CharField(_("tentang"), max_length=200)
    starts_on = models.DateField(_("berlaku sejak"))
    ends_on = models.DateField(_("berlaku sampai"))
    scope = models.TextField(_("bidang"), blank=True)
    document = models.CharField(_("berkas"), max_length=160, blank=True)

    in_scope: list["AgreementProgramme"]
    """The programmes in its scope, where `reads.find_agreement` brought them along."""

    class Meta:
        ordering = ["ends_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["city", "key"], name="programmes_agreement_number"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="programmes_agreement_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AgreementProgramme(CityModel):
    """A programme that lies within the scope of an agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="programme_rows")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "programme"], name="programmes_agreement_scope_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.programme_id}"
