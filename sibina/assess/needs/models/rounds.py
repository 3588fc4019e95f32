"""A needs round (AKPK): the sheets of the offices, what they answer to each need, and what they add themselves."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.models.gaps import GapSnapshot
from sibina.assess.needs.sentences import ANSWERS, PRIORITIES, SHEET_STEPS
from sibina.assess.needs.types import Answer, Priority, StepKind
from sibina.lib.tenancy.models import CityModel

SAID = ~Q(reason="")


def done_by() -> models.ForeignKey:
    """Who did it; nobody where the program itself did."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )


class NeedsRound(CityModel):
    """The year's asking of all offices. It rests on one snapshot of the gaps, from its opening to its end."""

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(GapSnapshot, on_delete=models.PROTECT, related_name="+")
    rule_version = models.CharField(_("versi aturan"), max_length=20)
    opens_on = models.DateField(_("dibuka"))
    closes_on = models.DateField(_("batas"))
    opened_at = models.DateTimeField(_("dibuka pada"))
    opened_by = done_by()
    closed_at = models.DateTimeField(_("ditutup pada"), null=True)
    closed_by = done_by()
    offices_missing = models.PositiveSmallIntegerField(_("OPD tidak menandatangani"), null=True)
    reason = models.TextField(_("alasan"), blank=True)
    voices = models.JSONField(_("usulan staf"), default=dict)
    """The staff's proposals by competency when it was closed: they may be answered later, the ranking stays."""

    class Meta:
        ordering = ["-cycle__year"]
        constraints = [
            models.UniqueConstraint(fields=["city", "cycle"], name="needs_round_one_a_year"),
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="needs_round_days"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, offices_missing__isnull=True)
                | Q(closed_at__isnull=False, offices_missing=0)
                | (Q(closed_at__isnull=False, offices_missing__gt=0) & SAID),
                name="needs_round_missing_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"AKPK {self.cycle_id}"


class OfficeSheet(CityModel):
    """What one office answers in a round. Once signed it is fixed, until the agency returns it."""

    round = models.ForeignKey(NeedsRound, on_delete=models.CASCADE, related_name="sheets")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(_("pegawai"))
    sector_weight = models.DecimalField(_("bobot sektor"), max_digits=4, decimal_places=2, default=1)
    has_begun = models.BooleanField(default=False)
    signed_at = models.DateTimeField(_("ditandatangani"), null=True)
    version = models.PositiveIntegerField(default=0)
    """Raised by every change in the sheet, so that nobody signs what he has not seen."""

    class Meta:
        ordering = ["office__name"]
        constraints = [models.UniqueConstraint(fields=["round", "office"], name="needs_sheet_once")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.office_id}"


class SheetStep(CityModel):
    """A sheet signed, returned, or its office reminded. A return says why; a signature keeps what was signed."""

    append_only = True

    sheet = models.ForeignKey(OfficeSheet, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("langkah"), max_length=10, choices=list(SHEET_STEPS.items()))
    at = models.DateTimeField(_("waktu"))
    by = done_by()
    reason = models.TextField(_("alasan"), blank=True)
    signed = models.JSONField(_("yang ditandatangani"), default=dict)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=StepKind.RETURNED) | SAID, name="needs_step_return_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.kind}"


class SheetLine(CityModel):
    """An office's need of one competency: as computed when the round was opened, and the office's answer."""

    sheet = models.ForeignKey(OfficeSheet, on_delete=models.CASCADE, related_name="lines")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(_("dituntut dari"))
    short = models.PositiveIntegerField(_("kurang"))
    unmeasured = models.PositiveIntegerField(_("belum terukur"))
    shortfall = models.PositiveIntegerField(_("kekurangan (tingkat)"))
    weighted = models.PositiveBigIntegerField(_("kekurangan berbobot"))
    answer = models.CharField(_("jawaban"), max_length=10, choices=list(ANSWERS.items()), blank=True)
    amended_people = models.PositiveIntegerField(_("jumlah orang menurut OPD"), null=True)
    priority = models.CharField(
        _("prioritas"), max_length=8, choices=list(PRIORITIES.items()), default=Priority.USUAL
    )
    reason = models.TextField(_("alasan"), blank=True)
    answered_at = models.DateTimeField(_("dijawab"), null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-weighted", "competency__name"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "competency"], name="needs_line_once"),
            models.CheckConstraint(
                condition=Q(amended_people__isnull=True) | Q(amended_people__lte=F("people")),
                name="needs_line_people",
            ),
            models.CheckConstraint(
                condition=(
                    Q(answer=Answer.AMENDED)
                    & SAID
                    & (Q(amended_people__isnull=False) | ~Q(priority=Priority.USUAL))
                )
                | Q(
                    answer__in=[Answer.OPEN, Answer.ENDORSED],
                    reason="",
                    amended_people__isnull=True,
                    priority=Priority.USUAL,
                ),
                name="needs_line_amended_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} × {self.competency_id}"


class PerformanceGap(CityModel):
    """What goes wrong in the work itself, as the office observed it."""

    sheet = models.ForeignKey(OfficeSheet, on_delete=models.CASCADE, related_name="performance_gaps")
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    people = models.PositiveIntegerField(_("jumlah orang"))
    observed = models.TextField(_("yang diamati"))
    evidence = models.TextField(_("bukti"))
    made_at = models.DateTimeField(_("ditulis"))
    made_by = done_by()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gt=0) & ~Q(observed="") & ~Q(evidence=""), name="needs_performance_told"
            )
        ]

    def __str__(self) -> str:
        return self.observed[:60]
