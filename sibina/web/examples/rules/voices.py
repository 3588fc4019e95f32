"""What the staff of an example city proposes, and what became of it: from the table beside this file, by a seed."""

import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any
from zlib import crc32

import numpy as np

from sibina.web.examples.types import ExampleCity, ExampleVoice, VoiceTheme

VOICES = 2
"""A stream of chance of its own, so that the rest of the city stays as it is."""


def voice_themes(slug: str) -> tuple[VoiceTheme, ...]:
    """What is proposed in a city, in the order of the table."""
    table = tomllib.loads(files(__package__).joinpath("voices.toml").read_text(encoding="utf-8"))
    return tuple(_theme(row) for row in table["theme"] if slug in row.pop("cities", [slug]))


def _theme(row: dict[str, Any]) -> VoiceTheme:
    return VoiceTheme(**row | {"reasons": tuple(row["reasons"])})


def make_voices(example: ExampleCity, theme: VoiceTheme, *, seed: int) -> Iterator[ExampleVoice]:
    """The voices of one theme, the oldest first; whom a log-in speaks for is no row of the tables."""
    name = theme.competency or theme.subject
    rng = np.random.default_rng([seed, crc32(example.recipe.slug.encode()), VOICES, crc32(name.encode())])
    chosen: Sequence[Any] | np.ndarray
    chosen = rng.permutation(_people_of(example, theme.family))[: theme.people] if theme.family else [None]
    days = np.sort(rng.integers(theme.newest, theme.oldest + 1, size=len(chosen)))[::-1]
    draws = rng.random(len(chosen))
    for number, (person, day, draw) in enumerate(zip(chosen, days, draws, strict=True)):
        reason = theme.reasons[number % len(theme.reasons)]
        yield ExampleVoice(
            person=person if person is None else int(person),
            days_ago=int(day),
            reason=reason,
            draw=float(draw),
        )


def _people_of(example: ExampleCity, family: str) -> np.ndarray:
    """Active persons who hold a position of the family now."""
    tables = example.tables
    postings, positions = tables["postings"], tables["positions"]
    now = postings[postings["valid_to"].isna() & tables["people"]["is_active"].to_numpy()[postings["person"]]]
    held = (positions["family"].to_numpy()[now["position"]] == family) & (
        positions["kind"].to_numpy()[now["position"]] != "struktural"
    )
    return now.loc[held, "person"].to_numpy().copy()
