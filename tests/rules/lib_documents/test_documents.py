"""What leaves the system: workbooks that stay data, documents that are equal for equal input."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from sibina.lib.documents import Sheet, SheetColumn, render_pdf, write_workbook

COLUMNS = (
    SheetColumn("Nama"),
    SheetColumn("NIP", "nip"),
    SheetColumn("Biaya", "rupiah"),
    SheetColumn("Mulai", "date"),
)
ATTACKS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "http://contoh.go.id")


def book_of(rows: list[list[Any]], name: str = "Rencana") -> bytes:
    return write_workbook(
        [Sheet(name=name, columns=COLUMNS, rows=rows, heading="Rencana 2027", notes=["Sumber: uji"])]
    )


def test_figures_are_figures_days_are_days_and_nip_is_text() -> None:
    made = book_of([["Andi", "199001012015031001", 42_500_000, date(2027, 3, 3)]])
    row = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_name("Rencana").to_python()[-1]
    assert row == ["Andi", "199001012015031001", 42_500_000.0, date(2027, 3, 3)]


def test_no_text_becomes_a_formula_or_a_link() -> None:
    made = ZipFile(BytesIO(book_of([[text, "1", 0, None] for text in ATTACKS])))
    sheet = made.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_word_in_a_column_of_figures_stays_a_word() -> None:
    made = book_of([["Andi", "1", "belum diketahui", None]])
    row = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()[-1]
    assert row[2] == "belum diketahui"


def test_a_sheet_s_name_is_made_such_that_excel_takes_it() -> None:
    made = book_of([], name="Rencana [2027]: pelatihan dan lokakarya kota")
    assert CalamineWorkbook.from_filelike(BytesIO(made)).sheet_names == ["Rencana  2027   pelatihan dan l"]


def report(**changes: Any) -> dict[str, Any]:
    return {
        "city": "Uji",
        "agency": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        "title": "Rencana 2027",
        "footer": "Uji",
        "blocks": [
            {"kind": "heading", "text": "Angkatan #1 *bukan markup* $x$"},
            {"kind": "text", "text": "Teks [apa adanya] @siapa <label>"},
            {"kind": "facts", "items": [["Pagu", "Rp 1.000"]]},
            {"kind": "figures", "items": [["Pagu", "Rp 1.000", "catatan"], ["Seluruhnya", "1"]]},
            {"kind": "list", "items": ["satu", "dua"]},
            {
                "kind": "table",
                "columns": [{"label": "Nama", "width": "1fr"}, {"label": "Biaya", "align": "right"}],
                "rows": [["A", "1"], ["B", "2"]],
                "total": ["Jumlah", "3"],
            },
            {"kind": "pagebreak"},
            {"kind": "note", "text": "selesai"},
        ],
        "signatures": [
            {"place": "Uji", "date": "1 Januari 2027", "office": "Kepala", "name": "Contoh", "nip": "1"}
        ],
    } | changes


def test_a_report_of_every_kind_of_block_is_typeset() -> None:
    assert render_pdf("report.typ", report()).startswith(b"%PDF")


def test_equal_input_gives_equal_bytes() -> None:
    assert render_pdf("report.typ", report()) == render_pdf("report.typ", report())


def test_a_report_of_an_example_city_differs_by_its_mark() -> None:
    assert render_pdf("report.typ", report()) != render_pdf("report.typ", report(is_example=True))
