"""How long the best pairs of a city's pool take, beside one plain assignment of the same size without any proof.

python -m benchmarks.mentoring      500 new ASN and 400 mentors; writes results/mentoring.json
"""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from sibina.cli import set_up_words
from sibina.deliver.mentoring.files import run_match

RESULTS = Path(__file__).parent / "results" / "mentoring.json"
MENTORS, MENTEES, UNITS, COMPETENCIES = 400, 500, 60, 40
SEED = 7
TIMES = 5


def write_pool(folder: Path) -> int:
    """The tables of the contract for a synthetic city; returns how many places its mentors have."""
    chance = np.random.default_rng(SEED)
    guides, new = [f"m{at:04d}" for at in range(MENTORS)], [f"n{at:04d}" for at in range(MENTEES)]
    capacity = chance.integers(1, 4, MENTORS)
    tables = {
        "mentors": {
            "person": guides,
            "unit": [f"u{at}" for at in chance.integers(0, UNITS, MENTORS)],
            "capacity": capacity,
            "grade": chance.integers(9, 17, MENTORS),
            "role": chance.choice(["superior", "head", "senior"], MENTORS, p=[0.2, 0.1, 0.7]),
        },
        "mentees": {
            "person": new,
            "unit": [f"u{at}" for at in chance.integers(0, UNITS, MENTEES)],
            "grade": chance.integers(5, 11, MENTEES),
        },
        "strengths": _pairs_of(guides, 8, chance, level=lambda many: chance.integers(2, 6, many)),
        "needs": _pairs_of(
            new,
            5,
            chance,
            short=lambda many: chance.integers(1, 4, many),
            weight=lambda many: chance.choice([1.0, 1.25, 1.5], many),
        ),
    }
    for name, columns in tables.items():
        pd.DataFrame(columns).to_csv(folder / f"{name}.csv", index=False)
    return int(capacity.sum())


def _pairs_of(
    people: list[str], each: int, chance: np.random.Generator, **columns: Callable[[int], np.ndarray]
) -> dict[str, object]:
    chosen = [f"k{at}" for _ in people for at in chance.choice(COMPETENCIES, each, replace=False)]
    rows = {"person": np.repeat(people, each), "competency": chosen}
    return {**rows, **{name: make(len(chosen)) for name, make in columns.items()}}


def seconds_of(work: Callable[[], object]) -> float:
    """The middle of several runs."""
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return median(found)


def main() -> None:
    set_up_words()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        places = write_pool(folder)
        table = np.random.default_rng(SEED).integers(0, 10_000, (MENTEES, places + MENTEES))
        told = run_match(folder)
        whole = seconds_of(lambda: run_match(folder))
        plain = seconds_of(lambda: linear_sum_assignment(table, maximize=True))
    assert told["score"] == told["bound"], "not proven to be the best"
    assert told["most_proven"]
    found = {
        "mentors": MENTORS,
        "mentees": MENTEES,
        "pairs": told["pairs"],
        "score": told["score"],
        "bound": told["bound"],
        "seconds": round(whole, 2),
        "over_plain_assignment": round(whole / plain, 1),
    }
    print(json.dumps(found))
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
