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
from sibina.deliver.sessions.rules.promises import (
    PROMISING_FORMS,
    PROMISING_STATES,
    WRITABLE,
    check_complete,
    check_move,
)

__all__ = [
    "CORRECTION_KINDS",
    "DAY_TOLERANCE",
    "LONGEST_BATCH",
    "LONGEST_CORRECTION",
    "MARK_KINDS",
    "PROMISING_FORMS",
    "PROMISING_STATES",
    "SHORTEST_CORRECTION",
    "STEP_SECONDS",
    "TICKET_LIFE",
    "WRITABLE",
    "check_complete",
    "check_move",
    "door_code",
    "is_day_open",
    "is_fresh_code",
    "mark_doubt",
    "mark_time",
    "merge_marks",
    "personal_code",
    "seconds_left",
]
