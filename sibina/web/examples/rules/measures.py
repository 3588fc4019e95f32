"""What positions require and what was measured: two rounds a year apart, with progress, noise and holes."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from sibina.ground.competencies.rules import (
    ReferenceCompetency,
    default_level_of,
    default_levels_on,
    national_competencies,
    technical_competencies,
)
from sibina.ground.people.types import PositionClass
from sibina.web.examples.rules.postings import Staffing
from sibina.web.examples.rules.recipes import families, levels
from sibina.web.examples.types import Calendar

STANDARD_BASIS = "Keputusan Wali Kota tentang Standar Kompetensi Jabatan (contoh)"
RAISED_BASIS = "Perubahan Keputusan Wali Kota: layanan digital (contoh)"
HEAD_TECHNICAL = ("MWK", "LDG")
SERVICE_FLOOR = {"PPU": 2, "INT": 2, "KOM": 2}
"""Example cities ask more of everybody who serves citizens than the default by class does."""
RATERS = {
    "superior": "Atasan langsung",
    "assessment": "Tim Penilai Kompetensi BKPSDM",
    "peer": "Rekan kerja",
    "self": "Pegawai sendiri",
    "test": "Ujian kompetensi berbantuan komputer",
    "certificate": "Lembaga sertifikasi profesi",
}
METHODS = ("superior", "assessment", "peer", "self")
METHOD_SHARES = (0.50, 0.30, 0.08, 0.12)


@dataclass(frozen=True)
class Pairs:
    """Each person with each competency that the position requires today."""

    person: np.ndarray
    competency: np.ndarray
    required: np.ndarray
    is_technical: np.ndarray


def example_dictionary() -> tuple[ReferenceCompetency, ...]:
    """The dictionary of an example city: the nine national ones and every technical one of the start."""
    return (*national_competencies(), *technical_competencies())


def make_standards(positions: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Required levels by position with their period; digital literacy was raised a year ago for some."""
    dictionary = example_dictionary()
    # Before the first plan was made, in the autumn before its year.
    first = date(calendar.past_years[0] - 1, 1, 1)
    raised_on = date(calendar.past_years[1], 1, 1)
    defaults = default_levels_on(first)
    assert defaults is not None, "the default levels begin before any example"
    row_of = {one.code: row for row, one in enumerate(dictionary)}
    rows: list[tuple[int, int, int, str, date, date | None]] = []
    for position, (family, code) in enumerate(
        zip(positions["family"], positions["position_class"], strict=True)
    ):
        for one in national_competencies():
            level = default_level_of(PositionClass(code), one, defaults=defaults) or 1
            level = max(level, SERVICE_FLOOR.get(one.code, 1))
            rows.append((position, row_of[one.code], level, STANDARD_BASIS, first, None))
        level = levels()[code].technical
        for name in families()[family].technical if family in families() else HEAD_TECHNICAL:
            if name == "LDG" and code in {"pelaksana", "administrator", "ahli_pertama"}:
                rows.append((position, row_of[name], level - 1, STANDARD_BASIS, first, raised_on))
                rows.append((position, row_of[name], level, RAISED_BASIS, raised_on, None))
            else:
                rows.append((position, row_of[name], level, STANDARD_BASIS, first, None))
    columns = ["position", "competency", "level", "legal_basis", "valid_from", "valid_to"]
    return pd.DataFrame(rows, columns=columns)


def make_pairs(staffing: Staffing, standards: pd.DataFrame) -> Pairs:
    """Persons times the competencies required of them now, by person and then by competency."""
    holding = standards[standards["valid_to"].isna()].sort_values(["position", "competency"])
    held = pd.DataFrame({"person": np.arange(len(staffing.held)), "position": staffing.held})
    merged = held.merge(holding[["position", "competency", "level"]], on="position")
    merged = merged.sort_values(["person", "competency"], kind="stable")
    competency = merged["competency"].to_numpy()
    return Pairs(
        person=merged["person"].to_numpy(),
        competency=competency,
        required=merged["level"].to_numpy(),
        is_technical=competency >= len(national_competencies()),
    )


def make_measurements(
    pairs: Pairs, staffing: Staffing, calendar: Calendar, *, rng: np.random.Generator
) -> pd.DataFrame:
    """Two rounds of measurements; the later one is a little higher, and a tenth also rated themselves."""
    now = _present(pairs, staffing, rng=rng)
    improved = rng.random(len(now)) < 0.24
    before = np.where(improved, np.maximum(now - 1, 1), now)
    first, second = calendar.past_years
    rounds = [
        _round(pairs, staffing, before, _Round(first, 0.56, _days(first, calendar)), rng=rng),
        _round(pairs, staffing, now, _Round(second, 0.66, _days(second, calendar)), rng=rng),
    ]
    rounds.append(_self_ratings(rounds[1], rng=rng))
    table = pd.concat(rounds, ignore_index=True)
    table["rater"] = table["method"].map(RATERS)
    return table.sort_values(
        ["person", "competency", "measured_on", "method"], kind="stable", ignore_index=True
    )


def _present(pairs: Pairs, staffing: Staffing, *, rng: np.random.Generator) -> np.ndarray:
    """A person's true level now: what is required, shifted by unit, competency, person and chance."""
    count = len(pairs.person)
    units = staffing.slots.unit
    by_unit = rng.normal(0.0, 0.22, units.max() + 1)
    by_competency = rng.normal(-0.12, 0.24, pairs.competency.max() + 1)
    by_person = rng.normal(0.0, 0.35, len(units))
    by_both = rng.normal(0.0, 0.15, (units.max() + 1, pairs.competency.max() + 1))
    unit = units[pairs.person]
    ability = (
        pairs.required
        + by_unit[unit]
        + by_competency[pairs.competency]
        + by_person[pairs.person]
        + by_both[unit, pairs.competency]
        + rng.normal(0.0, 0.5, count)
        - 0.12 * pairs.is_technical
    )
    return np.clip(np.floor(ability + 0.5), 1, 5).astype(np.int64)


@dataclass(frozen=True)
class _Round:
    """A year's round: how many of the persons were seen, and the first and last day of it."""

    year: int
    share: float
    days: tuple[np.datetime64, np.datetime64]


def _days(year: int, calendar: Calendar) -> tuple[np.datetime64, np.datetime64]:
    """March to October, but never later than four weeks ago: all is in when the needs round opens."""
    last = min(np.datetime64(f"{year}-10-31"), np.datetime64(calendar.today) - np.timedelta64(28, "D"))
    return np.datetime64(f"{year}-03-01"), max(last, np.datetime64(f"{year}-03-02"))


def _round(
    pairs: Pairs, staffing: Staffing, level: np.ndarray, this: _Round, *, rng: np.random.Generator
) -> pd.DataFrame:
    people = len(staffing.held)
    first, last = this.days
    day = first + rng.integers(0, (last - first).astype(int), size=people).astype("timedelta64[D]")
    appointed = staffing.people["appointed_on"].to_numpy().astype("datetime64[D]")
    seen = (rng.random(people) < this.share) & (appointed + np.timedelta64(60, "D") < day)
    method = rng.choice(np.array(METHODS, dtype=object), size=people, p=METHOD_SHARES)
    chosen = seen[pairs.person] & (rng.random(len(pairs.person)) > np.where(pairs.is_technical, 0.30, 0.06))
    person = pairs.person[chosen]
    how = method[person]
    draw = rng.random(len(person))
    technical = pairs.is_technical[chosen]
    how = np.where(technical & (draw < 0.16), "test", how)
    how = np.where(technical & (draw > 0.93), "certificate", how)
    return pd.DataFrame(
        {
            "person": person,
            "competency": pairs.competency[chosen],
            "level": level[chosen],
            "method": how,
            "measured_on": day[person],
            "purpose": f"Pemetaan kompetensi {this.year}",
            "evidence": f"Lembar hasil pemetaan {this.year}",
        }
    )


def _self_ratings(measured: pd.DataFrame, *, rng: np.random.Generator) -> pd.DataFrame:
    """A second opinion of some persons on themselves, three days earlier and now and then a level higher."""
    persons = measured.loc[measured["method"] != "self", "person"].unique()
    asked = persons[rng.random(len(persons)) < 0.11]
    rated = measured[measured["person"].isin(asked) & (measured["method"] != "self")].copy()
    rated["level"] = np.clip(rated["level"] + (rng.random(len(rated)) < 0.3), 1, 5)
    rated["method"] = "self"
    rated["measured_on"] = rated["measured_on"] - np.timedelta64(3, "D")
    rated["evidence"] = "Lembar penilaian diri"
    return rated
