"""The Indonesian sentences of needs."""

from sibina.assess.needs.sentences.demand import DEMAND_STATES, refusal_of
from sibina.assess.needs.sentences.gaps import (
    ENGINE_NOT_READY,
    FORMULAS,
    MEANINGS,
    NOTHING_REQUIRED,
    POSITIONS_WITHOUT_STANDARD,
    STATES,
)

__all__ = [
    "DEMAND_STATES",
    "ENGINE_NOT_READY",
    "FORMULAS",
    "MEANINGS",
    "NOTHING_REQUIRED",
    "POSITIONS_WITHOUT_STANDARD",
    "STATES",
    "refusal_of",
]
