"""Which sessions run: an integer programme over sessions whose bound holds for every plan.

What people can get out of seats is held from above by the cuts of the price decomposition, so that the best value of
this programme, and the bound HiGHS proves for it when it is stopped early, is a true upper bound.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from sibina.plan.planning.rules.model import INF, Clusters, Model, SessionColumns, add_sessions
from sibina.plan.planning.rules.prices import Cut
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Floats, Ints


@dataclass(frozen=True)
class Choice:
    """Sessions to run (0/1 per session), people per (session, cluster) pair, and the proven bound."""

    run: Floats
    taken: Floats
    columns: SessionColumns
    bound: float
    objective: float


def choose_sessions(  # noqa: PLR0913 - one argument a thing that limits it
    problem: Problem,
    clusters: Clusters,
    cuts: list[Cut],
    below_floor: Ints,
    floor_target: int,
    *,
    seconds: float,
    close: float,
) -> Choice | None:
    """The best sessions against the cuts; None when HiGHS found none in time.

    `below_floor`: people per cluster who are not yet at the floor; `floor_target`: how many of them must reach it.
    """
    model = Model()
    columns = add_sessions(model, problem, clusters, whole=True)
    programmes = len(problem.programmes)
    pairs = clusters.count * programmes
    asked = model.add_columns(np.zeros(pairs), np.full(pairs, INF))
    link = model.add_at_most(np.zeros(pairs))
    model.put(link, asked, 1.0)
    seat_of = columns.cluster * programmes + problem.sessions.programme[columns.session]
    model.put(link[seat_of], columns.taken, -1.0)
    worth = model.add_columns(np.ones(clusters.count), np.full(clusters.count, INF))
    reached = model.add_columns(np.zeros(clusters.count), below_floor.astype(float))
    if floor_target > 0:
        row = model.add_rows(np.array([float(floor_target)]), np.array([INF]))
        model.put(np.repeat(row, clusters.count), reached, 1.0)
    each = np.arange(clusters.count)
    for cut in cuts:
        rows = model.add_at_most(cut.total)
        model.put(rows, worth, 1.0)
        k, g = np.nonzero(cut.price > 1e-9)
        model.put(rows[k], asked[k * programmes + g], -cut.price[k, g])
        if cut.reward > 0:
            model.put(rows, reached[each], cut.reward)
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


def useful_cuts(cuts: list[Cut], most: int) -> list[Cut]:
    """The last `most` cuts, which are the ones near the best prices."""
    return cuts[-most:]
