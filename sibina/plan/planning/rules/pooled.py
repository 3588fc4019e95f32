"""The plan with all units as one and without the days of a single person, as one integer programme.

What it leaves out (who is away from which unit, two sessions of one person on the same day) only takes from a plan, so
that its bound holds for every plan. At the size of a small city it knows better than prices do which sessions are
worth their fixed cost: those run, and the seats are dealt with every rule. (With the JP floor in it HiGHS finds neither
a plan nor a bound in a minute.)
"""

import numpy as np

from sibina.plan.planning.rules.decompose import Goal, Watch
from sibina.plan.planning.rules.exact import add_gains
from sibina.plan.planning.rules.model import Model, add_hours, add_sessions, pool_units
from sibina.plan.planning.rules.persons import PersonSide, possible_sessions, useful_programmes
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Flags, Floats

NODES = 500
SWEEPS = 20
BOTH_AT_LEAST = 1e-4
"""Days apart are better even where nobody is known to take both: units miss fewer people at once."""
MOST_PAIRS = 60_000


def fits_pooled(problem: Problem, side: PersonSide) -> bool:
    """Are there few enough useful pairs of person and programme?"""
    return int(useful_programmes(problem, side).sum()) <= MOST_PAIRS


def choose_pooled(
    problem: Problem, side: PersonSide, goal: Goal, watch: Watch, seconds: float
) -> Floats | None:
    """The sessions that it runs (0/1 each), None where none were found in time; lowers the goal's bound."""
    model = Model()
    one = pool_units(problem, np.zeros(len(problem.units), dtype=np.int64))
    sessions = add_sessions(model, problem, one, whole=True)
    person, programme = np.nonzero(useful_programmes(problem, side))
    seated = model.add_columns(np.zeros(len(person)), np.ones(len(person)), integer=True)
    rows = model.add_at_most(np.zeros(len(problem.programmes)))
    model.put(rows[programme], seated, 1.0)
    model.put(rows[problem.sessions.programme[sessions.session]], sessions.taken, -1.0)
    add_hours(model, problem, seated, person, programme)
    add_gains(model, problem, side, seated, person, programme)
    highs = model.solver()
    for name, value in (
        ("mip_rel_gap", max(1e-4, 0.3 * goal.close)),
        ("mip_max_nodes", NODES),
        ("time_limit", max(0.5, min(seconds, watch.seconds_left()))),
    ):
        highs.setOptionValue(name, value)
    highs.run()
    info = highs.getInfo()
    if np.isfinite(info.mip_dual_bound):
        goal.bound = min(goal.bound, info.mip_dual_bound + 1e-7 * max(1.0, abs(info.mip_dual_bound)))
    if info.primal_solution_status != 2:
        return None
    x = np.array(highs.getSolution().col_value)
    takes = np.zeros((len(problem.people), len(problem.programmes)))
    takes[person, programme] = x[seated] > 0.5
    return spread_days(problem, x[sessions.run] > 0.5, takes.T @ takes).astype(float)


def spread_days(problem: Problem, run: Flags, together: Floats) -> Flags:
    """The same programmes as often, on days that suit those who take several.

    A running session gives way to another of its kind (programme, seats, cost) as long as that leaves fewer people with
    two of their programmes on one day. `together`: programmes × programmes, how many people take both.
    """
    sessions, run = problem.sessions, run.copy()
    kind = np.column_stack(
        [
            sessions.programme,
            sessions.seats,
            sessions.min_seats,
            sessions.fixed_cost,
            sessions.seat_cost,
            sessions.away,
        ]
    )
    kind_of = np.unique(kind, axis=0, return_inverse=True)[1].ravel()
    often = np.maximum(1, np.bincount(sessions.programme, weights=run, minlength=len(problem.programmes)))
    likely = together / np.outer(often, often) + BOTH_AT_LEAST
    clash = np.where(sessions.overlap, likely[np.ix_(sessions.programme, sessions.programme)], 0.0)
    np.fill_diagonal(clash, 0.0)
    shared = _share_place(problem)
    for _ in range(SWEEPS):
        moved = False
        for s in np.flatnonzero(run):
            others = run.copy()
            others[s] = False
            ways = np.flatnonzero((kind_of == kind_of[s]) & ~others & possible_sessions(problem))
            ways = ways[~(shared[ways] & others).any(axis=1)]
            cost = clash[ways] @ others
            best = ways[np.argmin(cost)] if len(ways) else s
            if len(ways) and cost.min() < float(clash[s] @ others) - 1e-9:
                run[s], run[best], moved = False, True, True
        if not moved:
            break
    return run


def _share_place(problem: Problem) -> Flags:
    """Sessions × sessions that cannot both run: one venue or one speaker on one day."""
    sessions = problem.sessions
    same = np.zeros_like(sessions.overlap)
    for holder in (sessions.venue, sessions.speaker):
        same |= (holder[:, None] == holder[None, :]) & (holder >= 0)[:, None]
    return same & sessions.overlap
