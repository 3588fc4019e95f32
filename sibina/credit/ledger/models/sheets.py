"""A sheet from SIASN on its way in: the cells that are read, what was found in them, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.credit.ledger.sentences import NATIONAL_FILES, SHEET_STATES, SHEET_TONES, sheet_sentence
from sibina.credit.ledger.types import SheetState
from sibina.lib.files.api import StoredFile
from sibina.lib.jobs.models import Job
from sibina.lib.tenancy.models import CityModel


class TrainingSheet(CityModel):
    """One file; `stored` holds the columns that are read and nothing else of it."""

    name = models.CharField(_("nama berkas"), max_length=200)
    file = models.CharField(_("isi"), max_length=10, choices=list(NATIONAL_FILES.items()))
    state = models.CharField(
        _("keadaan"), max_length=10, choices=list(SHEET_STATES.items()), default=SheetState.CHECKING
    )
    stored = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    rows = models.PositiveIntegerField(_("baris"), default=0)
    taken = models.PositiveIntegerField(_("dapat masuk"), default=0)
    known = models.PositiveIntegerField(_("sudah tercatat"), default=0)
    doubled = models.PositiveIntegerField(_("ganda"), default=0)
    refused = models.PositiveIntegerField(_("ditolak"), default=0)
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
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SheetState.IMPORTED, imported_at__isnull=False)
                | (~Q(state=SheetState.IMPORTED) & Q(imported_at=None)),
                name="ledger_sheet_imported_has_day",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return SHEET_TONES[SheetState(self.state)]

    @property
    def has_failed(self) -> bool:
        """Its job ended without writing anything; the sheet waits for a new decision."""
        return self.state in {SheetState.CHECKING, SheetState.IMPORTING} and not (
            self.job and self.job.is_open
        )


class SheetFinding(CityModel):
    """One row that is refused."""

    sheet = models.ForeignKey(TrainingSheet, on_delete=models.CASCADE, related_name="findings")
    row = models.PositiveIntegerField(_("baris"))
    column = models.CharField(_("kolom"), max_length=80)
    value = models.CharField(_("isi sel"), max_length=200, blank=True)
    reason = models.CharField(_("sebab"), max_length=30)

    class Meta:
        ordering = ["row", "id"]

    def __str__(self) -> str:
        return f"{self.row} {self.reason}"

    @property
    def sentence(self) -> str:
        """Why, in words."""
        return sheet_sentence(self.reason)
