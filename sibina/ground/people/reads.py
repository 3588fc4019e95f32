"""Questions about people: memberships, what a member sees, units, persons."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum
from django.http import HttpRequest

from sibina.ground.people.models import (
    Headcount,
    Membership,
    Person,
    PersonNumber,
    Position,
    Posting,
    Sector,
    Unit,
)
from sibina.ground.people.types import Sight, UnitOnDay
from sibina.lib.access import WHOLE_CITY, Member, Role
from sibina.lib.questions import among, written_once
from sibina.lib.tenancy.models import City


class CityRequest(HttpRequest):
    """A member's request, as the middleware leaves it for every view behind `allow`."""

    city: City
    membership: Membership
    user: User


def list_memberships(*, user_id: int) -> list[Membership]:
    """A log-in's places, in every city; the database shows the own ones even before a city is chosen."""
    return list(
        Membership.objects_of_all_cities.filter(user_id=user_id).select_related("city").order_by("id")
    )


def has_member(*, roles: Collection[Role], besides: int | None = None) -> bool:
    """Does the city have a member with one of these roles, other than the log-in `besides`?"""
    members = Membership.objects.filter(role__in=roles)
    return (members if besides is None else members.exclude(user_id=besides)).exists()


@written_once
def _own_place(user_id: int, membership_id: int) -> QuerySet[Membership]:
    rows = Membership.objects_of_all_cities.filter(pk=membership_id, user_id=user_id)
    return rows.select_related("city", "unit")


def find_membership(*, user_id: int, membership_id: int) -> Membership | None:
    """One own place, or None when it is somebody else's or gone."""
    return _own_place.first(user_id=user_id, membership_id=membership_id)


@written_once
def _unit_ways() -> QuerySet[Unit, tuple[int, int | None, int | None, int | None]]:
    return Unit.objects.values_list("pk", "parent_id", "office_id", "successor_id").order_by()


def list_unit_ids_below(*, unit_id: int) -> frozenset[int]:
    """The unit, what hangs below it, and what merged into any of these."""
    leading: dict[int, set[int]] = defaultdict(set)
    for pk, *above in _unit_ways():
        for other in filter(None, above):
            leading[other].add(pk)
    known = {unit_id}
    edge = {unit_id}
    while edge:
        edge = set().union(*(leading[one] for one in edge)) - known
        known |= edge
    return frozenset(known)


def get_sight(member: Member) -> Sight:
    """Whose rows the member may see: the whole city, the own unit and below, oneself, or nobody."""
    if Role(member.role) in WHOLE_CITY:
        return Sight()
    if member.role == Role.KEPALA_OPD and member.unit_id:
        return Sight(unit_ids=list_unit_ids_below(unit_id=member.unit_id))
    if member.person_id:
        return Sight(person_id=member.person_id)
    return Sight(nothing=True)


def seen_by(sight: Sight, *, person: str = "person_id", unit: str = "unit_id") -> Q:
    """Whose rows a member sees: the city's, the own units', the own. The fields name the person and the unit of a row."""
    if sight.nothing:
        return Q(pk__in=[])
    if sight.person_id is not None:
        return Q(**{person: sight.person_id})
    return Q() if sight.unit_ids is None else among(unit, sight.unit_ids)


def holding_on(day: date) -> Q:
    """Rows of a dated table that hold on the day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


NEW_FOR = timedelta(days=365)
"""Who was appointed within this time is newly appointed."""


def list_people(*, sight: Sight) -> QuerySet[Person]:
    """Persons that the reader may see."""
    return Person.objects.filter(seen_by(sight, person="pk"))


@written_once
def _headcount() -> QuerySet[Headcount]:
    return Headcount.objects.all()


def count_people() -> tuple[int, int]:
    """How many persons the city's data hold, and how many of them are active."""
    found = _headcount()
    return (found[0].persons, found[0].active) if found else (0, 0)


def join_places(people: QuerySet[Person]) -> QuerySet[Person]:
    """Each person with what a list tells: place of now, number, standing."""
    told = [
        "number",
        "name",
        "front_title",
        "back_title",
        "employment",
        "is_active",
        "legal_standing",
        "appointed_on",
    ]
    places = ["unit__name", "office__name", "position__name"]
    return people.select_related("unit", "office", "position").only(*told, *places)


def list_new_people(*, sight: Sight, today: date) -> QuerySet[Person]:
    """Active persons appointed within the last year, or to be appointed: those whom a mentor should meet."""
    return list_people(sight=sight).filter(is_active=True, appointed_on__gt=today - NEW_FOR)


def find_person(*, person_id: int, sight: Sight) -> Person | None:
    """One person with postings and numbers, or None when there is none or the reader may not see it."""
    postings = Posting.objects.select_related("unit__office", "position").order_by("-valid_from")
    numbers = PersonNumber.objects.order_by("-is_current", "-pk")
    return (
        list_people(sight=sight)
        .select_related("unit", "office", "position")
        .filter(pk=person_id)
        .prefetch_related(Prefetch("postings", postings), Prefetch("numbers", numbers))
        .first()
    )


def list_offices(*, sight: Sight, day: date) -> list[tuple[int, str]]:
    """Offices of a day that the reader may see, key and name, by name."""
    if sight.whole_city:
        return _offices_on(day=day)
    return _offices_of(keys=sorted(sight.unit_ids or ()), day=day)


@written_once
def _offices_on(day: date) -> QuerySet[Unit, tuple[int, str]]:
    offices = Unit.objects.filter(holding_on(day), parent__isnull=True)
    return offices.order_by("name").values_list("pk", "name")


@written_once
def _offices_of(keys: Any, day: date) -> QuerySet[Unit, tuple[int, str]]:
    above = Unit.objects.filter(among("pk", keys)).values("office_id")
    offices = Unit.objects.filter(among("pk", keys) | Q(pk__in=above), holding_on(day), parent__isnull=True)
    return offices.order_by("name").values_list("pk", "name")


def list_units_of(*, office_id: int, sight: Sight, day: date) -> list[tuple[int, str]]:
    """Units of an office on a day, key and name, the office first."""
    units = Unit.objects.filter(Q(office_id=office_id) | Q(pk=office_id), holding_on(day))
    if sight.unit_ids is not None:
        units = units.filter(among("pk", sight.unit_ids))
    rows = units.order_by(F("office_id").asc(nulls_first=True), "name")
    return list(rows.values_list("pk", "name"))


@dataclass
class Branch:
    """A unit in the tree of a day; `people` counts the active ones posted in it and below."""

    pk: int
    name: str
    valid_to: date | None
    sector: str
    successor: str
    people: int = 0
    children: list["Branch"] = field(default_factory=list)


def get_unit_tree(*, sight: Sight, day: date, today: date) -> list[Branch]:
    """Offices of a day with what hangs below them, and how many people work there on that day."""
    posted = _posted_now() if day == today else _posted_on(day)
    if sight.unit_ids is not None:
        told = _units_among(keys=sorted(sight.unit_ids), day=day)
        posted = {unit: people for unit, people in posted.items() if unit in sight.unit_ids}
    elif sight.whole_city:
        told = _units_on(day=day)
    else:
        return []
    counts = _counted_at_successors(posted, day)
    branches: dict[int, Branch] = {}
    parents: dict[int, int | None] = {}
    for pk, parent, name, valid_to, sector, successor in told:
        branches[pk] = Branch(pk, name, valid_to, sector or "", successor or "", counts.get(pk, 0))
        parents[pk] = parent
    roots: list[Branch] = []
    for pk, branch in branches.items():
        above = branches.get(parents[pk] or 0)
        (above.children if above else roots).append(branch)
    for root in roots:
        _add_up(root)
    return roots


# Rows and not objects: hundreds of units are read on each look at the tree.
IN_THE_TREE = ("pk", "parent_id", "name", "valid_to", "sector__name", "successor__name")


@written_once
def _units_on(day: date) -> QuerySet[Unit, tuple[Any, ...]]:
    return Unit.objects.filter(holding_on(day)).order_by("name").values_list(*IN_THE_TREE)


@written_once
def _units_among(keys: Any, day: date) -> QuerySet[Unit, tuple[Any, ...]]:
    return Unit.objects.filter(among("pk", keys), holding_on(day)).order_by("name").values_list(*IN_THE_TREE)


def _posted_now() -> dict[int, int]:
    """Active persons by unit, of those that have any."""
    return dict(_peopled_units())


@written_once
def _peopled_units() -> QuerySet[Unit, tuple[int, int]]:
    return Unit.objects.filter(people__gt=0).values_list("pk", "people").order_by()


def _posted_on(day: date) -> dict[int, int]:
    """The same on another day, from the postings."""
    posted = Posting.objects.filter(holding_on(day), person__is_active=True).order_by()
    return dict(posted.values_list("unit_id").annotate(people=Count("pk")))


def _counted_at_successors(counts: dict[int, int], day: date) -> dict[int, int]:
    """Who is posted in a unit that has ended by the day is counted where the unit went."""
    successor = dict(_ended_by(day=day))
    found: dict[int, int] = defaultdict(int)
    for unit, people in counts.items():
        while unit in successor:
            unit = successor[unit]
        found[unit] += people
    return found


@written_once
def _ended_by(day: date) -> QuerySet[Unit, tuple[int, int]]:
    ended = Unit.objects.filter(valid_to__lte=day, successor__isnull=False)
    return ended.order_by().values_list("pk", "successor_id")


def _add_up(branch: Branch) -> int:
    branch.people += sum(_add_up(child) for child in branch.children)
    return branch.people


def find_unit(*, unit_id: int, sight: Sight) -> Unit | None:
    """One unit with its office, successor and sector, or None where the reader may not see it."""
    is_seen = sight.whole_city or (sight.unit_ids is not None and unit_id in sight.unit_ids)
    return _unit.first(pk=unit_id) if is_seen else None


@written_once
def _unit(pk: int) -> QuerySet[Unit]:
    return Unit.objects.filter(pk=pk).select_related("parent", "office", "successor", "sector").order_by()


@written_once
def list_predecessors(unit_id: int) -> QuerySet[Unit]:
    """The units that went into this one, by name."""
    return Unit.objects.filter(successor_id=unit_id)


def find_branch(*, unit: Unit, sight: Sight, day: date, today: date) -> Branch | None:
    """The unit as it stands in the tree of a day, or None where it does not exist then."""
    below = list_unit_ids_below(unit_id=unit.pk)
    seen = below if sight.unit_ids is None else below & sight.unit_ids
    if sight.unit_ids is None and not sight.whole_city:
        return None
    edge = get_unit_tree(sight=Sight(unit_ids=seen), day=day, today=today)
    while edge:
        found = next((branch for branch in edge if branch.pk == unit.pk), None)
        if found:
            return found
        edge = [child for branch in edge for child in branch.children]
    return None


@dataclass(frozen=True)
class UnitChange:
    """Offices that ended on a day and the one that took their place."""

    day: date
    ended: tuple[Unit, ...]
    successor: Unit


def list_unit_changes(*, sight: Sight) -> list[UnitChange]:
    """Mergers and new names of offices, past and decided, the latest first."""
    ended = Unit.objects.filter(successor__isnull=False, parent__isnull=True).select_related("successor")
    if sight.unit_ids is not None:
        ended = ended.filter(among("pk", sight.unit_ids) | among("successor_id", sight.unit_ids))
    elif not sight.whole_city:
        return []
    together: dict[tuple[date, int], list[Unit]] = defaultdict(list)
    for unit in ended.order_by("name"):
        if unit.valid_to and unit.successor_id:
            together[unit.valid_to, unit.successor_id].append(unit)
    changes = [
        UnitChange(day, tuple(units), units[0].successor)
        for (day, _successor), units in together.items()
        if units[0].successor
    ]
    return sorted(changes, key=lambda change: (change.day, change.successor.name), reverse=True)


def list_positions() -> QuerySet[Position]:
    """Positions of the city, each with how many active persons hold it now."""
    return Position.objects.all()


def list_sectors(*, today: date) -> list[tuple[Sector, int, int]]:
    """Sectors by name, each with how many units stand in it today and how many active people work there."""
    units = Unit.objects.filter(sector__isnull=False).order_by().values_list("sector_id")
    unit_counts = dict(units.filter(holding_on(today)).annotate(many=Count("pk")))
    people_counts = dict(units.annotate(many=Sum("people")))
    return [
        (sector, unit_counts.get(sector.pk, 0), people_counts.get(sector.pk, 0))
        for sector in Sector.objects.order_by("name")
    ]


def find_sector(*, sector_id: int) -> Sector | None:
    """One sector of the city, or None."""
    return Sector.objects.filter(pk=sector_id).first()


def list_branch_on(*, office_id: int, day: date) -> list[UnitOnDay]:
    """An office and everything below it as they stand on a day, the office first; nothing where it is not there."""
    units = Unit.objects.filter(Q(pk=office_id) | Q(office_id=office_id), holding_on(day))
    rows = units.order_by(F("office_id").asc(nulls_first=True), "name", "pk")
    return [UnitOnDay(*row) for row in rows.values_list("pk", "name", "parent_id", "valid_from", "valid_to")]


def count_posted(*, unit_ids: Sequence[int], day: date) -> int:
    """Active persons posted in these units on a day."""
    return Posting.objects.filter(holding_on(day), unit_id__in=unit_ids, person__is_active=True).count()


def count_heads(*, unit_ids: Sequence[int]) -> int:
    """Log-ins of heads who speak for one of these units."""
    return Membership.objects.filter(unit_id__in=unit_ids).count()
