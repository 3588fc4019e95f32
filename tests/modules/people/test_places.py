"""What a person's own row says of now is what the open posting and the current number say, whatever changed them."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from sibina.ground.people.actions import import_people, merge_office
from sibina.ground.people.models import Headcount, Person, PersonNumber, Position, Posting, Unit
from sibina.ground.people.reads import count_people
from sibina.ground.people.types import Employment, PeopleRows, PositionRow, UnitRow
from sibina.lib.tenancy.models import City
from tests.modules.people.conftest import Town

MIGRATIONS = [
    import_module(f"sibina.ground.people.migrations.{name}")
    for name in ("0003_places_of_now", "0004_numbers_of_now", "0005_counts_of_now", "0007_headcount")
]
Places = dict[int, tuple[Any, ...]]
Counts = dict[int, int]


def counted() -> tuple[Counts, Counts, tuple[int, int]]:
    """Active persons on the rows of units and of positions, of those that have any, and all persons of the city."""
    units = Unit.objects.filter(people__gt=0).values_list("pk", "people")
    positions = Position.objects.filter(holders__gt=0).values_list("pk", "holders")
    return dict(units), dict(positions), count_people()


def to_be_counted() -> tuple[Counts, Counts, tuple[int, int]]:
    """The same from the open postings, worked out apart."""
    postings = list(Posting.objects.filter(valid_to=None, person__is_active=True))
    people = (Person.objects.count(), Person.objects.filter(is_active=True).count())
    return Counter(each.unit_id for each in postings), Counter(each.position_id for each in postings), people


def told() -> Places:
    """Number, unit, office and position on the rows of persons."""
    return {
        row[0]: row[1:] for row in Person.objects.values_list("pk", "number", "unit", "office", "position")
    }


def held() -> Places:
    """The same from the open postings, worked out apart."""
    numbers = dict(PersonNumber.objects.filter(is_current=True).values_list("person", "number"))
    found: Places = {
        pk: (numbers.get(pk, ""), None, None, None) for pk in Person.objects.values_list("pk", flat=True)
    }
    for posting in Posting.objects.filter(valid_to=None).select_related("unit"):
        unit = posting.unit
        number = found[posting.person_id][0]
        found[posting.person_id] = (number, unit.pk, unit.office_id or unit.pk, posting.position_id)
    return found


def rows_of(as_of: date, *people: tuple[str, str, int, int | None]) -> PeopleRows:
    """NIP, name, place among the units, place among the positions."""
    nip, name, unit, position = zip(*people, strict=True)
    each = len(people)
    return PeopleRows(
        as_of=as_of,
        nip=nip,
        siasn_id=("",) * each,
        name=name,
        front_title=("",) * each,
        back_title=("",) * each,
        birth_date=(date(1990, 1, 1),) * each,
        sex=("F",) * each,
        employment=(Employment.PNS,) * each,
        legal_standing=("Aktif",) * each,
        is_active=(True,) * each,
        appointed_on=(date(2015, 1, 1),) * each,
        grade=("",) * each,
        education=("",) * each,
        unit=unit,
        position=position,
        position_since=(None,) * each,
        units=(UnitRow("Dinas Kesehatan", "Dinas Kesehatan"), UnitRow("Dinas Pendidikan", "Bidang SD")),
        positions=(
            PositionRow("Perawat Terampil", "fungsional", ""),
            PositionRow("Guru Ahli Muda", "fungsional", ""),
        ),
    )


def test_an_import_keeps_the_places_of_new_moved_and_missing_persons(city: City) -> None:
    first = rows_of(
        date(2026, 1, 5),
        ("199001012015012901", "Rina", 0, 0),
        ("199001012015012902", "Budi", 1, 1),
        ("199001012015012903", "Tono", 1, None),
    )
    import_people(city=city, people=first, at=timezone.now())
    assert told() == held()
    assert counted() == to_be_counted()
    assert sum(unit is None for _number, unit, _office, _position in told().values()) == 1, (
        "who holds no position"
    )
    moved = rows_of(date(2026, 2, 5), ("199001012015012901", "Rina", 1, 1))
    import_people(city=city, people=moved, at=timezone.now(), mark_missing_as_left=True)
    assert told() == held()
    assert counted() == to_be_counted()
    assert [unit is not None for _number, unit, *_ in told().values()] == [False, True, False], (
        "Budi and Tono have left"
    )
    back = replace(first, as_of=date(2026, 3, 5))
    import_people(city=city, people=back, at=timezone.now())
    assert told() == held()
    assert counted() == to_be_counted()


def test_a_new_number_of_the_same_person_stands_on_the_row(city: City) -> None:
    rows = rows_of(date(2026, 1, 5), ("199001012015012901", "Rina", 0, 0))
    import_people(city=city, people=replace(rows, siasn_id=("A1",)), at=timezone.now())
    again = rows_of(date(2026, 2, 5), ("199001012026012901", "Rina", 0, 0))
    import_people(city=city, people=replace(again, siasn_id=("A1",)), at=timezone.now())
    assert told() == held()
    assert counted() == to_be_counted()
    assert [number for number, *_ in told().values()] == ["199001012026012901"]


def test_a_merger_moves_the_places_with_the_postings(city: City, town: Town) -> None:
    officer = User.objects.create_user("pengelola")
    day = timezone.localdate() - timedelta(days=1)
    merge_office(office=town.schools, into=town.health, day=day, basis="Perda", by=officer, at=timezone.now())
    assert told() == held()
    assert counted() == to_be_counted()
    assert told()[town.budi.pk][1] == town.health.pk


def test_the_migration_fills_the_places_of_rows_that_were_there(city: City, town: Town) -> None:
    Person.objects.update(number="", unit=None, office=None, position=None)
    Unit.objects.update(people=0)
    Position.objects.update(holders=0)
    Headcount.objects.all().delete()
    assert told() != held()
    assert counted() != to_be_counted()
    with connection.cursor() as cursor:
        for migration in MIGRATIONS:
            cursor.execute(migration.FILL)
    assert told() == held()
    assert counted() == to_be_counted()
