"""Verbs of sessions: `preparing` (from the set plan), `editing` (days, rooms, seats; venues), `seating` (who has a seat),
`answering` (what the person, the superior and the officer say), `going` (whether it goes ahead), `calendars` (the secret
addresses of personal calendars), `recording` (sessions that are over already), `drawing` (seats by lot), `cooperating` (what
came of it)."""

from sibina.deliver.sessions.actions.answering import (
    accept,
    add_people,
    decline,
    give_consent,
    refuse_consent,
    take_out,
    wait_for_seat,
)
from sibina.deliver.sessions.actions.attendance import (
    check_in,
    correct_presence,
    keep_presence,
    note_list,
    note_paper,
    recount_session,
    register_device,
    revoke_device,
    take_batch,
)
from sibina.deliver.sessions.actions.calendars import (
    end_feed,
    open_feed,
)
from sibina.deliver.sessions.actions.cooperating import (
    answer_cooperation,
    ask_cooperation,
    record_cooperation,
)
from sibina.deliver.sessions.actions.drawing import (
    apply_for_seat,
    call_off_draw,
    open_draw,
    publish_draw,
    run_draw,
    run_due_draws,
    withdraw_application,
)
from sibina.deliver.sessions.actions.editing import (
    save_session,
    save_venue,
)
from sibina.deliver.sessions.actions.going import (
    cancel_session,
    close_session,
    confirm_session,
    remind,
    send_invitations,
)
from sibina.deliver.sessions.actions.past_attendance import record_past_attendance
from sibina.deliver.sessions.actions.preparing import (
    Hours,
    Prepared,
    prepare_sessions,
)
from sibina.deliver.sessions.actions.promises import (
    agree_to_promise,
    drop_promise,
    make_promise,
    save_promise,
)
from sibina.deliver.sessions.actions.recording import (
    record_past_sessions,
)
from sibina.deliver.sessions.actions.seating import (
    enrol,
    fill_free_seats,
    lock_session,
    move,
)

__all__ = [
    "Hours",
    "Prepared",
    "accept",
    "add_people",
    "agree_to_promise",
    "answer_cooperation",
    "apply_for_seat",
    "ask_cooperation",
    "call_off_draw",
    "cancel_session",
    "check_in",
    "close_session",
    "confirm_session",
    "correct_presence",
    "decline",
    "drop_promise",
    "end_feed",
    "enrol",
    "fill_free_seats",
    "give_consent",
    "keep_presence",
    "lock_session",
    "make_promise",
    "move",
    "note_list",
    "note_paper",
    "open_draw",
    "open_feed",
    "prepare_sessions",
    "publish_draw",
    "record_cooperation",
    "record_past_attendance",
    "record_past_sessions",
    "recount_session",
    "refuse_consent",
    "register_device",
    "remind",
    "revoke_device",
    "run_draw",
    "run_due_draws",
    "save_promise",
    "save_session",
    "save_venue",
    "send_invitations",
    "take_batch",
    "take_out",
    "wait_for_seat",
    "withdraw_application",
]
