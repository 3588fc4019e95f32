"""What may happen to a proposal after what, which steps owe a reason, and how proposals count."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from sibina.assess.needs.types import (
    Endorsement,
    Outcome,
    ProposalState,
    ProposalStep,
    ReasonOwed,
    Stage,
    Standing,
    StepRefused,
    Voice,
)

SHORTEST_REASON, LONGEST_REASON = 10, 500
LONGEST_SUBJECT = 120
REASONED = frozenset({ProposalStep.NOT_ENDORSED, ProposalStep.TAKEN, ProposalStep.DECLINED})
"""Steps that owe the proposer a reason. An endorsement speaks for itself."""
ANSWERS = {
    ProposalStep.ENDORSED: Endorsement.ENDORSED,
    ProposalStep.NOT_ENDORSED: Endorsement.DECLINED,
}
DECISIONS = {ProposalStep.TAKEN: Outcome.TAKEN, ProposalStep.DECLINED: Outcome.DECLINED}


def after(standing: Standing, step: ProposalStep, reason: str = "") -> Standing:
    """Where a proposal stands after a step. Raises StepRefused, and ReasonOwed for a reason below ten characters.

    The superior advises, the agency decides: what the superior declines, or leaves unanswered, is decided all the same.
    """
    if not _may_follow(standing, step):
        raise StepRefused(step, standing)
    reason = reason.strip()
    if step in REASONED and len(reason) < SHORTEST_REASON:
        raise ReasonOwed
    if step in ANSWERS:
        return replace(standing, endorsement=ANSWERS[step], endorsement_reason=reason)
    if step in DECISIONS:
        return replace(standing, outcome=DECISIONS[step], outcome_reason=reason)
    if step == ProposalStep.WITHDRAWN:
        return replace(standing, outcome=Outcome.WITHDRAWN)
    return replace(standing, is_gathered=step == ProposalStep.GATHERED)


def _may_follow(standing: Standing, step: ProposalStep) -> bool:
    if standing.outcome != Outcome.WAITING or step == ProposalStep.SENT:
        return False
    if step in ANSWERS:
        return standing.endorsement == Endorsement.WAITING
    return standing.is_gathered or step in {ProposalStep.GATHERED, ProposalStep.WITHDRAWN}


def state_of(endorsement: Endorsement, outcome: Outcome) -> ProposalState:
    """The one word for the two answers; the agency's is the last."""
    if outcome != Outcome.WAITING:
        return ProposalState(outcome)
    return {
        Endorsement.WAITING: ProposalState.AWAITS_SUPERIOR,
        Endorsement.ENDORSED: ProposalState.ENDORSED,
        Endorsement.DECLINED: ProposalState.NOT_ENDORSED,
        Endorsement.NOT_NEEDED: ProposalState.AWAITS_AGENCY,
    }[endorsement]


def voice_of(endorsement: Endorsement, outcome: Outcome) -> Voice | None:
    """How a proposal with these answers counts; None where it was withdrawn."""
    if outcome == Outcome.WITHDRAWN:
        return None
    if outcome == Outcome.TAKEN:
        return Voice.ENDORSED
    if outcome == Outcome.DECLINED or endorsement == Endorsement.DECLINED:
        return Voice.DECLINED
    return Voice.ENDORSED if endorsement == Endorsement.ENDORSED else Voice.WAITING


def answers_that_are(found: ProposalState | Voice) -> list[tuple[Endorsement, Outcome]]:
    """All pairs of answers that a state, or a voice, stands for: what a query asks for."""
    tell = state_of if isinstance(found, ProposalState) else voice_of
    return [pair for pair in product(Endorsement, Outcome) if tell(*pair) == found]


def stages_of(standing: Standing) -> Iterator[tuple[Stage, bool]]:
    """The stations of a proposal in order, each with whether it is behind it."""
    is_open = standing.outcome == Outcome.WAITING
    yield Stage.SENT, True
    if standing.endorsement == Endorsement.WAITING:
        yield (Stage.AWAITS_SUPERIOR, False) if is_open else (Stage.UNANSWERED, True)
    elif standing.endorsement != Endorsement.NOT_NEEDED:
        is_endorsed = standing.endorsement == Endorsement.ENDORSED
        yield Stage.ENDORSED if is_endorsed else Stage.NOT_ENDORSED, True
    if standing.is_gathered or is_open:
        yield (Stage.GATHERED, True) if standing.is_gathered else (Stage.NOT_GATHERED, False)
    yield (Stage.AWAITS_AGENCY, False) if is_open else (Stage(standing.outcome), True)
    if standing.outcome in {Outcome.WAITING, Outcome.TAKEN}:
        yield Stage.IN_CYCLE, standing.outcome == Outcome.TAKEN


def age_in_days(sent_on: date, today: date) -> int:
    """Days since it was sent; what was sent today is none."""
    return max((today - sent_on).days, 0)


def last_timely_day(today: date, days_to_answer: int) -> date:
    """What was sent before this day and is undecided is late."""
    return today - timedelta(days=days_to_answer)


def mark_of(waiting: list[int]) -> str:
    """What an officer has seen of a topic's undecided proposals: how many, up to which."""
    return f"{len(waiting)}-{max(waiting, default=0)}"
