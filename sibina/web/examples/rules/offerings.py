"""Sessions on offer in the year to plan: as many as the needs ask for, on working days, with venue and speaker."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from sibina.plan.programmes.rules import StarterProgramme, cost_of_session, price_at_level, starter_catalogue
from sibina.plan.programmes.rules.course import AT_WORK, HOURS_A_DAY, HOURS_OF_FORM, WEEKS_OF_FORM
from sibina.web.examples.rules.measures import Pairs, example_dictionary
from sibina.web.examples.types import Calendar, CityRecipe

SPEAKERS_EACH = 3
"""So many speakers take the sessions of one programme in turn."""


def make_offerings(
    recipe: CityRecipe, calendar: Calendar, pairs: Pairs, short: np.ndarray, *, rng: np.random.Generator
) -> pd.DataFrame:
    """Sessions of every starter programme; `short` is how many levels each pair lacks, `speaker` a row of speakers."""
    counts = _session_counts(starter_catalogue(), pairs, short, total=recipe.sessions)
    return make_sessions(recipe, calendar.open_year, counts, rng=rng)


def make_sessions(
    recipe: CityRecipe, year: int, counts: Sequence[int], *, rng: np.random.Generator
) -> pd.DataFrame:
    """So many sessions of each starter programme in a year."""
    rows = []
    for number, (programme, count) in enumerate(zip(starter_catalogue(), counts, strict=True)):
        parts = [(cost.per, price_at_level(cost.rupiah, recipe.price)) for cost in programme.costs]
        cost = cost_of_session(parts)
        at_work = programme.form in AT_WORK
        for turn in range(count):
            starts_on, ends_on = _days_of(programme, year, turn, count, rng=rng)
            seats = _seats(programme, rng=rng)
            rows.append(
                {
                    "programme": number,
                    "code": f"{programme.code}-{turn + 1:02d}",
                    "starts_on": starts_on,
                    "ends_on": ends_on,
                    "seats": seats,
                    "min_seats": min(programme.min_participants, seats),
                    "fixed_cost": cost.fixed,
                    "seat_cost": cost.per_seat,
                    "venue": "" if at_work else recipe.venues[rng.integers(len(recipe.venues))],
                    "speaker": -1 if at_work else number * SPEAKERS_EACH + turn % SPEAKERS_EACH,
                    "counts_as_absence": not at_work,
                }
            )
    return pd.DataFrame(rows)


def _session_counts(
    catalogue: tuple[StarterProgramme, ...], pairs: Pairs, short: np.ndarray, *, total: int
) -> list[int]:
    """At least one session each; the rest by how many people lack what the programme teaches."""
    codes = [one.code for one in example_dictionary()]
    lacking = np.bincount(pairs.competency, weights=(short > 0), minlength=len(codes))
    wanted = np.array(
        [
            sum(lacking[codes.index(one.competency)] for one in programme.objectives[:2])
            / programme.max_participants
            for programme in catalogue
        ]
    )
    rest = max(total - len(catalogue), 0)
    extra = np.floor(np.sqrt(wanted) / np.sqrt(wanted).sum() * rest).astype(int)
    return [1 + int(count) for count in extra]


def _days_of(
    programme: StarterProgramme, year: int, turn: int, count: int, *, rng: np.random.Generator
) -> tuple[date, date]:
    """Spread over February to November; a course lies within one working week, the others take weeks."""
    first, last = date(year, 2, 1), date(year, 11, 14)
    weeks = WEEKS_OF_FORM.get(programme.form, 0)
    span = (last - first).days - weeks * 7
    start = first + timedelta(days=int(span * (turn + rng.random()) / count))
    start -= timedelta(days=start.weekday())
    if weeks:
        return start, start + timedelta(days=weeks * 7 - 3)
    days = min(-(-programme.jp // HOURS_OF_FORM.get(programme.form, HOURS_A_DAY)), 5)
    start += timedelta(days=int(rng.integers(0, 5 - days + 1)))
    return start, start + timedelta(days=days - 1)


def _seats(programme: StarterProgramme, *, rng: np.random.Generator) -> int:
    low = max(programme.min_participants, round(programme.max_participants * 0.7))
    return int(rng.integers(low, programme.max_participants + 1))
