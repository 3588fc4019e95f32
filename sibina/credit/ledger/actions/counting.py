"""Counting the JP of a city's year: what is new or other than before is written as a counting, with why; the rest stays.

One transaction. What was found goes into a temporary table by COPY, and the database compares it with what holds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Max, Min
from django.utils import timezone

from sibina.credit.ledger import reads, rules
from sibina.credit.ledger.models import Counting, PersonCredit, UnitCredit, YearCredit
from sibina.credit.ledger.types import Cause, CreditState, Limits, Recognition, Source, Stand, Worker
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import RuleKey, RuleVersion
from sibina.ground.people.api import Person, Posting
from sibina.ground.people.types import Employment
from sibina.lib.audit.api import record
from sibina.lib.bulk import Columns, fill_temporary, joining_whole_tables
from sibina.lib.tenancy.models import City
from sibina.plan.planning.api import receive_hours

Progress = Callable[[float], None]
FACTS = (
    "form", "title", "organiser", "starts_on", "ends_on", "days", "minutes", "abroad", "completed", "printed", "number"
)  # fmt: skip
"""What was reported; the rest of an entry is what came of it."""
OUTCOME = ("uncapped", "jp", "why", "rule_id")
NAMES = ("person_id", "source", "key", *FACTS, *OUTCOME)
KINDS = {
    "person_id": "bigint", "source": "varchar", "key": "bigint", "form": "varchar", "title": "varchar",
    "organiser": "varchar", "starts_on": "date", "ends_on": "date", "days": "smallint", "minutes": "integer",
    "abroad": "boolean", "completed": "boolean", "printed": "smallint", "number": "varchar", "uncapped": "numeric",
    "jp": "numeric", "why": "varchar", "rule_id": "bigint",
}  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """What a look at a year found: its row, and the counting that was written, None where nothing had changed."""

    year: YearCredit
    counting: Counting | None


def count_year(
    *,
    city: City,
    year: int,
    at: datetime,
    by: User | None = None,
    progress: Progress = lambda share: None,
) -> Counted:
    """Count everybody's JP of a calendar year. Call inside `city_context(city)`.

    The year before is read too: activities and contracts reach over New Year. Equal facts under equal rules write no
    counting. Planning is told what people have beside the sessions of its plan.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        _one_at_a_time(city)
        day = rules.day_of_year(year, today)
        facts = reads.list_facts(since=date(year - 1, 1, 1), until=date(year, 12, 31))
        progress(0.3)
        rulebook = reads.get_rulebook()
        recognised = rules.recognise(facts, rulebook.conversions)
        progress(0.5)
        counting = _write_entries(city, year, recognised, at=at, by=by)
        progress(0.8)
        limits = (
            rulebook.limit(RuleKey.JP_FLOOR_PNS, day),
            rulebook.limit(RuleKey.JP_CEILING_PPPK, day),
        )
        stands = _stands(year, recognised, day=day, limits=limits)
        _write_people(city, year, stands)
        _write_units(city, year, stands)
        found = _write_year(city, year, limits, day=day, at=at, counting=counting)
        _tell_planning(year, recognised, at)
        progress(1.0)
    return Counted(found, counting)


def _one_at_a_time(city: City) -> None:
    """A second counting of the same city waits until the first has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x1ED6E2, city.pk])


# Entries.
def _write_entries(
    city: City, year: int, recognised: Sequence[Recognition], *, at: datetime, by: User | None
) -> Counting | None:
    """Write what is new or other than before as a counting; None where nothing is and the year was counted before."""
    last = Counting.objects.filter(year=year).aggregate(number=Max("number"))["number"] or 0
    of_year = [one for one in recognised if one.fact.ends_on.year == year]
    with connection.cursor() as cursor, joining_whole_tables(cursor):
        fill_temporary(cursor, "credit_found", _columns_of(of_year))
        _compare(cursor, city, year)
        cursor.execute("SELECT count(*) FROM credit_old")
        (old,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM credit_new")
        (new,) = cursor.fetchone()
        if last and not old and not new:
            return None
        changes = list(_changes(cursor, is_first=not last))
        return _write_counting(cursor, city, (year, last + 1), changes, at=at, by=by)


def _columns_of(recognised: Sequence[Recognition]) -> Columns:
    rows = [_row_of(one) for one in recognised]
    held: list[Any] = list(zip(*rows, strict=True)) or [()] * len(NAMES)
    return {name: (KINDS[name], values) for name, values in zip(NAMES, held, strict=True)}


def _row_of(one: Recognition) -> tuple[Any, ...]:
    fact = one.fact
    return (
        fact.person_id, str(fact.source), fact.key, str(fact.form), fact.title[:300], fact.organiser[:200],
        fact.starts_on, fact.ends_on, len(set(fact.days)), fact.minutes, fact.abroad, fact.completed, fact.printed,
        fact.number[:100],        one.uncapped, one.jp, str(one.why or ""), one.rule_id,
    )  # fmt: skip


COMPARE = """
CREATE TEMP TABLE credit_now ON COMMIT DROP AS
SELECT id, {names} FROM ledger_entry WHERE city_id = %s AND year = %s AND replaced_by_id IS NULL;
CREATE TEMP TABLE credit_old ON COMMIT DROP AS
SELECT now.id, now.person_id, now.jp, found.key IS NULL OR ({now_facts}) IS DISTINCT FROM ({found_facts}) AS records,
       found.key IS NOT NULL AND now.rule_id IS DISTINCT FROM found.rule_id AS rule
FROM credit_now now LEFT JOIN credit_found found
  ON (now.source, now.key, now.person_id) = (found.source, found.key, found.person_id)
WHERE found.key IS NULL OR ({now_all}) IS DISTINCT FROM ({found_all});
CREATE TEMP TABLE credit_new ON COMMIT DROP AS
SELECT found.*, now.id IS NULL AS records FROM credit_found found LEFT JOIN credit_now now
  ON (now.source, now.key, now.person_id) = (found.source, found.key, found.person_id)
WHERE now.id IS NULL OR ({now_all}) IS DISTINCT FROM ({found_all});
"""


def _compare(cursor: CursorWrapper, city: City, year: int) -> None:
    """What holds and is other or gone (`credit_old`), and what takes its place or is new (`credit_new`)."""

    def listed(table: str, names: Sequence[str]) -> str:
        return ", ".join(f"{table}.{name}" for name in names)

    everything = (*FACTS, *OUTCOME)
    cursor.execute("DROP TABLE IF EXISTS pg_temp.credit_now, pg_temp.credit_old, pg_temp.credit_new")
    statements = COMPARE.format(
        names=", ".join(NAMES),
        now_facts=listed("now", FACTS),
        found_facts=listed("found", FACTS),
        now_all=listed("now", everything),
        found_all=listed("found", everything),
    )
    first, *others = statements.strip().split(";\n")
    cursor.execute(first, [city.pk, year])
    for statement in others:
        cursor.execute(statement.rstrip(";"))


CHANGES = """
WITH touched AS (
  SELECT person_id, bool_or(records) AS records, bool_or(rule) AS rule FROM (
    SELECT person_id, records, rule FROM credit_old UNION ALL SELECT person_id, records, FALSE FROM credit_new
  ) AS each GROUP BY person_id
),
before AS (SELECT person_id, sum(jp) AS jp FROM credit_now GROUP BY person_id),
after AS (SELECT person_id, sum(jp) AS jp FROM credit_found GROUP BY person_id)
SELECT touched.person_id, coalesce(before.jp, 0), coalesce(after.jp, 0), touched.rule, touched.records
FROM touched LEFT JOIN before USING (person_id) LEFT JOIN after USING (person_id) ORDER BY touched.person_id
"""


def _changes(
    cursor: CursorWrapper, *, is_first: bool
) -> Iterator[tuple[int, Decimal | None, Decimal, Cause]]:
    """By person: JP before and after, and why. In a year's first counting there is no before."""
    cursor.execute(CHANGES)
    for person, before, after, rule, records in cursor.fetchall():
        cause = rules.cause_of(is_first=is_first, rule_changed=rule, records_changed=records)
        yield person, None if is_first else before, after, cause


def _write_counting(
    cursor: CursorWrapper,
    city: City,
    number: tuple[int, int],
    changes: Sequence[tuple[int, Decimal | None, Decimal, Cause]],
    *,
    at: datetime,
    by: User | None,
) -> Counting:
    cursor.execute("SELECT (SELECT sum(jp) FROM credit_now), sum(jp), count(*) FROM credit_found")
    before, after, entries = cursor.fetchone()
    cursor.execute(
        "SELECT DISTINCT rule.valid_from::text FROM credit_found JOIN cycles_rule rule ON rule.id = rule_id ORDER BY 1"
    )
    causes = {cause for *_, cause in changes}
    counting = Counting.objects.create(
        city=city,
        year=number[0],
        number=number[1],
        at=at,
        by=by,
        cause=_whole_cause(causes) if number[1] > 1 else Cause.FIRST,
        rules=[row[0] for row in cursor.fetchall()],
        entries=entries,
        people=len(changes),
        before=None if number[1] == 1 else before or 0,
        after=after or 0,
    )
    cursor.execute(
        "UPDATE ledger_entry SET replaced_by_id = %s WHERE id IN (SELECT id FROM credit_old)", [counting.pk]
    )
    names = ", ".join(NAMES)
    cursor.execute(
        f"INSERT INTO ledger_entry (city_id, year, counted_by_id, {names})"
        f" SELECT %s, %s, %s, {names} FROM credit_new ORDER BY person_id, ends_on, source, key",
        [city.pk, counting.year, counting.pk],
    )
    people, befores, afters, why = zip(*changes, strict=True) if changes else ((), (), (), ())
    columns: Columns = {
        "person_id": ("bigint", people),
        "before": ("numeric", befores),
        "after": ("numeric", afters),
        "cause": ("varchar", [str(cause) for cause in why]),
    }
    fill_temporary(cursor, "credit_changes", columns)
    cursor.execute(
        "INSERT INTO ledger_creditchange (city_id, counting_id, person_id, before, after, cause)"
        " SELECT %s, %s, person_id, before, after, cause FROM credit_changes",
        [city.pk, counting.pk],
    )
    data = {
        "year": counting.year,
        "number": counting.number,
        "cause": counting.cause,
        "people": counting.people,
    }
    record(verb="ledger.year.counted", city=city, by=by, at=at, target=counting, data=data)
    return counting


def _whole_cause(causes: set[Cause]) -> Cause:
    """Why a whole counting differs, from why its people do."""
    return next(iter(causes)) if len(causes) == 1 else Cause.BOTH


# Where people stand.
def _stands(
    year: int, recognised: Sequence[Recognition], *, day: date, limits: tuple[RuleVersion, RuleVersion]
) -> dict[int, Stand]:
    """Where every active person stands, by person."""
    floor, ceiling = limits
    numbers = Limits(floor=int(floor.value), ceiling=int(ceiling.value))
    of_person: dict[int, list[Recognition]] = defaultdict(list)
    for one in recognised:
        of_person[one.fact.person_id].append(one)
    return {
        worker.person_id: rules.stand_of(
            worker, of_person.get(worker.person_id, ()), year=year, day=day, limits=numbers
        )
        for worker in _workers()
    }


def _write_year(
    city: City,
    year: int,
    limits: tuple[RuleVersion, RuleVersion],
    *,
    day: date,
    at: datetime,
    counting: Counting | None,
) -> YearCredit:
    """Which counting holds, and by which limits people were judged at this look."""
    floor, ceiling = limits
    told: dict[str, Any] = {
        "counted_at": at,
        "as_of": day,
        "floor": int(floor.value),
        "ceiling": int(ceiling.value),
        "floor_basis": floor.legal_basis,
        "ceiling_basis": ceiling.legal_basis,
    }
    if counting is not None:
        told["counting"] = counting
    found, _ = YearCredit.objects.update_or_create(city=city, year=year, defaults=told)
    return found


def _workers() -> Iterator[Worker]:
    """Active persons, each with the first day of the contract where that is asked for and known."""
    pppk = Posting.objects.filter(person__employment=Employment.PPPK).order_by()
    first_posted = dict(pppk.values_list("person_id").annotate(first=Min("valid_from")))
    rows = Person.objects.filter(is_active=True).order_by()
    for pk, employment, appointed_on in rows.values_list("pk", "employment", "appointed_on"):
        since = rules.contract_start(appointed_on, first_posted.get(pk))
        yield Worker(pk, Employment(employment), since)


def _write_people(city: City, year: int, stands: Mapping[int, Stand]) -> None:
    values = list(stands.values())
    columns: Columns = {
        "person_id": ("bigint", list(stands)),
        "recognised": ("numeric", [one.recognised for one in values]),
        "printed": ("integer", [one.printed for one in values]),
        "uncounted": ("smallint", [one.uncounted for one in values]),
        "state": ("varchar", [str(one.state) for one in values]),
        "short": ("numeric", [one.short for one in values]),
        "period_from": ("date", [one.period.first if one.period else None for one in values]),
        "period_jp": ("numeric", [one.period_jp for one in values]),
    }
    _replace(PersonCredit._meta.db_table, columns, city, year)


def _replace(table: str, columns: Columns, city: City, year: int) -> None:
    """These rows in place of the year's former ones."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        fill_temporary(cursor, "credit_rows", columns)
        cursor.execute(f"DELETE FROM {table} WHERE city_id = %s AND year = %s", [city.pk, year])
        cursor.execute(
            f"INSERT INTO {table} (city_id, year, {names}) SELECT %s, %s, {names} FROM credit_rows",
            [city.pk, year],
        )


def _write_units(city: City, year: int, stands: Mapping[int, Stand]) -> None:
    places = Person.objects.filter(is_active=True, unit__isnull=False).order_by()
    offices: dict[int, int] = {}
    members: dict[int, list[Stand]] = defaultdict(list)
    for pk, unit, office in places.values_list("pk", "unit_id", "office_id"):
        offices[unit] = office or unit
        members[unit].append(stands[pk])
    UnitCredit.objects.filter(year=year).delete()
    UnitCredit.objects.bulk_create(
        UnitCredit(
            city=city,
            year=year,
            unit_id=unit,
            office_id=offices[unit],
            states={str(state): sum(one.state == state for one in of_unit) for state in CreditState},
            bands=_bands(of_unit),
            recognised=sum((one.recognised for one in of_unit), Decimal(0)),
            uncounted=sum(one.uncounted for one in of_unit),
        )
        for unit, of_unit in members.items()
    )


def _bands(stands: Sequence[Stand]) -> list[int]:
    """How many PNS lie in each band: the floor is theirs."""
    found = [0] * (len(rules.BANDS) + 1)
    for one in stands:
        if one.state in {CreditState.MET, CreditState.SHORT}:
            found[rules.band_of(one.recognised)] += 1
    return found


def _tell_planning(year: int, recognised: Sequence[Recognition], at: datetime) -> None:
    """What people have beside the sessions of the plan goes back to the plan of the year (decision 0029)."""
    cycle = Cycle.objects.filter(year=year).first()
    if cycle is None:
        return
    hours: dict[int, Decimal] = defaultdict(Decimal)
    for one in recognised:
        if one.jp and one.fact.source != Source.SESSION and one.fact.ends_on.year == year:
            hours[one.fact.person_id] += one.jp
    receive_hours(cycle=cycle, hours=hours, at=at)
