"""Verbs of sessions: `preparing` (from the set plan), `editing` (days, venue, seats; venues), `seating` (who has a seat),
`answering` (what the person and the superior say), `going` (whether it goes ahead)."""

from sibina.deliver.sessions.actions.preparing import Hours, Prepared, prepare_sessions
from sibina.deliver.sessions.actions.seating import enrol, fill_free_seats, lock_session, move

__all__ = [
    "Hours",
    "Prepared",
    "enrol",
    "fill_free_seats",
    "lock_session",
    "move",
    "prepare_sessions",
]
