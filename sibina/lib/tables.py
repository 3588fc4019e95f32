"""Plain tables of the command line: CSV, XLSX, ODS or Parquet, told by the ending; *all* problems at once.

A reader gets typed columns or one `BadInput` that holds every problem of the file: file, row as a
spreadsheet counts it (the header is row 1), column, value, what is allowed. Unknown columns are ignored
with a warning. Text is trimmed; an empty cell is missing, never zero. Dates are d-m-Y, d/m/Y, ISO or
real dates of a workbook.

    people = read_table(find_table(folder, "people"), required={"person": Kind.TEXT}, unique=("person",))
    people.frame        # pandas: text str, whole int64 (Int64 where cells may be empty), decimal float64,
                        # date datetime64[s], flag bool (boolean where cells may be empty)

Several files are read together by `read_tables`, so that one run names the problems of all of them; a caller with
rules of its own across tables asks `look_at_tables` and names its problems beside those of the cells.
"""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet
import python_calamine
from django.utils.functional import Promise

from sibina.lib.table_columns import Column, Kind, Wrong, column_of, to_typed
from sibina.lib.table_sentences import kind_words, sentence_of

__all__ = [
    "BadInput",
    "Column",
    "Kind",
    "Problem",
    "Table",
    "TableSpec",
    "check_reference",
    "find_table",
    "look_at_tables",
    "problem",
    "read_table",
    "read_tables",
    "write_table",
]

ENDINGS = (".csv", ".xlsx", ".ods", ".parquet")
UNZIPPED_LIMIT = 2 * 1024**3  # bytes a workbook may unfold to: a city of 100,000 rows needs a tenth of it


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place. `code` names the sentence; `allowed` is in words (said lazily)."""

    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    allowed: str | Promise = ""
    code: str = "kind"

    def sentence(self) -> str:
        where = {"file": self.file, "row": self.row, "column": self.column}
        return sentence_of(self.code, where, self.value, self.allowed)

    def __str__(self) -> str:
        return self.sentence()


class BadInput(Exception):
    """The input is wrong: every problem found, in the order of files, columns and rows.

    `warnings` refuse nothing, and are worth knowing by whoever mends the files now.
    """

    def __init__(self, problems: Sequence[Problem], warnings: Sequence[Problem] = ()):
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)
        self.warnings = tuple(warnings)


@dataclass(frozen=True)
class TableSpec:
    """What a table must, may and may not hold twice. A bare `Kind` is a column that may not be empty."""

    required: Mapping[str, Kind | Column]
    optional: Mapping[str, Kind | Column] = field(default_factory=dict)
    unique: tuple[str, ...] = ()
    may_be_absent: bool = False


@dataclass(frozen=True)
class Table:
    """A table that was read: typed columns, the spreadsheet's row numbers beside them, warnings."""

    file: str
    frame: pd.DataFrame
    rows: np.ndarray[Any, np.dtype[np.int64]]
    warnings: tuple[Problem, ...] = ()


@dataclass
class _Raw:
    """A table as text: one string array a column, before kinds are known."""

    names: list[str]
    columns: list[pa.Array | pa.ChunkedArray]
    rows: np.ndarray[Any, np.dtype[np.int64]]
    problems: list[Problem] = field(default_factory=list)


def problem(table: Table, position: int, column: str, allowed: str | Promise, code: str = "kind") -> Problem:
    """A problem at the n-th row of a table that was read, for rules that only the caller knows."""
    value = table.frame[column].iloc[position] if column in table.frame else None
    return Problem(table.file, int(table.rows[position]), column, _shown(value), allowed, code)


def find_table(folder: Path | str, name: str) -> Path:
    """The one file `name.csv|xlsx|ods|parquet` in the folder. Raises BadInput when there is none, or two."""
    looked_for = [Path(folder) / f"{name}{ending}" for ending in ENDINGS]
    there = [path for path in looked_for if path.is_file()]
    if len(there) == 1:
        return there[0]
    code, listed = ("two_files", there) if there else ("missing_file", looked_for)
    names = ", ".join(path.name for path in listed)
    raise BadInput([Problem(str(folder), value=name, allowed=names, code=code)])


def read_table(
    path: Path | str,
    *,
    required: Mapping[str, Kind | Column],
    optional: Mapping[str, Kind | Column] | None = None,
    unique: tuple[str, ...] = (),
) -> Table:
    """The typed table in the file. Raises BadInput once, with all problems of the file."""
    table, problems = _read(Path(path), TableSpec(required, optional or {}, unique))
    if problems:
        raise BadInput(problems)
    return table


def read_tables(folder: Path | str, specs: Mapping[str, TableSpec]) -> dict[str, Table]:
    """All the named tables of a folder; an absent one that may be absent is left out of the answer."""
    tables, problems = look_at_tables(folder, specs)
    if problems:
        raise BadInput(problems, [each for table in tables.values() for each in table.warnings])
    return tables


def look_at_tables(
    folder: Path | str, specs: Mapping[str, TableSpec]
) -> tuple[dict[str, Table], list[Problem]]:
    """What can be read of the named tables, and every problem; nothing is raised.

    A cell with a problem is missing in its frame, a column that the file lacks is no column of it.
    """
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for name, spec in specs.items():
        try:
            path = find_table(folder, name)
        except BadInput as error:
            if not (spec.may_be_absent and error.problems[0].code == "missing_file"):
                problems += error.problems
            continue
        tables[name], found = _read(path, spec)
        problems += found
    return tables, problems


def check_reference(
    table: Table, column: str, known: Table | Collection[str], known_column: str | None = None
) -> list[Problem]:
    """The rows of `table` whose `column` names something that `known` does not have.

    None, where either column could not be read: that is a problem by itself, and told already.
    """
    if column not in table.frame or (
        isinstance(known, Table) and (known_column or column) not in known.frame
    ):
        return []
    if isinstance(known, Table):
        values, name = known.frame[known_column or column], known.file
    else:
        values, name = pd.Series(list(known), dtype=table.frame[column].dtype), known_column or column
    ours = table.frame[column]
    missing = np.flatnonzero(~(ours.isin(values) | ours.isna()).to_numpy())
    return [problem(table, int(at), column, name, "reference") for at in missing]


def write_table(frame: pd.DataFrame, path: Path | str) -> Path:
    """Writes CSV, Parquet or XLSX by the ending; equal frames give equal CSV and Parquet bytes."""
    path = Path(path)
    match path.suffix.lower():
        case ".csv":
            frame.to_csv(path, index=False, lineterminator="\n", date_format="%Y-%m-%d")
        case ".parquet":
            frame.to_parquet(path, index=False)
        case ".xlsx":
            options = {"strings_to_formulas": False, "strings_to_urls": False}
            with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
                frame.to_excel(writer, index=False, freeze_panes=(1, 0))
        case ending:
            raise BadInput([Problem(path.name, value=ending, allowed="csv, parquet, xlsx", code="ending")])
    return path


def _read(path: Path, spec: TableSpec) -> tuple[Table, list[Problem]]:
    try:
        raw = _raw_table(path)
    except BadInput as error:
        return _empty(path), list(error.problems)
    problems = list(raw.problems)
    known = {**spec.required, **spec.optional}
    where = {name: at for at, name in reversed(list(enumerate(raw.names)))}
    doubled = [name for name, times in Counter(raw.names).items() if times > 1 and name in known]
    problems += [Problem(path.name, 1, name, code="double_column") for name in doubled]
    if not raw.names:
        return _empty(path), [Problem(path.name, allowed=", ".join(spec.required), code="no_header")]
    must = ", ".join(spec.required)
    missing = [name for name in spec.required if name not in where]
    problems += [Problem(path.name, 1, name, allowed=must, code="missing_column") for name in missing]
    columns: dict[str, pd.Series] = {}
    for name, kind in known.items():
        if name in where:
            wanted = column_of(kind, optional=name in spec.optional)
            columns[name], wrong = to_typed(raw.columns[where[name]], wanted)
            if wrong:
                columns[name] = _without(columns[name], wrong)
            problems += [_problem_of(path.name, raw, where[name], name, wanted, each) for each in wrong]
    warnings = [
        Problem(path.name, 1, name, code="unknown_column")
        for name in dict.fromkeys(raw.names)
        if name and name not in known
    ]
    table = Table(path.name, pd.DataFrame(columns), raw.rows, tuple(warnings))
    if spec.unique and set(spec.unique) <= set(table.frame):
        problems += _doubles(table, spec.unique)
    return table, problems


def _without(values: pd.Series, wrong: Sequence[Wrong]) -> pd.Series:
    """The values with the wrong ones missing, so that no rule across cells judges them."""
    hidden = np.zeros(len(values), dtype=bool)
    hidden[[each.position for each in wrong]] = True
    return values.mask(hidden)


def _empty(path: Path) -> Table:
    return Table(path.name, pd.DataFrame(), np.array([], dtype=np.int64))


def _problem_of(file: str, raw: _Raw, at: int, name: str, column: Column, wrong: Wrong) -> Problem:
    value = _shown(raw.columns[at][wrong.position].as_py())
    allowed = ", ".join(column.one_of) or kind_words(column.kind, column.low, column.high)
    return Problem(file, int(raw.rows[wrong.position]), name, value, allowed, wrong.code)


def _doubles(table: Table, keys: tuple[str, ...]) -> list[Problem]:
    frame = table.frame[list(keys)]
    again = (frame.duplicated(keep="first") & frame.notna().all(axis=1)).to_numpy()
    if not again.any():
        return []
    first = (
        pd.Series(table.rows)
        .groupby([frame[key].to_numpy() for key in keys], dropna=False)
        .transform("first")
    )
    return [
        Problem(
            table.file,
            int(table.rows[at]),
            ", ".join(keys),
            ", ".join(_shown(value) or "" for value in frame.iloc[at]),
            str(first.iloc[at]),
            "double",
        )
        for at in np.flatnonzero(again)
    ]


def _shown(value: object) -> str | None:
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]
        return None
    if isinstance(value, datetime | date | pd.Timestamp):
        return value.strftime("%d-%m-%Y")
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "…"


def _raw_table(path: Path) -> _Raw:
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


def _raw_csv(path: Path) -> _Raw:
    content = path.read_bytes()
    if not content.strip():
        return _Raw([], [], np.array([], dtype=np.int64))
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise BadInput([Problem(path.name, row, code="encoding")]) from None
    if b"\0" in content:
        raise BadInput([Problem(path.name, allowed="CSV", code="unreadable")])
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
    return _Raw([_heading(name) for name in names], list(table.columns), rows)


def _careful_csv(path: Path, content: bytes) -> _Raw:
    """Row by row: counts blank lines as rows and names every row with a wrong number of cells."""
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except csv.Error:
        raise BadInput([Problem(path.name, allowed="CSV", code="unreadable")]) from None
    return _raw_lines(path, lines)


def _raw_lines(path: Path, lines: Sequence[Sequence[object]]) -> _Raw:
    filled = [
        (number, line) for number, line in enumerate(lines, 1) if any(_is_filled(cell) for cell in line)
    ]
    if not filled:
        return _Raw([], [], np.array([], dtype=np.int64))
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
    return _Raw(names, columns, np.array([number for number, _ in filled[1:]], dtype=np.int64), problems)


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


def _raw_workbook(path: Path) -> _Raw:
    kind = path.suffix[1:].upper()
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > UNZIPPED_LIMIT:
            raise BadInput([Problem(path.name, allowed=f"{UNZIPPED_LIMIT // 1024**3} GB", code="too_large")])
        sheet = python_calamine.load_workbook(str(path)).get_sheet_by_index(0)
        lines = sheet.to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, python_calamine.CalamineError, OSError):
        raise BadInput([Problem(path.name, allowed=kind, code="unreadable")]) from None
    return _raw_lines(path, lines)


def _raw_parquet(path: Path) -> _Raw:
    try:
        table = pa_parquet.read_table(path)
    except (pa.ArrowInvalid, OSError):
        raise BadInput([Problem(path.name, allowed="Parquet", code="unreadable")]) from None
    columns = [
        pc.cast(each, each.type.value_type) if pa.types.is_dictionary(each.type) else each
        for each in table.columns
    ]
    rows = np.arange(2, table.num_rows + 2, dtype=np.int64)
    return _Raw([_heading(name) for name in table.column_names], columns, rows)
