"""Bringing people to the JP floor when free seats do not: others move over, or rise where they lose little.

Sessions are the places of a graph: somebody who sits in one may move to another. From the sessions that a person
below the floor could enter, a search in breadth finds the nearest place where a seat comes free at the least loss:
somebody there has JP to spare, or fits into a session with room. Everybody on the way moves one on, as in the
augmenting paths of a matching.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from sibina.plan.planning.rules.board import is_barred, marginal, room_for, sit
from sibina.plan.planning.types import Floats, Ints

PLACES = 60
MOVES = 160
MONEY_MOVES = 10


class Hall(NamedTuple):
    """Who sits where, both ways round; what a rupiah costs; and the moves made for the person being lifted.

    `members[s]`: who sits in session s, −1 for an empty place. `by_unit`, `first`: people by unit, as in CSR.
    `moved[k]`: (person, session, 1 seated or −1 risen), `made[0]` of them.
    """

    sessions: Ints
    members: Ints
    by_unit: Ints
    first: Ints
    rate: float
    moved: Ints
    made: Ints


class Ways(NamedTuple):
    """The search of one person: per session how it was come to, who would move there, what it costs so far.

    `parent`: −2 not come to, −1 entered by the person themselves. `instead`: the mate who stays (person, session left,
    session entered). `end`: (last session, who leaves it, where they go); `best[0]`: its score.
    """

    parent: Ints
    mover: Ints
    spent: Floats
    worth: Floats
    instead: Ints
    end: Ints
    best: Floats


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def push(b, persons, sessions, wanted):  # type: ignore[no-untyped-def]
    """Lifts up to `wanted` persons below the floor, in this order, all the way or not at all; gives how many.

    Nobody else loses the floor.
    """
    hall = _hall(b, sessions)
    lifted = 0
    for i in persons:
        if lifted == wanted:
            break
        hall.made[0] = 0
        while b.jp_now[i] < b.floor and hall.made[0] < MOVES // 2 and _enter(b, hall, i):
            pass
        if b.jp_now[i] >= b.floor:
            lifted += 1
        else:
            _undo(b, hall, 0)
    return lifted


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _hall(b, sessions):  # type: ignore[no-untyped-def]
    width = 1
    for s in sessions:
        width = max(width, b.seats[s])
    members = np.full((len(b.count), min(width, b.seat.shape[0])), -1, dtype=np.int32)
    for i in range(b.seat.shape[0]):
        for g in range(b.seat.shape[1]):
            if b.seat[i, g] >= 0:
                _note(members, b.seat[i, g], i)
    first = np.zeros(len(b.max_away) + 1, dtype=np.int64)
    for u in b.unit_of:
        first[u + 1] += 1
    by_unit = np.argsort(b.unit_of, kind="mergesort")
    moved, made = np.zeros((MOVES, 3), dtype=np.int64), np.zeros(1, dtype=np.int64)
    return Hall(sessions, members, by_unit, np.cumsum(first), _rate_of_money(b), moved, made)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _rate_of_money(b):  # type: ignore[no-untyped-def]
    """Points that a rupiah costs when it is taken from the seats that are worth least; 0 while money is left."""
    if b.ceiling - b.money[0] - b.money[1] > 20 * np.max(b.seat_cost):
        return 0.0
    count, rates = 0, np.empty(b.seat.size)
    for i in range(b.seat.shape[0]):
        for g in range(b.seat.shape[1]):
            s = b.seat[i, g]
            if s >= 0 and b.seat_cost[s] > 0:
                lost = _loss(b, i, g)
                if lost < np.inf:
                    rates[count] = lost / b.seat_cost[s]
                    count += 1
    return np.sort(rates[:count])[count // 5] if count else 0.0


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _note(members, s, i):  # type: ignore[no-untyped-def]
    for k in range(members.shape[1]):
        if members[s, k] < 0:
            members[s, k] = i
            return


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _move(b, hall, i, s, sign):  # type: ignore[no-untyped-def]
    """Seats (1) or raises (−1) person i and writes it down."""
    sit(b, i, s, sign)
    if sign > 0:
        _note(hall.members, s, i)
    else:
        for k in range(hall.members.shape[1]):
            if hall.members[s, k] == i:
                hall.members[s, k] = -1
                break
    at = hall.made[0]
    hall.moved[at, 0], hall.moved[at, 1], hall.moved[at, 2] = i, s, sign
    hall.made[0] += 1


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _undo(b, hall, start):  # type: ignore[no-untyped-def]
    """Takes the moves after `start` back, the last first; always gives False."""
    for q in range(hall.made[0] - 1, start - 1, -1):
        _move(b, hall, hall.moved[q, 0], hall.moved[q, 1], -hall.moved[q, 2])
        hall.made[0] = q
    return False


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _may(b, i, g):  # type: ignore[no-untyped-def]
    return b.allowed[i, g] if b.allowed.shape[0] > 1 else b.allowed[0, g]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _fits(b, i, s, leaving):  # type: ignore[no-untyped-def]
    """Could person i sit in s, were there a seat and the money, once they have left the session `leaving` (or −1)?"""
    return _is_free(b, i, s, leaving) and _unit_open(b, i, s, leaving)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _is_free(b, i, s, leaving):  # type: ignore[no-untyped-def]
    """Would the person themselves have the days, the hours, and the right to the programme?"""
    if not b.run[s] or not _may(b, i, b.programme[s]) or is_barred(b, i, s):
        return False
    freed = b.jp[b.programme[leaving]] if leaving >= 0 else 0.0
    if b.jp_now[i] - freed + b.jp[b.programme[s]] > b.jp_limit[i]:
        return False
    for g in range(b.seat.shape[1]):
        t = b.seat[i, g]
        if (
            t >= 0
            and t != leaving
            and (g == b.programme[s] or (b.start[t] <= b.end[s] and b.start[s] <= b.end[t]))
        ):
            return False
    return True


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _unit_open(b, i, s, leaving):  # type: ignore[no-untyped-def]
    """Would the unit let one more go, were the session `leaving` left by one of them?"""
    if b.is_away[s]:
        u = b.unit_of[i]
        for day in range(b.start[s], b.away_end[s] + 1):
            own = (
                1
                if leaving >= 0 and b.is_away[leaving] and b.start[leaving] <= day <= b.away_end[leaving]
                else 0
            )
            if b.away[u, day] - own >= b.max_away[u]:
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
def _loss_of_moving(b, j, s, t):  # type: ignore[no-untyped-def]
    """What person j loses by sitting in t instead of s; infinite when that costs them the floor."""
    g, h = b.programme[s], b.programme[t]
    if g == h:
        return 0.0
    if b.jp_now[j] >= b.floor and b.jp_now[j] - b.jp[g] + b.jp[h] < b.floor:
        return np.inf
    lost = 0.0
    for n in range(b.need_ptr[j], b.need_ptr[j + 1]):
        then = b.total[n] - b.gain[g, b.need_competency[n]] + b.gain[h, b.need_competency[n]]
        lost += b.weight[n] * (min(b.short[n], b.total[n]) - min(b.short[n], then))
    return lost


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _stand_in(b, hall, i, s, instead):  # type: ignore[no-untyped-def]
    """Who of the unit could stay so that i may go, written to `instead`; gives the loss, infinite when nobody can."""
    best = np.inf
    for j in hall.by_unit[hall.first[b.unit_of[i]] : hall.first[b.unit_of[i] + 1]]:
        for g in range(b.seat.shape[1]):
            t = b.seat[j, g]
            if j == i or t < 0 or not b.is_away[t]:
                continue
            if b.start[t] > b.away_end[s] or b.start[s] > b.away_end[t]:
                continue
            if b.count[t] <= b.least[t] or not _unit_open(b, i, s, t):
                continue
            lost, r = _nearest_place(b, hall, j, t, s)
            lost -= hall.rate * b.seat_cost[t]
            if lost < best:
                best = lost
                instead[0], instead[1], instead[2] = j, t, r
    return best


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _nearest_place(b, hall, j, t, s):  # type: ignore[no-untyped-def]
    """Least loss of person j when they leave t and are not away with s: by staying (−1), or in a session with room."""
    best, chosen = _loss(b, j, b.programme[t]), -1
    for r in hall.sessions:
        if b.count[r] >= b.seats[r] or r == t or (b.start[r] <= b.end[s] and b.start[s] <= b.end[r]):
            continue
        lost = _loss_of_moving(b, j, t, r) + hall.rate * b.seat_cost[r]
        if lost < best and _fits(b, j, r, t):
            best, chosen = lost, r
    return best, chosen


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _sources(b, hall, i, ways, queue):  # type: ignore[no-untyped-def]
    """The sessions with JP that person i could enter if a seat came free; gives how many."""
    tail = 0
    missing = b.floor - b.jp_now[i]
    for s in hall.sessions:
        jp = min(b.jp[b.programme[s]], missing)
        if jp <= 0 or not _is_free(b, i, s, -1):
            continue
        gained = min(marginal(b, i, b.programme[s]), 0.02 * b.reward)
        lost = 0.0 if _unit_open(b, i, s, -1) else _stand_in(b, hall, i, s, ways.instead[s])
        if lost < np.inf:
            ways.parent[s], ways.worth[s] = -1, jp
            ways.spent[s] = lost + hall.rate * b.seat_cost[s] - gained
            queue[tail] = s
            tail += 1
    return tail


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _end_here(ways, s, cost, leaver, place):  # type: ignore[no-untyped-def]
    """Keeps this end of a way when it is the cheapest for its JP."""
    if cost / ways.worth[s] < ways.best[0]:
        ways.best[0] = cost / ways.worth[s]
        ways.end[0], ways.end[1], ways.end[2] = s, leaver, place


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _look_on(b, hall, s, j, ways, queue, tail):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Where person j could go from the full session s: to a session with room, or to one where others go on."""
    freed = hall.rate * b.seat_cost[s]
    for t in hall.sessions:
        full = b.count[t] >= b.seats[t]
        if t == s or (ways.parent[t] != -2 and full):
            continue
        cost = ways.spent[s] + _loss_of_moving(b, j, s, t) + hall.rate * b.seat_cost[t] - freed
        if cost == np.inf or cost / ways.worth[s] >= ways.best[0] or not _fits(b, j, t, s):
            continue
        if full:
            ways.parent[t], ways.mover[t], ways.spent[t], ways.worth[t] = s, j, cost, ways.worth[s]
            queue[tail] = t
            tail += 1
        else:
            _end_here(ways, s, cost + 3e-3 * b.reward, j, t)
    return tail


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _enter(b, hall, i):  # type: ignore[no-untyped-def]
    """Seats person i in the session that brings them nearest to the floor at least loss to all; False when none."""
    most = len(b.count)
    ways = Ways(
        np.full(most, -2, dtype=np.int64),
        np.full(most, -1, dtype=np.int64),
        np.zeros(most),
        np.zeros(most),
        np.full((most, 3), -1, dtype=np.int64),
        np.full(3, -1, dtype=np.int64),
        np.full(1, np.inf),
    )
    queue = np.empty(most, dtype=np.int64)
    tail = _sources(b, hall, i, ways, queue)
    head, patience = 0, PLACES + tail
    while head < tail and head < patience:
        s = queue[head]
        head += 1
        if b.count[s] < b.seats[s]:
            _end_here(ways, s, ways.spent[s] + 1e-3 * b.reward, -1, -1)
            continue
        for j in hall.members[s]:
            if j >= 0 and j != i:
                left = _loss(b, j, b.programme[s]) - hall.rate * b.seat_cost[s]
                _end_here(ways, s, ways.spent[s] + left + 2e-3 * b.reward, j, -1)
                tail = _look_on(b, hall, s, j, ways, queue, tail)
    return ways.end[0] >= 0 and _walk(b, hall, i, ways)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _walk(b, hall, i, ways):  # type: ignore[no-untyped-def]
    """Everybody on the way rises and moves one on; all or nothing."""
    begun, s = hall.made[0], ways.end[0]
    leaver, place = ways.end[1], ways.end[2]
    if leaver >= 0:
        _move(b, hall, leaver, s, -1)
    while ways.parent[s] >= 0:
        before = ways.parent[s]
        if hall.made[0] + 16 > MOVES or b.seat[ways.mover[s], b.programme[before]] != before:
            return _undo(b, hall, begun)
        _move(b, hall, ways.mover[s], before, -1)
        s = before
    mate, left, entered = ways.instead[s]
    if mate >= 0:
        if b.seat[mate, b.programme[left]] != left:
            return _undo(b, hall, begun)
        _move(b, hall, mate, left, -1)
    fine = mate < 0 or entered < 0 or _seat(b, hall, mate, entered, i)
    fine = fine and (leaver < 0 or place < 0 or _seat(b, hall, leaver, place, i))
    s = ways.end[0]
    while fine and ways.parent[s] >= 0:
        fine = _seat(b, hall, ways.mover[s], s, i)
        s = ways.parent[s]
    return (fine and _seat(b, hall, i, s, i)) or _undo(b, hall, begun)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _seat(b, hall, who, s, i):  # type: ignore[no-untyped-def]
    """Seats `who` in s, taking money from the seats of others than i that are worth least; False when it fails."""
    tries = 0
    while room_for(b, who, s) == 0:
        if tries == MONEY_MOVES or hall.made[0] + 8 > MOVES:
            return False
        if b.count[s] >= b.seats[s] or not _fits(b, who, s, -1):
            return False
        victim, session = _least_anywhere(b, i)
        if victim < 0:
            return False
        _move(b, hall, victim, session, -1)
        tries += 1
    _move(b, hall, who, s, 1)
    return True


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
