"""Addresses of rows: the way to a page is worked out once, not once a row; and a key that an address or a form names."""

from functools import lru_cache

from django.urls import reverse

MOST_DIGITS = 17
"""So many digits fit into every key of the database."""


def key_of(text: str) -> int | None:
    """The key that a person's browser sent as text; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def row_address(name: str, key: object, before: tuple[int, ...] = ()) -> str:
    """The address of this name with the row's number as its last part; `before` are the numbers earlier in it."""
    return f"{_stem(name, before)}{key}/"


@lru_cache(maxsize=256)
def _stem(name: str, before: tuple[int, ...]) -> str:
    return reverse(name, args=[*before, 0]).removesuffix("0/")
