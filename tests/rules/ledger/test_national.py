"""The national files in SIASN's exact columns, what each row lacks, and sheets that come from there."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from sibina.credit.ledger.rules import COLUMNS, FORM_OF_TYPE, columns_of, national_row, raw_rows, take_sheet
from sibina.credit.ledger.sentences import LACKING, SHEET_REASONS, lacking_sentence, sheet_sentence
from sibina.credit.ledger.types import (
    ALL_FORMS,
    Known,
    Lacking,
    NationalFile,
    OtherForm,
    OutsideProblem,
    Sendable,
    SheetReason,
    Source,
)
from sibina.plan.programmes.types import Form

DAY = date(2026, 3, 2)
WHOLE = Sendable(
    Source.SESSION, 5, 7, "ABC-1", Form.BIMTEK, "Bimtek arsip", "ANRI", DAY, date(2026, 3, 4), 24, "001/ANRI/2026"
)  # fmt: skip


def test_a_row_of_kursus_has_the_columns_of_the_service_in_its_order():
    row = national_row(WHOLE, agency="A5EB")
    assert tuple(row.values) == COLUMNS[NationalFile.KURSUS] == (
        "instansiId", "institusiPenyelenggara", "jenisDiklatId", "jenisKursus", "jenisKursusSertipikat", "jumlahJam",
        "lokasiId", "namaKursus", "nomorSertipikat", "pnsOrangId", "tahunKursus", "tanggalKursus", "tanggalSelesaiKursus",
    )  # fmt: skip
    assert row.lacking == ()
    assert row.values["jenisDiklatId"] == "8"
    assert row.values["jumlahJam"] == 24
    assert row.values["tanggalSelesaiKursus"] == "04-03-2026"


def test_leadership_training_goes_into_diklat_with_the_number_of_its_step():
    row = national_row(
        replace(WHOLE, form=Form.STRUKTURAL, title="Pelatihan Kepemimpinan Pengawas"), agency=""
    )
    assert tuple(row.values) == COLUMNS[NationalFile.DIKLAT]
    assert (row.file, row.values["latihanStrukturalId"], row.lacking) == (NationalFile.DIKLAT, "2", ())
    for title, kind in (("PKA Angkatan II", "3"), ("PKN II Angkatan V", "4"), ("Diklatpim IV", "2")):
        found = national_row(replace(WHOLE, form=Form.STRUKTURAL, title=title), agency="")
        assert found.values["latihanStrukturalId"] == kind
    unclear = national_row(replace(WHOLE, form=Form.STRUKTURAL, title="Pelatihan kepemimpinan"), agency="")
    assert unclear.lacking == (Lacking.NO_LEADERSHIP_TYPE,)


@pytest.mark.parametrize(
    ("without", "lacking"),
    [
        ({"siasn_id": ""}, Lacking.NO_SIASN_ID),
        ({"number": ""}, Lacking.NO_NUMBER),
        ({"jp": None}, Lacking.NO_JP),
        ({"organiser": ""}, Lacking.NO_ORGANISER),
        ({"form": OtherForm.TUGAS_BELAJAR}, Lacking.NO_TYPE),
    ],
)
def test_what_is_missing_is_named(without, lacking):
    assert national_row(replace(WHOLE, **without), agency="A5EB").lacking == (lacking,)


def test_without_the_citys_own_number_no_row_of_kursus_is_ready():
    assert national_row(WHOLE, agency="").lacking == (Lacking.NO_AGENCY,)


def test_every_number_of_the_national_list_is_one_form_and_every_lack_has_a_sentence():
    assert sorted(FORM_OF_TYPE) == list(range(1, 26))
    assert set(ALL_FORMS) - set(FORM_OF_TYPE.values()) == {OtherForm.TUGAS_BELAJAR, OtherForm.IZIN_BELAJAR}
    assert set(LACKING) == set(Lacking)
    assert set(SHEET_REASONS) == set(SheetReason)
    assert lacking_sentence([Lacking.NO_NUMBER, Lacking.NO_JP]).startswith("Nomor sertifikat belum ada; ")


# Sheets that come from SIASN.
HEAD = ["idPns", "nipBaru", "jenisDiklatId", "namaKursus", "noSertipikat", "tanggalKursus", "tanggalSelesaiKursus",
        "jumlahJam", "institusiPenyelenggara"]  # fmt: skip
NIP = "199001012015010001"
KNOWN = Known({NIP: 7}, {"ABC-1": 8}, frozenset({(7, "kursus lama", DAY)}))
TODAY = date(2026, 11, 23)


def line(**cells):
    usual = {
        "idPns": "", "nipBaru": NIP, "jenisDiklatId": "11", "namaKursus": "Kursus arsip", "noSertipikat": "9/X",
        "tanggalKursus": "02-03-2026", "tanggalSelesaiKursus": "03-03-2026", "jumlahJam": "16",
        "institusiPenyelenggara": "ANRI",
    }  # fmt: skip
    return [(usual | cells)[name] for name in HEAD]


def taken(*lines, head=HEAD):
    columns = columns_of([head])
    rows = raw_rows(lines, columns, 2)
    return take_sheet(rows, columns, KNOWN, today=TODAY, by_hours=lambda day: {Form.KURSUS})


@pytest.mark.parametrize(
    "cell", ["02-03-2026", "02/03/2026", "2026-03-02", "2 Maret 2026", DAY, datetime(2026, 3, 2), 46083]
)
def test_dates_are_read_in_every_way_that_people_write_them(cell):
    (row,) = taken(line(tanggalKursus=cell, tanggalSelesaiKursus="")).taken
    assert (row.facts.starts_on, row.facts.ends_on, row.facts.days) == (DAY, DAY, 1)


def test_a_row_says_what_the_certificate_says():
    (row,) = taken(line()).taken
    assert (row.person_id, row.facts.form, row.facts.jp, row.facts.days) == (7, Form.KURSUS, 16, 2)


def test_a_person_is_known_by_siasns_own_number_before_the_nip():
    (row,) = taken(line(idPns="ABC-1", nipBaru="")).taken
    assert row.person_id == 8


def test_what_is_recorded_already_and_what_stands_twice_is_one():
    found = taken(line(), line(), line(namaKursus="KURSUS  Lama"))
    assert (len(found.taken), found.doubled, found.known, found.rows) == (1, 1, 1, 3)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"nipBaru": ""}, "nipBaru", SheetReason.NO_PERSON),
        ({"nipBaru": "1990"}, "nipBaru", SheetReason.NIP),
        ({"nipBaru": 1.99e17}, "nipBaru", SheetReason.NIP_NUMBER),
        ({"nipBaru": "199001012015010099"}, "nipBaru", SheetReason.STRANGER),
        ({"nipBaru": "", "idPns": "XYZ"}, "idPns", SheetReason.STRANGER),
        ({"namaKursus": ""}, "namaKursus", OutsideProblem.NO_TITLE),
        ({"namaKursus": "a" * 301}, "namaKursus", SheetReason.TOO_LONG),
        ({"tanggalKursus": "kemarin"}, "tanggalKursus", SheetReason.DATE),
        ({"tanggalKursus": ""}, "tanggalKursus", SheetReason.DATE),
        ({"tanggalSelesaiKursus": "01-03-2026"}, "tanggalSelesaiKursus", OutsideProblem.ENDS_BEFORE),
        ({"tanggalSelesaiKursus": "01-12-2026"}, "tanggalSelesaiKursus", OutsideProblem.IN_FUTURE),
        ({"jenisDiklatId": "26"}, "jenisDiklatId", SheetReason.TYPE),
        ({"jenisDiklatId": "²"}, "jenisDiklatId", SheetReason.TYPE),
        ({"jumlahJam": "-3"}, "jumlahJam", OutsideProblem.JP_TOO_LOW),
        ({"jumlahJam": "900"}, "jumlahJam", OutsideProblem.JP_BEYOND_DAYS),
        ({"jumlahJam": "16,5"}, "jumlahJam", SheetReason.JP),
        ({"jumlahJam": "0"}, "jumlahJam", OutsideProblem.NO_JP),
    ],
)
def test_a_refused_row_says_where_and_why_and_stops_no_other(cells, column, reason):
    found = taken(line(**cells), line(namaKursus="Kursus lain"))
    (flaw,) = found.refused
    assert (flaw.row, flaw.column, flaw.reason) == (2, column, reason)
    assert sheet_sentence(flaw.reason)
    assert len(found.taken) == 1


def test_headings_are_found_below_title_lines_and_however_they_are_spelt():
    assert (
        columns_of(
            [["Riwayat kursus"], [], ["NIP_BARU", "Nama Kursus", "TANGGAL KURSUS", "Jumlah Jam"]]
        ).position
        == 2
    )
    diklat = columns_of(
        [["nipBaru", "latihanStrukturalNama", "nomor", "tanggal", "tanggalSelesai", "jumlahJam"]]
    )
    assert (diklat.file, diklat.missing) == (NationalFile.DIKLAT, ())


def test_a_missing_column_is_named_and_a_strange_sheet_is_no_sheet():
    assert columns_of([["nipBaru", "namaKursus", "tanggalKursus"]]).missing == ("jumlahJam",)
    assert columns_of([["namaKursus", "tanggalKursus", "jumlahJam"]]).missing == ("nipBaru",)
    assert columns_of([["Nama", "Alamat", "Telepon"]]) is None


def test_leadership_training_comes_in_as_such():
    head = ["nipBaru", "latihanStrukturalNama", "nomor", "tanggal", "tanggalSelesai", "jumlahJam"]
    columns = columns_of([head])
    rows = raw_rows([[NIP, "PKP", "1/LAN", "01-03-2026", "30-06-2026", "880"]], columns, 2)
    (row,) = take_sheet(rows, columns, KNOWN, today=TODAY, by_hours=lambda day: ()).taken
    assert (row.facts.form, row.facts.jp) == (Form.STRUKTURAL, 880)
