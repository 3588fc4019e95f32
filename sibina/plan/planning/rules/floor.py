"""The JP floor before everything else: how many people can reach it at all, and what bringing one there is worth.

Gain and floor pull at the same seats. At a reward of ρ points for everybody brought to the floor the best plan brings
more people there the greater ρ is; the ρ at which it brings nearly all who can be makes one question of the two.
"""

import numpy as np

from sibina.plan.planning.rules.choosing import choose_sessions
from sibina.plan.planning.rules.decompose import Watch
from sibina.plan.planning.rules.model import pool_units
from sibina.plan.planning.rules.persons import PersonSide, floor_units, like_persons
from sibina.plan.planning.rules.prices import Effort, FloorTerms, Master, Prices, above, move_prices
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.rules.splitting import split_long
from sibina.plan.planning.types import Floats, Ints

ROUNDS = 150
CLOSE = 2e-4
FREE = 1e-3
"""The reward where gain alone brings enough people there, as a share of the dearest: without any nobody would count them."""


def most_at_floor(problem: Problem, persons: Ints, watch: Watch) -> float:
    """An upper limit of how many people below the floor can be brought to it, told from these persons.

    It is proven when the persons are everybody; a sample stands for all of them and gives an estimate.
    """
    problem = split_long(problem)
    alike, many = _alike(problem, persons)
    if not len(alike):
        return 0.0
    weight = many * len(problem.people) / len(persons)
    one = pool_units(problem, np.zeros(len(problem.units), dtype=np.int64))
    side = PersonSide(problem, alike, floor=True, worthless=True, weight=weight)
    master = Master(problem, side, one, _groups(side), floor=FloorTerms(reward=1.0), paired=True)
    effort = Effort(ROUNDS, CLOSE, watch.until(0.0), watch.seconds_left, seeded=True)
    prices, _ = move_prices(master, Prices(np.full((1, len(problem.programmes)), 0.1), 1.0), effort, 6.0)
    found = choose_sessions(problem, one, prices.cuts, seconds=min(3.0, watch.seconds_left()), close=CLOSE)
    limit = min(prices.bound, found.bound if found else np.inf, float(weight.sum()))
    return above(limit)


def price_of_floor(problem: Problem, persons: Ints, share: float, start: Prices, watch: Watch) -> Prices:
    """Prices, and the reward at which the best plan brings `share` of all who can be brought to the floor to it."""
    one = pool_units(problem, np.zeros(len(problem.units), dtype=np.int64))
    side = PersonSide(problem, persons, floor=True)
    most = most_at_floor(problem, persons, watch)
    groups = like_persons(problem, one.of_person, side)
    master = Master(
        problem, side, one, groups, floor=FloorTerms(target=share * most, dearest=dearest_reward(problem))
    )
    effort = Effort(ROUNDS // 2, CLOSE, watch.until(0.0), watch.seconds_left)
    prices, _ = move_prices(master, start, effort, 1.0)
    dearest = dearest_reward(problem)
    return Prices(prices.price, min(prices.reward or FREE * dearest, dearest))


def dearest_reward(problem: Problem) -> float:
    """More than bringing somebody to the floor can cost others, in points."""
    lacked = problem.need_weight * problem.need_short
    return 4.0 * float(np.bincount(problem.need_person, weights=lacked, minlength=1).max()) + 1.0


def _alike(problem: Problem, persons: Ints) -> tuple[Ints, Floats]:
    """One person below the floor of each kind that differs in nothing but gains, and how many of the kind there are."""
    missing = floor_units(problem).missing[persons]
    persons, missing = persons[missing > 0], missing[missing > 0]
    kind = np.column_stack([missing, problem.jp_most[persons]])
    if problem.eligible is not None:
        kind = np.hstack([kind, np.packbits(problem.eligible[persons], axis=1)])
    _, first, many = np.unique(kind, axis=0, return_index=True, return_counts=True)
    return persons[first], many.astype(float)


def _groups(side: PersonSide) -> Ints:
    return np.unique(side.missing[side.persons], return_inverse=True)[1].astype(np.int64)
