"""Questions about who gets what: groups of one plan, who has no seat, and who is sent year after year."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sibina.ground.people.api import Person, seen_by
from sibina.ground.people.types import Sight
from sibina.lib.keeping import kept
from sibina.lib.questions import among, written_once
from sibina.plan.planning.models import CityPlan, PlanPerson, PlanShare
from sibina.plan.planning.reads.answers import KEPT_SECONDS
from sibina.plan.planning.rules.fairness import Group
from sibina.plan.planning.types import Approval, Dimension

YEARS_TOLD = 3
"""So many of the latest years with a set plan are laid side by side."""
SUMS = {name: Sum(name) for name in ("people", "reached", "seats", "jp")}


def list_groups(*, plan: CityPlan, dimension: Dimension, sight: Sight) -> list[Group]:
    """The groups of one dimension that the member sees: of the whole city, or of the own office."""
    told: dict[str, Any] = {"plan_id": plan.pk, "dimension": dimension}
    rows = _groups(**told) if sight.whole_city else _groups_of(keys=sorted(sight.unit_ids or ()), **told)
    return [Group(*row) for row in rows]


def list_office_groups(*, plan: CityPlan, sight: Sight) -> list[Group]:
    """Each office with what its people get, by name; every dimension counts everybody once, so any one will do."""
    keys = sorted(sight.unit_ids or ())
    rows = _offices(plan_id=plan.pk) if sight.whole_city else _offices_of(plan_id=plan.pk, keys=keys)
    return [Group(name, *sums) for _office, name, *sums in rows]


@written_once
def _groups(plan_id: int, dimension: str) -> QuerySet[PlanShare, tuple[Any, ...]]:
    return _added_up(PlanShare.objects.filter(plan_id=plan_id, kind=dimension), "value")


@written_once
def _groups_of(plan_id: int, dimension: str, keys: Any) -> QuerySet[PlanShare, tuple[Any, ...]]:
    rows = PlanShare.objects.filter(among("office_id", keys), plan_id=plan_id, kind=dimension)
    return _added_up(rows, "value")


@written_once
def _offices(plan_id: int) -> QuerySet[PlanShare, tuple[Any, ...]]:
    return _added_up(PlanShare.objects.filter(plan_id=plan_id, kind=Dimension.SEX), *OFFICE)


@written_once
def _offices_of(plan_id: int, keys: Any) -> QuerySet[PlanShare, tuple[Any, ...]]:
    rows = PlanShare.objects.filter(among("office_id", keys), plan_id=plan_id, kind=Dimension.SEX)
    return _added_up(rows, *OFFICE)


OFFICE = ("office_id", "office__name")


def _added_up(rows: QuerySet[PlanShare], *by: str) -> QuerySet[PlanShare, tuple[Any, ...]]:
    return rows.order_by(by[-1]).values_list(*by).annotate(**SUMS)


def list_without_seat(*, plan: CityPlan, sight: Sight) -> QuerySet[PlanPerson]:
    """Persons to whom the plan gives no seat, the largest shortfall first, whether or not they lack anything."""
    return PlanPerson.objects.filter(seen_by(sight), plan=plan, seats=0).order_by("line")


@dataclass(frozen=True)
class Repeats:
    """Over the latest years with a set plan: which years, and how many people had a seat in how many of them."""

    years: list[int]
    plans: list[int]
    people_by_years: list[tuple[int, int]]


def get_repeats(*, sight: Sight) -> Repeats:
    """How often the same people are sent, over persons who were in the plan of each of these years.

    What is counted is kept: the database lets nobody change a set plan.
    """
    plans = _latest_set()
    keys = [pk for pk, _year in plans]
    if len(plans) < 2:
        return Repeats([year for _pk, year in plans], keys, [])

    def count() -> Counter[int]:
        return Counter(_sent(keys, sight).filter(plans=len(keys)).values_list("years", flat=True))

    many = kept("years sent", keys, sight, find=count, seconds=KEPT_SECONDS)
    by_years = [(years, many[years]) for years in range(len(keys), -1, -1)]
    return Repeats([year for _pk, year in plans], keys, by_years)


@written_once
def _latest_set() -> QuerySet[CityPlan, tuple[int, int]]:
    latest = CityPlan.objects.filter(approval=Approval.SET).order_by("-cycle__year")[:YEARS_TOLD]
    return latest.values_list("pk", "cycle__year")


def _sent(plans: list[int], sight: Sight) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = (
        PlanPerson.objects.filter(seen_by(sight), plan_id__in=plans).order_by().values("person_id")
    )
    return rows.annotate(
        plans=Count("pk"),
        years=Count("pk", filter=Q(seats__gt=0)),
        taken=Coalesce(Sum("seats"), 0),
        hours=Sum("jp"),
    )


@dataclass(frozen=True)
class Sent:
    """A person with how many of the years told brought a seat, and seats and hours over all of them."""

    person: Person
    years: int
    seats: int
    jp: float


def list_most_sent(*, repeats: Repeats, sight: Sight, most: int) -> list[Sent]:
    """Who has the most years, then the most seats; people with a seat in every year come first."""

    def find() -> list[dict[str, Any]]:
        often = _sent(repeats.plans, sight).filter(years__gt=0).order_by("-years", "-taken", "person_id")
        return list(often[:most])

    found = kept("most sent", repeats.plans, sight, most, find=find, seconds=KEPT_SECONDS)
    persons = {person.pk: person for person in _persons(keys=[row["person_id"] for row in found])}
    return [Sent(persons[row["person_id"]], row["years"], row["taken"], row["hours"]) for row in found]


@written_once
def _persons(keys: Any) -> QuerySet[Person]:
    """Persons with what the page tells of them: the name with its titles, the number, and where."""
    told = ("number", "front_title", "name", "back_title", "unit__name")
    return Person.objects.filter(among("pk", keys)).select_related("unit").only(*told).order_by()
