"""The nouns of partnership: partners, their agreements with the city, what they give, and how a plan counts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PartnerKind(StrEnum):
    """What sort of institution develops staff together with the city."""

    UNIVERSITY = "university"
    PROFESSION = "profession"
    GOVERNMENT = "government"
    BUSINESS = "business"
    INTERNATIONAL = "international"
    SOCIETY = "society"


class AgreementKind(StrEnum):
    """An intention in common (MoU), or what each side does and gives (PKS)."""

    MOU = "mou"
    PKS = "pks"


class AgreementState(StrEnum):
    """Where an agreement stands on a day; never written down, always asked with the day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    ENDING = "ending"
    ENDED = "ended"


class ContributionKind(StrEnum):
    """What a partner gives. Money is worth itself; all else is valued at the year's standard price."""

    MONEY = "money"
    SPEAKER = "speaker"
    ROOM = "room"
    EQUIPMENT = "equipment"
    HOURS = "hours"
    OTHER = "other"


class ContributionState(StrEnum):
    """Promised, then received; or withdrawn, with a reason."""

    PROMISED = "promised"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class Counting(StrEnum):
    """How the plan of the year counts a contribution, or why it does not (decision 0015)."""

    CEILING = "ceiling"
    SESSIONS = "sessions"
    NO_SESSIONS = "no_sessions"
    NO_PROGRAMME = "no_programme"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class PartnerFacts:
    """A partner as it was typed. `office` is the contact office of the institution, never a person."""

    name: str
    kind: PartnerKind
    country: str
    place: str
    office: str
    is_active: bool


@dataclass(frozen=True)
class AgreementFacts:
    """An agreement as it was typed; it holds from the first to the last day, both inclusive."""

    kind: AgreementKind
    number: str
    title: str
    starts_on: date
    ends_on: date
    scope: str
    document: str
    programme_ids: Sequence[int]


@dataclass(frozen=True)
class PriceFacts:
    """A standard unit price of a year: whole rupiah for one `unit`, with its basis and how sure that is."""

    kind: ContributionKind
    name: str
    unit: str
    rupiah: int
    basis: str
    certainty: str


@dataclass(frozen=True)
class ContributionFacts:
    """A contribution as it was typed: `rupiah` of money, or `quantity` of what the standard price is for."""

    description: str
    cycle_id: int
    price_id: int | None = None
    quantity: int | None = None
    rupiah: int | None = None
    programme_id: int | None = None


@dataclass(frozen=True)
class Given:
    """What the plan may count of one contribution: whole rupiah, under which agreement, for which programme."""

    key: int
    kind: ContributionKind
    state: ContributionState
    agreement: int
    programme: int | None
    rupiah: int


@dataclass(frozen=True)
class Share:
    """A part of a contribution in a plan: whole rupiah for one session, or for the ceiling (no session)."""

    contribution: int
    session: int | None
    rupiah: int


class PartnershipError(ValueError):
    """What partners, agreements and contributions refuse; carries data, the sentence is in `sentences.partners`."""


class PartnerKnown(PartnershipError):
    """The city has a partner of this name already."""


class NumberTaken(PartnershipError):
    """Another agreement has this number: `title` says which."""

    def __init__(self, number: str, title: str) -> None:
        super().__init__(number)
        self.number, self.title = number, title


class EndsBeforeItBegins(PartnershipError):
    """The agreement would end on a day before its first."""

    def __init__(self, starts_on: date, ends_on: date) -> None:
        super().__init__(f"{starts_on} > {ends_on}")
        self.starts_on, self.ends_on = starts_on, ends_on


class OutsideAgreement(PartnershipError):
    """What is given or rests on an agreement lies wholly outside its term."""

    def __init__(self, starts_on: date, ends_on: date) -> None:
        super().__init__(f"{starts_on}–{ends_on}")
        self.starts_on, self.ends_on = starts_on, ends_on


class CountedTwice(PartnershipError):
    """The same contribution stands there already: its `key`, and how it is described."""

    def __init__(self, key: int, description: str) -> None:
        super().__init__(description)
        self.key, self.description = key, description


class PriceKnown(PartnershipError):
    """The year has a standard price of this name already."""


class PriceOfOtherYear(PartnershipError):
    """What is given in a year is valued at a standard price of that year: `year` is the one it is given in."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class ReasonMissing(PartnershipError):
    """Withdrawing needs a reason that others can read."""


class AlreadySettled(PartnershipError):
    """Somebody has received or withdrawn the contribution already, so this step is behind it."""


class PartnerMissing(PartnershipError):
    """A member of the role needs a partner of this city to speak for."""
