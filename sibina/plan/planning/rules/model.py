"""Linear and integer programmes: a small builder over HiGHS, and the rows that every model of sessions shares."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from sibina.plan.planning.rules.persons import crowding, never_both, possible_sessions
from sibina.plan.planning.rules.problem import Problem, maximal_cliques
from sibina.plan.planning.types import Flags, Floats, Ints

INF = highspy.kHighsInf
CROWDED, WAYS = 0.1, 4_000
"""A pair of programmes is held apart where so large a share of their sessions, two by two, share a day; and how many
columns all such pairs may take."""


class _Silent(highspy.Highs):
    """HiGHS greets on the standard output as soon as it listens for calls back, where answers of the command line stand."""

    def enableCallbacks(self) -> Any:
        self.silent()
        return super().enableCallbacks()


class Model:
    """Columns and rows gathered in plain lists, handed to HiGHS once. Always a maximisation."""

    def __init__(self) -> None:
        self.columns: list[tuple[Floats, Floats, Floats, Flags]] = []
        self.rows: list[tuple[Floats, Floats]] = []
        self.entries: list[tuple[Ints, Ints, Floats]] = []
        self.column_count = self.row_count = 0

    def add_columns(
        self, profit: Floats, upper: Floats, *, integer: bool = False, lower: float = 0.0
    ) -> Ints:
        """Adds columns with `lower` ≤ x ≤ `upper`; returns their positions."""
        count = len(upper)
        profit = np.broadcast_to(np.asarray(profit, dtype=float), count)
        self.columns.append(
            (profit, np.full(count, lower), np.asarray(upper, float), np.full(count, integer))
        )
        self.column_count += count
        return np.arange(self.column_count - count, self.column_count)

    def add_rows(self, lower: Floats, upper: Floats) -> Ints:
        """Adds empty rows; returns their positions."""
        self.rows.append((np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)))
        self.row_count += len(upper)
        return np.arange(self.row_count - len(upper), self.row_count)

    def add_at_most(self, upper: Floats) -> Ints:
        """Adds empty rows Σ ≤ upper; returns their positions."""
        upper = np.asarray(upper, dtype=float)
        return self.add_rows(np.full(len(upper), -INF), upper)

    def put(self, row: Ints, column: Ints, value: Floats | float) -> None:
        """Writes coefficients, element by element."""
        column = np.asarray(column)
        row = np.broadcast_to(row, column.shape)
        self.entries.append((row, column, np.broadcast_to(np.asarray(value, dtype=float), column.shape)))

    def solver(self, *, seed: int = 0) -> highspy.Highs:
        """HiGHS with this model in it, silent, of fixed seed."""
        profit, lower, upper, whole = (np.concatenate([c[k] for c in self.columns]) for k in range(4))
        row, column = (np.concatenate([e[k] for e in self.entries]).astype(np.int64) for k in range(2))
        value = np.concatenate([e[2] for e in self.entries])
        order = np.lexsort((row, column))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.column_count, self.row_count
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = profit, lower, upper
        lp.row_lower_ = np.concatenate([r[0] for r in self.rows])
        lp.row_upper_ = np.concatenate([r[1] for r in self.rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.r_[0, np.cumsum(np.bincount(column, minlength=self.column_count))].astype(
            np.int32
        )
        lp.a_matrix_.index_, lp.a_matrix_.value_ = row[order].astype(np.int32), value[order]
        if whole.any():
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            lp.integrality_ = [kinds[int(w)] for w in whole]
        highs = _Silent()
        highs.setOptionValue("random_seed", seed)
        highs.setOptionValue("threads", 1)
        highs.passModel(lp)
        return highs


@dataclass(frozen=True)
class SessionColumns:
    """Where a model keeps its sessions: `run[s]`, and `taken[pair]` for each (session, cluster) pair."""

    run: Ints
    taken: Ints
    session: Ints
    cluster: Ints
    possible: Flags
    budget: Ints


@dataclass(frozen=True)
class Clusters:
    """Units pooled into clusters: what one may do in a unit, a cluster may do with the sum of its limits.

    `of_unit`, `of_person`: the cluster; `most[cluster, session]`: the most of its people that can attend.
    """

    count: int
    of_unit: Ints
    of_person: Ints
    limit: Ints
    people: Ints
    most: Ints


def pool_units(problem: Problem, of_unit: Ints) -> Clusters:
    """Clusters from a numbering of the units; every plan of the problem is a plan of the pooled one."""
    count = int(of_unit.max(initial=0)) + 1
    of_person = of_unit[problem.unit_of]
    size = np.bincount(problem.unit_of, minlength=len(problem.units))
    per_unit = np.minimum(problem.max_away, size)
    sessions = problem.sessions
    may = np.broadcast_to(size[:, None], (len(size), len(problem.programmes))).copy()
    allowed = problem.jp[None, :] <= problem.jp_most[:, None] + 1e-3
    if problem.eligible is not None:
        allowed &= problem.eligible
    if not allowed.all():
        may = np.zeros_like(may)
        np.add.at(may, problem.unit_of, allowed)
    by_session = may[:, sessions.programme]
    paid = np.flatnonzero(sessions.office >= 0)
    own = np.zeros((len(size), len(paid)), dtype=np.int64)
    np.add.at(own, problem.unit_of, allowed[:, sessions.programme[paid]] & ~problem.of_others[:, paid])
    by_session[:, paid] = own
    capped = np.where(sessions.away[None, :], np.minimum(by_session, problem.most_away), by_session)
    most = np.zeros((count, len(sessions)), dtype=np.int64)
    np.add.at(most, of_unit, capped)
    limit, people = (
        np.bincount(of_unit, weights=w, minlength=count).astype(np.int64) for w in (per_unit, size)
    )
    return Clusters(count, of_unit, of_person, limit, people, np.minimum(most, sessions.seats[None, :]))


def add_sessions(model: Model, problem: Problem, clusters: Clusters, *, whole: bool) -> SessionColumns:
    """Sessions, seats by cluster, and every rule on them: money, seats, rooms, speakers, absence, days."""
    sessions = problem.sessions
    least = np.maximum(1, sessions.min_seats)
    room = np.minimum(sessions.seats, clusters.most.sum(axis=0))
    runs = possible_sessions(problem) & (room >= least)
    run = model.add_columns(np.zeros(len(sessions)), runs.astype(float), integer=whole)
    session, cluster = np.nonzero((clusters.most > 0).T & runs[:, None])
    taken = model.add_columns(np.zeros(len(session)), clusters.most[cluster, session].astype(float))
    rows = model.add_at_most(np.zeros(len(sessions)))
    model.put(rows[session], taken, 1.0)
    model.put(rows, run, -room.astype(float))
    rows = model.add_at_most(np.zeros(len(sessions)))
    model.put(rows[session], taken, -1.0)
    model.put(rows, run, least.astype(float))
    budget = model.add_at_most(np.array([problem.terms.ceiling / 1e6]))
    model.put(budget, run, sessions.fixed_cost / 1e6)
    model.put(budget, taken, sessions.seat_cost[session] / 1e6)
    for holder, end in ((sessions.venue, sessions.away_end), (sessions.speaker, sessions.end)):
        for who in np.unique(holder[holder >= 0]):
            for clique in maximal_cliques(sessions.start, end, np.flatnonzero((holder == who) & runs)):
                if len(clique) > 1:
                    model.put(model.add_at_most(np.ones(1)), run[clique], 1.0)
    columns = SessionColumns(run, taken, session, cluster, runs, budget)
    absences = maximal_cliques(sessions.start, sessions.away_end, np.flatnonzero(runs & sessions.away))
    _add_days(model, problem, clusters, columns, absences, clusters.limit)
    together = maximal_cliques(sessions.start, sessions.end, np.flatnonzero(runs))
    _add_days(model, problem, clusters, columns, together, clusters.people)
    if problem.kept is not None:
        _add_days_of_kept(model, problem, clusters, columns, np.flatnonzero(runs & sessions.away))
    return columns


@dataclass(frozen=True)
class Pairs:
    """Pairs of programmes, and for each the row of a model that holds who takes both to the ways to take both."""

    first: Ints
    second: Ints
    row: Ints

    def __len__(self) -> int:
        return len(self.row)


NO_PAIRS = Pairs(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


def add_pairs(model: Model, problem: Problem, columns: SessionColumns) -> Pairs:
    """Rows for the pairs of programmes whose sessions share many days, the most crowded first.

    Who takes both sits in two sessions that share no day. How many people do so in each two sessions is a column; of
    those who sit in one, no more also take a session of the same course than there are. Every plan tells how many they
    are, so that none is lost.
    """
    first, second = _crowded_pairs(problem)
    pairs = Pairs(first, second, model.add_at_most(np.zeros(len(first))))
    ways = [_ways_to_take_both(problem, g, h) for g, h in zip(first.tolist(), second.tolist(), strict=True)]
    if not ways:
        return pairs
    pair = np.repeat(np.arange(len(pairs)), [len(one) for one, _ in ways])
    both = model.add_columns(np.zeros(len(pair)), np.full(len(pair), INF))
    model.put(pairs.row[pair], both, -1.0)
    sits = model.add_columns(np.zeros(len(problem.sessions)), problem.sessions.seats.astype(float))
    held = model.add_at_most(np.zeros(len(sits)))
    model.put(held, sits, 1.0)
    model.put(held[columns.session], columns.taken, -1.0)
    for side, partner in ((0, second), (1, first)):
        session = np.concatenate([way[side] for way in ways])
        sitting = np.column_stack([session, problem.course[partner[pair]]])
        each, at = np.unique(sitting, axis=0, return_inverse=True)
        rows = model.add_at_most(np.zeros(len(each)))
        model.put(rows[at.ravel()], both, 1.0)
        model.put(rows, sits[each[:, 0]], -1.0)
    return pairs


def _crowded_pairs(problem: Problem) -> tuple[Ints, Ints]:
    crowded = np.triu(crowding(problem), 1)
    crowded[never_both(problem)] = 0.0
    most = np.argsort(-crowded, axis=None, kind="stable")[: int((crowded >= CROWDED).sum())]
    first, second = np.divmod(most, max(1, len(crowded)))
    often = np.bincount(problem.sessions.programme, minlength=len(crowded))
    few = np.cumsum(often[first] * often[second]) <= WAYS
    return first[few], second[few]


def _ways_to_take_both(problem: Problem, g: int, h: int) -> tuple[Ints, Ints]:
    """Two sessions that share no day, one of each programme."""
    table, possible = problem.sessions, possible_sessions(problem)
    one, other = (np.flatnonzero((table.programme == each) & possible) for each in (g, h))
    at = np.nonzero(~table.overlap[np.ix_(one, other)])
    return one[at[0]], other[at[1]]


def add_counts(model: Model, problem: Problem, sessions: SessionColumns) -> Ints:
    """One column a kind of session: how many of the kind run."""
    kind = problem.sessions.kind
    often = model.add_columns(
        np.zeros(kind.max(initial=-1) + 1), np.bincount(kind, weights=sessions.possible).astype(float)
    )
    rows = model.add_rows(np.zeros(len(often)), np.zeros(len(often)))
    model.put(rows, often, 1.0)
    model.put(rows[kind], sessions.run, -1.0)
    return often


def _add_days(
    model: Model,
    problem: Problem,
    clusters: Clusters,
    columns: SessionColumns,
    cliques: Iterable[Ints],
    limit: Ints,
) -> None:
    """Per cluster and set of sessions that share a day: Σ taken ≤ limit, where it could ever bind."""
    position = np.full((len(problem.sessions), clusters.count), -1, dtype=np.int64)
    position[columns.session, columns.cluster] = columns.taken
    for clique in cliques:
        wanted = clusters.most[:, clique].sum(axis=1)
        for k in np.flatnonzero(wanted > limit):
            at = position[clique, k]
            if (at >= 0).sum() > 1:
                model.put(model.add_at_most(limit[[k]].astype(float)), at[at >= 0], 1.0)


def _add_days_of_kept(
    model: Model, problem: Problem, clusters: Clusters, columns: SessionColumns, members: Ints
) -> None:
    """Per cluster and day on which kept seats take people away: Σ taken ≤ what they leave of the limit."""
    sessions, kept = problem.sessions, problem.kept
    assert kept is not None
    gone = np.zeros((clusters.count, kept.absent.shape[1]), dtype=np.int64)
    size = np.bincount(problem.unit_of, minlength=len(problem.units))
    room = np.minimum(problem.max_away, size)
    left = np.maximum(0, np.minimum(room[:, None], problem.max_away[:, None] - kept.absent))
    np.add.at(gone, clusters.of_unit, room[:, None] - left)
    position = np.full((len(sessions), clusters.count), -1, dtype=np.int64)
    position[columns.session, columns.cluster] = columns.taken
    for day in np.flatnonzero(gone.any(axis=0)):
        today = sessions.first_day + day
        here = members[(sessions.start[members] <= today) & (today <= sessions.away_end[members])]
        limit = clusters.limit - gone[:, day]
        for k in np.flatnonzero((gone[:, day] > 0) & (clusters.most[:, here].sum(axis=1) > limit)):
            at = position[here, k]
            if (at >= 0).sum() > 1:
                model.put(model.add_at_most(limit[[k]].astype(float)), at[at >= 0], 1.0)


def add_one_place(model: Model, problem: Problem, column: Ints, person: Ints, session: Ints) -> None:
    """For columns that seat a person in a session: a programme once, and one session at a time."""
    table, used = problem.sessions, np.unique(session)
    cliques = maximal_cliques(table.start, table.end, used)
    cliques += [used[table.programme[used] == g] for g in np.unique(table.programme[used])]
    persons, row_of = np.unique(person, return_inverse=True)
    position = np.full((len(persons), len(table)), -1, dtype=np.int64)
    position[row_of, session] = column
    for clique in cliques:
        here = position[:, clique]
        who = np.flatnonzero((here >= 0).sum(axis=1) > 1)
        rows = model.add_at_most(np.ones(len(who)))
        row, at = np.nonzero(here[who] >= 0)
        model.put(rows[row], here[who][row, at], 1.0)


def add_hours(model: Model, problem: Problem, column: Ints, person: Ints, programme: Ints) -> None:
    """For columns that seat a person in a programme: no more JP than the person's ceiling of hours."""
    hours = problem.jp[programme]
    asked = np.bincount(person, weights=hours, minlength=len(problem.people))
    who = np.flatnonzero(asked > problem.jp_most)
    rows = model.add_at_most(problem.jp_most[who] + 1e-3)
    place = np.full(len(problem.people), -1, dtype=np.int64)
    place[who] = rows
    mine = place[person] >= 0
    model.put(place[person[mine]], column[mine], hours[mine])


def add_gains(
    model: Model, problem: Problem, needs: Ints, column: Ints, person: Ints, programme: Ints
) -> None:
    """For columns that seat a person in a programme: one column more for the value of each of these needs.

    It is at most its cap, and at most f(S) + Σ f(j | S) for S empty and every single programme.
    """
    cap = (problem.need_weight * problem.need_short)[needs]
    value = model.add_columns(np.ones(len(needs)), cap)
    order = np.argsort(person, kind="stable")
    first_of = np.searchsorted(person[order], problem.need_person[needs])
    end_of = np.searchsorted(person[order], problem.need_person[needs], side="right")
    rows, columns, numbers = [], [], []
    upper: list[tuple[float, int]] = []
    for k, n in enumerate(needs.tolist()):
        own = order[first_of[k] : end_of[k]]
        gain = problem.gain[programme[own], problem.need_competency[n]] * problem.need_weight[n]
        own, gain = own[gain > 0], gain[gain > 0]
        for first in (-1, *np.unique(programme[own]).tolist()):
            already = programme[own] == first
            base = min(float(cap[k]), float(gain[already][0])) if already.any() else 0.0
            if first >= 0 and base + float(gain[~already].max(initial=0.0)) <= cap[k] + 1e-12:
                continue
            rows.append(np.full(len(own), len(upper)))
            columns.append(column[own])
            numbers.append(-np.where(already, 0.0, np.minimum(gain, cap[k] - base)))
            upper.append((base, k))
    at = model.add_at_most(np.array([base for base, _ in upper]))
    model.put(at, value[[k for _, k in upper]], 1.0)
    if rows:
        model.put(at[np.concatenate(rows)], np.concatenate(columns), np.concatenate(numbers))
