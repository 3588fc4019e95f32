"""Files that cannot be taken: one clear sentence each, no traceback, and no memory eaten."""

import io
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest

from sibina.ground.intake import files
from sibina.ground.intake.sentences import fault_sentence
from sibina.ground.intake.types import FaultKind, Reason, WorkbookFault
from sibina.lib import spreadsheets
from sibina.lib.spreadsheets import Fault
from sibina.lib.tables import BadInput
from tests.rules.intake.books import (
    NIP,
    PEOPLE_HEADINGS,
    csv_text,
    never_computed,
    ods,
    people_rows,
    person,
    result_rows,
    rezipped,
    standard_rows,
    xlsx,
    zipped,
)

TODAY = date(2026, 11, 23)
GOOD = xlsx(people_rows(person()))
SHEET = "xl/worksheets/sheet1.xml"


def fault_of(content: bytes, name: str = "data_asn.xlsx") -> WorkbookFault:
    checked = files.check_contents({name: content}, today=TODAY)
    assert len(checked.faults) == 1
    sentence = fault_sentence(checked.faults[0])
    assert sentence.endswith(".")
    assert "%(" not in sentence
    return checked.faults[0]


def sheet_of(rows: str) -> bytes:
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_broken(share: float) -> None:
    assert fault_of(GOOD[: int(len(GOOD) * share)]).kind is Fault.BROKEN


def test_a_workbook_with_flipped_bytes_is_broken_or_read_but_never_a_crash() -> None:
    for at in range(0, len(GOOD), 97):
        damaged = bytearray(GOOD)
        damaged[at] ^= 0xFF
        files.check_contents({"x": bytes(damaged)}, today=TODAY)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", FaultKind.EMPTY),
        (b"\r\n \n", FaultKind.EMPTY),
        (b"%PDF-1.7\n...", Fault.PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Fault.OLD_XLS),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), Fault.PASSWORD),
        (b"<html><table><tr><td>NIP</td></tr></table>", Fault.WEB_PAGE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FaultKind.NOT_TEXT),
        (zipped({"catatan.txt": b"x"}), Fault.OTHER_KIND),
        (b"halo,dunia\r\n1,2\r\n", FaultKind.NO_HEADER),
        (csv_text([PEOPLE_HEADINGS]).encode(), FaultKind.NO_ROWS),
        (xlsx([]), FaultKind.EMPTY),
    ],
)
def test_what_is_no_workbook_is_named_for_what_it_is(content: bytes, kind: Fault | FaultKind) -> None:
    assert fault_of(content).kind is kind


def test_a_zip_bomb_is_not_opened() -> None:
    bomb = rezipped(GOOD, {"xl/sharedStrings.xml": bytes(400 * 1024**2)})
    assert len(bomb) < 1024**2
    fault = fault_of(bomb)
    assert fault.kind is Fault.UNFOLDS
    assert "kali" in fault_sentence(fault)


@pytest.mark.parametrize(
    ("entry", "content", "kind"),
    [
        (
            SHEET,
            sheet_of('<row r="1">' + '<c r="A1"><v>7</v></c>' * 300_001 + "</row>"),
            Fault.TOO_MANY_CELLS,
        ),
        (
            "xl/sharedStrings.xml",
            b"<sst>" + b"<si><t>a</t></si>" * 300_001 + b"</sst>",
            Fault.TOO_MANY_CELLS,
        ),
    ],
)
def test_more_cells_or_texts_than_a_reader_can_hold_are_refused(
    monkeypatch: pytest.MonkeyPatch, entry: str, content: bytes, kind: Fault | FaultKind
) -> None:
    monkeypatch.setattr(spreadsheets, "CELL_LIMIT", 300_000)
    assert fault_of(rezipped(GOOD, {entry: content})).kind is kind


def test_a_zip_whose_directory_lies_about_its_size_is_found_out() -> None:
    content = bytearray(rezipped(GOOD, {"xl/sharedStrings.xml": b"<sst>" + bytes(3 * 1024**2)}))
    at = content.rfind(b"xl/sharedStrings.xml")
    content[at - 46 + 24 : at - 46 + 28] = struct.pack("<I", 5000)
    assert fault_of(bytes(content)).kind is Fault.BROKEN


def test_a_million_filled_rows_are_refused_with_the_limit() -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 400_001))
    fault = fault_of(rezipped(GOOD, {SHEET: sheet_of(rows)}))
    assert fault.kind is Fault.TOO_MANY_ROWS
    assert "300.000" in fault_sentence(fault)


def test_a_million_formatted_but_empty_rows_below_the_data_do_no_harm() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        sheet = archive.read(SHEET).decode()
    empty = "".join(f'<row r="{at}" s="1"><c r="A{at}" s="1"/></row>' for at in range(3, 320_000))
    checked = files.check_contents(
        {"x": rezipped(GOOD, {SHEET: sheet.replace("</sheetData>", empty + "</sheetData>").encode()})},
        today=TODAY,
    )
    assert not checked.faults
    assert checked.people is not None
    assert checked.people.columns.nip == [NIP]


def test_one_cell_in_the_farthest_corner_does_not_unfold_seventeen_thousand_million_cells() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert fault_of(rezipped(GOOD, {SHEET: sheet_of(rows)})).kind is Fault.TOO_MANY_ROWS
    wide = '<row r="1"><c r="A1"><v>1</v></c><c s="1" r="XFD1"><v>1</v></c></row>'
    assert fault_of(rezipped(GOOD, {SHEET: sheet_of(wide)})).kind is Fault.TOO_MANY_COLUMNS


def test_an_ods_that_repeats_a_cell_without_end_is_refused() -> None:
    content = ods(people_rows(person())).replace(b"", b"")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("content.xml")
    many = xml.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="9000000">', 1)
    wide = xml.replace(
        b'<table:table-cell office:value-type="string">',
        b'<table:table-cell office:value-type="string" table:number-columns-repeated="900000000">',
        1,
    )
    assert fault_of(rezipped(content, {"content.xml": many})).kind is Fault.TOO_MANY_ROWS
    assert fault_of(rezipped(content, {"content.xml": wide})).kind is Fault.TOO_MANY_COLUMNS


def test_a_csv_of_too_many_lines_is_refused() -> None:
    content = (",".join(PEOPLE_HEADINGS) + "\n" + ",\n" * 300_001).encode()
    assert fault_of(content, "x.csv").kind is Fault.TOO_MANY_ROWS


def test_a_formula_counts_with_its_computed_value_and_without_one_is_told() -> None:
    computed = files.check_contents({"x": xlsx(people_rows(person(NAMA='=UPPER("x")')))}, today=TODAY)
    assert computed.people is not None
    assert computed.people.columns.name == ["dihitung"]
    book = never_computed(xlsx(people_rows(person(NAMA='=UPPER("x")'))))
    never = files.check_contents({"x": book}, today=TODAY)
    assert never.people is not None
    assert [(found.row, found.column, found.value, found.reason) for found in never.people.warnings] == [
        (2, "C", "C2", Reason.FORMULA_WITHOUT_VALUE)
    ]


def test_a_folder_with_several_bad_files_names_them_all_and_exits_by_one_error(tmp_path: Path) -> None:
    (tmp_path / "data_asn.xlsx").write_bytes(b"%PDF-1.4")
    (tmp_path / "standar_kompetensi.csv").write_bytes(csv_text(standard_rows(), ";").encode())
    (tmp_path / "standar_kompetensi.ods").write_bytes(ods(standard_rows()))
    with pytest.raises(BadInput) as caught:
        files.check_folder(tmp_path, today=TODAY)
    sentences = [problem.sentence() for problem in caught.value.problems]
    assert len(sentences) == 3
    assert any("data_asn.xlsx" in sentence and "PDF" in sentence for sentence in sentences)
    assert any("standar_kompetensi" in sentence and "lebih dari satu" in sentence for sentence in sentences)
    assert any("hasil_penilaian" in sentence and "tidak ada" in sentence for sentence in sentences)


def test_a_file_that_cannot_be_taken_hides_no_refused_cell_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "data_asn.xlsx").write_bytes(GOOD[: len(GOOD) // 2])
    (tmp_path / "standar_kompetensi.xlsx").write_bytes(xlsx(standard_rows()))
    results = result_rows((1, NIP, "Contoh Orang", 9, "", 3, "05-06-2025", "Asesmen"))
    (tmp_path / "hasil_penilaian.xlsx").write_bytes(xlsx(results))
    with pytest.raises(BadInput) as caught:
        files.check_folder(tmp_path, today=TODAY)
    assert [problem.file for problem in caught.value.problems] == ["data_asn.xlsx"]
    assert [warning.sentence() for warning in caught.value.warnings] == [
        "hasil_penilaian.xlsx, baris 2, kolom Integritas: “9”: Level harus bilangan bulat 1 sampai 5."
    ]


def test_a_folder_whose_files_are_of_three_kinds_is_read(tmp_path: Path) -> None:
    (tmp_path / "Data_ASN.XLSX").write_bytes(GOOD)
    (tmp_path / "standar_kompetensi.csv").write_bytes(csv_text(standard_rows(), ";").encode())
    (tmp_path / "hasil_penilaian.ods").write_bytes(ods(result_rows()))
    report = files.check_folder(tmp_path, today=TODAY)
    assert isinstance(report["measurements"], dict)
    assert report["measurements"]["accepted"] == 2
