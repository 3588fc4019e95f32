"""Forms of the ledger."""

from sibina.credit.ledger.forms.conversion import RateForm
from sibina.credit.ledger.forms.national import (
    AgencyForm,
    ExportForm,
)
from sibina.credit.ledger.forms.outside import ReasonForm, TrainingForm, stored_of
from sibina.credit.ledger.forms.sheets import (
    SheetForm,
)

__all__ = [
    "AgencyForm",
    "ExportForm",
    "RateForm",
    "ReasonForm",
    "SheetForm",
    "TrainingForm",
    "stored_of",
]
