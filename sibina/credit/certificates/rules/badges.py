"""A certificate as an Open Badge 3.0: the credential of 1EdTech in the words of W3C, as plain data.

The person is named by a salted digest of the NIP, so that who knows the NIP can check it and nobody else reads it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sibina.credit.certificates.types import BadgeIssuer, RevocationReason

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    # Knows the word for the list of revocations.
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
]
REVOCATION_LIST = "1EdTechRevocationList"


def issuer_of(issuer: BadgeIssuer) -> dict[str, Any]:
    """The issuer's profile, as a page and inside a credential."""
    return {"id": issuer.address, "type": ["Profile"], "name": issuer.name, "url": issuer.site}


def credential_id(token: str) -> str:
    """The name of a credential. Made from the certificate's secret token, which cannot be found from it."""
    return _name_of("badge", token)


def _name_of(what: str, token: str) -> str:
    digest = hashlib.sha256(f"{what} {token}".encode()).digest()[:16]
    return UUID(bytes=digest, version=4).urn


def identity_of(number: str, salt: str) -> dict[str, Any]:
    """The person as a credential names one: SHA-256 of NIP and salt, nothing between."""
    digest = hashlib.sha256((number + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "ext:nip",
        "salt": salt,
    }


def credential_of(
    *,
    token: str,
    issuer: BadgeIssuer,
    person: Mapping[str, Any],
    achievement: Mapping[str, Any],
    issued_at: datetime,
    checked_at: str,
) -> dict[str, Any]:
    """The credential of one certificate. `checked_at` is the public page where it is looked up."""
    return {
        "@context": CONTEXT,
        "id": credential_id(token),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement["name"],
        "issuer": issuer_of(issuer),
        "validFrom": issued_at.isoformat(),
        "credentialSubject": {
            "id": _name_of("holder", token),
            "type": ["AchievementSubject"],
            "identifier": [dict(person)],
            "achievement": dict(achievement),
        },
        "evidence": [{"id": checked_at, "type": ["Evidence"], "name": "Pemeriksaan sertifikat"}],
        "credentialStatus": {"id": f"{issuer.address}dicabut.json", "type": REVOCATION_LIST},
    }


def achievement_of(
    *, issuer: BadgeIssuer, key: str, title: str, jp: int | None, modules: Iterable[str]
) -> dict[str, Any]:
    """What was achieved, and by which criteria."""
    hours = f" ({jp} JP)" if jp is not None else ""
    parts = "; ".join(modules)
    narrative = f"Mengikuti «{title}»{hours} sampai selesai, menurut daftar hadir penyelenggara."
    return {
        "id": f"{issuer.address}capaian/{key}",
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": title,
        "description": f"{title}{hours}" + (f": {parts}." if parts else "."),
        "criteria": {"narrative": narrative},
    }


def revocations_of(
    issuer: BadgeIssuer, revoked: Iterable[tuple[str, date, RevocationReason]], words: Mapping[str, str]
) -> dict[str, Any]:
    """The list of what was taken back: token, day and reason of each; `words` says a reason in general terms."""
    return {
        "id": f"{issuer.address}dicabut.json",
        "type": REVOCATION_LIST,
        "issuer": issuer.address,
        "revokedCredential": [
            {
                "id": credential_id(token),
                "revoked": True,
                "revocationReason": f"{words[reason]} ({day.isoformat()})",
            }
            for token, day, reason in revoked
        ],
    }
