"""The plan that does the most under the ceiling, and the proof of how far from the best it can be."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sibina.plan.planning.rules.dealing import deal_until_still, keep_minimums, new_dealer, seat_all
from sibina.plan.planning.rules.decompose import Goal, Level, Seating, Watch, run_level, seating_of
from sibina.plan.planning.rules.exact import solve_exactly, useful_pairs
from sibina.plan.planning.rules.improving import polish
from sibina.plan.planning.rules.model import Clusters, pool_units
from sibina.plan.planning.rules.persons import PersonSide
from sibina.plan.planning.rules.prices import Prices
from sibina.plan.planning.rules.problem import Problem, person_jp, person_values, plan_cost, reaches_floor
from sibina.plan.planning.rules.rivals import calendar_order
from sibina.plan.planning.types import Ints, OnProgress, Plan, Progress, ShouldStop, Stage, Status

SMALL = 3_000
EXACT_PAIRS = 8_000
SAMPLE = 3_000
SAMPLED = 12_000
SEEDED = 40_000
PROVEN = 1e-6
POLISHED = 0.45
"""The share of the time that is kept for solving parts of the plan anew."""
PARTS_A_SECOND = 1.0


@dataclass(frozen=True)
class Search:
    """How long and how near: seconds by `clock`, the gap that is good enough, the seed of HiGHS."""

    clock: Callable[[], float]
    seconds: float = 60.0
    target_gap: float = 0.01
    seed: int = 0
    progress: OnProgress | None = None
    should_stop: ShouldStop | None = None
    on_better: Callable[[Plan], None] | None = None


def solve(problem: Problem, search: Search) -> Plan:
    """The best plan found and its proven bound; stops at the target gap, at the time, or when told to."""
    started = search.clock()
    stages: list[str] = []

    kept: list[Seating] = []

    def keep(goal: Goal) -> None:
        if search.on_better and goal.best and (not kept or goal.best is not kept[-1]):
            kept.append(goal.best)
            bound = float("inf") if goal.worthless else goal.bound
            took = search.clock() - started
            search.on_better(as_plan(problem, goal.best, bound=bound, possible=len(below), seconds=took))

    def watch_for(goal: Goal, stage: Stage, until: float) -> Watch:
        def left() -> float:
            return started + search.seconds * until - search.clock()

        def tell() -> None:
            keep(goal)
            if search.progress:
                share = min(1.0, (search.clock() - started) / search.seconds)
                value = goal.value_of(goal.best) if goal.best else 0.0
                search.progress(Progress(share, value, goal.bound, stage))

        stages.append(stage)
        tell()
        return Watch(left, search.should_stop or (lambda: False), tell)

    below = problem.jp_done < problem.terms.jp_floor - 1e-3
    ready = int((~below).sum())
    floor = Goal(0, True, 0.0, 1.0)
    first = problem.terms.jp_first and bool(below.any())
    if first:
        floor.close = min(0.002, search.target_gap)
        optimise(problem, floor, watch_for(floor, Stage.FLOOR, 0.35))
        floor.bound = min(float(below.sum()), np.floor(floor.bound + 1e-6))
    met = floor.best.reached if floor.best else 0
    richest = float(
        np.bincount(problem.need_person, weights=problem.need_weight * problem.need_short, minlength=1).max()
    )
    goal = Goal(met, False, search.target_gap, 4.0 * richest + 1.0 if first else 0.0)
    goal.best = floor.best
    optimise(problem, goal, watch_for(goal, Stage.PRICES, 0.93 - POLISHED))
    polish_best(problem, goal, met, watch_for(goal, Stage.IMPROVING, 0.93), search)
    best = goal.best or simple_plan(problem, goal.reward)
    possible = ready + (int(floor.bound) if first else int(below.sum()))
    plan = as_plan(problem, best, bound=goal.bound, possible=possible, seconds=search.clock() - started)
    if search.progress:
        search.progress(Progress(1.0, plan.objective, plan.bound, Stage.DONE))
    return plan


def polish_best(problem: Problem, goal: Goal, most: int, watch: Watch, search: Search) -> None:
    """Parts of the most promising plan are solved anew, as many as the seconds are likely to hold.

    `most`: how many people below the floor are worth lifting before gain counts.
    """
    start = goal.best if goal.gap < 1 and goal.best is not None and goal.best.reached >= most else goal.near
    if start is None or goal.reached:
        return
    dealer = new_dealer(problem, start.run, reward=goal.reward)
    seat_all(dealer, start.person, start.session)
    chance = np.random.default_rng(search.seed)
    for turn in range(int(PARTS_A_SECOND * search.seconds)):
        if goal.reached or watch.until(0.5)():
            break
        if polish(dealer, most, chance, watch.seconds_left):
            goal.offer(seating_of(dealer))
        if turn % 10 == 9:
            watch.tell()


def simple_plan(problem: Problem, reward: float) -> Seating:
    """A legal plan in a moment, for when there was no time for a good one: sessions by the calendar, seats by gain."""
    if not len(problem.sessions) or not len(problem.people):
        none = np.zeros(0, dtype=np.int64)
        return Seating(np.zeros(len(problem.sessions), dtype=bool), none, none, 0.0, 0)
    dealer = new_dealer(problem, calendar_order(problem), reward=reward)
    deal_until_still(dealer, 0.0, 1, lambda: False)
    keep_minimums(dealer)
    return seating_of(dealer)


def as_plan(problem: Problem, seating: Seating, *, bound: float, possible: int, seconds: float) -> Plan:
    """The public plan of a seating; numbers are counted anew from the seats."""
    taken = np.bincount(seating.session, minlength=len(problem.sessions)).astype(np.int64)
    value = person_values(problem, seating.person, seating.session)
    jp = person_jp(problem, seating.person, seating.session)
    met = int(reaches_floor(problem, jp).sum())
    objective = float(value.sum())
    most = float((problem.need_weight * problem.need_short).sum())
    if not objective <= bound + 1e-6 * max(1.0, objective):
        bound = most  # rounding somewhere has spoilt the proof; what everybody lacks is a bound at any rate
    bound = max(objective, min(bound, most))
    close = bound <= 0 or (bound - objective) / bound <= PROVEN
    return Plan(
        run=seating.run,
        taken=taken,
        seat_person=seating.person,
        seat_session=seating.session,
        status=Status.OPTIMAL if close else Status.FEASIBLE,
        objective=objective,
        bound=bound,
        bound_any=bound,
        cost=plan_cost(problem, seating.run, taken),
        person_value=value,
        person_jp=jp,
        jp_floor_met=met,
        jp_floor_possible=max(possible, met),
        jp_floor_proven=possible <= met,
        seconds=seconds,
    )


def optimise(problem: Problem, goal: Goal, watch: Watch) -> None:
    """Levels from coarse to fine until the goal is reached or the time is over."""
    count = len(problem.people)
    if not len(problem.sessions) or not count:
        goal.bound = 0.0
        return
    floor = goal.floor_first
    everybody = np.arange(count)
    side = PersonSide(problem, everybody, floor=floor, worthless=goal.worthless)
    if count * len(problem.sessions) < 100_000 and len(useful_pairs(problem, side)[0]) <= EXACT_PAIRS:
        solve_exactly(problem, side, goal, watch, 0.7 * watch.seconds_left())
        if goal.reached:
            return
    guess = float(np.median(problem.need_weight * problem.need_short)) / 2 if len(problem.need_short) else 1.0
    one = pool_units(problem, np.zeros(len(problem.units), dtype=np.int64))
    prices = Prices(np.full((1, len(problem.programmes)), guess), 1.0 if floor else 0.0)
    if count > SAMPLED:
        some = np.arange(0, count, count // SAMPLE)
        sample = PersonSide(problem, some, floor=floor, worthless=goal.worthless)
        prices = run_level(
            problem,
            Level(
                sample, one, _groups(problem, one, some, side), 80, 6.0 if side.worthless else 1.0, 0, floor
            ),
            goal,
            prices,
            watch,
        )
        prices = Prices(prices.price, prices.reward)
    wide, rounds = (0.1, 10) if count > SAMPLED else (1.0, 60)
    if floor and SAMPLED < count <= SEEDED:
        wide, rounds = (6.0 if side.worthless else 0.5), 40
    turns = 3 if count > SMALL else 25
    level = Level(
        side, one, _groups(problem, one, everybody, side), rounds, wide, turns, floor and count <= SEEDED
    )
    prices = run_level(problem, level, goal, prices, watch)
    for clusters, single in _finer(problem, count):
        if goal.reached or watch.until(1.0)():
            return
        row = prices.price[0] if prices.price.shape[0] == 1 else prices.price.mean(axis=0)
        start = Prices(np.tile(row, (clusters.count, 1)), prices.reward)
        group_of = everybody if single else _groups(problem, clusters, everybody, side)
        goal.run_tried.clear()
        run_level(problem, Level(side, clusters, group_of, 40, 0.6, 6), goal, start, watch)


def _finer(problem: Problem, count: int) -> list[tuple[Clusters, bool]]:
    """Finer poolings to try after the coarsest, each with: is everybody a group of their own?"""
    units = len(problem.units)
    if count <= SMALL:
        return [(pool_units(problem, np.arange(units)), True)]
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


def _groups(problem: Problem, clusters: Clusters, persons: Ints, side: PersonSide) -> Ints:
    """Groups of like persons: same cluster; where few clusters, same competency most lacked or JP missing."""
    lacked = problem.need_weight * problem.need_short
    main = np.zeros(len(problem.people), dtype=np.int64)
    order = np.lexsort((problem.need_competency, -lacked, problem.need_person))
    who = problem.need_person[order]
    first = np.r_[True, who[1:] != who[:-1]] if len(who) else np.zeros(0, dtype=bool)
    main[who[first]] = 1 + problem.need_competency[order[first]]
    wide = len(problem.competencies) + 1
    if side.worthless:
        main, wide = side.missing, int(side.missing.max(initial=0)) + 1
    elif side.missing.any():
        main, wide = main * 2 + (side.missing > 0), wide * 2
    key = clusters.of_person[persons] * wide + (main[persons] if clusters.count <= 40 else 0)
    return np.unique(key, return_inverse=True)[1].astype(np.int64)
