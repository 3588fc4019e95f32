"""The door of cycles."""

from sibina.ground.cycles.actions import give_starting_rules, open_cycle
from sibina.ground.cycles.models import Cycle, Rule
from sibina.ground.cycles.reads import find_open_cycle, get_rule, rows_of_open_cycle

__all__ = [
    "Cycle",
    "Rule",
    "find_open_cycle",
    "get_rule",
    "give_starting_rules",
    "open_cycle",
    "rows_of_open_cycle",
]
