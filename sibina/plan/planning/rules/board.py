"""Who sits where: a board of seats that never breaks a rule, and the moves on it, compiled by numba.

`potential[0]` is Σ weighted shortfall closed + `reward` × people at the JP floor; each move keeps it exact.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from sibina.plan.planning.rules.persons import offered_programmes
from sibina.plan.planning.rules.problem import Problem, jp_limit
from sibina.plan.planning.types import Flags, Floats, Ints


class Board(NamedTuple):
    """Arrays of the problem, then the state: `seat[i, g]` is the session or -1; `away[u, day]` people absent."""

    unit_of: Ints
    max_away: Ints
    need_ptr: Ints
    need_competency: Ints
    short: Floats
    weight: Floats
    gain: Floats
    jp: Floats
    jp_limit: Floats
    floor: float
    reward: float
    allowed: Flags
    barred: Flags
    programme: Ints
    start: Ints
    end: Ints
    away_end: Ints
    seats: Ints
    least: Ints
    seat_cost: Ints
    is_away: Flags
    ceiling: int
    run: Flags
    seat: Ints
    total: Floats
    jp_now: Floats
    count: Ints  # type: ignore[assignment]  # hides tuple's own count, which nobody asks of a board
    away: Ints
    money: Ints
    potential: Floats


def empty_board(problem: Problem, run: Flags, *, reward: float) -> Board:
    """A board on which the sessions `run` are paid for and nobody sits. `money` is (spent, kept for minimum seats)."""
    sessions = problem.sessions
    first_day = sessions.first_day
    away: Ints = np.zeros((len(problem.units), sessions.day_count), dtype=np.int32)
    if problem.kept is not None:
        away += problem.kept.absent.astype(np.int32)
    offered = offered_programmes(problem)
    least = np.maximum(1, sessions.min_seats)
    spent = int(sessions.fixed_cost[run].sum())
    kept = int((least * sessions.seat_cost)[run].sum())
    return Board(
        unit_of=problem.unit_of,
        max_away=problem.max_away,
        need_ptr=problem.need_ptr,
        need_competency=problem.need_competency,
        short=problem.need_short,
        weight=problem.need_weight,
        gain=problem.gain,
        jp=problem.jp,
        jp_limit=jp_limit(problem),
        floor=float(problem.terms.jp_floor) - 1e-3,
        reward=float(reward),
        allowed=offered[None, :] if problem.eligible is None else problem.eligible & offered[None, :],
        barred=problem.barred,
        programme=sessions.programme,
        start=sessions.start - first_day,
        end=sessions.end - first_day,
        away_end=sessions.away_end - first_day,
        seats=sessions.seats,
        least=least,
        seat_cost=sessions.seat_cost,
        is_away=sessions.away,
        ceiling=int(problem.terms.ceiling),
        run=run.copy(),
        seat=np.full((len(problem.people), len(problem.programmes)), -1, dtype=np.int32),
        total=np.zeros(len(problem.need_competency)),
        jp_now=problem.jp_done.copy(),
        count=np.zeros(len(sessions), dtype=np.int64),
        away=away,
        money=np.array([spent, kept], dtype=np.int64),
        potential=np.zeros(1),
    )


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def marginal(b, i, g):  # type: ignore[no-untyped-def]
    """What programme g would add for person i, the reward for reaching the floor included."""
    if not (b.allowed[i, g] if b.allowed.shape[0] > 1 else b.allowed[0, g]):
        return -1.0
    added = 0.0
    for n in range(b.need_ptr[i], b.need_ptr[i + 1]):
        more = b.gain[g, b.need_competency[n]]
        if more > 0:
            added += b.weight[n] * (min(b.short[n], b.total[n] + more) - min(b.short[n], b.total[n]))
    if b.reward > 0 and b.jp_now[i] < b.floor <= b.jp_now[i] + b.jp[g]:
        added += b.reward
    return added


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def marginals(b, g, persons, out):  # type: ignore[no-untyped-def]
    """`marginal` for many; −1 for who already sits in the programme."""
    for p in range(len(persons)):
        out[p] = -1.0 if b.seat[persons[p], g] >= 0 else marginal(b, persons[p], g)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def has_hours(b, i, s):  # type: ignore[no-untyped-def]
    """Does the ceiling of hours leave person i the JP of session s?"""
    return b.jp_now[i] + b.jp[b.programme[s]] <= b.jp_limit[i]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def is_barred(b, i, s):  # type: ignore[no-untyped-def]
    """Does a kept seat take person i's days of session s?"""
    return b.barred[i, s] if b.barred.shape[0] > 1 else b.barred[0, s]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def room_for(b, i, s):  # type: ignore[no-untyped-def]
    """How freely person i can sit in session s: 0 not at all, else the room left in the unit, at most 1000."""
    if not b.run[s] or b.count[s] >= b.seats[s] or is_barred(b, i, s):
        return 0
    pledged = b.seat_cost[s] if b.count[s] < b.least[s] else 0
    if b.money[0] + b.money[1] - pledged + b.seat_cost[s] > b.ceiling or not has_hours(b, i, s):
        return 0
    for g in range(b.seat.shape[1]):
        t = b.seat[i, g]
        if t >= 0 and (g == b.programme[s] or (b.start[t] <= b.end[s] and b.start[s] <= b.end[t])):
            return 0
    free = 1000
    if b.is_away[s]:
        u = b.unit_of[i]
        for day in range(b.start[s], b.away_end[s] + 1):
            free = min(free, b.max_away[u] - b.away[u, day])
    return max(0, free)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def sit(b, i, s, sign):  # type: ignore[no-untyped-def]
    """Seats person i in session s (sign 1), or takes the seat back (sign −1). The caller has asked `room_for`."""
    g = b.programme[s]
    if sign > 0:
        b.potential[0] += max(0.0, marginal(b, i, g))
    b.seat[i, g] = s if sign > 0 else -1
    for n in range(b.need_ptr[i], b.need_ptr[i + 1]):
        b.total[n] += sign * b.gain[g, b.need_competency[n]]
    b.jp_now[i] += sign * b.jp[g]
    if sign < 0:
        b.potential[0] -= max(0.0, marginal(b, i, g))
    pledged = b.count[s] < b.least[s] if sign > 0 else b.count[s] <= b.least[s]
    b.count[s] += sign
    b.money[0] += sign * b.seat_cost[s]
    if pledged:
        b.money[1] -= sign * b.seat_cost[s]
    if b.is_away[s]:
        for day in range(b.start[s], b.away_end[s] + 1):
            b.away[b.unit_of[i], day] += sign


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def best_session(b, i, sessions):  # type: ignore[no-untyped-def]
    """Among the sessions, the one that person i fits into most freely: short of its minimum first; −1 when none."""
    chosen, score = -1, 0
    for p in range(len(sessions)):
        s = sessions[p]
        free = room_for(b, i, s)
        if free > 0:
            here = free + (2000 if b.count[s] < b.least[s] else 0)
            if here > score:
                chosen, score = s, here
    return chosen


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def deal(b, sessions, persons, worth, rate):  # type: ignore[no-untyped-def]
    """Seats the persons in this order in sessions of one programme, where a seat is worth its money at `rate`."""
    for p in range(len(persons)):
        s = best_session(b, persons[p], sessions)
        if s >= 0 and (worth[p] >= rate * b.seat_cost[s] or b.count[s] < b.least[s]):
            sit(b, persons[p], s, 1)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def clear(b, g):  # type: ignore[no-untyped-def]
    """Takes all seats of programme g back; returns who sat where."""
    held = np.full(b.seat.shape[0], -1, dtype=np.int64)
    for i in range(b.seat.shape[0]):
        s = b.seat[i, g]
        held[i] = s
        if s >= 0:
            sit(b, i, s, -1)
    return held


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def restore(b, held):  # type: ignore[no-untyped-def]
    """Seats everybody where they sat; only after `clear` of the same programme."""
    for i in range(len(held)):
        if held[i] >= 0:
            sit(b, i, held[i], 1)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def fill_minimum(b, s, persons, worth, most):  # type: ignore[no-untyped-def]
    """Brings session s to its minimum with the persons in this order, at most `most`; True when it is there."""
    for p in range(len(persons)):
        if b.count[s] >= b.least[s]:
            return True
        if worth[p] >= 0 and most > 0 and room_for(b, persons[p], s) > 0:
            sit(b, persons[p], s, 1)
            most -= 1
    return b.count[s] >= b.least[s]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def close_session(b, s, fixed_cost):  # type: ignore[no-untyped-def]
    """Cancels session s: its people rise, its money is free again."""
    g = b.programme[s]
    for i in range(b.seat.shape[0]):
        if b.seat[i, g] == s:
            sit(b, i, s, -1)
    b.money[0] -= fixed_cost
    b.money[1] -= b.least[s] * b.seat_cost[s]
    b.run[s] = False


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _next_step(b, i, sessions):  # type: ignore[no-untyped-def]
    """The cheapest session that lifts person i to the floor; where none does, the one with most JP; −1 when none."""
    lifts, longest = -1, -1
    for p in range(len(sessions)):
        s = sessions[p]
        jp = b.jp[b.programme[s]]
        may = b.allowed[i, b.programme[s]] if b.allowed.shape[0] > 1 else b.allowed[0, b.programme[s]]
        if not may or jp <= 0 or (lifts >= 0 and b.seat_cost[s] >= b.seat_cost[lifts]):
            continue
        enough = b.jp_now[i] + jp >= b.floor
        if not enough and (lifts >= 0 or (longest >= 0 and jp <= b.jp[b.programme[longest]])):
            continue
        if room_for(b, i, s) == 0:
            continue
        if enough:
            lifts = s
        else:
            longest = s
    return lifts if lifts >= 0 else longest


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def lift(b, persons, sessions, steps):  # type: ignore[no-untyped-def]
    """Brings persons below the floor up to it, in this order, each in at most `steps` seats, or not at all."""
    taken = np.zeros(steps, dtype=np.int64)
    for p in range(len(persons)):
        i, count = persons[p], 0
        while b.jp_now[i] < b.floor and count < steps:
            s = _next_step(b, i, sessions)
            if s < 0:
                break
            sit(b, i, s, 1)
            taken[count] = s
            count += 1
        if b.jp_now[i] < b.floor:
            for q in range(count - 1, -1, -1):
                sit(b, i, taken[q], -1)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def rise_idle(b):  # type: ignore[no-untyped-def]
    """Frees seats that give nobody anything, down to the minimum of each session."""
    for i in range(b.seat.shape[0]):
        for g in range(b.seat.shape[1]):
            s = b.seat[i, g]
            if s < 0 or b.count[s] <= b.least[s]:
                continue
            before = b.potential[0]
            sit(b, i, s, -1)
            if b.potential[0] < before - 1e-9:
                sit(b, i, s, 1)
