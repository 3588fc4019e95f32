"""The pages of mentoring, one file a reader."""

from sibina.deliver.mentoring.views.own import (
    add_goal,
    confirm_entry,
    decline_entry,
    drop_goal,
    judge_goal,
    mine,
    plan_meeting,
    withdraw_entry,
    write_entry,
)
from sibina.deliver.mentoring.views.pairs import (
    agree,
    choose,
    complete,
    pair,
    refuse,
    seek,
)
from sibina.deliver.mentoring.views.pool import (
    add_bar,
    add_mentor,
    bar,
    bars,
    mentor,
    mentors,
)
from sibina.deliver.mentoring.views.rounds import (
    front,
    open_round,
    propose,
    round_page,
    set_pairs,
    unpaired,
)

__all__ = [
    "add_bar",
    "add_goal",
    "add_mentor",
    "agree",
    "bar",
    "bars",
    "choose",
    "complete",
    "confirm_entry",
    "decline_entry",
    "drop_goal",
    "front",
    "judge_goal",
    "mentor",
    "mentors",
    "mine",
    "open_round",
    "pair",
    "plan_meeting",
    "propose",
    "refuse",
    "round_page",
    "seek",
    "set_pairs",
    "unpaired",
    "withdraw_entry",
    "write_entry",
]
