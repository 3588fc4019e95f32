"""What is decided in sessions, without a database: `days` (when a session meets), `clashes` (what is in two places),
`enrolment` (who may do what), `draw` (seats by lot)."""

from sibina.deliver.sessions.rules.attendance import (
    CORRECTION_KINDS,
    DAY_TOLERANCE,
    LONGEST_BATCH,
    LONGEST_CORRECTION,
    MARK_KINDS,
    SHORTEST_CORRECTION,
    is_day_open,
    mark_doubt,
    mark_time,
    merge_marks,
)
from sibina.deliver.sessions.rules.codes import (
    STEP_SECONDS,
    TICKET_LIFE,
    door_code,
    is_fresh_code,
    personal_code,
    seconds_left,
)

__all__ = [
    "CORRECTION_KINDS",
    "DAY_TOLERANCE",
    "LONGEST_BATCH",
    "LONGEST_CORRECTION",
    "MARK_KINDS",
    "SHORTEST_CORRECTION",
    "STEP_SECONDS",
    "TICKET_LIFE",
    "door_code",
    "is_day_open",
    "is_fresh_code",
    "mark_doubt",
    "mark_time",
    "merge_marks",
    "personal_code",
    "seconds_left",
]
