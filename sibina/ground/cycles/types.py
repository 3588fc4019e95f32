"""The nouns of the year: its phases, and how sure a rule is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class CyclePhase(StrEnum):
    """Where the year stands; a later phase never goes back without a reason on the trail."""

    NEEDS = "needs"
    PLAN = "plan"
    DELIVER = "deliver"
    EVALUATE = "evaluate"
    CLOSED = "closed"


class Certainty(StrEnum):
    """How sure we are of a rule: read in the regulation, told by a second source, or remembered."""

    READ = "read"
    TOLD = "told"
    REMEMBERED = "remembered"


class RuleKey(StrEnum):
    """The rules of law that the product computes with."""

    JP_FLOOR_PNS = "jp_floor_pns"
    JP_CEILING_PPPK = "jp_ceiling_pppk"
    JP_CONVERSION = "jp_conversion"
    BUDGET_SHARE = "budget_share"
    AGREEMENT_REMINDER = "agreement_reminder"
    PROPOSAL_ANSWER = "proposal_answer"
    SESSION_DECISION = "session_decision"
    INVITATION_ANSWER = "invitation_answer"
    ATTENDANCE_SHARE = "attendance_share"
    PLACEMENT_REPORT = "placement_report"
    PRACTICE_ANSWER = "practice_answer"
    MENTORING_SUPERIOR = "mentoring_superior"
    MENTORING_CAPACITY = "mentoring_capacity"
    MENTORING_SENIOR_GRADE = "mentoring_senior_grade"
    MENTORING_SENIOR_YEARS = "mentoring_senior_years"
    MENTORING_SILENCE = "mentoring_silence"
    SEAT_BANDS = "seat_bands"
    COOPERATION_ASKED = "cooperation_asked"


class Part(StrEnum):
    """What may or may not still be changed in a year."""

    NEEDS = "needs"
    PLAN = "plan"
    SESSIONS = "sessions"
    BUDGET = "budget"
    PAYMENTS = "payments"
    DELIVERY = "delivery"


@dataclass(frozen=True)
class RuleVersion:
    """A rule over a period: `value` in `unit` (or a whole table), where it is written, and how sure we are."""

    key: RuleKey
    value: Any
    unit: str
    valid_from: date
    valid_to: date | None
    legal_basis: str
    certainty: Certainty


@dataclass(frozen=True)
class Move:
    """A year to be moved: from the phase that was seen, where to, what is still open (in words), and why."""

    seen: CyclePhase
    to: CyclePhase
    left_open: tuple[str, ...] = ()
    reason: str = ""


class MoveRefused(ValueError):
    """A year is not moved to another phase."""


class NotTheNextPhase(MoveRefused):
    """A year goes one phase on or one back; `phase` is where it stands."""

    def __init__(self, phase: CyclePhase) -> None:
        super().__init__(phase)
        self.phase = phase


class MovedMeanwhile(NotTheNextPhase):
    """Somebody else has moved the year since the page was opened."""


class MoveNeedsReason(MoveRefused):
    """Going back, and going on while something is left open, is owed a reason."""


class YearNotDue(MoveRefused):
    """The year (`year`) is not the one to be opened now."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class NoRule(LookupError):
    """No version of the rule holds on the day."""

    def __init__(self, key: str, day: date) -> None:
        super().__init__(f"no rule {key} on {day}")
        self.key = key
        self.day = day
