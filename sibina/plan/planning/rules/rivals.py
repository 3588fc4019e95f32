"""What simple rules reach with the same money: legal plans, made the way they are made without arithmetic."""

import numpy as np
from numba import njit

from sibina.plan.planning.rules.board import Board, best_session, empty_board, marginal, sit
from sibina.plan.planning.rules.dealing import Dealer, keep_minimums, new_dealer, objective_of, seats_of
from sibina.plan.planning.rules.persons import possible_sessions
from sibina.plan.planning.rules.problem import Problem, reaches_floor
from sibina.plan.planning.types import Flags, SimpleRule

ROUNDS = 4
FIRST_COME = "first_come"
LARGEST_GAP_FIRST = "largest_gap_first"


def compare_simple_rules(problem: Problem, run: Flags | None = None) -> tuple[SimpleRule, ...]:
    """First come, first served; and largest weighted gap first. On the sessions `run`, or, without them, on
    those that the calendar brings first while the money lasts."""
    if not len(problem.sessions) or not len(problem.people):
        return tuple(SimpleRule(name, 0.0, 0, 0, 0) for name in (FIRST_COME, LARGEST_GAP_FIRST))
    chosen = calendar_order(problem) if run is None else run
    gap = np.bincount(
        problem.need_person, weights=problem.need_weight * problem.need_short, minlength=len(problem.people)
    )
    everybody = np.arange(len(problem.people))
    orders = {FIRST_COME: everybody, LARGEST_GAP_FIRST: np.lexsort((everybody, -gap))}
    return tuple(_dealt(problem, chosen, name, order) for name, order in orders.items())


def calendar_order(problem: Problem) -> Flags:
    """Sessions by their first day, as long as money for all their seats is left and room and speaker are free."""
    sessions = problem.sessions
    run = np.zeros(len(sessions), dtype=bool)
    left = problem.terms.ceiling
    possible = possible_sessions(problem)
    for s in np.lexsort((np.arange(len(sessions)), sessions.start)):
        cost = int(sessions.fixed_cost[s] + sessions.seats[s] * sessions.seat_cost[s])
        if possible[s] and cost <= left and not (sessions.share_place[s] & run).any():
            run[s] = True
            left -= cost
    return run


def _dealt(problem: Problem, run: Flags, name: str, order: np.ndarray) -> SimpleRule:
    dealer: Dealer = new_dealer(problem, run, reward=0.0)
    by_date = np.argsort(problem.sessions.start, kind="stable")
    greedy = name == LARGEST_GAP_FIRST
    _serve(dealer.board, order, by_date, greedy)
    keep_minimums(dealer)
    board = dealer.board
    person, _ = seats_of(board)
    met = int(reaches_floor(problem, board.jp_now).sum())
    return SimpleRule(name, float(objective_of(dealer).sum()), int(board.money[0]), len(person), met)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _serve(b, order, by_date, greedy):  # type: ignore[no-untyped-def]
    """In rounds, everybody in order takes one seat: the earliest that helps, or the one that helps most."""
    for _ in range(ROUNDS):
        for p in range(len(order)):
            i, best, chosen = order[p], 0.0, -1
            for q in range(len(by_date)):
                s = by_date[q]
                if not b.run[s] or b.count[s] >= b.seats[s]:
                    continue
                worth = marginal(b, i, b.programme[s])
                if worth > best and best_session(b, i, by_date[q : q + 1]) >= 0:
                    best, chosen = worth, s
                    if not greedy:
                        break
            if chosen >= 0:
                sit(b, i, chosen, 1)


def board_of(problem: Problem, run: Flags, person: np.ndarray, session: np.ndarray) -> Board:
    """The board of a plan that is legal already."""
    board = empty_board(problem, run, reward=0.0)
    for i, s in zip(person.tolist(), session.tolist(), strict=True):
        sit(board, i, s, 1)
    return board
