"""The nouns of programmes: the national forms of development, parts of cost, where a gain comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Form(StrEnum):
    """Bentuk dan jalur pengembangan kompetensi. Ground: Peraturan LAN 10/2018; SIASN jenisDiklat."""

    STRUKTURAL = "struktural"
    MANAJERIAL = "manajerial"
    TEKNIS = "teknis"
    FUNGSIONAL = "fungsional"
    SOSIAL_KULTURAL = "sosial_kultural"
    SEMINAR = "seminar"
    WORKSHOP = "workshop"
    KURSUS = "kursus"
    PENATARAN = "penataran"
    BIMTEK = "bimtek"
    SOSIALISASI = "sosialisasi"
    COACHING = "coaching"
    MENTORING = "mentoring"
    E_LEARNING = "e_learning"
    PJJ = "pjj"
    DETASERING = "detasering"
    OUTBOND = "outbond"
    PATOK_BANDING = "patok_banding"
    PERTUKARAN = "pertukaran"
    BELAJAR_MANDIRI = "belajar_mandiri"
    KOMUNITAS_BELAJAR = "komunitas_belajar"
    BIMBINGAN_KERJA = "bimbingan_kerja"
    MAGANG = "magang"


class CostKind(StrEnum):
    """What the money is for."""

    SPEAKER = "speaker"
    VENUE = "venue"
    TRAVEL = "travel"
    MATERIALS = "materials"
    MEALS = "meals"
    OTHER = "other"


class CostPer(StrEnum):
    """A cost part is paid once a session or once a seat."""

    SESSION = "session"
    SEAT = "seat"


class GainSource(StrEnum):
    """Where an expected gain comes from."""

    ASSUMED = "assumed"
    MEASURED = "measured"


class ProgrammeProblem(StrEnum):
    """Why a programme is not fit to be planned."""

    NO_OBJECTIVE = "no_objective"
    NO_GAIN = "no_gain"
    LEVELS_DO_NOT_RISE = "levels_do_not_rise"
    GAIN_OUTSIDE_BAND = "gain_outside_band"
    GAIN_ABOVE_LEVELS = "gain_above_levels"
    NO_HOURS = "no_hours"
    MIN_ABOVE_MAX = "min_above_max"


class OfferingProblem(StrEnum):
    """Why a session cannot stand in the year's calendar."""

    ENDS_BEFORE_START = "ends_before_start"
    OUTSIDE_YEAR = "outside_year"
    NEGATIVE_PRICE = "negative_price"
    NO_SEATS = "no_seats"
    SEATS_BELOW_MIN = "seats_below_min"
    SEATS_BELOW_PROGRAMME = "seats_below_programme"
    SEATS_ABOVE_PROGRAMME = "seats_above_programme"


@dataclass(frozen=True)
class ObjectiveFacts:
    """What is claimed of a programme for one competency: levels, and the expected gain with its band."""

    from_level: int
    to_level: int
    gain: Decimal
    gain_low: Decimal
    gain_high: Decimal
    competency_id: int = 0
    source: GainSource = GainSource.ASSUMED
    note: str = ""


@dataclass(frozen=True)
class CostFacts:
    """One line of cost in whole rupiah; the account code is text."""

    kind: CostKind
    label: str
    per: CostPer
    rupiah: int
    account_code: str = ""


@dataclass(frozen=True)
class OfferingFacts:
    """A session as it was typed. Money is whole rupiah; dates are inclusive."""

    starts_on: date
    ends_on: date
    seats: int
    min_seats: int
    fixed_cost: int
    seat_cost: int
    code: str = ""
    venue: str = ""
    speaker: str = ""
    counts_as_absence: bool = True


@dataclass(frozen=True)
class ProgrammeFacts:
    """A programme as it was typed, with all that belongs to it."""

    name: str
    form: Form
    purpose: str
    jp: int
    min_participants: int
    max_participants: int
    sector_id: int | None
    is_active: bool
    objectives: Sequence[ObjectiveFacts]
    costs: Sequence[CostFacts]


@dataclass(frozen=True)
class Booking:
    """A session in the calendar: of which programme, from when until when (inclusive), where (empty: anywhere)."""

    programme: str
    starts_on: date
    ends_on: date
    venue: str = ""


@dataclass(frozen=True)
class Wish:
    """So many more sessions of a programme are to find their days."""

    programme: str
    form: Form
    jp: int
    sessions: int


@dataclass(frozen=True)
class Prepared:
    """What came of preparing sessions: written, there before, programmes taken, wished for without a day left."""

    made: int
    there: int
    programmes: int
    without_day: int


class ProgrammeError(ValueError):
    """NameTaken and CodeTaken: it is there already. NotFit: what is wrong. YearShut: no year that may change."""


class NameTaken(ProgrammeError):
    """Another programme of the city has this name."""


class CodeTaken(ProgrammeError):
    """Another session of the year has this code."""


class YearShut(ProgrammeError):
    """No year is open in which sessions may still change."""


class NotFit(ProgrammeError):
    """A programme or session that cannot be planned, with every reason."""

    def __init__(self, problems: Sequence[ProgrammeProblem] | Sequence[OfferingProblem]) -> None:
        super().__init__(", ".join(problems))
        self.problems = tuple(problems)
