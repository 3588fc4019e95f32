"""The Indonesian sentence of every code of mentoring, one file a subject."""

from sibina.deliver.mentoring.sentences.matching import (
    GRADE_NOT_KNOWN,
    PLACES,
    POOL_TOO_LARGE,
    ROLES,
    STRANGERS,
    UNMATCHED,
    one_sentence,
    points,
    sentence_of_reason,
    sentences_of,
)

__all__ = [
    "GRADE_NOT_KNOWN",
    "PLACES",
    "POOL_TOO_LARGE",
    "ROLES",
    "STRANGERS",
    "UNMATCHED",
    "one_sentence",
    "points",
    "sentence_of_reason",
    "sentences_of",
]
