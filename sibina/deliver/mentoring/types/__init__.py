"""The nouns of mentoring, one file a subject."""

from sibina.deliver.mentoring.types.matching import (
    Key,
    Match,
    MatchRule,
    Mentee,
    Mentor,
    MentorRole,
    Need,
    Place,
    PoolTooLarge,
    ProposedPair,
    Reason,
    ReasonKind,
    Unmatched,
)

__all__ = [
    "Key",
    "Match",
    "MatchRule",
    "Mentee",
    "Mentor",
    "MentorRole",
    "Need",
    "Place",
    "PoolTooLarge",
    "ProposedPair",
    "Reason",
    "ReasonKind",
    "Unmatched",
]
