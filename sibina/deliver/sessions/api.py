"""The door of sessions."""

from sibina.deliver.sessions.actions import (
    Hours,
    prepare_sessions,
    record_cooperation,
    record_past_attendance,
    record_past_sessions,
)
from sibina.deliver.sessions.models import (
    Enrolment,
    EnrolmentDay,
    Session,
    SessionDay,
    SessionSpeaker,
    Venue,
)
from sibina.deliver.sessions.reads import (
    find_session,
    list_activities,
    list_days,
    list_sessions,
    list_to_answer,
    list_to_consent,
    list_undecided,
    needing_attention,
    waiting_for_consent,
)

__all__ = [
    "Enrolment",
    "EnrolmentDay",
    "Hours",
    "Session",
    "SessionDay",
    "SessionSpeaker",
    "Venue",
    "find_session",
    "list_activities",
    "list_days",
    "list_sessions",
    "list_to_answer",
    "list_to_consent",
    "list_undecided",
    "needing_attention",
    "prepare_sessions",
    "record_cooperation",
    "record_past_attendance",
    "record_past_sessions",
    "waiting_for_consent",
]
