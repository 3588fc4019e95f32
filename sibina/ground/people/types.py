"""The nouns of people: kinds of employment and position, and what a member may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Employment(StrEnum):
    """Kind of ASN. Ground: UU 20/2023; PPPK paruh waktu by decision of the ministry in 2025."""

    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    PPPK_PARUH_WAKTU = "pppk_paruh_waktu"


class PositionKind(StrEnum):
    """SIASN's kinds of position in the order of its reference table."""

    STRUKTURAL = "struktural"
    FUNGSIONAL = "fungsional"
    PELAKSANA = "pelaksana"


class PositionClass(StrEnum):
    """Class of position: it prefills required levels and groups people in pictures."""

    JPT_MADYA = "jpt_madya"
    JPT_PRATAMA = "jpt_pratama"
    ADMINISTRATOR = "administrator"
    PENGAWAS = "pengawas"
    AHLI_UTAMA = "ahli_utama"
    AHLI_MADYA = "ahli_madya"
    AHLI_MUDA = "ahli_muda"
    AHLI_PERTAMA = "ahli_pertama"
    PENYELIA = "penyelia"
    MAHIR = "mahir"
    TERAMPIL = "terampil"
    PEMULA = "pemula"
    PELAKSANA = "pelaksana"


@dataclass(frozen=True)
class Sight:
    """Whose rows a member may see. All None: the whole city; nobody: `nothing` is true."""

    unit_ids: frozenset[int] | None = None
    person_id: int | None = None
    nothing: bool = False

    @property
    def whole_city(self) -> bool:
        return self.unit_ids is None and self.person_id is None and not self.nothing


@dataclass(frozen=True)
class UnitRow:
    """A unit as a city names it; `unit` equals `office` where people work in the office itself."""

    office: str
    unit: str


@dataclass(frozen=True)
class PositionRow:
    """A position as a city names it, with the kind and echelon that its source states (or empty)."""

    name: str
    kind: str = ""
    echelon: str = ""


@dataclass(frozen=True)
class PeopleRows:
    """Persons to take in at once, one sequence a column. `unit` and `position` point into `units`, `positions`.

    They say what is so on `as_of`. A missing position or date is None; an empty text says nothing and never erases
    what is known.
    """

    as_of: date
    nip: Sequence[str]
    siasn_id: Sequence[str]
    name: Sequence[str]
    front_title: Sequence[str]
    back_title: Sequence[str]
    birth_date: Sequence[date]
    sex: Sequence[str]
    employment: Sequence[Employment]
    legal_standing: Sequence[str]
    is_active: Sequence[bool]
    appointed_on: Sequence[date]
    grade: Sequence[str]
    education: Sequence[str]
    unit: Sequence[int]
    position: Sequence[int | None]
    position_since: Sequence[date | None]
    units: Sequence[UnitRow]
    positions: Sequence[PositionRow]


@dataclass(frozen=True)
class PeopleImported:
    """What taking people in has changed. `missing`: on record but not in the rows; id, NIP and name each."""

    new: int
    changed: int
    renumbered: int
    returned: int
    postings_opened: int
    postings_closed: int
    units_new: int
    positions_new: int
    left: int
    missing: tuple[tuple[int, str, str], ...]

    @property
    def is_nothing(self) -> bool:
        counts = (self.new, self.changed, self.renumbered, self.returned, self.postings_opened)
        return not any((*counts, self.postings_closed, self.units_new, self.positions_new, self.left))


@dataclass(frozen=True)
class SectorWeight:
    """A sector's name, its weight (1 is neutral) and the reason that everybody may read."""

    name: str
    weight: Decimal
    reason: str


class SectorTaken(ValueError):
    """Another sector of the city has this name already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"sector {name!r} is there already")
        self.name = name


@dataclass(frozen=True)
class UnitOnDay:
    """A unit as it stands on a day: its name, what it hangs below (None: an office), and its period."""

    pk: int
    name: str
    parent: int | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class UnitMove:
    """A unit that ends by a merger. `meets`: the unit that takes its place; None: one of its name is made."""

    pk: int
    name: str
    parent: int
    meets: int | None


class MergeProblem(StrEnum):
    """Why an office cannot merge into another on a day."""

    SAME_OFFICE = "same_office"
    NOT_THERE = "not_there"
    ENDS_ALREADY = "ends_already"
    TARGET_NOT_THERE = "target_not_there"
    TARGET_ENDS = "target_ends"
    BEGINS_THEN = "begins_then"


class MergeRefused(ValueError):
    """The offices cannot merge on this day, with every reason."""

    def __init__(self, problems: Sequence[MergeProblem]) -> None:
        super().__init__(", ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Merger:
    """What came of a merger: units that ended, units made, postings moved (0 where the day is still to come)."""

    ended: int
    made: int
    moved: int
