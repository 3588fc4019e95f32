"""Verbs of competencies: taking the reference dictionary, setting a position's standard, adding a competency."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from sibina.ground.competencies.models import Competency, LevelDescriptor, Measurement, Standard
from sibina.ground.competencies.reads import list_levels_on_record, list_standards_on_record
from sibina.ground.competencies.rules import (
    LevelsChange,
    ReferenceCompetency,
    StandardChange,
    change_levels,
    change_standards,
    national_competencies,
    technical_competencies,
)
from sibina.ground.competencies.types import (
    CompetencyTaken,
    Finding,
    FindingAhead,
    FindingKnown,
    Kind,
    LevelBlocked,
    LevelWish,
    MeasurementRows,
    MeasurementsImported,
    StandardBlocked,
    StandardRows,
    StandardsImported,
    StandardUnchanged,
    StandardWish,
)
from sibina.ground.people.api import Person, Position, take_positions
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.bulk import fill_temporary, joining_whole_tables
from sibina.lib.tenancy.models import City


def take_reference_competencies(
    *,
    city: City,
    competencies: Iterable[ReferenceCompetency],
    at: datetime,
    by: User | None = None,
) -> list[Competency]:
    """Add what is not in the city's dictionary yet, with its level descriptors. Known names stay as they are."""
    known = set(Competency.objects.values_list("key", flat=True))
    wanted = [one for one in competencies if name_key(one.name) not in known]
    made = Competency.objects.bulk_create(
        Competency(
            city=city,
            key=name_key(one.name),
            code=one.code,
            name=one.name,
            kind=one.kind,
            definition=one.definition,
            is_national=one.is_national,
        )
        for one in wanted
    )
    LevelDescriptor.objects.bulk_create(
        LevelDescriptor(city=city, competency=row, level=level, text=text)
        for row, one in zip(made, wanted, strict=True)
        for level, text in enumerate(one.levels, start=1)
    )
    if made:
        codes = [row.code for row in made]
        record(verb="competencies.dictionary.taken", city=city, by=by, at=at, data={"codes": codes})
    return made


def import_standards(
    *, city: City, standards: StandardRows, at: datetime, by: User | None = None
) -> StandardsImported:
    """Make these levels hold from their day on; what held before ends on that day and is kept.

    Equal rows again change nothing. A position or competency that the rows do not name keeps its standard.
    Works inside the caller's transaction.
    """
    position_ids = take_positions(city=city, positions=standards.position)
    kinds = dict(zip(standards.competency, standards.kind, strict=True))
    ids, competencies_new = _take_competencies(city=city, kinds=kinds, at=at, by=by)
    with connection.cursor() as cursor, joining_whole_tables(cursor):
        fill_temporary(
            cursor,
            "incoming_standard",
            {
                "position_id": ("bigint", position_ids),
                "competency_id": ("bigint", [ids[name_key(name)] for name in standards.competency]),
                "level": ("smallint", standards.level),
                "basis": ("text", standards.basis),
            },
        )
        changed = _end_standards(cursor, standards.valid_from)
        new = _add_standards(cursor, city, standards.valid_from)
    found = StandardsImported(new=new, changed=changed, competencies_new=competencies_new)
    if not found.is_nothing:
        day = standards.valid_from.isoformat()
        record(
            verb="competencies.standards.imported",
            city=city,
            by=by,
            at=at,
            data=vars(found) | {"valid_from": day},
        )
    return found


def _end_standards(cursor: CursorWrapper, day: date) -> int:
    """Correct what begins on the day itself; end what began before and says another level. Returns how many."""
    same = "s.position_id = i.position_id AND s.competency_id = i.competency_id AND s.level <> i.level"
    cursor.execute(
        "UPDATE competencies_standard s SET level = i.level, legal_basis = i.basis"
        f" FROM incoming_standard i WHERE {same} AND s.valid_from = %s",
        [day],
    )
    corrected = cursor.rowcount
    cursor.execute(
        f"UPDATE competencies_standard s SET valid_to = %s FROM incoming_standard i WHERE {same}"
        " AND s.valid_from < %s AND (s.valid_to IS NULL OR s.valid_to > %s)",
        [day, day, day],
    )
    return corrected + cursor.rowcount


def _add_standards(cursor: CursorWrapper, city: City, day: date) -> int:
    """A row for each pair of which nothing holds on the day, up to the next version where there is one."""
    cursor.execute(
        "INSERT INTO competencies_standard"
        " (city_id, position_id, competency_id, level, weight, legal_basis, valid_from, valid_to)"
        " SELECT %s, i.position_id, i.competency_id, i.level, 1, i.basis, %s,"
        "  (SELECT min(n.valid_from) FROM competencies_standard n WHERE n.position_id = i.position_id"
        "   AND n.competency_id = i.competency_id AND n.valid_from > %s)"
        " FROM incoming_standard i WHERE NOT EXISTS ("
        "  SELECT 1 FROM competencies_standard s WHERE s.position_id = i.position_id"
        "   AND s.competency_id = i.competency_id AND s.valid_from <= %s"
        "   AND (s.valid_to IS NULL OR s.valid_to > %s))",
        [city.pk, day, day, day, day],
    )
    return cursor.rowcount


def import_measurements(
    *, city: City, measurements: MeasurementRows, at: datetime, by: User | None = None
) -> MeasurementsImported:
    """Add measured levels to the history; what is on record already is not written again, nothing is changed.

    Levels of a NIP that nobody on record has are left out and told. Works inside the caller's transaction.
    """
    kinds = dict.fromkeys(measurements.competency, Kind.TEKNIS)
    ids, competencies_new = _take_competencies(city=city, kinds=kinds, at=at, by=by)
    id_of = {name: ids[name_key(name)] for name in kinds}
    with connection.cursor() as cursor, joining_whole_tables(cursor):
        fill_temporary(
            cursor,
            "incoming_measurement",
            {
                "nip": ("text", measurements.nip),
                "competency_id": ("bigint", [id_of[name] for name in measurements.competency]),
                "level": ("smallint", measurements.level),
                "method": ("text", [method.value for method in measurements.method]),
                "measured_on": ("date", measurements.measured_on),
                "rater": ("text", measurements.rater),
            },
        )
        cursor.execute(
            "SELECT DISTINCT i.nip FROM incoming_measurement i WHERE NOT EXISTS"
            " (SELECT 1 FROM people_personnumber n WHERE n.number = i.nip) ORDER BY i.nip"
        )
        strangers = tuple(row[0] for row in cursor.fetchall())
        new = _add_measurements(cursor, city, at, by)
        cursor.execute(
            "SELECT count(*) FROM incoming_measurement i JOIN people_personnumber n ON n.number = i.nip"
        )
        known = cursor.fetchone()[0] - new
    found = MeasurementsImported(new, known, strangers, competencies_new)
    if not found.is_nothing:
        record(verb="competencies.measurements.imported", city=city, by=by, at=at, data={"new": new})
    return found


def _add_measurements(cursor: CursorWrapper, city: City, at: datetime, by: User | None) -> int:
    cursor.execute(
        "INSERT INTO competencies_measurement (city_id, person_id, competency_id, level, method, rater,"
        " measured_on, purpose, evidence, recorded_at, recorded_by_id)"
        " SELECT %s, n.person_id, i.competency_id, i.level, i.method, i.rater, i.measured_on, '', '', %s, %s"
        " FROM incoming_measurement i JOIN people_personnumber n ON n.number = i.nip"
        " ON CONFLICT DO NOTHING",
        [city.pk, at, by.pk if by else None],
    )
    return cursor.rowcount


def _take_competencies(
    *, city: City, kinds: dict[str, Kind], at: datetime, by: User | None
) -> tuple[dict[str, int], int]:
    """Ids by key, and how many words were new: from the reference dictionary where it has them."""
    wanted = {name_key(name): (name, kind) for name, kind in kinds.items()}
    before = Competency.objects.count()
    reference = [
        *national_competencies(),
        *(one for one in technical_competencies() if name_key(one.name) in wanted),
    ]
    take_reference_competencies(city=city, competencies=reference, at=at, by=by)
    known: dict[str, int] = dict(Competency.objects.values_list("key", "pk"))
    made = Competency.objects.bulk_create(
        Competency(city=city, key=key, name=name, kind=kind)
        for key, (name, kind) in wanted.items()
        if key not in known
    )
    known.update({row.key: row.pk for row in made})
    return known, len(known) - before


def save_competency(
    *,
    city: City,
    competency: Competency | None,
    values: Mapping[str, object],
    levels: Sequence[str],
    by: User,
    at: datetime,
) -> Competency:
    """Write a word of the dictionary (None: a new one) with its behaviour at levels 1 to 5; an empty text is none.

    `values` are name, code, kind, definition, is_active; of a national one name, code and kind stay. Raises
    CompetencyTaken.
    """
    found = competency or Competency(city=city)
    for name, value in values.items():
        if not (found.is_national and name in {"name", "code", "kind"}):
            setattr(found, name, value)
    found.key = name_key(found.name)
    if Competency.objects.filter(key=found.key).exclude(pk=found.pk).exists():
        raise CompetencyTaken(found.name)
    with transaction.atomic():
        found.save()
        found.levels.all().delete()
        LevelDescriptor.objects.bulk_create(
            LevelDescriptor(city=city, competency=found, level=level, text=text)
            for level, text in enumerate(levels, start=1)
            if text
        )
        data = {"name": found.name, "kind": found.kind, "is_active": found.is_active}
        if competency:
            record(verb="competencies.competency.changed", city=city, by=by, at=at, target=found, data=data)
        else:
            record(verb="competencies.competency.added", city=city, by=by, at=at, target=found, data=data)
    return found


def set_standard(
    *, city: City, position: Position, wish: StandardWish, by: User, at: datetime
) -> StandardChange:
    """Let exactly these levels (competency → level) be required of a position from a day on.

    What held before ends on that day and stays readable. Raises StandardBlocked and StandardUnchanged.
    """
    change = change_standards(
        list_standards_on_record(position_id=position.pk), wish.levels, valid_from=wish.valid_from
    )
    if change.blocked:
        raise StandardBlocked(min(row.valid_from for row in change.blocked))
    if change.is_empty:
        raise StandardUnchanged
    with transaction.atomic():
        Standard.objects.filter(pk__in=change.close).update(valid_to=wish.valid_from)
        Standard.objects.filter(pk__in=change.drop).delete()
        for pk, level in change.replace:
            Standard.objects.filter(pk=pk).update(level=level, legal_basis=wish.legal_basis)
        Standard.objects.bulk_create(
            Standard(
                city=city,
                position=position,
                competency_id=one.competency_id,
                level=one.level,
                legal_basis=wish.legal_basis,
                valid_from=wish.valid_from,
            )
            for one in change.add
        )
        data = {
            "valid_from": wish.valid_from.isoformat(),
            "legal_basis": wish.legal_basis,
            "levels": {str(key): level for key, level in sorted(wish.levels.items())},
        }
        record(verb="competencies.standard.set", city=city, by=by, at=at, target=position, data=data)
    return change


@transaction.atomic
def set_levels(
    *,
    city: City,
    wishes: Sequence[LevelWish],
    valid_from: date,
    legal_basis: str,
    by: User | None,
    at: datetime,
) -> LevelsChange:
    """Let these levels be required from a day on, of many positions at once; what is not named stays as it is.

    What held before ends on that day and stays readable; a version that begins on the day itself and has never held
    may be taken back so (see `change_levels`). Raises LevelBlocked.
    """
    on_record = list_levels_on_record(
        position_ids={wish.position_id for wish in wishes},
        competency_ids={wish.competency_id for wish in wishes},
    )
    change = change_levels(on_record, wishes, valid_from=valid_from)
    if change.blocked:
        first = min(change.blocked, key=lambda row: row.valid_from)
        raise LevelBlocked(first.position_id, first.competency_id, first.valid_from)
    Standard.objects.filter(pk__in=change.close).update(valid_to=valid_from)
    Standard.objects.filter(pk__in=change.drop).delete()
    for pk, until in change.reopen:
        Standard.objects.filter(pk=pk).update(valid_to=until)
    for pk, wish in change.replace:
        Standard.objects.filter(pk=pk).update(level=wish.level, weight=wish.weight, legal_basis=legal_basis)
    Standard.objects.bulk_create(
        Standard(city=city, legal_basis=legal_basis, valid_from=valid_from, valid_to=until, **vars(wish))
        for wish, until in change.add
    )
    data = {
        "valid_from": valid_from.isoformat(),
        "legal_basis": legal_basis,
        "positions": len({wish.position_id for wish in wishes}),
        "standards": len(wishes),
    }
    record(verb="competencies.levels.set", city=city, by=by, at=at, data=data)
    return change


@transaction.atomic
def record_measurement(
    *, city: City, person: Person, finding: Finding, by: User | None, at: datetime
) -> Measurement:
    """Add one level found for a person; what is on record stays, and the strongest, latest one counts.

    Raises FindingKnown and FindingAhead.
    """
    if finding.measured_on > timezone.localdate(at):
        raise FindingAhead
    same = {name: getattr(finding, name) for name in ("competency_id", "level", "method", "measured_on")}
    if Measurement.objects.filter(person=person, rater=finding.rater, **same).exists():
        raise FindingKnown
    made = Measurement.objects.create(
        city=city, person=person, recorded_at=at, recorded_by=by, **vars(finding)
    )
    data = {
        "competency": made.competency.name,
        "level": finding.level,
        "method": finding.method,
        "measured_on": finding.measured_on.isoformat(),
        "rater": finding.rater,
        "evidence": finding.evidence,
    }
    record(verb="competencies.measurement.recorded", city=city, by=by, at=at, target=person, data=data)
    return made
