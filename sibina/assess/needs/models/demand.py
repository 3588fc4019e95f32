"""A change in demand: what the agency writes, what it does to standards, and what came of trying it.

The trial itself is a snapshot of gaps that is never the city's own (`GapSnapshot.change`). It goes when the change is
changed, set or dropped; its sums (`DemandEffect`) stay with the change.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.models.gaps import derived
from sibina.assess.needs.sentences import DEMAND_STATES
from sibina.assess.needs.types import DemandState, Required, Rise
from sibina.ground.competencies.types import HIGHEST_LEVEL, LOWEST_LEVEL
from sibina.lib.tenancy.models import CityModel

LEVELS = (LOWEST_LEVEL, HIGHEST_LEVEL)


def _account() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


class DemandChange(CityModel):
    """A service or a duty changes, and with it what positions require from a day on."""

    fixed_when = f"state <> '{DemandState.DRAFT}'"
    fixed_but = ("state", "ended_by_id", "ended_at", "ended_from", "ended_reason")

    title = models.CharField(_("judul"), max_length=160)
    what = models.TextField(_("apa yang berubah dan mengapa"))
    starts_on = models.DateField(_("berlaku mulai"))
    legal_basis = models.CharField(_("dasar"), max_length=200)
    state = models.CharField(
        _("keadaan"), max_length=10, choices=list(DEMAND_STATES.items()), default=DemandState.DRAFT
    )
    revision = models.PositiveIntegerField(default=1)
    """Raised by each save, so that of two officers the second is told."""
    saved_by = _account()
    saved_at = models.DateTimeField(_("disimpan"))
    set_by = _account()
    set_at = models.DateTimeField(_("ditetapkan"), null=True)
    ended_by = _account()
    ended_at = models.DateTimeField(_("diakhiri"), null=True)
    ended_from = models.DateField(_("tidak berlaku lagi mulai"), null=True)
    ended_reason = models.CharField(_("alasan"), max_length=200, blank=True)
    tried_at = models.DateTimeField(_("dicoba"), null=True)
    tried_for = models.DateField(_("dicoba untuk keadaan"), null=True)
    tried_rule = models.CharField(_("versi aturan"), max_length=20, blank=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DemandState.DRAFT, set_at=None, ended_at=None)
                | Q(state=DemandState.SET, set_at__isnull=False, ended_at=None)
                | Q(state=DemandState.DROPPED, set_at=None, ended_at__isnull=False)
                | Q(
                    state=DemandState.REVOKED,
                    set_at__isnull=False,
                    ended_at__isnull=False,
                    ended_from__isnull=False,
                ),
                name="needs_demand_state",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(ended_reason=""), name="needs_demand_end_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(ended_from=None) | Q(ended_from__gte=F("starts_on")),
                name="needs_demand_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == DemandState.DRAFT

    @property
    def is_set(self) -> bool:
        return self.state == DemandState.SET


class DemandPosition(CityModel):
    """A position that the change touches."""

    fixed_with = "change"

    change = models.ForeignKey(DemandChange, on_delete=models.CASCADE, related_name="positions")
    position = models.ForeignKey("people.Position", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "position"], name="needs_demand_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.position_id}"


class DemandLevel(CityModel):
    """A competency that rises, to which level; no weight: the weight of each standard stays."""

    fixed_with = "change"

    change = models.ForeignKey(DemandChange, on_delete=models.CASCADE, related_name="levels")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("tingkat"))
    weight = models.DecimalField(_("bobot"), max_digits=4, decimal_places=2, null=True)

    class Meta:
        ordering = ["competency__name"]
        constraints = [
            models.UniqueConstraint(fields=["change", "competency"], name="needs_demand_level_once"),
            models.CheckConstraint(condition=Q(level__range=LEVELS), name="needs_demand_level"),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gt=0), name="needs_demand_level_weight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.level}"


class DemandLine(CityModel):
    """What the change does to one standard, as it was tried or set. Levels only rise."""

    fixed_with = "change"

    change = models.ForeignKey(DemandChange, on_delete=models.CASCADE, related_name="lines")
    position = models.ForeignKey("people.Position", on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    level_before = models.PositiveSmallIntegerField(_("tingkat sebelum"), null=True)
    weight_before = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    level = models.PositiveSmallIntegerField(_("tingkat sesudah"))
    weight = models.DecimalField(_("bobot"), max_digits=4, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "position", "competency"], name="needs_demand_line_once"
            ),
            models.CheckConstraint(
                condition=Q(level__range=LEVELS) & Q(weight__gt=0), name="needs_demand_line_level"
            ),
            models.CheckConstraint(
                condition=Q(level_before=None, weight_before=None) | Q(level__gte=F("level_before")),
                name="needs_demand_line_rises",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position_id} × {self.competency_id}: {self.level_before} → {self.level}"

    @property
    def rise(self) -> Rise:
        """The line as the rules know it."""
        before = None
        if self.level_before is not None and self.weight_before is not None:
            before = Required(self.level_before, self.weight_before)
        return Rise(self.position_id, self.competency_id, before, Required(self.level, self.weight))


class DemandEffect(CityModel):
    """Sums over the touched pairs of one unit, before and after; by competency, or over all of them (none).

    `people` counts persons; the others are those of `GapSummary`, once under the standards that would hold without
    the change and once with it, for the same day and the same measurements.
    """

    fixed_with = "change"

    change = models.ForeignKey(DemandChange, on_delete=models.CASCADE, related_name="effects")
    office = derived("people.Unit")
    unit = derived("people.Unit")
    competency = derived("competencies.Competency", null=True)
    people = models.PositiveIntegerField()
    short_before = models.PositiveIntegerField()
    unmeasured_before = models.PositiveIntegerField()
    met_before = models.PositiveIntegerField()
    shortfall_before = models.PositiveIntegerField()
    weighted_before = models.PositiveBigIntegerField()
    short_after = models.PositiveIntegerField()
    unmeasured_after = models.PositiveIntegerField()
    met_after = models.PositiveIntegerField()
    shortfall_after = models.PositiveIntegerField()
    weighted_after = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.unit_id} × {self.competency_id}: {self.shortfall_before} → {self.shortfall_after}"
