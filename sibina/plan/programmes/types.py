"""The nouns of programmes: the national forms of development, parts of cost, where a gain comes from."""

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
