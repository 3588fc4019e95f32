"""The one expression on two engines, and beside a plain Python reckoning that shares no line with it."""

import datetime
import hashlib
import random
from pathlib import Path

import pandas as pd
import pytest

from sibina.assess.needs.files import run_gaps
from sibina.lib.tables import write_table

AS_OF = datetime.date(2025, 6, 30)
METHODS = ("self", "peer", "superior", "certificate", "test", "assessment")  # weakest first


def make_city(folder: Path, seed: int, people: int = 60, ending: str = "csv") -> dict[str, pd.DataFrame]:
    chance = random.Random(seed)
    positions = [f"J{at}" for at in range(5)] + ["jabatan, tanpa standar"]
    competencies = [f"K{at}" for at in range(6)]
    tables = {
        "people": pd.DataFrame(
            [(f"P{at:03d}", f"U{at % 7}", chance.choice(positions)) for at in range(people)],
            columns=["person", "unit", "position"],
        ),
        "standards": pd.DataFrame(
            [
                (position, competency, chance.randint(1, 5), chance.choice([0.5, 1, 1.25]))
                for position in positions[:5]
                for competency in competencies
                if chance.random() < 0.8
            ],
            columns=["position", "competency", "level", "weight"],
        ),
        "measurements": pd.DataFrame(
            [
                (
                    f"P{chance.randrange(people + 5):03d}",
                    chance.choice(competencies),
                    chance.randint(1, 5),
                    chance.choice(METHODS),
                    datetime.date(2025, 1, 1) + datetime.timedelta(days=chance.randrange(0, 300, 20)),
                )
                for _ in range(people * 8)
            ],
            columns=["person", "competency", "level", "method", "date"],
        ),
    }
    for name, frame in tables.items():
        write_table(frame, folder / f"{name}.{ending}")
    return tables


def reckon(tables: dict[str, pd.DataFrame]) -> list[tuple]:
    """By hand: sort the measurements of a person and take the last one."""
    taken: dict[tuple[str, str], list[tuple]] = {}
    for row in tables["measurements"].itertuples():
        if row.date <= AS_OF:
            key = (METHODS.index(row.method), row.date, -row.level)
            taken.setdefault((row.person, row.competency), []).append((key, row.level))
    found = []
    for person in tables["people"].itertuples():
        for standard in tables["standards"].itertuples():
            if standard.position != person.position:
                continue
            levels = taken.get((person.person, standard.competency))
            if not levels:
                found.append((person.person, standard.competency, standard.level, *(["unmeasured"])))
                continue
            present = max(levels)[1]
            low, high = min(level for _, level in levels), max(level for _, level in levels)
            short, more = max(standard.level - present, 0), max(present - standard.level, 0)
            state = "short" if short else "met"
            found.append(
                (person.person, standard.competency, standard.level, present, low, high, short, more, state)
            )
    return sorted(found)


@pytest.mark.parametrize("seed", range(5))
def test_the_expression_equals_a_reckoning_by_hand(tmp_path, seed):
    tables = make_city(tmp_path, seed)
    report = run_gaps(tmp_path, tmp_path / "out", as_of=AS_OF)
    written = pd.read_csv(tmp_path / "out" / "gaps.csv")
    rows = sorted(
        (row[0], row[1], row[2], "unmeasured")
        if row[8] == "unmeasured"
        else (row[0], row[1], *(int(each) for each in row[2:8]), row[8])
        for row in written.itertuples(index=False)
    )
    by_hand = reckon(tables)
    assert rows == by_hand
    assert (
        written[written["state"] == "unmeasured"][["present", "low", "high", "shortfall", "surplus"]]
        .isna()
        .all(axis=None)
    )
    assert report["shortfall"] == sum(row[6] for row in by_hand if len(row) == 9)
    assert report["met"] == sum(row[-1] == "met" for row in by_hand)
    assert report["unmeasured"] == sum(row[-1] == "unmeasured" for row in by_hand)
    assert report["people"] == len(tables["people"])


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_duckdb_and_postgresql_write_the_same_bytes(tmp_path, ending):
    make_city(tmp_path, seed=11, people=200, ending=ending)
    seen = {}
    for engine in ("duckdb", "postgres"):
        out = tmp_path / engine
        report = run_gaps(tmp_path, out, as_of=AS_OF, by=("unit", "competency"), engine=engine)
        files = sorted(out.iterdir())
        assert [path.name for path in files] == [f"gaps.{ending}", "summary.csv"]
        content = [
            hashlib.sha256(
                pd.read_parquet(path).to_csv().encode() if path.suffix == ".parquet" else path.read_bytes()
            ).hexdigest()
            for path in files
        ]
        seen[engine] = (report, content)
    assert seen["duckdb"] == seen["postgres"]
