"""How numbers, money and dates are written in Indonesian. Pure: no Django, no locale of the machine.

A missing value is written as a dash, never as zero: unknown is not zero.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
MONTHS_SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

UNKNOWN = "–"
NO_BREAK = "\u00a0"
MINUS = "−"

Number = int | float | Decimal
STEPS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(7))
INDONESIAN = str.maketrans(",.", ".,")


@lru_cache(maxsize=4096)
def number(value: Number | None, decimals: int = 0) -> str:
    """1250.5 with one decimal is «1.250,5». Half is rounded away from zero, as on paper."""
    if value is None:
        return UNKNOWN
    if not decimals and isinstance(value, int):
        return f"{MINUS if value < 0 else ''}{abs(value):,}".replace(",", ".")
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(STEPS[decimals], rounding=ROUND_HALF_UP)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,.{decimals}f}".translate(INDONESIAN)


def percent(share: Number | None, decimals: int = 1) -> str:
    """The share 0.125 is «12,5 %»."""
    if share is None:
        return UNKNOWN
    return f"{number(Decimal(str(share)) * 100, decimals)}{NO_BREAK}%"


def rupiah(amount: int | None) -> str:
    """1250000 is «Rp 1.250.000» (PUEBI writes it without cents when there are none)."""
    if amount is None:
        return UNKNOWN
    sign = MINUS if amount < 0 else ""
    return f"{sign}Rp{NO_BREAK}{number(abs(amount))}"


def rupiah_short(amount: int | None) -> str:
    """1250000000 is «Rp 1,25 miliar»: for axes and cards, never for a document that is signed."""
    if amount is None:
        return UNKNOWN
    size = abs(amount)
    for unit, name in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu")):
        if size >= unit:
            text = number(Decimal(size) / unit, 2).rstrip("0").rstrip(",")
            sign = MINUS if amount < 0 else ""
            return f"{sign}Rp{NO_BREAK}{text}{NO_BREAK}{name}"
    return rupiah(amount)


def long_date(day: date | None) -> str:
    """«23 November 2026»."""
    return UNKNOWN if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date | None) -> str:
    """«23 Nov 2026»."""
    return UNKNOWN if day is None else f"{day.day} {MONTHS_SHORT[day.month - 1]} {day.year}"


def day_and_date(day: date | None) -> str:
    """«Senin, 23 November 2026»."""
    return UNKNOWN if day is None else f"{DAYS[day.weekday()]}, {long_date(day)}"


def moment(at: datetime | None) -> str:
    """«23 Nov 2026, 14.05» in the zone that `at` carries."""
    return UNKNOWN if at is None else f"{short_date(at)}, {at:%H.%M}"


def date_span(start: date, end: date) -> str:
    """«3–5 Maret 2027», «30 Maret – 2 April 2027», «5 Maret 2027»: nothing is said twice."""
    if start == end:
        return long_date(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{long_date(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {long_date(end)}"
    return f"{long_date(start)} – {long_date(end)}"


def month_year(day: date) -> str:
    """«Maret 2027»."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def listed(parts: list[str]) -> str:
    """«a, b, dan c»."""
    if len(parts) < 3:
        return " dan ".join(parts)
    return ", ".join(parts[:-1]) + f", dan {parts[-1]}"
