"""The gap between required and present level, as one Ibis expression for every engine.

For each active person and each competency that the position requires:

    present   = the level on record: strongest method, then latest date (`strength.record_key`)
    low, high = the band that all measurements together leave
    shortfall = max(required − present, 0)          missing when unmeasured: unknown is not zero
    surplus   = max(present − required, 0)          kept apart, so that it never hides a shortfall
    state     = met, short or unmeasured

Only whole numbers are added up and every order has an explicit key, so that DuckDB and PostgreSQL give
equal results. Nothing here connects to anything.

Ground: PP 11/2017 Pasal 206 (the need is the gap between profile and standard of the position).
"""

from collections.abc import Mapping, Sequence
from datetime import date

import ibis
from ibis import ir

from sibina.assess.needs.rules.strength import FIRST_DAY, record_key
from sibina.assess.needs.types import GapState, MethodOrder

RULE_VERSION = "gaps-1"
"""Raised whenever a figure may change for equal input; every stored result keeps it."""

HUNDREDTHS = 100
WEIGHT_UNIT = HUNDREDTHS * HUNDREDTHS
"""A gap's weight is whole ten-thousandths: hundredths of the standard's weight × hundredths of the sector's."""

PEOPLE_COLUMNS = ("person", "position", "sector_weight")
STANDARD_COLUMNS = ("position", "competency", "required", "weight")
MEASUREMENT_COLUMNS = ("person", "competency", "level", "method", "date")
GAP_COLUMNS = (
    "person",
    "competency",
    "required",
    "present",
    "low",
    "high",
    "shortfall",
    "surplus",
    "state",
)

KeyTypes = Mapping[str, str]


def unbound_tables(
    keys: KeyTypes, names: Mapping[str, str], extra: KeyTypes
) -> tuple[ir.Table, ir.Table, ir.Table]:
    """People, standards and measurements as named tables that no engine holds yet.

    `keys`: the Ibis type of person, position and competency (text in files, whole numbers in a database).
    `names`: the name of each of the three in the engine. `extra`: further columns of people, with types.
    """
    person, position, competency = keys["person"], keys["position"], keys["competency"]
    people = {"person": f"!{person}", "position": position, "sector_weight": "!int64", **extra}
    standards = {
        "position": f"!{position}",
        "competency": f"!{competency}",
        "required": "!int64",
        "weight": "!int64",
    }
    measurements = {
        "person": f"!{person}",
        "competency": f"!{competency}",
        "level": "!int64",
        "method": "!string",
        "date": "!date",
    }
    return (
        ibis.table(people, name=names["people"]),
        ibis.table(standards, name=names["standards"]),
        ibis.table(measurements, name=names["measurements"]),
    )


def levels_on_record(measurements: ir.Table, *, as_of: date, order: MethodOrder) -> ir.Table:
    """Per person and competency: `present, low, high`. What was measured after `as_of` does not count."""
    counted = measurements.filter(measurements.date <= ibis.literal(as_of))
    strength = counted.method.cases(
        *((method, order.strength(method)) for method in order.methods), else_=0
    ).cast("int64")
    days = counted.date.delta(ibis.literal(FIRST_DAY), unit="day").cast("int64")
    keyed = counted.mutate(key=record_key(strength, days, counted.level))
    best = keyed.group_by("person", "competency").aggregate(
        key=keyed.key.max(), low=keyed.level.min(), high=keyed.level.max()
    )
    return best.select("person", "competency", present=9 - best.key % 10, low=best.low, high=best.high)


def gaps(
    people: ir.Table,
    standards: ir.Table,
    measurements: ir.Table,
    *,
    as_of: date,
    order: MethodOrder,
    keep: Sequence[str] = (),
) -> ir.Table:
    """One row for every competency that a person's position requires: `GAP_COLUMNS`, `weight`, kept columns.

    `people` holds active persons only. `keep` names columns of `people` to carry along (unit, position …).
    """
    held = people.inner_join(standards, "position")
    weight = held.weight * held.sector_weight
    required = held.select("person", "competency", "required", *keep, weight=weight)
    records = levels_on_record(measurements, as_of=as_of, order=order)
    joined = required.left_join(records, ["person", "competency"]).select(
        *required.columns, "present", "low", "high"
    )
    difference = joined.required - joined.present
    state = ibis.cases(
        (joined.present.isnull(), ibis.literal(GapState.UNMEASURED.value)),
        (difference > 0, ibis.literal(GapState.SHORT.value)),
        else_=ibis.literal(GapState.MET.value),
    )
    return joined.select(
        "person",
        "competency",
        "required",
        "present",
        "low",
        "high",
        shortfall=_positive(difference),
        surplus=_positive(-difference),
        state=state,
        weight=joined.weight,
        **{name: joined[name] for name in keep},
    )


def _positive(difference: ir.IntegerValue) -> ir.IntegerValue:
    """max(difference, 0) that stays missing where the difference is: `greatest` differs between engines."""
    return ibis.cases(
        (difference.isnull(), ibis.null("int64")),
        (difference > 0, difference),
        else_=ibis.literal(0, "int64"),
    )


def summary(gap: ir.Table, keys: Sequence[str]) -> ir.Table:
    """By the chosen keys: `people, short, unmeasured, met, shortfall, weighted`; in no order.

    `people` counts persons of whom something is required; short, unmeasured and met count pairs of person and
    competency; shortfall adds levels; weighted adds levels × weight in units of 1/WEIGHT_UNIT.
    """
    # One row is one person within a competency, so counting rows spares counting distinct persons.
    people = gap.count() if "competency" in keys else gap.person.nunique()
    rows = gap.group_by(*keys) if keys else gap
    return rows.aggregate(
        people=people.cast("int64"),
        short=_pairs(gap, GapState.SHORT),
        unmeasured=_pairs(gap, GapState.UNMEASURED),
        met=_pairs(gap, GapState.MET),
        shortfall=gap.shortfall.sum().fill_null(0).cast("int64"),
        weighted=(gap.shortfall * gap.weight).sum().fill_null(0).cast("int64"),
    )


def lacking_levels(gap: ir.Table, keys: Sequence[str]) -> ir.Table:
    """By these keys and the level on record: `people` who are short there, and the `shortfall` in levels; in no order.

    Where the level on record is missing, `people` counts those who are not measured.
    """
    lacking = gap.filter(gap.state != GapState.MET.value)
    return lacking.group_by(*keys, "present").aggregate(
        people=lacking.count().cast("int64"),
        shortfall=lacking.shortfall.sum().fill_null(0).cast("int64"),
    )


def _pairs(gap: ir.Table, state: GapState) -> ir.IntegerScalar:
    return gap.count(where=gap.state == state.value)
