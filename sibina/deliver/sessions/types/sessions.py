"""A session: where it stands, its days, its venue and speakers, and what stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class SessionStage(StrEnum):
    """Where a session stands: made from the plan, people invited, decided that it goes ahead, over, or called off."""

    PREPARED = "prepared"
    INVITING = "inviting"
    CONFIRMED = "confirmed"
    HELD = "held"
    CANCELLED = "cancelled"


class ConflictKind(StrEnum):
    """What cannot be in two places at a time."""

    VENUE = "venue"
    SPEAKER = "speaker"
    PERSON = "person"


@dataclass(frozen=True)
class Conflict:
    """What is taken (`name`), by which session, when (in the zone that the moments carry)."""

    kind: ConflictKind
    name: str
    code: str
    title: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class VenueFacts:
    """A room as it is written down; no capacity: not known."""

    name: str
    capacity: int | None = None
    address: str = ""
    is_own: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class DayFacts:
    """One day of a session: when, where, with whom. `pk` names the row that it changes; None: a new one."""

    starts_at: datetime
    ends_at: datetime
    venue_id: int | None = None
    is_online: bool = False
    speaker_ids: tuple[int, ...] = ()
    pk: int | None = None


@dataclass(frozen=True)
class SessionFacts:
    """What an officer may change of a session, all of its days included."""

    seats: int
    min_seats: int
    decide_on: date
    organiser: str = ""
    abroad: bool = False
    days: tuple[DayFacts, ...] = field(default=())


class SessionError(ValueError):
    """Something about a session is refused."""


class DeliveryShut(SessionError):
    """The year is in a phase in which no delivery is recorded; `year` says which year."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class NotInPlan(SessionError):
    """The year's set plan does not run it."""


class StageShut(SessionError):
    """That cannot be done to a session that stands at `stage`."""

    def __init__(self, stage: SessionStage) -> None:
        super().__init__(stage)
        self.stage = stage


class ReasonMissing(SessionError):
    """What is refused, declined or called off is owed a reason."""


class NameTaken(SessionError):
    """A venue of this name is there."""


class NoDays(SessionError):
    """A session has at least one day."""


class TimeBackwards(SessionError):
    """The day (`day`) ends before it begins, or two days of the session overlap."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class DayAttended(SessionError):
    """Attendance is noted on the day (`day`): it may get other hours, but not go."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class SeatsTaken(SessionError):
    """Fewer seats than people already sit in (`taken`)."""

    def __init__(self, taken: int) -> None:
        super().__init__(taken)
        self.taken = taken


class TimesClash(SessionError):
    """A venue, a speaker or a person is somewhere else at that time."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(len(conflicts))
        self.conflicts = tuple(conflicts)


class DecidedTooLate(SessionError):
    """It would be decided after the session has begun (`starts_on`)."""

    def __init__(self, starts_on: date) -> None:
        super().__init__(starts_on)
        self.starts_on = starts_on


class TooFew(SessionError):
    """Fewer people (`taken`) than the session needs (`least`): going ahead all the same is owed a reason."""

    def __init__(self, taken: int, least: int) -> None:
        super().__init__(taken, least)
        self.taken, self.least = taken, least


class NotOverYet(SessionError):
    """It cannot have been held before its last day (`ends_on`) has ended."""

    def __init__(self, ends_on: date) -> None:
        super().__init__(ends_on)
        self.ends_on = ends_on
