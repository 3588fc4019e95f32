"""A plan that keeps some seats, against the looking at every plan that keeps them."""

import time
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sibina.plan.planning.rules.fixed import Fixed, apart, cost_of_fixed, joined, seated, without_fixed
from sibina.plan.planning.rules.keeping import check_keeping, compare_keeping, explain_keeping, solve_keeping
from sibina.plan.planning.rules.problem import Problem, Terms
from sibina.plan.planning.rules.solve import Search, simple_plan
from sibina.plan.planning.types import FixedOverCeiling, Plan, Reason, Rule
from tests.reference.planning.tiny_cities import Kept, every_best, tiny_problem

SLACK = 1e-6
SEEDS = range(700, 780)


def mid_year(seed: int, *, jp_first: bool = False, hours: bool = False) -> tuple[Problem, Fixed]:
    """A tiny city in June: some sessions of a legal plan are kept, one of the others has lapsed, the ceiling is cut."""
    problem = tiny_problem(seed, jp_first=jp_first, hours=hours, offices=seed % 4 == 1)
    chance, before = np.random.default_rng(seed), simple_plan(problem, 0.0)
    running = np.unique(before.session)
    keeps = running[chance.random(len(running)) < 0.6]
    others = np.setdiff1d(np.arange(len(problem.sessions)), keeps)
    lapsed = others[:1] if chance.random() < 0.3 and len(problem.sessions) > 1 else others[:0]
    left = np.setdiff1d(np.arange(len(problem.sessions)), lapsed)
    place = np.full(len(problem.sessions), -1, dtype=np.int64)
    place[left] = np.arange(len(left))
    mine = np.isin(before.session, keeps)
    for s in keeps[chance.random(len(keeps)) < 0.5]:
        # Not as full as it could be: nobody is added to a session that is kept.
        mine[np.flatnonzero(before.session == s)[max(1, problem.sessions.min_seats[s]) :]] = False
    fixed = Fixed(before.person[mine], place[before.session[mine]])
    problem = replace(problem, sessions=problem.sessions.only(left))
    least, most = cost_of_fixed(problem, fixed), problem.terms.ceiling
    return problem.with_terms(ceiling=int(least + round(chance.random() * (most - least)))), fixed


def kept_of(fixed: Fixed) -> Kept:
    kept: Kept = defaultdict(set)
    for person, session in zip(fixed.person.tolist(), fixed.session.tolist(), strict=True):
        kept[session].add(person)
    return kept


def plan_of(problem: Problem, fixed: Fixed) -> Plan:
    return solve_keeping(problem, fixed, Search(time.process_time, seconds=20, target_gap=1e-6))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_of_every_plan_that_keeps_the_seats_is_found_and_the_bound_is_true(seed: int) -> None:
    problem, fixed = mid_year(seed, hours=seed % 3 == 0)
    best, _floor = every_best(problem, kept_of(fixed))
    plan = plan_of(problem, fixed)
    assert not check_keeping(problem, fixed, plan)
    assert plan.bound >= best - SLACK, "a plan that keeps the seats exists above the bound"
    assert plan.objective == pytest.approx(best, abs=1e-6)
    assert plan.cost <= problem.terms.ceiling


@pytest.mark.parametrize("seed", range(780, 800))
def test_with_the_floor_first_the_same_holds(seed: int) -> None:
    problem, fixed = mid_year(seed, jp_first=True)
    _best, (met, value) = every_best(problem, kept_of(fixed))
    plan = plan_of(problem, fixed)
    assert not check_keeping(problem, fixed, plan)
    assert plan.jp_floor_possible >= met
    assert plan.jp_floor_met == met
    assert plan.bound >= value - SLACK
    assert plan.objective == pytest.approx(value, abs=1e-6)


def test_what_is_kept_binds_in_these_cities() -> None:
    """Else the tests above would show nothing: seats are kept, and often a better plan would not keep them."""
    cities = [mid_year(seed) for seed in SEEDS]
    assert sum(len(fixed) > 0 for _, fixed in cities) > 30
    lost = [
        every_best(problem)[0] > every_best(problem, kept_of(fixed))[0] + SLACK for problem, fixed in cities
    ]
    assert sum(lost) >= 8
    barred = [without_fixed(problem, fixed).problem.kept for problem, fixed in cities]
    assert sum(one is not None and one.barred.any() for one in barred) >= 5
    assert sum(one is not None and one.absent.any() for one in barred) >= 5


def test_without_kept_seats_the_problem_is_the_same() -> None:
    problem = tiny_problem(700)
    assert without_fixed(problem, Fixed()).problem is problem


def test_what_is_kept_over_the_ceiling_is_said_with_both_figures() -> None:
    problem, fixed = next(
        (problem, fixed) for problem, fixed in map(mid_year, SEEDS) if cost_of_fixed(problem, fixed) > 0
    )
    cost = cost_of_fixed(problem, fixed)
    with pytest.raises(FixedOverCeiling) as told:
        without_fixed(problem.with_terms(ceiling=cost - 1), fixed)
    assert (told.value.cost, told.value.ceiling) == (cost, cost - 1)
    assert plan_of(problem.with_terms(ceiling=cost), fixed).cost >= cost


@pytest.mark.parametrize("seed", list(SEEDS)[:15])
def test_taken_apart_and_joined_again_a_plan_is_the_same(seed: int) -> None:
    problem, fixed = mid_year(seed)
    rest, plan = without_fixed(problem, fixed), plan_of(problem, fixed)
    again = joined(problem, fixed, rest, apart(fixed, rest, plan))
    assert again.seat_person.tolist() == plan.seat_person.tolist()
    assert again.seat_session.tolist() == plan.seat_session.tolist()
    assert again.objective == pytest.approx(plan.objective)


def test_the_referee_sees_a_kept_seat_that_is_given_away() -> None:
    problem, fixed = next((p, f) for p, f in map(mid_year, SEEDS) if len(f) > 1)
    plan = plan_of(problem, fixed)
    mine = np.arange(len(plan.seat_person)) != np.flatnonzero(plan.seat_session == fixed.session[0])[0]
    robbed = seated(problem, plan, plan.seat_person[mine], plan.seat_session[mine])
    assert Rule.FIXED in {one.rule for one in check_keeping(problem, fixed, robbed)}


def test_what_kept_seats_break_by_themselves_is_not_the_plans_fault() -> None:
    """A unit has shrunk since: nobody more leaves it on that day, and the plan is legal all the same."""
    for problem, fixed in map(mid_year, SEEDS):
        if not len(fixed) or not problem.sessions.away[fixed.session].any():
            continue
        shrunk = replace(problem, max_away=np.zeros_like(problem.max_away))
        plan = plan_of(shrunk, fixed)
        assert not check_keeping(shrunk, fixed, plan)
        new = ~np.isin(plan.seat_session, fixed.session)
        assert not problem.sessions.away[plan.seat_session[new]].any()


@pytest.mark.parametrize("seed", list(SEEDS)[:20])
def test_every_session_and_person_left_out_has_a_reason_beside_kept_seats(seed: int) -> None:
    problem, fixed = mid_year(seed)
    plan = plan_of(problem, fixed)
    told = explain_keeping(problem, fixed, plan)
    named = [row.id for row in told.rows if row.kind == "session"]
    assert named == [problem.sessions.ids[s] for s in np.flatnonzero(~plan.run)]
    for one in compare_keeping(problem, fixed):
        assert one.objective <= plan.bound + SLACK
        assert one.cost <= problem.terms.ceiling


def test_who_has_taken_all_that_helps_is_told_so_and_not_that_they_may_not() -> None:
    """Two levels are lacking, the one programme gives one of them, and nobody takes it twice."""
    problem = Problem.from_tables(
        pd.DataFrame({"person": ["a", "b"], "unit": ["u", "u"]}),
        pd.DataFrame({"person": ["a", "b"], "competency": "c", "short": 2.0, "weight": 1.0}),
        pd.DataFrame({"programme": ["g"], "jp": [8.0]}),
        pd.DataFrame({"programme": ["g"], "competency": ["c"], "gain": [1.0]}),
        pd.DataFrame(
            {
                "session": ["s", "t"], "programme": "g", "start": ["2027-03-01", "2027-09-01"],
                "end": ["2027-03-01", "2027-09-01"], "seats": 1, "min_seats": 1, "fixed_cost": 100, "seat_cost": 0,
            }
        ),
        terms=Terms(200, jp_first=False),
    )  # fmt: skip
    fixed = Fixed(np.array([0]), np.array([0]))
    plan = plan_of(problem, fixed)
    assert list(zip(plan.seat_person.tolist(), plan.seat_session.tolist(), strict=True)) == [(0, 0), (1, 1)]
    told = {row.id: row.reason for row in explain_keeping(problem, fixed, plan).rows}
    assert told == {"a": Reason.NO_GAIN, "b": Reason.NO_GAIN}
