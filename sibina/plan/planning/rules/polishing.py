"""The most promising plan made better, part by part, until the goal is reached or the time is over."""

from dataclasses import dataclass

import numpy as np

from sibina.plan.planning.rules.dealing import Dealer, new_dealer, seat_all
from sibina.plan.planning.rules.decompose import Goal, Seating, Watch, seating_of
from sibina.plan.planning.rules.improving import blocks_of_units, hopes_at, improve_block, polish
from sibina.plan.planning.rules.problem import Problem

SAMPLED = 12_000
VAST = 60_000
LIFTED, TOLD = 2.0, 10
"""While too few are at the floor one there counts so many times more, and again after so many parts."""


@dataclass(frozen=True)
class Parts:
    """How many parts are solved anew at most, and the seed of the lot that picks them."""

    seed: int
    many: int


def polish_best(
    problem: Problem, goal: Goal, watch: Watch, parts: Parts, *, patience: int | None = None
) -> None:
    """Parts of the most promising plan are solved anew, until so many in a row bring nothing.

    While it brings too few people to the floor, bringing one there counts for more.
    """
    if goal.near is None or goal.guide is None or goal.reached:
        return
    chance, dealer = np.random.default_rng(parts.seed), dealer_of(problem, goal, goal.near)
    hopes = hopes_at(problem, goal.guide)
    vain, lift = 0, LIFTED
    for turn in range(parts.many):
        if goal.reached or watch.until(0.5)() or vain == patience:
            break
        vain += 1
        if polish(dealer, hopes, chance, watch.seconds_left):
            now, vain = seating_of(dealer), 0
            goal.offer(now)
            if (now.reached < goal.target) != (dealer.board.reward > goal.reward):
                dealer, lift = dealer_of(problem, goal, now), LIFTED
        if turn % TOLD == TOLD - 1:
            watch.tell()
            if dealer.board.reward > goal.reward:
                lift *= LIFTED
                dealer = dealer_of(problem, goal, seating_of(dealer), lift)


def deal_blocks(problem: Problem, goal: Goal, watch: Watch, parts: Parts) -> None:
    """The seats of the most promising plan dealt anew, block after block of its units."""
    if goal.near is None or goal.guide is None or goal.reached:
        return
    dealer, hopes = dealer_of(problem, goal, goal.near), hopes_at(problem, goal.guide)
    for persons in blocks_of_units(problem, np.random.default_rng(parts.seed)):
        if goal.reached or watch.until(1.0)():
            return
        if improve_block(dealer, persons, hopes, watch.seconds_left):
            goal.offer(seating_of(dealer))
        watch.tell()


def dealer_of(problem: Problem, goal: Goal, seating: Seating, lift: float = LIFTED) -> Dealer:
    """The seating on a board; `lift`: how much more the floor counts while too few are at it."""
    reward = goal.reward * (lift if seating.reached < goal.target else 1.0)
    dealer = new_dealer(problem, seating.run, reward=reward)
    seat_all(dealer, seating.person, seating.session)
    return dealer
