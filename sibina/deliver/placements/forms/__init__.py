"""What people type about placements."""

from sibina.deliver.placements.forms.papers import EndRuleForm, PaperForm, PaperRuleForm
from sibina.deliver.placements.forms.placing import (
    ApproveForm,
    CloseForm,
    JudgeForm,
    PlacementForm,
    ReasonForm,
    ReportForm,
    ReturnForm,
    cost_facts,
    cost_rows,
)
from sibina.deliver.placements.forms.practices import (
    AnswerForm,
    ChangeForm,
    CommitmentForm,
    LogForm,
    OfferForm,
    SharingForm,
    sharing_facts,
    taught_rows,
)

__all__ = [
    "AnswerForm",
    "ApproveForm",
    "ChangeForm",
    "CloseForm",
    "CommitmentForm",
    "EndRuleForm",
    "JudgeForm",
    "LogForm",
    "OfferForm",
    "PaperForm",
    "PaperRuleForm",
    "PlacementForm",
    "ReasonForm",
    "ReportForm",
    "ReturnForm",
    "SharingForm",
    "cost_facts",
    "cost_rows",
    "sharing_facts",
    "taught_rows",
]
