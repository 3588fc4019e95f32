"""A plan that keeps some seats is searched for, refereed, explained and compared."""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from sibina.plan.planning.rules.check import check_plan
from sibina.plan.planning.rules.explain import explain
from sibina.plan.planning.rules.fixed import (
    Fixed,
    Rest,
    apart,
    cost_of_fixed,
    joined,
    seated,
    value_of_fixed,
    without_fixed,
)
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.rules.rivals import compare_simple_rules
from sibina.plan.planning.rules.solve import Search, solve
from sibina.plan.planning.types import (
    Flags,
    LeftOut,
    LeftOutRow,
    Plan,
    Progress,
    Reason,
    Rule,
    SimpleRule,
    Violation,
)


def solve_keeping(problem: Problem, fixed: Fixed, search: Search) -> Plan:
    """The best plan found that keeps these seats, and its bound. Raises FixedOverCeiling."""
    rest, kept = without_fixed(problem, fixed), value_of_fixed(problem, fixed)
    whole = search
    if search.progress is not None:
        tell = search.progress
        whole = replace(
            whole,
            progress=lambda now: tell(Progress(now.share, now.objective + kept, now.bound + kept, now.stage)),
        )
    if search.on_better is not None:
        keep = search.on_better
        whole = replace(whole, on_better=lambda plan: keep(joined(problem, fixed, rest, plan)))
    return joined(problem, fixed, rest, solve(rest.problem, whole))


def check_keeping(problem: Problem, fixed: Fixed, plan: Plan) -> list[Violation]:
    """Every rule that the plan breaks, and every kept session that has other people.

    What the kept seats break by themselves is no fault of the plan: since they were given, a unit may have shrunk.
    """
    own = check_plan(problem, seated(problem, plan, fixed.person, fixed.session))
    changed = [
        Violation(Rule.FIXED, problem.sessions.ids[s], len(kept), len(now))
        for s, (kept, now) in _people_of(fixed, plan).items()
        if kept != now
    ]
    return changed + [one for one in check_plan(problem, plan) if one not in own]


def _people_of(fixed: Fixed, plan: Plan) -> dict[int, tuple[set[int], set[int]]]:
    """Of each kept session: who must sit there, and who does."""
    found: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for person, session in zip(fixed.person.tolist(), fixed.session.tolist(), strict=True):
        found[session][0].add(person)
    for person, session in zip(plan.seat_person.tolist(), plan.seat_session.tolist(), strict=True):
        if session in found:
            found[session][1].add(person)
    return found


def explain_keeping(problem: Problem, fixed: Fixed, plan: Plan) -> LeftOut:
    """Why sessions and people are left out, and what letting them in costs where kept seats are not to be moved."""
    rest = without_fixed(problem, fixed)
    told = explain(rest.problem, apart(fixed, rest, plan))
    order = {name: at for at, name in enumerate(problem.sessions.ids)}
    rows = [row for row in told.rows if row.kind == "session"]
    rows += _crowded_out(problem, fixed, rest)
    rows.sort(key=lambda row: order[row.id])
    had = _with_nothing_new(problem, fixed, rest)
    people = [
        replace(row, reason=Reason.NO_GAIN) if row.id in had and row.reason == Reason.NOT_ELIGIBLE else row
        for row in told.rows
        if row.kind != "session"
    ]
    return LeftOut((*rows, *people), told.rupiah_per_point)


def _with_nothing_new(problem: Problem, fixed: Fixed, rest: Rest) -> set[str]:
    """People whom nothing helps any more but programmes that they have a kept seat in: these are taken once."""
    taken: dict[int, set[int]] = defaultdict(set)
    for i, g in zip(fixed.person.tolist(), problem.sessions.programme[fixed.session].tolist(), strict=True):
        taken[i].add(g)
    left = rest.problem
    found = set()
    for i, programmes in taken.items():
        lacks = left.need_competency[left.need_ptr[i] : left.need_ptr[i + 1]]
        if set(np.flatnonzero((left.gain[:, lacks] > 0).any(axis=1)).tolist()) <= programmes:
            found.add(problem.people[i])
    return found


def _crowded_out(problem: Problem, fixed: Fixed, rest: Rest) -> list[LeftOutRow]:
    """Sessions whose room or speaker a kept session has on one of their days: no money moves it."""
    sessions = problem.sessions
    out: Flags = np.ones(len(sessions), dtype=bool)
    out[rest.sessions] = False
    running = np.unique(fixed.session)
    out[running] = False
    rows = []
    for s in np.flatnonzero(out):
        beside = running[sessions.share_place[s, running]]
        room = sessions.venue[s] >= 0 and (sessions.venue[beside] == sessions.venue[s]).any()
        reason = Reason.CLASH_VENUE if room else Reason.CLASH_SPEAKER
        rows.append(LeftOutRow("session", sessions.ids[s], reason, None))
    return rows


def compare_keeping(problem: Problem, fixed: Fixed) -> tuple[SimpleRule, ...]:
    """What simple rules reach with the money that the kept seats leave, these seats included."""
    rest, kept, cost = (
        without_fixed(problem, fixed),
        value_of_fixed(problem, fixed),
        cost_of_fixed(problem, fixed),
    )
    return tuple(
        replace(one, objective=one.objective + kept, cost=one.cost + cost, seats=one.seats + len(fixed))
        for one in compare_simple_rules(rest.problem)
    )
