"""Sessions as a calendar file (RFC 5545), in the city's own time zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event

MAKER = "-//SIBINA//Sesi//ID"


@dataclass(frozen=True)
class Entry:
    """One day of a session. `uid` stays the same whatever changes, `sequence` counts the changes; the times carry the zone
    of the city.
    """

    uid: str
    sequence: int
    title: str
    place: str
    text: str
    address: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    is_off: bool = False


def calendar_file(entries: Iterable[Entry], *, name: str, called_off: bool = False) -> bytes:
    """The file, with the zones that it names. `called_off`: all of it is, and a calendar takes the entries out."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "CANCEL" if called_off else "PUBLISH")
    made.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("sequence", entry.sequence)
        event.add("dtstamp", entry.changed_at)
        event.add("dtstart", entry.starts_at)
        event.add("dtend", entry.ends_at)
        event.add("summary", entry.title)
        event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
        for key, value in (("location", entry.place), ("description", entry.text), ("url", entry.address)):
            if value:
                event.add(key, value)
        made.add_component(event)
    made.add_missing_timezones()
    return made.to_ical()
