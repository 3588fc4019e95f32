"""Forms of the ledger."""

from sibina.credit.ledger.forms.outside import ReasonForm, TrainingForm, stored_of

__all__ = ["ReasonForm", "TrainingForm", "stored_of"]
