"""Verbs of people: taking in what a city's personnel export says, all at once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import connection
from django.db.backends.utils import CursorWrapper

from sibina.ground.people.models import Position, Unit
from sibina.ground.people.rules import (
    class_of_position,
    kind_of_position,
    name_key,
    unit_key,
)
from sibina.ground.people.types import (
    PeopleImported,
    PeopleRows,
    PositionRow,
)
from sibina.lib.audit.api import record
from sibina.lib.bulk import fill_temporary, joining_whole_tables
from sibina.lib.tenancy.models import City

Progress = Callable[[float], None]

KEEP_WHAT_IS_KNOWN = ("siasn_id", "front_title", "back_title", "grade", "education")
"""Columns of which an empty text says nothing."""
TAKEN_AS_SAID = ("name", "sex", "birth_date", "employment", "legal_standing", "is_active", "appointed_on")


def import_people(
    *,
    city: City,
    people: PeopleRows,
    at: datetime,
    by: User | None = None,
    mark_missing_as_left: bool = False,
    progress: Progress = lambda share: None,
) -> PeopleImported:
    """Make the city's people, units, positions and postings what the rows say they are on their day.

    Works inside the caller's transaction. Equal rows again change nothing. Who is not in the rows stays as known
    and is listed; only `mark_missing_as_left` ends their posting. A person is found by NIP, then by SIASN's own
    id, so that a new NIP is a new number of the same person.
    """
    as_of = people.as_of
    with connection.cursor() as cursor, joining_whole_tables(cursor):
        unit_ids, units_new = _take_units(city, people, as_of)
        positions_before = Position.objects.count()
        position_ids = take_positions(city=city, positions=people.positions)
        positions_new = Position.objects.count() - positions_before
        progress(0.05)
        _fill(cursor, people, unit_ids, position_ids)
        progress(0.25)
        renumbered = _find_persons(cursor)
        new = _add_persons(cursor, city)
        progress(0.5)
        returned, changed = _change_persons(cursor)
        closed = _close_postings(cursor, as_of)
        opened = _open_postings(cursor, city, as_of)
        progress(0.9)
        missing = _list_missing(cursor)
        left = _mark_left(cursor, as_of) if mark_missing_as_left else 0
        keep_present(city=city)
    found = PeopleImported(
        new=new,
        changed=changed,
        renumbered=renumbered,
        returned=returned,
        postings_opened=opened,
        postings_closed=closed,
        units_new=units_new,
        positions_new=positions_new,
        left=left,
        missing=missing,
    )
    if not found.is_nothing:
        counts = {name: count for name, count in vars(found).items() if name != "missing"}
        record(verb="people.imported", city=city, by=by, at=at, data=counts | {"as_of": as_of.isoformat()})
    progress(1.0)
    return found


def _take_units(city: City, people: PeopleRows, as_of: date) -> tuple[list[int], int]:
    """Ids of the rows' units in their order, and how many had to be made.

    A new unit holds since the earliest posting that is known in it, so that past questions find it.
    """
    earliest = [as_of] * len(people.units)
    for place, begun in zip(people.unit, people.position_since, strict=True):
        if begun is not None and begun < earliest[place]:
            earliest[place] = begun
    since: dict[str, date] = {}
    for row, begun in zip(people.units, earliest, strict=True):
        for key in (unit_key(row.office), _key_of(row.office, row.unit)):
            since[key] = min(since.get(key, as_of), begun)
    holding = Unit.objects.filter(valid_to__isnull=True) | Unit.objects.filter(valid_to__gt=as_of)
    known: dict[str, int] = dict(holding.order_by("valid_from").values_list("key", "pk"))
    offices = {unit_key(row.office): row.office for row in people.units}
    before = len(known)
    _add_units(city, [(key, name, None) for key, name in offices.items()], since, known)
    below = {_key_of(row.office, row.unit): (row.unit, known[unit_key(row.office)]) for row in people.units}
    _add_units(city, [(key, name, office) for key, (name, office) in below.items()], since, known)
    return [known[_key_of(row.office, row.unit)] for row in people.units], len(known) - before


def _key_of(office: str, unit: str) -> str:
    return unit_key(office) if name_key(office) == name_key(unit) else unit_key(office, unit)


def _add_units(
    city: City, wanted: list[tuple[str, str, int | None]], since: dict[str, date], known: dict[str, int]
) -> None:
    ended = dict(
        Unit.objects.filter(key__in=[key for key, _, _ in wanted if key not in known])
        .order_by("valid_to")
        .values_list("key", "valid_to")
    )
    made = Unit.objects.bulk_create(
        Unit(
            city=city,
            key=key,
            name=name,
            parent_id=office,
            office_id=office,
            # A name that was ended and comes back begins where its last period ended.
            valid_from=max(since[key], ended.get(key) or since[key]),
        )
        for key, name, office in wanted
        if key not in known
    )
    known.update({unit.key: unit.pk for unit in made})


def take_positions(*, city: City, positions: Sequence[PositionRow]) -> list[int]:
    """Ids of the positions in their order; those that the city does not know yet are made."""
    known: dict[str, int] = dict(Position.objects.values_list("key", "pk"))
    wanted = {name_key(row.name): row for row in positions}
    made = []
    for key, row in wanted.items():
        if key in known:
            continue
        kind = kind_of_position(row.name, row.kind)
        made.append(
            Position(
                city=city,
                key=key,
                name=row.name,
                kind=kind,
                position_class=class_of_position(row.name, kind, row.echelon),
            )
        )
    known.update({position.key: position.pk for position in Position.objects.bulk_create(made)})
    return [known[name_key(row.name)] for row in positions]


def _fill(cursor: CursorWrapper, people: PeopleRows, unit_ids: list[int], position_ids: list[int]) -> None:
    """The rows as a temporary table `incoming`, with room for the person that each of them turns out to be."""
    fill_temporary(
        cursor,
        "incoming",
        {
            "nip": ("text", people.nip),
            "siasn_id": ("text", people.siasn_id),
            "name": ("text", people.name),
            "front_title": ("text", people.front_title),
            "back_title": ("text", people.back_title),
            "birth_date": ("date", people.birth_date),
            "sex": ("text", people.sex),
            "employment": ("text", [kind.value for kind in people.employment]),
            "legal_standing": ("text", people.legal_standing),
            "is_active": ("boolean", people.is_active),
            "appointed_on": ("date", people.appointed_on),
            "grade": ("text", people.grade),
            "education": ("text", people.education),
            "unit_id": ("bigint", [unit_ids[place] for place in people.unit]),
            "position_id": (
                "bigint",
                [None if place is None else position_ids[place] for place in people.position],
            ),
            "since": ("date", people.position_since),
        },
    )
    cursor.execute("ALTER TABLE incoming ADD person_id bigint, ADD is_new boolean NOT NULL DEFAULT false")


def _find_persons(cursor: CursorWrapper) -> int:
    """Who of the rows is on record already. Returns how many of them come with a number not seen before."""
    cursor.execute(
        "UPDATE incoming i SET person_id = n.person_id FROM people_personnumber n WHERE n.number = i.nip"
    )
    cursor.execute(
        "WITH by_siasn AS ("
        " SELECT DISTINCT ON (p.siasn_id) p.siasn_id, p.id FROM people_person p WHERE p.siasn_id <> ''"
        " AND NOT EXISTS (SELECT 1 FROM incoming k WHERE k.person_id = p.id)"
        " ORDER BY p.siasn_id, p.id"
        "), first_row AS ("
        " SELECT siasn_id, min(nip) AS nip FROM incoming WHERE person_id IS NULL AND siasn_id <> ''"
        " GROUP BY siasn_id)"
        " UPDATE incoming i SET person_id = b.id FROM by_siasn b JOIN first_row f USING (siasn_id)"
        " WHERE i.nip = f.nip AND i.siasn_id = b.siasn_id RETURNING i.person_id"
    )
    renumbered = [row[0] for row in cursor.fetchall()]
    if renumbered:
        cursor.execute(
            "UPDATE people_personnumber SET is_current = false WHERE is_current AND person_id = ANY(%s)",
            [renumbered],
        )
        cursor.execute(
            "INSERT INTO people_personnumber (city_id, person_id, number, is_current)"
            " SELECT p.city_id, i.person_id, i.nip, true FROM incoming i JOIN people_person p ON p.id = i.person_id"
            " WHERE i.person_id = ANY(%s)",
            [renumbered],
        )
    return len(renumbered)


def _add_persons(cursor: CursorWrapper, city: City) -> int:
    cursor.execute(
        "UPDATE incoming SET is_new = true,"
        " person_id = nextval(pg_get_serial_sequence('people_person', 'id')) WHERE person_id IS NULL"
    )
    names = (*TAKEN_AS_SAID, *KEEP_WHAT_IS_KNOWN)
    columns, values = ", ".join(names), ", ".join(f"i.{name}" for name in names)
    # Number and place are written along with a new row: a hundred thousand rows are not touched twice.
    cursor.execute(
        f"INSERT INTO people_person (id, city_id, number, unit_id, office_id, position_id, {columns})"
        f" SELECT i.person_id, %s, i.nip, u.id, COALESCE(u.office_id, u.id), i.position_id, {values} FROM incoming i"
        " LEFT JOIN people_unit u ON u.id = i.unit_id AND i.position_id IS NOT NULL WHERE i.is_new",
        [city.pk],
    )
    new = cursor.rowcount
    cursor.execute(
        "INSERT INTO people_personnumber (city_id, person_id, number, is_current)"
        " SELECT %s, person_id, nip, true FROM incoming WHERE is_new",
        [city.pk],
    )
    return new


def _change_persons(cursor: CursorWrapper) -> tuple[int, int]:
    """Who came back, and how many rows differ from what was known."""
    cursor.execute(
        "UPDATE people_person p SET left_on = NULL FROM incoming i"
        " WHERE p.id = i.person_id AND p.left_on IS NOT NULL"
    )
    returned = cursor.rowcount
    new = [f"i.{name}" for name in TAKEN_AS_SAID]
    new += [f"COALESCE(NULLIF(i.{name}, ''), p.{name})" for name in KEEP_WHAT_IS_KNOWN]
    names = (*TAKEN_AS_SAID, *KEEP_WHAT_IS_KNOWN)
    old = ", ".join(f"p.{name}" for name in names)
    cursor.execute(
        f"UPDATE people_person p SET ({', '.join(names)}) = ROW({', '.join(new)}) FROM incoming i"
        f" WHERE p.id = i.person_id AND NOT i.is_new AND ({old}) IS DISTINCT FROM ({', '.join(new)})"
    )
    return returned, cursor.rowcount


def _close_postings(cursor: CursorWrapper, as_of: date) -> int:
    """End what the rows say is no longer so. A change on the first day of a posting corrects it in place."""
    differs = "(p.unit_id, p.position_id) IS DISTINCT FROM (i.unit_id, i.position_id)"
    cursor.execute(
        "UPDATE people_posting p SET valid_to = CASE WHEN i.since > p.valid_from AND i.since <= %s"
        " THEN i.since ELSE %s END"
        " FROM incoming i WHERE p.person_id = i.person_id AND p.valid_to IS NULL AND i.position_id IS NOT NULL"
        f" AND {differs} AND ((i.since > p.valid_from AND i.since <= %s) OR %s > p.valid_from)",
        [as_of, as_of, as_of, as_of],
    )
    closed = cursor.rowcount
    cursor.execute(
        "UPDATE people_posting p SET unit_id = i.unit_id, position_id = i.position_id FROM incoming i"
        " WHERE p.person_id = i.person_id AND p.valid_to IS NULL AND i.position_id IS NOT NULL"
        f" AND {differs}"
    )
    return closed + cursor.rowcount


def _open_postings(cursor: CursorWrapper, city: City, as_of: date) -> int:
    """A posting for who has none: since the day of the rows, but never before the last one ended."""
    cursor.execute(
        "INSERT INTO people_posting (city_id, person_id, unit_id, position_id, valid_from)"
        " SELECT %s, i.person_id, i.unit_id, i.position_id,"
        " GREATEST(LEAST(COALESCE(i.since, CASE WHEN i.is_new THEN i.appointed_on END, %s), %s), last.ended)"
        " FROM incoming i LEFT JOIN ("
        "  SELECT p.person_id, max(p.valid_to) AS ended, bool_or(p.valid_to IS NULL) AS is_open"
        "  FROM people_posting p GROUP BY p.person_id) last ON last.person_id = i.person_id"
        " WHERE i.position_id IS NOT NULL AND last.is_open IS NOT TRUE ORDER BY i.person_id",
        [city.pk, as_of, as_of],
    )
    return cursor.rowcount


MISSING = (
    "FROM people_person p WHERE p.left_on IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM incoming i WHERE i.person_id = p.id)"
)


def _list_missing(cursor: CursorWrapper) -> tuple[tuple[int, str, str], ...]:
    cursor.execute(
        "SELECT p.id, COALESCE((SELECT n.number FROM people_personnumber n"
        f" WHERE n.person_id = p.id AND n.is_current), ''), p.name {MISSING} ORDER BY p.name, p.id"
    )
    return tuple(cursor.fetchall())


def _mark_left(cursor: CursorWrapper, as_of: date) -> int:
    cursor.execute(
        "UPDATE people_posting q SET valid_to = GREATEST(%s, q.valid_from + 1)"
        f" WHERE q.valid_to IS NULL AND q.person_id IN (SELECT p.id {MISSING})",
        [as_of],
    )
    cursor.execute(
        f"UPDATE people_person SET left_on = %s, is_active = false WHERE id IN (SELECT p.id {MISSING})",
        [as_of],
    )
    return cursor.rowcount


def keep_present(*, city: City) -> None:
    """Copy what is true now to where lists read it (decision 0009); due after persons, numbers or postings change."""
    present = "COALESCE(n.number, ''), q.unit_id, COALESCE(u.office_id, u.id), q.position_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE people_person p SET (number, unit_id, office_id, position_id) = ROW({present}) FROM people_person r"
            " LEFT JOIN people_personnumber n ON n.person_id = r.id AND n.is_current"
            " LEFT JOIN people_posting q ON q.person_id = r.id AND q.valid_to IS NULL"
            " LEFT JOIN people_unit u ON u.id = q.unit_id WHERE r.id = p.id AND r.city_id = %s"
            f" AND (r.number, r.unit_id, r.office_id, r.position_id) IS DISTINCT FROM ({present})",
            [city.pk],
        )
        cursor.execute(
            "INSERT INTO people_headcount (city_id, persons, active)"
            " SELECT %(city)s, count(*), count(*) FILTER (WHERE is_active) FROM people_person WHERE city_id = %(city)s"
            " ON CONFLICT (city_id) DO UPDATE SET persons = EXCLUDED.persons, active = EXCLUDED.active",
            {"city": city.pk},
        )
        for table, count, key in (("unit", "people", "unit_id"), ("position", "holders", "position_id")):
            cursor.execute(
                f"UPDATE people_{table} t SET {count} = n.many FROM (SELECT r.id, count(p.id) AS many"
                f" FROM people_{table} r LEFT JOIN people_person p ON p.{key} = r.id AND p.is_active"
                f" WHERE r.city_id = %s GROUP BY r.id) n WHERE n.id = t.id AND t.{count} <> n.many",
                [city.pk],
            )
