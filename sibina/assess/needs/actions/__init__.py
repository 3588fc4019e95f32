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
from sibina.assess.needs.actions.proposals import answer_proposal, send_proposal, withdraw_proposal
from sibina.assess.needs.actions.topics import decide_topic, gather_proposals, take_out_proposal

__all__ = [
    "answer_proposal",
    "change_demand",
    "choose_positions",
    "decide_topic",
    "drop_demand",
    "gather_proposals",
    "measure_gaps",
    "record_demand",
    "refuse_wrong",
    "revoke_demand",
    "rises_to_write",
    "send_proposal",
    "set_demand",
    "take_out_proposal",
    "try_demand",
    "withdraw_proposal",
]
