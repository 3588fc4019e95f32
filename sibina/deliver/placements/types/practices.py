"""The nouns of what is brought home: promised, taught, taken up by a unit, and what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sibina.deliver.placements.types.placing import PlacementError


class PracticeStage(StrEnum):
    """How far a practice has come home; dropped is an end with a reason, declined: no unit has taken it up so far."""

    PROMISED = "promised"
    TAUGHT = "taught"
    OFFERED = "offered"
    DECLINED = "declined"
    ADOPTED = "adopted"
    CHANGED = "changed"
    DROPPED = "dropped"


class AdoptionState(StrEnum):
    """What a unit's head said to a practice."""

    ASKED = "asked"
    ADOPTED = "adopted"
    DECLINED = "declined"


@dataclass(frozen=True)
class CommitmentFacts:
    """What the person promises to bring home: what, to whom, by when, and by which measure one will see it."""

    practice: str
    audience: str
    due_on: date
    measure: str


@dataclass(frozen=True)
class SharingFacts:
    """One session in which the practice was taught: when, with what, and how many people of which units."""

    held_on: date
    material: str
    people: Mapping[int, int]


@dataclass(frozen=True)
class AnswerFacts:
    """A head's answer: adopted since a day and to be measured on another, or declined with a reason."""

    state: AdoptionState
    reason: str
    since: date | None = None
    measure_on: date | None = None


@dataclass(frozen=True)
class ChangeFacts:
    """An indicator before and after a unit took the practice up, in one unit of measure, with its source."""

    indicator: str
    unit_of_measure: str
    before: Decimal
    before_on: date
    after: Decimal
    after_on: date
    less_is_better: bool
    source: str

    @property
    def improved(self) -> bool:
        """Did it move to the better side?"""
        return self.after < self.before if self.less_is_better else self.after > self.before


class CommitmentKnown(PlacementError):
    """The placement has a commitment about this practice already."""


class CommitmentShut(PlacementError):
    """The commitment was dropped, or its placement is closed or cancelled."""


class NotTaughtYet(PlacementError):
    """A practice is offered to a unit only after somebody was taught."""


class OfferedAlready(PlacementError):
    """The unit has been asked about this practice already."""


class AdoptionAnswered(PlacementError):
    """The unit's head has answered already."""
