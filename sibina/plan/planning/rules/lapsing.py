"""What a plan would no longer close if some of its sessions fell, everything else staying as it is."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sibina.plan.planning.rules.answers import closed_needs
from sibina.plan.planning.rules.city_tables import gains_at_levels, needs_at_levels

NEARLY = 1e-6


@dataclass(frozen=True)
class Fall:
    """What falls with sessions. `by_competency`: competency, people, levels that stay open; the most levels first."""

    people: int
    levels: float
    by_competency: tuple[tuple[int, int, float], ...]


def fall_of(
    gaps: pd.DataFrame, objectives: pd.DataFrame, seats: pd.DataFrame, fallen: Collection[int]
) -> Fall | None:
    """What stays open when the sessions `fallen` do not run, for the persons who have a seat in one of them.

    gaps: person, competency, present, short, of these persons · objectives: programme, competency, from_level, to_level,
    gain · seats: person, session, programme, closed (what the plan said the person closes in all), all seats of these
    persons. None when the arithmetic of the plan cannot be repeated: gaps or programmes have changed since.
    """
    needs = needs_at_levels(gaps[["person", "competency", "short"]].assign(weight=1.0), gaps)
    gains = gains_at_levels(objectives)
    before = closed_needs(needs, gains, seats)
    said = seats.drop_duplicates("person")["closed"].sum()
    if abs(before["closed"].sum() - said) > NEARLY * max(1.0, said):
        return None
    after = closed_needs(needs, gains, seats[~seats["session"].isin(list(fallen))])
    lost = before.assign(lost=np.maximum(before["closed"] - after["closed"], 0.0))
    lost = lost[lost["lost"] > NEARLY]
    rows = lost.groupby("key", as_index=False).agg(people=("person", "nunique"), levels=("lost", "sum"))
    rows = rows.sort_values(["levels", "key"], ascending=[False, True])
    return Fall(
        people=int(lost["person"].nunique()),
        levels=float(lost["lost"].sum()),
        by_competency=tuple(rows.itertuples(index=False, name=None)),
    )
