"""The nouns of a needs round (AKPK): the state of a sheet, an office's answers, and why something is refused."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class SheetState(StrEnum):
    """Where an office stands: late is whoever has not signed after the closing day."""

    NOT_BEGUN = "not_begun"
    FILLING = "filling"
    SIGNED = "signed"
    LATE = "late"


class StepKind(StrEnum):
    """What happens to a sheet as a whole, step by step."""

    SIGNED = "signed"
    RETURNED = "returned"
    REMINDED = "reminded"


class Answer(StrEnum):
    """What an office says of a computed need."""

    OPEN = ""
    ENDORSED = "endorsed"
    AMENDED = "amended"


class Priority(StrEnum):
    """How pressing an office finds a need."""

    RAISED = "raised"
    USUAL = "usual"
    LOWERED = "lowered"


@dataclass(frozen=True)
class Amendment:
    """Another number of people (None: as computed) or priority than computed, and why."""

    people: int | None
    priority: Priority
    reason: str


@dataclass(frozen=True)
class PerformanceFacts:
    """A gap in the work itself: how many people, what was observed, on what evidence; with or without a competency."""

    competency_id: int | None
    people: int
    observed: str
    evidence: str


class NeedsRefused(ValueError):
    """Something of a needs round may not be done; `told` holds what the sentence about it names."""

    def __init__(self, **told: Any) -> None:
        super().__init__(told)
        self.told = told


class NoGapsYet(NeedsRefused):
    """A round rests on counted gaps, and there are none."""


class YearShut(NeedsRefused):
    """The needs of this year (`year`) may no longer change, or there is no open year."""


class RoundThere(NeedsRefused):
    """The year (`year`) has its round already."""


class RoundBackwards(NeedsRefused):
    """The round would end (`closes`) before it begins (`opens`)."""


class RoundNotOpen(NeedsRefused):
    """Sheets are filled from the opening day (`opens`) on."""


class RoundClosed(NeedsRefused):
    """The city has closed the round of the year (`year`)."""


class NotYourOffice(NeedsRefused):
    """Only the head of the office (`office`) answers for it."""


class AlreadySigned(NeedsRefused):
    """A signed sheet is fixed until the agency returns it."""


class NotSigned(NeedsRefused):
    """Only a signed sheet can be returned."""


class ChangedMeanwhile(NeedsRefused):
    """Somebody else has changed it since it was opened."""


class ReasonMissing(NeedsRefused):
    """It needs a reason that others can read."""


class NothingAmended(NeedsRefused):
    """Neither another number of people nor another priority."""


class TooManyPeople(NeedsRefused):
    """More people than the office has for it (`most`)."""


class Unanswered(NeedsRefused):
    """Needs of the sheet (`count`) that nobody has endorsed or amended yet."""


class FindingsUndecided(NeedsRefused):
    """Findings (`count`) that are neither taken nor declined."""
