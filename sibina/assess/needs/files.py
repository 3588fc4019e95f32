"""`sibina gaps FOLDER`: plain tables or a city's three workbooks in, `gaps` and `summary` out.

The numbers come from the one expression of `rules`; here are only the files and the two engines that run it.
Nothing is kept: PostgreSQL gets temporary tables that end with the transaction.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import duckdb
import ibis
import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
from django.db import connection, transaction
from ibis import ir

from sibina.assess.needs import rules
from sibina.assess.needs.sentences import ENGINE_NOT_READY, NOTHING_REQUIRED, POSITIONS_WITHOUT_STANDARD
from sibina.assess.needs.types import Engine
from sibina.ground.competencies.types import HIGHEST_LEVEL, LOWEST_LEVEL, Method
from sibina.ground.intake.types import Book, Checked
from sibina.lib.tables import BadInput, Column, Kind, Problem, TableSpec, find_table, read_tables

LEVEL = Column(Kind.WHOLE, LOWEST_LEVEL, HIGHEST_LEVEL)
SPECS = {
    "people": TableSpec(
        {"person": Kind.TEXT, "unit": Column(Kind.TEXT, blank=True), "position": Kind.TEXT},
        unique=("person",),
    ),
    "standards": TableSpec(
        {"position": Kind.TEXT, "competency": Kind.TEXT, "level": LEVEL},
        {"weight": Column(Kind.DECIMAL, 0, 1000, blank=True)},
        unique=("position", "competency"),
    ),
    "measurements": TableSpec(
        {
            "person": Kind.TEXT,
            "competency": Kind.TEXT,
            "level": LEVEL,
            "method": Column(Kind.TEXT, one_of=tuple(Method)),
            "date": Kind.DATE,
        },
        {"rater": Kind.TEXT},
    ),
}
KEYS = ("person", "unit", "position", "competency")
TEXT_KEYS = {"person": "string", "position": "string", "competency": "string"}
NAMES = {"people": "gaps_people", "standards": "gaps_standards", "measurements": "gaps_measurements"}
FOUND = "gaps_found"
TOP = 5

Frames = Mapping[str, pd.DataFrame]
Report = dict[str, Any]


class Session(Protocol):
    """What the counting needs of an engine."""

    def load(self, name: str, frame: pa.Table) -> None: ...
    def keep(self, name: str, expression: ir.Table) -> None: ...
    def fetch(self, expression: ir.Table) -> pa.Table: ...


class DuckSession:
    """DuckDB in memory."""

    def __init__(self, connected: duckdb.DuckDBPyConnection):
        self.connected = connected

    def load(self, name: str, frame: pa.Table) -> None:
        self.connected.register(name, frame)

    def keep(self, name: str, expression: ir.Table) -> None:
        self.connected.execute(f"CREATE TEMP TABLE {name} AS {ibis.to_sql(expression, dialect='duckdb')}")

    def fetch(self, expression: ir.Table) -> pa.Table:
        rows = self.connected.sql(str(ibis.to_sql(expression, dialect="duckdb"))).to_arrow_table()
        # DuckDB adds whole numbers up into wider ones than the expression promises.
        return rows.cast(expression.schema().to_pyarrow())


class PostgresSession:
    """PostgreSQL on an open connection and transaction; every table is temporary."""

    TYPES: Mapping[str, str] = {"int64": "bigint", "date32[day]": "date"}
    TEXT = 'text COLLATE "C"'  # ordered by its bytes, as DuckDB orders it

    def __init__(self, connected: psycopg.Connection[Any]):
        self.connected = connected

    def load(self, name: str, frame: pa.Table) -> None:
        columns = ", ".join(
            f'"{field.name}" {self.TYPES.get(str(field.type), self.TEXT)}' for field in frame.schema
        )
        text = io.BytesIO()
        pa_csv.write_csv(frame, text, pa_csv.WriteOptions(include_header=False))
        with self.connected.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP")
            with cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
                copy.write(text.getvalue())
            cursor.execute(f"ANALYZE {name}")

    def keep(self, name: str, expression: ir.Table) -> None:
        sql = ibis.to_sql(expression, dialect="postgres")
        with self.connected.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {sql}")

    def fetch(self, expression: ir.Table) -> pa.Table:
        text = io.BytesIO()
        with (
            self.connected.cursor() as cursor,
            cursor.copy(
                f"COPY ({ibis.to_sql(expression, dialect='postgres')}) TO STDOUT (FORMAT csv, HEADER)"
            ) as copy,
        ):
            for block in copy:
                text.write(block)
        text.seek(0)
        convert = pa_csv.ConvertOptions(
            column_types=expression.schema().to_pyarrow(), null_values=[""], strings_can_be_null=True
        )
        return pa_csv.read_csv(text, convert_options=convert)


def read_plain(folder: Path) -> tuple[Frames, list[str]]:
    """The three plain tables, and the warnings. Raises BadInput with every problem of all of them."""
    tables = read_tables(folder, SPECS)
    people, standards, measurements = (tables[name].frame for name in SPECS)
    weight = standards["weight"] if "weight" in standards else pd.Series(1.0, index=standards.index)
    frames = {
        "people": people[["person", "unit", "position"]].assign(sector_weight=rules.HUNDREDTHS),
        "standards": pd.DataFrame(
            {
                "position": standards["position"],
                "competency": standards["competency"],
                "required": standards["level"],
                "weight": (weight.fillna(1.0) * rules.HUNDREDTHS).round().astype("int64"),
            }
        ),
        "measurements": measurements[list(rules.MEASUREMENT_COLUMNS)],
    }
    return frames, [each.sentence() for table in tables.values() for each in table.warnings]


def frames_of(checked: Checked) -> Frames:
    """The three tables of a city's own workbooks: active persons only, positions and competencies by key."""
    taken, standards, measured = checked.people, checked.standards, checked.measurements
    if taken is None or standards is None or measured is None:
        raise BadInput(
            [Problem(book, value=book, allowed=", ".join(Book), code="missing_file") for book in Book]
        )
    columns, lines, levels = taken.columns, standards.columns, measured.columns
    units = [
        unit.unit if unit.unit_key == unit.office_key else f"{unit.unit}, {unit.office}"
        for unit in taken.units
    ]
    names = dict(zip(reversed(lines.competency_key), reversed(lines.competency), strict=True))
    positions = dict(zip(reversed(lines.position_key), reversed(lines.position), strict=True))
    held = [(position.key, positions.get(position.key, position.name)) for position in taken.positions]
    people = [
        (nip, units[unit], None if position is None else held[position][1])
        for nip, unit, position, active in zip(
            columns.nip, columns.unit, columns.position, columns.is_active, strict=True
        )
        if active
    ]
    required = zip(lines.position_key, lines.competency_key, lines.level, strict=True)
    return {
        "people": pd.DataFrame(people, columns=["person", "unit", "position"], dtype="str").assign(
            sector_weight=rules.HUNDREDTHS
        ),
        "standards": pd.DataFrame(
            [(positions[at], names[what], level, rules.HUNDREDTHS) for at, what, level in required],
            columns=list(rules.STANDARD_COLUMNS),
        ),
        "measurements": pd.DataFrame(
            {
                "person": levels.nip,
                "competency": [names.get(key, key) for key in levels.competency_key],
                "level": levels.level,
                "method": [str(method) for method in levels.method],
                "date": pd.to_datetime(pd.Series(levels.measured_on)).astype("datetime64[s]"),
            }
        ),
    }


def run_gaps(
    folder: Path | str,
    out: Path | str | None = None,
    *,
    as_of: date,
    by: Sequence[str] = ("unit", "competency"),
    engine: str = Engine.DUCKDB,
    read_workbooks: Callable[..., Checked] | None = None,
) -> Report:
    """The JSON of the contract; with `out`, also `gaps.csv` (Parquet when the input is) and `summary.csv`.

    `read_workbooks(folder, today=…)` is intake's reading of a city's own workbooks; it is called where the
    folder holds them. Raises BadInput with every problem; nothing is written then.
    """
    keys = tuple(dict.fromkeys(by))
    wrong = [
        Problem("--by", value=key, allowed=", ".join(KEYS), code="one_of") for key in keys if key not in KEYS
    ]
    if engine == Engine.SPARK:
        wrong.append(Problem("--engine", value=engine, allowed=ENGINE_NOT_READY, code="note"))
    elif engine not in tuple(Engine):
        wrong.append(Problem("--engine", value=engine, allowed=", ".join(Engine), code="one_of"))
    folder = Path(folder)
    warnings: list[str] = []
    ending = "csv"
    try:
        if read_workbooks is not None and any(folder.glob(f"{Book.PEOPLE}.*")):
            frames = frames_of(read_workbooks(folder, today=as_of))
        else:
            frames, warnings = read_plain(folder)
            ending = "parquet" if find_table(folder, "people").suffix.lower() == ".parquet" else "csv"
    except BadInput as bad:
        raise BadInput([*wrong, *bad.problems], bad.warnings) from None
    if wrong:
        raise BadInput(wrong)
    if engine == Engine.POSTGRES:
        with transaction.atomic():
            connection.ensure_connection()
            gap, by_keys, report = count_gaps(PostgresSession(connection.connection), frames, as_of, keys)
    else:
        with duckdb.connect() as connected:
            gap, by_keys, report = count_gaps(DuckSession(connected), frames, as_of, keys)
    if out is not None:
        _write(Path(out), gap, by_keys, ending)
    return report | {"warnings": [*warnings, *_doubts(frames, report)]}


def count_gaps(
    session: Session, frames: Frames, as_of: date, keys: Sequence[str]
) -> tuple[pa.Table, pa.Table, Report]:
    """The gaps, their summary by the keys, and the totals, all from the one expression."""
    for name, table in NAMES.items():
        session.load(table, _arrow(frames[name]))
    people, standards, measurements = rules.unbound_tables(TEXT_KEYS, NAMES, {"unit": "string"})
    expression = rules.gaps(
        people,
        standards,
        measurements,
        as_of=as_of,
        order=rules.method_order(as_of),
        keep=("unit", "position"),
    )
    session.keep(FOUND, expression)
    found = ibis.table(expression.schema(), name=FOUND)
    gap = session.fetch(found.select(*rules.GAP_COLUMNS).order_by("person", "competency"))
    columns = (*keys, "people", "short", "unmeasured", "shortfall")
    chosen = rules.summary(found, keys).select(*columns)
    summary = session.fetch(chosen.order_by(*keys) if keys else chosen)
    total = session.fetch(rules.summary(found, ())).to_pylist()[0]
    competencies = session.fetch(rules.summary(found, ("competency",))).to_pylist()
    worst = sorted(competencies, key=lambda row: (-row["shortfall"], row["competency"]))[:TOP]
    report = {
        "people": len(frames["people"]),
        "competencies": len(competencies),
        **{name: total[name] for name in ("shortfall", "short", "unmeasured", "met")},
        "top": [
            {name: row[name] for name in ("competency", "shortfall")} for row in worst if row["shortfall"]
        ],
    }
    return gap, summary, report


def _arrow(frame: pd.DataFrame) -> pa.Table:
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    for at, field in enumerate(table.schema):
        if pa.types.is_large_string(field.type):
            table = table.set_column(at, field.name, table.column(at).cast(pa.string()))
        elif pa.types.is_timestamp(field.type):
            table = table.set_column(at, field.name, table.column(at).cast(pa.date32()))
    return table


def _write(out: Path, gap: pa.Table, summary: pa.Table, ending: str) -> None:
    out.mkdir(parents=True, exist_ok=True)
    options = "(FORMAT parquet)" if ending == "parquet" else "(FORMAT csv, HEADER)"
    with duckdb.connect() as connected:
        connected.register("gap", gap)
        connected.register("summary", summary)
        for table, name, form in (
            ("gap", f"gaps.{ending}", options),
            ("summary", "summary.csv", "(FORMAT csv, HEADER)"),
        ):
            # A name of its own until it is whole: whoever watches the folder never reads half a file.
            part = out / f".{name}.part"
            connected.execute(f"COPY {table} TO '{str(part).replace(chr(39), chr(39) * 2)}' {form}")
            part.replace(out / name)


def _doubts(frames: Frames, report: Report) -> list[str]:
    if not report["met"] + report["short"] + report["unmeasured"]:
        return [str(NOTHING_REQUIRED)]
    positions = frames["people"]["position"]
    without = positions[~positions.isin(frames["standards"]["position"])]
    if without.empty:
        return []
    return [str(POSITIONS_WITHOUT_STANDARD) % {"people": len(without), "positions": without.nunique()}]
