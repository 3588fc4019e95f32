"""The number on a certificate, by the city's pattern."""

import re
from datetime import date

from sibina.credit.certificates.types import NO_NUMBER, NO_YEAR, UNKNOWN_PLACE, PatternRefused

MONTHS_IN_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PLACE = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"nomor(?::([1-6]))?")
_OTHERS = frozenset({"bulan", "bulan romawi", "tahun"})


def roman(day: date) -> str:
    """The month of a day as letters number it: III for March."""
    return MONTHS_IN_ROMAN[day.month - 1]


def check_pattern(pattern: str) -> None:
    """Would every certificate of every year get a number of its own? Raises PatternRefused.

    Known places: {nomor} ({nomor:4} with noughts before it), {bulan}, {bulan romawi}, {tahun}. The count begins anew each
    year, so that number and year must both be there.
    """
    if "{" in _PLACE.sub("", pattern) or "}" in _PLACE.sub("", pattern):
        raise PatternRefused(UNKNOWN_PLACE, "{")
    places = _PLACE.findall(pattern)
    for place in places:
        if place not in _OTHERS and not _NUMBER.fullmatch(place):
            raise PatternRefused(UNKNOWN_PLACE, f"{{{place}}}")
    if not any(_NUMBER.fullmatch(place) for place in places):
        raise PatternRefused(NO_NUMBER)
    if "tahun" not in places:
        raise PatternRefused(NO_YEAR)


def number_of(pattern: str, sequence: int, day: date) -> str:
    """The number of the `sequence`-th certificate of the day's year. The pattern has been checked."""

    def fill(place: re.Match[str]) -> str:
        name = place[1]
        counted = _NUMBER.fullmatch(name)
        if counted:
            return str(sequence).zfill(int(counted[1] or 1))
        return {"bulan": f"{day.month:02d}", "bulan romawi": roman(day), "tahun": str(day.year)}[name]

    return _PLACE.sub(fill, pattern)
