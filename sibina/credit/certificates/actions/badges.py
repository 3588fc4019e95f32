"""The badge beside the sheet: an Open Badge 3.0, signed with a key of the city that the system keeps.

It is signed when the holder asks for it, so that the key must work without anybody who knows a passphrase; it is another
key than the one that signs sheets.
"""

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.db import transaction
from jwt.algorithms import RSAAlgorithm

from sibina.credit.certificates.models import BadgeKey, Certificate
from sibina.credit.certificates.reads import find_badge_key
from sibina.credit.certificates.rules import achievement_of, credential_of, identity_of
from sibina.credit.certificates.types import BadgeIssuer
from sibina.lib.audit.api import record
from sibina.lib.sealing import seal, unseal
from sibina.lib.tenancy.models import City

BADGE_USE = "certificates badge key"
ALGORITHM = "RS256"
"""The one that every reader of Open Badges 3.0 must know."""
KEY_BITS = 2048
PUBLIC_EXPONENT = 65537
SALT_BYTES = 12


def credential_of_certificate(certificate: Certificate, *, issuer: BadgeIssuer) -> dict[str, Any]:
    """The credential of a certificate that `find_certificate` brought along; the same each time."""
    issue = certificate.issue
    salt = hashlib.sha256(f"salt {certificate.token}".encode()).hexdigest()[: 2 * SALT_BYTES]
    achievement = achievement_of(
        issuer=issuer,
        key=f"{issue.code}-{issue.pk}",
        title=certificate.title,
        jp=certificate.jp,
        modules=[title for title, _method, _jp in issue.modules],
    )
    return credential_of(
        token=certificate.token,
        issuer=issuer,
        person=identity_of(certificate.person.number, salt),
        achievement=achievement,
        issued_at=issue.asked_at.astimezone(UTC).replace(microsecond=0),
        checked_at=f"{issuer.site}s/{certificate.token}/",
    )


@transaction.atomic
def badge_of(*, certificate: Certificate, issuer: BadgeIssuer, at: datetime) -> str:
    """The badge as a signed text (VC-JWT). Makes the city's key where there is none yet."""
    key = find_badge_key() or _make_key(certificate.city, at)
    credential = credential_of_certificate(certificate, issuer=issuer)
    claims = credential | {
        "iss": issuer.address,
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": int(datetime.fromisoformat(credential["validFrom"]).timestamp()),
    }
    private = load_pem_private_key(unseal(key.sealed, use=BADGE_USE), password=None)
    headers = {"kid": f"{issuer.address}kunci/{key.kid}.json", "typ": "JWT"}
    return jwt.encode(claims, private, algorithm=ALGORITHM, headers=headers)  # type: ignore[arg-type]


def _make_key(city: City, at: datetime) -> BadgeKey:
    private = rsa.generate_private_key(PUBLIC_EXPONENT, KEY_BITS)
    public = json.loads(RSAAlgorithm.to_jwk(private.public_key()))
    kept = {"e": public["e"], "kty": public["kty"], "n": public["n"]}
    # The name of a key is the digest of its public half (RFC 7638).
    digest = hashlib.sha256(json.dumps(kept, separators=(",", ":"), sort_keys=True).encode()).digest()
    kid = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key = BadgeKey.objects.create(
        city=city,
        kid=kid,
        public_jwk=kept | {"kid": kid, "alg": ALGORITHM, "use": "sig"},
        sealed=seal(pem, use=BADGE_USE),
        made_at=at,
    )
    record(verb="certificates.badge_key.made", city=city, at=at, target=key)
    return key
