"""The hours that a plan counts from, and those that are known now."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import QuerySet

from sibina.ground.cycles.api import Cycle
from sibina.lib.questions import among
from sibina.plan.planning.models import CityPlan, KnownHours, PlanHours


def list_hours(*, plan: CityPlan) -> QuerySet[PlanHours, tuple[int, Decimal]]:
    """Person and JP of everybody who had some when the plan was asked for, in one order."""
    return PlanHours.objects.filter(plan=plan).order_by("person_id").values_list("person_id", "jp")


def list_known_hours(*, cycle: Cycle, people: Collection[int]) -> dict[int, Decimal]:
    """The JP of the year that each of these persons is known to have by other ways than sessions of the plan."""
    rows = KnownHours.objects.filter(among("person_id", people), cycle=cycle)
    return dict(rows.order_by().values_list("person_id", "jp"))
