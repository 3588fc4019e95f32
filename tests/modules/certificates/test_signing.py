"""Signatures, judged by pyhanko's own validator; keys and passphrases; a service that is a stand-in on this machine."""

import base64
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

import pytest
from asn1crypto import pem, x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from config.checks import check_production
from sibina.credit.certificates.actions import (
    Secret,
    add_key,
    forget_old_secrets,
    retire_key,
    revoke_certificate,
    start_signing,
)
from sibina.credit.certificates.models import Certificate, Issue, SigningKey, SigningOrder
from sibina.credit.certificates.types import KeyRefused, KeyRefusedBecause, NothingToSign, RevocationReason
from sibina.lib.jobs.api import Job, run_job
from sibina.lib.sealing import SealBroken, seal, unseal
from sibina.lib.signing import Look, OwnKey, Place
from tests.modules.certificates.conftest import AT, NAMES, PASSPHRASE, Hall, make_key_file

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def issue(hall: Hall) -> Issue:
    made = hall.issue()
    run_job(city_id=hall.city.pk, job_id=made.job_id)
    return made


def hand_in(hall: Hall, content: bytes, passphrase: str = PASSPHRASE) -> SigningKey:
    return add_key(city=hall.city, label="Kunci uji", content=content, passphrase=passphrase, by=None, at=AT)


def run_order(hall: Hall, issue: Issue, key: SigningKey | None, secret: Secret) -> Job:
    order = start_signing(issue=issue, key=key, secret=secret, by=None, at=AT)
    run_job(city_id=hall.city.pk, job_id=order.job_id)
    return Job.objects.get(pk=order.job_id)


def validity(content: bytes, key_file: bytes) -> Any:
    """What the validator says of the only signature, trusting the test's own certificate and nothing else."""
    _key, certificate, _chain = pkcs12.load_key_and_certificates(key_file, PASSPHRASE.encode())
    assert certificate is not None
    _kind, _headers, der = pem.unarmor(certificate.public_bytes(Encoding.PEM))
    trusted = ValidationContext(trust_roots=[x509.Certificate.load(der)], allow_fetching=False)
    (signature,) = PdfFileReader(BytesIO(content)).embedded_signatures
    return validate_pdf_signature(signature, trusted)


def test_every_sheet_is_signed_with_the_citys_key_and_the_validator_agrees(
    hall: Hall, issue: Issue, key_file: bytes
) -> None:
    job = run_order(hall, issue, hand_in(hall, key_file), Secret(PASSPHRASE))
    assert job.state == Job.State.DONE, job.message
    rows = Certificate.objects.filter(signed_file__isnull=False)
    assert rows.count() == len(NAMES)
    for row in rows[:2]:
        status = validity(bytes(row.signed_file.content), key_file)
        assert status.bottom_line, status.pretty_print_details()
        assert status.coverage.name == "ENTIRE_FILE"
        assert bytes(row.signed_file.content).startswith(bytes(row.file.content))
        assert row.signed_by == "Kepala BKPSDM Kota Uji"


def test_a_signed_sheet_that_was_touched_is_no_longer_intact(
    hall: Hall, issue: Issue, key_file: bytes
) -> None:
    run_order(hall, issue, hand_in(hall, key_file), Secret(PASSPHRASE))
    content = bytearray(hall.of("Ani").signed_file.content)
    place = content.index(b"/MediaBox")
    content[place + 1 : place + 9] = b"mediabox"
    assert not validity(bytes(content), key_file).intact


def test_the_passphrase_is_nowhere_after_the_work(hall: Hall, issue: Issue, key_file: bytes) -> None:
    key = hand_in(hall, key_file)
    order = start_signing(issue=issue, key=key, secret=Secret(PASSPHRASE), by=None, at=AT)
    sealed = bytes(SigningOrder.objects.get(pk=order.pk).sealed_secret)
    assert PASSPHRASE.encode() not in sealed
    assert PASSPHRASE not in json.dumps(Job.objects.get(pk=order.job_id).arguments)
    run_job(city_id=hall.city.pk, job_id=order.job_id)
    assert SigningOrder.objects.get(pk=order.pk).sealed_secret is None


def test_the_passphrase_is_gone_too_where_the_work_could_not_be_done(
    hall: Hall, issue: Issue, key_file: bytes
) -> None:
    key = hand_in(hall, key_file)
    order = start_signing(issue=issue, key=key, secret=Secret(PASSPHRASE), by=None, at=AT)
    SigningKey.objects.filter(pk=key.pk).update(sealed=b"rusak")
    run_job(city_id=hall.city.pk, job_id=order.job_id)
    assert Job.objects.get(pk=order.job_id).state == Job.State.FAILED
    assert SigningOrder.objects.get(pk=order.pk).sealed_secret is None


@pytest.mark.parametrize(
    ("spoil", "passphrase", "why"),
    [
        (lambda content: content, "keliru", KeyRefusedBecause.WRONG_PASSPHRASE),
        (lambda content: b"%PDF-1.7 bukan kunci", PASSPHRASE, KeyRefusedBecause.NOT_A_KEY),
        (lambda content: content[:200], PASSPHRASE, KeyRefusedBecause.NOT_A_KEY),
        (lambda content: make_key_file(days=30), PASSPHRASE, KeyRefusedBecause.EXPIRED),
    ],
)
def test_a_key_that_cannot_sign_is_refused_with_its_reason(
    hall: Hall, key_file: bytes, spoil: Any, passphrase: str, why: KeyRefusedBecause
) -> None:
    with pytest.raises(KeyRefused) as refused:
        hand_in(hall, spoil(key_file), passphrase)
    assert refused.value.why == why
    assert SigningKey.objects.count() == 0


def test_a_key_is_kept_once_and_its_content_leaves_with_it(hall: Hall, key_file: bytes) -> None:
    key = hand_in(hall, key_file)
    assert key_file not in bytes(SigningKey.objects.get(pk=key.pk).sealed)
    with pytest.raises(KeyRefused) as refused:
        hand_in(hall, key_file)
    assert refused.value.why == KeyRefusedBecause.KNOWN
    retire_key(key=key, by=None, at=AT)
    assert bytes(SigningKey.objects.get(pk=key.pk).sealed) == b""
    hand_in(hall, key_file)


def test_a_wrong_passphrase_is_told_before_any_work_begins(hall: Hall, issue: Issue, key_file: bytes) -> None:
    with pytest.raises(KeyRefused) as refused:
        start_signing(issue=issue, key=hand_in(hall, key_file), secret=Secret("keliru"), by=None, at=AT)
    assert refused.value.why == KeyRefusedBecause.WRONG_PASSPHRASE
    assert SigningOrder.objects.count() == 0


def test_what_was_taken_back_is_not_signed_and_nothing_is_signed_twice(
    hall: Hall, issue: Issue, key_file: bytes
) -> None:
    revoke_certificate(
        certificate=hall.of("Ani"), reason=RevocationReason.OTHER, explanation="Sebab.", by=None, at=AT
    )
    key = hand_in(hall, key_file)
    run_order(hall, issue, key, Secret(PASSPHRASE))
    assert hall.of("Ani").signed_file is None
    with pytest.raises(NothingToSign):
        start_signing(issue=issue, key=key, secret=Secret(PASSPHRASE), by=None, at=AT)


def test_a_secret_is_read_for_its_use_only_and_not_for_ever() -> None:
    sealed = seal(b"rahasia", use="satu")
    assert unseal(sealed, use="satu") == b"rahasia"
    with pytest.raises(SealBroken):
        unseal(sealed, use="dua")
    with pytest.raises(SealBroken):
        unseal(sealed, use="satu", seconds=-1)


class Service(ThreadingHTTPServer):
    """A stand-in of the national service: it signs with its own key who gives the right number and passphrase."""

    key: OwnKey
    asked = 0
    refuses_from = 10**6


class Answering(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        fields = self._fields()
        self.server.asked += 1
        allowed = base64.b64decode(self.headers["Authorization"].split()[1]) == b"kota:sandi"
        if self.path != "/api/sign/pdf" or not allowed:
            self._answer(401, json.dumps({"error": "Tidak dikenal"}).encode())
        elif fields["passphrase"] != b"sandi-kunci" or len(fields["nik"]) != 16:
            self._answer(400, json.dumps({"error": "Passphrase anda salah"}).encode())
        elif self.server.asked >= self.server.refuses_from:
            self._answer(500, b"")
        else:
            look = Look(blank_page(), Place(0, (10, 10, 60, 30)), "uji")
            self._answer(200, self.server.key.sign(fields["file"], look))

    def _fields(self) -> dict[str, bytes]:
        border = self.headers["Content-Type"].split("boundary=")[1].encode()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        found = {}
        for part in body.split(b"--" + border)[1:-1]:
            head, _gap, value = part.partition(b"\r\n\r\n")
            found[head.split(b'name="')[1].split(b'"')[0].decode()] = value[:-2]
        return found

    def _answer(self, code: int, content: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *said: Any) -> None:
        """Nothing on the screen of the tests."""


def blank_page() -> bytes:
    from sibina.lib.documents import Typesetter  # noqa: PLC0415  (in the service's own thread)

    return Typesetter("signature.typ").set({"words": "uji", "name": "", "day": "", "width": 50, "height": 20})


@pytest.fixture
def service(key_file: bytes, settings: Any) -> Iterator[Service]:
    server = Service(("127.0.0.1", 0), Answering)
    server.key = OwnKey(key_file, PASSPHRASE)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.SIGNING_SERVICE = {"address": address, "user": "kota", "password": "sandi"}
    yield server
    server.shutdown()
    server.server_close()


SECRET = Secret("sandi-kunci", number="1234567890123456", name="Dr. Kepala Uji")


def test_the_service_signs_and_what_it_sends_back_is_looked_at(
    hall: Hall, issue: Issue, service: Service, key_file: bytes
) -> None:
    job = run_order(hall, issue, None, SECRET)
    assert job.state == Job.State.DONE, job.message
    assert service.asked == len(NAMES)
    row = hall.of("Dewi")
    assert row.signed_by == "Dr. Kepala Uji"
    assert validity(bytes(row.signed_file.content), key_file).bottom_line


def test_what_the_service_says_is_told_and_the_sheets_stay_unsigned(
    hall: Hall, issue: Issue, service: Service
) -> None:
    wrong = Secret("keliru", number=SECRET.number, name=SECRET.name)
    job = run_order(hall, issue, None, wrong)
    assert job.state == Job.State.FAILED
    assert "Passphrase anda salah" in job.message
    assert Certificate.objects.filter(signed_file__isnull=False).count() == 0


def test_a_service_that_is_silent_is_told_in_a_sentence(hall: Hall, issue: Issue, settings: Any) -> None:
    settings.SIGNING_SERVICE = {"address": "http://127.0.0.1:9", "user": "kota", "password": "sandi"}
    job = run_order(hall, issue, None, SECRET)
    assert "Layanan tanda tangan tidak menjawab." in job.message


def test_a_secret_whose_work_came_to_no_end_is_removed_after_some_hours(
    hall: Hall, issue: Issue, key_file: bytes
) -> None:
    order = start_signing(issue=issue, key=hand_in(hall, key_file), secret=Secret(PASSPHRASE), by=None, at=AT)
    assert forget_old_secrets(at=AT + timedelta(hours=5)) == 0
    assert forget_old_secrets(at=AT + timedelta(hours=7)) == 1
    assert SigningOrder.objects.get(pk=order.pk).sealed_secret is None


def test_in_production_a_passphrase_is_not_sent_over_an_open_line(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("SIBINA_SECRET_KEY", "x" * 50)
    settings.PRODUCTION, settings.DEBUG = True, False
    found = {}
    for scheme in ("http", "https"):
        settings.SIGNING_SERVICE = {"address": f"{scheme}://ttd.contoh.go.id", "user": "", "password": ""}
        found[scheme] = "sibina.E006" in {message.id for message in check_production(None)}
    assert found == {"http": True, "https": False}


def test_an_old_order_asks_for_the_passphrase_again(hall: Hall, issue: Issue, key_file: bytes) -> None:
    order = start_signing(issue=issue, key=hand_in(hall, key_file), secret=Secret(PASSPHRASE), by=None, at=AT)
    SigningOrder.objects.filter(pk=order.pk).update(sealed_secret=None, asked_at=AT - timedelta(days=1))
    run_job(city_id=hall.city.pk, job_id=order.job_id)
    job = Job.objects.get(pk=order.job_id)
    assert job.state == Job.State.FAILED
    assert "Kata sandi kunci tidak disimpan" in job.message
