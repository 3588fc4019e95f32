"""A batch of workbooks on its way in: its files without personal columns, what was found in them, what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sibina.ground.intake.sentences import BOOK_TITLES, finding_sentence
from sibina.ground.intake.types import Book, Finding, Reason
from sibina.lib.files.models import StoredFile
from sibina.lib.jobs.models import Job
from sibina.lib.tenancy.models import CityModel

BOOK_CHOICES = list(BOOK_TITLES.items())


class Batch(CityModel):
    """The workbooks that are checked, shown and imported together."""

    class State(models.TextChoices):
        CHECKING = "checking", _("Sedang diperiksa")
        CHECKED = "checked", _("Perlu diputuskan")
        IMPORTING = "importing", _("Sedang diimpor")
        IMPORTED = "imported", _("Sudah masuk")
        DISCARDED = "discarded", _("Dibatalkan")

    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.CHECKING)
    as_of = models.DateField(_("keadaan per"), null=True)
    report = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("diunggah"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    imported_at = models.DateTimeField(_("masuk"), null=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["city", "state", "-as_of"], name="intake_batch_state")]

    def __str__(self) -> str:
        return f"{self.as_of:%d-%m-%Y}" if self.as_of else f"{self.uploaded_at:%d-%m-%Y}"

    @property
    def is_importing(self) -> bool:
        """An import is queued or running; one whose job has ended badly is not."""
        return self.state == self.State.IMPORTING and self.job is not None and self.job.is_open

    @property
    def has_failed(self) -> bool:
        """An import that ended without writing anything; the batch waits for a new decision."""
        return self.state == self.State.IMPORTING and not self.is_importing

    @property
    def is_waiting(self) -> bool:
        """Whether somebody must still decide."""
        return self.state == self.State.CHECKED or self.has_failed


class BatchFile(CityModel):
    """One workbook of a batch. `stored` is the copy without personal columns."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    book = models.CharField(_("isi"), max_length=20, choices=BOOK_CHOICES)
    name = models.CharField(_("nama berkas"), max_length=200)
    sheet = models.CharField(_("lembar"), max_length=120)
    rows = models.PositiveIntegerField(_("baris"))
    size = models.PositiveBigIntegerField(_("ukuran (bita)"))
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["batch", "book"], name="intake_file_book_once")]

    def __str__(self) -> str:
        return self.name


class BatchFinding(CityModel):
    """One thing refused or warned of in a batch."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="findings")
    book = models.CharField(_("berkas"), max_length=20, choices=BOOK_CHOICES)
    is_refused = models.BooleanField(_("ditolak"))
    row = models.PositiveIntegerField(_("baris"), null=True)
    place = models.PositiveSmallIntegerField(null=True)
    column = models.CharField(_("kolom"), max_length=200)
    value = models.CharField(_("isi sel"), max_length=200)
    reason = models.CharField(_("sebab"), max_length=30)
    detail = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-is_refused", "book", "row", "id"]
        indexes = [models.Index(fields=["batch", "is_refused", "reason"], name="intake_finding_reason")]

    def __str__(self) -> str:
        return f"{self.book} {self.row} {self.reason}"

    @property
    def sentence(self) -> str:
        """Why, in words."""
        reason = Reason(self.reason)
        return finding_sentence(Finding(self.row, self.column, self.value, reason, self.place, self.detail))

    @property
    def book_title(self) -> str:
        """The workbook's name for people."""
        return str(BOOK_TITLES[Book(self.book)])
