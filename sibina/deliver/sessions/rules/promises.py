"""When a promise is complete, and where it may go from where it stands."""

from datetime import date

from sibina.deliver.sessions.types import (
    EnrolmentState,
    PromiseFacts,
    PromiseGap,
    PromiseIncomplete,
    PromiseShut,
    PromiseState,
)
from sibina.plan.programmes.types import Form

PROMISING_FORMS = (Form.WORKSHOP,)
"""After which a participant leaves with a promise."""
PROMISING_STATES = (EnrolmentState.INVITED, EnrolmentState.ACCEPTED)
NEXT: dict[PromiseState, frozenset[PromiseState]] = {
    PromiseState.DRAFT: frozenset({PromiseState.MADE}),
    PromiseState.MADE: frozenset({PromiseState.AGREED, PromiseState.DROPPED}),
    PromiseState.AGREED: frozenset({PromiseState.DROPPED}),
    PromiseState.DROPPED: frozenset(),
}
WRITABLE = frozenset({PromiseState.DRAFT, PromiseState.MADE})
"""While its words and figures may change: what the superior has agreed to stays."""
NUMBERS = (PromiseGap.BASELINE, PromiseGap.TARGET, PromiseGap.DUE_ON)


def gaps_of(facts: PromiseFacts, *, today: date) -> tuple[PromiseGap, ...]:
    """What is missing, or does not make a promise: a target that is the baseline, a day that has passed."""
    found: list[PromiseGap] = []
    for gap in PromiseGap:
        if gap in (PromiseGap.SAME, PromiseGap.PAST):
            continue
        value = getattr(facts, gap)
        if value is None if gap in NUMBERS else not value.strip():
            found.append(gap)
    if facts.baseline is not None and facts.baseline == facts.target:
        found.append(PromiseGap.SAME)
    if facts.due_on is not None and facts.due_on <= today:
        found.append(PromiseGap.PAST)
    return tuple(found)


def check_complete(facts: PromiseFacts, *, today: date) -> None:
    """Can it be promised? Raises PromiseIncomplete with everything that it lacks."""
    gaps = gaps_of(facts, today=today)
    if gaps:
        raise PromiseIncomplete(gaps)


def check_move(state: PromiseState, to: PromiseState) -> None:
    """May it take this step? Raises PromiseShut."""
    if to not in NEXT[state]:
        raise PromiseShut(state)
