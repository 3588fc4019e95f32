"""What people type on the pages of planning."""

from sibina.plan.planning.forms.budget import LineForm, SourceForm, SpendingForm, TakeForm, tell
from sibina.plan.planning.forms.midyear import MarkForm, RemakeForm
from sibina.plan.planning.forms.plans import (
    CERTAINTIES,
    AskingForm,
    PlanForm,
    ReasonForm,
    next_step_of,
    sentences_of_ground,
)

__all__ = [
    "CERTAINTIES",
    "AskingForm",
    "LineForm",
    "MarkForm",
    "PlanForm",
    "ReasonForm",
    "RemakeForm",
    "SourceForm",
    "SpendingForm",
    "TakeForm",
    "next_step_of",
    "sentences_of_ground",
    "tell",
]
