"""The nouns of a change in demand: what rises where, what it does, and what is refused."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sibina.assess.needs.types.gaps import Sums


class DemandState(StrEnum):
    """How far a change in demand is. A set one is fixed; what ends says why."""

    DRAFT = "draft"
    SET = "set"
    DROPPED = "dropped"
    REVOKED = "revoked"


@dataclass(frozen=True)
class LevelAsked:
    """A competency that rises to a level; `weight` None: the weight that the standard has stays."""

    competency_id: int
    level: int
    weight: Decimal | None = None


@dataclass(frozen=True)
class DemandFacts:
    """A change in demand as the officer writes it: which service or duty changes, from when, on which ground."""

    title: str
    what: str
    starts_on: date
    legal_basis: str
    levels: tuple[LevelAsked, ...]


@dataclass(frozen=True)
class Required:
    """What a standard requires: a level and its weight; 1 is neutral."""

    level: int
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Rise:
    """One position and one competency of a change: before (None: not required until then) and after."""

    position_id: int
    competency_id: int
    before: Required | None
    after: Required


@dataclass(frozen=True)
class Rises:
    """What a change would do to standards: what rises, what says the same already, what it would lower."""

    rising: tuple[Rise, ...]
    same: tuple[Rise, ...]
    falling: tuple[Rise, ...]


@dataclass(frozen=True)
class Effect:
    """The same pairs of person and competency counted under the standards of now and under the changed ones."""

    before: Sums
    after: Sums

    def __add__(self, other: "Effect") -> "Effect":
        return Effect(self.before + other.before, self.after + other.after)


class DemandRefused(Exception):
    """A change in demand that cannot be recorded, tried, set or ended as asked; the sentence is in `sentences`."""


class DemandIncomplete(DemandRefused):
    """No position or no competency has been chosen yet."""


class NothingRises(DemandRefused):
    """Every chosen position requires these levels already."""


class LevelFalls(DemandRefused):
    """A higher level is required already; `pairs` are names of position and competency with the level of now."""

    def __init__(self, pairs: tuple[tuple[str, str, int], ...]) -> None:
        super().__init__(f"{len(pairs)} levels would fall")
        self.pairs = pairs


class ChangesCross(DemandRefused):
    """Another set change holds for the same position and competency from the same day on or later."""

    def __init__(self, title: str, starts_on: date, position: str, competency: str) -> None:
        super().__init__(f"{position} × {competency} is changed by {title!r} from {starts_on}")
        self.title, self.starts_on = title, starts_on
        self.position, self.competency = position, competency


class StandardMoved(DemandRefused):
    """The standard of a position was set apart from the change, from the day `since` on."""

    def __init__(self, position: str, competency: str, since: date) -> None:
        super().__init__(f"{position} × {competency} has a version from {since}")
        self.position, self.competency, self.since = position, competency, since


class DemandFixed(DemandRefused):
    """The change is set or ended: it stays as it is."""


class SavedMeanwhile(DemandRefused):
    """Somebody else saved the change after it was opened for this edit."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(f"saved by {by} at {at}")
        self.by, self.at = by, at


class EndsTooEarly(DemandRefused):
    """A set change ends on the day from which it holds or later, and not in the past."""

    def __init__(self, first: date) -> None:
        super().__init__(f"not before {first}")
        self.first = first
