"""The whole with units and days left out: its bound is above every plan; its sessions are put on days that suit."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.synthetic_plans import make_city
from sibina.plan.planning.rules.check import check_plan
from sibina.plan.planning.rules.choosing import place_counts
from sibina.plan.planning.rules.decompose import Goal, Watch
from sibina.plan.planning.rules.levels import first_prices
from sibina.plan.planning.rules.persons import PersonSide, kinds_of_persons
from sibina.plan.planning.rules.pooled import solve_pooled, spread_days
from sibina.plan.planning.rules.problem import Problem, Terms
from sibina.plan.planning.rules.solve import as_plan
from tests.reference.planning.tiny_cities import every_best, every_plan, tiny_problem

WATCH = Watch(lambda: 20.0, lambda: False, lambda: None)


def pooled(problem: Problem, target: int = 0) -> Goal:
    """The goal after the whole was solved with units and days left out, with so many more people at the floor."""
    goal = Goal(1e-6, reward=1.0 if target else 0.0, target=target)
    solve_pooled(problem, goal, first_prices(problem), WATCH)
    return goal


@pytest.mark.parametrize("seed", range(600, 640))
def test_no_plan_gains_more_than_the_pooled_bound(seed: int) -> None:
    problem = tiny_problem(seed, hours=seed % 2 == 1, long=seed % 3 == 0, offices=seed % 4 == 0)
    best, _floor = every_best(problem)
    bound = pooled(problem).most(0)
    assert bound >= best - 1e-6
    assert bound <= (problem.need_weight * problem.need_short).sum() + 1e-3, "a bound that says something"


@pytest.mark.parametrize(
    ("people", "family", "seed"), [(60, "padat", 1), (120, "seminar", 2), (200, "tunggal", 1)]
)
def test_by_value_alone_the_floor_is_worth_nothing_to_the_bound(people: int, family: str, seed: int) -> None:
    """Where nobody asked for the floor its dual may be anything: taken for a reward it put the bound below every plan."""
    tables = make_city(people, family, seed)
    ceiling = int(tables.pop("settings")["ceiling"].iloc[0])
    problem = Problem.from_tables(**tables, terms=Terms(ceiling, jp_first=False))
    goal = pooled(problem)
    assert goal.reward == 0.0
    assert goal.best is not None
    assert goal.most(people) == goal.most(0) >= goal.best.value


@pytest.mark.parametrize("seed", range(700, 760))
def test_no_plan_with_as_many_people_at_the_floor_gains_more_than_the_pooled_bound(seed: int) -> None:
    problem = tiny_problem(seed, jp_first=True, long=seed % 2 == 1, offices=seed % 4 == 0)
    ready = int((problem.jp_done >= problem.terms.jp_floor).sum())
    plans = list(every_plan(problem))
    for target in range(1, max(reached for reached, _ in plans) - ready + 1):
        best = max(value for reached, value in plans if reached - ready >= target)
        goal = pooled(problem, target)
        assert goal.most(target) >= best - 1e-6
        for other in range(max(reached for reached, _ in plans) - ready + 1):
            best = max(value for reached, value in plans if reached - ready >= other)
            assert goal.most(other) >= best - 1e-6, "also of plans that miss the target or pass it"


@pytest.mark.parametrize("seed", range(600, 640))
def test_what_is_seated_after_the_whole_was_solved_keeps_every_rule(seed: int) -> None:
    problem = tiny_problem(seed)
    goal = pooled(problem)
    if goal.best is not None:
        plan = as_plan(problem, goal.best, bounds=(goal.bound, goal.bound), possible=0, seconds=0.0)
        assert check_plan(problem, plan) == []
        assert plan.objective <= goal.bound + 1e-6


@pytest.mark.parametrize("seed", range(600, 640))
def test_people_of_one_kind_differ_in_nothing_that_they_take(seed: int) -> None:
    """The same person twice is of one kind; people of one kind ask for the same at any prices."""
    problem = tiny_problem(seed, hours=True)
    side = PersonSide(problem, np.arange(len(problem.people)), floor=True)
    kind, rng = kinds_of_persons(side), np.random.default_rng(seed)
    twice = kinds_of_persons(PersonSide(problem, np.r_[0, np.arange(len(problem.people))], floor=True))
    assert twice[0] == twice[1]
    for _ in range(5):
        price = rng.uniform(0.0, 2.0, (1, len(problem.programmes)))
        found = side.answers(price, np.zeros(len(kind), dtype=np.int64), 1.0)
        for each in np.unique(kind):
            assert np.ptp(found.total[kind == each]) < 1e-9


def test_counts_are_placed_where_room_is_free() -> None:
    """Three twins are wished for, two of them in one room on one day: two run, and the one wished for most is there."""
    crowded = city_of([0, 0, 0], [0, 0, 10], [5, 5, -1])
    assert np.flatnonzero(place_counts(crowded, np.array([0.9, 1.0, 0.9]))).tolist() == [1, 2]
    assert place_counts(crowded, np.array([0.4, 0.5, 0.1])).tolist() == [False, True, False]


@pytest.mark.parametrize("seed", range(600, 640))
def test_spreading_keeps_how_often_each_programme_runs_and_makes_no_more_clashes(seed: int) -> None:
    problem = tiny_problem(seed)
    count, programmes = len(problem.sessions), len(problem.programmes)
    run = np.zeros(count, dtype=bool)
    run[:: 2 + seed % 2] = True
    moved = spread_days(problem, run, np.ones((programmes, programmes)))
    often = np.bincount(problem.sessions.programme[run], minlength=programmes)
    assert (np.bincount(problem.sessions.programme[moved], minlength=programmes) == often).all()
    assert clashes(problem, moved) <= clashes(problem, run) + 1e-9


def clashes(problem: Problem, run: np.ndarray) -> float:
    """Chances that two running sessions share a day, as many takers of every two programmes."""
    sessions = problem.sessions
    often = np.maximum(1, np.bincount(sessions.programme[run], minlength=len(problem.programmes)))
    chance = 1.0 / np.outer(often, often)[np.ix_(sessions.programme, sessions.programme)]
    here = (sessions.overlap & ~np.eye(len(sessions), dtype=bool)) * chance
    return float(here[np.ix_(run, run)].sum())


def city_of(programme: list[int], start: list[int], venue: list[int]) -> Problem:
    """A city whose sessions are alike but for programme, first of two days, and room (-1: none)."""
    problem = next(one for one in map(tiny_problem, range(600, 640)) if len(one.programmes) > 1)
    count, first = len(programme), np.zeros(len(programme), dtype=np.int64)
    alike = {
        name: getattr(problem.sessions, name)[first]
        for name in ("seats", "min_seats", "fixed_cost", "seat_cost", "away", "office")
    }
    days = np.array(start)
    return replace(
        problem,
        terms=replace(problem.terms, ceiling=10**12),
        sessions=replace(
            problem.sessions,
            ids=tuple(map(str, range(count))),
            programme=np.array(programme),
            start=days,
            end=days + 1,
            away_end=days + 1,
            venue=np.array(venue),
            speaker=np.full(count, -1),
            **alike,
        ),
    )


def spread(problem: Problem, run: list[int]) -> list[int]:
    programmes = len(problem.programmes)
    flags = np.isin(np.arange(len(problem.sessions)), run)
    return np.flatnonzero(spread_days(problem, flags, np.ones((programmes, programmes)))).tolist()


def test_a_session_gives_way_to_its_twin_on_a_free_day() -> None:
    assert spread(city_of([0, 0, 1], [0, 10, 0], [-1, -1, -1]), [0, 2]) == [1, 2]


def test_a_session_stays_where_its_twin_has_no_room() -> None:
    """Room 5 is taken on day 10 by the second session of the other programme, which would clash less there."""
    crowded = city_of([0, 0, 1, 1], [0, 10, 0, 10], [-1, 5, -1, 5])
    assert spread(crowded, [0, 3]) == [0, 3]
    assert spread(crowded, [0, 2, 3])[0] == 0


@pytest.mark.parametrize("seed", range(600, 610))
@pytest.mark.parametrize("turns", [4, 8, 16])
def test_with_little_time_there_is_a_plan_that_keeps_every_rule(seed: int, turns: int) -> None:
    """However soon time is over: no session runs that cannot be paid."""
    problem = tiny_problem(seed)
    goal = Goal(1e-6)
    asked = iter([False] * turns)
    hurry = Watch(lambda: 20.0, lambda: next(asked, True), lambda: None)
    solve_pooled(problem, goal, first_prices(problem), hurry)
    if goal.best is not None:
        plan = as_plan(problem, goal.best, bounds=(goal.bound, goal.bound), possible=0, seconds=0.0)
        assert check_plan(problem, plan) == []
        assert plan.objective <= goal.bound + 1e-6
