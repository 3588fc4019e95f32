"""What the one next step of a session is, from where it stands and what day it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.deliver.sessions.types import SessionStage


class NextStep(StrEnum):
    """Send the invitations; wait for answers; decide whether it goes ahead; wait for its days; close it; nothing."""

    SEND = "send"
    ANSWERS = "answers"
    DECIDE = "decide"
    DAYS = "days"
    CLOSE = "close"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Standing:
    """What the step depends on: `unanswered` invitations, seats `taken` of at least `least`."""

    stage: SessionStage
    decide_on: date
    ends_on: date
    taken: int
    least: int
    unanswered: int


def next_step(standing: Standing, today: date) -> NextStep:
    """The one thing to do next. Whether it goes ahead is decided when all have answered, at the latest on its day."""
    if standing.stage == SessionStage.PREPARED:
        return NextStep.SEND
    if standing.stage == SessionStage.INVITING:
        if today >= standing.decide_on or not standing.unanswered:
            return NextStep.DECIDE
        return NextStep.ANSWERS
    if standing.stage == SessionStage.CONFIRMED:
        return NextStep.CLOSE if today >= standing.ends_on else NextStep.DAYS
    return NextStep.NOTHING
