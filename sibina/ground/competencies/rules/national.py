"""The dictionary that every city starts from, read from the tables beside this file.

Ground: PermenPANRB 38/2017 for the nine national competencies; the technical ones are only a start.
The tables are data on purpose: a change of law is a new line there and no new code.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sibina.ground.competencies.types import Kind
from sibina.ground.people.types import PositionClass


@dataclass(frozen=True)
class ReferenceCompetency:
    """One word of the dictionary; `levels` holds the behaviour at levels 1 to 5, in that order."""

    code: str
    name: str
    kind: Kind
    definition: str
    levels: tuple[str, ...]
    is_national: bool


@dataclass(frozen=True)
class LevelName:
    """What one of the five levels is called, and what it means for any competency."""

    number: int
    name: str
    meaning: str


@dataclass(frozen=True)
class DefaultLevels:
    """Required levels by class of position from `valid_from` on, with the basis and how sure it is."""

    version: str
    valid_from: date
    legal_basis: str
    by_kind: dict[PositionClass, dict[Kind, int]]
    exceptions: dict[PositionClass, dict[str, int]]
    certainty: dict[PositionClass, str]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _competencies(name: str, *, is_national: bool) -> tuple[ReferenceCompetency, ...]:
    return tuple(
        ReferenceCompetency(
            code=row["code"],
            name=row["name"],
            kind=Kind(row["kind"]),
            definition=row["definition"],
            levels=tuple(row["levels"]),
            is_national=is_national,
        )
        for row in _table(name)["competency"]
    )


@cache
def national_competencies() -> tuple[ReferenceCompetency, ...]:
    """The nine of the national standard: eight managerial and one socio-cultural.

    Ground: PermenPANRB 38/2017.
    """
    return _competencies("national.toml", is_national=True)


@cache
def technical_competencies() -> tuple[ReferenceCompetency, ...]:
    """Technical competencies that a city may take as a start."""
    return _competencies("technical.toml", is_national=False)


@cache
def level_names() -> tuple[LevelName, ...]:
    """The five levels in order. Ground: PermenPANRB 38/2017."""
    return tuple(
        LevelName(row["number"], row["name"], row["meaning"]) for row in _table("national.toml")["level"]
    )


@cache
def _default_versions() -> tuple[DefaultLevels, ...]:
    versions = [_default_version(row) for row in _table("default_levels.toml")["version"]]
    return tuple(sorted(versions, key=lambda version: version.valid_from))


def _default_version(row: dict[str, Any]) -> DefaultLevels:
    classes = {PositionClass(item["code"]): item for item in row["class"]}
    return DefaultLevels(
        version=row["name"],
        valid_from=row["valid_from"],
        legal_basis=row["legal_basis"],
        by_kind={
            which: {kind: item[kind.value] for kind in (Kind.MANAJERIAL, Kind.SOSIAL_KULTURAL)}
            for which, item in classes.items()
        },
        exceptions={which: dict(item.get("exceptions", {})) for which, item in classes.items()},
        certainty={which: row["certainty"][item["certainty"]] for which, item in classes.items()},
    )


def default_levels_on(day: date) -> DefaultLevels | None:
    """The version of default levels that holds on a day; None before the first one."""
    holding = [version for version in _default_versions() if version.valid_from <= day]
    return holding[-1] if holding else None


def default_level_of(
    position_class: PositionClass, competency: ReferenceCompetency, *, defaults: DefaultLevels
) -> int | None:
    """The level to prefill for a position of this class; None where no default is known.

    Technical competencies have none: they are set position by position.
    """
    exception = defaults.exceptions.get(position_class, {}).get(competency.code)
    if exception is not None:
        return exception
    return defaults.by_kind.get(position_class, {}).get(competency.kind)
