"""The starter catalogue with its first curricula, read from the tables beside this file."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from sibina.plan.programmes.types import CostKind, CostPer, Form


@dataclass(frozen=True)
class StarterObjective:
    """A competency (by code) raised from a level to a level; gains are levels on average, with a band."""

    competency: str
    from_level: int
    to_level: int
    gain: Decimal
    gain_low: Decimal
    gain_high: Decimal


@dataclass(frozen=True)
class StarterCost:
    """One line of cost in whole rupiah; the account code is text."""

    kind: CostKind
    label: str
    per: CostPer
    rupiah: int
    account_code: str


@dataclass(frozen=True)
class StarterModule:
    """One module of a first curriculum; `competency` is a code, or empty in an opening or closing one."""

    title: str
    competency: str
    from_level: int
    to_level: int
    jp: int
    form: Form
    material: str
    proof: str


@dataclass(frozen=True)
class StarterProgramme:
    """A programme that a city may take as a start; `sector` is the key of a sector, or empty."""

    code: str
    name: str
    form: Form
    purpose: str
    jp: int
    min_participants: int
    max_participants: int
    sector: str
    objectives: tuple[StarterObjective, ...]
    costs: tuple[StarterCost, ...]
    modules: tuple[StarterModule, ...]


@dataclass(frozen=True)
class StarterNotes:
    """What a reader must know of the numbers in the catalogue."""

    gain: str
    price: str


@cache
def _table(name: str = "starter_catalogue") -> dict[str, Any]:
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def starter_catalogue() -> tuple[StarterProgramme, ...]:
    """All programmes of the start, in the order in which they are offered."""
    return tuple(
        StarterProgramme(
            code=row["code"],
            name=row["name"],
            form=Form(row["form"]),
            purpose=row["purpose"],
            jp=row["jp"],
            min_participants=row["min_participants"],
            max_participants=row["max_participants"],
            sector=row.get("sector", ""),
            objectives=tuple(
                StarterObjective(code, low, high, *(Decimal(f"{number:.2f}") for number in gains))
                for code, low, high, *gains in row["objectives"]
            ),
            costs=tuple(
                StarterCost(CostKind(kind), label, CostPer(per), rupiah, account)
                for kind, label, per, rupiah, account in row["costs"]
            ),
            modules=tuple(
                StarterModule(title, code, low, high, jp, Form(form), material, proof)
                for title, code, low, high, jp, form, material, proof in _table("starter_curricula")[
                    row["code"]
                ]["modules"]
            ),
        )
        for row in _table()["programme"]
    )


def starter_notes() -> StarterNotes:
    """The reservation that stands beside every number of the catalogue."""
    return StarterNotes(gain=_table()["gain_note"], price=_table()["price_note"])
