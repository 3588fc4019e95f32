"""What is known of the city's year when a home is shown, asked once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import JSONObject

from sibina.assess.needs.api import GapSnapshot, GapSummary, current_snapshot, is_stale
from sibina.ground.cycles.api import Cycle, rows_of_open_cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.api import Headcount, Membership, count_people
from sibina.ground.people.types import Sight
from sibina.lib.questions import among, written_once
from sibina.lib.tenancy.models import City
from sibina.plan.planning.api import CityPlan, list_plans_under_way
from sibina.plan.programmes.api import Offering
from sibina.web.delivery import head_counts, sessions_of_year


@dataclass(frozen=True)
class State:
    """What is known of the city's year, asked once."""

    member: Membership
    today: date
    people: int
    cycle: Cycle | None
    snapshot: GapSnapshot | None
    stale: bool
    plan: CityPlan | None
    waiting: CityPlan | None
    has_answer: bool
    has_sessions: bool
    sessions: dict[str, int] | None
    owed: Any
    """What waits for a head (`head_counts`); None for who heads no units, and before the city's first year."""

    @property
    def plan_may_change(self) -> bool:
        """The year is in a phase in which a plan may be made, proposed and set."""
        return self.cycle is not None and may_change(CyclePhase(self.cycle.phase), Part.PLAN)

    @property
    def plan_is_late(self) -> bool:
        """The year has begun, and the city has set no plan for it."""
        return self.cycle is not None and self.plan is None and self.today >= date(self.cycle.year, 1, 1)


def get_state(member: Membership, today: date, sight: Sight) -> State:
    cycle = _year.first()
    snapshot, owed = _current_snapshot(member.city, sight, today)
    if owed is None and sight.unit_ids is not None and cycle is not None:
        owed = _city_of_units.first(city_id=member.city_id, keys=sorted(sight.unit_ids), today=today)
    under_way = list_plans_under_way(cycle_id=cycle.pk) if cycle else []
    plan = next((one for one in under_way if one.is_set), None)
    has_answer = bool(under_way) or bool(cycle and cycle.has_answer)
    return State(
        member=member,
        today=today,
        people=(cycle.people or 0) if cycle else count_people()[1],
        cycle=cycle,
        snapshot=snapshot,
        stale=snapshot is not None and is_stale(snapshot, today=today),
        plan=plan,
        waiting=next((one for one in under_way if not one.is_set), None),
        has_answer=has_answer,
        has_sessions=has_answer or bool(cycle and cycle.has_offers),
        sessions=cycle.sessions if cycle else None,
        owed=owed,
    )


@written_once
def _year() -> QuerySet[Any]:
    """The open year, and on the way how many active persons the city has, how far the year's sessions are, and whether it
    has a plan of its own with an answer, and sessions on offer.
    """
    answers = CityPlan.objects.filter(cycle=OuterRef("pk"), computed_at__isnull=False, change__isnull=True)
    return rows_of_open_cycle().annotate(
        people=Subquery(Headcount.objects.values("active")[:1]),
        sessions=sessions_of_year(),
        has_answer=Exists(answers),
        has_offers=Exists(Offering.objects.filter(cycle=OuterRef("pk"))),
    )


def _current_snapshot(city: City, sight: Sight, today: date) -> tuple[GapSnapshot | None, Any]:
    """The counting that pages show; where the member heads units, with what it kept of these (`unit_sums`), and what waits
    for the head.
    """
    if sight.unit_ids is None:
        return current_snapshot(city), None
    found = _snapshot_of_units.first(keys=sorted(sight.unit_ids), today=today)
    return found, found


@written_once
def _snapshot_of_units(keys: Any, today: date) -> QuerySet[GapSnapshot]:
    kept = GapSummary.objects.filter(among("unit_id", keys), snapshot=OuterRef("pk"), competency__isnull=True)
    sums = JSONObject(**{name: Sum(name, default=0) for name in SUMMED})
    added = kept.order_by().annotate(all=Value(1)).values("all").annotate(told=sums).values("told")
    rows = GapSnapshot.objects.filter(is_current=True)
    return rows.annotate(unit_sums=Subquery(added), **head_counts(keys, today)).order_by()


@written_once
def _city_of_units(city_id: int, keys: Any, today: date) -> QuerySet[City]:
    return City.objects.filter(pk=city_id).annotate(**head_counts(keys, today))


SUMMED = ("people", "shortfall", "unmeasured", "met")
"""Persons and pairs of the units that a member sees."""
