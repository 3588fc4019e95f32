"""The pages of certificates, as each role sees them."""

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sibina.credit.certificates.actions import add_key, save_settings
from sibina.credit.certificates.api import list_certificates
from sibina.credit.certificates.models import Certificate, CertificateSettings, SigningKey, SigningOrder
from sibina.credit.certificates.types import Certified
from sibina.deliver.sessions.models import Presence, Session
from sibina.deliver.sessions.types import PresenceState, SessionStage
from sibina.ground.cycles.api import give_starting_rules
from sibina.lib.access import Role
from sibina.lib.jobs.api import Job, run_job
from sibina.plan.programmes.types import ActivityKind
from tests.modules.certificates.conftest import AT, FACTS, ISSUED_ON, PASSPHRASE, Hall
from tests.modules.sessions.hall import build_hall


@pytest.fixture
def officer(client_as: Any) -> Client:
    client: Client = client_as(Role.PENGELOLA)
    return client


def typed(**changes: str) -> dict[str, str]:
    """The settings as the form sends them."""
    return {name: str(value) for name, value in vars(FACTS).items()} | {"revision": "1"} | changes


def test_the_settings_are_saved_and_a_pattern_without_a_year_is_told_beside_its_field(
    hall: Hall, officer: Client
) -> None:
    page = officer.post("/sertifikat/pengaturan/", typed(pattern="{nomor}/BKPSDM"))
    text = page.content.decode()
    assert "pola harus memuat {tahun}" in text
    assert 'value="{nomor}/BKPSDM"' in text
    assert officer.post("/sertifikat/pengaturan/", typed(place="Sabang")).status_code == 302
    assert CertificateSettings.objects.get().place == "Sabang"


def test_the_second_officer_is_told_what_the_first_has_saved(hall: Hall, officer: Client) -> None:
    save_settings(city=hall.city, facts=FACTS, revision=1, by=None, at=AT)
    text = officer.post("/sertifikat/pengaturan/", typed(place="Sabang")).content.decode()
    assert "ketikan Anda belum disimpan" in text
    assert 'value="Sabang"' in text
    assert CertificateSettings.objects.get().place == FACTS.place


def test_the_officer_sees_the_city_a_head_the_own_office_and_an_asn_the_own_sheets(
    hall: Hall, officer: Client, client_as: Any
) -> None:
    hall.issue()
    head = client_as(Role.KEPALA_OPD, unit=hall.units[0])
    ani = client_as(Role.ASN, person=hall.people[0])
    every, own_office = (client.get("/sertifikat/").content.decode() for client in (officer, head))
    mine = ani.get("/sertifikat/saya/").content.decode()
    assert all(one.name in every for one in hall.people)
    assert [one.name in own_office for one in hall.people] == [True, False, True, False, True]
    assert "1/BKPSDM/III/2026" in mine
    assert "2/BKPSDM/III/2026" not in mine
    assert ani.get("/sertifikat/").status_code == 403
    stranger = hall.of("Budi").pk
    for client in (head, ani):
        for path in ("", "sertifikat.pdf", "lencana.jwt"):
            assert client.get(f"/sertifikat/{stranger}/{path}").status_code == 404


def test_an_asn_downloads_the_own_sheet_which_is_made_when_first_asked_for(
    hall: Hall, client_as: Any
) -> None:
    hall.issue()
    own = hall.of("Ani")
    ani = client_as(Role.ASN, person=hall.people[0])
    answers = [ani.get(f"/sertifikat/{own.pk}/sertifikat.pdf") for _turn in range(2)]
    assert answers[0].content.startswith(b"%PDF")
    assert answers[0].content == answers[1].content
    assert answers[0]["Content-Disposition"].endswith("sertifikat-1-BKPSDM-III-2026.pdf")
    page = ani.get(f"/sertifikat/{own.pk}/").content.decode()
    assert "Unduh PDF" in page
    assert "Cabut" not in page


def test_a_certificate_is_taken_back_with_a_reason_only(hall: Hall, officer: Client, client_as: Any) -> None:
    hall.issue()
    one = hall.of("Ani")
    address = f"/sertifikat/{one.pk}/cabut/"
    refused = officer.post(address, {"reason": "other", "explanation": " "}).content.decode()
    assert "Tulis penjelasannya" in refused
    assert (
        officer.post(address, {"reason": "other", "explanation": "Diminta Inspektorat."}).status_code == 302
    )
    assert Certificate.objects.get(pk=one.pk).revoked_on is not None
    again = officer.post(address, {"reason": "other", "explanation": "Sekali lagi."}).content.decode()
    assert "sudah dicabut orang lain" in again
    shown = officer.get(f"/sertifikat/{one.pk}/").content.decode()
    assert "Diminta Inspektorat." in shown
    owner = client_as(Role.ASN, person=hall.people[0]).get(f"/sertifikat/{one.pk}/").content.decode()
    assert "Dicabut" in owner
    assert "Diminta Inspektorat." not in owner


def test_a_key_is_handed_in_and_an_issue_is_signed_from_the_screen(
    hall: Hall, officer: Client, key_file: bytes
) -> None:
    issue = hall.issue()
    run_job(city_id=hall.city.pk, job_id=issue.job_id)
    sign = f"/sertifikat/penerbitan/{issue.pk}/tanda-tangan/"
    assert "Belum ada kunci yang dapat menandatangani" in officer.get(sign).content.decode()

    def hand_in(passphrase: str) -> str:
        file = SimpleUploadedFile("kunci.p12", key_file)
        sent = {"label": "Kunci Kepala", "file": file, "passphrase": passphrase}
        return officer.post("/sertifikat/kunci/baru/", sent, follow=True).content.decode()

    assert "Kata sandi tidak membuka kunci ini" in hand_in("keliru")
    assert "Kepala BKPSDM Kota Uji" in hand_in(PASSPHRASE)
    key = SigningKey.objects.get()
    wrong = officer.post(sign, {"way": str(key.pk), "passphrase": "keliru"}).content.decode()
    assert "Kata sandi tidak membuka kunci ini" in wrong
    assert officer.post(sign, {"way": str(key.pk), "passphrase": PASSPHRASE}).status_code == 302
    run_job(city_id=hall.city.pk, job_id=SigningOrder.objects.get().job_id)
    assert Job.objects.filter(kind="certificates.sign", state=Job.State.DONE).count() == 1
    shown = officer.get(f"/sertifikat/penerbitan/{issue.pk}/").content.decode()
    assert "Cetak semua" in shown
    assert "Tandatangani" not in shown
    printed = officer.post(f"/sertifikat/penerbitan/{issue.pk}/cetak/")
    run_job(city_id=hall.city.pk, job_id=int(printed["Location"].split("/")[2]))
    assert officer.get(f"{printed['Location']}berkas/").content.startswith(b"%PDF")


def test_a_page_of_certificates_asks_no_more_for_more_of_them(
    hall: Hall, officer: Client, django_assert_max_num_queries: Any
) -> None:
    issue = hall.issue()
    for path in (
        "",
        "terbitkan/",
        "penerbitan/",
        f"penerbitan/{issue.pk}/",
        f"{hall.of('Ani').pk}/",
        "kunci/",
    ):
        officer.get(f"/sertifikat/{path}")
        with django_assert_max_num_queries(12):
            assert officer.get(f"/sertifikat/{path}").status_code == 200, path


def test_from_the_attendance_of_a_session_to_its_certificates_on_the_screen(
    hall: Hall, officer: Client
) -> None:
    give_starting_rules(city=hall.city, at=AT)
    held = build_hall(hall.city, people=3, begin=datetime(2021, 3, 1, 1, tzinfo=UTC))
    for one in held.people[:2]:
        Presence.objects.create(
            city=hall.city, day=held.day, enrolment=one, state=PresenceState.PRESENT, minutes=480
        )
    Session.objects.filter(pk=held.session.pk).update(stage=SessionStage.HELD)
    page = officer.get("/sertifikat/terbitkan/?bulan=2021-03").content.decode()
    assert "Pelayanan prima" in page
    assert "Belum ada" not in page
    address = html.unescape(re.search(r'href="(/sertifikat/terbitkan/kegiatan/[^"]+)"', page)[1])
    asked = officer.get(address).content.decode()
    assert "2 orang akan mendapat sertifikat" in asked
    assert ["Peserta 0001" in asked, "Peserta 0003" in asked] == [True, False]
    early = officer.post(address, {"issued_on": "28-02-2021"}).content.decode()
    assert "Kegiatan baru selesai 1 Maret 2021" in early
    answer = officer.post(address, {"issued_on": "2-3-2021"})
    run_job(city_id=hall.city.pk, job_id=int(answer["Location"].split("/")[2]))
    made = Certificate.objects.filter(year=2021)
    assert sorted(made.values_list("number", flat=True)) == ["1/BKPSDM/III/2021", "2/BKPSDM/III/2021"]
    assert made.filter(file__isnull=False).count() == 2
    assert "Semua sudah bersertifikat" in officer.get(address).content.decode()
    assert officer.get("/sertifikat/terbitkan/kegiatan/?bulan=2021-03&kode=lain").status_code == 302


def test_whoever_counts_is_told_what_valid_certificates_say(hall: Hall, key_file: bytes) -> None:
    hall.issue()
    ani = hall.people[0]
    told = list_certificates(people=[ani.pk], since=ISSUED_ON, until=ISSUED_ON)
    key = 1000 + ani.pk
    assert told == [Certified("1/BKPSDM/III/2026", ani.pk, ActivityKind.SESSION, key, 20, ISSUED_ON)]
    assert list_certificates(people=[]) == []
    assert len(list_certificates()) == len(hall.people)


def test_an_expired_key_is_not_offered(hall: Hall, officer: Client, key_file: bytes) -> None:
    issue = hall.issue()
    add_key(city=hall.city, label="Lama", content=key_file, passphrase=PASSPHRASE, by=None, at=AT)
    SigningKey.objects.update(valid_to="2020-02-01T00:00Z")
    page = officer.get(f"/sertifikat/penerbitan/{issue.pk}/tanda-tangan/").content.decode()
    assert "Belum ada kunci yang dapat menandatangani" in page
    assert "habis masa berlaku" in officer.get("/sertifikat/kunci/").content.decode()
