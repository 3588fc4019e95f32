"""The draw: who of those that ask gets one of the seats, so that anybody can repeat it.

Bands are served in ascending order. In the band that the last seat falls in, and for the order everywhere, persons
stand ascending by the hexadecimal SHA-256 of the UTF-8 text `seed + person`, with nothing between.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from sibina.deliver.sessions.types.draw import Applicant, Band, Drawn


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
