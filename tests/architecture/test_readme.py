"""What README and manual say is there."""

import re
from pathlib import Path

from benchmarks.table import BEGIN, END, table

ROOT = Path(__file__).resolve().parents[2]


def test_the_readmes_figures_are_those_that_were_measured() -> None:
    text = (ROOT / "README.md").read_text()
    assert text.split(BEGIN)[1].split(END)[0].strip() == table().strip()


def test_make_bench_runs_every_bench_and_then_writes_the_table() -> None:
    run = re.findall(r"^for bench in (.*); do$", (ROOT / "scripts" / "bench.sh").read_text(), re.MULTILINE)
    benches = {
        path.stem
        for path in (ROOT / "benchmarks").glob("*.py")
        if "RESULTS" in path.read_text() and path.stem != "table"
    }
    assert benches == set(run[0].split())


def test_every_file_and_picture_that_readme_and_manual_name_is_there() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} names {target}"


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    hosts = (
        "pypi" + ".org",
        "registry.npmjs" + ".org",
        "files.pythonhosted" + ".org",
        "/ro" + "ot/",
        "/wo" + "rk/",
    )
    wrong = []
    for pattern in ("*.md", "*.py", "*.txt", "*.in", "*.toml", "*.json", "*.sh", "*.html", "Makefile"):
        for path in ROOT.rglob(pattern):
            if {"node_modules", ".venv", "var", ".git"} & set(path.relative_to(ROOT).parts):
                continue
            text = path.read_text(errors="replace")
            wrong += [f"{path.name}: {host}" for host in hosts if host in text]
    assert not wrong
