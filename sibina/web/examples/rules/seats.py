"""Who sat where in a year that is over, as offices send people: whom it helps most, then who comes first."""

import numpy as np
import pandas as pd

from sibina.plan.planning.rules.problem import Problem, jp_limit

GOLDEN = 0.6180339887
MOST_SEATS = 4
"""Nobody was sent oftener in a year."""


def deal_seats(problem: Problem) -> list[list[str]]:
    """Seats as [person, session] by the keys of the problem. No rule is broken: a session below its minimum is empty.

    Who comes first is the same people in every year, so that cities have something to be asked about.
    """
    sessions = problem.sessions
    first_day, everybody = sessions.first_day, np.arange(len(problem.people))
    eager = np.array([int(key) for key in problem.people]) * GOLDEN % 1.0
    busy = np.zeros((len(everybody), sessions.day_count), dtype=bool)
    away = np.zeros((len(problem.units), sessions.day_count), dtype=np.int64)
    had = np.zeros((len(everybody), len(problem.programmes)), dtype=bool)
    hours, most = problem.jp_done.copy(), jp_limit(problem)
    left, seats, ran = problem.terms.ceiling, [], np.zeros(len(sessions), dtype=bool)
    for s in np.argsort(sessions.start, kind="stable"):
        programme = int(sessions.programme[s])
        days = slice(int(sessions.start[s]) - first_day, int(sessions.end[s]) - first_day + 1)
        free = problem.may_attend(everybody, programme) & ~had[:, programme] & ~busy[:, days].any(axis=1)
        free &= had.sum(axis=1) < MOST_SEATS
        free &= hours + problem.jp[programme] <= most
        helped = _helped(problem, programme)
        people = everybody[free]
        people = people[np.lexsort((eager[people], -helped[people]))]
        if sessions.away[s]:
            people = _spared(problem, people, away[:, days].max(axis=1))
        affordable = (left - int(sessions.fixed_cost[s])) // max(1, int(sessions.seat_cost[s]))
        people = people[: max(0, min(int(sessions.seats[s]), affordable))]
        if len(people) < max(1, int(sessions.min_seats[s])) or (sessions.share_place[s] & ran).any():
            continue
        ran[s] = True
        left -= int(sessions.fixed_cost[s]) + len(people) * int(sessions.seat_cost[s])
        busy[people, days] = True
        had[people, programme] = True
        hours[people] += problem.jp[programme]
        if sessions.away[s]:
            np.add.at(away[:, days], problem.unit_of[people], 1)
        seats += [[problem.people[at], sessions.ids[s]] for at in people]
    return seats


def _helped(problem: Problem, programme: int) -> np.ndarray:
    """What the programme closes for each person, in whole tenths of a point: people who gain alike come as they come."""
    closed = problem.need_weight * np.minimum(
        problem.need_short, problem.gain[programme, problem.need_competency]
    )
    return np.bincount(problem.need_person, weights=closed, minlength=len(problem.people)).round(1)


def _spared(problem: Problem, people: np.ndarray, away: np.ndarray) -> np.ndarray:
    """Those of the people whom their unit can spare, in the same order; `away`: how many of each unit are gone already."""
    units = problem.unit_of[people]
    turn = pd.Series(units).groupby(units).cumcount().to_numpy()
    return people[turn + away[units] < problem.max_away[units]]
