"""Keys that sign: the city's own for its sheets, the system's for badges; and who had what signed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.credit.certificates.models.certificates import Issue
from sibina.credit.certificates.types import SigningWay
from sibina.lib.jobs.api import Job
from sibina.lib.tenancy.models import CityModel

WAY_TITLES = [
    (SigningWay.OWN_KEY, _("Kunci kota sendiri")),
    (SigningWay.SERVICE, _("Layanan tanda tangan nasional")),
]


class SigningKey(CityModel):
    """A key file (PKCS#12) as it was handed in, still locked by its passphrase, and sealed once more."""

    label = models.CharField(_("sebutan"), max_length=80)
    subject = models.CharField(_("pemilik"), max_length=200)
    issuer = models.CharField(_("penerbit kunci"), max_length=200)
    valid_from = models.DateTimeField(_("berlaku sejak"))
    valid_to = models.DateTimeField(_("berlaku sampai"))
    fingerprint = models.CharField(_("sidik SHA-256"), max_length=64)
    sealed = models.BinaryField()
    added_at = models.DateTimeField(_("ditambahkan"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    retired_at = models.DateTimeField(_("tidak dipakai lagi sejak"), null=True)

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "fingerprint"],
                condition=Q(retired_at__isnull=True),
                name="certificates_key_once",
            ),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="certificates_key_period"),
        ]

    def __str__(self) -> str:
        return self.label


class SigningOrder(CityModel):
    """Somebody has the sheets of one issue signed. The passphrase is sealed here while the work runs, and then removed."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="orders")
    way = models.CharField(_("cara"), max_length=10, choices=WAY_TITLES)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_secret = models.BinaryField(null=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("diminta"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(way=SigningWay.OWN_KEY, key__isnull=False)
                | Q(way=SigningWay.SERVICE, key__isnull=True),
                name="certificates_order_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.way}"


class BadgeKey(CityModel):
    """The key with which badges are signed, made by the system; its public half is published."""

    kid = models.CharField(max_length=43)
    public_jwk = models.JSONField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField(_("dibuat"))

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["city", "kid"], name="certificates_badgekey_once")]

    def __str__(self) -> str:
        return self.kid
