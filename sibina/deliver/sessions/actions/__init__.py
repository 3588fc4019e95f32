"""Verbs of sessions: `preparing` (from the set plan), `editing` (days, venue, seats; venues), `seating` (who has a seat),
`answering` (what the person and the superior say), `going` (whether it goes ahead)."""

from sibina.deliver.sessions.actions.attendance import (
    check_in,
    correct_presence,
    keep_presence,
    note_list,
    note_paper,
    recount_day,
    register_device,
    revoke_device,
    take_batch,
)
from sibina.deliver.sessions.actions.preparing import Hours, Prepared, prepare_sessions
from sibina.deliver.sessions.actions.seating import enrol, fill_free_seats, lock_session, move

__all__ = [
    "Hours",
    "Prepared",
    "check_in",
    "correct_presence",
    "enrol",
    "fill_free_seats",
    "keep_presence",
    "lock_session",
    "move",
    "note_list",
    "note_paper",
    "prepare_sessions",
    "recount_day",
    "register_device",
    "revoke_device",
    "take_batch",
]
