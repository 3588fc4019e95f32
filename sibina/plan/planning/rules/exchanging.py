"""The last pass over a plan: people change places between parallel sessions, so that offices meet.

Two people of one programme exchange their sessions where both may. Programme, hours, money and the seats of each session
stay as they are, so the plan is worth what it was, and so is its proof; only more people of different offices sit together.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numba import njit

from sibina.plan.planning.rules.fixed import Fixed
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Flags, Ints, Plan

TRIES = 200
"""For each seat so many pairs are looked at, at most: work is counted, not timed, so that equal plans stay equal."""
LITTLE = 3
"""An exchange helps where the one office is by so many more ahead than the other (see `_exchange`)."""


class Seats(NamedTuple):
    """Arrays of the problem, then the state: `session` of each seat (ordered by person), `away`
    per unit and day, and how many `tries` are left."""

    office: Ints
    unit: Ints
    person: Ints
    seat_ptr: Ints
    barred: Flags
    start: Ints
    end: Ints
    away_end: Ints
    is_away: Flags
    max_away: Ints
    session: Ints
    away: Ints
    tries: Ints


def mix_cohorts(problem: Problem, fixed: Fixed, plan: Plan, office: Ints) -> Plan:
    """The plan with its people exchanged between sessions of one programme; `office` of each person.

    Value, bound, cost, hours and the seats of each session are those of the plan; kept sessions are not touched.
    """
    if not len(plan.seat_person):
        return plan
    seats = _seats(problem, plan, office)
    movable = plan.run.copy()
    movable[fixed.session] = False
    for g in range(len(problem.programmes)):
        sessions = np.flatnonzero(movable & (problem.sessions.programme == g))
        if len(sessions) > 1:
            _mix_programme(seats, sessions, int(office.max()) + 1)
    order = np.lexsort((seats.session, seats.person))
    return replace(plan, seat_person=seats.person[order], seat_session=seats.session[order])


def _seats(problem: Problem, plan: Plan, office: Ints) -> Seats:
    sessions = problem.sessions
    first = sessions.first_day
    away: Ints = np.zeros((len(problem.units), sessions.day_count), dtype=np.int64)
    for s in np.unique(plan.seat_session[sessions.away[plan.seat_session]]):
        gone = np.bincount(
            problem.unit_of[plan.seat_person[plan.seat_session == s]], minlength=len(problem.units)
        )
        away[:, sessions.start[s] - first : sessions.away_end[s] - first + 1] += gone[:, None]
    counts = np.bincount(plan.seat_person, minlength=len(problem.people))
    return Seats(
        office=office,
        unit=problem.unit_of,
        person=plan.seat_person,
        seat_ptr=np.r_[0, np.cumsum(counts)],
        barred=problem.barred,
        start=sessions.start - first,
        end=sessions.end - first,
        away_end=sessions.away_end - first,
        is_away=sessions.away,
        max_away=problem.max_away,
        session=plan.seat_session.copy(),
        away=away,
        tries=np.array([TRIES * len(plan.seat_person)]),
    )


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _may_go(c, i, s, t):  # type: ignore[no-untyped-def]
    """May person i sit in session t instead of s?"""
    if c.barred[i, t] if c.barred.shape[0] > 1 else c.barred[0, t]:
        return False
    for k in range(c.seat_ptr[i], c.seat_ptr[i + 1]):
        r = c.session[k]
        if r != s and c.start[r] <= c.end[t] and c.start[t] <= c.end[r]:
            return False
    if c.is_away[t]:
        u = c.unit[i]
        for day in range(c.start[t], c.away_end[t] + 1):
            away_already = c.is_away[s] and c.start[s] <= day <= c.away_end[s]
            if not away_already and c.away[u, day] >= c.max_away[u]:
                return False
    return True


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _go(c, k, s, t):  # type: ignore[no-untyped-def]
    """Seat k moves from session s to t."""
    c.session[k] = t
    u = c.unit[c.person[k]]
    for r, sign in ((s, -1), (t, 1)):
        if c.is_away[r]:
            for day in range(c.start[r], c.away_end[r] + 1):
                c.away[u, day] += sign


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _exchange(c, sessions, seats, people):  # type: ignore[no-untyped-def]
    """Exchanges one person of the first of two sessions for one of the other; False when no exchange helps.

    `seats` of both, and their `people` by office. Pairs of one office fall by
    (here[a] − there[a]) − (here[b] − there[b]) − 2 when one of office a leaves the first and one of b comes.
    """
    s, t = sessions
    mine, theirs = seats
    here, there = people
    least = 1 << 60
    for q in range(len(theirs)):
        b = c.office[c.person[theirs[q]]]
        least = min(least, here[b] - there[b])
    for p in range(len(mine)):
        i = c.person[mine[p]]
        a = c.office[i]
        ahead = here[a] - there[a]
        if ahead - least < LITTLE or c.tries[0] <= 0:
            continue
        c.tries[0] -= 1
        if not _may_go(c, i, s, t):
            continue
        for q in range(len(theirs)):
            j = c.person[theirs[q]]
            b = c.office[j]
            if ahead - (here[b] - there[b]) < LITTLE or c.unit[i] == c.unit[j]:
                continue
            c.tries[0] -= 1
            if _may_go(c, j, t, s):
                _go(c, mine[p], s, t)
                _go(c, theirs[q], t, s)
                mine[p], theirs[q] = theirs[q], mine[p]
                here[a] -= 1
                there[a] += 1
                here[b] += 1
                there[b] -= 1
                return True
    return False


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _mix_programme(c, sessions, offices):  # type: ignore[no-untyped-def]
    """Exchanges between every two of these sessions until none helps, or so many pairs were looked at."""
    at = np.full(len(c.start), -1, dtype=np.int64)
    for x in range(len(sessions)):
        at[sessions[x]] = x
    taken = np.zeros(len(sessions), dtype=np.int64)
    for k in range(len(c.session)):
        if at[c.session[k]] >= 0:
            taken[at[c.session[k]]] += 1
    ptr = np.zeros(len(sessions) + 1, dtype=np.int64)
    ptr[1:] = np.cumsum(taken)
    member, many = np.zeros(ptr[-1], dtype=np.int64), np.zeros((len(sessions), offices), dtype=np.int64)
    filled = ptr[:-1].copy()
    for k in range(len(c.session)):
        x = at[c.session[k]]
        if x >= 0:
            member[filled[x]] = k
            filled[x] += 1
            many[x, c.office[c.person[k]]] += 1
    better = True
    while better and c.tries[0] > 0:
        better = False
        for x in range(len(sessions)):
            for y in range(x + 1, len(sessions)):
                mine, theirs = member[ptr[x] : ptr[x + 1]], member[ptr[y] : ptr[y + 1]]
                pair = (sessions[x], sessions[y])
                while _exchange(c, pair, (mine, theirs), (many[x], many[y])):
                    better = True
