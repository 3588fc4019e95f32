"""What officers say of units and sectors: a weight, a distance, a merger of offices."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sibina.ground.people.actions.importing import keep_present
from sibina.ground.people.models import Posting, Sector, Unit
from sibina.ground.people.reads import list_branch_on
from sibina.ground.people.rules import moves_of_merger, name_key, problems_of_merger, unit_key
from sibina.ground.people.types import Merger, MergeRefused, SectorTaken, SectorWeight, UnitMove
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City


def save_sector(
    *, city: City, sector: Sector | None, weighing: SectorWeight, by: User, at: datetime
) -> Sector:
    """Give a sector its weight with the reason for it; None makes a new one. Raises SectorTaken."""
    key = name_key(weighing.name)
    found = sector or Sector(city=city)
    if Sector.objects.filter(key=key).exclude(pk=found.pk).exists():
        raise SectorTaken(weighing.name)
    before = {} if sector is None else {"weight": str(sector.weight), "reason": sector.reason}
    found.key = key if sector is None else found.key
    found.name, found.weight, found.reason = weighing.name, weighing.weight, weighing.reason
    found.save()
    after = {"weight": str(found.weight), "reason": found.reason}
    data = {"name": found.name, "before": before, "after": after}
    record(verb="people.sector.weighed", city=city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def set_distance(*, unit: Unit, kilometres: int | None, by: User, at: datetime) -> Unit:
    """Say how far a unit is from where the city trains; None: not known."""
    found = Unit.objects.select_for_update(of=["self"]).get(pk=unit.pk)
    data = {"name": found.name, "before": found.distance_km, "after": kilometres}
    found.distance_km = kilometres
    found.save(update_fields=["distance_km"])
    record(verb="people.unit.distance_set", city=found.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def merge_office(*, office: Unit, into: Unit, day: date, basis: str, by: User, at: datetime) -> Merger:
    """Let an office with all its units end on a day and go on in another; what was before stays readable.

    Postings move with it where the day has come; before that the tree alone is changed, and the first import after
    the day moves them. Raises MergeRefused.
    """
    list(Unit.objects.select_for_update(of=["self"]).filter(pk__in=sorted({office.pk, into.pk})))
    leaving = list_branch_on(office_id=office.pk, day=day)
    staying = list_branch_on(office_id=into.pk, day=day)
    target = next((unit for unit in staying if unit.pk == into.pk), None)
    problems = problems_of_merger(leaving, target, office=office.pk, day=day)
    if problems:
        raise MergeRefused(problems)
    moves = moves_of_merger(leaving, staying, office=office.pk, into=into.pk)
    successor = _take_over(office, into, moves, day, basis)
    for ended, follows in successor.items():
        Unit.objects.filter(pk=ended).update(valid_to=day, successor_id=follows)
    moved = _move_postings(successor, day) if day <= timezone.localdate(at) else 0
    if moved:
        keep_present(city=office.city)
    merger = Merger(ended=len(successor), made=sum(move.meets is None for move in moves), moved=moved)
    data = {"office": office.name, "into": into.name, "day": day.isoformat(), "basis": basis}
    record(
        verb="people.office.merged", city=office.city, by=by, at=at, target=office, data=data | vars(merger)
    )
    return merger


def _take_over(office: Unit, into: Unit, moves: Sequence[UnitMove], day: date, basis: str) -> dict[int, int]:
    """Which unit follows each that ends; units that nobody takes over are made below the new office."""
    sector_of = dict(Unit.objects.filter(office=office).values_list("pk", "sector_id"))
    successor = {office.pk: into.pk}
    made: dict[str, int] = {}
    for move in moves:
        key = unit_key(into.name, move.name)
        if move.meets is None and key not in made:
            unit = Unit.objects.create(
                city_id=office.city_id,
                key=key,
                name=move.name,
                parent_id=successor[move.parent],
                office=into,
                sector_id=sector_of[move.pk],
                basis=basis,
                valid_from=day,
            )
            made[key] = unit.pk
        successor[move.pk] = move.meets or made[key]
    return successor


def _move_postings(successor: dict[int, int], day: date) -> int:
    """Who works there on the day or comes later works in the unit that follows; returns how many."""
    later = Posting.objects.filter(unit_id__in=successor, valid_from__gte=day)
    moved = 0
    for ended, follows in successor.items():
        moved += later.filter(unit_id=ended).update(unit_id=follows)
    open_then = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    split = list(Posting.objects.filter(open_then, unit_id__in=successor, valid_from__lt=day))
    Posting.objects.filter(pk__in=[row.pk for row in split]).update(valid_to=day)
    Posting.objects.bulk_create(
        Posting(
            city_id=row.city_id,
            person_id=row.person_id,
            unit_id=successor[row.unit_id],
            position_id=row.position_id,
            valid_from=day,
            valid_to=row.valid_to,
        )
        for row in split
    )
    return moved + len(split)
