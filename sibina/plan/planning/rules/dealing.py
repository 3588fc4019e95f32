"""Seats for people: from what people ask for to a legal plan, then seats re-dealt until nothing moves."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sibina.plan.planning.rules.board import (
    Board,
    clear,
    close_session,
    deal,
    empty_board,
    fill_minimum,
    lift,
    marginals,
    restore,
    rise_idle,
    room_for,
    sit,
)
from sibina.plan.planning.rules.persons import possible_sessions
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.rules.pushing import push
from sibina.plan.planning.types import Flags, Floats, Ints

BETTER = 1e-9
STEPS = 4
PUSHED = 25
HARDLY = 0.3


@dataclass(frozen=True)
class Dealer:
    """A board and what is looked up again and again: sessions per programme, people per programme."""

    problem: Problem
    board: Board
    sessions_of: tuple[Ints, ...]
    wanting: tuple[Ints, ...]


def new_dealer(
    problem: Problem, run: Flags, *, reward: float, wanting: tuple[Ints, ...] | None = None
) -> Dealer:
    """An empty board with these sessions paid for; sessions that cannot run at all are left out."""
    run = run & possible_sessions(problem)
    sessions_of = tuple(
        np.flatnonzero(problem.sessions.programme == g) for g in range(len(problem.programmes))
    )
    return Dealer(
        problem,
        empty_board(problem, run, reward=reward),
        sessions_of,
        wanting or who_gains(problem, reward > 0),
    )


def who_gains(problem: Problem, floor: bool) -> tuple[Ints, ...]:
    """Per programme the people whom it could give anything (a gain; with `floor`, JP that they lack)."""
    lists = []
    below = np.flatnonzero(problem.jp_done < problem.terms.jp_floor - 1e-3)
    for g in range(len(problem.programmes)):
        gains = problem.gain[g, problem.need_competency] > 0
        people = np.unique(problem.need_person[gains])
        if floor and problem.jp[g] > 0:
            people = np.union1d(people, below)
        lists.append(people[problem.may_attend(people, g)])
    return tuple(lists)


def seat_wishes(dealer: Dealer, person: Ints, programme: Ints) -> None:
    """Seats the wishes (person, programme), programmes with the fewest sessions first, dearest wishes first.

    Half of what lifts somebody to the floor is worth nothing alone, so it is seated too; when all are seated, seats
    that serve nobody are freed, and who is still below is lifted with what is left.
    """
    running = [int(dealer.board.run[s].sum()) for s in dealer.sessions_of]
    for g in sorted(np.unique(programme).tolist(), key=lambda g: (running[g], g)):
        _deal_to(dealer, g, np.sort(person[programme == g]), 0.0, idle=dealer.board.reward > 0)
    lift_to_floor(dealer)


def seat_as_taken(dealer: Dealer, person: Ints, programme: Ints, taken: Floats) -> None:
    """Seats wishes in the sessions in which their unit has places: `taken` (unit × session), as the master shared
    them out."""
    board, left = dealer.board, taken.copy()
    for i, g in zip(person.tolist(), programme.tolist(), strict=True):
        places = left[board.unit_of[i]]
        sessions = dealer.sessions_of[g]
        for s in sessions[np.argsort(-places[sessions], kind="stable")].tolist():
            if places[s] < HARDLY:
                break
            if room_for(board, i, s) > 0:
                sit(board, i, s, 1)
                places[s] -= 1.0
                break


def seat_all(dealer: Dealer, person: Ints, session: Ints) -> None:
    """Seats exactly these, as far as the rules allow."""
    for i, s in zip(person.tolist(), session.tolist(), strict=True):
        if room_for(dealer.board, i, s) > 0:
            sit(dealer.board, i, s, 1)


def lift_to_floor(dealer: Dealer) -> None:
    """Frees idle seats, then brings as many as possible to the floor, who lacks least first."""
    board = dealer.board
    if board.reward <= 0:
        return
    rise_idle(board)
    below = np.flatnonzero(board.jp_now < board.floor)
    order = np.argsort(board.floor - board.jp_now[below], kind="stable")
    lift(board, below[order], np.flatnonzero(board.run), STEPS)


def push_to_floor(dealer: Dealer, target: int, out_of_time: Callable[[], bool]) -> None:
    """Moves who loses little until `target` people are lifted to the floor, or nobody more can be."""
    board = dealer.board
    low = dealer.problem.jp_done < board.floor
    running = np.flatnonzero(board.run)
    tried = np.zeros(len(low), dtype=bool)
    while not out_of_time():
        lacking = target - int((low & (board.jp_now >= board.floor)).sum())
        below = np.flatnonzero((board.jp_now < board.floor) & ~tried)
        if lacking <= 0 or not len(below):
            return
        order = below[np.argsort(board.floor - board.jp_now[below], kind="stable")][:PUSHED]
        tried[order] = True
        push(board, order, running, lacking)


def _deal_to(dealer: Dealer, g: int, people: Ints, rate: float, *, idle: bool = False) -> None:
    worth = np.empty(len(people))
    marginals(dealer.board, g, people, worth)
    some = worth >= 0 if idle else worth > 0
    order = np.argsort(-worth[some], kind="stable")
    deal(dealer.board, dealer.sessions_of[g], people[some][order], worth[some][order], rate)


def redeal(dealer: Dealer, g: int, rate: float) -> bool:
    """Takes the seats of programme g back and deals them to whom they help most; keeps what was, if that was better."""
    board = dealer.board
    if not board.run[dealer.sessions_of[g]].any():
        return False
    before = board.potential[0] - rate * board.money[0]
    held = clear(board, g)
    _deal_to(dealer, g, dealer.wanting[g], rate)
    short = [s for s in dealer.sessions_of[g] if board.run[s] and board.count[s] < board.least[s]]
    if (
        all(_fill(dealer, int(s)) for s in short)
        and board.potential[0] - rate * board.money[0] > before + BETTER
    ):
        return True
    clear(board, g)
    restore(board, held)
    board.potential[0] = before + rate * board.money[0]
    return False


def _fill(dealer: Dealer, s: int) -> bool:
    """Fills a session to its minimum: first who gains, then anyone who may attend."""
    board, g = dealer.board, int(dealer.board.programme[s])
    for people in (dealer.wanting[g], np.arange(len(dealer.problem.people))):
        worth = np.empty(len(people))
        marginals(board, g, people, worth)
        order = np.argsort(-worth, kind="stable")
        if fill_minimum(board, s, people[order], worth[order], int(board.least[s])):
            return True
    return False


def keep_minimums(dealer: Dealer) -> None:
    """Fills sessions below their minimum, and cancels those that cannot be filled."""
    board, sessions = dealer.board, dealer.problem.sessions
    short = [int(s) for s in np.flatnonzero(board.run & (board.count < board.least))]
    for s in sorted(short, key=lambda s: (int(board.least[s] - board.count[s]), s)):
        empty = board.count[s] == 0 and board.potential[0] > 0
        if empty or not _fill(dealer, s):
            close_session(board, s, int(sessions.fixed_cost[s]))


def deal_until_still(dealer: Dealer, rate: float, rounds: int, out_of_time: Callable[[], bool]) -> None:
    """Re-deals programme after programme until no seat moves."""
    still = 0
    programmes = [g for g, s in enumerate(dealer.sessions_of) if dealer.board.run[s].any()]
    for turn in range(rounds * len(programmes)):
        if out_of_time() or still >= len(programmes):
            return
        still = 0 if redeal(dealer, programmes[turn % len(programmes)], rate) else still + 1


def fill_left_over(dealer: Dealer) -> None:
    """Spends what money is left on free seats, the most gain for the money first."""
    board = dealer.board
    ratio: list[tuple[float, int]] = []
    for g, sessions in enumerate(dealer.sessions_of):
        open_seats = sessions[board.run[sessions] & (board.count[sessions] < board.seats[sessions])]
        if len(open_seats):
            worth = np.empty(len(dealer.wanting[g]))
            marginals(board, g, dealer.wanting[g], worth)
            cost = max(1.0, float(board.seat_cost[open_seats].min()))
            ratio.append((-float(worth.max(initial=0.0)) / cost, g))
    for _, g in sorted(ratio):
        _deal_to(dealer, g, dealer.wanting[g], 0.0)


def seats_of(board: Board) -> tuple[Ints, Ints]:
    """Who sits where: persons and sessions, ordered by person, then session."""
    person, programme = np.nonzero(board.seat >= 0)
    session = board.seat[person, programme].astype(np.int64)
    order = np.lexsort((session, person))
    return person[order].astype(np.int64), session[order]


def objective_of(dealer: Dealer) -> Floats:
    """Gain per person on this board."""
    board, problem = dealer.board, dealer.problem
    value = board.weight * np.minimum(board.short, board.total)
    return np.bincount(problem.need_person, weights=value, minlength=len(problem.people)).astype(float)
