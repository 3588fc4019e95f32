"""The door of mentoring."""

from sibina.deliver.mentoring.actions import open_round, propose_pairs
from sibina.deliver.mentoring.jobs import LOOK_AFTER_PAIRS, PROPOSE_PAIRS
from sibina.deliver.mentoring.models import Goal, LogEntry, Mentor, MentoringRound, Pair, PairEvent
from sibina.deliver.mentoring.reads import (
    find_current_round,
    find_cycle_to_mentor,
    get_pool_rule,
    list_activities,
    list_own_pairs,
    list_quiet,
)

__all__ = [
    "LOOK_AFTER_PAIRS",
    "PROPOSE_PAIRS",
    "Goal",
    "LogEntry",
    "Mentor",
    "MentoringRound",
    "Pair",
    "PairEvent",
    "find_current_round",
    "find_cycle_to_mentor",
    "get_pool_rule",
    "list_activities",
    "list_own_pairs",
    "list_quiet",
    "open_round",
    "propose_pairs",
]
