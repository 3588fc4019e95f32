"""Which measurement counts: the strongest way of measuring, then the latest, then the more careful one."""

from datetime import date
from typing import Any, TypeVar

from sibina.assess.needs.types import MethodOrder
from sibina.ground.competencies.types import Method

METHOD_ORDERS: tuple[MethodOrder, ...] = (
    MethodOrder(
        methods=(
            Method.SELF,
            Method.PEER,
            Method.SUPERIOR,
            Method.CERTIFICATE,
            Method.TEST,
            Method.ASSESSMENT,
        ),
        valid_from=date(2019, 1, 1),
        basis="Kebijakan aplikasi: pengukuran oleh asesor lebih kuat daripada penilaian orang di sekitar "
        "(sejalan dengan PP 11/2017 tentang penilaian kompetensi oleh asesor)",
        certainty="remembered",
        version="2019-1",
    ),
)
"""Versions of the order, oldest first; every snapshot keeps the one that it was counted with."""

FIRST_DAY = date(1800, 1, 1)
"""Days are counted from here, so that no date of a living person is negative."""

DAYS = 1_000_000
"""More days than any two dates of the program can lie apart."""

Number = TypeVar("Number", int, Any)  # whole numbers, or Ibis columns of them


def method_order(on: date) -> MethodOrder:
    """The order that held on a day; before the first one, the first."""
    held = [order for order in METHOD_ORDERS if order.valid_from <= on]
    return held[-1] if held else METHOD_ORDERS[0]


def record_key(strength: Number, days: Number, level: Number) -> Number:
    """One whole number that is greatest for the measurement that counts.

    Strength first, then the later day, then the *lower* level: where two raters of one kind disagree on one
    day, a doubt must not hide a shortfall. Works on numbers and on columns alike; its level is
    `9 - key % 10`.
    """
    return (strength * DAYS + days) * 10 + (9 - level)
