"""Hours (JP) that people have by other ways than the sessions of the plan: what the ledger told, and what a plan knew."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel
from sibina.plan.planning.models.plans import CityPlan


class KnownHours(CityModel):
    """What one person has in a year, as it was told last (`actions.receive_hours`)."""

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    jp = models.DecimalField(_("JP"), max_digits=7, decimal_places=2)
    told_at = models.DateTimeField(_("dihitung"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "person"], name="planning_known_hours_once"),
            models.CheckConstraint(condition=Q(jp__gt=0), name="planning_known_hours_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.jp}"


class PlanHours(CityModel):
    """The same as it was when a plan was asked for: the plan counts from there, and can be repeated."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="hours")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    jp = models.DecimalField(_("JP"), max_digits=7, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "person"], name="planning_hours_once"),
            models.CheckConstraint(condition=Q(jp__gt=0), name="planning_hours_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.person_id} {self.jp}"
