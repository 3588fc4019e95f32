"""Which rule holds, and what may still be changed."""

from dataclasses import replace
from datetime import date

import pytest

from sibina.ground.cycles.rules import STARTING_RULES, may_change, rule_on
from sibina.ground.cycles.types import CyclePhase, NoRule, Part, RuleKey

FLOOR = next(rule for rule in STARTING_RULES if rule.key == RuleKey.JP_FLOOR_PNS)


def test_the_jp_floor_of_2026_is_twenty_with_its_basis() -> None:
    found = rule_on(STARTING_RULES, RuleKey.JP_FLOOR_PNS, date(2026, 1, 1))
    assert found.value == 20
    assert "PP 11/2017" in found.legal_basis


def test_a_new_version_holds_from_its_day_and_the_old_one_before() -> None:
    newer = replace(FLOOR, value=24, valid_from=date(2027, 1, 1))
    assert rule_on([FLOOR, newer], RuleKey.JP_FLOOR_PNS, date(2026, 12, 31)).value == 20
    assert rule_on([FLOOR, newer], RuleKey.JP_FLOOR_PNS, date(2027, 1, 1)).value == 24


def test_a_version_does_not_hold_on_the_day_it_ends() -> None:
    ended = replace(FLOOR, valid_to=date(2027, 1, 1))
    with pytest.raises(NoRule, match="jp_floor_pns"):
        rule_on([ended], RuleKey.JP_FLOOR_PNS, date(2027, 1, 1))


def test_every_rule_that_a_city_starts_with_names_its_basis() -> None:
    assert all(rule.legal_basis and rule.unit for rule in STARTING_RULES)
    assert {rule.key for rule in STARTING_RULES} == set(RuleKey)


@pytest.mark.parametrize("part", list(Part))
def test_nothing_of_a_closed_year_may_be_changed(part: Part) -> None:
    assert not may_change(CyclePhase.CLOSED, part)


def test_a_plan_may_change_during_delivery_but_needs_may_not() -> None:
    assert may_change(CyclePhase.DELIVER, Part.PLAN)
    assert not may_change(CyclePhase.DELIVER, Part.NEEDS)
