"""The nouns of competencies: kinds, methods of measurement, levels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sibina.ground.people.types import PositionRow


class Kind(StrEnum):
    """Ground: PermenPANRB 38/2017."""

    TEKNIS = "teknis"
    MANAJERIAL = "manajerial"
    SOSIAL_KULTURAL = "sosial_kultural"


class Method(StrEnum):
    """How a level was found. The words are those of the command line's contract."""

    ASSESSMENT = "assessment"
    TEST = "test"
    CERTIFICATE = "certificate"
    SUPERIOR = "superior"
    PEER = "peer"
    SELF = "self"


LOWEST_LEVEL = 1
HIGHEST_LEVEL = 5


@dataclass(frozen=True)
class StandardRows:
    """Required levels to take in at once, one sequence a column; they hold from `valid_from` on."""

    valid_from: date
    position: Sequence[PositionRow]
    competency: Sequence[str]
    kind: Sequence[Kind]
    level: Sequence[int]
    basis: Sequence[str]


@dataclass(frozen=True)
class StandardsImported:
    """What taking standards in has changed."""

    new: int
    changed: int
    competencies_new: int

    @property
    def is_nothing(self) -> bool:
        return not (self.new or self.changed or self.competencies_new)


@dataclass(frozen=True)
class MeasurementRows:
    """Measured levels to add at once, one sequence a column; persons by their NIP."""

    nip: Sequence[str]
    competency: Sequence[str]
    level: Sequence[int]
    method: Sequence[Method]
    measured_on: Sequence[date]
    rater: Sequence[str]


@dataclass(frozen=True)
class MeasurementsImported:
    """What was added, what was on record already, and the NIPs that nobody on record has."""

    new: int
    known: int
    strangers: tuple[str, ...]
    competencies_new: int

    @property
    def is_nothing(self) -> bool:
        return not (self.new or self.competencies_new)


@dataclass(frozen=True)
class StandardWish:
    """Levels (competency → level) that a position shall require from a day on, and the decision that says so."""

    levels: Mapping[int, int]
    valid_from: date
    legal_basis: str


@dataclass(frozen=True)
class LevelWish:
    """What a position shall require of one competency; `level` None: no longer anything. `weight` 1 is neutral."""

    position_id: int
    competency_id: int
    level: int | None
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Finding:
    """One level found for a person: by which method and whom, on which day, what for, and what proves it."""

    competency_id: int
    level: int
    method: Method
    measured_on: date
    rater: str
    purpose: str
    evidence: str


class CompetencyError(ValueError):
    """CompetencyTaken: the name is in the dictionary already. StandardBlocked: a later version stands in the way."""


class FindingKnown(CompetencyError):
    """The same level by the same method, rater and day is on record already."""


class FindingAhead(CompetencyError):
    """The day of the measurement is still to come."""


class CompetencyTaken(CompetencyError):
    """Another word of the dictionary has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"competency {name!r} is there already")
        self.name = name


class StandardBlocked(CompetencyError):
    """A version that begins on `later` is on record, so nothing can be put before it."""

    def __init__(self, later: date) -> None:
        super().__init__(f"a version from {later} is on record")
        self.later = later


class LevelBlocked(CompetencyError):
    """Of this position and competency a version is on record that begins on `later`, after the day asked for."""

    def __init__(self, position_id: int, competency_id: int, later: date) -> None:
        super().__init__(f"position {position_id} × competency {competency_id}: a version from {later}")
        self.position_id, self.competency_id, self.later = position_id, competency_id, later


class StandardUnchanged(CompetencyError):
    """The levels are those that hold already; there is nothing to write."""
