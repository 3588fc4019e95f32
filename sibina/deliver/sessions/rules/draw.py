"""The draw: who of those that ask gets one of the seats, so that anybody can repeat it.

Bands are served in ascending order. In the band that the last seat falls in, and for the order everywhere, persons
stand ascending by the hexadecimal SHA-256 of the UTF-8 text `seed + person`, with nothing between.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sibina.deliver.sessions.types.draw import Applicant, Band, DrawDaysWrong, Drawn, DrawTerms, Ground


def mark_of(seed: str, person: str) -> str:
    """The 64 hexadecimal digits by which a person stands in the own band."""
    return hashlib.sha256(f"{seed}{person}".encode()).hexdigest()


def list_bands(bands: Iterable[int], seats: int) -> list[Band]:
    """Each band with the seats that are left for it, in ascending order. `bands`: that of every applicant."""
    served: list[Band] = []
    left = seats
    for band, people in sorted(Counter(bands).items()):
        here = min(people, left)
        served.append(Band(band, people, here, here / people))
        left -= here
    return served


def draw_seats(applicants: Sequence[Applicant], seats: int, seed: str) -> list[Drawn]:
    """Everybody in the order of the draw; the first `seats` (0 or more) have a seat. A person stands in it once."""
    chance = {one.band: one.probability for one in list_bands((each.band for each in applicants), seats)}
    order = sorted(applicants, key=lambda each: (each.band, mark_of(seed, each.person)))
    return [
        Drawn(each.person, each.band, rank, chance[each.band], rank <= seats)
        for rank, each in enumerate(order, start=1)
    ]


def order_of(rule: str) -> tuple[Ground, ...]:
    """The grounds in the order of a rule such as «kalah, kesenjangan, jp», from the first band on; all others come last."""
    named = [Ground(word.strip()) for word in rule.split(",") if word.strip()]
    return (*(one for one in dict.fromkeys(named) if one != Ground.OTHER), Ground.OTHER)


def band_of(grounds: Collection[Ground], order: Sequence[Ground]) -> tuple[int, Ground]:
    """The band of somebody who has these grounds, counted from 1, and the ground that gave it."""
    return next((at, one) for at, one in enumerate(order, start=1) if one in grounds or one == Ground.OTHER)


def list_as_text(applicants: Iterable[Applicant]) -> str:
    """The list of applicants as it is published: the table that `sibina draw` reads, ordered by person."""
    lines = sorted(f"{one.person},{one.band}" for one in applicants)
    return "\n".join(["person,band", *lines, ""])


def digest_of(text: str) -> str:
    """The 64 hexadecimal digits that `sha256sum` gives of the published file."""
    return hashlib.sha256(text.encode()).hexdigest()


def seed_of(words: str, digest: str) -> str:
    """The words that were announced before anybody applied, then the digest of the list: neither is chosen knowing both."""
    return f"{words} {digest}"


def check_days(terms: DrawTerms, today: date, starts_on: date) -> None:
    """Applying ends today at the earliest, the draw follows on a later day and before the session. Raises DrawDaysWrong."""
    if not today <= terms.closes_on < terms.draws_on < starts_on:
        raise DrawDaysWrong(starts_on)
