"""What a person takes, and loses by taking a programme, against the looking at every set of programmes."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from sibina.plan.planning.rules.persons import PairPrices, PersonSide, never_both, regrets
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


@pytest.mark.parametrize("seed", range(540, 600))
def test_what_a_person_takes_is_the_best_of_every_set_within_their_hours_and_days(seed: int) -> None:
    """Also where two programmes together cost more than both alone."""
    problem = tiny_problem(seed, jp_first=True, hours=True, long=True)
    side = PersonSide(problem, np.arange(len(problem.people)), floor=True, worthless=seed % 3 == 0)
    rng, count = np.random.default_rng(seed), len(problem.programmes)
    price, reward = rng.uniform(0.0, 0.8, count), 1.3
    first, second = np.nonzero(np.triu(~never_both(problem), 1))
    pairs = PairPrices(first, second, rng.choice([0.0, 0.3, 2.0], len(first)))
    found = side.answers(price[None, :], np.zeros(len(problem.people), dtype=np.int64), reward, pairs)
    valued = replace(problem, gain=side.gain)
    together = {(a, b): more for a, b, more in zip(first, second, pairs.price, strict=True)}

    def score(i: int, picked: tuple[int, ...]) -> float:
        more = sum(together.get(pair, np.inf) for pair in combinations(picked, 2))
        return worth(valued, i, picked, price, reward) - more

    for i in range(len(problem.people)):
        may = [g for g in range(count) if side.allowed[i if len(side.allowed) > 1 else 0, g]]
        sets = [
            picked
            for size in range(len(may) + 1)
            for picked in combinations(may, size)
            if sum(problem.jp[g] for g in picked) <= problem.jp_most[i]
        ]
        taken = tuple(found.programme[found.person == i].tolist())
        assert taken in sets
        assert found.total[i] == pytest.approx(max(score(i, picked) for picked in sets), abs=1e-9)
        assert score(i, taken) == pytest.approx(found.total[i], abs=1e-9)


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
            if gains:
                here = best - max(worth(problem, i, picked, price, reward) for picked in sets if g in picked)
                assert found[i, g] == pytest.approx(here, abs=1e-9)
