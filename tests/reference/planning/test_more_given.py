"""More given by partners never closes less: the best plan is at least as good when prices fall or the ceiling rises."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sibina.plan.planning.rules.funding import sessions_after
from sibina.plan.planning.rules.problem import Problem
from tests.reference.planning.test_against_every_plan import SLACK, plan_of
from tests.reference.planning.tiny_cities import every_best, tiny_problem


def with_gifts(problem: Problem, given: dict[int, int], money: int) -> Problem:
    """The problem with its sessions at what they cost the city, under the ceiling with the partners' money."""
    table = pd.DataFrame(
        {"session": np.arange(len(problem.sessions)), "fixed_cost": problem.sessions.fixed_cost}
    )
    after = sessions_after(table, given)["fixed_cost"].to_numpy()
    sessions = replace(problem.sessions, fixed_cost=after)
    return replace(problem, sessions=sessions).with_terms(ceiling=problem.terms.ceiling + money)


@pytest.mark.parametrize("seed", range(500, 525))
def test_more_given_never_closes_less(seed: int) -> None:
    problem = tiny_problem(seed)
    rng = np.random.default_rng(seed)
    given = {int(key): int(rng.integers(0, 6)) * 100 for key in range(len(problem.sessions))}
    more = {key: rupiah + int(rng.integers(0, 4)) * 100 for key, rupiah in given.items()}
    best = [
        plan_of(with_gifts(problem, gifts, money)).objective
        for gifts, money in (({}, 0), (given, 200), (more, 200), (more, 500))
    ]
    assert all(later >= earlier - SLACK for earlier, later in itertools.pairwise(best)), best


@pytest.mark.parametrize("seed", range(525, 535))
def test_the_plan_with_gifts_is_the_best_of_all_plans_that_the_money_allows(seed: int) -> None:
    problem = with_gifts(tiny_problem(seed), {0: 300, 1: 10_000}, 300)
    assert (problem.sessions.fixed_cost >= 0).all(), "no session earns money"
    best, _floor = every_best(problem)
    assert plan_of(problem).objective == pytest.approx(best, abs=1e-6)
