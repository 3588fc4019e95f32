"""The nouns of a placement: its states, what is typed about it, and what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.plan.programmes.types import Form


class PlacementState(StrEnum):
    """How far a placement has come. Cancelled is an end too, and is owed a reason."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    UNDER_WAY = "under_way"
    RETURNED = "returned"
    REPORTED = "reported"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class CostKind(StrEnum):
    """What a part of the allowance is for."""

    DAILY = "daily"
    TRAVEL = "travel"
    LODGING = "lodging"
    INSURANCE = "insurance"
    PAPERS = "papers"
    OTHER = "other"


@dataclass(frozen=True)
class GoalFacts:
    """What the person is to reach: from a level (None: not measured) to a higher one, in one competency."""

    competency_id: int
    from_level: int | None
    to_level: int


@dataclass(frozen=True)
class CostFacts:
    """A part of the allowance in whole rupiah, paid from a source of the city's budget or by whom `payer` names."""

    kind: CostKind
    rupiah: int
    fund_id: int | None = None
    payer: str = ""


@dataclass(frozen=True)
class PlacementFacts:
    """A placement as it was typed; days inclusive, `country` an ISO code. The host is a partner or a name."""

    form: Form
    partner_id: int | None
    host: str
    country: str
    place: str
    agreement_id: int | None
    purpose: str
    starts_on: date
    ends_on: date
    goals: Sequence[GoalFacts] = ()
    costs: Sequence[CostFacts] = ()


@dataclass(frozen=True)
class ReturnFacts:
    """The last day that the person was really there, and why it is not the day that was agreed."""

    on: date
    reason: str = ""


class PlacementError(ValueError):
    """Something about a placement is not to be; the sentence is in `sentences`."""


class NoPlacementYear(PlacementError):
    """The city has no year of this number, or has closed it: `year`."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class YearNotOpen(PlacementError):
    """Nothing of delivery is recorded in the year's phase: `year`, and `phase` by its code."""

    def __init__(self, year: int, phase: str) -> None:
        super().__init__(f"{year}: {phase}")
        self.year, self.phase = year, phase


class HostUnclear(PlacementError):
    """The host is neither a partner nor named, or both."""


class AgreementMissing(PlacementError):
    """The agreement is not one with this host."""


class AgreementTooShort(PlacementError):
    """The agreement does not hold on all days of the placement: it holds from `starts_on` to `ends_on`."""

    def __init__(self, number: str, starts_on: date, ends_on: date) -> None:
        super().__init__(f"{number}: {starts_on}–{ends_on}")
        self.number, self.starts_on, self.ends_on = number, starts_on, ends_on


class AlreadyPlaced(PlacementError):
    """The person is placed elsewhere on some of these days: `host`, from `starts_on` to `ends_on`."""

    def __init__(self, host: str, starts_on: date, ends_on: date) -> None:
        super().__init__(f"{host}: {starts_on}–{ends_on}")
        self.host, self.starts_on, self.ends_on = host, starts_on, ends_on


class StepNotNow(PlacementError):
    """The placement stands where this cannot be done (any more): `state`."""

    def __init__(self, state: PlacementState) -> None:
        super().__init__(state)
        self.state = state


class ReasonNeeded(PlacementError):
    """What is cancelled, broken off, or closed with duties open is owed a reason."""


class DayOutside(PlacementError):
    """The day does not lie within the days that it must: from `first` to `last`."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"{first}–{last}")
        self.first, self.last = first, last
