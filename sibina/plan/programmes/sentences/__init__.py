"""The Indonesian sentences of programmes."""

from sibina.plan.programmes.sentences.catalogue import (
    FIELD_OF_PROBLEM,
    OFFERING_HELD,
    OFFERING_PROBLEMS,
    PATH_TITLES,
    PROGRAMME_PROBLEMS,
    course_sentence,
    days_short,
    session_days,
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
from sibina.plan.programmes.sentences.reviews import (
    REVIEW_REFUSALS,
    REVIEW_STATES,
    REVIEW_TONES,
)
from sibina.plan.programmes.sentences.speakers import (
    SCORES,
    STANDING_TONES,
    STANDINGS,
    absence_sentence,
    clash_sentence,
    rating_words,
    why_not_free,
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
    "PATH_TITLES",
    "PROGRAMME_PROBLEMS",
    "REVIEW_REFUSALS",
    "REVIEW_STATES",
    "REVIEW_TONES",
    "SCORES",
    "STANDINGS",
    "STANDING_TONES",
    "VERSION_PROBLEMS",
    "absence_sentence",
    "clash_sentence",
    "course_sentence",
    "days_short",
    "rating_words",
    "sentence_of",
    "session_days",
    "why_not_free",
]
