"""The optimiser against the looking at every plan: never below what it claims, never illegal, the floor first."""

import time
from dataclasses import replace

import numpy as np
import pytest

from sibina.plan.planning.rules.check import check_plan
from sibina.plan.planning.rules.decompose import Goal, Level, Watch, run_level
from sibina.plan.planning.rules.floor import most_at_floor, price_of_floor
from sibina.plan.planning.rules.levels import first_prices
from sibina.plan.planning.rules.model import pool_units
from sibina.plan.planning.rules.persons import PersonSide
from sibina.plan.planning.rules.prices import Prices
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.rules.solve import Search, solve
from sibina.plan.planning.types import Plan
from tests.reference.planning.tiny_cities import every_best, every_plan, tiny_problem

SLACK = 1e-6


def plan_of(problem: Problem, *, seconds: float = 20) -> Plan:
    return solve(problem, Search(time.monotonic, seconds=seconds, target_gap=1e-6))


@pytest.mark.parametrize("seed", range(60))
def test_the_best_of_every_plan_is_found_and_the_bound_is_true(seed: int) -> None:
    problem = tiny_problem(seed)
    best, _floor = every_best(problem)
    plan = plan_of(problem)
    assert not check_plan(problem, plan)
    assert plan.bound >= best - SLACK, "a plan exists above the bound"
    assert plan.objective == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("seed", range(100, 140))
def test_with_the_floor_first_as_many_as_possible_reach_it_and_then_the_best_is_taken(seed: int) -> None:
    problem = tiny_problem(seed, jp_first=True)
    _best, (met, value) = every_best(problem)
    plan = plan_of(problem)
    assert not check_plan(problem, plan)
    assert plan.jp_floor_possible >= met, "more can reach the floor than is said to be possible"
    assert plan.jp_floor_met == met
    assert plan.bound >= value - SLACK, "a plan with as many at the floor exists above the bound"
    assert plan.objective == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("seed", range(300, 340))
def test_the_best_plan_within_the_ceilings_of_hours_is_found_and_the_bound_is_true(seed: int) -> None:
    problem = tiny_problem(seed, hours=True)
    best, _floor = every_best(problem)
    plan = plan_of(problem)
    assert not check_plan(problem, plan)
    assert plan.bound >= best - SLACK, "a plan exists above the bound"
    assert plan.objective == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("seed", range(400, 430))
def test_the_floor_comes_first_within_the_ceilings_of_hours(seed: int) -> None:
    problem = tiny_problem(seed, jp_first=True, hours=True)
    _best, (met, value) = every_best(problem)
    plan = plan_of(problem)
    assert not check_plan(problem, plan)
    assert plan.jp_floor_possible >= met
    assert plan.jp_floor_met == met
    assert plan.bound >= value - SLACK
    assert plan.objective == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("seed", range(800, 840))
def test_where_long_sessions_share_their_days_the_floor_comes_first_and_the_bound_is_true(seed: int) -> None:
    problem = tiny_problem(seed, jp_first=True, long=True)
    _best, (met, value) = every_best(problem)
    plan = plan_of(problem)
    assert not check_plan(problem, plan)
    assert plan.jp_floor_possible >= met
    assert plan.jp_floor_met == met
    assert plan.bound >= value - SLACK
    assert plan.objective == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("seed", range(900, 930))
def test_where_offices_pay_for_their_own_people_the_floor_comes_first_and_the_bound_is_true(
    seed: int,
) -> None:
    problem = tiny_problem(seed, jp_first=True, offices=True)
    _best, (met, value) = every_best(problem)
    plan = plan_of(problem)
    assert not check_plan(problem, plan)
    assert plan.jp_floor_possible >= met
    assert plan.jp_floor_met == met
    assert plan.bound >= value - SLACK
    assert plan.objective == pytest.approx(value, abs=1e-6)


def test_that_only_its_own_people_sit_in_what_an_office_pays_costs_something() -> None:
    """Else the test above would show nothing."""
    bound = [tiny_problem(seed, offices=True) for seed in range(900, 930)]
    free = [replace(one, sessions=replace(one.sessions, office=one.sessions.office * 0 - 1)) for one in bound]
    lost = [every_best(a)[0] > every_best(b)[0] + SLACK for a, b in zip(free, bound, strict=True)]
    assert sum(lost) > 10


def test_the_ceilings_of_hours_of_the_tiny_cities_cost_something() -> None:
    """Else the tests above would show nothing."""
    freed = [
        replace(one, jp_most=np.full(len(one.people), np.inf)) for one in map(with_hours, range(300, 340))
    ]
    lost = [every_best(free)[0] > every_best(with_hours(300 + k))[0] + SLACK for k, free in enumerate(freed)]
    assert sum(lost) > 10


def with_hours(seed: int) -> Problem:
    return tiny_problem(seed, hours=True)


@pytest.mark.parametrize("seed", range(200, 230))
@pytest.mark.parametrize("kind", [(), ("hours",), ("long",), ("offices",)])
def test_the_bound_of_prices_holds_for_every_number_of_people_at_the_floor(
    seed: int, kind: tuple[str, ...]
) -> None:
    problem = tiny_problem(seed, jp_first=True, **dict.fromkeys(kind, True))
    everybody = np.arange(len(problem.people))
    ready = int((problem.jp_done >= problem.terms.jp_floor).sum())
    plans = list(every_plan(problem))
    watch = Watch(lambda: 20.0, lambda: False, lambda: None)
    assert most_at_floor(problem, everybody, watch) >= max(met for met, _ in plans) - ready
    prices = price_of_floor(problem, everybody, 1.0, first_prices(problem), watch)
    goal = Goal(0.0, reward=prices.reward)
    units = pool_units(problem, np.arange(len(problem.units)))
    side = PersonSide(problem, everybody, floor=True)
    run_level(
        problem, Level(side, units, everybody, 40, 1.0, 3), goal, prices_for(prices, units.count), watch
    )
    assert np.isfinite(goal.bound)
    for met, value in plans:
        assert value <= goal.most(met - ready) + SLACK, "a plan with as many at the floor is above the bound"


def prices_for(prices: Prices, clusters: int) -> Prices:
    return Prices(np.tile(prices.price, (clusters, 1)), prices.reward)


def test_equal_input_gives_an_equal_plan() -> None:
    first, second = plan_of(tiny_problem(7)), plan_of(tiny_problem(7))
    assert first.objective == second.objective
    assert (first.seat_person == second.seat_person).all()
    assert (first.seat_session == second.seat_session).all()
