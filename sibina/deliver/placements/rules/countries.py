"""Countries by their ISO code, with the names that Indonesian readers know."""

import tomllib
from functools import cache
from importlib.resources import files

HOME = "ID"


@cache
def country_names() -> dict[str, str]:
    """By ISO 3166-1 alpha-2 code, in the order of the names; the table stands beside this file."""
    return tomllib.loads(files(__package__).joinpath("countries.toml").read_text(encoding="utf-8"))


def country_name(code: str) -> str:
    """The country's name; a code that is not in the table stays as it is written."""
    return country_names().get(code, code)


def is_abroad(code: str) -> bool:
    """Does it lie outside Indonesia?"""
    return code != HOME
