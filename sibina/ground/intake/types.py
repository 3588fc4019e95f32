"""The nouns of intake: the three workbooks, what is wrong in them, what an import would take."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sibina.ground.competencies.types import Kind, Method
from sibina.ground.people.types import Employment
from sibina.lib.spreadsheets import Fault

Cell = object
"""What a spreadsheet's cell holds: text, number, truth value, date, or the empty text."""


class Book(StrEnum):
    """The three workbooks that a city has anyway; the value is the file's name without its ending."""

    PEOPLE = "data_asn"
    STANDARDS = "standar_kompetensi"
    MEASUREMENTS = "hasil_penilaian"


class Reason(StrEnum):
    """Why a row or a cell is refused or warned of. The values stand in the JSON of `sibina check`."""

    LENGTH = "length"
    NUMBER = "number"
    BIRTH_DATE = "birth date"
    AGE = "age"
    MONTH = "month"
    SEX = "sex"
    NO_NAME = "no name"
    NO_UNIT = "no unit"
    NO_POSITION = "no position"
    NO_COMPETENCY = "no competency"
    LEVEL = "level"
    KIND = "kind"
    CONFLICT = "conflict"
    DATE = "date"
    FUTURE = "future"
    METHOD = "method"
    TOO_LONG = "too long"
    BIRTH_DATE_DIFFERS = "birth date differs"
    DATE_UNREADABLE = "date unreadable"
    POSITION_EMPTY = "position empty"
    HEADER_AGAIN = "header again"
    COLUMN_UNKNOWN = "column unknown"
    FORMULA_WITHOUT_VALUE = "formula without value"
    STRANGER = "stranger"
    SHEET_NOT_READ = "sheet not read"


class FaultKind(StrEnum):
    """Why a whole file cannot be taken, besides what is wrong with it as a spreadsheet (`Fault`)."""

    EMPTY = "empty"
    NOT_TEXT = "not text"
    NO_HEADER = "no header"
    MISSING_COLUMNS = "missing columns"
    COLUMN_TWICE = "column twice"
    NO_ROWS = "no rows"
    SAME_BOOK_TWICE = "same book twice"
    NOT_WHAT_ITS_NAME_SAYS = "not what its name says"
    MISSING_FILE = "missing file"
    TWO_FILES = "two files"


class WorkbookFault(Exception):
    """A file that cannot be taken: which file, why, and the values that its sentence needs."""

    def __init__(self, file: str, kind: Fault | FaultKind, **values: object):
        super().__init__(f"{file}: {kind}")
        self.file = file
        self.kind = kind
        self.values: Mapping[str, object] = values


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing refused or warned of. `row` as the spreadsheet counts it; `place`: the column's index from 0."""

    row: int | None
    column: str
    value: str
    reason: Reason
    place: int | None = None
    detail: str = ""


class OlderExport(Exception):
    """The export is older than what is on record, so importing it would turn the clock back."""

    def __init__(self, as_of: date, on_record: date):
        super().__init__(f"{as_of} before {on_record}")
        self.as_of, self.on_record = as_of, on_record


class NothingToImport(Exception):
    """No workbook of the batch can be taken."""


@dataclass
class Sheet:
    """One sheet as it comes: its rows in order, and the spreadsheet's number of the first of them."""

    name: str
    rows: Iterator[Sequence[Cell]]
    first_row: int = 1
    formulas_without_value: tuple[str, ...] = ()


@dataclass
class Source:
    """One opened file: its sheets are read when asked for, once."""

    file: str
    sheets: Iterator[Sheet]
    skipped_sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """Where the headings stand and which column is which. `places` maps our names to column indices."""

    book: Book
    position: int
    depth: int
    places: Mapping[str, int]
    headings: tuple[str, ...]
    missing: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as the export names it: the office (OPD) and the unit below it; equal keys are one unit."""

    office_key: str
    unit_key: str
    office: str
    unit: str


@dataclass(frozen=True, slots=True)
class PositionName:
    """A position as the export names it, with the kind and echelon that the export states."""

    key: str
    name: str
    kind: str
    echelon: str


@dataclass
class PeopleColumns:
    """The accepted persons, one list a column, equal lengths. Dates may be missing; texts may be empty."""

    row: list[int] = field(default_factory=list)
    nip: list[str] = field(default_factory=list)
    siasn_id: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    front_title: list[str] = field(default_factory=list)
    back_title: list[str] = field(default_factory=list)
    birth_date: list[date] = field(default_factory=list)
    sex: list[str] = field(default_factory=list)
    employment: list[Employment] = field(default_factory=list)
    legal_standing: list[str] = field(default_factory=list)
    is_active: list[bool] = field(default_factory=list)
    appointed_on: list[date] = field(default_factory=list)
    grade: list[str] = field(default_factory=list)
    education: list[str] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)
    position: list[int | None] = field(default_factory=list)
    position_since: list[date | None] = field(default_factory=list)


@dataclass(frozen=True)
class PeopleTaken:
    """What the personnel export gives. `unit`, `position` of the columns point into `units`, `positions`."""

    columns: PeopleColumns
    units: tuple[UnitName, ...]
    positions: tuple[PositionName, ...]
    rows: int
    doubled: int
    refused: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    as_of: date

    @property
    def offices(self) -> int:
        return len({unit.office_key for unit in self.units})

    @property
    def active(self) -> int:
        return sum(self.columns.is_active)

    @property
    def pppk(self) -> int:
        """Active persons with a contract, part-time ones included."""
        contract = (Employment.PPPK, Employment.PPPK_PARUH_WAKTU)
        pairs = zip(self.columns.is_active, self.columns.employment, strict=True)
        return sum(active and employment in contract for active, employment in pairs)

    @property
    def new(self) -> int:
        """Active persons appointed in the year before the export's date or later."""
        since = self.as_of.year - 1
        pairs = zip(self.columns.is_active, self.columns.appointed_on, strict=True)
        return sum(active and appointed.year >= since for active, appointed in pairs)


@dataclass
class StandardColumns:
    """The accepted lines of the competency standard, one list a column."""

    row: list[int] = field(default_factory=list)
    position_key: list[str] = field(default_factory=list)
    position: list[str] = field(default_factory=list)
    competency_key: list[str] = field(default_factory=list)
    competency: list[str] = field(default_factory=list)
    kind: list[Kind] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    basis: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class StandardsTaken:
    """What the competency standard gives."""

    columns: StandardColumns
    rows: int
    doubled: int
    refused: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()


@dataclass
class MeasurementColumns:
    """The accepted levels, one entry a person and competency."""

    row: list[int] = field(default_factory=list)
    nip: list[str] = field(default_factory=list)
    competency_key: list[str] = field(default_factory=list)
    competency: list[str] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    method: list[Method] = field(default_factory=list)
    measured_on: list[date] = field(default_factory=list)
    rater: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MeasurementsTaken:
    """What the assessment results give; `doubled` counts cells that say again what another row says."""

    columns: MeasurementColumns
    rows: int
    doubled: int
    refused: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class BookFacts:
    """Where a workbook was read: file, sheet, header row, and the columns that stayed outside."""

    book: Book
    file: str
    sheet: str
    header_row: int
    sensitive: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """The whole check: what each workbook gives, and the files that cannot be taken."""

    as_of: date
    people: PeopleTaken | None = None
    standards: StandardsTaken | None = None
    measurements: MeasurementsTaken | None = None
    facts: tuple[BookFacts, ...] = ()
    faults: tuple[WorkbookFault, ...] = ()

    def fact(self, book: Book) -> BookFacts | None:
        """Where this workbook was read, if it was."""
        return next((fact for fact in self.facts if fact.book == book), None)
