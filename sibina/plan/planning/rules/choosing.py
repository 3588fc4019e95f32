"""Which sessions run: an integer programme over sessions whose bound holds for every plan.

What people can get out of seats is held from above by the cuts of the price decomposition, so that the best value of
this programme, and the bound HiGHS proves for it when it is stopped early, is a true upper bound.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from sibina.plan.planning.rules.model import (
    INF,
    NO_PAIRS,
    Clusters,
    Model,
    SessionColumns,
    add_pairs,
    add_sessions,
)
from sibina.plan.planning.rules.persons import possible_sessions
from sibina.plan.planning.rules.prices import NEARLY, Cut
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Flags, Floats


@dataclass(frozen=True)
class Choice:
    """Sessions to run (0/1 per session), people per (session, cluster) pair, and the proven bound."""

    run: Floats
    taken: Floats
    columns: SessionColumns
    bound: float
    objective: float


def choose_sessions(
    problem: Problem,
    clusters: Clusters,
    cuts: list[Cut],
    *,
    seconds: float,
    close: float,
) -> Choice | None:
    """The best sessions against the cuts; None when HiGHS found none in time."""
    model = Model()
    columns = add_sessions(model, problem, clusters, whole=True)
    programmes = len(problem.programmes)
    asked = model.add_columns(
        np.zeros(clusters.count * programmes), np.full(clusters.count * programmes, INF)
    )
    link = model.add_at_most(np.zeros(len(asked)))
    model.put(link, asked, 1.0)
    seat_of = columns.cluster * programmes + problem.sessions.programme[columns.session]
    model.put(link[seat_of], columns.taken, -1.0)
    worth = model.add_columns(np.ones(clusters.count), np.full(clusters.count, INF))
    pairs = add_pairs(model, problem, columns) if any(len(cut.both) for cut in cuts) else NO_PAIRS
    both = model.add_columns(np.zeros(clusters.count * len(pairs)), np.full(clusters.count * len(pairs), INF))
    model.put(np.tile(pairs.row, clusters.count), both, 1.0)
    for cut in cuts:
        rows = model.add_at_most(cut.total)
        model.put(rows, worth, 1.0)
        k, g = np.nonzero(cut.price > 1e-9)
        model.put(rows[k], asked[k * programmes + g], -cut.price[k, g])
        model.put(np.repeat(rows, len(pairs)), both, -np.tile(cut.both, clusters.count))
    highs = model.solver()
    highs.setOptionValue("mip_rel_gap", close)
    highs.setOptionValue("time_limit", float(seconds))
    highs.run()
    info, status = highs.getInfo(), highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible or info.primal_solution_status != 2:
        return None
    x = np.array(highs.getSolution().col_value)
    bound = max(float(info.mip_dual_bound), float(info.objective_function_value))
    return Choice(
        np.rint(x[columns.run]), x[columns.taken], columns, bound, float(info.objective_function_value)
    )


def place_counts(problem: Problem, wish: Floats) -> Flags:
    """As many whole sessions of each kind as wished for, those wished for most first, where venue and speaker are free."""
    sessions = problem.sessions
    left = np.floor(np.bincount(sessions.kind, weights=wish) + NEARLY).astype(np.int64)
    possible = possible_sessions(problem)
    run = np.zeros(len(sessions), dtype=bool)
    for s in np.argsort(-wish, kind="stable"):
        if left[sessions.kind[s]] > 0 and possible[s] and not (sessions.share_place[s] & run).any():
            run[s] = True
            left[sessions.kind[s]] -= 1
    return run
