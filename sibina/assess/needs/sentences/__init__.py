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
from sibina.assess.needs.sentences.proposals import (
    ENDORSEMENTS,
    NO_OPEN_YEAR,
    NO_PERSON,
    NOT_FREE,
    OUTCOMES,
    OWN_PROPOSAL,
    PROPOSAL_KINDS,
    PROPOSAL_STATES,
    PROPOSAL_TONES,
    REASON_TOO_LONG,
    REASON_TOO_SHORT,
    STAGES,
    STEPS,
)

__all__ = [
    "DEMAND_STATES",
    "ENDORSEMENTS",
    "ENGINE_NOT_READY",
    "FORMULAS",
    "MEANINGS",
    "NOTHING_REQUIRED",
    "NOT_FREE",
    "NO_OPEN_YEAR",
    "NO_PERSON",
    "OUTCOMES",
    "OWN_PROPOSAL",
    "POSITIONS_WITHOUT_STANDARD",
    "PROPOSAL_KINDS",
    "PROPOSAL_STATES",
    "PROPOSAL_TONES",
    "REASON_TOO_LONG",
    "REASON_TOO_SHORT",
    "STAGES",
    "STATES",
    "STEPS",
    "refusal_of",
]
