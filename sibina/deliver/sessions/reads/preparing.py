"""What the set plan of a year runs, and what of it has been prepared."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from sibina.deliver.sessions.models import Enrolment, Session
from sibina.deliver.sessions.rules.days import NOT_SESSIONS, is_session
from sibina.deliver.sessions.rules.enrolment import OPEN_STAGES
from sibina.deliver.sessions.types import LIVE, Place
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.lib.jobs.api import Job
from sibina.lib.questions import among
from sibina.plan.planning.api import CityPlan, PlanSession, find_set_plan, list_plan_seats, list_sessions
from sibina.plan.programmes.api import Offering
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


@dataclass(frozen=True)
class Pending:
    """What the set plan and the sessions do not agree on.

    `new`: run by the plan and not prepared. `elsewhere`: delivered in another way. `off_plan`: prepared, and not (any more)
    run by the set plan. `uninvited`: seats of the plan whose person has nothing to do with the session yet; `unplanned`:
    people with a seat whom the plan does not seat there; both by session, with how many.
    """

    new: tuple[PlannedSession, ...]
    elsewhere: tuple[PlannedSession, ...]
    off_plan: tuple[Session, ...]
    uninvited: tuple[tuple[Session, int], ...]
    unplanned: tuple[tuple[Session, int], ...]

    @property
    def is_nothing(self) -> bool:
        """Do they agree?"""
        return not (self.new or self.off_plan or self.uninvited or self.unplanned)


def get_pending(*, cycle: Cycle) -> Pending:
    """How far the sessions of a year are from its set plan; a plan made anew in mid-year changes it."""
    plan = find_set_plan(cycle=cycle)
    planned = list_planned(plan=plan) if plan else []
    run = {one.row.offering_id for one in planned}
    ahead = Session.objects.filter(cycle=cycle, stage__in=OPEN_STAGES).order_by("starts_on", "code")
    off_plan = tuple(one for one in ahead if one.offering_id not in run)
    made = {one.row.pk: one.made for one in planned if one.made and one.made.stage in OPEN_STAGES}
    seated = {
        key: {place.person_id for place in places}
        for key, places in list_planned_people(sessions=made).items()
    }
    known: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Enrolment.objects.filter(among("session_id", [one.pk for one in made.values()])).order_by()
    for session_id, person_id, state in rows.values_list("session_id", "person_id", "state"):
        known[session_id][person_id] = state
    uninvited, unplanned = [], []
    for key, session in made.items():
        there, wanted = known[session.pk], seated.get(key, set())
        if lacking := wanted - there.keys():
            uninvited.append((session, len(lacking)))
        beyond = {person for person, state in there.items() if state in LIVE} - wanted
        if beyond:
            unplanned.append((session, len(beyond)))
    return Pending(
        new=tuple(one for one in planned if one.made is None and not one.elsewhere),
        elsewhere=tuple(one for one in planned if one.elsewhere),
        off_plan=off_plan,
        uninvited=tuple(uninvited),
        unplanned=tuple(unplanned),
    )


def count_unprepared(*, cycle: Cycle) -> int:
    """How many sessions the set plan of the year holds that are to be prepared."""
    made = Session.objects.filter(offering_id=OuterRef("pk"))
    held = Offering.objects.filter(~Exists(made), cycle=cycle, is_held=True)
    return held.exclude(programme__form__in=NOT_SESSIONS).count()


def count_off_plan(*, cycle: Cycle) -> int:
    """How many sessions ahead the set plan of the year no longer holds."""
    return Session.objects.filter(cycle=cycle, stage__in=OPEN_STAGES, offering__is_held=False).count()


def find_last_prepared(*, kind: str) -> dict[str, Any] | None:
    """What came of the last preparing in the background (`kind` of job), or None."""
    return Job.objects.filter(kind=kind, state=Job.State.DONE).values_list("result", flat=True).first()
