"""The rules of certificates."""

from sibina.credit.certificates.rules.badges import (
    achievement_of,
    credential_id,
    credential_of,
    identity_of,
    issuer_of,
    revocations_of,
)
from sibina.credit.certificates.rules.grouping import CERTIFIED_KINDS, group_activities, group_of
from sibina.credit.certificates.rules.naming import mask_name, same_name
from sibina.credit.certificates.rules.numbering import check_pattern, number_of, roman

__all__ = [
    "CERTIFIED_KINDS",
    "achievement_of",
    "check_pattern",
    "credential_id",
    "credential_of",
    "group_activities",
    "group_of",
    "identity_of",
    "issuer_of",
    "mask_name",
    "number_of",
    "revocations_of",
    "roman",
    "same_name",
]
