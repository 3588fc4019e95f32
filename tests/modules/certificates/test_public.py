"""What anybody is told: valid, revoked or unknown, and no name to who guesses."""

from datetime import date
from typing import Any

import jwt
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from sibina.credit.certificates.actions import revoke_certificate
from sibina.credit.certificates.models import Certificate
from sibina.credit.certificates.rules import credential_id
from sibina.credit.certificates.types import RevocationReason
from sibina.lib.access import Role
from sibina.lib.tenancy.context import holding_token, set_database_city
from tests.conftest import make_city
from tests.modules.certificates.conftest import AT, NAMES, Hall


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def issued(hall: Hall) -> Hall:
    hall.issue()
    return hall


def take_back(hall: Hall, name: str) -> Certificate:
    one = hall.of(name)
    revoke_certificate(
        certificate=one,
        reason=RevocationReason.NOT_COMPLETED,
        explanation="Hanya hadir sehari.",
        by=None,
        at=AT,
    )
    return one


def test_who_holds_the_sheet_sees_that_it_is_valid_and_no_full_name(issued: Hall) -> None:
    page = Client().get(f"/s/{issued.of('Ani').token}/")
    text = page.content.decode()
    assert page.status_code == 200
    for told in ("Sertifikat sah", "1/BKPSDM/III/2026", "Pelayanan Prima", "A••• Y•••", "20"):
        assert told in text
    assert "Yudhoyati" not in text
    assert "<script" not in text


def test_a_sheet_taken_back_says_since_when_and_why_in_general_words(issued: Hall) -> None:
    text = Client().get(f"/s/{take_back(issued, 'Ani').token}/").content.decode()
    for told in (
        "Sertifikat dicabut",
        "Tidak berlaku sejak 9 Maret 2026",
        "kegiatan ternyata tidak diselesaikan",
    ):
        assert told in text
    assert "Hanya hadir sehari" not in text


def test_whatever_is_unknown_gets_the_same_answer(issued: Hall) -> None:
    token = issued.of("Ani").token
    asked = ["x", token[:-1], token + "A", token.swapcase(), "1", "' OR 1=1 --", "a" * 300]
    answers = {
        (answer.status_code, answer.content) for answer in (Client().get(f"/s/{text}/") for text in asked)
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_the_name_is_shown_to_who_types_it_and_to_nobody_else(issued: Hall) -> None:
    address = f"/s/{issued.of('Ani').token}/"
    assert "Ani Yudhoyati, S.E." in Client().post(address, {"name": "ani yudhoyati"}).content.decode()
    wrong = Client().post(address, {"name": "Ani"}).content.decode()
    assert "Nama tidak cocok" in wrong
    assert "Yudhoyati" not in wrong
    empty = Client().post(address, {"name": ""}).content.decode()
    assert "Ketik nama seperti tertulis" in empty


def test_number_and_name_together_are_confirmed_and_either_alone_is_not(issued: Hall) -> None:
    take_back(issued, "Budi")
    slug = issued.city.slug

    def ask(number: str, name: str) -> str:
        return Client().post("/periksa/", {"city": slug, "number": number, "name": name}).content.decode()

    assert "terbit dan berlaku" in ask("1/bkpsdm/iii/2026", "Ani Yudhoyati")
    assert "Dicabut 9 Maret 2026" in ask("2/BKPSDM/III/2026", "Budi Ñurhadi, S.E.")
    wrong_name, no_number = ask("1/BKPSDM/III/2026", "Cici"), ask("99/BKPSDM/III/2026", "Ani Yudhoyati")
    for text in (wrong_name, no_number):
        assert "Tidak ada sertifikat dengan nomor dan nama itu" in text
        assert "Pelayanan Prima" not in text


def test_guessing_is_stopped_after_a_while_and_holding_a_sheet_is_not(issued: Hall) -> None:
    token = issued.of("Ani").token
    codes = [Client().get(f"/s/tebakan-{n}/").status_code for n in range(35)]
    assert codes[:30] == [404] * 30
    assert codes[-1] == 429
    assert Client().get(f"/s/{token}/").status_code == 200
    names = [Client().post(f"/s/{token}/", {"name": f"Nama {n}"}).status_code for n in range(12)]
    assert names[0] == 200
    assert names[-1] == 429


def test_without_a_city_the_database_shows_the_one_row_whose_secret_is_held(issued: Hall) -> None:
    token = issued.of("Ani").token
    set_database_city(city_id=None)
    rows = Certificate.objects_of_all_cities
    assert rows.count() == 0
    with holding_token(token):
        assert [row.token for row in rows.all()] == [token]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM certificates_issue")
            assert cursor.fetchone() == (0,)
            cursor.execute("UPDATE certificates_certificate SET failure = 'x'")
            assert cursor.rowcount == 0
    assert rows.count() == 0


def test_a_member_of_another_city_checks_a_sheet_like_anybody_and_is_at_home_afterwards(
    issued: Hall, client_as: Any
) -> None:
    token = issued.of("Ani").token
    officer = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    text = officer.get(f"/s/{token}/").content.decode()
    assert "Sertifikat sah" in text
    assert "Yudhoyati" not in text
    answer = officer.post(
        "/periksa/", {"city": issued.city.slug, "number": "1/BKPSDM/III/2026", "name": "Ani Yudhoyati"}
    )
    assert "terbit dan berlaku" in answer.content.decode()
    assert not [name for name in NAMES if name in officer.get("/sertifikat/").content.decode()]


def test_a_badge_is_checked_with_the_published_key_and_its_revocation_is_listed(
    issued: Hall, client_as: Any
) -> None:
    one = issued.of("Ani")
    officer = client_as(Role.PENGELOLA)
    signed = officer.get(f"/sertifikat/{one.pk}/lencana.jwt").content.decode()
    head = jwt.get_unverified_header(signed)
    visitor = Client()
    key = visitor.get(head["kid"].removeprefix("http://testserver")).json()
    claims = jwt.decode(signed, jwt.PyJWK(key), algorithms=["RS256"], options={"verify_aud": False})
    slug = issued.city.slug
    assert claims["iss"] == claims["issuer"]["id"] == f"http://testserver/penerbit/{slug}/"
    assert claims["jti"] == claims["id"] == credential_id(one.token)
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert visitor.get(f"/penerbit/{slug}/jwks.json").json()["keys"] == [key]
    assert visitor.get(f"/penerbit/{slug}/").json()["id"] == claims["iss"]
    listing = claims["credentialStatus"]["id"].removeprefix("http://testserver")
    assert visitor.get(listing).json()["revokedCredential"] == []
    take_back(issued, "Ani")
    (row,) = visitor.get(listing).json()["revokedCredential"]
    assert row["id"] == claims["id"]
    assert date(2026, 3, 9).isoformat() in row["revocationReason"]
    assert visitor.get("/penerbit/tidak-ada/").status_code == 404
    again = officer.get(f"/sertifikat/{one.pk}/lencana.jwt").content.decode()
    assert jwt.get_unverified_header(again)["kid"] == head["kid"]
