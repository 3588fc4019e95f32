"""Tables of sessions: `venues`, `sessions` (a session, its days and speakers), `enrolment` (who takes part),
`draws` (seats by lot), `cooperation` (what came of a session), `calendars` (the secret addresses of personal calendars)."""

from sibina.deliver.sessions.models.attendance import (
    AttendanceDevice,
    AttendanceEvent,
    AttendancePaper,
    Presence,
)
from sibina.deliver.sessions.models.calendars import CalendarFeed
from sibina.deliver.sessions.models.cooperation import CooperationAnswer
from sibina.deliver.sessions.models.draws import Draw, DrawEntry, DrawResult
from sibina.deliver.sessions.models.enrolment import Enrolment, EnrolmentDay, EnrolmentStep
from sibina.deliver.sessions.models.promises import LONGEST_WORDS, WorkPromise
from sibina.deliver.sessions.models.sessions import Session, SessionDay, SessionSpeaker, SessionStep
from sibina.deliver.sessions.models.venues import Venue

__all__ = [
    "LONGEST_WORDS",
    "AttendanceDevice",
    "AttendanceEvent",
    "AttendancePaper",
    "CalendarFeed",
    "CooperationAnswer",
    "Draw",
    "DrawEntry",
    "DrawResult",
    "Enrolment",
    "EnrolmentDay",
    "EnrolmentStep",
    "Presence",
    "Session",
    "SessionDay",
    "SessionSpeaker",
    "SessionStep",
    "Venue",
    "WorkPromise",
]
