"""One file: opened by content and not by its name, safely, and read once."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import python_calamine

from sibina.ground.intake.types import Cell, FaultKind, Sheet, Source, WorkbookFault
from sibina.lib.spreadsheets import (
    Fault,
    Limits,
    SpreadsheetFault,
    fault_by_content,
    open_spreadsheet,
    spreadsheet_faults,
)

ROW_LIMIT = 300_000
FILE_LIMIT = 200 * 1024**2
FORMULAS_TOLD = 200


def open_workbook(name: str, content: bytes) -> Source:
    """The file's sheets, ready to be read once. Raises WorkbookFault with the one reason why it cannot be."""
    if not content.strip(b"\0 \r\n\t"):
        raise WorkbookFault(name, FaultKind.EMPTY)
    if len(content) > FILE_LIMIT:
        raise WorkbookFault(name, Fault.TOO_LARGE, limit=FILE_LIMIT // 1024**2)
    if content.startswith(b"PK"):
        return _open_zipped(name, content)
    told = fault_by_content(content)
    if told:
        raise WorkbookFault(name, told)
    return _open_csv(name, content)


def _open_zipped(name: str, content: bytes) -> Source:
    with _faults_of(name):
        book, measured = open_spreadsheet(content, Limits(rows=ROW_LIMIT, columns=256, columns_when_long=104))
    readable: list[str] = []
    skipped: list[str] = []
    for meta in book.sheets_metadata:
        is_sheet = meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        is_seen = meta.visible == python_calamine.SheetVisibleEnum.Visible
        (readable if is_sheet and is_seen else skipped).append(meta.name)
    formulas = tuple(measured.formulas_without_value[:FORMULAS_TOLD])
    return Source(name, _sheets(name, book, readable, formulas), tuple(skipped))


def _sheets(
    name: str, book: python_calamine.CalamineWorkbook, readable: Sequence[str], formulas: tuple[str, ...]
) -> Iterator[Sheet]:
    for sheet_name in readable:
        with _faults_of(name):
            sheet = book.get_sheet_by_name(sheet_name)
        first = (sheet.start or (0, 0))[0] + 1
        yield Sheet(sheet_name, iter(sheet.iter_rows()), first, formulas)


@contextmanager
def _faults_of(name: str) -> Iterator[None]:
    try:
        with spreadsheet_faults():
            yield
    except SpreadsheetFault as fault:
        raise WorkbookFault(name, fault.kind, **fault.values) from fault


def _open_csv(name: str, content: bytes) -> Source:
    text = _decoded(name, content)
    if text.count("\n") > ROW_LIMIT:
        raise WorkbookFault(name, Fault.TOO_MANY_ROWS, limit=ROW_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    return Source(name, iter([Sheet(Path(name).stem, _csv_rows(name, reader))]))


def _csv_rows(name: str, rows: Iterator[list[str]]) -> Iterator[Sequence[Cell]]:
    try:
        yield from rows
    except csv.Error as error:
        raise WorkbookFault(name, Fault.BROKEN) from error


def _decoded(name: str, content: bytes) -> str:
    """The text: UTF-8 or UTF-16 with their marks; a line that is neither is read as Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace").replace("\0", "")
    if b"\0" in content[:4096]:
        raise WorkbookFault(name, FaultKind.NOT_TEXT)
    try:
        return content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return "".join(map(_decoded_line, content.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)))


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode("utf-8").replace("\0", "")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace").replace("\0", "")


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab: the one that most of the first lines hold most often."""
    head = text[:20_000].splitlines()[:40]
    widest = {mark: max((line.count(mark) for line in head), default=0) for mark in ",;\t"}
    return max(widest, key=lambda mark: (widest[mark], -",;\t".index(mark)))
