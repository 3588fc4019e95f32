"""Questions about who gets what: groups of one plan, who has no seat, and who is sent year after year."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sibina.ground.people.api import Person, Unit, seen_by
from sibina.ground.people.types import Sight
from sibina.plan.planning.models import CityPlan, PlanPerson, PlanShare
from sibina.plan.planning.rules.fairness import Group
from sibina.plan.planning.types import Approval, Dimension

YEARS_TOLD = 3
"""So many of the latest years with a set plan are laid side by side."""
SUMS = {name: Sum(name) for name in ("people", "reached", "seats", "jp")}


def list_groups(*, plan: CityPlan, dimension: Dimension, sight: Sight) -> list[Group]:
    """The groups of one dimension that the member sees: of the whole city, or of the own office."""
    rows = _seen_shares(plan, sight).filter(kind=dimension).order_by("value").values("value")
    return [_group(row["value"], row) for row in _added_up(rows)]


def list_office_groups(*, plan: CityPlan, sight: Sight) -> list[tuple[Unit, Group]]:
    """Each office with what its people get; every dimension counts everybody once, so any one will do."""
    rows = _seen_shares(plan, sight).filter(kind=Dimension.SEX).order_by().values("office_id")
    found = {row["office_id"]: _group("", row) for row in _added_up(rows)}
    return [(unit, found[unit.pk]) for unit in Unit.objects.filter(pk__in=found).order_by("name")]


def _added_up(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.annotate(**SUMS)


def _group(value: str, row: dict[str, Any]) -> Group:
    return Group(value, row["people"], row["reached"], row["seats"], row["jp"])


def _seen_shares(plan: CityPlan, sight: Sight) -> QuerySet[PlanShare]:
    rows = PlanShare.objects.filter(plan=plan)
    return rows if sight.whole_city else rows.filter(office_id__in=sorted(sight.unit_ids or ()))


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
    """How often the same people are sent, over persons who were in the plan of each of these years."""
    kept = CityPlan.objects.filter(approval=Approval.SET).order_by("-cycle__year")[:YEARS_TOLD]
    plans = list(kept.values_list("pk", "cycle__year"))
    keys = [pk for pk, _year in plans]
    if len(plans) < 2:
        return Repeats([year for _pk, year in plans], keys, [])
    often = _sent(keys, sight).filter(plans=len(keys)).values_list("years", flat=True)
    counted: dict[int, int] = dict.fromkeys(range(len(keys) + 1), 0)
    for years in often:
        counted[years] += 1
    return Repeats([year for _pk, year in plans], keys, sorted(counted.items(), reverse=True))


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
    rows = _sent(repeats.plans, sight).filter(years__gt=0).order_by("-years", "-taken", "person_id")[:most]
    found = list(rows)
    persons = Person.objects.select_related("unit", "office").in_bulk([row["person_id"] for row in found])
    return [Sent(persons[row["person_id"]], row["years"], row["taken"], row["hours"]) for row in found]
