"""The tables of certificates."""

from sibina.credit.certificates.models.certificates import (
    KIND_TITLES,
    REASON_TITLES,
    Certificate,
    Issue,
    Revocation,
    Series,
)
from sibina.credit.certificates.models.settings import CertificateSettings
from sibina.credit.certificates.models.signing import WAY_TITLES, BadgeKey, SigningKey, SigningOrder

__all__ = [
    "KIND_TITLES",
    "REASON_TITLES",
    "WAY_TITLES",
    "BadgeKey",
    "Certificate",
    "CertificateSettings",
    "Issue",
    "Revocation",
    "Series",
    "SigningKey",
    "SigningOrder",
]
