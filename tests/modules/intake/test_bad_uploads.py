"""What people drop by mistake, through the web: one sentence each, the good file beside it goes on, nothing falls over."""

import html
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sibina.ground.intake import forms
from sibina.ground.intake.models import Batch, BatchFile
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from tests.rules.intake.books import (
    NIP,
    OTHER_NIP,
    PEOPLE_HEADINGS,
    csv_text,
    never_computed,
    people_rows,
    person,
    rezipped,
    standard_rows,
    xlsx,
)

ClientAs = Callable[..., Client]
GOOD = xlsx(people_rows(person()))
SHEET = "xl/worksheets/sheet1.xml"
ROWS = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 300_002))
LONG = f'<?xml version="1.0"?><worksheet><sheetData>{ROWS}</sheetData></worksheet>'.encode()
BAD_FILES = {
    "truncated": (GOOD[: len(GOOD) // 2], "rusak atau terpotong"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "sebenarnya PDF"),
    "bomb": (rezipped(GOOD, {"xl/sharedStrings.xml": bytes(80 * 1024**2)}), "mengembang"),
    "too many rows": (rezipped(GOOD, {SHEET: LONG}), "lebih dari 300.000 baris"),
    "column twice": (xlsx([[*PEOPLE_HEADINGS, "NIP BARU"], [*person(), NIP]]), "ada dua kali"),
    "empty": (b"", "kosong"),
}


def upload(client: Client, **books: tuple[str, bytes]) -> str:
    given = [SimpleUploadedFile(name, content) for name, content in books.values()]
    answer = client.post("/data/unggah/", {"workbooks": given}, follow=True)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_told_in_one_sentence_and_the_good_one_beside_it_goes_on(
    city: City, client_as: ClientAs, kind: str
) -> None:
    content, sentence = BAD_FILES[kind]
    good = xlsx(standard_rows())
    page = upload(client_as(Role.PENGELOLA), bad=("salah.xlsx", content), good=("standar.xlsx", good))
    assert page.count("salah.xlsx") == 1
    assert sentence in page
    (batch,) = Batch.objects.all()
    assert [kept.name for kept in BatchFile.objects.filter(batch=batch)] == ["standar.xlsx"]
    assert batch.report["standards"]["accepted"] == 2


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_alone_makes_no_batch(city: City, client_as: ClientAs, kind: str) -> None:
    content, sentence = BAD_FILES[kind]
    page = upload(client_as(Role.PENGELOLA), bad=("salah.xlsx", content))
    assert sentence in page
    assert not Batch.objects.exists()


def test_files_that_are_too_much_together_are_refused_before_they_are_read(
    city: City, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MOST_BYTES", len(GOOD))
    page = upload(client_as(Role.PENGELOLA), one=("a.xlsx", GOOD), two=("b.xlsx", GOOD))
    assert "Berkas yang dikirim terlalu besar" in page
    assert not Batch.objects.exists()


def test_a_heading_repeated_among_the_rows_is_skipped_and_told_at_its_row(
    city: City, client_as: ClientAs
) -> None:
    rows = [*people_rows(person()), PEOPLE_HEADINGS, person(OTHER_NIP)]
    page = upload(client_as(Role.PENGELOLA), people=("pegawai.xlsx", xlsx(rows)))
    assert "mengulang judul kolom" in page
    assert Batch.objects.get().report["people"]["persons"] == 2


def test_lines_of_two_encodings_are_each_read_as_what_they_are(city: City, client_as: ClientAs) -> None:
    lines = csv_text(people_rows(person(NAMA="José"), person(OTHER_NIP, NAMA="René"))).splitlines(True)
    content = b"".join((*(line.encode() for line in lines[:2]), lines[2].encode("cp1252")))
    page = upload(client_as(Role.PENGELOLA), people=("pegawai.csv", content))
    assert "pegawai.csv" in page
    assert Batch.objects.get().report["people"]["persons"] == 2


def test_a_formula_that_was_never_computed_is_told_with_what_to_do(city: City, client_as: ClientAs) -> None:
    book = never_computed(xlsx(people_rows(person(NAMA='=UPPER("x")'))))
    page = upload(client_as(Role.PENGELOLA), people=("pegawai.xlsx", book))
    assert "rumus yang belum dihitung" in page
    assert "Nama kosong" in page
