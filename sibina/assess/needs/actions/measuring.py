"""Counting a city's gaps: one transaction, in the database, by the one expression of `rules`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import ibis
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import BigIntegerField, F, Model, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from ibis import ir

from sibina.assess.needs import reads, rules
from sibina.assess.needs.models import Gap, GapSnapshot, GapSummary
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
"""Older snapshots keep their sums; the rows behind them can be counted again from the same data."""


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
    order = order or rules.method_order(as_of)
    with transaction.atomic():
        marks = reads.data_marks(city.pk)
        _take_tables(as_of)
        expression = _expression(as_of, order)
        _execute(f"CREATE TEMP TABLE {FOUND} ON COMMIT DROP AS {_sql(expression)}; ANALYZE {FOUND}")
        found = ibis.table(expression.schema(), name=FOUND)
        GapSnapshot.objects.filter(is_current=True).update(is_current=False)
        snapshot = GapSnapshot.objects.create(
            city=city,
            as_of=as_of,
            computed_at=at,
            rule_version=f"{rules.RULE_VERSION}/{order.version}",
            method_order={"methods": list(order.methods), "basis": order.basis, "certainty": order.certainty},
            marks=marks,
            sectors=reads.sector_weights(),
            is_current=True,
            **_totals(found),
        )
        _keep_gaps(found, snapshot)
        _keep_sums(found, snapshot)
        for name in (*NAMES.values(), FOUND):
            _execute(f"DROP TABLE {name}")
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


def _take_tables(as_of: date) -> None:
    """The three tables of the expression, as temporary tables that this city's policies have filtered."""
    sector_weight = Coalesce(F("unit__sector__weight"), F("unit__office__sector__weight"), Value(1))
    people = Posting.objects.filter(holding_on(as_of), person__is_active=True).values_list(
        "person_id",
        "position_id",
        _hundredths(sector_weight),
        "unit_id",
        Coalesce(F("unit__office_id"), F("unit_id")),
        Coalesce(F("unit__sector_id"), F("unit__office__sector_id")),
        "position__position_class",
    )
    standards = Standard.objects.filter(holding_on(as_of)).values_list(
        "position_id", "competency_id", Cast("level", BigIntegerField()), _hundredths(F("weight"))
    )
    measurements = Measurement.objects.values_list(
        "person_id", "competency_id", Cast("level", BigIntegerField()), "method", "measured_on"
    )
    _take(NAMES["people"], (*rules.PEOPLE_COLUMNS, *PLACE), people)
    _take(NAMES["standards"], rules.STANDARD_COLUMNS, standards)
    _take(NAMES["measurements"], rules.MEASUREMENT_COLUMNS, measurements)


def _hundredths(weight: Any) -> Cast:
    return Cast(weight * rules.HUNDREDTHS, BigIntegerField())


def _take(name: str, columns: Sequence[str], rows: QuerySet[Any, Any]) -> None:
    sql, parameters = rows.order_by().query.sql_with_params()
    _execute(f"CREATE TEMP TABLE {name} ({', '.join(columns)}) ON COMMIT DROP AS {sql}", parameters)
    _execute(f"ANALYZE {name}")


def _expression(as_of: date, order: MethodOrder) -> ir.Table:
    people, standards, measurements = rules.unbound_tables(NUMBER_KEYS, NAMES, PLACE)
    return rules.gaps(people, standards, measurements, as_of=as_of, order=order, keep=("position", *PLACE))


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
    _insert(Gap, snapshot, found.select(*columns).order_by("person", "competency"))


def _keep_sums(found: ir.Table, snapshot: GapSnapshot) -> None:
    place = tuple(PLACE)
    _insert(GapSummary, snapshot, rules.summary(found, (*place, "competency")))
    _insert(GapSummary, snapshot, rules.summary(found, place))


def _insert(model: type[Model], snapshot: GapSnapshot, rows: ir.Table) -> None:
    """INSERT … SELECT: columns of the expression bear the names of the model's fields."""
    columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in rows.columns)  # type: ignore[union-attr]
    values = ", ".join(f'"{name}"' for name in rows.columns)
    table = model._meta.db_table
    _execute(
        f'INSERT INTO "{table}" (city_id, snapshot_id, {columns}) '
        f"SELECT %s, %s, {values} FROM ({_sql(rows).replace('%', '%%')}) AS counted",
        [snapshot.city_id, snapshot.pk],
    )


def _forget_old_rows() -> None:
    kept = GapSnapshot.objects.order_by("-pk").values_list("pk", flat=True)[:SNAPSHOTS_WITH_ROWS]
    Gap.objects.exclude(snapshot__in=list(kept))._raw_delete(connection.alias)
