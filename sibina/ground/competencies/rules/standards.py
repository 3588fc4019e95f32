"""What a position requires: prefilled by its class, and changed only by a new version with a date."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sibina.ground.competencies.rules.national import (
    DefaultLevels,
    ReferenceCompetency,
    default_level_of,
)
from sibina.ground.competencies.types import LevelWish
from sibina.ground.people.types import PositionClass


@dataclass(frozen=True)
class RequiredLevel:
    """A level to hold from a day on; `weight` 1 is neutral."""

    competency_id: int
    level: int


@dataclass(frozen=True)
class StandardOnRecord:
    """One dated row of a position's standard as it stands; `valid_to` None: still holding."""

    standard_id: int
    competency_id: int
    level: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class StandardChange:
    """What has to be written so that the wished levels hold from a day on.

    `close` end on that day; `replace` began on that very day and are written over; `drop` began on that day
    and are no longer wished; `add` are new; `blocked` begin later, so that an earlier version would contradict them.
    """

    close: tuple[int, ...]
    replace: tuple[tuple[int, int], ...]
    drop: tuple[int, ...]
    add: tuple[RequiredLevel, ...]
    blocked: tuple[StandardOnRecord, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.close or self.replace or self.drop or self.add)


def prefill_standard(
    position_class: PositionClass, competencies: Iterable[ReferenceCompetency], *, defaults: DefaultLevels
) -> dict[str, int]:
    """Levels by competency code that a class of position usually requires; unknown ones are left out.

    Ground: PermenPANRB 38/2017. The city decides; this only fills in the form.
    """
    levels = {
        competency.code: default_level_of(position_class, competency, defaults=defaults)
        for competency in competencies
    }
    return {code: level for code, level in levels.items() if level is not None}


def change_standards(
    on_record: Iterable[StandardOnRecord], wished: Mapping[int, int], *, valid_from: date
) -> StandardChange:
    """How to make `wished` (competency → level) hold from `valid_from` on, keeping what held before.

    Rows that already say the same stay as they are, with their own basis.
    """
    rows = sorted(on_record, key=lambda row: (row.competency_id, row.valid_from))
    blocked = tuple(row for row in rows if row.valid_from > valid_from)
    holding = {
        row.competency_id: row
        for row in rows
        if row.valid_from <= valid_from and (row.valid_to is None or row.valid_to > valid_from)
    }
    differing = {key: row for key, row in holding.items() if wished.get(key) != row.level}
    same_day = {key: row for key, row in differing.items() if row.valid_from == valid_from}
    return StandardChange(
        close=tuple(row.standard_id for key, row in differing.items() if key not in same_day),
        replace=tuple((row.standard_id, wished[key]) for key, row in same_day.items() if key in wished),
        drop=tuple(row.standard_id for key, row in same_day.items() if key not in wished),
        add=tuple(
            RequiredLevel(key, level)
            for key, level in sorted(wished.items())
            if key not in same_day and (key not in holding or key in differing)
        ),
        blocked=blocked,
    )


@dataclass(frozen=True)
class LevelOnRecord:
    """One dated row of the standard of any position; `valid_to` None: still holding."""

    standard_id: int
    position_id: int
    competency_id: int
    level: int
    weight: Decimal
    valid_from: date
    valid_to: date | None

    def says(self, wish: LevelWish) -> bool:
        """Does the row require what is wished?"""
        return (self.level, self.weight) == (wish.level, wish.weight)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)


@dataclass(frozen=True)
class LevelsChange:
    """What has to be written so that single levels hold from a day on.

    `close` end on that day; `drop` began on it and go; `reopen` had ended on it and hold on, up to the day beside
    them; `replace` began on it and are written over; `add` are new, up to the day beside them; `blocked` begin later.
    """

    close: tuple[int, ...]
    drop: tuple[int, ...]
    reopen: tuple[tuple[int, date | None], ...]
    replace: tuple[tuple[int, LevelWish], ...]
    add: tuple[tuple[LevelWish, date | None], ...]
    blocked: tuple[LevelOnRecord, ...]


def change_levels(
    on_record: Iterable[LevelOnRecord], wishes: Iterable[LevelWish], *, valid_from: date
) -> LevelsChange:
    """How to make each wish hold from `valid_from` on; pairs of position and competency not named stay.

    What is wished may be what held before a version that begins on the very day: then that version, which has
    never held, goes and the earlier one holds on with its own basis.
    """
    rows_of: dict[tuple[int, int], list[LevelOnRecord]] = defaultdict(list)
    for row in on_record:
        rows_of[row.position_id, row.competency_id].append(row)
    found: dict[str, list[Any]] = {name: [] for name in LevelsChange.__dataclass_fields__}
    for wish in wishes:
        rows = rows_of[wish.position_id, wish.competency_id]
        found["blocked"] += [row for row in rows if row.valid_from > valid_from]
        holding = next((row for row in rows if row.holds_on(valid_from)), None)
        if holding is None:
            if wish.level is not None:
                found["add"].append((wish, None))
        elif holding.says(wish):
            continue
        elif holding.valid_from < valid_from:
            found["close"].append(holding.standard_id)
            if wish.level is not None:
                found["add"].append((wish, holding.valid_to))
        else:
            before = next((row for row in rows if row.valid_to == valid_from and row.says(wish)), None)
            if before is None and wish.level is not None:
                found["replace"].append((holding.standard_id, wish))
                continue
            found["drop"].append(holding.standard_id)
            if before is not None:
                found["reopen"].append((before.standard_id, holding.valid_to))
    return LevelsChange(**{name: tuple(rows) for name, rows in found.items()})
