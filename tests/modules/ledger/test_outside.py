"""Trainings elsewhere: entered on the phone, verified or refused with a reason, mended, and never lost or doubled."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from sibina.credit.ledger import actions
from sibina.credit.ledger.actions import Evidence
from sibina.credit.ledger.models import OutsideEvent, OutsideTraining
from sibina.credit.ledger.types import (
    BadFacts,
    KnownAlready,
    NoEvidence,
    OutsideProblem,
    OutsideState,
    OutsideStep,
    StepRefused,
)
from sibina.ground.notices.models import Notice
from sibina.lib.access import Role
from sibina.lib.editing.api import Overtaken
from tests.conftest import log_in, make_city
from tests.modules.ledger.conftest import AT, PDF, told

REASON = "Nomor sertifikat pada foto tidak terbaca."
TYPED = {
    "revision": "0", "title": "Pelatihan arsip digital", "organiser": "LAN", "form": "teknis", "abroad": "dalam",
    "starts_on": "02-03-2026", "ends_on": "04-03-2026", "days": "", "jp": "24", "number": "001/LAN/2026",
}  # fmt: skip


def a_file(content=PDF, name="sertifikat.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.fixture
def own(hall, client_as):
    return client_as(Role.ASN, person=hall.persons["Ani"])


@pytest.fixture
def officer(hall, client_as):
    return client_as(Role.ANALIS)


def test_a_person_records_a_training_on_the_phone_and_the_agency_verifies_it(hall, own, officer):
    sent = own.post("/jp/riwayat/baru/", TYPED | {"evidence": a_file()})
    record = OutsideTraining.objects.get()
    assert sent["Location"] == f"/jp/riwayat/{record.pk}/"
    assert (record.days, record.jp, record.state) == (3, 24, OutsideState.WAITING)
    page = officer.get(f"/jp/riwayat/{record.pk}/").content.decode()
    assert "Verifikasi" in page
    officer.post(f"/jp/riwayat/{record.pk}/verifikasi/", {"revision": record.revision})
    record.refresh_from_db()
    assert record.state == OutsideState.VERIFIED
    assert [event.step for event in record.events.all()] == [OutsideStep.SENT, OutsideStep.VERIFIED]
    assert Notice.objects.get(person=hall.persons["Ani"]).url == f"/jp/riwayat/{record.pk}/"


def test_a_refusal_has_a_reason_that_the_person_reads_and_may_answer_by_mending(hall, own, officer):
    record = hall.send()
    answer = officer.post(f"/jp/riwayat/{record.pk}/tolak/", {"revision": record.revision, "reason": "tidak"})
    assert "sepuluh huruf" in answer.content.decode()
    officer.post(f"/jp/riwayat/{record.pk}/tolak/", {"revision": record.revision, "reason": REASON})
    record.refresh_from_db()
    assert (record.state, record.reason) == (OutsideState.REFUSED, REASON)
    assert REASON in own.get(f"/jp/riwayat/{record.pk}/").content.decode()
    mended = TYPED | {"revision": record.revision, "number": "002/LAN/2026"}
    own.post(f"/jp/riwayat/{record.pk}/ubah/", mended)
    record.refresh_from_db()
    assert (record.state, record.number, record.reason) == (OutsideState.WAITING, "002/LAN/2026", "")
    steps = [event.step for event in OutsideEvent.objects.all()]
    assert steps == [OutsideStep.SENT, OutsideStep.REFUSED, OutsideStep.SENT_AGAIN]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"jp": "-3"}, "JP paling sedikit 1"),
        ({"jp": "900"}, "paling banyak 16 JP sehari"),
        ({"jp": "dua"}, "Tulis angka bulat"),
        ({"jp": ""}, "Bentuk ini dihitung dari JP"),
        ({"starts_on": "02-03-2999", "ends_on": "03-03-2999"}, "Tanggal ini belum lewat"),
        ({"ends_on": "01-03-2026"}, "Hari terakhir sebelum hari pertama"),
        ({"starts_on": "besok"}, "hari-bulan-tahun"),
        ({"days": "9"}, "Jumlah hari lebih banyak"),
        ({"title": ""}, "Nama pelatihan belum ditulis"),
        ({"form": "sulap"}, "tidak ada dalam daftar"),
    ],
)
def test_bad_input_gets_one_sentence_and_what_was_typed_stays(own, typed, sentence):
    page = own.post("/jp/riwayat/baru/", TYPED | typed | {"evidence": a_file()}).content.decode()
    assert sentence in page
    assert "001/LAN/2026" in page
    assert page.count("s-field-error") == 1
    assert not OutsideTraining.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04word", "bukan PDF, JPG, atau PNG"),
        (b"", "kosong"),
        (b"%PDF-" + b"x" * (5 * 1024**2), "lebih dari 5 MB"),
    ],
)
def test_a_file_that_is_no_evidence_is_told_so(own, content, sentence):
    page = own.post("/jp/riwayat/baru/", TYPED | {"evidence": a_file(content)}).content.decode()
    assert sentence in page
    assert not OutsideTraining.objects.exists()


def test_without_a_file_nothing_is_sent(hall, own):
    assert "Bukti belum dipilih" in own.post("/jp/riwayat/baru/", TYPED).content.decode()
    with pytest.raises(NoEvidence):
        actions.send_training(
            person=hall.persons["Ani"], facts=told(), evidence=None, at=AT, by=hall.own("Ani")
        )


def test_a_double_tap_is_one_record(hall):
    assert hall.send().pk == hall.send().pk
    assert OutsideEvent.objects.count() == 1


def test_the_same_training_with_other_figures_is_refused_and_leads_to_the_one_that_is_there(hall, own):
    there = hall.send()
    with pytest.raises(KnownAlready) as known:
        hall.send(jp=7, title="PELATIHAN  arsip Digital")
    assert known.value.pk == there.pk
    page = own.post("/jp/riwayat/baru/", TYPED | {"evidence": a_file()}).content.decode()
    assert f"/jp/riwayat/{there.pk}/" in page
    assert "Pelatihan ini sudah dicatat" in page


def test_a_withdrawn_record_may_be_sent_anew(hall):
    there = hall.send()
    actions.withdraw_training(training=there, by=hall.own("Ani"), at=AT)
    assert hall.send().pk != there.pk


def test_two_officers_at_once_the_second_is_told(hall, officer):
    record = hall.send()
    officer.post(f"/jp/riwayat/{record.pk}/verifikasi/", {"revision": record.revision})
    answer = officer.post(f"/jp/riwayat/{record.pk}/verifikasi/", {"revision": record.revision}, follow=True)
    assert "sudah berpindah keadaan" in answer.content.decode()


def test_what_was_mended_meanwhile_is_not_verified_unseen(hall):
    record = hall.send()
    seen = record.revision
    actions.mend_training(
        training=record, facts=told(jp=16), evidence=None, revision=seen, at=AT, by=hall.own("Ani")
    )
    officer = hall.member(Role.ANALIS)
    with pytest.raises(Overtaken):
        actions.judge_training(
            training=record, step=OutsideStep.VERIFIED, reason="", revision=seen, by=officer, at=AT
        )


def test_a_verified_record_cannot_be_mended_or_withdrawn_by_its_person(hall, own):
    record = hall.verified()
    with pytest.raises(StepRefused):
        actions.withdraw_training(training=record, by=hall.own("Ani"), at=AT)
    assert own.get(f"/jp/riwayat/{record.pk}/ubah/").status_code == 302


def test_nobody_mends_or_withdraws_somebody_elses_record(hall):
    record = hall.send("Budi")
    with pytest.raises(OutsideTraining.DoesNotExist):
        actions.withdraw_training(training=record, by=hall.own("Ani"), at=AT)
    with pytest.raises(OutsideTraining.DoesNotExist):
        actions.mend_training(
            training=record, facts=told(), evidence=None, revision=1, at=AT, by=hall.own("Ani")
        )


def test_an_officer_does_not_verify_the_own_record(hall, client_as):
    record = hall.send("Ani")
    officer = client_as(Role.ANALIS, person=hall.persons["Ani"])
    assert "Verifikasi</button>" not in officer.get(f"/jp/riwayat/{record.pk}/").content.decode()
    answer = officer.post(f"/jp/riwayat/{record.pk}/verifikasi/", {"revision": record.revision}, follow=True)
    record.refresh_from_db()
    assert record.state == OutsideState.WAITING
    assert "milik Anda sendiri" in answer.content.decode()


def test_facts_that_slip_past_a_form_are_refused_by_the_action(hall):
    with pytest.raises(BadFacts) as bad:
        hall.send(jp=900)
    assert [flaw.problem for flaw in bad.value.flaws] == [OutsideProblem.JP_BEYOND_DAYS]


@pytest.mark.parametrize(
    "wrong",
    [
        {"jp": 0},
        {"jp": 17},
        {"days": 2},
        {"days": 0},
        {"ends_on": date(2026, 3, 1)},
        {"state": "refused", "reason": "  "},
        {"evidence": None},
    ],
)
def test_the_database_refuses_a_record_that_cannot_be(hall, wrong):
    record = hall.send()
    for name, value in wrong.items():
        setattr(record, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


# Who sees what.
def test_another_city_a_colleague_and_another_head_see_nothing_of_a_record(hall, client_as):
    record = hall.send("Ani")
    paths = [f"/jp/riwayat/{record.pk}/", f"/jp/riwayat/{record.pk}/bukti/"]
    others = [
        client_as(Role.ASN, person=hall.persons["Budi"]),
        client_as(Role.KEPALA_OPD, unit=hall.units["Dinas Perhubungan"]),
        log_in(make_city("Kota Lain"), Role.PENGELOLA),
    ]
    for client in others:
        assert [client.get(path).status_code for path in paths] == [404, 404]
    head = client_as(Role.KEPALA_OPD, unit=hall.units["Dinas Kesehatan"])
    own = client_as(Role.ASN, person=hall.persons["Ani"])
    for client in (head, own, client_as(Role.INSPEKTORAT)):
        assert [client.get(path).status_code for path in paths] == [200, 200]
    assert client_as(Role.PIMPINAN).get(paths[1]).status_code == 403


def test_the_evidence_is_given_back_as_it_came(hall, own):
    record = hall.send()
    answer = own.get(f"/jp/riwayat/{record.pk}/bukti/")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_evidence_that_is_no_evidence_is_not_stored(hall):
    with pytest.raises(ValueError, match="bukan PDF"):
        actions.send_training(
            person=hall.persons["Ani"],
            facts=told(),
            evidence=Evidence("a.pdf", b"MZ program"),
            at=AT,
            by=hall.own("Ani"),
        )
