"""The nouns of what a participant promises to try at work: a problem, an innovation, and a number."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sibina.deliver.sessions.types.sessions import SessionError


class PromiseState(StrEnum):
    """A draft is the participant's alone; made: the superior sees it; agreed: the superior stands behind it."""

    DRAFT = "draft"
    MADE = "made"
    AGREED = "agreed"
    DROPPED = "dropped"


class PromiseGap(StrEnum):
    """What a draft still lacks before it can be promised."""

    PROBLEM = "problem"
    INNOVATION = "innovation"
    INDICATOR = "indicator"
    UNIT_OF_MEASURE = "unit_of_measure"
    WORKPLACE = "workplace"
    BASELINE = "baseline"
    TARGET = "target"
    DUE_ON = "due_on"
    SOURCE = "source"
    SAME = "same"
    PAST = "past"


@dataclass(frozen=True)
class PromiseFacts:
    """A promise as it was typed; a draft may lack any of it.

    `baseline` and `target` are in `unit_of_measure`; the promise is kept when the figure of `workplace` has come to the
    target by `due_on`. `source`: where the figure is read.
    """

    problem: str = ""
    innovation: str = ""
    indicator: str = ""
    unit_of_measure: str = ""
    workplace: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    due_on: date | None = None
    source: str = ""


@dataclass(frozen=True)
class PromiseTold:
    """A promise as evaluation follows it up: whose, after which session, where, from what to what, by when."""

    key: int
    person_id: int
    unit_id: int
    session_id: int
    programme_id: int
    indicator: str
    unit_of_measure: str
    workplace: str
    baseline: Decimal
    target: Decimal
    due_on: date
    source: str
    made_on: date
    agreed: bool

    @property
    def less_is_better(self) -> bool:
        """Is the figure meant to fall, as a waiting time is?"""
        return self.target < self.baseline


class PromiseIncomplete(SessionError):
    """The draft cannot be promised yet: what it lacks."""

    def __init__(self, gaps: tuple[PromiseGap, ...]) -> None:
        super().__init__(", ".join(gaps))
        self.gaps = gaps


class NotAWorkshop(SessionError):
    """Only who has a seat in a workshop that has begun leaves with a promise."""


class PromiseShut(SessionError):
    """The promise stands where this cannot be done any more: `state`."""

    def __init__(self, state: PromiseState) -> None:
        super().__init__(state)
        self.state = state
