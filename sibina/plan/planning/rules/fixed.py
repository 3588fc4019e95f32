"""A plan that keeps some seats: they are taken out of the problem, the search solves the rest, and both are put together.

Nothing is lost by it. A need that kept seats close in part is simply smaller: min(short, F + G) = min(short, F) +
min(short − min(short, F), G). What is left of money, hours, days, absence, rooms and speakers is the rest's own. So the
rest's bound and the value of what is kept bound every plan that keeps it.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from sibina.plan.planning.rules.problem import (
    Kept,
    Problem,
    Sessions,
    need_gains,
    person_jp,
    person_values,
    plan_cost,
    reaches_floor,
)
from sibina.plan.planning.types import FixedOverCeiling, Ints, Plan

LITTLE = 1e-9


@dataclass(frozen=True)
class Fixed:
    """Seats that every plan keeps, by position, one entry a seat. Their sessions run, with exactly these people."""

    person: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    session: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.person)


def fixed_of(problem: Problem, seats: pd.DataFrame) -> Fixed:
    """The seats named by `person` and `session`; each must be in the problem."""
    person_at = pd.Series(range(len(problem.people)), index=list(problem.people))
    session_at = pd.Series(range(len(problem.sessions)), index=list(problem.sessions.ids))
    person = person_at[seats["person"].astype(str)].to_numpy(np.int64)
    session = session_at[seats["session"].astype(str)].to_numpy(np.int64)
    order = np.lexsort((session, person))
    return Fixed(person[order], session[order])


@dataclass(frozen=True)
class Rest:
    """The problem without what is kept; `sessions`: where its sessions stand in the whole."""

    problem: Problem
    sessions: Ints


def cost_of_fixed(problem: Problem, fixed: Fixed) -> int:
    """Whole rupiah that the kept seats and their sessions cost."""
    taken = np.bincount(fixed.session, minlength=len(problem.sessions)).astype(np.int64)
    return plan_cost(problem, taken > 0, taken)


def without_fixed(problem: Problem, fixed: Fixed) -> Rest:
    """What is left to decide. Raises FixedOverCeiling where the money is gone before anything is chosen."""
    if not len(fixed):
        return Rest(problem, np.arange(len(problem.sessions)))
    cost = cost_of_fixed(problem, fixed)
    if cost > problem.terms.ceiling:
        raise FixedOverCeiling(cost, problem.terms.ceiling)
    running = np.zeros(len(problem.sessions), dtype=bool)
    running[fixed.session] = True
    left = np.flatnonzero(~running & ~problem.sessions.share_place[:, running].any(axis=1))
    sessions = problem.sessions.only(left)
    programme = problem.sessions.programme[fixed.session]
    may = np.ones((len(problem.people), len(problem.programmes)), dtype=bool)
    eligible = may if problem.eligible is None else problem.eligible.copy()
    eligible[fixed.person, programme] = False
    hours = np.bincount(fixed.person, weights=problem.jp[programme], minlength=len(problem.people))
    short = problem.need_short - np.minimum(
        problem.need_short, need_gains(problem, fixed.person, fixed.session)
    )
    lacks = short > LITTLE
    return Rest(
        replace(
            problem,
            jp_done=problem.jp_done + hours,
            jp_most=np.maximum(0.0, problem.jp_most - hours),
            need_ptr=np.r_[0, np.cumsum(lacks)][problem.need_ptr].astype(np.int64),
            need_competency=problem.need_competency[lacks],
            need_short=short[lacks],
            need_weight=problem.need_weight[lacks],
            eligible=eligible,
            sessions=sessions,
            terms=replace(problem.terms, ceiling=problem.terms.ceiling - cost),
            kept=_kept(problem, fixed, left, sessions),
        ),
        left,
    )


def _kept(problem: Problem, fixed: Fixed, left: Ints, rest: Sessions) -> Kept:
    """The days that kept seats take: of each person, and of each unit."""
    barred = np.zeros((len(problem.people), len(left)), dtype=bool)
    absent = np.zeros((len(problem.units), rest.day_count), dtype=np.int64)
    sessions = problem.sessions
    for s in np.unique(fixed.session):
        people = fixed.person[fixed.session == s]
        barred[np.ix_(people, np.flatnonzero(sessions.overlap[s, left]))] = True
        if sessions.away[s]:
            first = max(0, int(sessions.start[s]) - rest.first_day)
            end = max(0, int(sessions.away_end[s]) - rest.first_day + 1)
            gone = np.bincount(problem.unit_of[people], minlength=len(problem.units))
            absent[:, first:end] += gone[:, None]
    return Kept(barred, absent)


def seated(problem: Problem, like: Plan, person: Ints, session: Ints) -> Plan:
    """The plan with these seats, everything counted anew from them, under the bounds of another plan."""
    order = np.lexsort((session, person))
    person, session = person[order], session[order]
    taken = np.bincount(session, minlength=len(problem.sessions)).astype(np.int64)
    value, jp = person_values(problem, person, session), person_jp(problem, person, session)
    objective = float(value.sum())
    return replace(
        like,
        run=taken > 0,
        taken=taken,
        seat_person=person,
        seat_session=session,
        objective=objective,
        bound=max(objective, like.bound),
        bound_any=max(objective, like.bound_any),
        cost=plan_cost(problem, taken > 0, taken),
        person_value=value,
        person_jp=jp,
        jp_floor_met=int(reaches_floor(problem, jp).sum()),
    )


def joined(problem: Problem, fixed: Fixed, rest: Rest, plan: Plan) -> Plan:
    """A plan of the rest as a plan of the whole: with the kept seats, and bounds for all plans that keep them."""
    if not len(fixed):
        return plan
    kept = value_of_fixed(problem, fixed)
    raised = replace(plan, bound=plan.bound + kept, bound_any=plan.bound_any + kept)
    person = np.concatenate([fixed.person, plan.seat_person])
    session = np.concatenate([fixed.session, rest.sessions[plan.seat_session]])
    return seated(problem, raised, person, session)


def apart(fixed: Fixed, rest: Rest, plan: Plan) -> Plan:
    """A plan of the whole as a plan of the rest: without the kept seats."""
    if not len(fixed):
        return plan
    mine = ~np.isin(plan.seat_session, fixed.session)
    place = np.full(len(plan.run), -1, dtype=np.int64)
    place[rest.sessions] = np.arange(len(rest.sessions))
    return seated(rest.problem, plan, plan.seat_person[mine], place[plan.seat_session[mine]])


def value_of_fixed(problem: Problem, fixed: Fixed) -> float:
    """What the kept seats close by themselves, in points."""
    return float(person_values(problem, fixed.person, fixed.session).sum())
