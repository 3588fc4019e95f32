"""Where the plans of a year stand on the way to be the city's own."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import CyclePhase
from sibina.lib.questions import written_once
from sibina.plan.planning.models import CityPlan, PlanStep
from sibina.plan.planning.reads.answers import told
from sibina.plan.planning.types import Approval

FURTHEST_FIRST = (Approval.SET, Approval.REVIEWED, Approval.PROPOSED)


def find_set_plan(*, cycle: Cycle) -> CityPlan | None:
    """The plan that is the city's own for the year."""
    return _set.first(cycle_id=cycle.pk)


@written_once
def _set(cycle_id: int) -> QuerySet[CityPlan]:
    return told().filter(cycle_id=cycle_id, approval=Approval.SET).order_by()[:1]


def find_plan_to_follow() -> CityPlan | None:
    """The set plan that people go by: of the years that are not closed the latest that has one."""
    return _followed.first()


@written_once
def _followed() -> QuerySet[CityPlan]:
    rows = told().filter(approval=Approval.SET).exclude(cycle__phase=CyclePhase.CLOSED)
    return rows.order_by("-cycle__year")[:1]


@written_once
def list_plans_under_way(cycle_id: int) -> QuerySet[CityPlan]:
    """The set plan of a year and those that are to become it, the furthest on their way first."""
    places = [When(approval=one, then=Value(place)) for place, one in enumerate(FURTHEST_FIRST)]
    rows = told().filter(cycle_id=cycle_id, approval__in=FURTHEST_FIRST)
    return rows.order_by(Case(*places, output_field=IntegerField()), "-made_at")[:10]


def list_steps(*, plan: CityPlan) -> list[PlanStep]:
    """Every step of the plan in the order in which they were taken, with who took it."""
    return list(plan.steps.select_related("by"))
