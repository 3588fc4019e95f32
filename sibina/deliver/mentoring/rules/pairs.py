"""What may happen to a pair after what, which steps owe a reason, when a pair is silent, and what may be written down."""

from datetime import date, timedelta

from sibina.deliver.mentoring.types import (
    DayOutside,
    PairEnd,
    PairState,
    PairStep,
    ReasonOwed,
    StepRefused,
)

LIVE = frozenset({PairState.PROPOSED, PairState.AGREED, PairState.SET})
"""States in which the mentee has this mentor, or is to have; one such pair a mentee."""
OPEN = frozenset({PairState.PROPOSED, PairState.AGREED})
REASONED = frozenset({PairState.REFUSED, PairState.ENDED})
SHORTEST_REASON, LONGEST_REASON = 10, 500
SHORTEST_MEETING, LONGEST_MEETING = 5, 480
LONGEST_WHAT = 300
MOST_GUIDED = 20

_AFTER: dict[PairStep, tuple[frozenset[PairState], PairState]] = {
    PairStep.AGREED: (frozenset({PairState.PROPOSED}), PairState.AGREED),
    PairStep.REFUSED: (OPEN, PairState.REFUSED),
    PairStep.SET: (OPEN, PairState.SET),
    PairStep.ENDED: (frozenset({PairState.SET}), PairState.ENDED),
    PairStep.COMPLETED: (frozenset({PairState.SET}), PairState.COMPLETED),
}


def after(state: PairState, step: PairStep, reason: str = "") -> PairState:
    """Where a pair stands after a step. Raises StepRefused, and ReasonOwed for a reason below ten characters."""
    before, then = _AFTER[step]
    if state not in before:
        raise StepRefused(state)
    if then in REASONED and len(reason.strip()) < SHORTEST_REASON:
        raise ReasonOwed
    return then


def silent_before(today: date, days: int) -> date:
    """A pair whose last confirmed meeting, or whose beginning, lies before this day is silent."""
    return today - timedelta(days=days)


def check_day(day: date, *, first: date, today: date) -> None:
    """A meeting lies between the day on which the pair was set and today. Raises DayOutside."""
    if not first <= day <= today:
        raise DayOutside(first)


def end_of(
    *,
    mentor_active: bool,
    mentee_active: bool,
    mentor_office: int | None,
    pair_office: int,
    mentee_office: int | None,
) -> PairEnd | None:
    """Why a pair cannot go on: somebody left, or the mentor moved away from the office of the pair and is not with the
    mentee either; None where it can. An office that merged takes both along.
    """
    if not mentee_active:
        return PairEnd.MENTEE_LEFT
    if not mentor_active:
        return PairEnd.MENTOR_LEFT
    if mentor_office not in {pair_office, mentee_office}:
        return PairEnd.MENTOR_MOVED
    return None
