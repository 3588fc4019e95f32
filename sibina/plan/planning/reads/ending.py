"""What of a year's plan is not at its end: asked before the year moves to its next phase."""

from dataclasses import dataclass

from sibina.ground.cycles.api import Cycle
from sibina.plan.planning.models import BudgetLine, CityPlan, PlanSession
from sibina.plan.planning.reads.approval import list_plans_under_way
from sibina.plan.planning.reads.replanning import get_states
from sibina.plan.planning.types import SessionState


@dataclass(frozen=True)
class LooseEnds:
    """The set plan and the one furthest on its way to be set; its sessions neither done nor lapsed; lines without SPJ."""

    plan: CityPlan | None
    waiting: CityPlan | None
    sessions: int
    unpaid: int


def get_loose_ends(*, cycle: Cycle) -> LooseEnds:
    """How far plan, delivery and budget of the year are from their end."""
    under_way = list(list_plans_under_way(cycle_id=cycle.pk))
    plan = next((one for one in under_way if one.is_set), None)
    ended = {key for key, state in get_states(cycle=cycle).items() if state in ENDED}
    running = PlanSession.objects.filter(plan=plan, runs=True).exclude(offering_id__in=ended)
    return LooseEnds(
        plan=plan,
        waiting=next((one for one in under_way if not one.is_set), None),
        sessions=running.count() if plan else 0,
        unpaid=BudgetLine.objects.filter(source__cycle=cycle, spj__isnull=True).count(),
    )


ENDED = frozenset({SessionState.DONE, SessionState.LAPSED})
