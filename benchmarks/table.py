"""Writes the measured figures into the README, from benchmarks/results/. Usage: python -m benchmarks.table

What was not measured is not written; `tests/architecture/test_readme.py` holds the table equal to the results.
"""

import json
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
MOST_PEOPLE_NEAR = 100_000
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


def read(name: str) -> Any:
    """One file of results, or None where it was never measured."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def table() -> str:
    """The README's table: what was promised, what was measured, by which command."""
    lines = ["| Promise | Measured | Command |", "|---|---|---|"]
    for rows in (
        import_rows,
        gap_rows,
        plan_rows,
        example_plan_rows,
        mentoring_rows,
        ledger_rows,
        certificate_rows,
        page_rows,
        attendance_rows,
        example_rows,
        first_page_rows,
    ):
        lines += [f"| {promise} | {measured} | `{command}` |" for promise, measured, command in rows()]
    return "\n".join(lines)


Rows = list[tuple[str, str, str]]


def import_rows() -> Rows:
    found = read("import")
    if not found:
        return []
    size = f"{figure(found['rows'])} rows × {found['columns']} columns"
    measured = f"{found['import_ratio']:.2f}; check alone {found['check_ratio']:.2f}"
    return [
        (
            f"Import of {size}: at least ¼ of the speed of the reader alone",
            measured,
            "python -m benchmarks.import_speed",
        )
    ]


def gap_rows() -> Rows:
    found = read("gaps")
    if not found:
        return []
    command = "python -m benchmarks.gaps"
    rows = [
        (
            f"Gaps of {figure(one['people'])} people, beside reading their rows once",
            f"{one['over_scan']:.0f} × in {one['duckdb_seconds']:.1f} s, {figure(one['peak_mib'])} MiB (DuckDB)",
            command,
        )
        for one in found["sizes"]
    ]
    equal = all(one["equal"] for one in found["sizes"])
    return [*rows, ("The same gaps from DuckDB and PostgreSQL", "equal" if equal else "not equal", command)]


def plan_rows() -> Rows:
    return [
        (
            f"Plan for {figure(one['people'])} people ({_family(one)}): {_plan_promise(one['people'])}",
            f"{100 * one['gap']:.2f} % in {one['seconds']:.0f} s{_memory(one)}",
            "python -m benchmarks.plan",
        )
        for one in read("plan") or []
    ]


def example_plan_rows() -> Rows:
    found = read("example_plans") or []
    rows = []
    for again, jp_first, words in (
        (False, True, "JP floor first"),
        (False, False, "by value"),
        (True, True, "made anew in June, JP floor first"),
        (True, False, "made anew in June, by value"),
    ):
        plans = [one for one in found if one["jp_first"] == jp_first and one.get("again", False) == again]
        gaps = ", ".join(f"{one['city']} {100 * one['gap']:.2f} %" for one in plans)
        if plans:
            promise = f"Plans of the example cities, {words}: ≤ 1 % proven in ≤ 60 s"
            measured = f"{gaps}; at most {max(one['seconds'] for one in plans):.0f} s"
            rows.append((promise, measured, "python -m benchmarks.example_plans"))
    return rows


def mentoring_rows() -> Rows:
    found = read("mentoring")
    if not found:
        return []
    pool = f"{figure(found['mentees'])} new ASN and {figure(found['mentors'])} mentors"
    measured = (
        f"{found['seconds']:.2f} s, {found['over_plain_assignment']:.0f} × one plain assignment of that size; "
        f"score {figure(found['score'])} of at most {figure(found['bound'])}"
    )
    promise = f"Mentors for {pool}, from files: the best pairs, proven, in 2 s"
    return [(promise, measured, "python -m benchmarks.mentoring")]


def ledger_rows() -> Rows:
    found = read("ledger")
    if not found:
        return []
    promise = f"A year's JP of {figure(found['people'])} people counted in {found['promised_seconds']} s"
    measured = (
        f"{figure(found['records'])} records: {found['first_seconds']:.1f} s, "
        f"{found['over_writing']:.1f} × writing their rows alone; {found['changed_seconds']:.1f} s by a changed table"
    )
    return [(promise, measured, "python -m benchmarks.ledger")]


def certificate_rows() -> Rows:
    found = read("certificates")
    if not found:
        return []
    promise = f"{figure(found['sheets'])} certificates with QR, set and stored: {figure(found['promise_a_second'])} a second"
    measured = f"{found['a_second']:.0f} a second, {found['ratio']:.2f} × setting them alone"
    return [(promise, measured, "python -m benchmarks.certificates")]


def _family(one: dict[str, Any]) -> str:
    return f"{one['family']}, JP floor first" if one["jp_first"] else str(one["family"])


def _plan_promise(people: int) -> str:
    return "≤ 2 % proven in ≤ 180 s, ≤ 4 GiB" if people > MOST_PEOPLE_NEAR else "≤ 1 % proven in ≤ 60 s"


def _memory(one: dict[str, Any]) -> str:
    return f", {figure(one['peak_rss_mib'])} MiB" if one.get("peak_rss_mib") else ""


def page_rows() -> Rows:
    found = read("pages")
    if not found:
        return []
    pages = found["pages"]
    slowest = min(pages, key=lambda page: page["ratio"])
    half = sum(page["ratio"] >= 1 / 2 for page in pages)
    third = sum(page["ratio"] >= found["least_ratio"] for page in pages)
    middle = median(page["ratio"] for page in pages)
    command = "python -m benchmarks.pages"
    views = found["heatmap"]
    return [
        (
            "Every list, heatmap and home: at least ⅓ of the pages a second of a bare Django page of 5 queries",
            f"{third} of {len(pages)} pages, {half} of them at least ½; median {middle:.2f}, "
            f"slowest {slowest['ratio']:.2f} ({slowest['page']})",
            command,
        ),
        ("At most 12 queries a page", f"at most {max(page['queries'] for page in pages)}", command),
        (
            "First load at most 150 kB, compressed",
            f"at most {max(page['first_load_kb'] for page in pages):.0f} kB",
            command,
        ),
        (
            f"Any view of the gaps of Medan under {views['promise_ms']} ms at the median, asked for the first time",
            f"{views['median_ms']:.0f} ms over {views['views']} views",
            command,
        ),
    ]


def attendance_rows() -> Rows:
    found = read("attendance")
    if not found:
        return []
    measured = (
        f"{found['seconds']:.0f} s, {found['lost']} lost, {found['doubled']} double; "
        f"{found['ratio']:.2f} of the requests a second of a bare Django page"
    )
    promise = f"{figure(found['people'])} people scan in at a door within 300 s, none lost or double"
    return [(promise, measured, "python -m benchmarks.attendance")]


def first_page_rows() -> Rows:
    found = read("first_page")
    if not found:
        return []
    command = "python -m benchmarks.first_page"
    return [
        ("First page of a fresh clone in 180 s, its five cities loaded", f"{found['seconds']:.0f} s", command)
    ]


def example_rows() -> Rows:
    found = read("examples")
    if not found:
        return []
    command = "python -m benchmarks.examples"
    return [("Five example cities loaded in 60 s", f"{found['seconds']:.0f} s", command)]


def figure(value: float) -> str:
    """100000 → 100,000."""
    return f"{value:,.0f}"


def main() -> None:
    readme = ROOT / "README.md"
    text = readme.read_text()
    before, rest = text.split(BEGIN)
    _old, after = rest.split(END)
    readme.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}")


if __name__ == "__main__":
    main()
