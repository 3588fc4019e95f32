"""A need that is raised never loses by it: in the best plan its own share of what is closed does not fall."""

from dataclasses import replace

import numpy as np
import pytest

from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Plan
from tests.reference.planning.test_against_every_plan import SLACK, plan_of
from tests.reference.planning.tiny_cities import tiny_problem


def raised(problem: Problem, competency: int, factor: float) -> Problem:
    """The problem with one competency weighing so many times as much."""
    own = problem.need_competency == competency
    return replace(problem, need_weight=np.where(own, problem.need_weight * factor, problem.need_weight))


def closed(problem: Problem, plan: Plan, competency: int) -> float:
    """What the plan closes of a competency, in the weights of this problem."""
    total = 0.0
    for i in range(len(problem.people)):
        mine = plan.seat_session[plan.seat_person == i]
        for n in range(problem.need_ptr[i], problem.need_ptr[i + 1]):
            if problem.need_competency[n] == competency:
                gain = problem.gain[problem.sessions.programme[mine], competency].sum()
                total += problem.need_weight[n] * min(problem.need_short[n], gain)
    return total


@pytest.mark.parametrize("seed", range(610, 624))
def test_a_raised_competency_never_gets_less_and_a_lowered_one_never_more(seed: int) -> None:
    problem = tiny_problem(seed)
    plain = plan_of(problem)
    for competency in range(len(problem.competencies)):
        shares = [
            closed(
                problem, plain if factor == 1 else plan_of(raised(problem, competency, factor)), competency
            )
            for factor in (0.5, 1, 3)
        ]
        assert shares[0] <= shares[1] + SLACK <= shares[2] + 2 * SLACK, (seed, competency, shares)


def test_the_share_moves_at_all() -> None:
    moved = 0
    for seed in range(615, 624):
        problem = tiny_problem(seed)
        low, high = (closed(problem, plan_of(raised(problem, 0, factor)), 0) for factor in (0.5, 3))
        moved += high > low + SLACK
    assert moved > 0
