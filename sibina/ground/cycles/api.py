"""The door of cycles."""

from sibina.ground.cycles.actions import (
    give_starting_rules,
    move_cycle,
    open_cycle,
    open_next_cycle,
    put_rule,
)
from sibina.ground.cycles.models import CERTAINTY_TITLES, PHASE_TITLES, Cycle, CycleStep, Rule
from sibina.ground.cycles.reads import (
    find_cycle,
    find_open_cycle,
    get_rule,
    list_steps,
    rows_of_open_cycle,
    rows_of_rule,
    version_of,
)
from sibina.ground.cycles.sentences import (
    RULE_TITLES,
)

__all__ = [
    "CERTAINTY_TITLES",
    "PHASE_TITLES",
    "RULE_TITLES",
    "Cycle",
    "CycleStep",
    "Rule",
    "find_cycle",
    "find_open_cycle",
    "get_rule",
    "give_starting_rules",
    "list_steps",
    "move_cycle",
    "open_cycle",
    "open_next_cycle",
    "put_rule",
    "rows_of_open_cycle",
    "rows_of_rule",
    "version_of",
]
