"""The door of sessions."""

from sibina.deliver.sessions.models import (
    Enrolment,
    EnrolmentDay,
    Session,
    SessionDay,
    SessionSpeaker,
    Venue,
)
from sibina.deliver.sessions.reads import find_session, list_activities, list_days, list_enrolments

__all__ = [
    "Enrolment",
    "EnrolmentDay",
    "Session",
    "SessionDay",
    "SessionSpeaker",
    "Venue",
    "find_session",
    "list_activities",
    "list_days",
    "list_enrolments",
]
