"""The tree of units of an example city, with the mergers that happened and those that are coming."""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from sibina.web.examples.rules.recipes import office_kinds
from sibina.web.examples.types import (
    Calendar,
    CityRecipe,
    GroupRecipe,
    MergerRecipe,
    OfficeKind,
    OfficeRecipe,
)

FOUNDED = date(2017, 1, 1)
"""When the offices of today began: the year in which cities reorganised by PP 18/2016."""
FOUNDING_BASIS = "Peraturan Daerah tentang Perangkat Daerah (contoh)"
DISTRICT_SHARE = 0.11
HOSPITAL_SHARE = 0.09
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII")


@dataclass
class UnitRow:
    """A unit over a period; parent, office and successor are row numbers, -1 for none."""

    name: str
    parent: int
    office: int
    sector: str
    valid_from: date = FOUNDED
    valid_to: date | None = None
    successor: int = -1
    basis: str = FOUNDING_BASIS


@dataclass(frozen=True)
class Workplace:
    """Units of one group of an office: where its share of the staff works, and under which heads."""

    office: int
    office_name: str
    group: GroupRecipe
    units: tuple[int, ...]
    families: tuple[str, ...]


@dataclass
class UnitTree:
    """All units, and what the staffing needs to know of them."""

    rows: list[UnitRow] = field(default_factory=list)
    offices: list[tuple[int, OfficeKind, float]] = field(default_factory=list)
    workplaces: list[Workplace] = field(default_factory=list)
    before: dict[int, int] = field(default_factory=dict)
    """Where the people of a unit worked before a past merger: unit → its predecessor."""

    def add(self, row: UnitRow) -> int:
        self.rows.append(row)
        return len(self.rows) - 1

    def frame(self) -> pd.DataFrame:
        """Units as a table; `key` is made of office and name, as an import makes it."""
        names = [row.name for row in self.rows]
        return pd.DataFrame(
            {
                "name": names,
                "office_name": [names[row.office] if row.office >= 0 else "" for row in self.rows],
                "parent": [row.parent for row in self.rows],
                "office": [row.office for row in self.rows],
                "sector": [row.sector for row in self.rows],
                "successor": [row.successor for row in self.rows],
                "basis": [row.basis for row in self.rows],
                "valid_from": [row.valid_from for row in self.rows],
                "valid_to": [row.valid_to for row in self.rows],
            }
        )


def build_units(recipe: CityRecipe, calendar: Calendar) -> UnitTree:
    """The tree as it stands today, with its past and its planned future."""
    tree = UnitTree()
    for office in (*recipe.offices, *_hospitals(recipe), *_districts(recipe)):
        _add_office(tree, office, recipe)
    for merger in recipe.mergers:
        if merger.when == "past":
            _split_before(tree, merger, calendar)
        else:
            _merge_after(tree, merger, calendar)
    return tree


def _hospitals(recipe: CityRecipe) -> list[OfficeRecipe]:
    share = HOSPITAL_SHARE / len(recipe.hospitals)
    return [OfficeRecipe("rsud", name, share) for name in recipe.hospitals]


def _districts(recipe: CityRecipe) -> list[OfficeRecipe]:
    share = DISTRICT_SHARE / len(recipe.districts)
    return [OfficeRecipe("kecamatan", f"Kecamatan {name}", share) for name in recipe.districts]


def _add_office(tree: UnitTree, office: OfficeRecipe, recipe: CityRecipe) -> None:
    kind = office_kinds()[office.kind]
    number = tree.add(UnitRow(office.name, parent=-1, office=-1, sector=kind.sector))
    tree.offices.append((number, kind, office.share))
    for group in kind.groups:
        names, families = _names_of(group, office, recipe)
        if not names:
            continue
        sector = group.sector or kind.sector
        units = tuple(tree.add(UnitRow(name, parent=number, office=number, sector=sector)) for name in names)
        tree.workplaces.append(Workplace(number, office.name, group, units, tuple(families)))


def _names_of(group: GroupRecipe, office: OfficeRecipe, recipe: CityRecipe) -> tuple[list[str], list[str]]:
    """Names of the units of a group, and of the family that each belongs to."""
    if group.field == "school":
        return _schools(recipe)
    if group.field == "clinic":
        names = [_clinic(number, recipe) for number in range(recipe.clinics)]
        return names, ["UPTD Puskesmas"] * len(names)
    if group.field == "ward":
        place = office.name.removeprefix("Kecamatan ")
        names = [f"Kelurahan {place} {ROMAN[n]}" for n in range(1, recipe.wards_per_district + 1)]
        return names, names
    return list(group.names), list(group.names)


def _schools(recipe: CityRecipe) -> tuple[list[str], list[str]]:
    primary = round(recipe.schools * 0.75)
    kinds = ["UPTD SD Negeri"] * primary + ["UPTD SMP Negeri"] * (recipe.schools - primary)
    numbers = [*range(1, primary + 1), *range(1, recipe.schools - primary + 1)]
    return [f"{kind} {number}" for kind, number in zip(kinds, numbers, strict=True)], kinds


def _clinic(number: int, recipe: CityRecipe) -> str:
    turn, place = divmod(number, len(recipe.districts))
    name = f"UPTD Puskesmas {recipe.districts[place]}"
    return f"{name} {ROMAN[turn + 1]}" if turn else name


def _split_before(tree: UnitTree, merger: MergerRecipe, calendar: Calendar) -> None:
    """The office of today came out of earlier ones: they stand before the merger, and name it as successor."""
    office = next(number for number, row in enumerate(tree.rows) if row.name == merger.into)
    children = [number for number, row in enumerate(tree.rows) if row.parent == office]
    for number in (office, *children):
        tree.rows[number].valid_from = calendar.merged_on
        tree.rows[number].basis = merger.basis
    past = [_past_office(tree, name, office, calendar) for name in merger.offices]
    tree.before[office] = past[0]
    for turn, child in enumerate(children):
        parent = past[turn % len(past)]
        row = tree.rows[child]
        tree.before[child] = tree.add(
            UnitRow(row.name, parent, parent, row.sector, valid_to=calendar.merged_on, successor=child)
        )


def _past_office(tree: UnitTree, name: str, successor: int, calendar: Calendar) -> int:
    sector = tree.rows[successor].sector
    return tree.add(UnitRow(name, -1, -1, sector, valid_to=calendar.merged_on, successor=successor))


def _merge_after(tree: UnitTree, merger: MergerRecipe, calendar: Calendar) -> None:
    """Offices of today will be one: the new one begins on the day on which they end, units of one name meet."""
    start = calendar.merges_on
    offices = [number for number, row in enumerate(tree.rows) if row.name in merger.offices]
    sector = office_kinds()[merger.kind].sector
    new = tree.add(UnitRow(merger.into, -1, -1, sector, valid_from=start, basis=merger.basis))
    met: dict[str, int] = {}
    for office in offices:
        _end(tree.rows[office], start, successor=new)
        for number in [number for number, row in enumerate(tree.rows) if row.parent == office]:
            row = tree.rows[number]
            if row.name not in met:
                met[row.name] = tree.add(
                    UnitRow(row.name, new, new, row.sector, valid_from=start, basis=merger.basis)
                )
            _end(row, start, successor=met[row.name])


def _end(row: UnitRow, on: date, *, successor: int) -> None:
    row.valid_to = on
    row.successor = successor
