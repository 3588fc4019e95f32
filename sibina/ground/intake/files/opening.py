"""One file: opened by content and not by its name, safely, and read once.

A spreadsheet is measured while still zipped: what it unfolds to, its rows and columns. Only then is it read.
"""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine

from sibina.ground.intake.types import Cell, FaultKind, Sheet, Source, WorkbookFault

ROW_LIMIT = 300_000
COLUMN_LIMIT = 256
COLUMN_LIMIT_WHEN_LONG = 104
LONG_SHEET = 50_000
FILE_LIMIT = 200 * 1024**2
UNZIPPED_LIMIT = 1536 * 1024**2
RATIO_LIMIT = 200
RATIO_MATTERS_FROM = 64 * 1024**2
FORMULAS_TOLD = 200
PIECE = 1024**2

BEYOND_104 = re.compile(rb'r="(?:[A-Z]{3}|[D-Z][A-Z])\d')
BEYOND_256 = re.compile(rb'r="(?:[A-Z]{3}|I[W-Z]|[J-Z][A-Z])\d')
FORMULA_CELL = re.compile(rb"<(?:\w+:)?c ([^>]*?)>\s*<(?:\w+:)?f\b(.*?)</(?:\w+:)?c>", re.DOTALL)
CELL_NAME = re.compile(rb'\br="([A-Z]{1,3}\d+)"')
HELD_VALUE = re.compile(rb"<(?:\w+:)?v[^>/]*>[^<]")
ROW_NAME = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
ODS_ROW = re.compile(rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
ODS_ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d+)"')
ODS_WIDE_CELL = re.compile(rb'<table:table-cell\b(?=[^>]*value-type)[^>]*number-columns-repeated="(\d+)"')
SHEET_ENTRY = re.compile(r"xl/worksheets/[^/]+\.xml$")


@dataclass
class _Measured:
    """What a zipped sheet holds, counted on its way through the unzipper."""

    rows: int = 0
    last_row: int = 0
    is_beyond_104: bool = False
    is_beyond_256: bool = False
    formulas_without_value: list[str] = field(default_factory=list)


def open_workbook(name: str, content: bytes) -> Source:
    """The file's sheets, ready to be read once. Raises WorkbookFault with the one reason why it cannot be."""
    if not content.strip(b"\0 \r\n\t"):
        raise WorkbookFault(name, FaultKind.EMPTY)
    if len(content) > FILE_LIMIT:
        raise WorkbookFault(name, FaultKind.TOO_LARGE, limit=FILE_LIMIT // 1024**2)
    if content.startswith(b"PK"):
        return _open_zipped(name, content)
    if content.startswith(b"%PDF"):
        raise WorkbookFault(name, FaultKind.PDF)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise WorkbookFault(name, FaultKind.PASSWORD if is_locked else FaultKind.OLD_XLS)
    if re.match(
        rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|meta|table|style|div)", content[:400], re.I
    ):
        raise WorkbookFault(name, FaultKind.WEB_PAGE)
    return _open_csv(name, content)


def _open_zipped(name: str, content: bytes) -> Source:
    with _faults_of(name):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            _refuse_bomb(name, list(entries.values()))
            if "xl/workbook.xml" in entries:
                measured = _measure_xlsx(name, archive)
            elif "content.xml" in entries and b"opendocument.spreadsheet" in archive.read("mimetype")[:200]:
                _measure_ods(name, archive)
                measured = _Measured()
            else:
                raise WorkbookFault(name, FaultKind.OTHER_KIND)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
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
    """Turn what the readers raise about a damaged or locked file into our one fault."""
    try:
        yield
    except WorkbookFault:
        raise
    except python_calamine.PasswordError as error:
        raise WorkbookFault(name, FaultKind.PASSWORD) from error
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
        raise WorkbookFault(name, FaultKind.BROKEN) from error
    except RuntimeError as error:  # zipfile says so when an entry is encrypted
        raise WorkbookFault(name, FaultKind.PASSWORD) from error
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # the Rust reader gave up on a file that is no spreadsheet
            raise
        raise WorkbookFault(name, FaultKind.BROKEN) from error


def _refuse_bomb(name: str, entries: Sequence[zipfile.ZipInfo]) -> None:
    unfolded = sum(entry.file_size for entry in entries)
    folded = sum(entry.compress_size for entry in entries) or 1
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookFault(name, FaultKind.PASSWORD)
    if unfolded > UNZIPPED_LIMIT or (unfolded > RATIO_MATTERS_FROM and unfolded / folded > RATIO_LIMIT):
        raise WorkbookFault(name, FaultKind.TOO_LARGE, limit=UNZIPPED_LIMIT // 1024**2)


def _measure_xlsx(name: str, archive: zipfile.ZipFile) -> _Measured:
    """Unzip every part once: a directory that lies about sizes is found out, rows and columns are counted."""
    whole = _Measured()
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        if not SHEET_ENTRY.match(entry.filename):
            _unfold(archive, entry)
            continue
        sheet = _measure_sheet(archive, entry)
        if sheet.last_row > ROW_LIMIT or sheet.rows > ROW_LIMIT:
            sheet.last_row = sheet.rows = _last_filled_row(archive, entry)
        if sheet.rows > ROW_LIMIT:
            raise WorkbookFault(name, FaultKind.TOO_MANY_ROWS, rows=sheet.rows, limit=ROW_LIMIT)
        is_long = max(sheet.rows, sheet.last_row) > LONG_SHEET
        if sheet.is_beyond_256 or (is_long and sheet.is_beyond_104):
            limit = COLUMN_LIMIT_WHEN_LONG if is_long else COLUMN_LIMIT
            raise WorkbookFault(name, FaultKind.TOO_MANY_COLUMNS, limit=limit)
        whole.formulas_without_value += sheet.formulas_without_value
    return whole


def _unfold(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    with archive.open(entry) as stream:
        while stream.read(PIECE):
            pass


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


def _measure_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> _Measured:
    found = _Measured()
    for piece in _pieces(archive, entry, b"row>"):
        found.rows += piece.count(b"<row ") + piece.count(b":row ") + piece.count(b"<row>")
        last = piece.rfind(b'row r="')
        if last >= 0:
            digits = piece[last + 7 : last + 16].split(b'"')[0]
            found.last_row = max(found.last_row, int(digits) if digits.isdigit() else 0)
        if not found.is_beyond_104:
            found.is_beyond_104 = BEYOND_104.search(piece) is not None
        if found.is_beyond_104 and not found.is_beyond_256:
            found.is_beyond_256 = BEYOND_256.search(piece) is not None
        if b"<f" in piece or b":f" in piece:
            found.formulas_without_value += _formulas_without_value(piece)
    return found


def _formulas_without_value(piece: bytes) -> list[str]:
    """Cells whose formula was never computed: a spreadsheet must open and save the file once."""
    cells = []
    for attributes, body in FORMULA_CELL.findall(piece):
        named = CELL_NAME.search(attributes)
        if named and b't="str"' not in attributes and not HELD_VALUE.search(body):
            cells.append(named[1].decode())
    return cells


def _last_filled_row(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """The last row that holds a value: spreadsheets keep a million formatted rows that are empty."""
    last = counted = 0
    for piece in _pieces(archive, entry, b"row>"):
        for row in re.split(rb"(?=<(?:\w+:)?row\b)", piece):
            counted += row.startswith(b"<")
            if b"<v" in row or b":v" in row or b"<is" in row or b":is" in row:
                named = ROW_NAME.match(row)
                last = max(last, int(named[1]) if named else counted)
    return last


def _measure_ods(name: str, archive: zipfile.ZipFile) -> None:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise WorkbookFault(name, FaultKind.PASSWORD)
    rows = 0
    for piece in _pieces(archive, archive.getinfo("content.xml"), b"</table:table-row>"):
        for attributes, body in ODS_ROW.findall(piece):
            if b"value-type" in body or b"text:p" in body:
                repeated = ODS_ROWS_REPEATED.search(attributes)
                rows += int(repeated[1]) if repeated else 1
            if any(int(wide) > COLUMN_LIMIT for wide in ODS_WIDE_CELL.findall(body)):
                raise WorkbookFault(name, FaultKind.TOO_MANY_COLUMNS, limit=COLUMN_LIMIT)
    if rows > ROW_LIMIT:
        raise WorkbookFault(name, FaultKind.TOO_MANY_ROWS, rows=rows, limit=ROW_LIMIT)


def _open_csv(name: str, content: bytes) -> Source:
    text = _decoded(name, content)
    lines = text.count("\n")
    if lines > ROW_LIMIT:
        raise WorkbookFault(name, FaultKind.TOO_MANY_ROWS, rows=lines, limit=ROW_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    return Source(name, iter([Sheet(Path(name).stem, _csv_rows(name, reader))]))


def _csv_rows(name: str, rows: Iterator[list[str]]) -> Iterator[Sequence[Cell]]:
    try:
        yield from rows
    except csv.Error as error:
        raise WorkbookFault(name, FaultKind.BROKEN) from error


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
