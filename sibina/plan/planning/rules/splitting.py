"""Programmes of long sessions as several, one a session: what else a person can take depends on which they sit in.

Asked for programmes, people name two whose sessions share most of their days, and nobody sees that only some of the
seats of one go with the other. Asked for sessions everywhere, they would take far longer to answer.
"""

from dataclasses import replace

import numpy as np

from sibina.plan.planning.rules.persons import crowding, possible_sessions
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Floats

LONG, MOST = 0.1, 16
"""A programme is split whose sessions share a day with so many of all others on average, the longest first, as long as
no more sessions than this are programmes of their own."""


def split_long(problem: Problem) -> Problem:
    """The same plans, in other words; `course` tells which programmes of the answer are one."""
    crowded, table = crowding(problem), problem.sessions
    np.fill_diagonal(crowded, 0.0)
    share = crowded.sum(axis=1) / max(1, len(crowded) - 1)
    often = np.bincount(table.programme, weights=possible_sessions(problem), minlength=len(crowded))
    course, programme, left = [*range(len(crowded))], table.programme.copy(), MOST
    for g in np.argsort(-share, kind="stable").tolist():
        if share[g] < LONG or often[g] > left:
            break
        left -= int(often[g])
        for s in np.flatnonzero((table.programme == g) & possible_sessions(problem))[1:].tolist():
            programme[s] = len(course)
            course.append(g)
    origin = np.array(course, dtype=np.int64)
    return replace(
        problem,
        programmes=tuple(problem.programmes[g] for g in course),
        jp=problem.jp[origin],
        gain=problem.gain[origin],
        eligible=None if problem.eligible is None else problem.eligible[:, origin],
        sessions=replace(table, programme=programme),
        course=problem.course[origin],
    )


def join_prices(problem: Problem, price: Floats) -> Floats:
    """Of the courses, from those of the programmes of a problem that was split: the cheapest of each."""
    joined = np.full((len(price), int(problem.course.max(initial=-1)) + 1), np.inf)
    np.minimum.at(joined.T, problem.course, price.T)
    return joined
