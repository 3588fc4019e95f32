"""The Indonesian sentences of needs."""

from sibina.assess.needs.sentences.gaps import (
    ENGINE_NOT_READY,
    FORMULAS,
    MEANINGS,
    NOTHING_REQUIRED,
    POSITIONS_WITHOUT_STANDARD,
    STATES,
)

__all__ = [
    "ENGINE_NOT_READY",
    "FORMULAS",
    "MEANINGS",
    "NOTHING_REQUIRED",
    "POSITIONS_WITHOUT_STANDARD",
    "STATES",
]
