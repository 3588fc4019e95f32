"""Training that a person had elsewhere or before: what is said of it, where it stands, and why it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.credit.ledger.types.conversion import CreditForm


@dataclass(frozen=True)
class OutsideFacts:
    """What the evidence says. `days`: on how many days; `jp` as it is printed, None where it is not; `number`: of the
    certificate, empty where it has none.
    """

    title: str
    organiser: str
    form: CreditForm
    abroad: bool
    starts_on: date
    ends_on: date
    days: int
    jp: int | None
    number: str


class OutsideProblem(StrEnum):
    """What is wrong with the facts of an outside training; each has one sentence."""

    NO_TITLE = "no_title"
    NO_ORGANISER = "no_organiser"
    ENDS_BEFORE = "ends_before"
    IN_FUTURE = "in_future"
    TOO_OLD = "too_old"
    TOO_LONG = "too_long"
    MORE_THAN_A_SEMESTER = "more_than_a_semester"
    NO_JP = "no_jp"
    JP_TOO_LOW = "jp_too_low"
    JP_TOO_HIGH = "jp_too_high"
    JP_BEYOND_DAYS = "jp_beyond_days"
    DAYS_TOO_FEW = "days_too_few"
    DAYS_BEYOND_SPAN = "days_beyond_span"


@dataclass(frozen=True)
class Flaw:
    """One problem, and the field that it stands in."""

    field: str
    problem: OutsideProblem


class OutsideState(StrEnum):
    """Where a record stands. Only what is verified counts."""

    WAITING = "waiting"
    VERIFIED = "verified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class OutsideStep(StrEnum):
    """What happened to a record. REVOKED: what had been verified was refused after all."""

    SENT = "sent"
    SENT_AGAIN = "sent_again"
    VERIFIED = "verified"
    REFUSED = "refused"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    IMPORTED = "imported"


class EvidenceProblem(StrEnum):
    """Why a file cannot stand as evidence."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_KIND = "other_kind"


class OutsideRefused(ValueError):
    """An outside training is not taken."""


class BadFacts(OutsideRefused):
    """The facts cannot be so, with every flaw."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__(", ".join(flaw.problem for flaw in flaws))
        self.flaws = tuple(flaws)


class KnownAlready(OutsideRefused):
    """The person has a record of this title and first day: `pk`, or None where an activity of the city is it."""

    def __init__(self, pk: int | None) -> None:
        super().__init__(pk)
        self.pk = pk


class StepRefused(OutsideRefused):
    """The record does not stand where this step begins; `state` is where it stands."""

    def __init__(self, state: OutsideState) -> None:
        super().__init__(state)
        self.state = state


class ReasonOwed(OutsideRefused):
    """A refusal says why, in at least a few words."""


class OwnRecord(OutsideRefused):
    """Nobody verifies or refuses what they recorded of themselves."""


class NoEvidence(OutsideRefused):
    """What a person enters stands on a file."""
