"""Verbs of planning: `asking` and `answering` (a plan is computed), `recording` (one was made elsewhere), `approval` (it
becomes the city's own), `budget` (the money of a year), `marking` (how far sessions are), `weighing` (what the needs
round weighs), `hours` (what people have already)."""

from sibina.plan.planning.actions.answering import keep_checkpoint, what_if_of, write_answer, write_what_if
from sibina.plan.planning.actions.approval import propose_plan, return_plan, review_plan, set_plan
from sibina.plan.planning.actions.asking import fail_plan, remake_plan, restart_plan, start_plan
from sibina.plan.planning.actions.budget import (
    BudgetRefused,
    LineFacts,
    SourceFacts,
    save_line,
    save_source,
    set_spending,
    take_lines_from_plan,
)
from sibina.plan.planning.actions.hours import receive_hours
from sibina.plan.planning.actions.marking import mark_sessions
from sibina.plan.planning.actions.recording import record_plan
from sibina.plan.planning.actions.weighing import keep_weights

__all__ = [
    "BudgetRefused",
    "LineFacts",
    "SourceFacts",
    "fail_plan",
    "keep_checkpoint",
    "keep_weights",
    "mark_sessions",
    "propose_plan",
    "receive_hours",
    "record_plan",
    "remake_plan",
    "restart_plan",
    "return_plan",
    "review_plan",
    "save_line",
    "save_source",
    "set_plan",
    "set_spending",
    "start_plan",
    "take_lines_from_plan",
    "what_if_of",
    "write_answer",
    "write_what_if",
]
