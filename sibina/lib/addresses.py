"""Addresses of rows: the way to a page is worked out once, not once a row."""

from functools import lru_cache

from django.urls import reverse


def row_address(name: str, key: object, before: tuple[int, ...] = ()) -> str:
    """The address of this name with the row's number as its last part; `before` are the numbers earlier in it."""
    return f"{_stem(name, before)}{key}/"


@lru_cache(maxsize=256)
def _stem(name: str, before: tuple[int, ...]) -> str:
    return reverse(name, args=[*before, 0]).removesuffix("0/")
