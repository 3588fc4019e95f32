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
from sibina.assess.needs.actions.measuring import (
    measure_gaps,
)
from sibina.assess.needs.actions.proposals import (
    answer_proposal,
    send_proposal,
    withdraw_proposal,
)
from sibina.assess.needs.actions.rounds import (
    close_round,
    open_round,
    remind_offices,
    return_sheet,
)
from sibina.assess.needs.actions.sheets import (
    add_performance_gap,
    answer_line,
    change_performance_gap,
    drop_performance_gap,
    endorse_lines,
    sign_sheet,
)
from sibina.assess.needs.actions.signals import (
    decide_signal,
    receive_signal,
)
from sibina.assess.needs.actions.topics import (
    decide_topic,
    gather_proposals,
    take_out_proposal,
)

__all__ = [
    "add_performance_gap",
    "answer_line",
    "answer_proposal",
    "change_demand",
    "change_performance_gap",
    "choose_positions",
    "close_round",
    "decide_signal",
    "decide_topic",
    "drop_demand",
    "drop_performance_gap",
    "endorse_lines",
    "gather_proposals",
    "measure_gaps",
    "open_round",
    "receive_signal",
    "record_demand",
    "refuse_wrong",
    "remind_offices",
    "return_sheet",
    "revoke_demand",
    "rises_to_write",
    "send_proposal",
    "set_demand",
    "sign_sheet",
    "take_out_proposal",
    "try_demand",
    "withdraw_proposal",
]
