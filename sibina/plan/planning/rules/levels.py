"""From coarse to fine: all units together, then clusters of units, until the goal is reached."""

import numpy as np

from sibina.plan.planning.rules.decompose import Goal, Level, Watch, run_level
from sibina.plan.planning.rules.exact import solve_exactly, useful_pairs
from sibina.plan.planning.rules.model import Clusters, pool_units
from sibina.plan.planning.rules.persons import PersonSide, kinds_of_persons, like_persons
from sibina.plan.planning.rules.polishing import SAMPLED, VAST, Parts, deal_blocks, polish_best
from sibina.plan.planning.rules.pooled import solve_pooled, units_apart
from sibina.plan.planning.rules.prices import Prices
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Ints

SMALL, ALIKE = 6_000, 0.75
"""A city of so many is solved as one, where units are few or the kinds of people at most this share of the people."""
EXACT_PAIRS = 8_000
EXACT_SEATS = 100_000
SAMPLE = 3_000
PARTS_FIRST, PATIENCE = 0.8, 12
"""The share of the time that is given to parts then, and how many of them in vain, before the prices of every unit."""
NEARLY, NEARLY_FLOOR = 0.05, 0.1
"""The gap from which on parts of the plan solved anew do more than prices of every unit; with the floor first parts can
still bring many people there."""


def first_prices(problem: Problem) -> Prices:
    """A guess to start from: every programme at half of what people commonly lack."""
    guess = float(np.median(problem.need_weight * problem.need_short)) / 2 if len(problem.need_short) else 1.0
    return Prices(np.full((1, len(problem.programmes)), guess), 0.0)


def fits_exactly(problem: Problem, side: PersonSide) -> bool:
    """Is the whole small enough for one integer programme?"""
    return (
        len(problem.people) * len(problem.sessions) < EXACT_SEATS
        and len(useful_pairs(problem, side)[0]) <= EXACT_PAIRS
    )


def optimise(problem: Problem, goal: Goal, start: Prices, watch: Watch, parts: Parts) -> None:
    """Levels from coarse to fine until the goal is reached or the time is over."""
    count = len(problem.people)
    if not len(problem.sessions) or not count:
        goal.bound = 0.0
        return
    everybody = np.arange(count)
    side = PersonSide(problem, everybody, floor=goal.reward > 0)
    if fits_exactly(problem, side):
        solve_exactly(problem, side, goal, watch, 0.7 * watch.seconds_left())
        if goal.reached:
            return
    small = count <= SMALL and (units_apart(problem) or kinds_of_persons(side).max() < ALIKE * count)
    if small:
        prices = solve_pooled(problem, goal, start, watch)
        if goal.nearly(NEARLY_FLOOR if goal.target else NEARLY):
            deal_blocks(problem, goal, watch.part(PARTS_FIRST), parts)
            polish_best(problem, goal, watch.part(PARTS_FIRST), parts, patience=PATIENCE)
    else:
        prices = _from_above(problem, side, goal, start, watch)
    for clusters, single in _finer(problem, count, goal, small=small):
        if goal.reached or watch.until(1.0)():
            return
        known = prices.price if len(prices.price) == clusters.count else prices.price.mean(axis=0)
        fine = Prices(np.broadcast_to(known, (clusters.count, len(problem.programmes))).copy(), goal.reward)
        group_of = everybody if single else like_persons(problem, clusters.of_person, side)
        goal.run_tried.clear()
        run_level(problem, Level(side, clusters, group_of, 40, 0.3, 6), goal, fine, watch)


def _from_above(problem: Problem, side: PersonSide, goal: Goal, start: Prices, watch: Watch) -> Prices:
    """The coarsest level, all units as one, of a city too large to be solved so: a sample first where it is vast."""
    count = len(problem.people)
    everybody = side.persons
    one = pool_units(problem, np.zeros(len(problem.units), dtype=np.int64))
    prices, wide, rounds = start, 0.3 if goal.reward > 0 else 1.0, 60
    if count > (VAST if goal.reward > 0 else SAMPLED):
        some = everybody[:: count // SAMPLE]
        sample = PersonSide(problem, some, floor=goal.reward > 0)
        level = Level(sample, one, like_persons(problem, one.of_person, sample), 80, wide, 0)
        prices = run_level(problem, level, goal, prices, watch)
        wide, rounds = 0.1, 25 if count <= VAST else 15 if goal.reward > 0 else 10
    turns = 3 if goal.reward > 0 else 2
    level = Level(side, one, like_persons(problem, one.of_person, side), rounds, wide, turns)
    share = 0.85 if _finer(problem, count, goal, small=False) else 1.0
    return run_level(problem, level, goal, Prices(prices.price, goal.reward), watch.part(share))


def _finer(problem: Problem, count: int, goal: Goal, *, small: bool) -> list[tuple[Clusters, bool]]:
    """Finer poolings to try after the coarsest, each with: is everybody a group of their own?"""
    units = len(problem.units)
    if small:
        return [(pool_units(problem, np.arange(units)), True)]
    if goal.reward == 0 and count > SAMPLED:
        return []
    sizes = [k for k in (8, 32, 120) if k < units and k * len(problem.sessions) < 20_000]
    finer = [(pool_units(problem, alike_units(problem, k)), False) for k in sizes]
    if units * len(problem.sessions) < 20_000:
        finer.append((pool_units(problem, np.arange(units)), False))
    return finer[-2:]


def alike_units(problem: Problem, clusters: int) -> Ints:
    """Units numbered into clusters of like absence limit per head."""
    size = np.bincount(problem.unit_of, minlength=len(problem.units))
    tight = np.minimum(problem.max_away, size) / np.maximum(1, size)
    order = np.lexsort((np.arange(len(size)), tight))
    share = np.cumsum(size[order]) - size[order] / 2
    of_unit = np.empty(len(size), dtype=np.int64)
    of_unit[order] = np.minimum(clusters - 1, share * clusters // max(1, size.sum())).astype(np.int64)
    return np.unique(of_unit, return_inverse=True)[1].astype(np.int64)
