"""The nouns of people: kinds of employment and position, and what a member may see."""

from dataclasses import dataclass
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
