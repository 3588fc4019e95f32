"""A set plan in mid-year: how far its sessions are, and what a plan made anew would keep."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from sibina.ground.cycles.api import Cycle
from sibina.ground.people.api import seen_by
from sibina.ground.people.types import Sight
from sibina.plan.planning.models import CityPlan, PlanSeat, PlanSession, SeatChange, SessionMark
from sibina.plan.planning.rules.differences import Seat
from sibina.plan.planning.types import KEPT_STATES, Reason, SessionState
from sibina.plan.programmes.api import Offering, list_plannable


def get_marks(*, cycle: Cycle) -> dict[int, SessionMark]:
    """The mark that holds, of each session of the year that was ever marked."""
    rows = SessionMark.objects.filter(offering__cycle=cycle).select_related("by")
    return {mark.offering_id: mark for mark in rows.order_by("offering_id", "-pk").distinct("offering_id")}


def get_states(*, cycle: Cycle) -> dict[int, SessionState]:
    """How far each session is that was ever marked; the others are open."""
    return {key: SessionState(mark.state) for key, mark in get_marks(cycle=cycle).items()}


@dataclass(frozen=True)
class MarkedSession:
    """A session that the set plan runs, with the mark that holds; none: open."""

    row: PlanSession
    mark: SessionMark | None

    @property
    def state(self) -> SessionState:
        return SessionState(self.mark.state) if self.mark else SessionState.OPEN


def list_marked_sessions(*, plan: CityPlan) -> list[MarkedSession]:
    """What the plan runs, in the order of the calendar, and how far each is."""
    marks = get_marks(cycle=plan.cycle)
    return [MarkedSession(row, marks.get(row.offering_id)) for row in plan.sessions.filter(runs=True)]


@dataclass(frozen=True)
class Settled:
    """What a plan made anew on a day cannot decide: `states` by session; what is kept, in sessions, seats, rupiah.

    `cost`: of the city; `paid`: of each office that pays sessions itself.
    `overdue`: sessions of the set plan that begin before the day and are neither kept nor lapsed: they fall away.
    """

    states: dict[int, str]
    kept: int
    seats: int
    cost: int
    paid: dict[int, int]
    lapsed: int
    overdue: list[PlanSession]


def get_settled(*, plan: CityPlan, day: date) -> Settled:
    """What is settled of the set plan's year, should it be made anew from this day on."""
    marks = get_states(cycle=plan.cycle)
    runs = list(plan.sessions.filter(runs=True))
    kept = [row for row in runs if marks.get(row.offering_id) in KEPT_STATES]
    states: dict[int, str] = {row.offering_id: marks[row.offering_id].value for row in kept}
    states |= {key: state.value for key, state in marks.items() if state == SessionState.LAPSED}
    # Whose speaker cannot on its days any more runs as little as one that somebody has called lapsed.
    able = set(list_plannable(cycle_id=plan.cycle_id).values_list("pk", flat=True))
    unable = [
        row.offering_id for row in runs if row.offering_id not in able and row.offering_id not in states
    ]
    states |= dict.fromkeys(unable, SessionState.LAPSED.value)
    begun = Offering.objects.filter(cycle=plan.cycle, starts_on__lt=day).exclude(pk__in=states)
    states |= dict.fromkeys(begun.values_list("pk", flat=True), Reason.BEGUN.value)
    return Settled(
        states=states,
        kept=len(kept),
        seats=sum(row.taken for row in kept),
        cost=sum(row.cost for row in kept if row.payer_id is None),
        paid={
            office: sum(row.cost for row in kept if row.payer_id == office)
            for office in {row.payer_id for row in kept}
            if office is not None
        },
        lapsed=sum(state == SessionState.LAPSED for state in states.values()),
        overdue=[row for row in runs if states.get(row.offering_id) == Reason.BEGUN],
    )


def list_kept_seats(*, plan: CityPlan) -> QuerySet[PlanSeat, tuple[int, int, int, int]]:
    """Person, session, unit, office of every seat that the plan made anew keeps of the plan before it."""
    kept = plan.settled.filter(state__in=KEPT_STATES).values("offering_id")
    rows = PlanSeat.objects.filter(plan=plan.base, session__offering__in=kept).order_by("pk")
    person = "plan_person__"
    return rows.values_list(
        f"{person}person_id", "session__offering_id", f"{person}unit_id", f"{person}office_id"
    )


def list_seats_before(*, plan: CityPlan) -> list[Seat]:
    """Who sits where in the plan that this one is to replace; nobody where it replaces none."""
    rows = (
        PlanSeat.objects.filter(plan=plan.base_id).order_by("pk") if plan.base_id else PlanSeat.objects.none()
    )
    keys = rows.values_list("plan_person__person_id", "session__offering_id", "session__programme_id")
    return [Seat(*row) for row in keys]


def list_outdated(*, plan: CityPlan) -> list[str]:
    """Codes of sessions that were marked otherwise since the plan was asked for; what is marked now holds."""
    then = dict(plan.settled.values_list("offering_id", "state"))
    now = get_states(cycle=plan.cycle)
    runs = set(plan.sessions.filter(runs=True).values_list("offering_id", flat=True))
    bound = {key for key, state in now.items() if state in KEPT_STATES}
    wrong = {key for key in bound if then.get(key) not in KEPT_STATES}
    wrong |= {key for key, state in now.items() if state == SessionState.LAPSED and key in runs}
    wrong |= {key for key, state in then.items() if state in KEPT_STATES and key not in bound}
    return sorted(Offering.objects.filter(pk__in=wrong).values_list("code", flat=True))


def list_changes(*, plan: CityPlan, sight: Sight) -> QuerySet[SeatChange]:
    """Seats given, taken and moved against the plan before, for the eyes of this member."""
    return SeatChange.objects.filter(seen_by(sight), plan=plan).order_by("line")


def join_changes(rows: QuerySet[SeatChange]) -> QuerySet[SeatChange]:
    """Each line with its person, place and sessions."""
    return rows.select_related("person", "unit", "office", "before", "after")


def count_changes(*, plan: CityPlan, sight: Sight) -> list[tuple[str, str, int, int]]:
    """Kind, reason, seats, persons: the most first."""
    rows = list_changes(plan=plan, sight=sight).order_by().values_list("kind", "why")
    counted = rows.annotate(seats=Count("pk"), people=Count("person", distinct=True))
    return sorted(counted, key=lambda row: (row[0], -row[2], row[1]))


def count_settled(*, plan: CityPlan) -> dict[str, int]:
    """How many sessions were settled when the plan was asked for, by state."""
    return dict(plan.settled.order_by().values_list("state").annotate(Count("pk")))


def count_gone(*, plan: CityPlan) -> int:
    """Persons with a kept seat who are no longer active: the seat is paid for, and somebody else may have it."""
    return plan.persons.filter(seats__gt=0, person__is_active=False).count()


def list_changed_sessions(*, plan: CityPlan) -> list[tuple[PlanSession | None, PlanSession | None]]:
    """Sessions that run in one of the two plans only, for another number of people, or on other days; by time."""
    pair: dict[int, list[PlanSession | None]] = {}
    for place, one in enumerate((plan.base, plan)):
        for row in PlanSession.objects.filter(plan=one):
            pair.setdefault(row.offering_id, [None, None])[place] = row
    found = [(old, new) for old, new in pair.values() if _differs(old, new)]
    return sorted(found, key=lambda both: _by_time(both[0] or both[1]))


def _differs(old: PlanSession | None, new: PlanSession | None) -> bool:
    def said(row: PlanSession | None) -> tuple[object, ...]:
        return (row.taken, row.starts_on, row.ends_on) if row and row.runs else ()

    return said(old) != said(new)


def _by_time(row: PlanSession | None) -> tuple[date, str]:
    return (row.starts_on, row.code) if row else (date.max, "")
