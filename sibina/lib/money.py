"""Rupiah as people type it. Money is whole rupiah, an int, everywhere in the program."""

import re
from dataclasses import dataclass

SCALES = {
    "ribu": 10**3,
    "rb": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "m": 10**9,
    "triliun": 10**12,
    "t": 10**12,
}
SHAPE = re.compile(r"^(?P<sign>[-−]?)(?:rp\.?)?(?P<digits>[\d.,]*\d)(?:,-|,–)?(?P<scale>[a-z]*)$")
GROUPED = re.compile(r"^\d{1,3}(\.\d{3})+(,\d+)?$")
GROUPED_COMMA = re.compile(r"^\d{1,3}(,\d{3})+(\.\d+)?$")
PLAIN = re.compile(r"^\d+([.,]\d{1,2})?$")


@dataclass(frozen=True)
class NotRupiah(ValueError):
    """The text is no amount of money; `text` is what was typed."""

    text: str


def parse_rupiah(text: str) -> int:
    """«Rp 1.250.000», «1250000», «1,25 miliar», «Rp1.250.000,-» are whole rupiah.

    A fraction of a rupiah is refused unless it is nought, because a comma that was meant as a point would
    otherwise pass unseen.
    """
    squeezed = re.sub(r"\s|\u00a0", "", text).lower()
    match = SHAPE.match(squeezed)
    if match is None or (match["scale"] and match["scale"] not in SCALES):
        raise NotRupiah(text)
    whole, fraction = _split(match["digits"], text)
    scale = SCALES.get(match["scale"], 1)
    amount, rest = divmod(int(whole + fraction) * scale, 10 ** len(fraction))
    if rest:
        raise NotRupiah(text)
    return -amount if match["sign"] else amount


def _split(digits: str, text: str) -> tuple[str, str]:
    """Whole part and fraction, both as digits."""
    if GROUPED.match(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif GROUPED_COMMA.match(digits):
        digits = digits.replace(",", "")
    elif PLAIN.match(digits):
        digits = digits.replace(",", ".")
    else:
        raise NotRupiah(text)
    whole, _, fraction = digits.partition(".")
    return whole, fraction
