"""What the set plan of a year runs, and what of it has been prepared."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sibina.deliver.sessions.models import Session
from sibina.deliver.sessions.rules.days import is_session
from sibina.deliver.sessions.types import Place
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.lib.questions import among
from sibina.plan.planning.api import CityPlan, PlanSession, find_set_plan, list_plan_seats, list_sessions
from sibina.plan.programmes.types import Form


def find_changeable_cycle(*, year: int | None = None) -> Cycle | None:
    """The year in which delivery may be recorded now: the one asked for, else the latest that has a set plan."""
    rows = Cycle.objects.order_by("-year")
    shut = [phase for phase in CyclePhase if not may_change(phase, Part.DELIVERY)]
    found = rows.exclude(phase__in=shut) if year is None else rows.filter(year=year)
    return next((one for one in found if year is not None or find_set_plan(cycle=one)), None)


@dataclass(frozen=True)
class PlannedSession:
    """A session that the set plan runs: `made` is the session prepared from it, if there is one.

    `elsewhere`: its form is delivered in another way, with a mentor or in another place.
    """

    row: PlanSession
    made: Session | None
    elsewhere: bool


def list_planned(*, plan: CityPlan, offerings: Collection[int] | None = None) -> list[PlannedSession]:
    """What the plan runs and has not lapsed, in the order of the calendar; of these offerings only, where they are given."""
    rows = list_sessions(plan=plan).filter(runs=True, offering__is_held=True)
    if offerings is not None:
        rows = rows.filter(among("offering_id", offerings))
    rows = rows.select_related("offering__speaker", "programme").order_by("starts_on", "code")
    made = {one.offering_id: one for one in Session.objects.filter(cycle_id=plan.cycle_id)}
    return [
        PlannedSession(row, made.get(row.offering_id), not is_session(Form(row.programme.form)))
        for row in rows
    ]


def list_planned_people(*, sessions: Collection[int]) -> dict[int, list[Place]]:
    """Who goes to each of these sessions of the plan (`PlanSession`), and where they work, by name."""
    found: dict[int, list[Place]] = defaultdict(list)
    for session_id, *place in list_plan_seats(sessions=sessions):
        found[session_id].append(Place(*place))
    return found
