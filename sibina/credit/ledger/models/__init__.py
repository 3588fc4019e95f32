"""The tables of the ledger."""

from sibina.credit.ledger.models.counting import (
    Counting,
    CreditChange,
    Entry,
    PersonCredit,
    UnitCredit,
    YearCredit,
)
from sibina.credit.ledger.models.forms import FORM_TITLES
from sibina.credit.ledger.models.outside import (
    LONGEST_NUMBER,
    LONGEST_ORGANISER,
    LONGEST_TITLE,
    OutsideEvent,
    OutsideTraining,
)

__all__ = [
    "FORM_TITLES",
    "LONGEST_NUMBER",
    "LONGEST_ORGANISER",
    "LONGEST_TITLE",
    "Counting",
    "CreditChange",
    "Entry",
    "OutsideEvent",
    "OutsideTraining",
    "PersonCredit",
    "UnitCredit",
    "YearCredit",
]
