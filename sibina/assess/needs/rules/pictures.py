"""From sums to a picture: the figure of a cell, its step of colour, the order of lines."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from sibina.assess.needs.rules.gaps import WEIGHT_UNIT
from sibina.assess.needs.types import Line, Measure, Picture, Sums

CENT = Decimal("0.01")
AVERAGE_BANDS = (Decimal(0), Decimal("0.25"), Decimal("0.50"), Decimal("0.75"), Decimal("1.00"))
"""Upper bounds of steps 0 to 4, in levels per measured person; above the last is step 5."""
SHARE_BANDS = (Decimal(0), Decimal("0.10"), Decimal("0.25"), Decimal("0.50"), Decimal("0.75"))
"""Upper bounds of steps 0 to 4, as a share of the persons; above the last is step 5."""
UNKNOWN = "none"
NOTHING = ""


def figure_of(measure: Measure, sums: Sums) -> int | Decimal | None:
    """What the cell says. None where nothing is measured: an average of nothing is unknown, not zero.

    AVERAGE: levels short per measured person, two decimals. SHORT, UNMEASURED: persons (pairs in a total).
    WEIGHTED: levels short × weight of the standard × weight of the sector, one sum.
    """
    if measure == Measure.UNMEASURED:
        return sums.unmeasured
    if not sums.measured:
        return None
    if measure == Measure.SHORT:
        return sums.short
    if measure == Measure.WEIGHTED:
        return (Decimal(sums.weighted) / WEIGHT_UNIT).quantize(CENT, ROUND_HALF_UP)
    return (Decimal(sums.shortfall) / sums.measured).quantize(CENT, ROUND_HALF_UP)


def step_of(measure: Measure, sums: Sums) -> str:
    """The colour's step `0` to `5`; `none` where nothing is measured; empty where nothing is required.

    A sum or a count takes its colour per person, so that a large office is not dark for being large.
    """
    if not sums.pairs:
        return NOTHING
    if measure == Measure.UNMEASURED:
        return _step(Decimal(sums.unmeasured) / sums.pairs, SHARE_BANDS)
    if not sums.measured:
        return UNKNOWN
    if measure == Measure.SHORT:
        return _step(Decimal(sums.short) / sums.measured, SHARE_BANDS)
    if measure == Measure.WEIGHTED:
        return _step(Decimal(sums.weighted) / WEIGHT_UNIT / sums.measured, AVERAGE_BANDS)
    return _step(Decimal(sums.shortfall) / sums.measured, AVERAGE_BANDS)


def _step(value: Decimal, bands: tuple[Decimal, ...]) -> str:
    return str(sum(value > band for band in bands))


def picture_of(
    sums: Iterable[tuple[int, int, Sums]],
    names: Mapping[int, str],
    people: Mapping[int, int],
    competencies: Iterable[tuple[int, str, str]],
    measure: Measure,
) -> Picture:
    """Lines from (line, competency, sums), the neediest first by the measure, then by name.

    `people` counts the persons of each line once; competencies that nobody needs here are left out.
    """
    cells: dict[int, dict[int, Sums]] = {}
    columns: dict[int, Sums] = {}
    for line, competency, found in sums:
        cells.setdefault(line, {})[competency] = found
        columns[competency] = columns.get(competency, Sums()) + found
    lines = [
        Line(key, names.get(key, ""), people.get(key, 0), row, sum(row.values(), Sums()))
        for key, row in cells.items()
    ]
    lines.sort(key=lambda line: (-(figure_of(measure, line.total) or 0), line.name.casefold(), line.key))
    return Picture(
        lines=tuple(lines),
        competencies=tuple(each for each in competencies if each[0] in columns),
        columns=columns,
        total=sum(columns.values(), Sums()),
        people=sum(line.people for line in lines),
    )
