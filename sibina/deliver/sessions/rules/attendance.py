"""From events to presence: the same answer in whatever order the events come, and however often.

What counts is a function of the set of events and nothing else: no time of arrival at the server, no order, no count.
So two devices may work at once, send late, send twice and be killed in between.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sibina.deliver.sessions.types import (
    Attendance,
    AttendanceMethod,
    DayHours,
    Doubt,
    EventKind,
    Mark,
    PresenceState,
)

DAY_TOLERANCE = timedelta(hours=3)
"""A mark this long before or after the day's hours is still of that day; beyond it the clock is not believed."""
LONGEST_BATCH = 500
SHORTEST_CORRECTION, LONGEST_CORRECTION = 10, 300
MARK_KINDS = frozenset({EventKind.IN, EventKind.OUT, EventKind.DAY})
CORRECTION_KINDS = frozenset({EventKind.PRESENT, EventKind.ABSENT})


def merge_marks(marks: Iterable[Mark], hours: DayHours) -> Attendance | None:
    """What counts of one person on one day; None where nothing is recorded, or all of it was taken back.

    The officer's last word goes before everything. Else whoever has a mark was there, even if every clock was wrong;
    how long is counted from the marks whose time can be believed, within the day's hours.
    """
    known = _once_each(marks)
    words = [mark for mark in known.values() if mark.kind in CORRECTION_KINDS]
    if words:
        return _by_word(max(words, key=lambda mark: (mark.number or 0, mark.key)), hours)
    counted = list(_not_taken_back(known))
    return _by_marks(counted, hours) if counted else None


def _once_each(marks: Iterable[Mark]) -> dict[UUID, Mark]:
    """Events by number. Two that share a number and differ cannot both be kept: the same one wins whoever comes first."""
    found: dict[UUID, Mark] = {}
    for mark in marks:
        kept = found.get(mark.key)
        found[mark.key] = mark if kept is None else min(kept, mark, key=repr)
    return found


def _not_taken_back(known: dict[UUID, Mark]) -> Iterator[Mark]:
    """Marks that count. A device takes back what it noted itself, never what another saw."""
    cancelled = {(mark.cancels, mark.device_id) for mark in known.values() if mark.kind == EventKind.CANCEL}
    for mark in known.values():
        if mark.kind in MARK_KINDS and (mark.key, mark.device_id) not in cancelled:
            yield mark


def _by_word(word: Mark, hours: DayHours) -> Attendance:
    if word.kind == EventKind.ABSENT:
        return Attendance(PresenceState.ABSENT, 0, AttendanceMethod.OFFICER)
    minutes = hours.minutes if word.minutes is None else word.minutes
    return Attendance(PresenceState.PRESENT, minutes, AttendanceMethod.OFFICER)


def mark_time(mark: Mark, hours: DayHours) -> datetime:
    """When it was, as far as can be told: by the device's clock, set right; a whole day begins with the day."""
    return hours.starts_at if mark.kind == EventKind.DAY else mark.claimed_at + timedelta(seconds=mark.skew)


def is_day_open(hours: DayHours, at: datetime) -> bool:
    """Is it about the time of the day? Attendance is noted from some hours before to some hours after."""
    return hours.starts_at - DAY_TOLERANCE <= at <= hours.ends_at + DAY_TOLERANCE


def mark_doubt(mark: Mark, hours: DayHours) -> Doubt | None:
    """Why the time of this mark is not believed; None where it is."""
    at = mark_time(mark, hours)
    if not is_day_open(hours, at):
        return Doubt.CLOCK
    if mark.kind == EventKind.IN and at >= hours.ends_at:
        return Doubt.AFTER_END
    return None


def _by_marks(counted: list[Mark], hours: DayHours) -> Attendance:
    ordered = sorted(counted, key=lambda mark: (mark_time(mark, hours), mark.kind == EventKind.OUT, mark.key))
    doubts = {doubt for mark in ordered if (doubt := mark_doubt(mark, hours))}
    believed = [mark for mark in ordered if mark_doubt(mark, hours) is None]
    if believed and believed[0].kind == EventKind.OUT:
        # Who left was there, but nobody noted since when.
        doubts.add(Doubt.NO_ARRIVAL)
    stays = list(_stays(believed, hours))
    is_known = bool(stays) and Doubt.NO_ARRIVAL not in doubts
    last = believed[-1] if believed else None
    return Attendance(
        state=PresenceState.PRESENT,
        minutes=_minutes(stays, hours) if is_known else None,
        method=(believed or ordered)[0].method,
        # A list without times says that somebody was there, not when they came.
        arrived_at=stays[0][0] if is_known and believed[0].kind == EventKind.IN else None,
        left_at=mark_time(last, hours) if last and last.kind == EventKind.OUT else None,
        doubts=tuple(sorted(doubts)),
    )


def _stays(believed: list[Mark], hours: DayHours) -> Iterator[tuple[datetime, datetime]]:
    """From each arrival to the next leaving. Who is in already does not arrive; who never left stayed to the end."""
    since: datetime | None = None
    for mark in believed:
        at = mark_time(mark, hours)
        if mark.kind != EventKind.OUT:
            since = since or at
        elif since is not None:
            yield since, at
            since = None
    if since is not None:
        yield since, max(since, hours.ends_at)


def _minutes(stays: list[tuple[datetime, datetime]], hours: DayHours) -> int:
    """Whole minutes inside the day's hours."""
    inside = [(max(begin, hours.starts_at), min(end, hours.ends_at)) for begin, end in stays]
    seconds = sum((end - begin).total_seconds() for begin, end in inside if end > begin)
    return int(seconds) // 60
