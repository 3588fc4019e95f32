"""Long sessions: who sits in one of them can take little else, and the limit and the bound know it."""

import numpy as np
import pandas as pd
import pytest

from sibina.plan.planning.rules.decompose import Watch
from sibina.plan.planning.rules.floor import most_at_floor
from sibina.plan.planning.rules.persons import never_both
from sibina.plan.planning.rules.problem import Problem, Terms
from sibina.plan.planning.rules.splitting import join_prices, split_long
from tests.reference.planning.tiny_cities import every_plan, tiny_problem

WATCH = Watch(lambda: 20.0, lambda: False, lambda: None)


def city_of(sessions: list[tuple[str, int, int]]) -> Problem:
    """Four people who lack 20 JP, and sessions of two seats (programme, first day, last day): "long" gives 16 JP, all
    others 4."""
    people = [f"p{i}" for i in range(4)]
    programmes = sorted({programme for programme, _, _ in sessions})
    first = pd.Timestamp("2027-01-04")
    return Problem.from_tables(
        pd.DataFrame({"person": people, "unit": "u"}),
        pd.DataFrame({"person": people, "competency": "c", "short": 1.0, "weight": 1.0}),
        pd.DataFrame({"programme": programmes, "jp": [16 if name == "long" else 4 for name in programmes]}),
        pd.DataFrame({"programme": programmes, "competency": "c", "gain": 0.1}),
        pd.DataFrame(
            [
                {
                    "session": f"s{k}",
                    "programme": programme,
                    "start": first + pd.Timedelta(days=start),
                    "end": first + pd.Timedelta(days=end),
                    "seats": 2,
                    "min_seats": 0,
                    "fixed_cost": 1,
                    "seat_cost": 1,
                }
                for k, (programme, start, end) in enumerate(sessions)
            ]
        ),
        terms=Terms(1_000, 20, True),
    )


LATER = [("long", 0, 30), ("long", 31, 60)]


@pytest.mark.parametrize(
    ("others", "most"),
    [
        ([("a", 10, 10), ("b", 12, 12)], 2),  # both go with the later long session only
        ([("a", 10, 10), ("b", 40, 40)], 4),
        ([("a", 10, 40)], 0),  # shares a day with both
        ([("a", 70, 70), ("b", 12, 12)], 4),
    ],
)
def test_the_limit_knows_in_which_long_session_somebody_can_take_the_rest(
    others: list[tuple[str, int, int]], most: int
) -> None:
    problem = city_of(LATER + others)
    assert most == max(met for met, _ in every_plan(problem))
    assert most_at_floor(problem, np.arange(4), WATCH) == pytest.approx(most, abs=0.01)


def test_a_programme_of_long_sessions_becomes_one_a_session_of_which_a_person_takes_one() -> None:
    problem = city_of([*LATER, ("a", 10, 10), ("b", 40, 40), ("b", 70, 70)])
    split = split_long(problem)
    long = problem.programmes.index("long")
    own = np.flatnonzero(split.course == long)
    assert len(own) == 2
    assert sorted(split.sessions.programme[problem.sessions.programme == long].tolist()) == own.tolist()
    assert never_both(split)[own[0], own[1]]
    assert (problem.jp[split.course] == split.jp).all()
    assert (split.course[split.sessions.programme] == problem.sessions.programme).all()


def test_the_price_of_a_course_is_that_of_its_cheapest_session() -> None:
    problem = city_of([*LATER, ("a", 10, 10)])
    split = split_long(problem)
    price = np.arange(1.0, 1.0 + len(split.programmes))[None, :]
    joined = join_prices(split, price)
    assert joined.shape == (1, len(problem.programmes))
    assert joined[0].tolist() == [price[0, split.course == g].min() for g in range(len(problem.programmes))]


@pytest.mark.parametrize("seed", range(840, 880))
def test_what_was_split_is_the_same_problem(seed: int) -> None:
    """Every plan of one is a plan of the other, and is worth the same."""
    problem = tiny_problem(seed, jp_first=True, hours=True, long=True, offices=seed % 2 == 0)
    assert sorted(every_plan(problem)) == sorted(every_plan(split_long(problem)))
