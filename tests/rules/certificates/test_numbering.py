"""The number on a certificate, and which patterns would not give one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibina.credit.certificates.rules import check_pattern, number_of, roman
from sibina.credit.certificates.types import NO_NUMBER, NO_YEAR, UNKNOWN_PLACE, PatternRefused

PATTERN = "{nomor}/BKPSDM/{bulan romawi}/{tahun}"


def test_the_number_says_order_month_and_year() -> None:
    assert number_of(PATTERN, 7, date(2026, 3, 9)) == "7/BKPSDM/III/2026"
    assert number_of("800.2/{nomor:4}/{bulan}-{tahun}", 7, date(2026, 11, 1)) == "800.2/0007/11-2026"
    assert number_of("{nomor:2}/{tahun}", 12345, date(2026, 1, 1)) == "12345/2026"


def test_months_are_written_as_letters_do() -> None:
    assert [roman(date(2026, month, 1)) for month in (1, 4, 5, 9, 12)] == ["I", "IV", "V", "IX", "XII"]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("BKPSDM/{tahun}", NO_NUMBER),
        ("{nomor}/BKPSDM", NO_YEAR),
        ("{nomor}/{tahun}/{hari}", UNKNOWN_PLACE),
        ("{nomor:9}/{tahun}", UNKNOWN_PLACE),
        ("{nomor}/{tahun", UNKNOWN_PLACE),
        ("{{nomor}}/{tahun}", UNKNOWN_PLACE),
    ],
)
def test_a_pattern_that_gives_no_number_of_its_own_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(PatternRefused) as refused:
        check_pattern(pattern)
    assert refused.value.why == why


@given(
    first=st.tuples(st.integers(1, 99_999), st.dates(date(2020, 1, 1), date(2040, 12, 31))),
    second=st.tuples(st.integers(1, 99_999), st.dates(date(2020, 1, 1), date(2040, 12, 31))),
)
def test_two_certificates_never_get_one_number(first: tuple[int, date], second: tuple[int, date]) -> None:
    check_pattern(PATTERN)
    same = (first[0], first[1].year) == (second[0], second[1].year)
    if not same:
        assert number_of(PATTERN, *first) != number_of(PATTERN, *second)
