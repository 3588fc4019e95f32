"""Verbs of the ledger."""

from sibina.credit.ledger.actions.counting import Counted, count_year
from sibina.credit.ledger.actions.outside import (
    Evidence,
    judge_training,
    mend_training,
    send_training,
    withdraw_training,
)

__all__ = [
    "Counted",
    "Evidence",
    "count_year",
    "judge_training",
    "mend_training",
    "send_training",
    "withdraw_training",
]
