"""A badge has what the published shape of Open Badges 3.0 asks for, and names nobody."""

import hashlib
import json
import re
from datetime import UTC, date, datetime

from sibina.credit.certificates.rules import (
    achievement_of,
    credential_id,
    credential_of,
    identity_of,
    revocations_of,
)
from sibina.credit.certificates.types import BadgeIssuer, RevocationReason

ISSUER = BadgeIssuer("https://kota.go.id/penerbit/sabang/", "BKPSDM", "https://kota.go.id/")
NIP = "199001012015031001"
TOKEN = "a" * 24


def make() -> dict:
    achievement = achievement_of(
        issuer=ISSUER, key="abc-1", title="Pelayanan", jp=20, modules=["Etika", "Loket"]
    )
    return credential_of(
        token=TOKEN,
        issuer=ISSUER,
        person=identity_of(NIP, "0f"),
        achievement=achievement,
        issued_at=datetime(2026, 3, 9, 3, tzinfo=UTC),
        checked_at="https://kota.go.id/s/x/",
    )


def test_every_required_field_of_the_published_shape_is_there() -> None:
    # OpenBadgeCredential, Profile, AchievementSubject, IdentityObject, Achievement and Criteria of OB 3.0, appendix B.
    badge = make()
    assert badge["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(badge["type"])
    assert badge["id"].startswith("urn:uuid:")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)", badge["validFrom"])
    assert badge["issuer"]["type"] == ["Profile"]
    assert badge["issuer"]["id"] == ISSUER.address
    subject = badge["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"]
    achievement = subject["achievement"]
    assert achievement["type"] == ["Achievement"]
    for name in ("id", "name", "description"):
        assert achievement[name]
    assert achievement["criteria"]["narrative"]
    (identity,) = subject["identifier"]
    assert identity["type"] == "IdentityObject"
    assert identity["hashed"] is True
    assert badge["credentialStatus"] == {
        "id": "https://kota.go.id/penerbit/sabang/dicabut.json",
        "type": "1EdTechRevocationList",
    }


def test_the_holder_is_named_by_a_digest_that_only_who_knows_the_nip_can_check() -> None:
    badge = make()
    told = badge["credentialSubject"]["identifier"][0]
    assert told["identityHash"] == "sha256$" + hashlib.sha256((NIP + told["salt"]).encode()).hexdigest()
    assert NIP not in json.dumps(badge)


def test_a_revoked_badge_is_listed_by_its_name_and_not_by_its_secret() -> None:
    listed = revocations_of(
        ISSUER, [(TOKEN, date(2026, 4, 1), RevocationReason.WRONG_DATA)], {"wrong_data": "data keliru"}
    )
    assert [row["id"] for row in listed["revokedCredential"]] == [make()["id"]] == [credential_id(TOKEN)]
    assert TOKEN not in json.dumps(listed)
