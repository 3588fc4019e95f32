"""Synthetic planning problems of several kinds of city, as tables of the `sibina plan` contract.

python -m benchmarks.synthetic_plans seminar 2000 7 FOLDER
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

SECTORS = np.array([1.0, 1.0, 1.2, 1.3, 1.5])


@dataclass(frozen=True)
class Family:
    """What makes one kind of city: shares and sizes, each the usual case unless said otherwise."""

    ceiling_share: float = 0.45
    seats: tuple[int, ...] = (20, 25, 30, 40)
    seminar_share: float = 0.15
    seminar_seats: tuple[int, ...] = (80, 150)
    supply: float = 1.2
    days: tuple[int, ...] = (1, 2, 3, 3, 5)
    calendar: int = 220
    away_share: float = 0.12
    people_per_venue: int = 400
    people_per_speaker: int = 150
    online_share: float = 0.15
    online_days: int = 20
    min_share: float = 0.4
    feeds: tuple[int, ...] = (1, 1, 2, 2, 3)
    people_per_unit: int = 55
    eligible_share: float = 1.0
    jp_done_share: float = 0.3
    whole_levels: bool = True


FAMILIES = {
    "umum": Family(),
    "seminar": Family(
        seminar_share=0.5, seminar_seats=(200, 300, 500), away_share=0.06, ceiling_share=0.8, supply=1.5
    ),
    "ruang": Family(people_per_venue=1500, people_per_speaker=800, calendar=120, ceiling_share=0.7),
    "daring": Family(online_share=0.5, online_days=45, calendar=180),
    "ketat": Family(ceiling_share=0.12),
    "longgar": Family(ceiling_share=1.5, away_share=0.3, supply=0.8),
    "syarat": Family(eligible_share=0.4, jp_done_share=0.7, whole_levels=False),
    "padat": Family(calendar=30, min_share=0.85, away_share=0.15),
    "tunggal": Family(feeds=(1,), people_per_unit=25, away_share=0.08, whole_levels=False),
}


def make_city(people: int, family: str = "umum", seed: int = 0) -> dict[str, pd.DataFrame]:
    """The contract's tables; `settings` is a one-row table of the keys of settings.toml."""
    kind = FAMILIES[family]
    rng = np.random.default_rng([seed, people, sorted(FAMILIES).index(family)])
    units = max(2, round(people / kind.people_per_unit))
    unit_share = rng.dirichlet(np.full(units, 2.0))
    unit_of = rng.choice(units, people, p=unit_share)
    sector = rng.choice(SECTORS, units)
    size = np.bincount(unit_of, minlength=units)
    ratio = kind.away_share * rng.uniform(0.6, 1.4, units)
    tables = {
        "people": pd.DataFrame(
            {
                "person": [f"P{i:06d}" for i in range(people)],
                "unit": [f"U{u:04d}" for u in unit_of],
                "jp_done": np.where(rng.random(people) < kind.jp_done_share, rng.integers(1, 26, people), 0),
            }
        ),
        "units": pd.DataFrame(
            {
                "unit": [f"U{u:04d}" for u in range(units)],
                "max_away": np.maximum(1, np.rint(size * ratio)).astype(int),
            }
        ),
    }
    competencies = 9 + min(20, 3 + people // 2000)
    tables["needs"] = _needs(rng, kind, sector[unit_of], competencies)
    tables |= _programmes(rng, kind, competencies, min(60, 12 + people // 150))
    tables["sessions"] = _sessions(rng, kind, people, len(tables["programmes"]))
    if kind.eligible_share < 1:
        allowed = rng.random((people, len(tables["programmes"]))) < kind.eligible_share
        who, what = np.nonzero(allowed)
        tables["eligible"] = pd.DataFrame(
            {"person": [f"P{i:06d}" for i in who], "programme": [f"G{g:03d}" for g in what]}
        )
    full = (
        tables["sessions"]["fixed_cost"] + tables["sessions"]["seats"] * tables["sessions"]["seat_cost"]
    ).sum()
    share = kind.ceiling_share / max(1.0, kind.supply)
    tables["settings"] = pd.DataFrame({"ceiling": [int(full * share)], "jp_floor": [20], "jp_first": [False]})
    return tables


def _needs(rng: np.random.Generator, kind: Family, weight: np.ndarray, competencies: int) -> pd.DataFrame:
    people = len(weight)
    popular = rng.dirichlet(np.full(competencies, 3.0))
    score = np.log(popular)[None, :] + rng.gumbel(size=(people, competencies))
    order = np.argsort(-score, axis=1)
    count = rng.integers(1, 7, people)
    who, rank = np.nonzero(np.arange(competencies)[None, :] < count[:, None])
    short = rng.choice([1, 1, 1, 2, 2, 3], len(who)).astype(float)
    if not kind.whole_levels:
        short = np.round(short * rng.uniform(0.4, 1.1, len(who)), 2)
    return pd.DataFrame(
        {
            "person": [f"P{i:06d}" for i in who],
            "competency": [f"C{c:02d}" for c in order[who, rank]],
            "short": short,
            "weight": np.round(weight[who] * rng.choice([0.8, 1.0, 1.0, 1.25], len(who)), 3),
        }
    )


def _programmes(
    rng: np.random.Generator, kind: Family, competencies: int, programmes: int
) -> dict[str, pd.DataFrame]:
    rows = []
    for g in range(programmes):
        fed = rng.choice(competencies, int(rng.choice(kind.feeds)), replace=False)
        rows += [(f"G{g:03d}", f"C{c:02d}", round(float(rng.uniform(0.3, 1.4)), 2)) for c in fed]
    return {
        "programmes": pd.DataFrame(
            {
                "programme": [f"G{g:03d}" for g in range(programmes)],
                "jp": rng.choice([4, 6, 8, 10, 12, 16, 20, 24, 30, 40], programmes),
            }
        ),
        "gains": pd.DataFrame(rows, columns=["programme", "competency", "gain"]),
    }


def _sessions(rng: np.random.Generator, kind: Family, people: int, programmes: int) -> pd.DataFrame:
    style = rng.random(programmes)
    seminar = style < kind.seminar_share
    online = (style >= kind.seminar_share) & (style < kind.seminar_share + kind.online_share)
    length = np.where(seminar, 1, np.where(online, kind.online_days, rng.choice(kind.days, programmes)))
    fixed = np.where(online, 3, 4 * length) * rng.integers(700_000, 2_000_000, programmes)
    seat_cost = np.where(online, 50_000, 150_000 * length) + rng.integers(0, 200_000, programmes)
    venues, speakers = max(2, people // kind.people_per_venue), max(3, people // kind.people_per_speaker)
    rows, total = [], 0
    while total < people * kind.supply or len(rows) < programmes:
        g = len(rows) if len(rows) < programmes else int(rng.integers(programmes))
        sizes = kind.seminar_seats if seminar[g] else kind.seats
        seats = int(rng.choice(sizes)) * (4 if online[g] else 1)
        start = int(rng.integers(0, max(1, kind.calendar - int(length[g]))))
        first = pd.Timestamp("2027-01-18") + pd.Timedelta(days=start)
        rows.append(
            {
                "session": f"S{len(rows):05d}",
                "programme": f"G{g:03d}",
                "start": first,
                "end": first + pd.Timedelta(days=int(length[g]) - 1),
                "seats": seats,
                "min_seats": int(seats * kind.min_share * rng.uniform(0.5, 1.0)),
                "fixed_cost": int(fixed[g]),
                "seat_cost": int(seat_cost[g]),
                "venue": "" if online[g] else f"V{rng.integers(venues):03d}",
                "speaker": "" if rng.random() < 0.3 else f"N{rng.integers(speakers):03d}",
                "away": int(not online[g]),
            }
        )
        total += seats
    return pd.DataFrame(rows)


def write_city(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Writes the CSV files and settings.toml into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        if name == "settings":
            row = frame.iloc[0]
            text = f"ceiling = {row['ceiling']}\njp_floor = {row['jp_floor']}\njp_first = {str(row['jp_first']).lower()}\n"
            (folder / "settings.toml").write_text(text, encoding="utf-8")
        else:
            frame.to_csv(folder / f"{name}.csv", index=False)


if __name__ == "__main__":
    write_city(make_city(int(sys.argv[2]), sys.argv[1], int(sys.argv[3])), Path(sys.argv[4]))
