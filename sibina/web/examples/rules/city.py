"""One example city from its recipe: the same seed and day give the same tables on every machine."""

from datetime import date
from decimal import Decimal
from zlib import crc32

import numpy as np
import pandas as pd

from sibina.web.examples.rules.measures import Pairs, make_measurements, make_pairs, make_standards
from sibina.web.examples.rules.offerings import make_offerings
from sibina.web.examples.rules.people import make_people
from sibina.web.examples.rules.postings import assign_positions, make_postings
from sibina.web.examples.rules.recipes import calendar_on
from sibina.web.examples.rules.speakers import make_outside_speakers, make_speaker_tables
from sibina.web.examples.rules.staff import fill_slots
from sibina.web.examples.rules.units import build_units
from sibina.web.examples.types import Calendar, CityRecipe, ExampleCity

SECTORS = (
    (
        "kesehatan",
        "Kesehatan",
        Decimal("1.50"),
        "Keselamatan pasien dan antrean rumah sakit menyangkut semua warga.",
    ),
    (
        "pendidikan",
        "Pendidikan",
        Decimal("1.25"),
        "Guru adalah pegawai terbanyak dan menentukan mutu sekolah.",
    ),
    (
        "kependudukan",
        "Administrasi kependudukan",
        Decimal("1.30"),
        "Hampir setiap urusan warga dimulai dari dokumen kependudukan.",
    ),
    (
        "pelabuhan",
        "Pelabuhan dan logistik",
        Decimal("1.40"),
        "Kelancaran barang dan penumpang menentukan harga kebutuhan di kota.",
    ),
)


def make_city(recipe: CityRecipe, *, seed: int, today: date) -> ExampleCity:
    """All tables of a city as they look on `today`."""
    calendar = calendar_on(today)
    rng = np.random.default_rng([seed, crc32(recipe.slug.encode())])
    tree = build_units(recipe, calendar)
    slots = fill_slots(tree, size=recipe.size, rng=rng)
    people = make_people(slots, recipe, calendar, rng=rng)
    staffing = assign_positions(slots, people)
    standards = make_standards(staffing.positions, calendar)
    pairs = make_pairs(staffing, standards)
    measurements = make_measurements(pairs, staffing, calendar, rng=rng)
    short = _shortfalls(pairs, measurements)
    postings = make_postings(tree, staffing, calendar, rng=rng)
    outside = make_outside_speakers(rng=rng)
    offerings = make_offerings(recipe, calendar, pairs, short, rng=rng)
    return ExampleCity(
        recipe=recipe,
        calendar=calendar,
        tables={
            "sectors": pd.DataFrame(SECTORS, columns=["key", "name", "weight", "reason"]),
            "units": tree.frame(),
            "positions": staffing.positions,
            "people": people,
            "postings": postings,
            "standards": standards,
            "measurements": measurements,
            "cycles": _cycles(calendar),
            "offerings": offerings,
            **make_speaker_tables(recipe, calendar, people, outside, offerings, seed=seed),
        },
    )


def _shortfalls(pairs: Pairs, measurements: pd.DataFrame) -> np.ndarray:
    """Levels lacking by the latest measurement; a pair that was never measured counts as none here."""
    latest = measurements.drop_duplicates(["person", "competency"], keep="last")
    known = latest.set_index(["person", "competency"])["level"]
    index = pd.MultiIndex.from_arrays([pairs.person, pairs.competency])
    present = known.reindex(index).to_numpy(dtype=float)
    return np.nan_to_num(np.maximum(pairs.required - present, 0.0))


def _cycles(calendar: Calendar) -> pd.DataFrame:
    """Two closed years and the one that is being planned."""
    rows: list[tuple[int, str, date, date | None]] = []
    for year in calendar.past_years:
        closed = min(date(year, 12, 31), calendar.today)
        rows.append((year, "closed", date(year - 1, 10, 1), closed))
    opened = min(date(calendar.open_year - 1, 10, 1), calendar.today)
    rows.append((calendar.open_year, "needs", opened, None))
    return pd.DataFrame(rows, columns=["year", "phase", "opened_on", "closed_on"])
