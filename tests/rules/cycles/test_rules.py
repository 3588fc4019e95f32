"""Which rule holds, and what may still be changed."""

from dataclasses import replace
from datetime import date

import pytest

from sibina.ground.cycles.rules import STARTING_RULES, check_move, may_change, rule_on, year_to_open
from sibina.ground.cycles.types import (
    CyclePhase,
    Move,
    MovedMeanwhile,
    MoveNeedsReason,
    NoRule,
    NotTheNextPhase,
    Part,
    RuleKey,
)

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


def test_what_was_paid_may_be_booked_after_the_year_until_it_is_closed() -> None:
    open_in = [
        [part for part in (Part.BUDGET, Part.PAYMENTS) if may_change(phase, part)] for phase in CyclePhase
    ]
    assert open_in == [[Part.BUDGET, Part.PAYMENTS]] * 3 + [[Part.PAYMENTS], []]


PHASES = list(CyclePhase)
PAIRS = [(one, other) for one in PHASES for other in PHASES]


@pytest.mark.parametrize(("before", "after"), PAIRS)
@pytest.mark.parametrize("reason", ["", "  ", "Keputusan rapat"])
@pytest.mark.parametrize("left_open", [(), ("AKPK belum ditutup",)])
def test_a_year_goes_one_phase_on_or_back_and_owes_a_reason_for_going_back_or_leaving_something_open(
    before: CyclePhase, after: CyclePhase, reason: str, left_open: tuple[str, ...]
) -> None:
    step = PHASES.index(after) - PHASES.index(before)
    move = Move(before, after, left_open, reason)
    if abs(step) != 1:
        with pytest.raises(NotTheNextPhase):
            check_move(before, move)
    elif not reason.strip() and (step == -1 or left_open):
        with pytest.raises(MoveNeedsReason):
            check_move(before, move)
    else:
        check_move(before, move)


def test_who_saw_another_phase_moves_nothing() -> None:
    with pytest.raises(MovedMeanwhile) as moved:
        check_move(CyclePhase.PLAN, Move(CyclePhase.NEEDS, CyclePhase.PLAN))
    assert moved.value.phase == CyclePhase.PLAN


@pytest.mark.parametrize(
    ("latest", "day", "year"),
    [
        (None, date(2026, 3, 1), 2026),
        (None, date(2026, 11, 1), 2027),
        ((2026, CyclePhase.NEEDS), date(2026, 11, 1), None),
        ((2026, CyclePhase.PLAN), date(2026, 11, 1), None),
        ((2026, CyclePhase.DELIVER), date(2026, 11, 1), 2027),
        ((2026, CyclePhase.CLOSED), date(2027, 1, 5), 2027),
        ((2027, CyclePhase.DELIVER), date(2026, 11, 1), None),
    ],
)
def test_the_next_year_is_opened_once_this_one_is_planned(
    latest: tuple[int, CyclePhase] | None, day: date, year: int | None
) -> None:
    assert year_to_open(latest, day) == year
