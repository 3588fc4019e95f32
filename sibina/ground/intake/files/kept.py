"""What is kept of an uploaded workbook: its sheet without the columns that the work does not need.

Ground: UU 27/2022 Pasal 16 (no more personal data than the purpose needs): what is not needed never reaches
the database, not even inside a file.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from sibina.ground.intake.rules import find_header, refuse_faulty_header, sensitive_places
from sibina.ground.intake.rules.headings import LOOK_AHEAD
from sibina.ground.intake.types import Book, Cell, FaultKind, Header, Sheet, Source, WorkbookFault

DAY_MARK = "\u0001"


@dataclass(frozen=True)
class Kept:
    """The copy of one workbook and what was seen while copying."""

    book: Book
    sheet: str
    rows: int
    content: bytes


def keep(source: Source) -> Kept:
    """The file's sheet as compressed lines of JSON, personal columns blank. Raises WorkbookFault."""
    is_empty = True
    for sheet in source.sheets:
        head = [list(row) for row in islice(sheet.rows, LOOK_AHEAD)]
        is_empty = is_empty and not any(cell not in ("", None) for row in head for cell in row)
        header = find_header(head)
        if header is not None:
            refuse_faulty_header(source.file, sheet, header)
            return _kept(source, sheet, header, chain(head, sheet.rows))
    raise WorkbookFault(source.file, FaultKind.EMPTY if is_empty else FaultKind.NO_HEADER)


def _kept(source: Source, sheet: Sheet, header: Header, rows: Iterator[Sequence[Cell]]) -> Kept:
    blank = sensitive_places(header)
    first = {
        "file": source.file,
        "sheet": sheet.name,
        "first_row": sheet.first_row,
        "formulas": list(sheet.formulas_without_value),
        "skipped": list(source.skipped_sheets),
    }
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
    lines = [encode(first)]
    below_headings = header.position + header.depth
    for at, row in enumerate(rows):
        cells = list(row)
        for place in blank if at >= below_headings else ():
            if place < len(cells):
                cells[place] = ""
        lines.append(encode(cells))
    content = gzip.compress("\n".join(lines).encode(), compresslevel=1, mtime=0)
    return Kept(header.book, sheet.name, len(lines) - 1, content)


def _plain(cell: Any) -> str:
    if isinstance(cell, datetime):
        return DAY_MARK + cell.date().isoformat()
    if isinstance(cell, date):
        return DAY_MARK + cell.isoformat()
    return str(cell)


def open_kept(content: bytes) -> Source:
    """The kept copy as it was read the first time."""
    lines = iter(gzip.decompress(content).decode().splitlines())
    first = json.loads(next(lines))
    sheet = Sheet(first["sheet"], _rows(lines), first["first_row"], tuple(first["formulas"]))
    return Source(first["file"], iter([sheet]), tuple(first["skipped"]))


def _rows(lines: Iterator[str]) -> Iterator[Sequence[Cell]]:
    for line in lines:
        cells = json.loads(line)
        if DAY_MARK_IN_JSON in line:
            cells = [
                date.fromisoformat(cell[1:]) if type(cell) is str and cell.startswith(DAY_MARK) else cell
                for cell in cells
            ]
        yield cells


DAY_MARK_IN_JSON = json.dumps(DAY_MARK)[1:-1]
