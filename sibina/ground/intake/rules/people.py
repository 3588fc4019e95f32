"""Persons, units and positions out of the national personnel export, row by row into columns."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sibina.ground.intake.rules.headings import ALIASES, PEOPLE, heading_key, shown_heading
from sibina.ground.intake.rules.values import date_of, key_of, nip_of, nip_parts, text_of
from sibina.ground.intake.types import (
    Book,
    Cell,
    Finding,
    Header,
    PeopleColumns,
    PeopleTaken,
    PositionName,
    Reason,
    UnitName,
)
from sibina.ground.people.types import Employment

ACTIVE_STANDINGS = frozenset({"aktif", "pppk paruh waktu"})
NAME_LIMIT = 200
CUT_AT = {"siasn_id": 40, "front_title": 40, "back_title": 60, "standing": 80, "education": 60, "grade": 12}
NIP_HEADINGS = frozenset(key for key, name in ALIASES[Book.PEOPLE].items() if name == "nip")


class _Refused(Exception):
    """A row that cannot be taken: our column, the value, the reason."""

    def __init__(self, column: str, cell: Cell, reason: Reason):
        super().__init__(reason)
        self.column, self.cell, self.reason = column, cell, reason


def take_people(rows: Iterator[Sequence[Cell]], header: Header, first_row: int, as_of: date) -> PeopleTaken:
    """What the rows below the header give; `first_row` is the spreadsheet's number of the first of them.

    One refused row never stops the others. Rows of one NIP are one person; the later TMT JABATAN holds, and
    of equal ones the lower row. Rows without NIP, name, unit, office and position are blank or a footer, and
    are not counted.
    """
    reader = _Reader(header)
    for number, row in enumerate(rows, start=first_row):
        reader.read(number, row)
    return reader.taken(as_of)


class _Reader:
    """Holds what repeats, so that a hundred thousand rows cost a look into a dict and not a computation."""

    def __init__(self, header: Header):
        self.at = header.places
        self.width = len(header.headings)
        self.optional = {column.name: self.at.get(column.name) for column in PEOPLE}
        self.people: list[tuple[Any, ...]] = []
        self.place_of_nip: dict[str, int] = {}
        self.units: list[UnitName] = []
        self.unit_of_keys: dict[tuple[str, str], int] = {}
        self.unit_of: dict[tuple[Cell, Cell], int] = {}
        self.positions: list[PositionName] = []
        self.position_of_key: dict[str, int] = {}
        self.position_of: dict[tuple[Cell, Cell, Cell], int | None] = {}
        self.standing_of: dict[tuple[Cell, Cell, Cell], tuple[str, bool, Employment | None]] = {}
        self.texts: dict[str, dict[Cell, str]] = {name: {} for name in CUT_AT}
        self.days: dict[Cell, date | None] = {}
        self.rows = self.doubled = 0
        self.refused: list[Finding] = []
        self.warnings: list[Finding] = []

    def read(self, number: int, row: Sequence[Cell]) -> None:
        if len(row) < self.width:
            row = (*row, *[""] * (self.width - len(row)))
        raw = row[self.at["nip"]]
        if (raw is None or isinstance(raw, str)) and self._is_no_row(number, row, text_of(raw)):
            return
        self.rows += 1
        try:
            self._take(number, row, raw)
        except _Refused as refused:
            self.refused.append(self._finding(number, refused.column, refused.cell, refused.reason))

    def _is_no_row(self, number: int, row: Sequence[Cell], raw: str) -> bool:
        if not raw:
            return not any(text_of(row[self.at[name]]) for name in ("name", "unit", "office", "position"))
        if raw[0].isdigit() or heading_key(raw) not in NIP_HEADINGS:
            return False
        self.warnings.append(self._finding(number, "nip", raw, Reason.HEADER_AGAIN))
        return True

    def _take(self, number: int, row: Sequence[Cell], raw: Cell) -> None:
        nip = nip_of(raw)
        if isinstance(nip, Reason):
            raise _Refused("nip", raw, nip)
        parts = nip_parts(nip)
        if isinstance(parts, Reason):
            raise _Refused("nip", raw, parts)
        name = text_of(row[self.at["name"]])
        if not name or len(name) > NAME_LIMIT:
            raise _Refused("name", name, Reason.TOO_LONG if name else Reason.NO_NAME)
        unit = self._unit(row)
        position = self._position(number, row)
        born = self._date(number, row, "birth_date")
        if born is not None and born != parts.birth_date:
            cell = row[self.at["birth_date"]]
            self.warnings.append(self._finding(number, "birth_date", cell, Reason.BIRTH_DATE_DIFFERS, nip))
        standing, is_active, employment = self._standing(row)
        if employment is None:
            employment = Employment.PPPK if parts.is_contract else Employment.PNS
        since = self._date(number, row, "position_since")
        self._put(
            (
                number,
                nip,
                text_of(self._cell(row, "siasn_id"))[: CUT_AT["siasn_id"]],
                name,
                self._text(row, "front_title"),
                self._text(row, "back_title"),
                born or parts.birth_date,
                parts.sex,
                employment,
                standing,
                is_active,
                self._date(number, row, "appointed_on") or parts.appointed_on,
                self._text(row, "grade"),
                self._text(row, "education"),
                unit,
                position,
                since,
            )
        )

    def _put(self, values: tuple[Any, ...]) -> None:
        """Keep a person, in the order of the columns; of two rows of one NIP the one with the later position."""
        nip, since = values[1], values[-1]
        at = self.place_of_nip.setdefault(nip, len(self.people))
        if at == len(self.people):
            self.people.append(values)
            return
        self.doubled += 1
        there = self.people[at][-1]
        if there is None or (since is not None and since >= there):
            self.people[at] = values

    def _unit(self, row: Sequence[Cell]) -> int:
        pair = (row[self.at["office"]], row[self.at["unit"]])
        known = self.unit_of.get(pair)
        return known if known is not None else self._new_unit(pair)

    def _new_unit(self, pair: tuple[Cell, Cell]) -> int:
        office, unit = text_of(pair[0]), text_of(pair[1])
        office, unit = office or unit, unit or office
        if not office:
            raise _Refused("unit", "", Reason.NO_UNIT)
        if len(office) > NAME_LIMIT or len(unit) > NAME_LIMIT:
            name = "office" if len(office) > NAME_LIMIT else "unit"
            raise _Refused(name, office if name == "office" else unit, Reason.TOO_LONG)
        keys = (key_of(office), key_of(unit))
        spelled = UnitName(*keys, office, unit)
        at = self.unit_of[pair] = self.unit_of_keys.setdefault(keys, len(self.units))
        if at == len(self.units):
            self.units.append(spelled)
        self.units[at] = _calmer_unit(self.units[at], spelled)
        return at

    def _position(self, number: int, row: Sequence[Cell]) -> int | None:
        triple = (row[self.at["position"]], self._cell(row, "position_kind"), self._cell(row, "echelon"))
        if triple not in self.position_of:
            self.position_of[triple] = self._new_position(triple)
        at = self.position_of[triple]
        if at is None:
            self.warnings.append(self._finding(number, "position", "", Reason.POSITION_EMPTY))
        return at

    def _new_position(self, triple: tuple[Cell, Cell, Cell]) -> int | None:
        name, kind, echelon = (text_of(cell) for cell in triple)
        if not name:
            return None
        if len(name) > NAME_LIMIT:
            raise _Refused("position", name, Reason.TOO_LONG)
        key = key_of(name)
        at = self.position_of_key.setdefault(key, len(self.positions))
        if at == len(self.positions):
            self.positions.append(PositionName(key, name, kind, echelon))
        there = self.positions[at]
        spelled = name if there.name.isupper() else there.name
        self.positions[at] = PositionName(key, spelled, there.kind or kind, there.echelon or echelon)
        return at

    def _standing(self, row: Sequence[Cell]) -> tuple[str, bool, Employment | None]:
        triple = (row[self.at["standing"]], self._cell(row, "employment"), self._cell(row, "cpns"))
        known = self.standing_of.get(triple)
        if known is None:
            standing = text_of(triple[0])[: CUT_AT["standing"]]
            employment = employment_of(standing, text_of(triple[1]), text_of(triple[2]))
            known = (standing, key_of(standing) in ACTIVE_STANDINGS, employment)
            self.standing_of[triple] = known
        return known

    def _text(self, row: Sequence[Cell], name: str) -> str:
        cell = self._cell(row, name)
        if cell == "":
            return ""
        held = self.texts[name]
        known = held.get(cell)
        if known is None:
            known = held[cell] = text_of(cell)[: CUT_AT[name]]
        return known

    def _date(self, number: int, row: Sequence[Cell], name: str) -> date | None:
        cell = self._cell(row, name)
        if cell == "" or type(cell) is date:
            return cell or None  # type: ignore[return-value]
        if cell not in self.days:
            self.days[cell] = date_of(cell)
        day = self.days[cell]
        if day is None and text_of(cell) not in ("", "-"):
            self.warnings.append(self._finding(number, name, cell, Reason.DATE_UNREADABLE))
        return day

    def _cell(self, row: Sequence[Cell], name: str) -> Cell:
        at = self.optional[name]
        return "" if at is None else row[at]

    def _finding(self, number: int, name: str, cell: Cell, reason: Reason, detail: str = "") -> Finding:
        heading = shown_heading(Book.PEOPLE, name)
        value = repr(cell) if isinstance(cell, float) else text_of(cell)
        return Finding(number, heading, value, reason, self.at.get(name), detail)

    def taken(self, as_of: date) -> PeopleTaken:
        """The columns, with only those units and positions that a person holds."""
        columns = (
            PeopleColumns(*map(list, zip(*self.people, strict=True))) if self.people else PeopleColumns()
        )
        held = sorted(set(columns.unit))
        new_place = {old: new for new, old in enumerate(held)}
        columns.unit = [new_place[old] for old in columns.unit]
        kept = sorted({old for old in columns.position if old is not None})
        new_position = {old: new for new, old in enumerate(kept)}
        columns.position = [None if old is None else new_position[old] for old in columns.position]
        return PeopleTaken(
            columns=columns,
            units=tuple(self.units[old] for old in held),
            positions=tuple(self.positions[old] for old in kept),
            rows=self.rows,
            doubled=self.doubled,
            refused=tuple(self.refused),
            warnings=tuple(self.warnings),
            as_of=as_of,
        )


def _calmer_unit(first: UnitName, second: UnitName) -> UnitName:
    """Of two spellings the one that does not shout; the first where both are calm."""
    office = second.office if first.office.isupper() else first.office
    unit = second.unit if first.unit.isupper() else first.unit
    return UnitName(first.office_key, first.unit_key, office, unit)


def employment_of(standing: str, kind: str, cpns: str) -> Employment | None:
    """The kind of ASN from three cells of the export; None where they are silent and the NIP must say it.

    Ground: UU 20/2023 (PNS, PPPK); Keputusan MenPANRB 16/2025 (PPPK paruh waktu).
    """
    words = f"{standing} {kind}".casefold()
    if "paruh waktu" in words:
        return Employment.PPPK_PARUH_WAKTU
    if "pppk" in words or "p3k" in words or "perjanjian kerja" in words:
        return Employment.PPPK
    if cpns.casefold() in ("c", "cpns"):
        return Employment.CPNS
    return Employment.PNS if kind else None
