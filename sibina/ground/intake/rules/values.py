"""What one cell says: text without stray blanks, a NIP, a date, a level, a method, a kind of competency."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sibina.ground.competencies.types import Kind, Method
from sibina.ground.intake.types import Cell, Reason

NIP_LENGTH = 18
FIRST_CONTRACT_MONTH = 21
ADULT_MONTHS = 18 * 12
EARLIEST_BIRTH = 1900
SPREADSHEET_EPOCH = date(1899, 12, 30)
SERIALS = range(10_000, 80_000)  # 1927 to 2119: a date whose cell lost its date format
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu ags agt aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nopember",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
METHODS = {
    Method.SELF: "self, mandiri, diri, diri sendiri, penilaian diri, penilaian mandiri, swanilai",
    Method.SUPERIOR: "superior, atasan, atasan langsung, penilaian atasan, penilaian atasan langsung",
    Method.PEER: "peer, rekan, sejawat, rekan kerja, teman sejawat, rekan sejawat, penilaian rekan",
    Method.TEST: "test, tes, uji, ujian, cat, uji kompetensi, tes tertulis",
    Method.ASSESSMENT: "assessment, asesmen, asessment, asesmen center, assessment center, pusat penilaian",
    Method.CERTIFICATE: "certificate, sertifikat, sertifikasi",
}
METHOD_OF = {alias: method for method, aliases in METHODS.items() for alias in aliases.split(", ")}
KIND_OF = {
    "manajerial": Kind.MANAJERIAL,
    "managerial": Kind.MANAJERIAL,
    "sosial kultural": Kind.SOSIAL_KULTURAL,
    "sosio kultural": Kind.SOSIAL_KULTURAL,
    "sosiokultural": Kind.SOSIAL_KULTURAL,
    "sosialkultural": Kind.SOSIAL_KULTURAL,
    "sosial budaya": Kind.SOSIAL_KULTURAL,
    "teknis": Kind.TEKNIS,
    "technical": Kind.TEKNIS,
}
UNSEEN = dict.fromkeys([*range(9), *range(14, 28), 127, *map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad")])
NIP_STRAY = {**UNSEEN, **dict.fromkeys(map(ord, "'\"`´‘’“”"))}
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[ T]\d.*)?$")
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d.*)?$")
DAY_AND_NAME = re.compile(r"(\d{1,2})[-/ ]+([a-z]{3,9})\.?[-/ ,]+(\d{4})$")
AS_OF = re.compile(r"keadaan\s*(?:per|pada)?\s*(?:tanggal|tgl)?\.?\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NipParts:
    """What the digits of a NIP say. `appointed_on` is the first of the month (January for a contract)."""

    birth_date: date
    appointed_on: date
    sex: str
    is_contract: bool


def text_of(cell: Cell) -> str:
    """The cell as text: blanks of every kind become one, none at the ends. A whole number has no point."""
    if type(cell) is str:
        if cell.isascii() and cell.isprintable():
            return " ".join(cell.split())
        return " ".join(cell.translate(UNSEEN).split())
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return " ".join(str(cell).split())


def key_of(text: str) -> str:
    """What two spellings of one name share."""
    return text.casefold()


def nip_of(cell: Cell) -> str | Reason:
    """The 18 digits, or why there are none. A number is refused: the spreadsheet keeps 15 digits of it.

    Ground: Peraturan BKN 22/2007 (PNS) and the numbering of PPPK; no check digit exists.
    """
    if type(cell) is str:
        digits = "".join(cell.translate(NIP_STRAY).split())
        if len(digits) == NIP_LENGTH and digits.isascii() and digits.isdigit():
            return digits
        return Reason.NUMBER if _is_scientific(digits) else Reason.LENGTH
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Reason.NUMBER
    return Reason.LENGTH


def _is_scientific(digits: str) -> bool:
    return re.fullmatch(r"\d[.,]\d+[eE]\+?1[5-9]", digits) is not None or (
        re.fullmatch(r"\d{18}[.,]0+", digits) is not None
    )


@lru_cache(maxsize=65_536)
def _day(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return day if day.year >= EARLIEST_BIRTH else None


@lru_cache(maxsize=65_536)
def _appointment(digits: str) -> tuple[date, bool] | None:
    """First day of the month and whether it is a contract, from digits 9–14."""
    year, month = int(digits[:4]), int(digits[4:])
    if not year >= EARLIEST_BIRTH:
        return None
    if 1 <= month <= 12:
        return date(year, month, 1), False
    return (date(year, 1, 1), True) if month >= FIRST_CONTRACT_MONTH else None


def nip_parts(nip: str) -> NipParts | Reason:
    """What 18 digits say, or the first of birth date, month, sex, age that cannot be."""
    born = _day(nip[:8])
    if born is None:
        return Reason.BIRTH_DATE
    appointed = _appointment(nip[8:14])
    if appointed is None:
        return Reason.MONTH
    if nip[14] not in "12":
        return Reason.SEX
    begun, is_contract = appointed
    month = 12 if is_contract else begun.month
    if (begun.year - born.year) * 12 + month - born.month < ADULT_MONTHS:
        return Reason.AGE
    return NipParts(born, begun, "M" if nip[14] == "1" else "F", is_contract)


def date_of(cell: Cell) -> date | None:
    """The day, from a real date, a spreadsheet's serial number, or text with the day or the year first."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        whole = int(cell)
        return SPREADSHEET_EPOCH + timedelta(days=whole) if whole in SERIALS else None
    return _date_of_text(text_of(cell).strip("'\"").casefold()) if isinstance(cell, str) else None


@lru_cache(maxsize=65_536)
def _date_of_text(text: str) -> date | None:
    if found := DAY_FIRST.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := YEAR_FIRST.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := DAY_AND_NAME.match(text):
        day, month, year = int(found[1]), MONTHS.get(found[2], 0), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def as_of_in(text: str) -> date | None:
    """The day of a title line such as “Keadaan per 2 Januari 2026 — …”."""
    found = AS_OF.search(text)
    if found is None:
        return None
    rest = text[found.end() :].casefold()
    tail = re.match(r"\d{1,2}[-/ ]+[a-z]{3,9}\.?[-/ ,]+\d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", rest)
    return _date_of_text(tail[0]) if tail else None


def level_of(cell: Cell) -> int | Reason | None:
    """A level 1–5; None where nothing was measured; the reason where the cell holds something else."""
    if type(cell) is float or type(cell) is int:
        return int(cell) if cell in (1, 2, 3, 4, 5) else Reason.LEVEL
    text = text_of(cell)
    if text in ("", "-", "–"):
        return None
    if text in ("1", "2", "3", "4", "5"):
        return int(text)
    return Reason.LEVEL


def method_of(text: str) -> Method | None:
    """The method of measurement that these words name."""
    return METHOD_OF.get(" ".join(text.casefold().replace("-", " ").split()))


def kind_of(text: str) -> Kind | None:
    """The kind of competency that these words name, with or without “Kompetensi” before them."""
    words = text.casefold().replace("-", " ").replace("/", " ").split()
    return KIND_OF.get(" ".join(word for word in words if word != "kompetensi"))
