"""The Indonesian sentences of programmes."""

from sibina.plan.programmes.sentences.catalogue import FIELD_OF_PROBLEM, OFFERING_PROBLEMS, PROGRAMME_PROBLEMS

__all__ = [
    "FIELD_OF_PROBLEM",
    "OFFERING_PROBLEMS",
    "PROGRAMME_PROBLEMS",
]
