"""What a person loses by taking a programme, against the looking at every set of programmes."""

from itertools import combinations

import numpy as np
import pytest

from sibina.plan.planning.rules.persons import PersonSide, never_both, regrets
from sibina.plan.planning.rules.problem import Problem
from tests.reference.planning.tiny_cities import tiny_problem


def worth(problem: Problem, i: int, picked: tuple[int, ...], price: np.ndarray, reward: float) -> float:
    total = 0.0
    for n in range(problem.need_ptr[i], problem.need_ptr[i + 1]):
        gained = sum(problem.gain[g, problem.need_competency[n]] for g in picked)
        total += problem.need_weight[n] * min(problem.need_short[n], gained)
    jp = problem.jp_done[i] + sum(problem.jp[g] for g in picked)
    lifted = problem.jp_done[i] < problem.terms.jp_floor <= jp
    return total + reward * lifted - sum(price[g] for g in picked)


@pytest.mark.parametrize("seed", range(500, 540))
def test_a_regret_is_the_best_less_the_best_with_the_programme(seed: int) -> None:
    problem = tiny_problem(seed, jp_first=True)
    side = PersonSide(problem, np.arange(len(problem.people)), floor=True)
    rng = np.random.default_rng(seed)
    price, reward = rng.uniform(0.05, 1.0, len(problem.programmes)), 1.3
    found = regrets(side, price[None, :], np.zeros(len(problem.people), dtype=np.int64), reward)
    barred = never_both(problem)
    for i in range(len(problem.people)):
        may = [g for g in range(len(price)) if side.allowed[i if len(side.allowed) > 1 else 0, g]]
        sets = [
            picked
            for size in range(len(may) + 1)
            for picked in combinations(may, size)
            if not any(barred[a, b] for a, b in combinations(picked, 2))
        ]
        best = max(worth(problem, i, picked, price, reward) for picked in sets)
        for g in may:
            gains = (problem.gain[g, problem.need_competency[problem.need_person == i]] > 0).any()
            if gains and problem.jp_done[i] >= problem.terms.jp_floor:
                here = best - max(worth(problem, i, picked, price, reward) for picked in sets if g in picked)
                assert found[i, g] == pytest.approx(here, abs=1e-9)
            elif (
                gains
            ):  # what serves the floor alone may clash there, so that it may seem less bad than it is
                assert -1e-9 <= found[i, g] < np.inf
