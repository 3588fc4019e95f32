"""The way of a plan from a draft to the city's own: which step leads from where to where.

Ground: PP 11/2017 Pasal 207 (drafted by the officer in charge, set by the appointing authority). Decision 0016.
"""

from sibina.plan.planning.types import Approval, OutOfTurn, Step

PASSAGES: dict[Step, tuple[frozenset[Approval], Approval]] = {
    Step.PROPOSED: (frozenset({Approval.DRAFT}), Approval.PROPOSED),
    Step.REVIEWED: (frozenset({Approval.PROPOSED}), Approval.REVIEWED),
    Step.SET: (frozenset({Approval.REVIEWED}), Approval.SET),
    Step.RETURNED: (frozenset({Approval.PROPOSED, Approval.REVIEWED}), Approval.DRAFT),
    Step.REPLACED: (frozenset({Approval.SET}), Approval.REPLACED),
}
"""Of each step: where it may begin, and where it ends."""


def after_step(approval: Approval, step: Step) -> Approval:
    """Where a plan stands after the step. Raises OutOfTurn where the step does not begin here."""
    begins, ends = PASSAGES[step]
    if approval not in begins:
        raise OutOfTurn(approval)
    return ends


def may_follow(approval: Approval) -> frozenset[Step]:
    """The steps that somebody may take from here; being replaced comes of setting another plan."""
    return frozenset(step for step, (begins, _) in PASSAGES.items() if approval in begins) - {Step.REPLACED}
