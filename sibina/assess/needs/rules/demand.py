"""A change in demand: what it does to standards, and the standards as they would be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ibis import ir

from sibina.assess.needs.rules.gaps import summary
from sibina.assess.needs.types import LevelAsked, Required, Rise, Rises

PAIR = ("position", "competency")
ADDED_UP = ("short", "unmeasured", "met", "shortfall", "weighted")


def rises_of(
    positions: Collection[int],
    levels: Collection[LevelAsked],
    holding: Mapping[tuple[int, int], Required],
) -> Rises:
    """Each chosen position with each competency, against what is required (`holding`) when the change begins.

    A level never falls by a change. A weight that is not asked for stays; where nothing was required it is 1.
    """
    rising, same, falling = [], [], []
    for position in sorted(positions):
        for asked in sorted(levels, key=lambda each: each.competency_id):
            before = holding.get((position, asked.competency_id))
            after = replace(before or Required(asked.level), level=asked.level)
            if asked.weight is not None:
                after = replace(after, weight=asked.weight)
            rise = Rise(position, asked.competency_id, before, after)
            if before and asked.level < before.level:
                falling.append(rise)
            elif before == after:
                same.append(rise)
            else:
                rising.append(rise)
    return Rises(tuple(rising), tuple(same), tuple(falling))


def day_of_trial(starts_on: date, today: date) -> date:
    """The day for which a change is tried: the one from which it holds, or today where that has come."""
    return max(starts_on, today)


def changed_standards(standards: ir.Table, rises: ir.Table) -> ir.Table:
    """The standards as they would be: what rises takes the place of what was required. Both `STANDARD_COLUMNS`."""
    kept = standards.anti_join(rises, PAIR)
    return kept.union(rises.cast(kept.schema()))


def touched(rows: ir.Table, rises: ir.Table) -> ir.Table:
    """The rows, standards or gaps, of the positions and competencies that rise."""
    return rows.semi_join(rises, PAIR)


def effects(before: ir.Table, after: ir.Table, keys: Sequence[str]) -> ir.Table:
    """The sums of the touched gaps by the keys, `…_before` and `…_after`; nothing required before counts as nought."""
    was, becomes = summary(before, keys), summary(after, keys)
    joined = becomes.left_join(was.rename("{name}_before"), [(key, f"{key}_before") for key in keys])
    return joined.select(
        *keys,
        "people",
        **{f"{name}_after": joined[name] for name in ADDED_UP},
        **{f"{name}_before": joined[f"{name}_before"].fill_null(0) for name in ADDED_UP},
    )
