"""Floor and ceiling: two periods and two directions; and what is not known of a contract."""

from datetime import date
from decimal import Decimal

import pytest

from sibina.credit.ledger.rules import (
    band_of,
    cause_of,
    contract_start,
    contract_year,
    day_of_year,
    stand_of,
)
from sibina.credit.ledger.types import (
    Cause,
    CreditState,
    Fact,
    Limits,
    Period,
    Recognition,
    Source,
    Worker,
)
from sibina.ground.people.types import Employment
from sibina.plan.programmes.types import Form

LIMITS = Limits(floor=20, ceiling=24)


def credit(day, jp, key=1):
    fact = Fact(
        Source.SESSION, key, 7, Form.TEKNIS, "Kegiatan", "", day, day, (day,), None, 12, False, True, 12
    )
    return Recognition(fact, None if jp is None else Decimal(jp), jp and Decimal(jp), None, 1)


def stand(employment, *credits, since=None, year=2026, day=date(2026, 11, 23)):
    return stand_of(Worker(7, employment, since), credits, year=year, day=day, limits=LIMITS)


def test_a_pns_is_short_of_the_floor_by_what_is_missing():
    found = stand(Employment.PNS, credit(date(2026, 2, 1), "12.5"), credit(date(2026, 3, 1), "5", 2))
    assert (found.state, found.recognised, found.short) == (
        CreditState.SHORT,
        Decimal("17.5"),
        Decimal("2.5"),
    )


def test_exactly_the_floor_is_enough():
    assert stand(Employment.PNS, credit(date(2026, 2, 1), "20")).state == CreditState.MET


def test_last_years_jp_is_not_this_years():
    assert stand(Employment.PNS, credit(date(2025, 12, 31), "40")).recognised == 0


def test_a_pppk_is_judged_by_the_year_of_the_contract_that_reaches_over_new_year():
    credits = [credit(date(2025, 11, 1), "20", 1), credit(date(2026, 2, 1), "5", 2)]
    found = stand(Employment.PPPK, *credits, since=date(2024, 3, 1), day=date(2026, 2, 20))
    assert found.period == Period(date(2025, 3, 1), date(2026, 3, 1))
    assert (found.state, found.period_jp, found.recognised) == (CreditState.OVER, 25, 5)
    after = stand(Employment.PPPK, *credits, since=date(2024, 3, 1), day=date(2026, 3, 1))
    assert (after.state, after.period_jp) == (CreditState.WITHIN, 0)


def test_exactly_the_ceiling_is_not_over_it():
    found = stand(Employment.PPPK, credit(date(2026, 5, 1), "24"), since=date(2024, 3, 1))
    assert found.state == CreditState.WITHIN


def test_a_contract_whose_day_is_not_known_is_said_to_be_so():
    found = stand(Employment.PPPK, credit(date(2026, 5, 1), "90"))
    assert (found.state, found.period, found.period_jp) == (CreditState.NO_CONTRACT, None, None)


@pytest.mark.parametrize("employment", [Employment.CPNS, Employment.PPPK_PARUH_WAKTU])
def test_who_has_no_number_in_the_rules_is_only_noted(employment):
    assert stand(employment, credit(date(2026, 5, 1), "3")).state == CreditState.NOTED


def test_what_cannot_be_counted_yet_is_told_beside_the_sum():
    found = stand(Employment.PNS, credit(date(2026, 5, 1), None), credit(date(2026, 5, 2), "4", 2))
    assert (found.recognised, found.uncounted, found.printed) == (4, 1, 24)


def test_a_contract_begins_on_a_day_that_somebody_wrote_and_not_on_the_january_of_a_number():
    assert contract_start(date(2024, 3, 1), None) == date(2024, 3, 1)
    assert contract_start(date(2024, 1, 1), date(2024, 5, 1)) == date(2024, 5, 1)
    assert contract_start(date(2024, 1, 1), date(2024, 1, 1)) is None
    assert contract_start(date(2024, 1, 1), date(2025, 5, 1)) is None
    assert contract_start(None, date(2025, 5, 1)) == date(2025, 5, 1)
    assert contract_start(None, None) is None


def test_a_contract_of_the_twenty_ninth_of_february_turns_on_the_first_of_march():
    assert contract_year(date(2024, 2, 29), date(2026, 2, 28)) == Period(date(2025, 3, 1), date(2026, 3, 1))
    assert contract_year(date(2024, 2, 29), date(2026, 3, 1)) == Period(date(2026, 3, 1), date(2027, 3, 1))


def test_a_year_is_judged_by_today_and_afterwards_by_its_last_day():
    assert day_of_year(2026, date(2026, 11, 23)) == date(2026, 11, 23)
    assert day_of_year(2025, date(2026, 11, 23)) == date(2025, 12, 31)
    assert day_of_year(2027, date(2026, 11, 23)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("jp", "band"),
    [
        ("0", 0),
        ("0.5", 1),
        ("4.99", 1),
        ("5", 2),
        ("19.99", 4),
        ("20", 5),
        ("39.9", 5),
        ("40", 6),
        ("900", 6),
    ],
)
def test_bands_of_the_distribution(jp, band):
    assert band_of(Decimal(jp)) == band


def test_why_a_counting_was_written():
    assert cause_of(is_first=True, rule_changed=True, records_changed=True) == Cause.FIRST
    assert cause_of(is_first=False, rule_changed=True, records_changed=False) == Cause.RULE
    assert cause_of(is_first=False, rule_changed=True, records_changed=True) == Cause.BOTH
    assert cause_of(is_first=False, rule_changed=False, records_changed=True) == Cause.RECORDS
