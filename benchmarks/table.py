"""Writes the measured figures into the README, from benchmarks/results/. Usage: python -m benchmarks.table

What was not measured is not written; `tests/architecture/test_readme.py` holds the table equal to the results.
"""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


def read(name: str) -> Any:
    """One file of results, or None where it was never measured."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def table() -> str:
    """The README's table: what was promised, what was measured, by which command."""
    lines = ["| Promise | Measured | Command |", "|---|---|---|"]
    for rows in (import_rows, gap_rows, plan_rows, page_rows, example_rows):
        lines += [f"| {promise} | {measured} | `{command}` |" for promise, measured, command in rows()]
    return "\n".join(lines)


Rows = list[tuple[str, str, str]]


def import_rows() -> Rows:
    found = read("import")
    if not found:
        return []
    return []


def gap_rows() -> Rows:
    return []


def plan_rows() -> Rows:
    return []


def page_rows() -> Rows:
    found = read("pages")
    if not found:
        return []
    slowest = min(found["pages"], key=lambda page: page["ratio"])
    most = max(page["queries"] for page in found["pages"])
    heaviest = max(page["first_load_kb"] for page in found["pages"])
    command = "python -m benchmarks.pages"
    return [
        (
            "Every list, heatmap and home: at least ⅓ of the pages a second of a bare Django page of 5 queries",
            f"slowest {slowest['ratio']:.2f} ({slowest['page']}), of {len(found['pages'])} pages, Medan",
            command,
        ),
        ("At most 12 queries a page", f"at most {most}", command),
        ("First load at most 150 kB, compressed", f"at most {heaviest:.0f} kB", command),
    ]


def example_rows() -> Rows:
    found = read("examples")
    if not found:
        return []
    command = "python -m benchmarks.examples"
    return [("Five example cities loaded in 60 s", f"{found['seconds']:.0f} s", command)]


def main() -> None:
    readme = ROOT / "README.md"
    text = readme.read_text()
    before, rest = text.split(BEGIN)
    _old, after = rest.split(END)
    readme.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}")


if __name__ == "__main__":
    main()
