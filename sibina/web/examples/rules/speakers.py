"""Speakers of an example city: a register with fields, sessions held in past years with ratings, days they cannot."""

from datetime import date, timedelta
from zlib import crc32

import numpy as np
import pandas as pd

from sibina.plan.programmes.rules import starter_catalogue, suggested_fee_classes
from sibina.web.examples.rules.offerings import SPEAKERS_EACH, make_sessions
from sibina.web.examples.rules.recipes import money_of_year, name_pools
from sibina.web.examples.types import Calendar, CityRecipe

HOSTS = ("Universitas mitra", "LAN", "BPSDM Provinsi", "Praktisi")
OWN_EVERY = 3
"""Of every third programme somebody of the city speaks too."""
OWN_DEGREES = frozenset({"S-2", "S-3"})
OTHER_FIELDS = ("Metode pembelajaran orang dewasa", "Fasilitasi diskusi", "Penyusunan bahan ajar")
REASONS = ("Tugas luar kota", "Cuti tahunan", "Mengajar di tempat lain", "")
ABSENT_SHARE = 0.25
RATED_SHARE = 0.8
PAST_TURNS = 1.8
"""So many times the sessions of the open year were thought of in a past one; money, rooms and speakers left fewer."""
SPENT_ON_SESSIONS = 0.9
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
    """Tables by name: speakers, speaker_fields, past_sessions (with the `rating` of their speaker, -1 where none), absences.

    `offerings` are those of the open year: nobody is absent on a day of a session that names them. Chance of its own,
    so that the rest of the city does not depend on it.
    """
    rng = np.random.default_rng([seed, crc32(f"{recipe.slug} speakers".encode())])
    speakers = pd.concat([outside, _from_the_city(people, rng)], ignore_index=True)
    heads = int(people["is_active"].sum())
    usual = offerings.groupby("programme").size().reindex(range(len(starter_catalogue())), fill_value=0)
    past = []
    for back, year in ((2, calendar.past_years[0]), (1, calendar.past_years[1])):
        sessions = make_sessions(recipe, year, (usual * PAST_TURNS).round().astype(int).tolist(), rng=rng)
        money = money_of_year(heads, back) * SPENT_ON_SESSIONS
        past.append(_held_in(sessions, year, calendar.today, speakers, money, rng=rng))
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
    sessions: pd.DataFrame,
    year: int,
    today: date,
    speakers: pd.DataFrame,
    money: float,
    *,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Those of the sessions that were held: paid for, over, room and speaker free; some by somebody of the city."""
    own = speakers[speakers["person"] >= 0].reset_index().set_index("programme")["index"]
    second = (
        sessions["code"].str.endswith("-02")
        & sessions["programme"].isin(own.index)
        & (sessions["speaker"] >= 0)
    )
    sessions.loc[second, "speaker"] = sessions.loc[second, "programme"].map(own).astype(int)
    over = sessions[(sessions["ends_on"] < today) & (sessions["speaker"] >= 0)]
    held = over[_possible(over, money)]
    scores = rng.choice(SCORES, size=len(held), p=SCORE_SHARES)
    is_rated = rng.random(len(held)) < RATED_SHARE
    return held.assign(year=year, rating=np.where(is_rated, scores, -1)).reset_index(drop=True)


def _possible(sessions: pd.DataFrame, money: float) -> list[bool]:
    """Which of them could be held one beside the other; the first of each programme before the second of any."""
    taken: dict[object, list[tuple[date, date]]] = {}
    fits = pd.Series(False, index=sessions.index)
    order = sessions.groupby("programme").cumcount().sort_values(kind="stable").index
    for row in sessions.loc[order].itertuples():
        cost = row.fixed_cost + row.seats * row.seat_cost
        days = [*taken.get(row.venue, []), *taken.get(row.speaker, [])]
        if cost > money or any(row.starts_on <= last and first <= row.ends_on for first, last in days):
            continue
        money -= cost
        fits[row.Index] = True
        for holder in (row.venue, row.speaker):
            taken.setdefault(holder, []).append((row.starts_on, row.ends_on))
    return fits.tolist()


def _absences(count: int, offerings: pd.DataFrame, year: int, *, rng: np.random.Generator) -> pd.DataFrame:
    rows = []
    for speaker in np.flatnonzero(rng.random(count) < ABSENT_SHARE):
        first = date(year, 2, 1) + timedelta(days=int(rng.integers(0, 280)))
        last = first + timedelta(days=int(rng.integers(2, 15)))
        own = offerings[offerings["speaker"] == speaker]
        if ((own["starts_on"] > last) | (own["ends_on"] < first)).all():
            rows.append((int(speaker), first, last, REASONS[rng.integers(len(REASONS))]))
    return pd.DataFrame(rows, columns=["speaker", "starts_on", "ends_on", "reason"])
