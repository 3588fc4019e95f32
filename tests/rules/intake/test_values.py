"""What one cell says."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibina.ground.competencies.types import Kind, Method
from sibina.ground.intake.rules.values import (
    as_of_in,
    date_of,
    kind_of,
    level_of,
    method_of,
    nip_of,
    nip_parts,
    text_of,
)
from sibina.ground.intake.types import Reason


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("198503152010012001", "198503152010012001"),
        ("'198503152010012001", "198503152010012001"),
        ('"198503152010012001"', "198503152010012001"),
        ("19850315 201001 2 001", "198503152010012001"),
        ("\u00a019850315\u00a0201001 2 001 \u200b", "198503152010012001"),
        ("1985031520100120", Reason.LENGTH),
        ("", Reason.LENGTH),
        ("19850315201001200X", Reason.LENGTH),
        ("19850315201001200²", Reason.LENGTH),
        (1.98503152010012e17, Reason.NUMBER),
        (198503152010012001, Reason.NUMBER),
        ("1.98503E+17", Reason.NUMBER),
        ("1,98503E+17", Reason.NUMBER),
        ("198503152010012001.0", Reason.NUMBER),
        (True, Reason.LENGTH),
        (None, Reason.LENGTH),
    ],
)
def test_a_nip_is_eighteen_digits_after_quotes_and_blanks_are_taken_off(cell: object, wanted: object) -> None:
    assert nip_of(cell) == wanted


@pytest.mark.parametrize(
    ("nip", "wanted"),
    [
        ("198502302010011001", Reason.BIRTH_DATE),
        ("000001012010011001", Reason.BIRTH_DATE),
        ("198503152010132001", Reason.MONTH),
        ("198503152010002001", Reason.MONTH),
        ("198503152010202001", Reason.MONTH),
        ("199512012010011001", Reason.AGE),
        ("198503152010013001", Reason.SEX),
    ],
)
def test_a_nip_with_an_impossible_part_names_that_part(nip: str, wanted: Reason) -> None:
    assert nip_parts(nip) is wanted


def test_a_nip_tells_birth_appointment_sex_and_contract() -> None:
    servant = nip_parts("198503152010012001")
    contract = nip_parts("199001012024211001")
    assert not isinstance(servant, Reason)
    assert not isinstance(contract, Reason)
    assert (servant.birth_date, servant.appointed_on) == (date(1985, 3, 15), date(2010, 1, 1))
    assert (servant.sex, servant.is_contract) == ("F", False)
    assert (contract.sex, contract.is_contract, contract.appointed_on.year) == ("M", True, 2024)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_way_of_writing_a_day_is_the_same_day(day: date) -> None:
    serial = float((day - date(1899, 12, 30)).days)
    months = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ]
    spelled = f"{day.day} {months[day.month - 1]} {day.year}"
    ways = [
        day,
        datetime(day.year, day.month, day.day, 13, 5),
        day.isoformat(),
        f"{day:%d-%m-%Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f" {day:%d/%m/%Y} 00:00:00 ",
        f"'{day:%d-%m-%Y}",
        spelled,
        spelled.upper(),
    ]
    if serial < 73_000:
        ways.append(serial)
    assert {date_of(way) for way in ways} == {day}


@pytest.mark.parametrize(
    "cell", ["31-02-2020", "2020-13-01", "01-01-20", "kemarin", "", 12.0, True, timedelta(1)]
)
def test_what_is_no_day_is_none(cell: object) -> None:
    assert date_of(cell) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Keadaan per 2 Januari 2026 — DATA CONTOH", date(2026, 1, 2)),
        ("KEADAAN PER TANGGAL 31-12-2025", date(2025, 12, 31)),
        ("Keadaan: 2025-07-01", date(2025, 7, 1)),
        ("Keadaan per triwulan", None),
        ("Dicetak 2 Januari 2026", None),
    ],
)
def test_the_exports_own_date_is_read_from_its_title(line: str, day: date | None) -> None:
    assert as_of_in(line) == day


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [(3.0, 3), (5, 5), ("4", 4), (" 2 ", 2), ("", None), ("-", None), (None, None)]
    + [(cell, Reason.LEVEL) for cell in (0.0, 6.0, 9.0, 2.5, "3,5", "tiga", -1, True)],
)
def test_a_level_is_a_whole_number_from_one_to_five_and_empty_is_not_measured(
    cell: object, wanted: object
) -> None:
    assert level_of(cell) == wanted


@given(st.text())
def test_text_has_no_stray_blanks_and_saying_it_twice_changes_nothing(text: str) -> None:
    once = text_of(text)
    assert once == text_of(once)
    assert once == once.strip()
    assert "  " not in once
    assert "\0" not in once


def test_methods_and_kinds_are_known_by_their_usual_words() -> None:
    assert method_of("Asesmen") is Method.ASSESSMENT
    assert method_of(" penilaian ATASAN ") is Method.SUPERIOR
    assert method_of("tebakan") is None
    assert kind_of("Kompetensi Sosial Kultural") is Kind.SOSIAL_KULTURAL
    assert kind_of("TEKNIS") is Kind.TEKNIS
    assert kind_of("") is None
