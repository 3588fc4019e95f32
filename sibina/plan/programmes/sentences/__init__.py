"""The Indonesian sentences of programmes."""

from sibina.plan.programmes.sentences.catalogue import (
    FIELD_OF_PROBLEM,
    OFFERING_HELD,
    OFFERING_PROBLEMS,
    PROGRAMME_PROBLEMS,
)
from sibina.plan.programmes.sentences.curricula import (
    FIELD_OF_MODULE_PROBLEM,
    MODULE_FIELDS,
    MODULE_PROBLEMS,
    VERSION_PROBLEMS,
)
from sibina.plan.programmes.sentences.partners import (
    AGREEMENT_STATES,
    AGREEMENT_TONES,
    CONTRIBUTION_TONES,
    COUNTINGS,
    sentence_of,
)

__all__ = [
    "AGREEMENT_STATES",
    "AGREEMENT_TONES",
    "CONTRIBUTION_TONES",
    "COUNTINGS",
    "FIELD_OF_MODULE_PROBLEM",
    "FIELD_OF_PROBLEM",
    "MODULE_FIELDS",
    "MODULE_PROBLEMS",
    "OFFERING_HELD",
    "OFFERING_PROBLEMS",
    "PROGRAMME_PROBLEMS",
    "VERSION_PROBLEMS",
    "sentence_of",
]
