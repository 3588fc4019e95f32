"""The plan with all units as one, and without the days of a single person but for long sessions.

What it leaves out (who is away from which unit, two short sessions of one person on the same day) only takes from a
plan, so that its bound holds for every plan. At the size of a small city it tells which sessions are worth their fixed
cost, and who should take what: the sessions are put on days that suit those who take several, and the seats dealt with
every rule. Where that is not enough, the same with each unit by itself.
"""

from collections.abc import Iterator

import numpy as np

from sibina.plan.planning.rules.branching import choose_counts
from sibina.plan.planning.rules.choosing import place_counts
from sibina.plan.planning.rules.dealing import keep_minimums, new_dealer, seat_wishes
from sibina.plan.planning.rules.decompose import Goal, Watch, finish, wishes
from sibina.plan.planning.rules.floor import dearest_reward
from sibina.plan.planning.rules.improving import AT_ONCE_CLOSE, improve
from sibina.plan.planning.rules.model import Clusters, pool_units
from sibina.plan.planning.rules.persons import (
    Guide,
    PersonSide,
    kinds_of_persons,
    like_persons,
    possible_sessions,
)
from sibina.plan.planning.rules.prices import (
    Effort,
    FloorTerms,
    Master,
    MasterAnswer,
    Prices,
    Proof,
    move_prices,
)
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.rules.splitting import join_prices, split_long
from sibina.plan.planning.types import Flags, Floats, Ints

ROUNDS = 150
NODES, LEAST_NODES, NODE_WORK = 300, 20, 2e8
"""A question costs about the square of the kinds of people: as many are asked as that much work holds."""
CLOSE = 1e-4
WIDE, NARROW = 0.3, 0.05
"""How far prices may move at first: of groups of like people, and then of each kind."""
COUNTED = 0.2
"""How often sessions run is near enough at this share of the goal's gap: seating them loses more."""
VARIED = 6
ABOVE = 1.1
"""The reward of the floor, as a multiple of what it costs others: at its cost alone it would be all one."""
LEAST = 0.05
"""Where the floor costs others nothing it is rewarded all the same, with this share of the first guess."""
SHARE, FIRST, BY_UNITS = 0.3, 0.2, 0.8
"""The share of the time that may go by before the seats are dealt: with all units as one; so where units come apart
afterwards; and with units apart."""
MANY = 7_000
"""Units times sessions beyond which all units stay as one: prices of every unit would leave no time for the rest."""
SPREAD = 0.3
"""How far prices are varied, as a share of themselves, for answers that whole sessions may need."""
SWEEPS = 20
BOTH_AT_LEAST = 1e-4
"""Days apart are better even where nobody is known to take both: units miss fewer people at once."""


def solve_pooled(problem: Problem, goal: Goal, start: Prices, whole: Watch) -> Prices:
    """Offers the goal plans and bounds: with all units as one; then, where that is not enough and units are few, with
    each by itself. Returns the prices at which the last were found."""
    split = split_long(problem)
    side = PersonSide(split, np.arange(len(problem.people)), floor=goal.reward > 0)
    floor = FloorTerms(target=float(goal.target), dearest=dearest_reward(problem))
    prices = Prices(start.price[:, split.course], start.reward if goal.target else 0.0)
    for clusters, groups, share in _from_coarse(split, side, apart=units_apart(problem)):
        watch = whole.part(share)
        effort = Effort(ROUNDS, CLOSE, watch.until(0.0), watch.seconds_left)
        for group_of, width in groups:
            price = np.broadcast_to(prices.price, (clusters.count, len(split.programmes))).copy()
            master = Master(split, side, clusters, group_of, floor=floor, counted=True, paired=True)
            prices, answer = move_prices(
                master, Prices(price, prices.reward, both=prices.both), effort, width
            )
        goal.proofs.append(Proof(np.array([prices.bound]), np.array([prices.reward])))
        if answer is None:
            break
        found = _whole_sessions(problem, goal, master, prices, answer, watch, whole)
        if goal.reached:
            break
    last = prices if answer is None else found
    return Prices(join_prices(split, last.price), goal.reward)


def _whole_sessions(  # noqa: PLR0913 - one argument a thing that it goes on from
    problem: Problem,
    goal: Goal,
    master: Master,
    prices: Prices,
    answer: MasterAnswer,
    watch: Watch,
    whole: Watch,
) -> MasterAnswer:
    """The best answer that runs whole sessions, seated; what no plan gains more than is proven on the way."""
    split, of_person = master.problem, master.clusters.of_person
    goal.guide = goal.guide or Guide(join_prices(split, prices.price), of_person, prices.reward)
    if master.clusters.count == 1:
        _vary_prices(master, prices, answer)
    nodes = int(np.clip(NODE_WORK / master.groups**2, LEAST_NODES, NODES))
    effort = Effort(nodes, COUNTED * goal.close, watch.until(0.0), watch.seconds_left)
    proof, best = choose_counts(master, prices, effort, None if goal.best is None else goal.best.run)
    goal.proofs.append(proof)
    if goal.target == 0:
        goal.bound = min(goal.bound, proof.most(0))
    # Where no time was left for a whole answer, the mixture's counts are rounded down: money is enough for those.
    best = best or answer
    if goal.reached:
        return best
    if goal.target:
        goal.reward = max(ABOVE * best.reward, LEAST * goal.reward)
    before = goal.near
    _seat(problem, goal, master, best, whole)
    if goal.near is not before:
        goal.guide = Guide(join_prices(split, best.price), of_person, goal.reward)
    return best


def units_apart(problem: Problem) -> bool:
    """Are units and sessions so few that every unit has its own prices?"""
    return len(problem.units) * len(problem.sessions) < MANY


def _from_coarse(
    problem: Problem, side: PersonSide, *, apart: bool
) -> Iterator[tuple[Clusters, list[tuple[Ints, float]], float]]:
    """Clusters of units; groups of people who share answers, from coarse to fine, each with how far prices may move; and
    the share of the time for them. Each goes on from the last."""
    one = pool_units(problem, np.zeros(len(problem.units), dtype=np.int64))
    kind = kinds_of_persons(side)
    groups = [(like_persons(problem, one.of_person, side), WIDE), (kind, NARROW)]
    yield one, groups, FIRST if apart else SHARE
    if apart:
        units, group_of = _by_units(problem, kind)
        yield units, [(group_of, WIDE)], BY_UNITS


def _by_units(problem: Problem, kind: Ints) -> tuple[Clusters, Ints]:
    """Every unit by itself, and the groups of people who are of one unit and one kind."""
    units = pool_units(problem, np.arange(len(problem.units)))
    both = np.column_stack([units.of_person, kind])
    return units, np.unique(both, axis=0, return_inverse=True)[1].ravel().astype(np.int64)


def _seat(problem: Problem, goal: Goal, master: Master, best: MasterAnswer, whole: Watch) -> None:
    """The answer's sessions on days that suit its people, the seats dealt at once among what each was to take."""
    split = master.problem
    person, programme = wishes(master, best)
    wished = np.zeros((len(problem.people), len(split.programmes)), dtype=bool)
    wished[person, programme] = True
    run = spread_days(split, place_counts(split, best.run), wished.T.astype(float) @ wished)
    _deal(problem, goal, run, master, best, whole)
    if goal.best is not None and goal.best.reached < goal.target and master.clusters.count == 1:
        _seat_by_units(problem, goal, master, best, run, whole)


def _deal(
    problem: Problem, goal: Goal, run: Flags, master: Master, answer: MasterAnswer, whole: Watch
) -> None:
    """Seats of these sessions for what the answer wishes, dealt at once."""
    dealer = new_dealer(problem, run, reward=goal.reward)
    person, programme = wishes(master, answer)
    course = master.problem.course[programme]
    seat_wishes(dealer, person, course)
    keep_minimums(dealer)
    wished = np.zeros((len(problem.people), len(problem.programmes)), dtype=bool)
    wished[person, course] = True
    seconds = whole.part(SHARE).seconds_left()
    improve(dealer, np.arange(len(problem.people)), seconds=seconds, close=AT_ONCE_CLOSE, within=wished)
    finish(dealer, goal, answer.money_rate, whole)


def _seat_by_units(
    problem: Problem, goal: Goal, master: Master, best: MasterAnswer, run: Flags, whole: Watch
) -> None:
    """The same sessions, with the absence of every unit held: what units as one wish for may be too much for one."""
    side = master.side
    clusters, group_of = _by_units(master.problem, kinds_of_persons(side))
    floor = FloorTerms(target=float(goal.target), dearest=dearest_reward(problem))
    fine = Master(master.problem, side, clusters, group_of, floor=floor, paired=True)
    fine.fix_runs(run.astype(float))
    price = np.tile(best.price, (clusters.count, 1))
    watch = whole.part(SHARE)
    effort = Effort(ROUNDS, CLOSE, watch.until(0.0), watch.seconds_left)
    move_prices(fine, Prices(price, best.reward, both=best.both), effort, NARROW)
    answer = fine.solve_firm(whole.seconds_left())
    if answer is not None:
        _deal(problem, goal, run, fine, answer, whole)


def _vary_prices(master: Master, prices: Prices, answer: MasterAnswer) -> None:
    """Answers to prices nearby: whole sessions want others than the prices at which parts of sessions run."""
    chance = np.random.default_rng(0)
    for _ in range(VARIED):
        price = prices.price * np.exp(chance.normal(0.0, SPREAD, prices.price.shape))
        reward = prices.reward * float(np.exp(chance.normal(0.0, SPREAD / 3)))
        master.add(master.ask(price, prices.both, reward), None)


def spread_days(problem: Problem, run: Flags, together: Floats) -> Flags:
    """The same programmes as often, on days that suit those who take several.

    A running session gives way to another of its kind as long as that leaves fewer people with two of their programmes
    on one day. `together`: programmes × programmes, how many people take both.
    """
    sessions, run, possible = problem.sessions, run.copy(), possible_sessions(problem)
    often = np.maximum(1, np.bincount(sessions.programme, weights=run, minlength=len(problem.programmes)))
    likely = together / np.outer(often, often) + BOTH_AT_LEAST
    clash = np.where(sessions.overlap, likely[np.ix_(sessions.programme, sessions.programme)], 0.0)
    np.fill_diagonal(clash, 0.0)
    for _ in range(SWEEPS):
        moved = False
        for s in np.flatnonzero(run):
            others = run.copy()
            others[s] = False
            ways = np.flatnonzero((sessions.kind == sessions.kind[s]) & ~others & possible)
            ways = ways[~(sessions.share_place[ways] & others).any(axis=1)]
            cost = clash[ways] @ others
            if len(ways) and cost.min() < float(clash[s] @ others) - 1e-9:
                run[s], run[ways[np.argmin(cost)]], moved = False, True, True
        if not moved:
            break
    return run
