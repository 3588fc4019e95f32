"""The nouns of needs: the state of a gap, the engines that can count, the order of methods."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class GapState(StrEnum):
    """Unknown is a state by itself: neither met nor short."""

    MET = "met"
    SHORT = "short"
    UNMEASURED = "unmeasured"


class Engine(StrEnum):
    """Where the one expression runs."""

    DUCKDB = "duckdb"
    POSTGRES = "postgres"
    SPARK = "spark"


@dataclass(frozen=True)
class MethodOrder:
    """Which way of measuring is the stronger: `methods` from weakest to strongest, with its ground."""

    methods: tuple[str, ...]
    valid_from: date
    basis: str
    certainty: str
    version: str

    def strength(self, method: str) -> int:
        """1 for the weakest; 0 for a method that the order does not name."""
        return self.methods.index(method) + 1 if method in self.methods else 0


class Measure(StrEnum):
    """What a cell of the picture shows."""

    AVERAGE = "rata"
    SHORT = "kurang"
    UNMEASURED = "belum"
    WEIGHTED = "bobot"


@dataclass(frozen=True)
class Sums:
    """Sums over persons and competencies. `weighted` adds levels × weight in ten-thousandths."""

    people: int = 0
    short: int = 0
    unmeasured: int = 0
    met: int = 0
    shortfall: int = 0
    weighted: int = 0

    @property
    def measured(self) -> int:
        """Pairs of person and competency of which a level is known."""
        return self.short + self.met

    @property
    def pairs(self) -> int:
        """Pairs of person and competency of which something is required."""
        return self.measured + self.unmeasured

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.people + other.people,
            self.short + other.short,
            self.unmeasured + other.unmeasured,
            self.met + other.met,
            self.shortfall + other.shortfall,
            self.weighted + other.weighted,
        )


@dataclass(frozen=True)
class LevelCount:
    """How many persons with this level on record are short in a competency, and by how many levels together.

    No level: so many are not measured.
    """

    competency_id: int
    present: int | None
    people: int
    shortfall: int


@dataclass(frozen=True)
class Place:
    """Where one stands in the picture: the whole city, an office, a unit, a position in a unit."""

    office_id: int | None = None
    unit_id: int | None = None
    position_id: int | None = None

    @property
    def rows(self) -> str:
        """What the rows of the picture are at this place."""
        if self.position_id is not None:
            return "person"
        if self.unit_id is not None:
            return "position"
        return "unit" if self.office_id is not None else "office"


@dataclass(frozen=True)
class Narrowing:
    """What the reader narrowed the picture to; empty means all."""

    measure: Measure = Measure.AVERAGE
    sector_id: int | None = None
    position_class: str = ""
    kind: str = ""

    @property
    def query(self) -> dict[str, str]:
        """As an address holds it, without the measure."""
        parts = {"sektor": self.sector_id, "jenjang": self.position_class, "jenis": self.kind}
        return {key: str(value) for key, value in parts.items() if value}


@dataclass(frozen=True)
class Line:
    """One row of the picture: what it is, how many persons, and its sums by competency."""

    key: int
    name: str
    people: int
    cells: Mapping[int, Sums]
    total: Sums


@dataclass(frozen=True)
class Picture:
    """The heatmap as numbers: lines in order, competencies (number, name, kind) in order, sums of columns."""

    lines: tuple[Line, ...]
    competencies: tuple[tuple[int, str, str], ...]
    columns: Mapping[int, Sums]
    total: Sums
    people: int
