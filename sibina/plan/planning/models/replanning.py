"""A set plan in mid-year: how far its sessions are, what a plan made anew found settled, what it changes for people."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel
from sibina.plan.planning.models.plans import REASON_TITLES, CityPlan, PlanSession
from sibina.plan.planning.sentences import CHANGES, SEAT_REASONS, SESSION_STATES, SETTLED
from sibina.plan.planning.types import ChangeKind

WHY_TITLES = [*SEAT_REASONS.items(), *REASON_TITLES]
TITLE_OF_WHY = {str(code): title for code, title in WHY_TITLES}


class SessionMark(CityModel):
    """What somebody said of a session of the set plan, and why; the last one holds. Rows are only added."""

    append_only = True

    plan = models.ForeignKey(CityPlan, on_delete=models.PROTECT, related_name="marks")
    offering = models.ForeignKey("programmes.Offering", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("keadaan"), max_length=10, choices=list(SESSION_STATES.items()))
    day = models.DateField(_("tanggal"))
    reason = models.TextField(_("alasan"))
    at = models.DateTimeField(_("dicatat"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["offering", "-id"], name="planning_mark_offering")]
        constraints = [models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="planning_mark_reason")]

    def __str__(self) -> str:
        return f"{self.offering_id}: {self.state}"


class SettledSession(CityModel):
    """A session about which a plan made anew could decide nothing: kept as it was, or no longer possible."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="settled")
    offering = models.ForeignKey("programmes.Offering", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("keadaan"), max_length=10, choices=list(SETTLED.items()))

    class Meta:
        ordering = ["offering_id"]
        constraints = [models.UniqueConstraint(fields=["plan", "offering"], name="planning_settled_once")]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.offering_id} {self.state}"


class SeatChange(CityModel):
    """A seat that a plan made anew gives, takes or moves, against the plan that it is to replace."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="changes")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("perubahan"), max_length=6, choices=list(CHANGES.items()))
    before = models.ForeignKey(PlanSession, on_delete=models.CASCADE, null=True, related_name="+")
    after = models.ForeignKey(PlanSession, on_delete=models.CASCADE, null=True, related_name="+")
    why = models.CharField(_("mengapa"), max_length=16, choices=WHY_TITLES, blank=True)
    line = models.PositiveIntegerField(default=0)
    """Where it stands in the list: by the person's name, then by time."""

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["plan", "line"], name="planning_change_line")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.LOST, before__isnull=False, after__isnull=True)
                | Q(kind=ChangeKind.GAINED, before__isnull=True, after__isnull=False)
                | Q(kind=ChangeKind.MOVED, before__isnull=False, after__isnull=False),
                name="planning_change_sides",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChangeKind.LOST) | ~Q(why=""), name="planning_change_lost_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"

    @property
    def programme_name(self) -> str:
        """The programme of the seat, before and after the same."""
        session = self.after or self.before
        return session.programme_name if session else ""

    @property
    def why_lost(self) -> str:
        """The reason in a word or two."""
        return str(TITLE_OF_WHY.get(self.why, ""))

    @property
    def place(self) -> str:
        """Where the person works: the unit, and the office unless it is the same."""
        return self.unit.name if self.unit_id == self.office_id else f"{self.unit.name}, {self.office.name}"
