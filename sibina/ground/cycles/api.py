"""The door of cycles."""

from sibina.ground.cycles.actions import give_starting_rules, open_cycle
from sibina.ground.cycles.models import CERTAINTY_TITLES, Cycle, Rule
from sibina.ground.cycles.reads import find_open_cycle, get_rule, rows_of_open_cycle, rows_of_rule
from sibina.ground.cycles.sentences import (
    RULE_TITLES,
)

__all__ = [
    "CERTAINTY_TITLES",
    "RULE_TITLES",
    "Cycle",
    "Rule",
    "find_open_cycle",
    "get_rule",
    "give_starting_rules",
    "open_cycle",
    "rows_of_open_cycle",
    "rows_of_rule",
]
