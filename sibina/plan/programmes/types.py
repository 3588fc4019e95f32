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
