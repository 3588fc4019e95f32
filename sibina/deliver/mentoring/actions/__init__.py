"""Verbs of mentoring, one file a subject."""

from sibina.deliver.mentoring.actions.logbook import (
    add_goal,
    confirm_entry,
    decline_entry,
    drop_goal,
    judge_goal,
    withdraw_entry,
    write_entry,
)
from sibina.deliver.mentoring.actions.pairs import (
    agree_pair,
    choose_mentor,
    complete_pair,
    plan_meeting,
    refuse_pair,
    seek_another,
)
from sibina.deliver.mentoring.actions.pool import (
    add_mentor,
    bar_pair,
    change_mentor,
    lift_bar,
)
from sibina.deliver.mentoring.actions.rounds import (
    open_round,
    propose_pairs,
    set_pairs,
)
from sibina.deliver.mentoring.actions.watching import (
    Watched,
    look_after_pairs,
)

__all__ = [
    "Watched",
    "add_goal",
    "add_mentor",
    "agree_pair",
    "bar_pair",
    "change_mentor",
    "choose_mentor",
    "complete_pair",
    "confirm_entry",
    "decline_entry",
    "drop_goal",
    "judge_goal",
    "lift_bar",
    "look_after_pairs",
    "open_round",
    "plan_meeting",
    "propose_pairs",
    "refuse_pair",
    "seek_another",
    "set_pairs",
    "withdraw_entry",
    "write_entry",
]
