"""The nouns of attendance: what was noted of a person on a day, by whom and how, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class EventKind(StrEnum):
    """What was noted. The first three are marks; a mark may be taken back; the last two are the officer's word."""

    IN = "in"
    OUT = "out"
    DAY = "day"
    CANCEL = "cancel"
    PRESENT = "present"
    ABSENT = "absent"


class AttendanceMethod(StrEnum):
    """How it was noted."""

    DOOR = "door"
    PERSONAL = "personal"
    LIST = "list"
    PAPER = "paper"
    OFFICER = "officer"


class PresenceState(StrEnum):
    """What counts of a person on a day. Who has no mark is not recorded, which is not the same as absent."""

    PRESENT = "present"
    ABSENT = "absent"
    UNRECORDED = "unrecorded"


class Doubt(StrEnum):
    """Why somebody should look at a presence, or why its minutes are not known."""

    CLOCK = "clock"
    AFTER_END = "after_end"
    NO_ARRIVAL = "no_arrival"


class EventAnswer(StrEnum):
    """What became of an event that a device sent."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    REFUSED = "refused"


class EventRefusal(StrEnum):
    """Why an event was not taken."""

    UNREADABLE = "unreadable"
    NOT_ENROLLED = "not_enrolled"
    OTHER_SESSION = "other_session"
    SAME_NUMBER = "same_number"
    SHUT = "shut"


@dataclass(frozen=True)
class DayHours:
    """When a day of a session begins and ends."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long the day is."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


@dataclass(frozen=True)
class Mark:
    """One event of one person on one day, as the merge_marks reads it.

    `claimed_at` is what the device's clock said, `skew` how many seconds the server was ahead of that clock when the
    device last heard from it. `cancels`: the mark that is taken back. `number`: the place of an officer's word among
    the others on this person and day; `minutes` is what that word gives (None: the whole day).
    """

    key: UUID
    kind: EventKind
    claimed_at: datetime
    method: AttendanceMethod
    device_id: int | None = None
    skew: int = 0
    cancels: UUID | None = None
    number: int | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Attendance:
    """What counts of a person on a day. `minutes` None: was there, but not known how long."""

    state: PresenceState
    minutes: int | None
    method: AttendanceMethod
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class SentEvent:
    """One event as a device sends it: read, not yet believed."""

    key: UUID
    day_id: int
    enrolment_id: int
    kind: EventKind
    method: AttendanceMethod
    claimed_at: datetime
    skew: int
    sequence: int
    cancels: UUID | None = None


@dataclass(frozen=True)
class TakenEvent:
    """What the device is told of one event."""

    key: UUID
    answer: EventAnswer
    reason: EventRefusal | None = None


@dataclass(frozen=True)
class PresenceCorrection:
    """The officer's word on one participant and day, given after `after` others were seen.

    `minutes`: of whom was there; None: the whole day.
    """

    is_present: bool
    reason: str
    after: int
    minutes: int | None = None


class AttendanceRefused(ValueError):
    """Something about attendance is not to be."""


class CodeRefused(AttendanceRefused):
    """The code at the door is not one that is shown now."""


class NotEnrolled(AttendanceRefused):
    """The person is not a participant of this session."""


class DayShut(AttendanceRefused):
    """The day has not begun yet, or has long been over."""


class DeviceRefused(AttendanceRefused):
    """The device's pass is not one of ours, or was revoked."""


class CorrectedMeanwhile(AttendanceRefused):
    """Somebody else has corrected this presence since the page was opened."""


class MinutesOutside(AttendanceRefused):
    """More minutes than the day has; `most` is how many it has."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most
