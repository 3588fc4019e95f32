"""Counting a city's gaps: one transaction, in the database, by the one expression of `rules`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import ibis
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import BigIntegerField, F, Model, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from ibis import ir

from sibina.assess.needs import reads, rules
from sibina.assess.needs.models import Gap, GapLevel, GapSnapshot, GapSummary, NeedsRound
from sibina.assess.needs.types import MethodOrder
from sibina.ground.competencies.api import Measurement, Standard
from sibina.ground.people.api import Posting, holding_on
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City

NAMES = {"people": "gaps_people", "standards": "gaps_standards", "measurements": "gaps_measurements"}
FOUND = "gaps_found"
NUMBER_KEYS = {"person": "int64", "position": "int64", "competency": "int64"}
PLACE = {"unit": "int64", "office": "int64", "sector": "int64", "position_class": "string"}
SNAPSHOTS_WITH_ROWS = 3
"""Older snapshots keep their sums; the rows behind them can be counted again from the same data. Trials go by themselves."""


def measure_gaps(
    *,
    city: City,
    as_of: date,
    at: datetime,
    by: User | None = None,
    order: MethodOrder | None = None,
) -> GapSnapshot:
    """Count every active person's gaps as of a day and make the result the city's current one.

    Call inside `city_context(city)` or a request of the city. Equal data give equal rows.
    """
    with transaction.atomic():
        with taken_tables(city, as_of, order) as taken:
            GapSnapshot.objects.filter(is_current=True).update(is_current=False)
            snapshot = keep_snapshot(count_gaps(taken), taken, city=city, at=at, is_current=True)
        _forget_old_rows()
        record(
            verb="needs.gaps.measured",
            city=city,
            by=by,
            at=at,
            target=snapshot,
            data={"as_of": as_of.isoformat(), "shortfall": snapshot.shortfall, "rule": snapshot.rule_version},
        )
    return snapshot


@dataclass(frozen=True)
class Taken:
    """What is counted: the three tables of a day, the order of methods, and how far the data reached before."""

    people: ir.Table
    standards: ir.Table
    measurements: ir.Table
    as_of: date
    order: MethodOrder
    marks: dict[str, Any]

    def gaps(self) -> ir.Table:
        """The one expression, with the place of each person."""
        return rules.gaps(
            self.people,
            self.standards,
            self.measurements,
            as_of=self.as_of,
            order=self.order,
            keep=("position", *PLACE),
        )


@contextmanager
def taken_tables(city: City, as_of: date, order: MethodOrder | None = None) -> Iterator[Taken]:
    """The three tables of the expression, as temporary tables that this city's policies have filtered."""
    # Marks first: what comes in while the tables are taken makes the counting stale.
    marks = reads.data_marks(city.pk)
    sector_weight = Coalesce(F("unit__sector__weight"), F("unit__office__sector__weight"), Value(1))
    people = Posting.objects.filter(holding_on(as_of), person__is_active=True).values_list(
        "person_id",
        "position_id",
        hundredths(sector_weight),
        "unit_id",
        Coalesce(F("unit__office_id"), F("unit_id")),
        Coalesce(F("unit__sector_id"), F("unit__office__sector_id")),
        "position__position_class",
    )
    standards = Standard.objects.filter(holding_on(as_of)).values_list(
        "position_id", "competency_id", Cast("level", BigIntegerField()), hundredths(F("weight"))
    )
    measurements = Measurement.objects.values_list(
        "person_id", "competency_id", Cast("level", BigIntegerField()), "method", "measured_on"
    )
    take(NAMES["people"], (*rules.PEOPLE_COLUMNS, *PLACE), people)
    take(NAMES["standards"], rules.STANDARD_COLUMNS, standards)
    take(NAMES["measurements"], rules.MEASUREMENT_COLUMNS, measurements)
    tables = rules.unbound_tables(NUMBER_KEYS, NAMES, PLACE)
    yield Taken(*tables, as_of=as_of, order=order or rules.method_order(as_of), marks=marks)
    drop(*NAMES.values(), FOUND)


def hundredths(weight: Any) -> Cast:
    """A weight as the expression reckons with it: whole hundredths."""
    return Cast(weight * rules.HUNDREDTHS, BigIntegerField())


def take(name: str, columns: Sequence[str], rows: QuerySet[Any, Any]) -> None:
    """The rows as a temporary table of this name."""
    sql, parameters = rows.order_by().query.sql_with_params()
    _execute(f"CREATE TEMP TABLE {name} ({', '.join(columns)}) ON COMMIT DROP AS {sql}", parameters)
    _execute(f"ANALYZE {name}")


def drop(*names: str) -> None:
    """The temporary tables are no longer needed, though the transaction goes on."""
    _execute(f"DROP TABLE {', '.join(names)}")


def count_gaps(taken: Taken) -> ir.Table:
    """Run the one expression; its rows as a temporary table."""
    expression = taken.gaps()
    _execute(f"CREATE TEMP TABLE {FOUND} ON COMMIT DROP AS {_sql(expression)}; ANALYZE {FOUND}")
    return ibis.table(expression.schema(), name=FOUND)


def keep_snapshot(found: ir.Table, taken: Taken, *, city: City, at: datetime, **kind: Any) -> GapSnapshot:
    """Write what was counted: totals, rows and sums. `kind`: the city's current one, or the trial of a change."""
    order = taken.order
    snapshot = GapSnapshot.objects.create(
        city=city,
        as_of=taken.as_of,
        computed_at=at,
        rule_version=f"{rules.RULE_VERSION}/{order.version}",
        method_order={"methods": list(order.methods), "basis": order.basis, "certainty": order.certainty},
        marks=taken.marks,
        sectors=reads.sector_weights(),
        **_totals(found),
        **kind,
    )
    _keep_gaps(found, snapshot)
    _keep_sums(found, snapshot)
    return snapshot


def _sql(expression: ir.Table) -> str:
    return str(ibis.to_sql(expression, dialect="postgres"))


def _execute(sql: str, parameters: Sequence[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def _totals(found: ir.Table) -> dict[str, int]:
    total = rules.summary(found, ()).mutate(competencies=found.competency.nunique().as_scalar())
    with connection.cursor() as cursor:
        cursor.execute(_sql(total))
        names = [column.name for column in cursor.description]
        return {name: int(value) for name, value in zip(names, cursor.fetchone(), strict=True)}


def _keep_gaps(found: ir.Table, snapshot: GapSnapshot) -> None:
    columns = (*rules.GAP_COLUMNS, "weight", "position", "unit", "office")
    insert(Gap, found.select(*columns).order_by("person", "competency"), **_owner(snapshot))


def _keep_sums(found: ir.Table, snapshot: GapSnapshot) -> None:
    place = tuple(PLACE)
    insert(GapSummary, rules.summary(found, (*place, "competency")), **_owner(snapshot))
    insert(GapSummary, rules.summary(found, place), **_owner(snapshot))
    levels = rules.lacking_levels(found, ("office", "unit", "sector", "competency"))
    insert(GapLevel, levels, **_owner(snapshot))


def _owner(snapshot: GapSnapshot) -> dict[str, int]:
    return {"city_id": snapshot.city_id, "snapshot_id": snapshot.pk}


def insert(model: type[Model], rows: ir.Table, **owner: int) -> None:
    """INSERT … SELECT: columns of the expression bear the names of the model's fields; `owner` is the same in all."""
    columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in rows.columns)  # type: ignore[union-attr]
    values = ", ".join(f'"{name}"' for name in rows.columns)
    table = model._meta.db_table
    _execute(
        f'INSERT INTO "{table}" ({", ".join(owner)}, {columns}) '
        f"SELECT {', '.join(['%s'] * len(owner))}, {values} FROM ({_sql(rows).replace('%', '%%')}) AS counted",
        list(owner.values()),
    )


def _forget_old_rows() -> None:
    counted = GapSnapshot.objects.filter(change=None)
    kept = counted.order_by("-pk").values_list("pk", flat=True)[:SNAPSHOTS_WITH_ROWS]
    # What a needs round rests on stays, with the rows that its figures open.
    asked = NeedsRound.objects.values("snapshot")
    old = counted.exclude(pk__in=list(kept)).exclude(pk__in=asked)
    Gap.objects.filter(snapshot__in=old.values("pk"))._raw_delete(connection.alias)
