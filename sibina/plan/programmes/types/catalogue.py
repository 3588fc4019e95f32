"""The nouns of programmes: the national forms of development, costs, gains, and the curriculum in versions."""

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


class Path(StrEnum):
    """Jalur: learning in class (klasikal) or beside it (nonklasikal)."""

    CLASSICAL = "classical"
    NONCLASSICAL = "nonclassical"


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
    SERIES_TOO_LONG = "series_too_long"
    NOT_AS_RELEASED = "not_as_released"


class VersionState(StrEnum):
    """Where a version of a curriculum stands. Released and dropped are for good."""

    DRAFT = "draft"
    REVIEW = "review"
    RELEASED = "released"
    DROPPED = "dropped"


class VersionStep(StrEnum):
    """What is done to a version: sent to be reviewed, returned to its authors, released, dropped."""

    SENT = "sent"
    RETURNED = "returned"
    RELEASED = "released"
    DROPPED = "dropped"


class ModuleProblem(StrEnum):
    """Why a module cannot stand in a curriculum."""

    NO_TITLE = "no_title"
    NO_HOURS = "no_hours"
    NO_LEVELS = "no_levels"
    NO_COMPETENCY = "no_competency"
    LEVELS_DO_NOT_RISE = "levels_do_not_rise"


class VersionProblem(StrEnum):
    """Why a version cannot be sent to review or released."""

    NO_MODULE = "no_module"
    NO_OBJECTIVE = "no_objective"
    LEVELS_APART = "levels_apart"
    TOO_MANY_HOURS = "too_many_hours"
    NOT_SIGNED = "not_signed"


class OfferingProblem(StrEnum):
    """Why a session cannot stand in the year's calendar."""

    ENDS_BEFORE_START = "ends_before_start"
    OUTSIDE_YEAR = "outside_year"
    NEGATIVE_PRICE = "negative_price"
    NO_SEATS = "no_seats"
    SEATS_BELOW_MIN = "seats_below_min"
    SEATS_BELOW_PROGRAMME = "seats_below_programme"
    SEATS_ABOVE_PROGRAMME = "seats_above_programme"
    CLASS_OUTSIDE_DAYS = "class_outside_days"
    OUTSIDE_AGREEMENT = "outside_agreement"


@dataclass(frozen=True)
class ObjectiveFacts:
    """What is claimed of a programme for one competency: levels, and the expected gain with its band.

    No gain and no band: nobody has said yet what to expect.
    """

    from_level: int
    to_level: int
    gain: Decimal | None
    gain_low: Decimal | None
    gain_high: Decimal | None
    competency_id: int = 0
    source: GainSource = GainSource.ASSUMED
    note: str = ""


@dataclass(frozen=True)
class Goal:
    """A competency that a module or a programme raises, from which level to which."""

    competency_id: int
    from_level: int
    to_level: int


@dataclass(frozen=True)
class ModuleFacts:
    """A module as it was written. `lineage` is the same in all versions of the programme; 0: not given yet.

    An opening or a closing module raises no competency and has no levels.
    """

    title: str
    jp: int
    form: Form
    competency_id: int | None = None
    from_level: int | None = None
    to_level: int | None = None
    material: str = ""
    proof: str = ""
    lineage: int = 0

    @property
    def goal(self) -> Goal | None:
        if self.competency_id is None or self.from_level is None or self.to_level is None:
            return None
        return Goal(self.competency_id, self.from_level, self.to_level)


@dataclass(frozen=True)
class Teacher:
    """What may close a gap: a programme, or one module of its curriculum in force (`lineage`, `version`)."""

    programme_id: int
    programme: str
    goals: tuple[Goal, ...]
    module: str = ""
    version: int = 0


@dataclass(frozen=True)
class CostFacts:
    """One line of cost in whole rupiah; the account code is text.

    With `price_id` it is a quantity at that standard price, and `rupiah` what it comes to.
    """

    kind: CostKind
    label: str
    per: CostPer
    rupiah: int
    account_code: str = ""
    price_id: int | None = None
    quantity: int | None = None


@dataclass(frozen=True)
class OfferingFacts:
    """A session as it was typed. Money is whole rupiah; dates are inclusive.

    `class_ends_on`: the last day in class, where weeks beside the daily work follow it.
    """

    starts_on: date
    ends_on: date
    seats: int
    min_seats: int
    fixed_cost: int
    seat_cost: int
    code: str = ""
    venue: str = ""
    speaker_id: int | None = None
    counts_as_absence: bool = True
    agreement_id: int | None = None
    class_ends_on: date | None = None
    payer_id: int | None = None


@dataclass(frozen=True)
class Series:
    """A programme that recurs: so many times a year, every so many months."""

    every: int
    times: int


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
    series: Series | None = None
    organiser: str = ""


@dataclass(frozen=True)
class Stretch:
    """What a session does for so many days on end (`days`), or beside the daily work for so many weeks (`weeks`)."""

    forms: tuple[Form, ...]
    days: int = 0
    weeks: int = 0


@dataclass(frozen=True)
class Days:
    """The days of a session, inclusive. `class_ends_on`: the last day in class where weeks beside the work follow it."""

    starts_on: date
    ends_on: date
    class_ends_on: date | None = None

    @property
    def away_until(self) -> date:
        """The last day on which the session needs its room, and its participants are away."""
        return self.class_ends_on or self.ends_on


@dataclass(frozen=True)
class Booking:
    """A session in the calendar: of which programme, on which days, where (empty: anywhere)."""

    programme: str
    days: Days
    venue: str = ""


@dataclass(frozen=True)
class Wish:
    """So many more sessions of a programme are to find their days; `every`: so many months apart."""

    programme: str
    course: tuple[Stretch, ...]
    sessions: int
    every: int | None = None


@dataclass(frozen=True)
class Prepared:
    """What came of preparing sessions: written, there before, programmes taken, wished for without a day left."""

    made: int
    there: int
    programmes: int
    without_day: int


class ProgrammeError(ValueError):
    """NameTaken and CodeTaken: it is there already. NotFit: what is wrong. YearShut: no year that may change.

    OfferingHeld: the year's set plan stands on it.
    """


class NameTaken(ProgrammeError):
    """Another programme of the city has this name."""


class CodeTaken(ProgrammeError):
    """Another session of the year has this code."""


class OfferingHeld(ProgrammeError):
    """The session runs in the year's set plan, and stays as it was planned."""


class YearShut(ProgrammeError):
    """No year is open in which sessions may still change."""


class VersionOpen(ProgrammeError):
    """A draft or a version in review is there already; it is finished or dropped first. `number` says which."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class VersionShut(ProgrammeError):
    """The version is not in the state in which this may be done. `state` is the one in which it is."""

    def __init__(self, state: VersionState) -> None:
        super().__init__(state)
        self.state = state


class NotItsSource(ProgrammeError):
    """A version begins as a copy of a released version of its own programme, and of nothing else."""


class NoReason(ProgrammeError):
    """A next version, a return or a drop says why."""


class ModuleGone(ProgrammeError):
    """The module has been taken out of the draft in the meantime."""


class NotFit(ProgrammeError):
    """A programme, session, module or version that cannot be as it was written, with every reason."""

    def __init__(
        self,
        problems: Sequence[ProgrammeProblem]
        | Sequence[OfferingProblem]
        | Sequence[ModuleProblem]
        | Sequence[VersionProblem],
    ) -> None:
        super().__init__(", ".join(problems))
        self.problems = tuple(problems)
