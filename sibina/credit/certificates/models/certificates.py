"""Certificates: how far each year's numbers have come, what was issued together, each sheet, what was taken back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.credit.certificates.types import RevocationReason
from sibina.lib.files.api import StoredFile
from sibina.lib.jobs.api import Job
from sibina.lib.tenancy.models import READ_BY_TOKEN, CityModel
from sibina.plan.programmes.types import ActivityKind

KIND_TITLES = [
    (ActivityKind.SESSION, _("Sesi")),
    (ActivityKind.MENTORING, _("Pendampingan")),
    (ActivityKind.PLACEMENT, _("Penempatan")),
]
REASON_TITLES = [
    (RevocationReason.WRONG_DATA, _("Data pada sertifikat keliru")),
    (RevocationReason.NOT_COMPLETED, _("Kegiatan ternyata tidak diselesaikan")),
    (RevocationReason.ISSUED_TWICE, _("Terbit lebih dari sekali")),
    (RevocationReason.OTHER, _("Alasan lain")),
]


class Series(CityModel):
    """The last number given in a year. Its row is locked until the certificates that took numbers are committed."""

    year = models.PositiveSmallIntegerField(_("tahun"))
    last = models.PositiveIntegerField(_("nomor terakhir"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "year"], name="certificates_series_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Issue(CityModel):
    """What is issued in one go for one event: everything that its sheets share, as it was on that day."""

    fixed_when = "true"
    fixed_but = ("job_id",)

    kind = models.CharField(_("jenis"), max_length=12, choices=KIND_TITLES)
    code = models.CharField(max_length=12)
    title = models.CharField(_("kegiatan"), max_length=200)
    organiser = models.CharField(_("penyelenggara"), max_length=160)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, related_name="+"
    )
    modules = models.JSONField(default=list)
    """Title, method and JP of each module of the curriculum in force on that day."""
    pattern = models.CharField(_("pola nomor"), max_length=80)
    agency = models.CharField(_("nama instansi"), max_length=160)
    place = models.CharField(_("tempat"), max_length=60)
    signer_position = models.CharField(_("jabatan penanda tangan"), max_length=160)
    signer_name = models.CharField(_("nama penanda tangan"), max_length=160)
    signer_number = models.CharField(_("NIP penanda tangan"), max_length=18, blank=True)
    issued_on = models.DateField(_("tanggal terbit"))
    asked_at = models.DateTimeField(_("diminta"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    site = models.CharField(max_length=200, blank=True)
    """What stands before the address in the QR; empty: what the first reader's request says."""
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["city", "-asked_at", "-id"], name="certificates_issue_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), issued_on__gte=F("ends_on")),
                name="certificates_issue_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Certificate(CityModel):
    """One sheet. It is never deleted and its text never changes, so that no number is missing and none is given twice.

    It holds all that the public is told, so that one row read by its token is enough.
    """

    objects_of_all_cities = models.Manager()
    reading_policy = READ_BY_TOKEN
    fixed_when = "true"
    fixed_but = (
        "file_id",
        "failure",
        "signed_file_id",
        "signed_at",
        "signed_by",
        "revoked_on",
        "revoked_for",
    )

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("jenis"), max_length=12, choices=KIND_TITLES)
    activity_key = models.BigIntegerField()
    year = models.PositiveSmallIntegerField(_("tahun"))
    sequence = models.PositiveIntegerField(_("urutan"))
    number = models.CharField(_("nomor"), max_length=120)
    token = models.CharField(max_length=32, unique=True)
    """The secret in the QR: 144 random bits."""
    name = models.CharField(_("nama"), max_length=310)
    bare_name = models.CharField(max_length=200)
    facts = models.CharField(_("keterangan orang"), max_length=460, blank=True)
    title = models.CharField(_("kegiatan"), max_length=200)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    jp = models.PositiveSmallIntegerField(_("JP pada sertifikat"), null=True)
    issued_on = models.DateField(_("tanggal terbit"))
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    failure = models.CharField(_("sebab gagal"), max_length=200, blank=True)
    signed_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(_("ditandatangani"), null=True)
    signed_by = models.CharField(_("penanda tangan elektronik"), max_length=200, blank=True)
    revoked_on = models.DateField(_("dicabut"), null=True)
    revoked_for = models.CharField(_("sebab pencabutan"), max_length=20, choices=REASON_TITLES, blank=True)

    class Meta:
        ordering = ["-year", "-sequence"]
        indexes = [
            models.Index(fields=["city", "-year", "-sequence"], name="certificates_latest"),
            models.Index(fields=["person"], name="certificates_person"),
            models.Index(fields=["city", "issued_on"], name="certificates_issued_on"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["city", "year", "sequence"], name="certificates_sequence_once"),
            models.UniqueConstraint(fields=["city", "number"], name="certificates_number_once"),
            models.UniqueConstraint(
                fields=["city", "kind", "activity_key"],
                condition=Q(revoked_on__isnull=True),
                name="certificates_activity_once",
            ),
            models.CheckConstraint(
                condition=Q(sequence__gt=0) & Q(year=F("issued_on__year")), name="certificates_year_of_issue"
            ),
            models.CheckConstraint(condition=Q(token__regex=r"^.{24,}$"), name="certificates_token_long"),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_for="")
                | (Q(revoked_on__isnull=False) & ~Q(revoked_for="")),
                name="certificates_revoked_for",
            ),
            models.CheckConstraint(
                condition=Q(signed_file__isnull=True, signed_at__isnull=True, signed_by="")
                | (Q(signed_file__isnull=False, signed_at__isnull=False) & ~Q(signed_by="")),
                name="certificates_signed_by",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Revocation(CityModel):
    """A certificate taken back: who, when and why, in the officer's own words. Added only."""

    append_only = True

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="revocation")
    reason = models.CharField(_("sebab"), max_length=20, choices=REASON_TITLES)
    explanation = models.TextField(_("penjelasan"))
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(explanation__regex=r"\S"), name="certificates_revocation_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.reason}"
