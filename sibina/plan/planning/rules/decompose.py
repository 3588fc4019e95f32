"""One level of the search: units pooled into clusters, prices, sessions, seats; bound and plan come nearer each turn."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sibina.plan.planning.rules.choosing import choose_sessions, place_counts
from sibina.plan.planning.rules.dealing import (
    Dealer,
    deal_until_still,
    fill_left_over,
    keep_minimums,
    lift_to_floor,
    new_dealer,
    objective_of,
    push_to_floor,
    seat_as_taken,
    seat_wishes,
    seats_of,
)
from sibina.plan.planning.rules.improving import AT_ONCE_CLOSE, doubtful, improve
from sibina.plan.planning.rules.model import Clusters
from sibina.plan.planning.rules.persons import Guide, PersonSide, regrets
from sibina.plan.planning.rules.prices import (
    Cut,
    Effort,
    FloorTerms,
    Master,
    MasterAnswer,
    Prices,
    Proof,
    above,
    move_prices,
)
from sibina.plan.planning.rules.problem import Problem, reaches_floor
from sibina.plan.planning.types import Flags, Floats, Ints

GOLDEN = 0.6180339887498949
NEAR = 5e-3
AT_ONCE = 12_000
"""People beyond whom their seats are not dealt at once."""
DOUBTS = 1.6
"""Pairs of person and programme that are looked at then, per person."""
LONGEST = 30.0
PUSHING = 0.1
"""The share of the time left that moving people to the floor may take."""


@dataclass(frozen=True)
class Seating:
    """A legal plan in the making: sessions that run, seats, its gain, whom it brings to the floor."""

    run: Flags
    person: Ints
    session: Ints
    value: float
    reached: int


@dataclass
class Goal:
    """What is asked: the most merit, which is gain + `reward` × people brought to the floor, `target` of them or more.

    `bound`: no plan has more merit. `proofs`: what no plan gains more than that brings about `target` people to the floor.
    `worthless`: gains count as nothing. `guide`: the prices that led to `near`.
    """

    close: float
    reward: float = 0.0
    target: int = 0
    worthless: bool = False
    best: Seating | None = None
    near: Seating | None = None
    bound: float = np.inf
    proofs: list[Proof] = field(default_factory=list)
    guide: Guide | None = None
    run_tried: set[bytes] = field(default_factory=set)

    def merit(self, seating: Seating) -> float:
        return (0.0 if self.worthless else seating.value) + self.reward * seating.reached

    def offer(self, seating: Seating) -> bool:
        """Keeps the seating when it is better: the target first, then merit. `near` has the most merit of all."""
        merit = self.merit(seating)
        if self.near is None or merit > self.merit(self.near) + 1e-9:
            self.near = seating
        here = min(seating.reached, self.target)
        there = min(self.best.reached, self.target) if self.best else -1
        better = here > there or (here == there and merit > self.merit(self.best or seating) + 1e-9)
        if better:
            self.best = seating
        return better

    def most(self, reached: int) -> float:
        """The most that any plan gains which brings as many people to the floor as this, or more."""
        # Without a target nobody's hours were asked for, so that the proofs say nothing of who passes it.
        short = self.target - reached if self.target else 0
        firm = min((proof.most(short) for proof in self.proofs), default=np.inf)
        return float(min(firm, self.bound - (0.0 if self.worthless else self.reward * reached)))

    @property
    def gap(self) -> float:
        """Proven distance; infinite while there is no plan that keeps the floor."""
        if self.best is None or self.best.reached < self.target:
            return float("inf")
        most = self.most(self.best.reached)
        return 1.0 - (self.best.reached if self.worthless else self.best.value) / most if most > 1e-9 else 0.0

    def nearly(self, share: float) -> bool:
        """Is the best plan within this share of the target and of its bound?"""
        if self.best is None or self.best.reached < (1.0 - share) * self.target:
            return False
        return self.best.value >= (1.0 - share) * self.most(max(self.best.reached, self.target))

    @property
    def reached(self) -> bool:
        return self.gap <= self.close

    def promising(self, seating: Seating) -> bool:
        """Has the seating nearly as much merit as the best?"""
        return self.near is None or self.merit(seating) >= (1.0 - NEAR) * self.merit(self.near)

    def outdone(self, bound: float) -> bool:
        """Is there a plan already with as much merit as this?"""
        return self.best is not None and self.best.reached >= self.target and self.merit(self.best) >= bound


@dataclass(frozen=True)
class Watch:
    """Time left and the wish to stop, as questions."""

    seconds_left: Callable[[], float]
    stopped: Callable[[], bool]
    tell: Callable[[], None]

    def part(self, share: float) -> "Watch":
        """The same, but only this share of the time that is left."""
        kept = (1.0 - share) * self.seconds_left()
        return Watch(lambda: self.seconds_left() - kept, self.stopped, self.tell)

    def until(self, reserve: float) -> Callable[[], bool]:
        """A question: is there no more than `reserve` seconds left, or a wish to stop?"""
        return lambda: self.stopped() or self.seconds_left() <= reserve


@dataclass(frozen=True)
class Level:
    """Persons asked, clusters, groups of persons (columns are shared inside a group), rounds of prices."""

    side: PersonSide
    clusters: Clusters
    group_of: Ints
    rounds: int
    width: float
    turns: int


def run_level(problem: Problem, level: Level, goal: Goal, start: Prices, watch: Watch) -> Prices:
    """Moves prices; then, on all persons, chooses sessions and deals seats in turns until the goal is reached."""
    floor, counted = FloorTerms(reward=goal.reward), level.clusters.count == 1
    master = Master(problem, level.side, level.clusters, level.group_of, floor=floor, counted=counted)
    effort = Effort(level.rounds, 1e-4, watch.until(0.0), watch.seconds_left)
    prices, answer = move_prices(master, start, effort, level.width)
    everybody = len(level.side.persons) == len(problem.people)
    if everybody and np.isfinite(prices.bound):
        goal.bound = min(goal.bound, above(prices.bound))
    if answer is None or not everybody:
        return prices
    goal.guide = goal.guide or Guide(prices.price, level.clusters.of_person, goal.reward)
    pool = prices.cuts[-20:]
    if level.clusters.count > 1:
        near = goal.near.run.astype(float) if goal.near is not None else None
        for run in (master.dive_for_runs(watch.part(0.7).seconds_left), near):
            if run is not None and not goal.reached:
                pool += _try(problem, level, master, prices, run, goal, watch)
    _take_turns(problem, level, master, prices, goal, watch, pool)
    return prices


def _take_turns(  # noqa: PLR0913 - one argument a thing that it goes on from
    problem: Problem, level: Level, master: Master, prices: Prices, goal: Goal, watch: Watch, pool: list[Cut]
) -> None:
    """Sessions by the answers and by the cuts, in turns, until nothing new comes of it."""
    for turn in range(level.turns):
        if goal.reached or watch.until(1.0)():
            break
        before = len(goal.run_tried)
        for proposal in (_by_answers, _by_cuts):
            run = proposal(problem, level, master, pool, goal, watch, turn)
            if run is not None and not goal.reached:
                pool += _try(problem, level, master, prices, run, goal, watch)
            watch.tell()
            if goal.reached or watch.until(1.0)():
                break
        if len(goal.run_tried) == before:
            break


def _by_answers(  # noqa: PLR0913 - the same arguments as the other proposal
    problem: Problem, level: Level, master: Master, pool: list[Cut], goal: Goal, watch: Watch, turn: int
) -> Floats | None:
    """Sessions that make the most of the answers that people gave so far."""
    if turn >= 2 or level.clusters.count > 1:
        return None
    run = master.best_runs(min(15.0, 0.5 * watch.seconds_left()), 1e-3)
    return None if run is None else place_counts(problem, run).astype(float)


def _by_cuts(  # noqa: PLR0913
    problem: Problem, level: Level, master: Master, pool: list[Cut], goal: Goal, watch: Watch, turn: int
) -> Floats | None:
    """Sessions that look best from above; lowers the goal's bound on the way."""
    seconds = min(10.0, 0.25 * watch.seconds_left())
    close = 2e-3 if turn == 0 else 3e-4
    found = choose_sessions(problem, level.clusters, pool, seconds=seconds, close=close)
    if found is None:
        return None
    goal.bound = min(goal.bound, above(found.bound))
    return found.run


def _try(  # noqa: PLR0913
    problem: Problem, level: Level, master: Master, base: Prices, run: Floats, goal: Goal, watch: Watch
) -> list[Cut]:
    """Prices for exactly these sessions, then seats; returns the cuts that are tight there."""
    key = np.packbits(run > 0.5).tobytes()
    if key in goal.run_tried:
        return []
    goal.run_tried.add(key)
    master.fix_runs(run)
    here = Prices(base.price, base.reward)
    effort = Effort(max(4, level.rounds // 3), 3e-4, watch.until(1.0), watch.seconds_left)
    here, _ = move_prices(master, here, effort, 0.3)
    answer = None if goal.outdone(here.bound) else master.solve_firm(watch.seconds_left())
    master.free_runs()
    if answer is None:
        return here.cuts[-3:]
    person, programme = wishes(master, answer)
    dealer = new_dealer(problem, run > 0.5, reward=goal.reward)
    if level.clusters.count == len(problem.units):
        taken = np.zeros((level.clusters.count, len(problem.sessions)))
        taken[level.clusters.of_unit[master.sessions.cluster], master.sessions.session] = answer.taken
        seat_as_taken(dealer, person, programme, taken)
    seat_wishes(dealer, person, programme)
    before = goal.near
    finish(dealer, goal, answer.money_rate, watch)
    if goal.near is not before:
        goal.guide = Guide(here.price, level.clusters.of_person, goal.reward)
    if level.clusters.count == len(problem.units) and not goal.reached:
        deal_at_once(dealer, master, here, goal, watch)
    return here.cuts[-3:]


def deal_at_once(dealer: Dealer, master: Master, prices: Prices, goal: Goal, watch: Watch) -> None:
    """All seats of these sessions dealt anew by one integer programme, on the pairs that the prices leave in doubt."""
    now = seating_of(dealer)
    settled = goal.merit(now) >= (1.0 - AT_ONCE_CLOSE) * prices.bound
    settled |= prices.bound < (1.0 - goal.close) * goal.bound
    if settled or len(master.side.persons) > AT_ONCE or not goal.promising(now):
        return
    lost = regrets(master.side, prices.price, master.row_of, goal.reward)
    within = doubtful(lost, DOUBTS)
    seconds = min(LONGEST, watch.seconds_left())
    if improve(dealer, np.arange(len(lost)), seconds=seconds, close=AT_ONCE_CLOSE, within=within):
        fill_left_over(dealer)
        reach_target(dealer, goal, watch)
        goal.offer(seating_of(dealer))


def finish(dealer: Dealer, goal: Goal, rate: float, watch: Watch) -> None:
    """Minimums kept, seats re-dealt, money spent; the results are offered to the goal on the way.

    `rate`: what a rupiah is worth in points. A seat must pay it at first, then half of it, then nothing: else whoever
    is dealt first takes the money that others make more of.
    """
    keep_minimums(dealer)
    goal.offer(seating_of(dealer))
    for at in (rate, 0.5 * rate, 0.0):
        deal_until_still(dealer, at, 6, watch.until(0.5))
        fill_left_over(dealer)
        lift_to_floor(dealer)
    keep_minimums(dealer)
    reach_target(dealer, goal, watch)


def reach_target(dealer: Dealer, goal: Goal, watch: Watch) -> None:
    """Offers what is seated; where too few are at the floor, and it is worth it, people move over for more."""
    now = seating_of(dealer)
    goal.offer(now)
    target = len(dealer.problem.people) if goal.worthless else goal.target
    if goal.reward > 0 and now.reached < target and goal.promising(now):
        push_to_floor(dealer, target, watch.until((1.0 - PUSHING) * watch.seconds_left()))
        goal.offer(seating_of(dealer))


def seating_of(dealer: Dealer) -> Seating:
    """What stands on the board."""
    person, session = seats_of(dealer.board)
    problem = dealer.problem
    reached = reaches_floor(problem, dealer.board.jp_now) & (problem.jp_done < problem.terms.jp_floor - 1e-3)
    return Seating(
        dealer.board.run.copy(), person, session, float(objective_of(dealer).sum()), int(reached.sum())
    )


def wishes(master: Master, answer: MasterAnswer) -> tuple[Ints, Ints]:
    """Everybody takes one of their group's answers, in the shares of the master: (person, programme) pairs."""
    side = master.side
    count = np.bincount(master.group_of, minlength=master.groups)
    order = np.argsort(master.group_of, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count)
    lot = ((rank + 0.5) * GOLDEN) % 1.0
    low = np.zeros(master.groups)
    people, programmes = [], []
    used = np.flatnonzero(answer.share > 1e-9)
    for j in used[np.lexsort((used, -answer.share[used]))]:
        column, share = master.columns[j], answer.share[j]
        drawn = (lot[column.person] >= low[column.group]) & (lot[column.person] < low[column.group] + share)
        low[column.group] += share
        people.append(side.persons[column.person[drawn]])
        programmes.append(column.programme[drawn])
    if not people:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(people), np.concatenate(programmes)
