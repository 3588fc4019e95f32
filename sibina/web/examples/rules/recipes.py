"""Reads the recipes of the example cities from the tables beside this file."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sibina.ground.cycles.rules import year_to_plan
from sibina.web.examples.types import (
    Calendar,
    CityRecipe,
    FamilyRecipe,
    GroupRecipe,
    LevelRecipe,
    MergerRecipe,
    OfficeKind,
    OfficeRecipe,
)


def read_table(name: str) -> dict[str, Any]:
    """A table beside this file."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def city_recipes() -> tuple[CityRecipe, ...]:
    """The five example cities, the largest first."""
    return tuple(_city(row) for row in read_table("cities.toml")["city"])


def _city(row: dict[str, Any]) -> CityRecipe:
    plain = {key: row[key] for key in ("slug", "name", "province", "time_zone", "size", "price", "sessions")}
    return CityRecipe(
        **plain,
        plans=row["plans"],
        names=row["names"],
        venues=tuple(row["venues"]),
        districts=tuple(row["districts"]),
        wards_per_district=row["wards_per_district"],
        schools=row["schools"],
        clinics=row["clinics"],
        hospitals=tuple(row["hospitals"]),
        offices=tuple(OfficeRecipe(*office) for office in row["offices"]),
        mergers=tuple(
            MergerRecipe(one["when"], one["into"], one["kind"], one["basis"], tuple(one["from"]))
            for one in row.get("merger", ())
        ),
    )


@cache
def needs_story() -> dict[str, Any]:
    """What happens in the needs round of an example city."""
    return read_table("needs_round.toml")


@cache
def office_kinds() -> dict[str, OfficeKind]:
    """What offices look like inside, by kind."""
    table = read_table("offices.toml")
    return {row["code"]: _kind(row, table["secretariat"]) for row in table["kind"]}


def _kind(row: dict[str, Any], secretariat: dict[str, Any]) -> OfficeKind:
    groups = [_group(group) for group in row["group"]]
    if row.get("secretariat", True):
        share = row.get("secretariat_share", secretariat["share"])
        groups.insert(0, _group({**secretariat, "share": share}))
    return OfficeKind(
        code=row["code"],
        head=row.get("head", "Kepala {office}"),
        head_class=row.get("head_class", "jpt_pratama"),
        sector=row.get("sector", ""),
        groups=tuple(groups),
    )


def _group(row: dict[str, Any]) -> GroupRecipe:
    return GroupRecipe(
        names=tuple(row.get("names", ())),
        field=row.get("field", ""),
        share=row["share"],
        head=row["head"],
        head_class=row["head_class"],
        section=row.get("section", ""),
        sector=row.get("sector", ""),
        mix=tuple((name, float(weight)) for name, weight in row["mix"]),
    )


A_HEAD = 600_000
GROWTH = 0.94
"""Each year back there was a little less money."""


def money_of_year(heads: int, back: int) -> float:
    """Rupiah for development, of so many people; `back`: years before the one to plan."""
    return heads * A_HEAD * GROWTH**back


@cache
def levels() -> dict[str, LevelRecipe]:
    """Classes of position as the example cities use them."""
    return {code: LevelRecipe(**row) for code, row in read_table("positions.toml")["levels"].items()}


@cache
def families() -> dict[str, FamilyRecipe]:
    """Families of positions by name."""
    return {
        row["name"]: FamilyRecipe(
            name=row["name"],
            levels=tuple(row["levels"].items()),
            technical=tuple(row["technical"]),
            degrees=tuple(row["degrees"]),
            front=row.get("front", ""),
        )
        for row in read_table("positions.toml")["position"]
    }


@cache
def name_pools() -> dict[str, dict[str, list[str]]]:
    """Pools of names by sex and by origin; `family` holds those that stand last."""
    return read_table("names.toml")


def calendar_on(today: date) -> Calendar:
    """The days of the story as seen today: the year to plan, a past merger, a merger still to come."""
    return Calendar(
        today=today,
        open_year=year_to_plan(today),
        merged_on=date(today.year - 2, 1, 1),
        merges_on=date(today.year + 1, 1, 1),
    )
