"""The nouns of certificates."""

from sibina.credit.certificates.types.badges import BadgeIssuer
from sibina.credit.certificates.types.issuing import (
    Certified,
    Group,
    NothingToIssue,
    NotReady,
    Sheet,
)
from sibina.credit.certificates.types.numbering import (
    NO_NUMBER,
    NO_YEAR,
    UNKNOWN_PLACE,
    PatternRefused,
    SettingsFacts,
)
from sibina.credit.certificates.types.revoking import (
    AlreadyRevoked,
    CertificateState,
    Found,
    ReasonMissing,
    RevocationReason,
)
from sibina.credit.certificates.types.signing import (
    KeyFacts,
    KeyRefused,
    KeyRefusedBecause,
    NothingToSign,
    SigningWay,
)

__all__ = [
    "NO_NUMBER",
    "NO_YEAR",
    "UNKNOWN_PLACE",
    "AlreadyRevoked",
    "BadgeIssuer",
    "CertificateState",
    "Certified",
    "Found",
    "Group",
    "KeyFacts",
    "KeyRefused",
    "KeyRefusedBecause",
    "NotReady",
    "NothingToIssue",
    "NothingToSign",
    "PatternRefused",
    "ReasonMissing",
    "RevocationReason",
    "SettingsFacts",
    "Sheet",
    "SigningWay",
]
