"""Who works where: a slot for each person of an example city, heads first, the rest by the mix of their unit."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sibina.web.examples.rules.recipes import families
from sibina.web.examples.rules.units import UnitTree, Workplace


@dataclass(frozen=True)
class Slots:
    """One entry per person. `family` is the name of the position's family; heads carry a whole position."""

    unit: np.ndarray
    family: np.ndarray
    head_class: np.ndarray

    def __len__(self) -> int:
        return len(self.unit)


def fill_slots(tree: UnitTree, *, size: int, rng: np.random.Generator) -> Slots:
    """`size` slots: every unit has its head, and the rest follows the shares of offices and groups."""
    heads = _heads(tree)
    counts = _staff_of_offices(tree, heads, size=size)
    parts = [heads]
    for workplace in tree.workplaces:
        share = workplace.group.share / _share_sum(tree, workplace.office)
        parts.append(_staff(workplace, round(counts[workplace.office] * share), rng=rng))
    slots = pd.concat(parts, ignore_index=True)
    slots = _to_size(slots, size=size, rng=rng)
    return Slots(
        unit=slots["unit"].to_numpy(),
        family=slots["family"].to_numpy(dtype=object),
        head_class=slots["head_class"].to_numpy(dtype=object),
    )


def _heads(tree: UnitTree) -> pd.DataFrame:
    rows = [
        (number, kind.head.format(office=tree.rows[number].name), kind.head_class)
        for number, kind, _share in tree.offices
    ]
    for place in tree.workplaces:
        for unit, family in zip(place.units, place.families, strict=True):
            words = {"office": place.office_name, "unit": tree.rows[unit].name, "family": family}
            rows.append((unit, place.group.head.format(**words), place.group.head_class))
            if place.group.section:
                rows.append((unit, place.group.section.format(**words), "pengawas"))
    return pd.DataFrame(rows, columns=["unit", "family", "head_class"])


def _share_sum(tree: UnitTree, office: int) -> float:
    return sum(place.group.share for place in tree.workplaces if place.office == office)


def _staff_of_offices(tree: UnitTree, heads: pd.DataFrame, *, size: int) -> dict[int, float]:
    """How many besides the heads each office has; never less than none."""
    office_of = {unit: place.office for place in tree.workplaces for unit in place.units}
    led = heads["unit"].map(lambda unit: office_of.get(unit, unit)).value_counts()
    total = sum(share for _number, _kind, share in tree.offices)
    return {
        number: max(share / total * size - led.get(number, 0), 0.0) for number, _kind, share in tree.offices
    }


def _staff(place: Workplace, count: int, *, rng: np.random.Generator) -> pd.DataFrame:
    names = [name for name, _weight in place.group.mix]
    weights = np.array([weight for _name, weight in place.group.mix])
    units = rng.choice(np.array(place.units), size=count)
    chosen = rng.choice(np.array(names, dtype=object), size=count, p=weights / weights.sum())
    return pd.DataFrame({"unit": units, "family": chosen, "head_class": ""})


def _to_size(slots: pd.DataFrame, *, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Exactly `size` rows: rounding leaves a few too many or too few of those who are no heads."""
    surplus = len(slots) - size
    staff = slots.index[slots["head_class"] == ""].to_numpy()
    if surplus > 0:
        return slots.drop(index=rng.choice(staff, size=surplus, replace=False)).reset_index(drop=True)
    if surplus < 0:
        more = slots.loc[rng.choice(staff, size=-surplus)]
        return pd.concat([slots, more], ignore_index=True)
    return slots


def climb(family: np.ndarray, seniority: np.ndarray, is_entry: np.ndarray) -> np.ndarray:
    """The class of position inside each family: the senior stand higher, new ones at the entrance."""
    classes = np.empty(len(family), dtype=object)
    for name in np.unique(family):
        recipe = families()[name]
        titles = np.array([level for level, _share in recipe.levels], dtype=object)
        bounds = np.cumsum([share for _level, share in recipe.levels])[:-1]
        members = np.flatnonzero(family == name)
        rank = np.empty(len(members))
        rank[np.argsort(seniority[members], kind="stable")] = (np.arange(len(members)) + 0.5) / len(members)
        step = np.searchsorted(bounds, rank)
        step[is_entry[members]] = 0
        classes[members] = titles[step]
    return classes
