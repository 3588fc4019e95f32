"""From a file to columns of text, before kinds are known: CSV, XLSX, ODS, Parquet, told by the ending."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from sibina.lib.spreadsheets import (
    Fault,
    Limits,
    SpreadsheetFault,
    fault_by_content,
    open_spreadsheet,
    spreadsheet_faults,
)
from sibina.lib.table_problems import BadInput, Problem
from sibina.lib.table_sentences import said_of

ENDINGS = (".csv", ".xlsx", ".ods", ".parquet")
MOST_PARQUET_CELLS = 300_000_000
"""A million persons with twenty needs of five columns are a third of it."""
SPREADSHEET_LIMITS = Limits(rows=1_048_576, columns=256, columns_when_long=26)


@dataclass
class Raw:
    """A table as text: one string array a column, before kinds are known."""

    names: list[str]
    columns: list[pa.Array | pa.ChunkedArray]
    rows: np.ndarray[Any, np.dtype[np.int64]]
    problems: list[Problem] = field(default_factory=list)
    formulas: frozenset[str] = frozenset()  # names of cells, such as C5, whose formula was never computed


def raw_table(path: Path) -> Raw:
    match path.suffix.lower():
        case ".csv":
            return _raw_csv(path)
        case ".xlsx" | ".ods":
            return _raw_workbook(path)
        case ".parquet":
            return _raw_parquet(path)
        case ending:
            allowed = ", ".join(each[1:] for each in ENDINGS)
            raise BadInput([Problem(path.name, value=ending, allowed=allowed, code="ending")])


def _heading(value: object) -> str:
    return "" if value is None else str(value).strip().strip("\ufeff").lower()


def _raw_csv(path: Path) -> Raw:
    content = path.read_bytes()
    if not content.strip():
        return Raw([], [], np.array([], dtype=np.int64))
    if content.startswith(b"PK") or b"\0" in content or fault_by_content(content):
        raise _not_a("CSV", path, content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise BadInput([Problem(path.name, row, code="encoding")]) from None
    # A blank line would shift the row numbers of the quick reader: those few files take the careful one.
    lines = content.replace(b"\r\n", b"\n")
    if lines.startswith(b"\n") or b"\n\n" in lines.rstrip(b"\n"):
        return _careful_csv(path, content)
    try:
        names = next(csv.reader(io.StringIO(lines.split(b"\n", 1)[0].decode("utf-8-sig"))))
        kept = [str(at) for at in range(len(names))]
        table = pa_csv.read_csv(
            pa.BufferReader(content),
            read_options=pa_csv.ReadOptions(column_names=kept, skip_rows=1),
            parse_options=pa_csv.ParseOptions(newlines_in_values=b'"' in content),
            convert_options=pa_csv.ConvertOptions(
                column_types={each: pa.string() for each in kept}, null_values=[""], strings_can_be_null=True
            ),
        )
    except (pa.ArrowInvalid, csv.Error):
        return _careful_csv(path, content)
    rows = np.arange(2, table.num_rows + 2, dtype=np.int64)
    return Raw([_heading(name) for name in names], list(table.columns), rows)


def _careful_csv(path: Path, content: bytes) -> Raw:
    """Row by row: counts blank lines as rows and names every row with a wrong number of cells."""
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except csv.Error:
        raise BadInput([Problem(path.name, allowed="CSV", code="unreadable")]) from None
    return _raw_lines(path, lines)


def _raw_lines(path: Path, lines: Sequence[Sequence[object]]) -> Raw:
    filled = [
        (number, line) for number, line in enumerate(lines, 1) if any(_is_filled(cell) for cell in line)
    ]
    if not filled:
        return Raw([], [], np.array([], dtype=np.int64))
    names = [_heading(cell) for cell in filled[0][1]]
    while names and not names[-1]:
        names.pop()
    problems = [
        Problem(path.name, number, value=str(len(line)), allowed=str(len(names)), code="ragged")
        for number, line in filled[1:]
        if any(_is_filled(cell) for cell in line[len(names) :])
    ]
    body = [line for _, line in filled[1:]]
    columns = [
        pa.array([_text_of(line[at]) if at < len(line) else None for line in body], pa.string())
        for at in range(len(names))
    ]
    return Raw(names, columns, np.array([number for number, _ in filled[1:]], dtype=np.int64), problems)


def _is_filled(cell: object) -> bool:
    return cell is not None and cell != ""


def _text_of(cell: object) -> str | None:
    match cell:
        case None | "":
            return None
        case bool():
            return "1" if cell else "0"
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime() | date():
            return cell.strftime("%Y-%m-%d")
        case _:
            return str(cell)


def _raw_workbook(path: Path) -> Raw:
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        raise _not_a(path.suffix[1:].upper(), path, content)
    try:
        book, measured = open_spreadsheet(content, SPREADSHEET_LIMITS)
        with spreadsheet_faults():
            lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except SpreadsheetFault as fault:
        raise BadInput([Problem(path.name, allowed=said_of(fault), code="note")]) from None
    raw = _raw_lines(path, lines)
    raw.formulas = frozenset(measured.formulas_without_value)
    return raw


def _not_a(kind: str, path: Path, content: bytes) -> BadInput:
    """What the file is in truth, where its first bytes tell; otherwise only what it is not."""
    fault = fault_by_content(content)
    if fault is None:
        return BadInput([Problem(path.name, allowed=kind, code="unreadable")])
    return BadInput([Problem(path.name, allowed=said_of(SpreadsheetFault(fault)), code="note")])


def _raw_parquet(path: Path) -> Raw:
    try:
        # A column of one value repeated a billion times is a few bytes: its foot is read before the rest.
        foot = pa_parquet.read_metadata(path)
        if foot.num_rows * foot.num_columns > MOST_PARQUET_CELLS:
            raise SpreadsheetFault(Fault.TOO_MANY_CELLS, limit=MOST_PARQUET_CELLS)
        table = pa_parquet.read_table(path)
    except SpreadsheetFault as fault:
        raise BadInput([Problem(path.name, allowed=said_of(fault), code="note")]) from None
    except (pa.ArrowInvalid, OSError):
        raise BadInput([Problem(path.name, allowed="Parquet", code="unreadable")]) from None
    columns = [
        pc.cast(each, each.type.value_type) if pa.types.is_dictionary(each.type) else each
        for each in table.columns
    ]
    rows = np.arange(2, table.num_rows + 2, dtype=np.int64)
    return Raw([_heading(name) for name in table.column_names], columns, rows)
