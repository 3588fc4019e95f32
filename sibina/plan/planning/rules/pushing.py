"""Bringing people to the JP floor by moving others who lose little: for the last few whom free seats do not reach."""

import numpy as np
from numba import njit

from sibina.plan.planning.rules.board import marginal, room_for, sit

SLOTS = 16


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def push(b, persons, sessions, tries):  # type: ignore[no-untyped-def]
    """Lifts persons below the floor, in this order; each seat may cost others value but nobody the floor."""
    moved = np.zeros((SLOTS, 3), dtype=np.int64)
    lifted = 0
    for p in range(min(len(persons), tries)):
        i, count, dead = persons[p], 0, False
        while b.jp_now[i] < b.floor and not dead and count < SLOTS - 3:
            s = _step(b, i, sessions)
            before = count
            if s >= 0:
                count = _enter_by_force(b, i, s, moved, count)
            dead = count == before
        if b.jp_now[i] >= b.floor:
            lifted += 1
            continue
        for q in range(count - 1, -1, -1):
            sit(b, moved[q, 0], moved[q, 1], -moved[q, 2])
    return lifted


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _step(b, i, sessions):  # type: ignore[no-untyped-def]
    """The session that brings person i nearest to the floor at least loss to others; −1 when none."""
    best, chosen = np.inf, -1
    for p in range(len(sessions)):
        s = sessions[p]
        jp = min(b.jp[b.programme[s]], b.floor - b.jp_now[i])
        may = b.allowed[i, b.programme[s]] if b.allowed.shape[0] > 1 else b.allowed[0, b.programme[s]]
        if not may or jp <= 0 or not _is_free(b, i, s):
            continue
        lost = 0.0
        if room_for(b, i, s) == 0:
            victim = _least_in(b, i, s)
            if b.count[s] >= b.seats[s] or not _unit_open(b, i, s):
                if victim < 0:
                    continue
                lost = _loss(b, victim, b.programme[s])
            else:
                lost = 1e-3 * b.reward
        score = (lost + 1e-4 * b.reward - min(marginal(b, i, b.programme[s]), 0.01 * b.reward)) / jp
        if score < best:
            best, chosen = score, s
    return chosen


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _enter_by_force(b, i, s, moved, count):  # type: ignore[no-untyped-def]
    """Seats i in s, freeing a seat there and money elsewhere when needed; returns the new number of moves."""
    start = count
    if b.count[s] >= b.seats[s] or not _unit_open(b, i, s):
        victim = _least_in(b, i, s)
        if victim < 0:
            return count
        sit(b, victim, s, -1)
        moved[count] = victim, s, -1
        count += 1
    while room_for(b, i, s) == 0 and count < start + 3:
        victim, session = _least_anywhere(b, i)
        if victim < 0:
            break
        sit(b, victim, session, -1)
        moved[count] = victim, session, -1
        count += 1
    if room_for(b, i, s) == 0:
        for q in range(count - 1, start - 1, -1):
            sit(b, moved[q, 0], moved[q, 1], 1)
        return start
    sit(b, i, s, 1)
    moved[count] = i, s, 1
    return count + 1


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _is_free(b, i, s):  # type: ignore[no-untyped-def]
    for g in range(b.seat.shape[1]):
        t = b.seat[i, g]
        if t >= 0 and (g == b.programme[s] or (b.start[t] <= b.end[s] and b.start[s] <= b.end[t])):
            return False
    return True


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _unit_open(b, i, s):  # type: ignore[no-untyped-def]
    if b.is_away[s]:
        u = b.unit_of[i]
        for day in range(b.start[s], b.end[s] + 1):
            if b.away[u, day] >= b.max_away[u]:
                return False
    return True


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _loss(b, i, g):  # type: ignore[no-untyped-def]
    """What person i loses with programme g; infinite when it is the floor."""
    if b.jp_now[i] >= b.floor and b.jp_now[i] - b.jp[g] < b.floor:
        return np.inf
    lost = 0.0
    for n in range(b.need_ptr[i], b.need_ptr[i + 1]):
        less = b.total[n] - b.gain[g, b.need_competency[n]]
        lost += b.weight[n] * (min(b.short[n], b.total[n]) - min(b.short[n], less))
    return lost


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _least_in(b, i, s):  # type: ignore[no-untyped-def]
    """Who loses least by giving up a seat in s, of the unit of i when that unit is full; −1 when nobody can."""
    best, chosen, same = np.inf, -1, not _unit_open(b, i, s)
    for other in range(b.seat.shape[0]):
        if b.seat[other, b.programme[s]] == s and not (same and b.unit_of[other] != b.unit_of[i]):
            lost = _loss(b, other, b.programme[s])
            if lost < best:
                best, chosen = lost, other
    return chosen


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _least_anywhere(b, i):  # type: ignore[no-untyped-def]
    """The seat of another person with the least value for its money, above the minimum of its session; −1 when none."""
    best, chosen, where = np.inf, -1, -1
    for other in range(b.seat.shape[0]):
        for g in range(b.seat.shape[1]):
            s = b.seat[other, g]
            if other == i or s < 0 or b.count[s] <= b.least[s] or b.seat_cost[s] <= 0:
                continue
            lost = _loss(b, other, g) / b.seat_cost[s]
            if lost < best:
                best, chosen, where = lost, other, s
    return chosen, where
