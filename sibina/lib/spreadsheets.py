"""A spreadsheet is known by its content and measured while still zipped, before anything reads it.

A file of a few megabytes may unfold to gigabytes, name a cell in the farthest corner (which a reader would fill up
to), or hold a hundred million cells. What it unfolds to, its rows, columns and cells are counted on their way through
the unzipper, piece by piece; only then is it read.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

import python_calamine

UNZIPPED_LIMIT = 1024**3
"""Bytes that all parts may unfold to; 300,000 rows of 48 columns need a third of it."""
RATIO_LIMIT = 100
"""Times that a file may unfold; a sheet of rows that repeat each other reaches 20."""
RATIO_MATTERS_FROM = 64 * 1024**2
CELL_LIMIT = 16_000_000
"""Cells with a value, and different texts: a reader holds about 60 bytes for each."""
LONG_SHEET = 50_000
PIECE = 1024**2
FORMULAS_KEPT = 200

BEYOND = {
    26: re.compile(rb'r="[A-Z]{2,3}\d'),
    104: re.compile(rb'r="(?:[A-Z]{3}|[D-Z][A-Z])\d'),
    256: re.compile(rb'r="(?:[A-Z]{3}|I[W-Z]|[J-Z][A-Z])\d'),
}
"""By number of columns: the name of a cell that lies behind them (Z, CZ, IV)."""
FORMULA_CELL = re.compile(rb"<(?:\w+:)?c ([^>]*?)>\s*<(?:\w+:)?f\b(.*?)</(?:\w+:)?c>", re.DOTALL)
CELL_NAME = re.compile(rb'\br="([A-Z]{1,3}\d+)"')
HELD_VALUE = re.compile(rb"<(?:\w+:)?v[^>/]*>[^<]")
ROW_NAME = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
VALUE_MARKS = (b"<v", b":v", b"<is", b":is")
ROW_MARKS = (b"<row ", b"<row>", b":row ")
ODS_ROW = re.compile(rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
ODS_ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d+)"')
ODS_WIDE_CELL = re.compile(rb'<table:table-cell\b(?=[^>]*value-type)[^>]*number-columns-repeated="(\d+)"')
SHEET_ENTRY = re.compile(r"xl/worksheets/[^/]+\.xml$")
WEB_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|meta|table|style|div)", re.IGNORECASE
)


class Fault(StrEnum):
    """Why a spreadsheet is not read; the sentences stand in `table_sentences`."""

    PDF = "pdf"
    WEB_PAGE = "web page"
    OLD_XLS = "old xls"
    PASSWORD = "password"
    BROKEN = "broken"
    OTHER_KIND = "other kind"
    TOO_LARGE = "too large"
    UNFOLDS = "unfolds too far"
    TOO_MANY_ROWS = "too many rows"
    TOO_MANY_COLUMNS = "too many columns"
    TOO_MANY_CELLS = "too many cells"


class SpreadsheetFault(Exception):
    """A spreadsheet that is not read: why, and the numbers that its sentence needs."""

    def __init__(self, kind: Fault, **values: int):
        super().__init__(kind.value)
        self.kind = kind
        self.values = values


@dataclass(frozen=True)
class Limits:
    """The most rows and columns that are read; a long sheet may be narrower only. Columns are keys of `BEYOND`."""

    rows: int
    columns: int
    columns_when_long: int


@dataclass
class Measured:
    """What a zipped sheet holds, counted on its way through the unzipper."""

    last_filled: int = 0
    cells: int = 0
    beyond: set[int] = field(default_factory=set)
    formulas_without_value: list[str] = field(default_factory=list)


def fault_by_content(content: bytes) -> Fault | None:
    """What the first bytes say, whatever the name says; None where nothing speaks against a table."""
    if content.startswith(b"%PDF"):
        return Fault.PDF
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        return Fault.PASSWORD if is_locked else Fault.OLD_XLS
    return Fault.WEB_PAGE if WEB_PAGE.match(content[:400]) else None


def open_spreadsheet(content: bytes, limits: Limits) -> tuple[python_calamine.CalamineWorkbook, Measured]:
    """An XLSX or ODS that is safe to read, and what was counted in it (of ODS nothing). Raises SpreadsheetFault."""
    with spreadsheet_faults():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            _refuse_bomb(list(entries.values()))
            if "xl/workbook.xml" in entries:
                measured = _measure_xlsx(archive, limits)
            elif "content.xml" in entries and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
                _measure_ods(archive, limits)
                measured = Measured()
            else:
                raise SpreadsheetFault(Fault.OTHER_KIND)
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)), measured


@contextmanager
def spreadsheet_faults() -> Iterator[None]:
    """Turn what the readers raise about a damaged or locked file into our one fault."""
    try:
        yield
    except SpreadsheetFault:
        raise
    except python_calamine.PasswordError as error:
        raise SpreadsheetFault(Fault.PASSWORD) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        python_calamine.CalamineError,
        EOFError,
        KeyError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        raise SpreadsheetFault(Fault.BROKEN) from error
    except RuntimeError as error:  # zipfile says so when an entry is encrypted
        raise SpreadsheetFault(Fault.PASSWORD) from error
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # the Rust reader gave up on a file that is no spreadsheet
            raise
        raise SpreadsheetFault(Fault.BROKEN) from error


def _refuse_bomb(entries: Sequence[zipfile.ZipInfo]) -> None:
    unfolded = sum(entry.file_size for entry in entries)
    folded = sum(entry.compress_size for entry in entries) or 1
    if any(entry.flag_bits & 1 for entry in entries):
        raise SpreadsheetFault(Fault.PASSWORD)
    if unfolded > RATIO_MATTERS_FROM and unfolded / folded > RATIO_LIMIT:
        raise SpreadsheetFault(Fault.UNFOLDS, times=unfolded // folded)
    if unfolded > UNZIPPED_LIMIT:
        raise SpreadsheetFault(Fault.TOO_LARGE, limit=UNZIPPED_LIMIT // 1024**2)


def _measure_xlsx(archive: zipfile.ZipFile, limits: Limits) -> Measured:
    """Unzip every part once: a directory that lies about sizes is found out, rows, columns and cells are counted."""
    whole = Measured()
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        if not SHEET_ENTRY.match(entry.filename):
            _refuse_cells(_count_texts(archive, entry))
            continue
        sheet = _measure_sheet(archive, entry, limits)
        is_long = sheet.last_filled > LONG_SHEET
        if limits.columns in sheet.beyond or (is_long and sheet.beyond):
            limit = limits.columns_when_long if is_long else limits.columns
            raise SpreadsheetFault(Fault.TOO_MANY_COLUMNS, limit=limit)
        whole.formulas_without_value += sheet.formulas_without_value
    return whole


def _refuse_cells(cells: int) -> None:
    if cells > CELL_LIMIT:
        raise SpreadsheetFault(Fault.TOO_MANY_CELLS, limit=CELL_LIMIT)


def _count_texts(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Unfold a part that is no sheet; the texts that sheets share are counted on the way."""
    texts = 0
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            texts += piece.count(b"<si>") + piece.count(b"<si ") + piece.count(b":si>")
    return texts


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, end: bytes) -> Iterator[bytes]:
    """The entry in pieces that break only behind `end`, so that nothing looked for is cut in two."""
    rest = b""
    with archive.open(entry) as stream:
        while data := stream.read(PIECE):
            data = rest + data
            cut = data.rfind(end)
            if cut < 0 and len(data) < 16 * PIECE:
                rest = data
                continue
            cut = cut + len(end) if cut >= 0 else len(data)
            rest = data[cut:]
            yield data[:cut]
    if rest:
        yield rest


def _measure_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> Measured:
    """Count until the end, or until it is too much: a million rows need not be unfolded to be refused."""
    found = Measured()
    rows = 0
    for piece in _pieces(archive, entry, b"row>"):
        found.last_filled = max(found.last_filled, _last_filled_row(piece, rows))
        if found.last_filled > limits.rows:
            raise SpreadsheetFault(Fault.TOO_MANY_ROWS, limit=limits.rows)
        rows += _count_rows(piece)
        found.cells += piece.count(b"</c>") or piece.count(b":c>")
        _refuse_cells(found.cells)
        for columns in (limits.columns_when_long, limits.columns):
            if columns in found.beyond:
                continue
            if not BEYOND[columns].search(piece):
                break  # what is not behind column 104 is not behind column 256
            found.beyond.add(columns)
        if b"<f" in piece or b":f" in piece:
            found.formulas_without_value += _formulas_without_value(piece)
            del found.formulas_without_value[FORMULAS_KEPT:]
    return found


def _count_rows(piece: bytes) -> int:
    return piece.count(b"<row") or piece.count(b":row ")


def _last_of(marks: Sequence[bytes], piece: bytes, end: int) -> int:
    """Where the last of the marks stands before `end`; each is looked for only behind the one found before it."""
    found = -1
    for mark in marks:
        found = max(found, piece.rfind(mark, max(found, 0), end))
    return found


def _last_filled_row(piece: bytes, before: int) -> int:
    """The last row of a piece that holds a value, 0 where none does; `before`: rows counted in earlier pieces.

    Spreadsheets keep a million formatted rows that are empty: those do not count.
    """
    value = _last_of(VALUE_MARKS, piece, len(piece))
    begins = _last_of(ROW_MARKS, piece, value) if value >= 0 else -1
    if begins < 0:
        return 0
    named = ROW_NAME.match(piece, piece.rfind(b"<", 0, begins + 1))
    return int(named[1]) if named else before + _count_rows(piece[:value])


def _formulas_without_value(piece: bytes) -> list[str]:
    """Cells whose formula was never computed: a spreadsheet must open and save the file once."""
    cells = []
    for attributes, body in FORMULA_CELL.findall(piece):
        named = CELL_NAME.search(attributes)
        if named and b't="str"' not in attributes and not HELD_VALUE.search(body):
            cells.append(named[1].decode())
    return cells


def _measure_ods(archive: zipfile.ZipFile, limits: Limits) -> None:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise SpreadsheetFault(Fault.PASSWORD)
    rows = cells = 0
    for piece in _pieces(archive, archive.getinfo("content.xml"), b"</table:table-row>"):
        for attributes, body in ODS_ROW.findall(piece):
            if b"value-type" in body or b"text:p" in body:
                repeated = ODS_ROWS_REPEATED.search(attributes)
                times = int(repeated[1]) if repeated else 1
                rows += times
                cells += times * body.count(b"value-type")
            if any(int(wide) > limits.columns for wide in ODS_WIDE_CELL.findall(body)):
                raise SpreadsheetFault(Fault.TOO_MANY_COLUMNS, limit=limits.columns)
    if rows > limits.rows:
        raise SpreadsheetFault(Fault.TOO_MANY_ROWS, limit=limits.rows)
    _refuse_cells(cells)
