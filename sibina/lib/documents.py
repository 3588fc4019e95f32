"""What leaves the system on paper or as a workbook: PDF by typst, XLSX by XlsxWriter."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
import xlsxwriter

TEMPLATES = Path(__file__).resolve().parent / "typst"
FORMATS = {
    "number": {"num_format": "#,##0"},
    "decimal": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.0%"},
    "rupiah": {"num_format": '"Rp" #,##0'},
    "date": {"num_format": "d mmm yyyy"},
    "moment": {"num_format": "d mmm yyyy hh:mm"},
}
WIDTHS = {"number": 12, "decimal": 12, "percent": 10, "rupiah": 20, "date": 14, "moment": 18, "nip": 22}
WIDEST, NARROWEST = 60, 10
LONGEST_SHEET_NAME = 31


@dataclass(frozen=True)
class SheetColumn:
    """A column of a workbook; `kind` is text, nip, number, decimal, percent (a share), rupiah, date or moment."""

    label: str
    kind: str = "text"
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    """One sheet: a heading, notes (source, time, what was filtered), and a table."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Any]]
    heading: str = ""
    notes: Sequence[str] = field(default_factory=tuple)


def write_workbook(sheets: Sequence[Sheet], *, is_long: bool = False) -> bytes:
    """The sheets as XLSX. Numbers are numbers, days are days; a text never becomes a formula or a link.

    `is_long`: rows go to a temporary file as they come, so that millions of cells need no memory.
    """
    with TemporaryDirectory() as folder:
        return _workbook(
            sheets, {"constant_memory": True, "tmpdir": folder} if is_long else {"in_memory": True}
        )


def _workbook(sheets: Sequence[Sheet], way: dict[str, Any]) -> bytes:
    held = BytesIO()
    book = xlsxwriter.Workbook(
        held,
        {
            **way,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    book.set_calc_mode("manual")
    formats = {kind: book.add_format({**shape, "valign": "top"}) for kind, shape in FORMATS.items()}
    formats["text"] = book.add_format({"text_wrap": True, "valign": "top"})
    formats["nip"] = book.add_format({"num_format": "@", "valign": "top"})
    looks = {
        "heading": book.add_format({"bold": True, "font_size": 14, "font_color": "#0A464B"}),
        "note": book.add_format({"font_color": "#4A5C60", "italic": True}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#E0EEED", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        ),
    }
    for sheet in sheets:
        _write_sheet(book, sheet, formats, looks)
    book.close()
    return held.getvalue()


def _write_sheet(book: Any, sheet: Sheet, formats: dict[str, Any], looks: dict[str, Any]) -> None:
    """Heading, notes, frozen header, rows, filters, and a page that prints across."""
    page = book.add_worksheet(_sheet_name(sheet.name))
    row = 0
    if sheet.heading:
        page.write_string(row, 0, sheet.heading, looks["heading"])
        row += 1
    for note in sheet.notes:
        page.write_string(row, 0, note, looks["note"])
        row += 1
    head = row + 1 if row else 0
    for index, column in enumerate(sheet.columns):
        page.write_string(head, index, str(column.label), looks["head"])
        page.set_column(index, index, _width(column))
    last = head
    for last, values in enumerate(sheet.rows, head + 1):
        for index, value in enumerate(values):
            _write_cell(page, last, index, value, formats[_kind(sheet.columns[index], value)])
    page.freeze_panes(head + 1, 1)
    if last > head:
        page.autofilter(head, 0, last, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)


def _write_cell(page: Any, row: int, column: int, value: Any, look: Any) -> None:
    """By the value's own type, so that a text that begins with «=» stays a text."""
    if value is None or value == "":
        page.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        page.write_string(row, column, "ya" if value else "tidak", look)
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, float(value) if isinstance(value, Decimal) else value, look)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value.replace(tzinfo=None), look)
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), look)
    else:
        page.write_string(row, column, str(value), look)


def _kind(column: SheetColumn, value: Any) -> str:
    """A word in a column of figures (such as «belum diukur») is written as a word."""
    if isinstance(value, str) and column.kind != "nip":
        return "text"
    return column.kind


def _width(column: SheetColumn) -> int:
    asked = column.width or WIDTHS.get(column.kind, max(16, len(str(column.label)) + 4))
    return max(NARROWEST, min(WIDEST, asked))


def _sheet_name(name: str) -> str:
    """Excel allows 31 letters and not all of them."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in str(name)).strip("' ")
    return kept[:LONGEST_SHEET_NAME] or "Lembar"


def render_pdf(template_name: str, data: dict[str, Any]) -> bytes:
    """A typeset document. `template_name` is a file in `lib/typst/`, `data` becomes its JSON input `data`.

    The same data give the same bytes: no clock enters, the time of making is a field of `data`.
    """
    return Typesetter(template_name).set(data)


class Typesetter:
    """Sets many documents of one template one after the other: template and fonts are read once. For one thread."""

    def __init__(self, template_name: str) -> None:
        path = TEMPLATES / template_name
        self._compiler = typst.Compiler(str(path), root=str(TEMPLATES), ignore_system_fonts=True)

    def set(self, data: dict[str, Any]) -> bytes:
        """One document, as `render_pdf` makes it. Raises typst.TypstError where the template cannot set it."""
        told = json.dumps(data, ensure_ascii=False, default=_plain)
        made: bytes = self._compiler.compile(format="pdf", sys_inputs={"data": told})  # type: ignore[assignment]
        return made


def _plain(value: Any) -> Any:
    """What JSON does not know: a decimal is its text, a lazy sentence is its text."""
    return value.isoformat() if isinstance(value, date) else str(value)
