"""The budget of terms of reference: lines and what stands apart from them are the price, and partners count once."""

from hypothesis import given
from hypothesis import strategies as st

from sibina.plan.planning.rules.budget import CostLine
from sibina.plan.planning.rules.terms import PricedSession, terms_budget

PARTS = [
    CostLine("5.1.02.02.01.0003", "Narasumber", per_seat=False, rupiah=9_000_000),
    CostLine("5.1.02.01.01.0052", "Makan", per_seat=True, rupiah=65_000),
]
RUPIAH = st.integers(0, 10**10)


def test_a_part_is_paid_once_a_session_or_once_a_participant() -> None:
    sessions = [PricedSession(9_000_000, 65_000, seats, 0) for seats in (20, 12)]
    budget = terms_budget(PARTS, sessions)
    assert [(line.times, line.amount) for line in budget.lines] == [(2, 18_000_000), (32, 2_080_000)]
    assert (budget.apart, budget.price, budget.cost) == (0, 20_080_000, 20_080_000)


def test_prices_of_the_sessions_own_stand_apart_above_or_below() -> None:
    assert terms_budget(PARTS, [PricedSession(10_000_000, 65_000, 10, 0)]).apart == 1_000_000
    assert terms_budget(PARTS, [PricedSession(8_000_000, 60_000, 10, 0)]).apart == -1_050_000


def test_what_partners_give_is_taken_off_once() -> None:
    budget = terms_budget(PARTS, [PricedSession(9_000_000, 65_000, 10, 4_000_000)] * 2)
    assert (budget.price, budget.given, budget.cost) == (19_300_000, 8_000_000, 11_300_000)


@given(
    parts=st.lists(st.tuples(st.booleans(), RUPIAH), max_size=4),
    sessions=st.lists(st.tuples(RUPIAH, RUPIAH, st.integers(0, 500), RUPIAH), max_size=4),
)
def test_lines_and_what_stands_apart_are_always_the_price(
    parts: list[tuple[bool, int]], sessions: list[tuple[int, int, int, int]]
) -> None:
    held = [PricedSession(*one) for one in sessions]
    budget = terms_budget([CostLine("", "", per_seat, rupiah) for per_seat, rupiah in parts], held)
    assert sum(line.amount for line in budget.lines) + budget.apart == budget.price
    assert budget.cost == sum(one.cost for one in held)
