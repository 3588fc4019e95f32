"""Positions of an example city, and who holds which over which period."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sibina.web.examples.rules.recipes import families, levels
from sibina.web.examples.rules.staff import Slots, climb
from sibina.web.examples.rules.units import FOUNDED, UnitTree
from sibina.web.examples.types import Calendar


@dataclass(frozen=True)
class Staffing:
    """Slots, the persons in them, the positions in use, and each person's position as a row number."""

    slots: Slots
    people: pd.DataFrame
    positions: pd.DataFrame
    held: np.ndarray


def assign_positions(slots: Slots, people: pd.DataFrame) -> Staffing:
    """Positions in use (name, kind, class, grade, family), and who holds which."""
    is_head = slots.head_class != ""
    classes = slots.head_class.copy()
    staff = ~is_head
    classes[staff] = climb(
        slots.family[staff], people["career"].to_numpy()[staff], people["entry"].to_numpy()[staff]
    )
    held = pd.DataFrame({"family": slots.family, "position_class": classes, "is_head": is_head})
    positions = held.drop_duplicates(["family", "position_class"]).copy()
    titles = positions["position_class"].map(lambda code: levels()[code].title)
    positions["name"] = (positions["family"] + " " + titles).str.strip()
    positions = positions.sort_values("name").reset_index(drop=True)
    positions["kind"] = np.select(
        [positions["is_head"], positions["position_class"] == "pelaksana"],
        ["struktural", "pelaksana"],
        default="fungsional",
    )
    positions["grade"] = positions["position_class"].map(lambda code: levels()[code].grade)
    numbers = {
        key: row for row, key in enumerate(zip(positions["family"], positions["position_class"], strict=True))
    }
    held_number = np.array([numbers[key] for key in zip(held["family"], held["position_class"], strict=True)])
    return Staffing(slots, people, positions.drop(columns="is_head"), held_number)


def make_postings(
    tree: UnitTree, staffing: Staffing, calendar: Calendar, *, rng: np.random.Generator
) -> pd.DataFrame:
    """The posting of today for everybody, and an earlier one where the career is long or the unit was merged."""
    slots, people = staffing.slots, staffing.people
    today = np.datetime64(calendar.today)
    appointed = people["appointed_on"].to_numpy()
    is_head = slots.head_class != ""
    years = np.where(is_head, 0.4 + 4 * rng.random(len(slots)), 0.6 + 6 * rng.random(len(slots)))
    since = (
        (today - (years * 365.25).astype("timedelta64[D]")).astype("datetime64[M]").astype("datetime64[D]")
    )
    since = np.where(people["entry"].to_numpy() | (since < appointed), appointed, since)
    merged = np.isin(slots.unit, list(tree.before))
    since = np.where(merged, np.maximum(appointed, np.datetime64(calendar.merged_on)), since)
    moved = (rng.random(len(slots)) < 0.3) & ~is_head & ~merged
    climbed = _first_positions(staffing, np.arange(len(slots))) != staffing.held
    since = np.where(is_head | merged | moved | climbed, since, appointed)
    now = pd.DataFrame(
        {
            "person": np.arange(len(slots)),
            "unit": slots.unit,
            "position": staffing.held,
            "valid_from": since,
            "valid_to": np.datetime64("NaT", "s"),
        }
    )
    postings = pd.concat([_earlier(tree, staffing, since, moved, rng=rng), now], ignore_index=True)
    return postings.sort_values(["person", "valid_from"], kind="stable", ignore_index=True)


def _earlier(
    tree: UnitTree, staffing: Staffing, since: np.ndarray, moved: np.ndarray, *, rng: np.random.Generator
) -> pd.DataFrame:
    """Where they were before: the unit that was merged away, another unit, or the same in a lower position."""
    slots = staffing.slots
    appointed = staffing.people["appointed_on"].to_numpy()
    merged = np.isin(slots.unit, list(tree.before))
    who = np.flatnonzero((slots.head_class == "") & (appointed < since))
    colleagues = _units_by_family(slots, tree)
    draw = rng.integers(0, 1 << 30, size=len(who))
    units = []
    for person, number in zip(who, draw, strict=True):
        if merged[person]:
            units.append(tree.before[slots.unit[person]])
        elif not moved[person]:
            units.append(slots.unit[person])
        else:
            choices = colleagues[slots.family[person]]
            units.append(choices[number % len(choices)])
    earlier = pd.DataFrame(
        {
            "person": who,
            "unit": np.array(units, dtype=np.int64),
            "position": _first_positions(staffing, who),
            "valid_from": np.maximum(appointed[who], np.datetime64(FOUNDED)),
            "valid_to": since[who],
        }
    )
    return earlier[earlier["valid_from"] < earlier["valid_to"]]


def _units_by_family(slots: Slots, tree: UnitTree) -> dict[str, np.ndarray]:
    """Where people of a family work today; units that a merger made were not there earlier."""
    frame = pd.DataFrame({"family": slots.family, "unit": slots.unit})
    old = frame[~frame["unit"].isin(list(tree.before))]
    return {str(name): np.sort(group["unit"].unique()) for name, group in old.groupby("family")}


def _first_positions(staffing: Staffing, who: np.ndarray) -> np.ndarray:
    """The entrance of the same family, where anybody holds it; otherwise the position itself."""
    positions, known = staffing.positions, families()
    family = positions["family"].tolist()
    rows = {key: row for row, key in enumerate(zip(family, positions["position_class"], strict=True))}
    entrance = [
        rows.get((name, known[name].levels[0][0]), row) if name in known else row
        for row, name in enumerate(family)
    ]
    return np.array(entrance, dtype=np.int64)[staffing.held[who]]
