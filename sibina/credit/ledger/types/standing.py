"""Where a person stands in a year: against the floor of the PNS or the ceiling of the PPPK, which are two things."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sibina.ground.people.types import Employment


class CreditState(StrEnum):
    """PNS: floor met or short of it. PPPK: within the ceiling, over it, or the contract's year is not known.

    NOTED: CPNS and PPPK paruh waktu, for whom the regulations name no number; their JP is only written down.
    """

    MET = "met"
    SHORT = "short"
    WITHIN = "within"
    OVER = "over"
    NO_CONTRACT = "no_contract"
    NOTED = "noted"


@dataclass(frozen=True)
class Limits:
    """JP that a PNS is owed in a calendar year, and that a PPPK may have in a year of contract."""

    floor: int
    ceiling: int


@dataclass(frozen=True)
class Worker:
    """Who is judged: `since` is the first day of the contract or appointment, None where it is not known."""

    person_id: int
    employment: Employment
    since: date | None


@dataclass(frozen=True)
class Period:
    """Days from `first` to the day before `end`."""

    first: date
    end: date


@dataclass(frozen=True)
class Stand:
    """A person in a year. `recognised` and `printed` are of the calendar year, `period_jp` of the contract's year."""

    state: CreditState
    recognised: Decimal
    printed: int
    uncounted: int
    short: Decimal
    period: Period | None = None
    period_jp: Decimal | None = None


class Cause(StrEnum):
    """Why a counting says something else than the one before it."""

    FIRST = "first"
    RECORDS = "records"
    RULE = "rule"
    BOTH = "both"
