"""Verbs of needs."""

from sibina.assess.needs.actions.demand import (
    change_demand,
    choose_positions,
    drop_demand,
    record_demand,
    refuse_wrong,
    revoke_demand,
    rises_to_write,
    set_demand,
    try_demand,
)
from sibina.assess.needs.actions.measuring import measure_gaps

__all__ = [
    "change_demand",
    "choose_positions",
    "drop_demand",
    "measure_gaps",
    "record_demand",
    "refuse_wrong",
    "revoke_demand",
    "rises_to_write",
    "set_demand",
    "try_demand",
]
