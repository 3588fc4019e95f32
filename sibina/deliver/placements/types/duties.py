"""The nouns of open duties: what somebody still owes of a placement, by when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DutyKind(StrEnum):
    """What is owed."""

    PAPERS = "papers"
    DEPART = "depart"
    RETURN = "return"
    REPORT = "report"
    PROMISE = "promise"
    TEACH = "teach"
    OFFER = "offer"
    ANSWER = "answer"
    MEASURE = "measure"


class DutyOwner(StrEnum):
    """Who owes it: the agency's officer, the person who was away, or the head of the unit that was asked."""

    OFFICER = "officer"
    PERSON = "person"
    HEAD = "head"


@dataclass(frozen=True)
class Limits:
    """Days that the city's rules give: for the report after the return, and for a head's answer."""

    report_days: int
    answer_days: int


@dataclass(frozen=True)
class Duty:
    """One thing owed. `subject`: the practice or the paper; `key`: the row that it is done on; `unit`: whose head."""

    kind: DutyKind
    owner: DutyOwner
    due_on: date
    placement: int
    subject: str = ""
    key: int = 0
    unit: int | None = None

    def is_late(self, today: date) -> bool:
        """Has its day passed?"""
        return self.due_on < today
