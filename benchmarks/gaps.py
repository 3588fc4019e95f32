"""How fast gaps are counted: DuckDB beside the plain scan of the same columns, and beside PostgreSQL, in one run.

    python -m benchmarks.gaps [PEOPLE …]            (20,000 and 1,000,000 where none are named)

Prints and writes `benchmarks/results/gaps.json`. The city is made up: 12 competencies a person, eight measurements
in ten pairs, Parquet files. Counted is the whole expression with its sums by unit and competency. `over_scan` says
how many plain scans of the same columns that costs; `equal` that both engines gave the same rows.
"""

import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django
import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pa_parquet
from django.db import connection, transaction
from ibis import ir

from config.database import start_embedded
from sibina.assess.needs import rules
from sibina.assess.needs.files import DuckSession, PostgresSession

COMPETENCIES, POSITIONS, PEOPLE_A_UNIT = 12, 120, 40
AS_OF = date(2026, 1, 2)
METHODS = ("self", "peer", "superior", "certificate", "test", "assessment")
NAMES = {"people": "bench_people", "standards": "bench_standards", "measurements": "bench_measurements"}
NUMBER_KEYS = {"person": "int64", "position": "int64", "competency": "int64"}
KEYS = ("unit", "competency")
REPEATS = 3
RESULTS = Path(__file__).resolve().parent / "results" / "gaps.json"
SCAN = (
    "SELECT sum(person), sum(competency), sum(level), max(method), max(date) FROM {measurements} "
    "UNION ALL SELECT sum(person), sum(position), sum(unit), NULL, NULL FROM {people}"
)


def make_city(people: int, seed: int = 7) -> dict[str, pa.Table]:
    """The three tables of a made-up city."""
    chance = np.random.default_rng(seed)
    persons = np.arange(people)
    rows = people * COMPETENCIES * 8 // 10
    days = np.datetime64("2023-01-01") + chance.integers(0, 1000, rows).astype("timedelta64[D]")
    position, competency = np.divmod(np.arange(POSITIONS * COMPETENCIES), COMPETENCIES)
    return {
        "people": pa.table(
            {
                "person": persons,
                "position": chance.integers(0, POSITIONS, people),
                "sector_weight": np.full(people, 100),
                "unit": persons // PEOPLE_A_UNIT,
            }
        ),
        "standards": pa.table(
            {
                "position": position,
                "competency": competency,
                "required": chance.integers(1, 6, len(position)),
                "weight": np.full(len(position), 100),
            }
        ),
        "measurements": pa.table(
            {
                "person": chance.integers(0, people, rows),
                "competency": chance.integers(0, COMPETENCIES, rows),
                "level": chance.integers(1, 6, rows),
                "method": pa.DictionaryArray.from_arrays(
                    chance.integers(0, len(METHODS), rows).astype("int32"), list(METHODS)
                ).cast(pa.string()),
                "date": pa.array(days.astype("datetime64[D]")),
            }
        ),
    }


def best_of(work: Callable[[], Any], repeats: int = REPEATS) -> tuple[float, float, Any]:
    """The quickest of some runs: seconds, this process's seconds of CPU, and what the last run gave."""
    seconds, cpu, answer = [], [], None
    for _ in range(repeats):
        begun, used = time.perf_counter(), time.process_time()
        answer = work()
        seconds.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - used)
    return min(seconds), min(cpu), answer


def sums_by_unit() -> ir.Table:
    """The expression that is timed."""
    tables = rules.unbound_tables(NUMBER_KEYS, NAMES, {"unit": "int64"})
    gap = rules.gaps(*tables, as_of=AS_OF, order=rules.method_order(AS_OF), keep=("unit",))
    return rules.summary(gap, KEYS).order_by(*KEYS)


def digest(rows: pa.Table) -> str:
    """One hash of all rows in order."""
    return hashlib.sha256(json.dumps(rows.to_pydict()).encode()).hexdigest()


def measure_duckdb(city: dict[str, pa.Table], expression: ir.Table, folder: Path) -> dict[str, Any]:
    """The expression and the plain scan, both from Parquet files."""
    with duckdb.connect() as connected:
        for name, table in city.items():
            path = folder / f"{name}.parquet"
            pa_parquet.write_table(table, path)
            connected.execute(f"CREATE VIEW {NAMES[name]} AS SELECT * FROM read_parquet('{path}')")
        session = DuckSession(connected)
        scan, scan_cpu, _ = best_of(lambda: connected.execute(SCAN.format(**NAMES)).fetchall())
        sql = str(ibis.to_sql(expression, dialect="duckdb"))
        seconds, cpu, _ = best_of(lambda: connected.sql(sql).to_arrow_table())
        rows = session.fetch(expression)
    return {"scan": scan, "scan_cpu": scan_cpu, "seconds": seconds, "cpu": cpu, "rows": rows}


def measure_postgres(city: dict[str, pa.Table], expression: ir.Table) -> dict[str, Any]:
    """The expression on temporary tables of the program's own PostgreSQL."""
    with transaction.atomic():
        connection.ensure_connection()
        session = PostgresSession(connection.connection)
        begun = time.perf_counter()
        for name, table in city.items():
            session.load(NAMES[name], table)
        loaded = time.perf_counter() - begun
        begun = time.perf_counter()
        rows = session.fetch(expression)
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return {"load": loaded, "seconds": seconds, "rows": rows}


def measure(people: int) -> dict[str, Any]:
    """One size: times, ratios, and whether the engines agree."""
    city, expression = make_city(people), sums_by_unit()
    with tempfile.TemporaryDirectory() as folder:
        duck = measure_duckdb(city, expression, Path(folder))
    postgres = measure_postgres(city, expression)
    return {
        "people": people,
        "measurements": city["measurements"].num_rows,
        "sums": duck["rows"].num_rows,
        "scan_seconds": round(duck["scan"], 4),
        "duckdb_seconds": round(duck["seconds"], 4),
        "over_scan": round(duck["seconds"] / duck["scan"], 1),
        "cpu_over_scan": round(duck["cpu"] / duck["scan_cpu"], 1),
        "postgres_load_seconds": round(postgres["load"], 2),
        "postgres_seconds": round(postgres["seconds"], 3),
        "postgres_over_duckdb": round(postgres["seconds"] / duck["seconds"], 1),
        "pairs_a_second": round(people * COMPETENCIES / duck["seconds"]),
        "equal": digest(duck["rows"]) == digest(postgres["rows"]),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Every size asked for, one line each, and the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    start_embedded()
    django.setup()
    sizes = [int(each) for each in sys.argv[1:] if each.isdigit()] or [20_000, 1_000_000]
    found = []
    for people in sizes:
        found.append(measure(people))
        print(json.dumps(found[-1]))
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps({"competencies": COMPETENCIES, "sizes": found}, indent=2) + "\n")
    if not all(each["equal"] for each in found):
        sys.exit("the engines differ")


if __name__ == "__main__":
    main()
