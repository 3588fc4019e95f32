"""Programmes of long sessions as several, one a session: what else a person can take depends on which they sit in.

Asked for programmes, people name two whose sessions share most of their days, and nobody sees that only some of the
seats of one go with the other. Asked for sessions everywhere, they would take far longer to answer.
"""

from dataclasses import replace

import numpy as np

from sibina.plan.planning.rules.persons import crowding, possible_sessions
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Floats, Ints

LONG, MOST = 0.1, 16
"""A programme is split whose sessions share a day with so many of all others on average, the longest first, as long as
no more sessions than this are programmes of their own."""


def split_long(problem: Problem) -> Problem:
    """The same plans, in other words; `course` tells which programmes of the answer are one.

    What an office pays for its own people is a programme of its own from the start.
    """
    problem = _split_offices(problem)
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
    return _renamed(problem, np.array(course, dtype=np.int64), programme)


def _split_offices(problem: Problem) -> Problem:
    """What an office pays of a programme, as a programme of its people: at one price all would be seen in its seats."""
    table, count = problem.sessions, len(problem.programmes)
    if (table.office < 0).all():
        return problem
    pairs = np.unique(np.column_stack([table.programme, table.office]), axis=0)
    first = np.r_[True, pairs[1:, 0] != pairs[:-1, 0]]
    more, programme = pairs[~first], table.programme.copy()
    for new, (g, office) in enumerate(more.tolist(), count):
        programme[(table.programme == g) & (table.office == office)] = new
    split = _renamed(problem, np.r_[np.arange(count), more[:, 0]], programme)
    payer = np.full(len(split.programmes), -1, dtype=np.int64)
    payer[pairs[first, 0]], payer[count:] = pairs[first, 1], more[:, 1]
    own = (payer < 0) | (payer == problem.office_of[:, None])
    return replace(split, eligible=own if split.eligible is None else own & split.eligible)


def _renamed(problem: Problem, origin: Ints, programme: Ints) -> Problem:
    """Each programme is `origin` again, and `programme` says of which of them a session is."""
    return replace(
        problem,
        programmes=tuple(problem.programmes[g] for g in origin),
        jp=problem.jp[origin],
        gain=problem.gain[origin],
        eligible=None if problem.eligible is None else problem.eligible[:, origin],
        sessions=replace(problem.sessions, programme=programme),
        course=problem.course[origin],
    )


def join_prices(problem: Problem, price: Floats) -> Floats:
    """Of the courses, from those of the programmes of a problem that was split: the cheapest of each."""
    joined = np.full((len(price), int(problem.course.max(initial=-1)) + 1), np.inf)
    np.minimum.at(joined.T, problem.course, price.T)
    return joined
