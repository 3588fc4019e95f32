"""A workbook as it came, with the cells that were refused or warned of marked and commented."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from sibina.ground.intake.types import Cell, Source

WHOLE_UP_TO = 20_000
"""Rows up to which the whole sheet is given back; of a longer one only its head and the marked rows."""

RED = {"bg_color": "#F8D7DA", "border": 1, "border_color": "#B02A37"}
YELLOW = {"bg_color": "#FFF3CD", "border": 1, "border_color": "#997404"}
DAY = {"num_format": "dd-mm-yyyy"}
HEAD_ROWS = 12


@dataclass(frozen=True)
class Mark:
    """What stands beside a cell: its sentence, and whether the cell was refused or only warned of."""

    sentence: str
    is_refused: bool


def marked_workbook(
    source: Source, marks: Mapping[tuple[int, int], Mark], *, rows: int, origin: str
) -> bytes:
    """The sheet with `marks` by (row as the spreadsheet counts, column index). `origin` heads the row numbers.

    A sheet of more than `WHOLE_UP_TO` rows is cut down to its head and the marked rows, each with its number.
    """
    held = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        formats = {
            name: book.add_format(look)
            for name, look in {
                "red": RED,
                "yellow": YELLOW,
                "day": DAY,
                "red day": RED | DAY,
                "yellow day": YELLOW | DAY,
            }.items()
        }
        sheet = next(source.sheets)
        page = book.add_worksheet(sheet.name[:31] or "Data")
        marked_rows = {row for row, _ in marks}
        is_whole = rows <= WHOLE_UP_TO
        shift = 0 if is_whole else 1
        line = sheet.first_row - 1 if is_whole else 0
        for number, row in enumerate(sheet.rows, start=sheet.first_row):
            if not (is_whole or number in marked_rows or number < sheet.first_row + HEAD_ROWS):
                continue
            if shift:
                page.write(line, 0, origin if not line else number)
            for place, cell, mark in _cells(number, row, marks):
                _write(page, line, place + shift, (cell, mark), formats)
            line += 1
    return held.getvalue()


def _cells(
    number: int, row: Sequence[Cell], marks: Mapping[tuple[int, int], Mark]
) -> Iterator[tuple[int, Cell, Mark | None]]:
    for place, cell in enumerate(row):
        mark = marks.get((number, place))
        if mark is not None or cell not in ("", None):
            yield place, cell, mark


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    line: int,
    place: int,
    content: tuple[Cell, Mark | None],
    formats: Mapping[str, xlsxwriter.format.Format],
) -> None:
    cell, mark = content
    colour = "" if mark is None else "red" if mark.is_refused else "yellow"
    if isinstance(cell, date):
        page.write_datetime(line, place, cell, formats[f"{colour} day".strip()])
    elif isinstance(cell, bool) or not isinstance(cell, (int, float)):
        page.write_string(line, place, "" if cell is None else str(cell)[:32_000], formats.get(colour))
    else:
        page.write_number(line, place, cell, formats.get(colour))
    if mark is not None:
        page.write_comment(line, place, mark.sentence, {"x_scale": 2, "author": "SIBINA"})
