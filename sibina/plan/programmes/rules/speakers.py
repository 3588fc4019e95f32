"""Speakers: who counts as the same one, which days clash, what a session is for a record, what the ratings say."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations, groupby

from sibina.ground.people.rules import name_key
from sibina.plan.programmes.types import Clash, HeldDays, SessionStanding

KEY_JOIN = " / "


def speaker_key(name: str, institution: str) -> str:
    """Under which a speaker from outside is one, in spite of capitals and blanks."""
    return KEY_JOIN.join(name_key(part) for part in (name, institution) if part.strip())


@cache
def suggested_fee_classes() -> tuple[str, ...]:
    """Usual names of the class that a fee goes by, from the table beside this file; a city may write its own."""
    text = files(__package__).joinpath("speaker_classes.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["classes"])


def words_of(text: str) -> list[str]:
    """Fields written with commas between them, each once, in the order of their first mention."""
    found: dict[str, str] = {}
    for part in text.split(","):
        word = " ".join(part.split())
        if word:
            found.setdefault(word.casefold(), word)
    return list(found.values())


def find_clashes(wanted: Iterable[HeldDays], held: Iterable[HeldDays]) -> list[Clash]:
    """Wanted days that are held already, or wanted twice, of one speaker; in the order of the calendar."""
    ordered = sorted(wanted, key=lambda one: (one.speaker_id, one.starts_on, one.code))
    taken: dict[int, list[HeldDays]] = {}
    for one in sorted(held, key=lambda row: row.starts_on):
        taken.setdefault(one.speaker_id, []).append(one)
    found = [
        Clash(one, other)
        for one in ordered
        for other in taken.get(one.speaker_id, ())
        if _share_a_day(one, other)
    ]
    for _speaker, group in groupby(ordered, key=lambda one: one.speaker_id):
        found += [Clash(late, early) for early, late in combinations(group, 2) if _share_a_day(early, late)]
    return sorted(found, key=lambda clash: (clash.wanted.starts_on, clash.wanted.code))


def _share_a_day(one: HeldDays, other: HeldDays) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def standing_of(*, runs: bool, ends_on: date, today: date) -> SessionStanding:
    """Held or still to come where the set plan runs it; on offer, or not run, where none does."""
    is_over = ends_on < today
    if runs:
        return SessionStanding.HELD if is_over else SessionStanding.BOOKED
    return SessionStanding.NOT_RUN if is_over else SessionStanding.OFFERED


def mean_score(scores: Sequence[int]) -> float | None:
    """The mean of the ratings; None where nobody has rated, because unknown is not nought."""
    return sum(scores) / len(scores) if scores else None
