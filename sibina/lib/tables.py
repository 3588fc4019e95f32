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
from django.utils.functional import Promise

from sibina.lib.table_columns import Column, Kind, Wrong, column_of, to_typed
from sibina.lib.table_files import ENDINGS, Raw, raw_table
from sibina.lib.table_problems import BadInput, Problem
from sibina.lib.table_sentences import kind_words

__all__ = [
    "BadInput",
    "Column",
    "Kind",
    "Problem",
    "Table",
    "TableSpec",
    "check_reference",
    "find_table",
    "look_at_table",
    "look_at_tables",
    "problem",
    "read_table",
    "read_tables",
    "write_table",
]


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
    table, problems = look_at_table(path, TableSpec(required, optional or {}, unique))
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
        tables[name], found = look_at_table(path, spec)
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


def look_at_table(path: Path | str, spec: TableSpec) -> tuple[Table, list[Problem]]:
    """What can be read of one file, and every problem of it, as `look_at_tables` does for a folder."""
    path = Path(path)
    try:
        raw = raw_table(path)
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
    again = _headers_again(raw, [name for name in known if name in where])
    problems += [Problem(path.name, int(raw.rows[at]), code="header_again") for at in again]
    for name, kind in known.items():
        if name in where:
            wanted = column_of(kind, optional=name in spec.optional)
            columns[name], wrong = to_typed(raw.columns[where[name]], wanted)
            hidden = {each.position for each in wrong} | again
            if hidden:
                columns[name] = _without(columns[name], hidden)
            told = [each for each in wrong if each.position not in again]
            problems += [_problem_of(path.name, raw, where[name], name, wanted, each) for each in told]
            problems += _formulas_never_computed(path.name, raw, name, hidden)
    warnings = [
        Problem(path.name, 1, name, code="unknown_column")
        for name in dict.fromkeys(raw.names)
        if name and name not in known
    ]
    table = Table(path.name, pd.DataFrame(columns), raw.rows, tuple(warnings))
    if spec.unique and set(spec.unique) <= set(table.frame):
        problems += _doubles(table, spec.unique)
    return table, problems


def _headers_again(raw: Raw, names: Sequence[str]) -> set[int]:
    """Rows that only repeat the heading, as when sheets were pasted below each other."""
    found: set[int] | None = None
    for name in names:
        cells = raw.columns[raw.names.index(name)]
        if not pa.types.is_string(cells.type) and not pa.types.is_large_string(cells.type):
            return set()
        here = set(
            pc.indices_nonzero(pc.equal(pc.utf8_lower(pc.utf8_trim_whitespace(cells)), name)).to_pylist()
        )
        found = here if found is None else found & here
        if not found:
            return set()
    return found or set()


def _without(values: pd.Series, positions: Collection[int]) -> pd.Series:
    """The values with those missing that are wrong, so that no rule across cells judges them."""
    hidden = np.zeros(len(values), dtype=bool)
    hidden[list(positions)] = True
    return values.mask(hidden)


def _empty(path: Path) -> Table:
    return Table(path.name, pd.DataFrame(), np.array([], dtype=np.int64))


def _problem_of(file: str, raw: Raw, at: int, name: str, column: Column, wrong: Wrong) -> Problem:
    value = _shown(raw.columns[at][wrong.position].as_py())
    allowed = ", ".join(column.one_of) or kind_words(column.kind, column.low, column.high)
    row = int(raw.rows[wrong.position])
    code = "formula" if value is None and f"{_letters(at)}{row}" in raw.formulas else wrong.code
    return Problem(file, row, name, value, allowed, code)


def _formulas_never_computed(file: str, raw: Raw, name: str, told: Collection[int]) -> list[Problem]:
    """Cells that may be empty and seem so: their formula has no value yet, and unknown is not what was meant."""
    if not raw.formulas:
        return []
    letters = _letters(raw.names.index(name))
    return [
        Problem(file, int(row), name, code="formula")
        for at, row in enumerate(raw.rows)
        if at not in told and f"{letters}{row}" in raw.formulas
    ]


def _letters(at: int) -> str:
    """The name of the n-th column, from 0: A, B, … Z, AA."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


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
