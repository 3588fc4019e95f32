"""Can an office pay all that it offers? And what the engine is told of it."""

from dataclasses import replace

import pandas as pd
import pytest

from sibina.plan.planning.rules.city_tables import city_tables
from sibina.plan.planning.rules.payers import PaidSession, Payer, after_settled, payers_of
from tests.rules.planning_city.test_city_tables import LIMITS, facts

FIRST = PaidSession(session=1, office=7, code="A-1", fixed_cost=100, seat_cost=10, seats=20)
SECOND = replace(FIRST, session=2, code="A-2", seats=5)


def payer(money: int | None) -> Payer:
    (found,) = payers_of([FIRST, SECOND], {7: "Dinas"}, {} if money is None else {7: money})
    return found


@pytest.mark.parametrize(("money", "lacking"), [(450, 0), (449, 1), (None, 450)])
def test_an_office_lacks_what_all_its_sessions_with_all_seats_cost_beyond_its_money(
    money: int | None, lacking: int
) -> None:
    assert payer(money).most == 450
    assert payer(money).lacking == lacking


def test_what_is_kept_counts_with_what_it_costs_and_what_is_settled_no_more() -> None:
    (left,) = after_settled([payer(250)], {1}, {7: 110})
    assert (left.most, left.lacking) == (110 + 150, 10)
    (over,) = after_settled([payer(250)], {1, 2}, {7: 260})
    assert over.lacking == 0, "what is kept is a fact"


def test_what_an_office_pays_costs_the_ceiling_nothing_and_is_for_its_people() -> None:
    made = facts([(1, 7, 4, 2), (2, 7, 4, 2), (3, 7, 4, 2)])
    persons = made.persons.assign(office=made.persons["person"].map({1: 10, 2: 20, 3: 10}))
    made = replace(made, persons=persons, payers=pd.DataFrame({"session": [500], "office": [10]}))
    tables = city_tables(made, LIMITS)
    problem = tables.problem()
    assert (problem.sessions.fixed_cost[0], problem.sessions.seat_cost[0]) == (0, 0)
    assert problem.barred[:, 0].tolist() == [person == "2" for person in problem.people]
    assert made.sessions["fixed_cost"].iloc[0] == 100_000, "who pays still pays"


def test_without_payers_the_question_is_what_it_was() -> None:
    """A digest that moved would make every plan of the city look outdated."""
    made = facts([(1, 7, 4, 2)])
    tables = city_tables(made, LIMITS)
    assert tables.payers.empty
    assert tables.own_people.empty
    assert tables.problem().barred.shape == (1, 1)
    paid = city_tables(replace(made, payers=pd.DataFrame({"session": [500], "office": [10]})), LIMITS)
    assert paid.digest() != tables.digest()
