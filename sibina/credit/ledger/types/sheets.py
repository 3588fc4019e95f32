"""A sheet of trainings that came from SIASN: its raw rows, what can be taken of them, what cannot and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.credit.ledger.types.national import NationalFile
from sibina.credit.ledger.types.outside import OutsideFacts

Cell = object
"""What a spreadsheet's cell holds: text, number, truth value, date, or the empty text."""


class SheetReason(StrEnum):
    """Why a row of a sheet is refused, beside what is wrong with the training itself (`OutsideProblem`)."""

    NO_PERSON = "no_person"
    NIP = "nip"
    NIP_NUMBER = "nip_number"
    STRANGER = "stranger"
    DATE = "date"
    TYPE = "type"
    JP = "jp"
    TOO_LONG = "too_long"


class SheetState(StrEnum):
    """Where a sheet stands. Nothing of it is recorded before it is imported."""

    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    DROPPED = "dropped"


@dataclass(frozen=True)
class SheetColumns:
    """Which file a sheet is, where its headings stand, and our names to column indices."""

    file: NationalFile
    position: int
    places: Mapping[str, int]
    headings: Mapping[str, str]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawRow:
    """The cells that are read of one row, by our names; `number` as the spreadsheet counts it."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class SheetFlaw:
    """One thing for which a row is refused. `reason` is of `SheetReason` or `OutsideProblem`."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class SheetRow:
    """A row that can be taken."""

    person_id: int
    facts: OutsideFacts


@dataclass(frozen=True)
class Known:
    """What the check has to know: whose number is whose, and what is recorded: person, key of the title, first day."""

    person_of_nip: Mapping[str, int]
    person_of_id: Mapping[str, int]
    marks: frozenset[tuple[int, str, date]]


@dataclass(frozen=True)
class SheetTaken:
    """What a sheet gives. `known`: rows that are recorded already; `doubled`: rows that repeat one of the sheet."""

    rows: int
    taken: Sequence[SheetRow]
    known: int
    doubled: int
    refused: Sequence[SheetFlaw]


class SheetUnknown(ValueError):
    """No row of the file looks like the headings of `kursus` or `diklat`; `missing` of the one it most looks like."""

    def __init__(self, missing: Sequence[str] = ()) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


class SheetSettled(ValueError):
    """The sheet was imported or dropped before."""


class NothingToTake(ValueError):
    """No row of the sheet can be taken."""
