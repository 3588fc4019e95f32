"""How far a practice has come home, and what an adopted one has cost."""

from collections.abc import Collection

from sibina.deliver.placements.types import AdoptionState, PracticeStage


def stage_of(
    *, dropped: bool, taught: bool, answers: Collection[AdoptionState], changed: bool
) -> PracticeStage:
    """The farthest station that the practice has reached; one unit that takes it up is enough."""
    if dropped:
        return PracticeStage.DROPPED
    if changed:
        return PracticeStage.CHANGED
    if AdoptionState.ADOPTED in answers:
        return PracticeStage.ADOPTED
    if AdoptionState.ASKED in answers:
        return PracticeStage.OFFERED
    if answers:
        return PracticeStage.DECLINED
    return PracticeStage.TAUGHT if taught else PracticeStage.PROMISED


def cost_per_practice(rupiah: int, adopted: int) -> int | None:
    """Whole rupiah for each practice that some unit has adopted; None while none has, because that is no nought."""
    return round(rupiah / adopted) if adopted else None
