"""What the staff of an example city learnt elsewhere in a year: by a seed, the same each time."""

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from sibina.web.examples.types import ExampleCity

OUTSIDE = 5
"""A stream of chance of its own, so that the rest of the city stays as it is."""
WITH_ANY, MORE = 0.5, 0.42
"""Share of active people with a record in a year, and with one more each time."""
MOST_RECORDS = 4
WAITING, REFUSED = 0.03, 0.02
DAYS_TO_SEND = 9


def agency_of(slug: str) -> str:
    """The city's number in SIASN."""
    return str(_table()["agencies"][slug])


def make_outside(example: ExampleCity, *, year: int, today: date, seed: int) -> pd.DataFrame:
    """One row a record: row of the person, what its certificate says, `state`, and the row of the reason (-1: none)."""
    table = _table()
    kinds = pd.DataFrame(table["training"])
    rng = np.random.default_rng([seed, crc32(example.recipe.slug.encode()), OUTSIDE, year])
    active = np.flatnonzero(example.tables["people"]["is_active"].to_numpy())
    many = (rng.random(len(active)) < WITH_ANY) * np.minimum(
        rng.geometric(1 - MORE, len(active)), MOST_RECORDS
    )
    person = np.repeat(active, many)
    kind = rng.choice(len(kinds), size=len(person), p=kinds["share"] / kinds["share"].sum())
    last = (min(today, date(year, 12, 31)) - date(year, 1, 1)).days - DAYS_TO_SEND - int(kinds["span"].max())
    begin = np.datetime64(date(year, 1, 8)) + rng.integers(0, max(last, 1), len(person)).astype(
        "timedelta64[D]"
    )
    chosen = kinds.iloc[kind].reset_index(drop=True)
    rows = chosen[["title", "organiser", "form", "days", "jp", "abroad"]].assign(
        person=person,
        starts_on=begin,
        ends_on=begin + (chosen["span"].to_numpy() - 1).astype("timedelta64[D]"),
    )
    # A person takes the same course once.
    rows = rows.drop_duplicates(["person", "title"]).reset_index(drop=True)
    draw = rng.random(len(rows))
    rows["state"] = np.select([draw < WAITING, draw < WAITING + REFUSED], ["waiting", "refused"], "verified")
    rows["reason"] = np.where(
        rows["state"] == "refused", rng.integers(0, len(table["reasons"]), len(rows)), -1
    )
    rows["reason"] = rows["reason"].map(dict(enumerate(table["reasons"]))).fillna("")
    rows["number"] = [
        f"{number:04d}/{organiser.split()[0].upper()}/{year}"
        for number, organiser in enumerate(rows["organiser"], start=101)
    ]
    return rows


def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("outside.toml").read_text(encoding="utf-8"))
