"""Part of a plan solved anew and exactly while the rest stands still: what single moves cannot find.

Some people rise from their seats; an integer programme deals them the seats, money and absence that the others leave,
first for the JP floor, then for gain. The plan can only become better: their old seats are one of the answers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from sibina.plan.planning.rules.board import Board, room_for, sit
from sibina.plan.planning.rules.dealing import Dealer
from sibina.plan.planning.rules.model import Model, add_gains, add_hours, add_one_place
from sibina.plan.planning.rules.persons import Guide, PersonSide, regrets
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Flags, Floats, Ints

PAIRS = 1_200
NODES = 5
CLOSE = 2e-4
SEEDS = 4
MATES = 20
MOST = 200
DOUBTS = 3.0
EVEN = 0.03
"""The chance of who misses nothing, as a share of what people hope for on average."""
BLOCK = 1_300
BLOCK_DOUBTS = 2.5
AT_ONCE_CLOSE = 3e-4
SECONDS = 10.0
"""Outer safety for one part; its nodes end it long before."""


@dataclass(frozen=True)
class Neighbourhood:
    """Who rises: persons; and their useful (person, session) pairs among the sessions that run."""

    persons: Ints
    person: Ints
    session: Ints
    held: Flags


def improve(
    dealer: Dealer, persons: Ints, *, seconds: float, close: float = CLOSE, within: Flags | None = None
) -> bool:
    """Deals the seats of these persons anew, never worse; True when the plan became better.

    `close`: the gap that is near enough. `within`: these persons × programmes worth looking at, beside the seats held.
    """
    board = dealer.board
    around = _neighbourhood(dealer, persons, within)
    if not len(around.person):
        return False
    old = np.flatnonzero(around.held)
    before = board.potential[0]
    for at in old:
        sit(board, around.person[at], around.session[at], -1)
    taken = _solve(dealer.problem, board, around, seconds, close)
    if (
        taken is not None
        and _seat(board, around, np.flatnonzero(taken))
        and board.potential[0] > before + 1e-7
    ):
        return True
    if taken is not None:
        for i, s in zip(around.person, around.session, strict=True):
            if board.seat[i, board.programme[s]] == s:
                sit(board, i, s, -1)
    for at in old:
        sit(board, around.person[at], around.session[at], 1)
    board.potential[0] = before
    return False


def doubtful(lost: Floats, each: float) -> Flags:
    """Of regrets (persons × programmes) the least, `each` of them per person on average."""
    known = np.sort(lost[np.isfinite(lost)])
    if not len(known):
        return np.zeros(lost.shape, dtype=bool)
    return np.isfinite(lost) & (lost <= max(1e-6, float(known[min(int(each * len(lost)), len(known) - 1)])))


@dataclass(frozen=True)
class Hopes:
    """What everybody could have at the prices of the guide, if all were alone: gain, and the reward of the floor, less
    the price. `side`: everybody."""

    guide: Guide
    side: PersonSide
    most: Floats

    def in_doubt(self, persons: Ints, each: float) -> Flags:
        """These persons × programmes: what the prices leave in doubt, so many programmes a person on average."""
        guide = self.guide
        return doubtful(
            regrets(self.side.of(persons), guide.price, guide.row_of[persons], guide.reward), each
        )


def hopes_at(problem: Problem, guide: Guide) -> Hopes:
    """The hopes of everybody at the guide's prices."""
    side = PersonSide(problem, np.arange(len(guide.row_of)), floor=guide.reward > 0)
    return Hopes(guide, side, side.answers(guide.price, guide.row_of, guide.reward).total)


def improve_block(dealer: Dealer, persons: Ints, hopes: Hopes, seconds_left: Callable[[], float]) -> bool:
    """Deals the seats of whole units anew, on what prices leave in doubt."""
    within = hopes.in_doubt(persons, BLOCK_DOUBTS)
    seconds = min(2 * SECONDS, seconds_left())
    return improve(dealer, persons, seconds=seconds, close=AT_ONCE_CLOSE, within=within)


def blocks_of_units(problem: Problem, rng: np.random.Generator) -> list[Ints]:
    """Everybody, in blocks of whole units drawn by lot, of about BLOCK people."""
    order = rng.permutation(len(problem.units))
    size = np.bincount(problem.unit_of, minlength=len(problem.units))
    block_of = np.empty(len(order), dtype=np.int64)
    block_of[order] = np.cumsum(size[order]) // BLOCK
    mine = block_of[problem.unit_of]
    return [np.flatnonzero(mine == block) for block in np.unique(mine)]


def _seat(board: Board, around: Neighbourhood, taken: Ints) -> bool:
    for at in taken:
        if room_for(board, around.person[at], around.session[at]) == 0:
            return False
        sit(board, around.person[at], around.session[at], 1)
    return True


def _neighbourhood(dealer: Dealer, persons: Ints, within: Flags | None = None) -> Neighbourhood:
    board, problem = dealer.board, dealer.problem
    useful = np.zeros((len(persons), len(problem.programmes)), dtype=bool)
    place = np.full(len(problem.people), -1, dtype=np.int64)
    place[persons] = np.arange(len(persons))
    mine = place[problem.need_person] >= 0
    who, what = place[problem.need_person[mine]], problem.need_competency[mine]
    np.logical_or.at(useful, who, (problem.gain[:, what] > 0).T)
    if board.reward > 0:
        useful |= (problem.jp_done[persons] < board.floor)[:, None] & (problem.jp > 0)[None, :]
    useful &= board.allowed[persons] if board.allowed.shape[0] > 1 else board.allowed
    if within is not None:
        useful &= within
    holds = board.seat[persons]
    running = np.flatnonzero(board.run)
    barred = board.barred[persons] if board.barred.shape[0] > 1 else board.barred
    pairs = useful[:, problem.sessions.programme[running]] & ~barred[:, running]
    held = holds[:, problem.sessions.programme[running]] == running[None, :]
    row, column = np.nonzero(pairs | held)
    return Neighbourhood(persons, persons[row], running[column], held[row, column])


def _solve(
    problem: Problem, board: Board, around: Neighbourhood, seconds: float, close: float
) -> Flags | None:
    """Which pairs to seat; None when HiGHS found nothing in time. The people have risen already."""
    model = Model()
    pair = np.arange(len(around.person))
    x = model.add_columns(np.zeros(len(pair)), np.ones(len(pair)), integer=True)
    _add_room(model, board, around, x)
    add_one_place(model, problem, x, around.person, around.session)
    add_hours(model, problem, x, around.person, problem.sessions.programme[around.session])
    start = np.zeros(len(pair))
    start[around.held] = 1.0
    needs = np.flatnonzero(np.isin(problem.need_person, around.persons))
    add_gains(model, problem, needs, x, around.person, problem.sessions.programme[around.session])
    more = [_values_held(problem, around, needs)]
    if board.reward > 0:
        more.append(_add_floor(model, problem, board, around, x, start))
    highs = model.solver()
    for name, value in (
        ("mip_rel_gap", close),
        ("mip_max_nodes", NODES),
        ("mip_allow_restart", False),
        ("time_limit", max(0.2, seconds)),
    ):
        highs.setOptionValue(name, value)
    first = highspy.HighsSolution()
    first.col_value = np.concatenate([start, *more]).tolist()
    highs.setSolution(first)
    highs.run()
    if highs.getInfo().primal_solution_status != 2:
        return None
    return np.array(highs.getSolution().col_value)[x] > 0.5


def _add_room(model: Model, board: Board, around: Neighbourhood, x: Ints) -> None:
    """Seats, minimums, money and absence that are left."""
    sessions, row = np.unique(around.session, return_inverse=True)
    count = board.count[sessions]
    rows = model.add_rows(
        np.maximum(0, board.least[sessions] - count).astype(float),
        (board.seats[sessions] - count).astype(float),
    )
    model.put(rows[row], x, 1.0)
    # `money[1]` is kept for minimums that are not reached; here the minimums are rows of their own.
    unfilled = np.maximum(0, board.least[sessions] - count) * board.seat_cost[sessions]
    left = board.ceiling - board.money[0] - (board.money[1] - int(unfilled.sum()))
    budget = model.add_at_most(np.array([left / 1e6]))
    model.put(np.repeat(budget, len(x)), x, board.seat_cost[around.session] / 1e6)
    away = np.flatnonzero(board.is_away[around.session])
    unit = board.unit_of[around.person[away]]
    session = around.session[away]
    for u in np.unique(unit):
        mine = away[unit == u]
        own = np.unique(session[unit == u])
        days = np.unique(board.start[own])
        for day in days:
            open_now = own[(board.start[own] <= day) & (board.away_end[own] >= day)]
            until = board.away_end[open_now].min()
            room = board.max_away[u] - board.away[u, day : until + 1].max(initial=0)
            here = mine[np.isin(around.session[mine], open_now)]
            if len(here) > room:
                model.put(np.repeat(model.add_at_most(np.array([float(room)])), len(here)), x[here], 1.0)


def _values_held(problem: Problem, around: Neighbourhood, needs: Ints) -> Floats:
    """The value of each of these needs with the seats held."""
    got = np.zeros((len(problem.people), len(problem.competencies)))
    programme = problem.sessions.programme[around.session[around.held]]
    np.add.at(got, around.person[around.held], problem.gain[programme])
    gained = got[problem.need_person[needs], problem.need_competency[needs]]
    return problem.need_weight[needs] * np.minimum(problem.need_short[needs], gained)


def _add_floor(
    model: Model, problem: Problem, board: Board, around: Neighbourhood, x: Ints, start: Floats
) -> Floats:
    """Who reaches the floor, each worth the board's reward; gives who does with the seats held."""
    below = around.persons[problem.jp_done[around.persons] < board.floor]
    missing = problem.terms.jp_floor - problem.jp_done[below]
    reached = model.add_columns(np.full(len(below), board.reward), np.ones(len(below)), integer=True)
    rows = model.add_at_most(np.zeros(len(below)))
    model.put(rows, reached, missing)
    place = np.full(len(problem.people), -1, dtype=np.int64)
    place[below] = np.arange(len(below))
    lacks = place[around.person] >= 0
    who = place[around.person[lacks]]
    jp = problem.jp[problem.sessions.programme[around.session[lacks]]]
    model.put(rows[who], x[lacks], -np.minimum(jp, missing[who]))
    earned = np.bincount(who, weights=jp * start[lacks], minlength=len(below))
    return (earned >= missing - 1e-6).astype(float)


def missed(dealer: Dealer, hopes: Hopes) -> Floats:
    """By how much everybody's seats fall short of their hopes: with seats unsold, all that a plan misses of its bound."""
    board, problem = dealer.board, dealer.problem
    value = problem.need_weight * np.minimum(problem.need_short, board.total)
    lifted = (problem.jp_done < board.floor) & (board.jp_now >= board.floor)
    has = np.bincount(problem.need_person, value, len(hopes.most)) + hopes.guide.reward * lifted
    paid = np.where(board.seat >= 0, hopes.guide.price[hopes.guide.row_of], 0.0).sum(axis=1)
    return np.maximum(0.0, hopes.most - has + paid)


def polish(dealer: Dealer, hopes: Hopes, rng: np.random.Generator, seconds_left: Callable[[], float]) -> bool:
    """One part of the plan solved anew, around people who miss much of what they could have."""
    first = _some(dealer, hopes, rng)[:MOST]
    within = hopes.in_doubt(first, DOUBTS)
    fit = _as_many_as_fit(dealer, first, within)
    return improve(dealer, first[:fit], seconds=min(SECONDS, seconds_left()), within=within[:fit])


def _some(dealer: Dealer, hopes: Hopes, rng: np.random.Generator) -> Ints:
    """A few people by lot, who misses more the likelier; others of their units who have seats; then all by lot."""
    board, lost = dealer.board, missed(dealer, hopes)
    lots = rng.exponential(size=(2, len(lost)))
    with np.errstate(divide="ignore"):
        seeds = np.argsort(lots[0] / lost, kind="stable")[:SEEDS]
    mates = np.isin(board.unit_of, board.unit_of[seeds]) & (board.seat >= 0).any(axis=1)
    others = np.argsort(lots[1] / (lost + EVEN * max(1e-9, float(hopes.most.mean()))), kind="stable")
    order = np.concatenate([seeds, rng.permutation(np.flatnonzero(mates))[:MATES], others])
    return order[np.sort(np.unique(order, return_index=True)[1])]


def _as_many_as_fit(dealer: Dealer, first: Ints, within: Flags) -> int:
    """How many of these people have PAIRS useful pairs together; at least two."""
    around = _neighbourhood(dealer, first, within)
    pairs = np.bincount(around.person, minlength=len(dealer.problem.people))[first]
    return max(2, int(np.searchsorted(np.cumsum(pairs), PAIRS)))
