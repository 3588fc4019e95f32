"""Verbs of placements."""

from sibina.deliver.placements.actions.papers import (
    add_paper_rule,
    end_paper_rule,
    give_paper_rules,
    save_paper,
)
from sibina.deliver.placements.actions.placing import (
    approve_placement,
    begin_placement,
    cancel_placement,
    change_placement,
    close_placement,
    end_placement,
    judge_placement,
    propose_placement,
    report_placement,
)
from sibina.deliver.placements.actions.practices import (
    answer_offer,
    drop_commitment,
    measure_change,
    offer_practice,
    save_commitment,
    teach_practice,
    write_log,
)
from sibina.deliver.placements.actions.reminding import remind_of_duties

__all__ = [
    "add_paper_rule",
    "answer_offer",
    "approve_placement",
    "begin_placement",
    "cancel_placement",
    "change_placement",
    "close_placement",
    "drop_commitment",
    "end_paper_rule",
    "end_placement",
    "give_paper_rules",
    "judge_placement",
    "measure_change",
    "offer_practice",
    "propose_placement",
    "remind_of_duties",
    "report_placement",
    "save_commitment",
    "save_paper",
    "teach_practice",
    "write_log",
]
