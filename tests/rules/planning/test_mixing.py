"""Cohorts are mixed across offices, and nothing else about the plan changes."""

import time
from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.synthetic_plans import FAMILIES
from sibina.plan.planning.rules.exchanging import mix_cohorts
from sibina.plan.planning.rules.fixed import Fixed, seated
from sibina.plan.planning.rules.keeping import check_keeping
from sibina.plan.planning.rules.mixing import count_mixed, mixing_of, mixing_of_plan
from sibina.plan.planning.rules.problem import Problem, Terms, person_jp, person_values
from sibina.plan.planning.rules.solve import as_plan, simple_plan
from sibina.plan.planning.types import Mixing, Plan
from tests.rules.planning.test_searching import problem_of


def plan_of(problem: Problem) -> Plan:
    return as_plan(
        problem, simple_plan(problem, 0.0), bounds=(float("inf"), float("inf")), possible=0, seconds=0
    )


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=40))
def test_pairs_are_counted_as_by_looking_at_every_pair(seats: list[tuple[int, int]]) -> None:
    session = np.array([one for one, _ in seats], dtype=np.int64)
    office = np.array([one for _, one in seats], dtype=np.int64)
    offices, mixed = count_mixed(office, session, 4)
    for s in range(4):
        here = [one for at, one in seats if at == s]
        assert offices[s] == len(set(here))
        assert mixed[s] == sum(a != b for a, b in combinations(here, 2))
        assert mixing_of(Counter(here).values()) == Mixing(len(list(combinations(here, 2))), mixed[s])


def test_the_share_is_one_less_simpsons_and_unknown_where_nobody_has_company() -> None:
    assert mixing_of([2, 2]).share == pytest.approx(1 - (2 * 1 + 2 * 1) / (4 * 3))
    assert mixing_of([5]).share == 0
    assert mixing_of([1, 1, 1]).share == 1
    assert mixing_of([1]).share is None
    assert mixing_of([]).share is None


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_in_every_kind_of_city_people_meet_more_offices_and_nothing_else_changes(family: str) -> None:
    problem = problem_of(2_000, family)
    office, before = problem.unit_of % 9, plan_of(problem)
    # The seats of every third session are kept, as in mid-year.
    kept = np.isin(before.seat_session, np.flatnonzero(before.run)[::3])
    fixed = Fixed(before.seat_person[kept], before.seat_session[kept])
    after = mix_cohorts(problem, fixed, before, office)
    assert check_keeping(problem, fixed, after) == []
    assert (after.taken == np.bincount(after.seat_session, minlength=len(problem.sessions))).all()
    for name in ("objective", "cost", "bound", "status"):
        assert getattr(after, name) == getattr(before, name)
    for count in (person_values, person_jp):
        was = count(problem, before.seat_person, before.seat_session)
        assert count(problem, after.seat_person, after.seat_session) == pytest.approx(was)
    assert takes(problem, after) == takes(problem, before)
    assert mixing_of_plan(after, office).mixed >= mixing_of_plan(before, office).mixed


def takes(problem: Problem, plan: Plan) -> set[tuple[int, int]]:
    """Who takes which programme."""
    programme = problem.sessions.programme[plan.seat_session]
    return set(zip(plan.seat_person.tolist(), programme.tolist(), strict=True))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(2, 12))
def test_mixing_never_falls_and_running_it_again_changes_nothing(seed: int, offices: int) -> None:
    problem = problem_of(400, "longgar", seed=seed % 5)
    office = np.random.default_rng(seed).integers(0, offices, len(problem.people))
    before = plan_of(problem)
    after = mix_cohorts(problem, Fixed(), before, office)
    assert check_keeping(problem, Fixed(), after) == []
    assert mixing_of_plan(after, office).mixed >= mixing_of_plan(before, office).mixed
    again = mix_cohorts(problem, Fixed(), after, office)
    assert again.seat_session.tolist() == after.seat_session.tolist()


def two_sessions(**changed: object) -> Problem:
    """Eight people of two offices, each in a unit of its own, and two sessions of one programme a week apart.

    A third session, of another programme, shares the days of the second.
    """
    people = [f"p{i}" for i in range(8)]
    starts = pd.Series(pd.to_datetime(["2027-03-01", "2027-03-08", "2027-03-08"]))
    sessions = pd.DataFrame(
        {
            "session": ["s0", "s1", "s2"],
            "programme": ["g", "g", "h"],
            "start": starts,
            "end": starts,
            "seats": 4,
            "min_seats": 1,
            "fixed_cost": 0,
            "seat_cost": 0,
        }
    )
    made = Problem.from_tables(
        people=pd.DataFrame({"person": people, "unit": people}),
        needs=pd.DataFrame({"person": people, "competency": "k", "short": 1.0, "weight": 1.0}),
        programmes=pd.DataFrame({"programme": ["g", "h"], "jp": [8, 8]}),
        gains=pd.DataFrame({"programme": ["g"], "competency": ["k"], "gain": [1.0]}),
        sessions=sessions,
        terms=Terms(1_000, jp_first=False),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


OFFICES = np.array([0, 0, 0, 0, 1, 1, 1, 1])
APART = [(0, 0), (1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1), (7, 1)]


def mixed(problem: Problem, seats: list[tuple[int, int]], fixed: Fixed | None = None) -> Plan:
    person, session = (np.array(column, dtype=np.int64) for column in zip(*seats, strict=True))
    before = seated(problem, plan_of(problem), person, session)
    after = mix_cohorts(problem, fixed or Fixed(), before, OFFICES)
    assert check_keeping(problem, fixed or Fixed(), after) == []
    return after


def test_two_offices_that_sat_apart_sit_together() -> None:
    after = mixed(two_sessions(), APART)
    assert mixing_of_plan(after, OFFICES) == Mixing(12, 8)


def test_who_is_elsewhere_on_those_days_stays_where_they_are() -> None:
    # Everybody of the first session but one has a seat on the days of the second: one exchange is left.
    after = mixed(two_sessions(), [*APART, (0, 2), (1, 2), (2, 2)])
    assert mixing_of_plan(after, OFFICES).mixed == 6
    assert (after.seat_session[after.seat_person == 3] == 1).all()


def test_a_unit_that_may_not_be_emptied_keeps_its_people_apart() -> None:
    # The first office is one unit; two of it are away on the days of the second session, in the third.
    seats = [(0, 0), (1, 0), (4, 1), (5, 1), (2, 2), (3, 2)]
    for most_away, expected in ((2, 0), (3, 2)):
        one_unit = np.array([0, 0, 0, 0, 4, 5, 6, 7])
        problem = two_sessions(unit_of=one_unit, max_away=np.array([most_away, 8, 8, 8, 8, 8, 8, 8]))
        assert mixing_of_plan(mixed(problem, seats), OFFICES).mixed == expected


def test_a_kept_session_keeps_its_people() -> None:
    kept = Fixed(np.arange(4), np.zeros(4, dtype=np.int64))
    assert mixing_of_plan(mixed(two_sessions(), APART, kept), OFFICES).mixed == 0


def test_a_session_that_an_office_pays_keeps_its_people() -> None:
    problem = two_sessions()
    paid = replace(
        problem, office_of=OFFICES, sessions=replace(problem.sessions, office=np.array([0, -1, -1]))
    )
    assert mixing_of_plan(mixed(paid, APART), OFFICES).mixed == 0


def test_a_plan_without_seats_stays_as_it_is() -> None:
    problem = two_sessions()
    empty = seated(problem, plan_of(problem), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    assert mix_cohorts(problem, Fixed(), empty, OFFICES) is empty


def test_twenty_thousand_people_are_mixed_in_far_less_than_the_search_takes() -> None:
    problem = problem_of(20_000, "seminar")
    before = plan_of(problem)
    started = time.process_time()
    mix_cohorts(problem, Fixed(), before, problem.unit_of)
    assert time.process_time() - started < 2
