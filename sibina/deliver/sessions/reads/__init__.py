"""Questions about sessions: `sessions` (lists and one session), `taken` (what is taken when), `preparing` (what the set
plan runs), `enrolment` (who takes part), `delivered` (what was done, for credit)."""

from sibina.deliver.sessions.reads.delivered import list_activities
from sibina.deliver.sessions.reads.enrolment import (
    find_enrolment,
    join_enrolments,
    list_enrolments,
)
from sibina.deliver.sessions.reads.preparing import (
    PlannedSession,
    find_changeable_cycle,
    list_planned,
    list_planned_people,
)
from sibina.deliver.sessions.reads.sessions import (
    days_before,
    find_session,
    join_sessions,
    list_days,
    list_sessions,
    list_venues,
    share_to_attend,
)
from sibina.deliver.sessions.reads.taken import (
    list_taken_persons,
    list_taken_speakers,
    list_taken_venues,
)

__all__ = [
    "PlannedSession",
    "days_before",
    "find_changeable_cycle",
    "find_enrolment",
    "find_session",
    "join_enrolments",
    "join_sessions",
    "list_activities",
    "list_days",
    "list_enrolments",
    "list_planned",
    "list_planned_people",
    "list_sessions",
    "list_taken_persons",
    "list_taken_speakers",
    "list_taken_venues",
    "list_venues",
    "share_to_attend",
]
