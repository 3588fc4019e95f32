"""The nouns of competencies: kinds, methods of measurement, levels."""

from enum import StrEnum


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
