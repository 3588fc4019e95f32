"""What may be done with a session and with a person's part in it, from where they stand; and when it is complete."""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from math import ceil

from sibina.deliver.sessions.types import (
    EnrolmentState,
    NotTheirTurn,
    SessionStage,
    StageShut,
)

OPEN_STAGES = frozenset({SessionStage.PREPARED, SessionStage.INVITING, SessionStage.CONFIRMED})
"""A session in one of these may still be changed and called off."""
AFTER_STAGE = {
    SessionStage.INVITING: frozenset({SessionStage.PREPARED}),
    SessionStage.CONFIRMED: frozenset({SessionStage.INVITING}),
    SessionStage.HELD: frozenset({SessionStage.CONFIRMED}),
    SessionStage.CANCELLED: OPEN_STAGES,
}
"""From where a stage is reached."""
FROM_STATE = {
    EnrolmentState.APPLIED: frozenset(
        {
            EnrolmentState.WAITING,
            EnrolmentState.DECLINED,
            EnrolmentState.WITHDRAWN,
            EnrolmentState.CANCELLED,
        }
    ),
    EnrolmentState.ACCEPTED: frozenset({EnrolmentState.INVITED}),
    EnrolmentState.DECLINED: frozenset({EnrolmentState.INVITED}),
    EnrolmentState.WITHDRAWN: frozenset(
        {EnrolmentState.ACCEPTED, EnrolmentState.WAITING, EnrolmentState.APPLIED}
    ),
    EnrolmentState.REFUSED: frozenset(
        {EnrolmentState.INVITED, EnrolmentState.ACCEPTED, EnrolmentState.WAITING, EnrolmentState.APPLIED}
    ),
    EnrolmentState.REPLACED: frozenset({EnrolmentState.INVITED, EnrolmentState.ACCEPTED}),
    EnrolmentState.INVITED: frozenset(
        {
            EnrolmentState.APPLIED,
            EnrolmentState.WAITING,
            EnrolmentState.DECLINED,
            EnrolmentState.WITHDRAWN,
            EnrolmentState.CANCELLED,
        }
    ),
    EnrolmentState.WAITING: frozenset(
        {
            EnrolmentState.APPLIED,
            EnrolmentState.DECLINED,
            EnrolmentState.WITHDRAWN,
            EnrolmentState.CANCELLED,
        }
    ),
    EnrolmentState.CANCELLED: frozenset(
        {EnrolmentState.INVITED, EnrolmentState.ACCEPTED, EnrolmentState.WAITING, EnrolmentState.APPLIED}
    ),
}
"""From where a state is reached. Whoever declined may come after all, if there is a seat."""


def check_stage(now: SessionStage, to: SessionStage) -> None:
    """May a session go there from here? Raises StageShut."""
    if now not in AFTER_STAGE.get(to, frozenset()):
        raise StageShut(now)


def check_state(now: EnrolmentState, to: EnrolmentState) -> None:
    """May an enrolment go there from here? Raises NotTheirTurn."""
    if now not in FROM_STATE.get(to, frozenset()):
        raise NotTheirTurn(now)


def has_completed(attended: Collection[object], days: int, share: Decimal) -> bool:
    """Was the person there on enough of the days? `share` is the least share of them; at least one day it is always."""
    needed = max(1, ceil(Fraction(share) * days))
    return days > 0 and len(attended) >= needed
