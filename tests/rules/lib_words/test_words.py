"""Figures, money and dates as Indonesian readers write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibina.lib.money import NotRupiah, parse_rupiah
from sibina.lib.words import (
    date_span,
    day_and_date,
    listed,
    long_date,
    moment,
    number,
    percent,
    rupiah,
    rupiah_short,
)


def test_thousands_are_parted_by_points_and_fractions_by_a_comma() -> None:
    assert number(1250) == "1.250"
    assert number(1234567.891, 2) == "1.234.567,89"
    assert number(Decimal("-0.5"), 1) == "−0,5"


def test_half_is_rounded_away_from_zero_as_on_paper() -> None:
    assert [number(value) for value in (0.5, 1.5, 2.5)] == ["1", "2", "3"]


def test_rounding_to_nought_carries_no_minus() -> None:
    assert number(-0.2) == "0"


def test_what_is_unknown_is_a_dash_and_not_nought() -> None:
    for write in (number, percent, rupiah, rupiah_short, long_date, moment):
        assert write(None) == "–"  # type: ignore[operator]


def test_money_stands_without_cents() -> None:
    assert rupiah(1250000) == "Rp\u00a01.250.000"
    assert rupiah(-5) == "−Rp\u00a05"


def test_large_money_is_said_in_words() -> None:
    assert rupiah_short(1_250_000_000) == "Rp\u00a01,25\u00a0miliar"
    assert rupiah_short(10_000_000) == "Rp\u00a010\u00a0juta"
    assert rupiah_short(999) == "Rp\u00a0999"
    assert rupiah_short(100_000_000_000) == "Rp\u00a0100\u00a0miliar"


def test_a_share_is_a_percentage() -> None:
    assert percent(0.125) == "12,5\u00a0%"


def test_days_are_named_in_indonesian() -> None:
    assert long_date(date(2026, 11, 23)) == "23 November 2026"
    assert day_and_date(date(2026, 11, 23)) == "Senin, 23 November 2026"
    assert moment(datetime(2026, 5, 2, 9, 5)) == "2 Mei 2026, 09.05"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2027, 3, 5), date(2027, 3, 5), "5 Maret 2027"),
        (date(2027, 3, 3), date(2027, 3, 5), "3–5 Maret 2027"),
        (date(2027, 3, 30), date(2027, 4, 2), "30 Maret – 2 April 2027"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 Desember 2026 – 2 Januari 2027"),
    ],
)
def test_a_span_says_nothing_twice(start: date, end: date, words: str) -> None:
    assert date_span(start, end) == words


def test_a_list_in_words_ends_with_and() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a dan b", "a, b, dan c"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Rp 1.250.000", 1_250_000),
        ("1250000", 1_250_000),
        ("Rp1.250.000,-", 1_250_000),
        ("1.250.000,00", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1,25 miliar", 1_250_000_000),
        ("1.5 juta", 1_500_000),
        ("500 jt", 500_000_000),
        ("1.250 juta", 1_250_000_000),
        ("-5", -5),
    ],
)
def test_money_is_understood_as_people_type_it(text: str, amount: int) -> None:
    assert parse_rupiah(text) == amount


@pytest.mark.parametrize("text", ["", "seribu", "1,25", "12,34,5", "1.25.000", "Rp", "5 dolar", "1e6"])
def test_what_is_no_amount_of_rupiah_is_refused_with_what_was_typed(text: str) -> None:
    with pytest.raises(NotRupiah) as refused:
        parse_rupiah(text)
    assert refused.value.text == text


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_written_money_is_read_back_the_same(amount: int) -> None:
    assert parse_rupiah(rupiah(amount)) == amount
