"""The city's years, and the rules of law as rows with a period, a basis and a mark of certainty."""

from collections.abc import Callable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.ground.cycles.rules import phase_after, phase_before
from sibina.ground.cycles.types import Certainty, CyclePhase
from sibina.lib.tenancy.models import CityModel

PHASE_TITLES = [
    (CyclePhase.NEEDS, _("Kebutuhan")),
    (CyclePhase.PLAN, _("Rencana")),
    (CyclePhase.DELIVER, _("Pelaksanaan")),
    (CyclePhase.EVALUATE, _("Evaluasi")),
    (CyclePhase.CLOSED, _("Ditutup")),
]
CERTAINTY_TITLES = [
    (Certainty.READ, _("Dibaca dari naskah peraturan")),
    (Certainty.TOLD, _("Menurut sumber kedua")),
    (Certainty.REMEMBERED, _("Perlu dipastikan")),
]


class Cycle(CityModel):
    """One year of development in one city."""

    year = models.PositiveSmallIntegerField(_("tahun"))
    phase = models.CharField(_("tahap"), max_length=10, choices=PHASE_TITLES, default=CyclePhase.NEEDS)
    opened_on = models.DateField(_("dibuka"))
    closed_on = models.DateField(_("ditutup"), null=True, blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["city", "year"], name="cycles_cycle_year"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, phase__in=["needs", "plan", "deliver", "evaluate"])
                | Q(closed_on__isnull=False, phase="closed"),
                name="cycles_cycle_closed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


def _moves(neighbour: Callable[[CyclePhase], CyclePhase | None]) -> Q:
    """Every move from a phase to this neighbour of it."""
    pairs = [(phase, neighbour(phase)) for phase in CyclePhase]
    return Q(*(Q(before=one.value, after=other.value) for one, other in pairs if other), _connector=Q.OR)


FORWARD, BACK = _moves(phase_after), _moves(phase_before)


class CycleStep(CityModel):
    """A year moved one phase on or back: who, when, what was left open, why. Rows are only added."""

    append_only = True

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(_("dari tahap"), max_length=10, choices=PHASE_TITLES)
    after = models.CharField(_("ke tahap"), max_length=10, choices=PHASE_TITLES)
    left_open = models.JSONField(_("yang masih terbuka"), default=list)
    reason = models.TextField(_("alasan"), blank=True)
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(FORWARD & Q(left_open=[])) | ((FORWARD | BACK) & Q(reason__regex=r"\S")),
                name="cycles_step_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.before} → {self.after}"


class Rule(CityModel):
    """A rule of law or policy as data: its value over a period, with its basis."""

    key = models.CharField(max_length=40)
    value = models.JSONField()
    unit = models.CharField(_("satuan"), max_length=60, blank=True)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    legal_basis = models.CharField(_("dasar"), max_length=300)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=CERTAINTY_TITLES)

    class Meta:
        ordering = ["key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["city", "key", "valid_from"], name="cycles_rule_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="cycles_rule_period",
            ),
        ]

    def __str__(self) -> str:
        return self.key
