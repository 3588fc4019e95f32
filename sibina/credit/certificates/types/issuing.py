"""What is certified: activities that belong together, and what came of it for whoever counts."""

from dataclasses import dataclass
from datetime import date

from sibina.plan.programmes.types import Activity, ActivityKind


@dataclass(frozen=True)
class Group:
    """Completed activities of one event: the same programme, title, organiser and days. `code` names it in an address."""

    code: str
    kind: ActivityKind
    title: str
    organiser: str
    starts_on: date
    ends_on: date
    programme_id: int | None
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class Certified:
    """What a valid certificate says of one activity; `jp` is what is printed, None where nothing is."""

    number: str
    person_id: int
    kind: ActivityKind
    key: int
    jp: int | None
    issued_on: date


@dataclass(frozen=True)
class Sheet:
    """What one certificate prints of its own, beside what it shares with the others of its event."""

    number: str
    name: str
    facts: str
    hours: str
    address: str
    replaces: str


class NothingToIssue(ValueError):
    """Nobody of this event is without a certificate."""


class NotReady(ValueError):
    """The city has not said yet how certificates are numbered and who signs them."""
