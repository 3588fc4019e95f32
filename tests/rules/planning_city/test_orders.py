"""May this plan be asked for?"""

from dataclasses import replace

import pytest

from sibina.plan.planning.rules.orders import Ground, Order, OrderProblem, problems_of_order

ORDER = Order(name="Pagu penuh", ceiling=1_500_000_000, jp_first=True, away_percent=20, seconds=60, seed=1)
GROUND = Ground(
    year=2026,
    this_year=2026,
    is_closed=False,
    has_snapshot=True,
    sessions=8,
    sessions_with_gain=6,
    cheapest=4_000_000,
)


def test_a_whole_order_on_firm_ground_may_be_computed() -> None:
    assert problems_of_order(ORDER, GROUND) == ()


@pytest.mark.parametrize(
    ("ceiling", "problem"),
    [
        (0, OrderProblem.CEILING_NOT_POSITIVE),
        (-1, OrderProblem.CEILING_NOT_POSITIVE),
        (10**15, OrderProblem.CEILING_TOO_LARGE),
        (3_999_999, OrderProblem.CEILING_BELOW_CHEAPEST),
    ],
)
def test_a_ceiling_that_cannot_be_is_named(ceiling: int, problem: OrderProblem) -> None:
    assert problems_of_order(replace(ORDER, ceiling=ceiling), GROUND) == (problem,)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    order = replace(ORDER, ceiling=0, away_percent=0, seconds=1)
    ground = replace(GROUND, year=2024, has_snapshot=False, sessions=0, sessions_with_gain=0, cheapest=None)
    assert set(problems_of_order(order, ground)) == {
        OrderProblem.CEILING_NOT_POSITIVE,
        OrderProblem.AWAY_PERCENT,
        OrderProblem.SECONDS,
        OrderProblem.CYCLE_PAST,
        OrderProblem.NO_SNAPSHOT,
        OrderProblem.NO_SESSIONS,
    }


def test_sessions_of_programmes_without_a_gain_are_no_sessions_to_plan_with() -> None:
    ground = replace(GROUND, sessions_with_gain=0, cheapest=None)
    assert problems_of_order(ORDER, ground) == (OrderProblem.NO_GAINS,)


def test_a_year_that_may_not_change_any_more_is_refused_before_it_is_called_past() -> None:
    ground = replace(GROUND, year=2024, is_closed=True)
    assert problems_of_order(ORDER, ground) == (OrderProblem.CYCLE_CLOSED,)
