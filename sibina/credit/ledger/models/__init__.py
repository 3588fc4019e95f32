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
from sibina.credit.ledger.models.national import (
    AgencyCode,
    NationalExport,
    NationalLine,
)
from sibina.credit.ledger.models.outside import (
    LONGEST_NUMBER,
    LONGEST_ORGANISER,
    LONGEST_TITLE,
    OutsideEvent,
    OutsideTraining,
)
from sibina.credit.ledger.models.sheets import (
    SheetFinding,
    TrainingSheet,
)

__all__ = [
    "FORM_TITLES",
    "LONGEST_NUMBER",
    "LONGEST_ORGANISER",
    "LONGEST_TITLE",
    "AgencyCode",
    "Counting",
    "CreditChange",
    "Entry",
    "NationalExport",
    "NationalLine",
    "OutsideEvent",
    "OutsideTraining",
    "PersonCredit",
    "SheetFinding",
    "TrainingSheet",
    "UnitCredit",
    "YearCredit",
]
