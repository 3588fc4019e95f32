"""The arithmetic of the budget: sums to the rupiah, four stages in their order, the share that the law asks for."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sibina.plan.planning.rules.budget import (
    CostLine,
    PlannedProgramme,
    account_key,
    lines_of_plan,
    problem_of_source,
    problems_of_figures,
    share_of_spending,
    standing,
)
from sibina.plan.planning.types import BudgetProblem, BudgetStage

RKA, DPA, DPPA, SPJ = BudgetStage
NONE = (None, None)
JAN, APR, SEP, DEC = (date(2027, month, 1) for month in (1, 4, 9, 12))


def problems(**typed: tuple[int | None, date | None]) -> set[tuple[BudgetProblem, BudgetStage | None]]:
    figures = {stage: typed.get(stage.value, NONE) for stage in BudgetStage}
    return {(one.problem, one.stage) for one in problems_of_figures(figures)}


def test_four_stages_in_their_order_are_fine() -> None:
    assert not problems(rka=(100, JAN), dpa=(90, APR), dppa=(80, SEP), spj=(80, DEC))
    assert not problems(rka=(100, JAN))
    assert not problems(dpa=(0, JAN), spj=(0, DEC))


@pytest.mark.parametrize(
    ("typed", "problem", "stage"),
    [
        ({}, BudgetProblem.NOTHING_AT_ALL, None),
        ({"rka": (100, None)}, BudgetProblem.AMOUNT_WITHOUT_DAY, RKA),
        ({"rka": (1, JAN), "dpa": (None, APR)}, BudgetProblem.DAY_WITHOUT_AMOUNT, DPA),
        ({"rka": (1, JAN), "dppa": (1, SEP)}, BudgetProblem.CHANGE_WITHOUT_APPROVAL, DPPA),
        ({"rka": (1, JAN), "spj": (1, SEP)}, BudgetProblem.PAID_WITHOUT_APPROVAL, SPJ),
        ({"dpa": (10, JAN), "spj": (11, SEP)}, BudgetProblem.PAID_MORE_THAN_APPROVED, SPJ),
        (
            {"dpa": (10, JAN), "dppa": (8, APR), "spj": (9, SEP)},
            BudgetProblem.PAID_MORE_THAN_APPROVED,
            SPJ,
        ),
        ({"rka": (10, SEP), "dpa": (10, APR)}, BudgetProblem.STAGES_OUT_OF_ORDER, DPA),
    ],
)
def test_each_wrong_line_is_refused_at_its_stage(
    typed: dict[str, tuple[int | None, date | None]], problem: BudgetProblem, stage: BudgetStage | None
) -> None:
    assert (problem, stage) in problems(**typed)


def test_what_stands_is_the_latest_decision_and_unknown_is_not_nought() -> None:
    assert standing({RKA: 5, DPA: 4, DPPA: 0}) == 0
    assert standing({RKA: 5, DPA: 4, DPPA: None, SPJ: 1}) == 4
    assert standing({RKA: 5}) == 5
    assert standing({SPJ: 5}) is None


def test_one_account_is_one_however_it_is_spelled() -> None:
    assert account_key("5.1.02.02.12.0001") == account_key(" 5.1.2.2.12.00001 ")
    assert account_key("5.1.02.02.12.0001") != account_key("5.1.02.02.12.0010")
    assert account_key("") == ""


def test_the_ceiling_of_a_source_names_how_much_there_would_be() -> None:
    assert problem_of_source(100, 60, 40) is None
    assert problem_of_source(100, 60, None) is None
    over = problem_of_source(100, 60, 41)
    assert over
    assert (over.amount, over.most) == (101, 100)


def test_the_share_of_a_trillion_is_one_point_six_billion() -> None:
    """The example of the yearly guideline: APBD of Rp 1 trillion, at least Rp 1.6 billion."""
    least = Decimal("0.0016")
    assert share_of_spending(1_600_000_000, 10**12, least).is_enough
    short = share_of_spending(1_599_999_999, 10**12, least)
    assert short.lacking == 1
    assert share_of_spending(0, 10**12, least).lacking == 1_600_000_000


@settings(deadline=None)
@given(st.integers(0, 10**11), st.integers(1, 10**14), st.integers(1, 500))
def test_what_lacks_is_the_least_that_makes_it_enough(budget: int, spending: int, basis_points: int) -> None:
    least = Decimal(basis_points) / 10_000
    share = share_of_spending(budget, spending, least)
    assert share_of_spending(budget + share.lacking, spending, least).is_enough
    if share.lacking:
        assert Decimal(budget + share.lacking - 1) < least * spending


PARTS = st.builds(
    CostLine,
    account_code=st.sampled_from(["5.1.02", "", "5.1.03"]),
    label=st.sampled_from(["Narasumber", "Konsumsi", "Tempat"]),
    per_seat=st.booleans(),
    rupiah=st.integers(0, 10**7),
)
PLANNED = st.builds(
    PlannedProgramme,
    programme_id=st.integers(1, 9),
    sessions=st.integers(1, 9),
    seats=st.integers(0, 300),
    cost=st.integers(0, 10**9),
    parts=st.lists(PARTS, max_size=5),
)


@given(st.lists(PLANNED, max_size=4))
def test_lines_from_a_plan_add_up_to_its_cost_to_the_rupiah(planned: list[PlannedProgramme]) -> None:
    lines = lines_of_plan(planned)
    assert sum(line.rupiah for line in lines) == sum(one.cost for one in planned)
    assert all(line.rupiah > 0 for line in lines)


def test_prices_of_their_own_are_a_line_without_an_account() -> None:
    parts = [CostLine("5.1.02", "Narasumber", False, 100), CostLine("5.1.03", "Konsumsi", True, 2)]
    lines = lines_of_plan([PlannedProgramme(7, sessions=2, seats=10, cost=250, parts=parts)])
    assert [(line.account_code, line.label, line.rupiah) for line in lines] == [
        ("5.1.02", "Narasumber", 200),
        ("5.1.03", "Konsumsi", 20),
        ("", "", 30),
    ]
