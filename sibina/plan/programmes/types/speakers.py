"""The nouns of speakers: who they are, days that are held, what a session is for a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.plan.programmes.types.catalogue import ProgrammeError

LOWEST_SCORE, HIGHEST_SCORE = 1, 5
"""Between which the speaker of a session is rated."""


class SessionStanding(StrEnum):
    """What a session is for the record of its speaker."""

    HELD = "held"
    BOOKED = "booked"
    OFFERED = "offered"
    NOT_RUN = "not_run"


@dataclass(frozen=True)
class SpeakerFacts:
    """A speaker as typed: a person of the city (`person_id`), or a name with its institution; fields of both kinds."""

    name: str
    person_id: int | None
    institution: str
    fee_class: str
    is_active: bool
    competency_ids: Sequence[int]
    words: Sequence[str]


@dataclass(frozen=True)
class HeldDays:
    """Days, both inclusive, on which a speaker is not free: by a session (its code), or an absence (code empty)."""

    speaker_id: int
    speaker: str
    starts_on: date
    ends_on: date
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Clash:
    """A session (or an absence, code empty) that wants days of its speaker which are held already."""

    wanted: HeldDays
    held: HeldDays


class SpeakerKnown(ProgrammeError):
    """The register has this speaker already: the same person of the city, or the same name and institution."""


class SpeakerNotFree(ProgrammeError):
    """Days of a speaker that are wanted are held already; every clash, in the order of the calendar."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__(", ".join(f"{one.wanted.code}/{one.held.code}" for one in clashes))
        self.clashes = tuple(clashes)


class SpeakerBooked(ProgrammeError):
    """The speaker still has sessions ahead that are going to run, so cannot leave the register."""

    def __init__(self, sessions: Sequence[HeldDays]) -> None:
        super().__init__(", ".join(one.code for one in sessions))
        self.sessions = tuple(sessions)


class PeriodBackwards(ProgrammeError):
    """An absence that would end before it begins."""


class NotHeldYet(ProgrammeError):
    """A session without a speaker, that does not run, or whose last day has not passed cannot be rated."""
