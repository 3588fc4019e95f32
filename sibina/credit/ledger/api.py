"""The door of the ledger: a person's JP, and the counting of a city's year."""

from sibina.credit.ledger.actions import count_year, set_agency
from sibina.credit.ledger.jobs import COUNT
from sibina.credit.ledger.models import OutsideEvent, OutsideTraining, PersonCredit
from sibina.credit.ledger.reads import Credit, count_waiting, get_credit
from sibina.credit.ledger.sentences import jp_text

__all__ = [
    "COUNT",
    "Credit",
    "OutsideEvent",
    "OutsideTraining",
    "PersonCredit",
    "count_waiting",
    "count_year",
    "get_credit",
    "jp_text",
    "set_agency",
]
