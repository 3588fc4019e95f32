"""To SIASN and from it: nothing is sent twice, what is missing is said before; a sheet comes in once, or not at all."""

import csv
import gzip
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from sibina.credit.ledger import actions, reads
from sibina.credit.ledger.models import NationalExport, NationalLine, OutsideTraining, TrainingSheet
from sibina.credit.ledger.rules import COLUMNS
from sibina.credit.ledger.types import (
    NationalFile,
    NationalState,
    NothingReady,
    NothingToTake,
    SentElsewhere,
    SettledAlready,
    SheetSettled,
    SheetState,
)
from sibina.lib.access import Role
from sibina.lib.jobs.api import run_job
from sibina.lib.jobs.models import Job
from tests.conftest import log_in, make_city
from tests.modules.ledger.conftest import AT

AGENCY = "A5EB03E23C1AF6A0E040640A040252AD"


@pytest.fixture
def ready(hall):
    """Two people with a record: Ani's may be sent, Budi lacks a number of SIASN."""
    hall.persons["Ani"].siasn_id = "PNS-ANI"
    hall.persons["Ani"].save()
    actions.set_agency(city=hall.city, code=AGENCY, at=AT, by=None)
    hall.verified("Ani")
    hall.verified("Budi")
    return hall


def prepared(hall, *, with_sent=False, year=2026):
    export = actions.begin_export(city=hall.city, year=year, with_sent=with_sent, at=AT, by=None)
    return actions.prepare_export(export=export, at=AT, by=None)


def test_rows_that_are_ready_and_rows_that_are_not_stand_apart(ready):
    export = prepared(ready)
    assert (export.ready, export.lacking, export.left_out) == (1, 1, 0)
    assert reads.count_lacking_lines(export=export) == [("no_siasn_id", 1)]
    assert NationalLine.objects.get(is_ready=True).values["pnsOrangId"] == "PNS-ANI"


def test_what_was_sent_goes_into_no_other_export_unless_it_is_asked_for(ready):
    actions.mark_sent(export=prepared(ready), at=AT, by=None)
    again = prepared(ready)
    assert (again.ready, again.lacking, again.left_out) == (0, 1, 1)
    asked = prepared(ready, with_sent=True)
    assert (asked.ready, asked.left_out) == (1, 0)
    actions.mark_sent(export=asked, at=AT, by=None)


def test_two_exports_prepared_side_by_side_are_not_both_sent(ready):
    first, second = prepared(ready), prepared(ready)
    actions.mark_sent(export=first, at=AT, by=None)
    with pytest.raises(SentElsewhere):
        actions.mark_sent(export=second, at=AT, by=None)
    assert NationalLine.objects.filter(is_sent=True).count() == 1


def test_what_came_from_siasn_does_not_go_back(ready):
    OutsideTraining.objects.update(is_imported=True)
    assert prepared(ready).ready == 0


def test_an_export_without_a_ready_row_is_not_sent_and_a_settled_one_not_again(hall):
    hall.verified("Ani")
    export = prepared(hall)
    with pytest.raises(NothingReady):
        actions.mark_sent(export=export, at=AT, by=None)
    actions.drop_export(export=export, at=AT, by=None)
    for step in (actions.mark_sent, actions.drop_export):
        with pytest.raises(SettledAlready):
            step(export=export, at=AT, by=None)


def test_a_sent_export_is_fixed_in_the_database(ready):
    export = actions.mark_sent(export=prepared(ready), at=AT, by=None)
    for change in (
        lambda: NationalExport.objects.filter(pk=export.pk).update(ready=9),
        lambda: NationalLine.objects.filter(export=export).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_database_knows_no_sent_row_that_lacks_something(ready):
    line = NationalLine.objects.filter(export=prepared(ready), is_ready=False).get()
    line.is_sent = True
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()


def test_the_files_hold_the_ready_rows_in_siasns_columns(ready, client_as):
    officer = client_as(Role.ANALIS)
    sent = officer.post("/jp/siasn/", {"year": "2026"})
    job = Job.objects.get(kind="ledger.prepare_export")
    assert sent["Location"] == f"/tugas/{job.pk}/"
    run_job(city_id=ready.city.pk, job_id=job.pk)
    export = NationalExport.objects.get()
    page = officer.get(f"/jp/siasn/{export.pk}/").content.decode()
    assert "PNS ID pegawai belum ada" in page
    answer = officer.get(f"/jp/siasn/{export.pk}/kursus.csv")
    head, *rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert tuple(head) == COLUMNS[NationalFile.KURSUS]
    assert [row[head.index("instansiId")] for row in rows] == [AGENCY]
    assert officer.get(f"/jp/siasn/{export.pk}/kursus.xlsx").content.startswith(b"PK")
    assert officer.get(f"/jp/siasn/{export.pk}/diklat.csv").status_code == 200
    assert officer.get(f"/jp/siasn/{export.pk}/lain.csv").status_code == 404
    officer.post(f"/jp/siasn/{export.pk}/terkirim/")
    export.refresh_from_db()
    assert (export.state, export.sent_by.username) == (NationalState.SENT, export.sent_by.username)


def test_a_prepared_export_narrows_to_what_lacks_the_same(ready, client_as):
    export = prepared(ready)
    officer = client_as(Role.INSPEKTORAT)
    page = officer.get(f"/jp/siasn/{export.pk}/?kurang=no_siasn_id").content.decode()
    assert "Budi" in page
    assert "Ani" not in page
    assert officer.post(f"/jp/siasn/{export.pk}/terkirim/").status_code == 403


@pytest.mark.parametrize("year", ["", "abc", "12", "99999"])
def test_a_year_that_is_none_is_told_beside_its_field(hall, client_as, year):
    page = client_as(Role.PENGELOLA).post("/jp/siasn/", {"year": year}).content.decode()
    assert "s-field-error" in page
    assert not NationalExport.objects.exists()


def test_the_citys_number_is_checked_and_kept(hall, client_as):
    officer = client_as(Role.PENGELOLA)
    assert "4 sampai 40 huruf" in officer.post("/jp/siasn/instansi/", {"code": "<x>"}).content.decode()
    officer.post("/jp/siasn/instansi/", {"code": AGENCY})
    assert reads.find_agency().code == AGENCY


# From SIASN.
HEAD = (
    "nipBaru;jenisDiklatId;namaKursus;noSertipikat;tanggalKursus;tanggalSelesaiKursus;jumlahJam;"
    "institusiPenyelenggara;alamat"
)
NIP_ANI, NIP_BUDI = "199001012015010000", "199001012015010001"
LINES = [
    f"{NIP_ANI};11;Kursus arsip;9/X;02-03-2026;03-03-2026;16;ANRI;Jalan Rahasia",
    f"{NIP_ANI};11;KURSUS  arsip;9/X;02/03/2026;03/03/2026;16;ANRI;Jalan Rahasia",
    f"{NIP_BUDI};9;Seminar etika;;2026-04-06;;;;Jalan Rahasia",
    f"{NIP_BUDI};11;Kursus lain;;31-02-2026;;8;;Jalan Rahasia",
    "199001012015010099;11;Kursus siapa;;02-03-2026;;8;;Jalan Rahasia",
]


def a_sheet(lines=LINES, head=HEAD):
    return ("\n".join([head, *lines]) + "\n").encode()


def uploaded(hall, content=None):
    made = actions.upload_sheet(
        city=hall.city, name="kursus.csv", content=content or a_sheet(), at=AT, by=None
    )
    return actions.check_sheet(sheet_id=made.pk, at=AT, by=None)


def test_a_sheet_is_checked_before_anything_is_recorded(hall):
    sheet = uploaded(hall)
    assert (sheet.rows, sheet.taken, sheet.doubled, sheet.refused) == (5, 2, 1, 2)
    assert [(one.row, one.column, one.value) for one in sheet.findings.all()] == [
        (5, "tanggalKursus", "31-02-2026"),
        (6, "nipBaru", "199001012015010099"),
    ]
    assert not OutsideTraining.objects.exists()


def test_columns_that_are_not_read_are_not_kept(hall):
    kept = gzip.decompress(bytes(uploaded(hall).stored.content)).decode()
    assert "Kursus arsip" in kept
    assert "Jalan Rahasia" not in kept


def test_an_imported_sheet_counts_and_a_second_time_changes_nothing(hall):
    actions.import_sheet(sheet_id=uploaded(hall).pk, at=AT, by=None)
    assert OutsideTraining.objects.filter(state="verified", is_imported=True).count() == 2
    again = uploaded(hall)
    assert (again.taken, again.known) == (0, 2)
    with pytest.raises(NothingToTake):
        actions.import_sheet(sheet_id=again.pk, at=AT, by=None)
    hall.count()
    credit = reads.get_credit(person=hall.persons["Ani"], year=2026, today=AT.date())
    assert credit.stand.recognised == 16


def test_what_a_person_recorded_meanwhile_is_not_doubled(hall):
    sheet = uploaded(hall)
    hall.send("Ani", title="Kursus arsip", jp=16)
    actions.import_sheet(sheet_id=sheet.pk, at=AT, by=None)
    assert OutsideTraining.objects.filter(person=hall.persons["Ani"]).count() == 1


def test_a_settled_sheet_is_neither_imported_nor_dropped_again(hall):
    sheet = uploaded(hall)
    actions.import_sheet(sheet_id=sheet.pk, at=AT, by=None)
    for step in (actions.import_sheet, actions.drop_sheet, actions.check_sheet):
        with pytest.raises(SheetSettled):
            step(sheet_id=sheet.pk, at=AT, by=None)


def test_the_way_of_a_sheet_on_the_screen(hall, client_as):
    officer = client_as(Role.PENGELOLA)
    sent = officer.post("/jp/riwayat/impor/baru/", {"sheet": SimpleUploadedFile("kursus.csv", a_sheet())})
    sheet = TrainingSheet.objects.get()
    assert sent["Location"] == f"/jp/riwayat/impor/{sheet.pk}/"
    page = officer.get(sent["Location"]).content.decode()
    assert "31-02-2026" in page
    assert "Impor sekarang" in page
    officer.post(f"/jp/riwayat/impor/{sheet.pk}/masukkan/")
    run_job(city_id=hall.city.pk, job_id=Job.objects.get(kind="ledger.import_sheet").pk)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.IMPORTED
    assert (
        "Sudah tercatat dan terverifikasi" in officer.get(f"/jp/riwayat/impor/{sheet.pk}/").content.decode()
    )


def test_a_dropped_sheet_leaves_nothing_behind(hall, client_as):
    sheet = uploaded(hall)
    client_as(Role.PENGELOLA).post(f"/jp/riwayat/impor/{sheet.pk}/batalkan/")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.stored) == (SheetState.DROPPED, None)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"nama;alamat\nAni;Jalan\n", "judul kolom SIASN tidak ditemukan"),
        (b"nipBaru;namaKursus;tanggalKursus\n1;x;y\n", "kolom jumlahJam tidak ada"),
        (b"%PDF-1.4 kursus", "PDF"),
        (b"", "kosong"),
    ],
)
def test_a_file_that_is_no_sheet_is_told_in_one_sentence(hall, client_as, content, sentence):
    answer = client_as(Role.PENGELOLA).post(
        "/jp/riwayat/impor/baru/", {"sheet": SimpleUploadedFile("kursus.csv", content)}
    )
    page = answer.content.decode()
    assert sentence in page
    assert page.count("s-field-error") == 1
    assert not TrainingSheet.objects.exists()


def test_exports_and_sheets_are_seen_in_their_own_city_only(ready, client_as):
    export, sheet = prepared(ready), uploaded(ready)
    stranger = log_in(make_city("Kota Lain"), Role.PENGELOLA)
    for path in (
        f"/jp/siasn/{export.pk}/",
        f"/jp/siasn/{export.pk}/kursus.csv",
        f"/jp/riwayat/impor/{sheet.pk}/",
    ):
        assert stranger.get(path).status_code == 404
    assert client_as(Role.PIMPINAN).get("/jp/siasn/").status_code == 403
