"""What a person did, as the ways of delivery report it to whoever counts: raw facts, nothing computed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.plan.programmes.types.catalogue import Form


class ActivityKind(StrEnum):
    """Which way of delivery reports it."""

    SESSION = "session"
    MENTORING = "mentoring"
    PLACEMENT = "placement"


@dataclass(frozen=True)
class Activity:
    """One thing that one person did: a session attended, a meeting with a mentor, a placement.

    `key` names the row of the way that reports it, so that the same fact told twice is one. `days` are those on which
    the person was really there, `minutes` how long altogether (None: not recorded). `jp` is what the programme says;
    None where its form has no hours of its own. `completed`: may it be counted and certified?
    """

    kind: ActivityKind
    key: int
    person_id: int
    form: Form
    title: str
    organiser: str
    starts_on: date
    ends_on: date
    days: tuple[date, ...]
    minutes: int | None
    jp: int | None
    abroad: bool
    completed: bool
    programme_id: int | None = None
