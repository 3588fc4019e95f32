"""The whole plan as one integer programme, for cities so small that HiGHS can carry it: who sits in which session.

Only fillers (people without gain who bring a session to its minimum) are counted per unit and not named, so that the
bound of this programme holds for every plan; its seats are dealt on the board like all others.
"""

from dataclasses import dataclass

import numpy as np

from sibina.plan.planning.rules.dealing import new_dealer, seat_all
from sibina.plan.planning.rules.decompose import Goal, Watch, finish
from sibina.plan.planning.rules.model import (
    INF,
    Model,
    SessionColumns,
    add_gains,
    add_hours,
    add_one_place,
    add_sessions,
    pool_units,
)
from sibina.plan.planning.rules.persons import PersonSide
from sibina.plan.planning.rules.prices import Proof, above
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Ints


@dataclass(frozen=True)
class _Seats:
    """One column a useful (person, session) pair."""

    column: Ints
    person: Ints
    session: Ints


def useful_pairs(problem: Problem, side: PersonSide) -> tuple[Ints, Ints]:
    """Pairs (person, session) that could give the person a gain, or JP that they lack."""
    person, session = np.nonzero(side.useful[:, problem.sessions.programme] & ~problem.barred)
    return person.astype(np.int64), session.astype(np.int64)


def solve_exactly(problem: Problem, side: PersonSide, goal: Goal, watch: Watch, seconds: float) -> None:
    """Offers the goal the plan and the bound that HiGHS reaches in this time."""
    model = Model()
    units = pool_units(problem, np.arange(len(problem.units)))
    sessions = add_sessions(model, problem, units, whole=True)
    person, session = useful_pairs(problem, side)
    kept = sessions.possible[session]
    person, session = person[kept], session[kept]
    seats = _Seats(
        model.add_columns(np.zeros(len(person)), np.ones(len(person)), integer=True), person, session
    )
    _link_seats(model, problem, sessions, seats)
    add_one_place(model, problem, seats.column, seats.person, seats.session)
    programme = problem.sessions.programme[session]
    add_hours(model, problem, seats.column, person, programme)
    if not goal.worthless:
        needs = np.arange(len(problem.need_person))
        add_gains(model, problem, needs, seats.column, person, programme)
    if goal.worthless or goal.target > 0:
        _add_floor(model, side, goal, seats.column, person, programme)
    highs = model.solver()
    highs.setOptionValue("mip_rel_gap", max(1e-7, 0.5 * goal.close))
    highs.setOptionValue("mip_abs_gap", 1e-7)
    highs.setOptionValue("time_limit", max(0.5, seconds))
    highs.run()
    info = highs.getInfo()
    if np.isfinite(info.mip_dual_bound):
        if goal.worthless:
            goal.bound = min(goal.bound, above(info.mip_dual_bound))
        else:
            goal.proofs.append(Proof(np.array([info.mip_dual_bound]), np.array([np.inf])))
    if info.primal_solution_status != 2:
        return
    x = np.array(highs.getSolution().col_value)
    dealer = new_dealer(problem, x[sessions.run] > 0.5, reward=goal.reward)
    taken = x[seats.column] > 0.5
    seat_all(dealer, seats.person[taken], seats.session[taken])
    finish(dealer, goal, 0.0, watch)


def _link_seats(model: Model, problem: Problem, sessions: SessionColumns, seats: _Seats) -> None:
    """Named seats of a unit in a session are among its seats there; nobody sits in a session that does not run."""
    units = len(problem.units)
    at = np.full(len(problem.sessions) * units, -1, dtype=np.int64)
    at[sessions.session * units + sessions.cluster] = sessions.taken
    place = seats.session * units + problem.unit_of[seats.person]
    used, row = np.unique(place, return_inverse=True)
    rows = model.add_at_most(np.zeros(len(used)))
    model.put(rows[row], seats.column, 1.0)
    open_places = at[used] >= 0
    model.put(rows[open_places], at[used][open_places], -1.0)
    rows = model.add_at_most(np.zeros(len(seats.column)))
    model.put(rows, seats.column, 1.0)
    model.put(rows, sessions.run[seats.session], -1.0)


def _add_floor(
    model: Model, side: PersonSide, goal: Goal, column: Ints, person: Ints, programme: Ints
) -> None:
    """Who reaches the floor: each counts where gains are worth nothing, and as many as the target must."""
    below = np.flatnonzero(side.missing > 0)
    worth = 1.0 if goal.worthless else 0.0
    reached = model.add_columns(np.full(len(below), worth), np.ones(len(below)), integer=True)
    rows = model.add_at_most(np.zeros(len(below)))
    position = np.full(len(side.missing), -1, dtype=np.int64)
    position[below] = np.arange(len(below))
    model.put(rows, reached, side.missing[below].astype(float))
    mine = position[person] >= 0
    who = person[mine]
    jp = np.minimum(side.jp[programme[mine]], side.missing[who])
    model.put(rows[position[who]], column[mine], -jp.astype(float))
    if goal.target > 0:
        row = model.add_rows(np.array([float(goal.target)]), np.array([INF]))
        model.put(np.repeat(row, len(below)), reached, 1.0)
