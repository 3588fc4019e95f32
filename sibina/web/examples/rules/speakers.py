"""Speakers of an example city: a register with fields, sessions held in past years with ratings, days they cannot."""

from datetime import date, timedelta
from zlib import crc32

import numpy as np
import pandas as pd

from sibina.plan.programmes.rules import starter_catalogue, suggested_fee_classes
from sibina.web.examples.rules.offerings import SPEAKERS_EACH, make_sessions
from sibina.web.examples.rules.recipes import name_pools
from sibina.web.examples.types import Calendar, CityRecipe

HOSTS = ("Universitas mitra", "LAN", "BPSDM Provinsi", "Praktisi")
OWN_EVERY = 3
"""Of every third programme somebody of the city speaks too."""
OWN_DEGREES = frozenset({"S-2", "S-3"})
OTHER_FIELDS = ("Metode pembelajaran orang dewasa", "Fasilitasi diskusi", "Penyusunan bahan ajar")
REASONS = ("Tugas luar kota", "Cuti tahunan", "Mengajar di tempat lain", "")
ABSENT_SHARE = 0.25
RATED_SHARE = 0.8
SCORES, SCORE_SHARES = (2, 3, 4, 5), (0.06, 0.22, 0.45, 0.27)
NOTES = {2: "Terlalu banyak paparan, sedikit latihan.", 5: "Contoh kasusnya dekat dengan pekerjaan peserta."}


def make_speaker_tables(
    recipe: CityRecipe,
    calendar: Calendar,
    people: pd.DataFrame,
    outside: pd.DataFrame,
    offerings: pd.DataFrame,
    *,
    seed: int,
) -> dict[str, pd.DataFrame]:
    """Tables by name: speakers, speaker_fields, past_sessions (with their `rating`, -1 where none), absences.

    `offerings` are those of the open year: nobody is absent on a day of a session that names them. Chance of its own,
    so that the rest of the city does not depend on it.
    """
    rng = np.random.default_rng([seed, crc32(f"{recipe.slug} speakers".encode())])
    speakers = pd.concat([outside, _from_the_city(people, rng)], ignore_index=True)
    past = [_held_in(recipe, year, calendar.today, speakers, rng=rng) for year in calendar.past_years]
    return {
        "speakers": speakers,
        "speaker_fields": _fields(speakers, rng=rng),
        "past_sessions": pd.concat(past, ignore_index=True),
        "absences": _absences(len(speakers), offerings, calendar.open_year, rng=rng),
    }


def make_outside_speakers(*, rng: np.random.Generator) -> pd.DataFrame:
    """Three from institutions outside for each starter programme, in the order of the catalogue."""
    pools = name_pools()
    given = [*pools["male"]["common"], *pools["female"]["common"]]
    family = [name for origin in ("common", "batak", "melayu") for name in pools["family"][origin]]
    count = len(starter_catalogue()) * SPEAKERS_EACH
    chosen = rng.choice(len(given) * len(family), size=count, replace=False)
    classes = suggested_fee_classes()
    return pd.DataFrame(
        {
            "programme": np.arange(count) // SPEAKERS_EACH,
            "name": [f"Dr. {given[one % len(given)]} {family[one // len(given)]}" for one in chosen],
            "person": -1,
            "institution": [HOSTS[one % len(HOSTS)] for one in chosen],
            "fee_class": [classes[3 + int(one % 4 == 3)] for one in chosen],
        }
    )


def _from_the_city(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    programmes = np.arange(0, len(starter_catalogue()), OWN_EVERY)
    learned = people.index[people["is_active"] & people["education"].isin(OWN_DEGREES)].to_numpy()
    chosen = rng.choice(learned, size=min(len(programmes), len(learned)), replace=False)
    titled = people.loc[chosen, ["front_title", "name", "back_title"]].itertuples(index=False)
    return pd.DataFrame(
        {
            "programme": programmes[: len(chosen)],
            "name": [_full_name(*parts) for parts in titled],
            "person": chosen,
            "institution": "",
            "fee_class": suggested_fee_classes()[3],
        }
    )


def _full_name(front: str, name: str, back: str) -> str:
    full = f"{front} {name}".strip()
    return f"{full}, {back}" if back else full


def _fields(speakers: pd.DataFrame, *, rng: np.random.Generator) -> pd.DataFrame:
    """What the programmes that they speak in are for; now and then a field that the dictionary does not have."""
    catalogue = starter_catalogue()
    rows = []
    for speaker, programme in enumerate(speakers["programme"]):
        aims = [goal.competency for goal in catalogue[programme].objectives]
        rows += [(speaker, code, "") for code in dict.fromkeys(aims)]
        if rng.random() < 1 / 4:
            rows.append((speaker, "", OTHER_FIELDS[rng.integers(len(OTHER_FIELDS))]))
    return pd.DataFrame(rows, columns=["speaker", "code", "words"])


def _held_in(
    recipe: CityRecipe, year: int, today: date, speakers: pd.DataFrame, *, rng: np.random.Generator
) -> pd.DataFrame:
    """One or two sessions of each programme that were held in a past year, some by somebody of the city."""
    sessions = make_sessions(
        recipe, year, rng.integers(1, 3, size=len(starter_catalogue())).tolist(), rng=rng
    )
    own = speakers[speakers["person"] >= 0].reset_index().set_index("programme")["index"]
    second = (
        sessions["code"].str.endswith("-02")
        & sessions["programme"].isin(own.index)
        & (sessions["speaker"] >= 0)
    )
    sessions.loc[second, "speaker"] = sessions.loc[second, "programme"].map(own).astype(int)
    held = sessions[(sessions["ends_on"] < today) & (sessions["speaker"] >= 0)]
    scores = rng.choice(SCORES, size=len(held), p=SCORE_SHARES)
    is_rated = rng.random(len(held)) < RATED_SHARE
    return held.assign(year=year, rating=np.where(is_rated, scores, -1)).reset_index(drop=True)


def _absences(count: int, offerings: pd.DataFrame, year: int, *, rng: np.random.Generator) -> pd.DataFrame:
    rows = []
    for speaker in np.flatnonzero(rng.random(count) < ABSENT_SHARE):
        first = date(year, 2, 1) + timedelta(days=int(rng.integers(0, 280)))
        last = first + timedelta(days=int(rng.integers(2, 15)))
        own = offerings[offerings["speaker"] == speaker]
        if ((own["starts_on"] > last) | (own["ends_on"] < first)).all():
            rows.append((int(speaker), first, last, REASONS[rng.integers(len(REASONS))]))
    return pd.DataFrame(rows, columns=["speaker", "starts_on", "ends_on", "reason"])
