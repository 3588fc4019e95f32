"""Which partner was asked to review which version of a curriculum, and what the partner's people said."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel
from sibina.plan.programmes.models.curricula import CurriculumVersion
from sibina.plan.programmes.models.partners import Partner
from sibina.plan.programmes.types import RemarkKind

REMARK_KIND_TITLES = [
    (RemarkKind.COMMENT, _("Catatan")),
    (RemarkKind.CHANGES, _("Meminta perubahan")),
    (RemarkKind.SIGNATURE, _("Menyetujui")),
]


class CurriculumReview(CityModel):
    """A partner was asked to review a version; the version is released when all who were asked have signed."""

    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="reviews")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="reviews")
    asked_at = models.DateTimeField(_("diminta"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(_("pesan"), blank=True)
    withdrawn_at = models.DateTimeField(_("ditarik"), null=True)
    withdrawn_reason = models.TextField(_("alasan ditarik"), blank=True)

    remarks: list["ReviewRemark"]
    """What was said, in the order of time, where `reads.join_remarks` brought it along."""

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "partner"],
                condition=Q(withdrawn_at__isnull=True),
                name="programmes_review_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="programmes_review_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.partner_id}"


class ReviewRemark(CityModel):
    """A comment, a wish for changes or a signature. Added only; a signature keeps the digest of what was signed."""

    append_only = True

    review = models.ForeignKey(CurriculumReview, on_delete=models.PROTECT, related_name="remark_rows")
    kind = models.CharField(_("jenis"), max_length=10, choices=REMARK_KIND_TITLES)
    lineage = models.PositiveSmallIntegerField(_("modul"), null=True)
    module = models.CharField(_("judul modul"), max_length=160, blank=True)
    text = models.TextField(_("isi"), blank=True)
    name = models.CharField(_("nama"), max_length=120, blank=True)
    office = models.CharField(_("jabatan"), max_length=160, blank=True)
    digest = models.CharField(_("sidik kurikulum"), max_length=64)
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=RemarkKind.SIGNATURE, lineage__isnull=True) & ~Q(name="") & ~Q(office="")
                | ~Q(kind=RemarkKind.SIGNATURE) & ~Q(text=""),
                name="programmes_remark_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
