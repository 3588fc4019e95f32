"""Price decomposition: programmes get prices per cluster, persons answer them, a master programme moves the prices.

The master holds the sessions exactly (as a linear programme) and, per group of persons, the answers given so far; its
duals, kept in a box around the best prices known, are the next prices. What is asked for is the merit of a plan: its
value + ρ × the people whom it brings to the JP floor. For any prices p ≥ 0 and any ρ ≥ 0,

    bound(p) = Σ persons max(value + ρ·floor − p) + max sessions Σ p·seats

is above the merit of every plan, so bound − ρ·k is above the value of every plan that brings k people or more to the
floor. Each answer of *all* persons also is a cut on what people can get out of the seats.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import highspy
import numpy as np

from sibina.plan.planning.rules.model import (
    INF,
    NO_PAIRS,
    Clusters,
    Model,
    add_counts,
    add_pairs,
    add_sessions,
)
from sibina.plan.planning.rules.persons import Answer, PairPrices, PersonSide
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import Floats, Ints

TINY = 1e-9
NEARLY = 1e-3
UNDECIDED = 0.2
DUAL, PRIMAL, FEW_GROUPS = 1, 4, 1_000
"""The simplex strategies of HiGHS, and the groups of people up to which prices settle sooner by the dual one."""


def above(bound: float) -> float:
    """A bound that floating point cannot have put below the truth."""
    return bound + 1e-7 * max(1.0, abs(bound))


@dataclass(frozen=True)
class Proof:
    """What no plan gains more than, with the floor's target met or missed by some.

    All plans are divided into questions; one that brings `short` people too few to the floor is in one of them, and
    gains at most its `bound` + its `reward` × `short`: less than the bound where it brings more people there than the
    target. An infinite reward proves nothing of plans that miss the target, and no more of those that pass it.
    """

    bound: Floats
    reward: Floats

    def most(self, short: int) -> float:
        """No plan that misses the target by so many (below nought: passes it) gains more."""
        firm = np.where(np.isfinite(self.reward) | (short > 0), self.reward, 0.0)
        return above(float((self.bound + (firm * short if short else 0.0)).max()))


@dataclass(frozen=True)
class Cut:
    """Merit of cluster k ≤ `total[k]` + Σ price[k, g]·seats[k, g], for every plan.

    Where pairs have prices too, of the whole city, Σ both[pair]·(who takes both) comes on top.
    """

    price: Floats
    total: Floats
    both: Floats


@dataclass
class Prices:
    """The state of the search: best prices of programmes and pairs, the bound they prove, and all cuts."""

    price: Floats
    reward: float
    bound: float = np.inf
    cuts: list[Cut] = field(default_factory=list)
    both: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def all_prices(self) -> Floats:
        """Of programmes, then of pairs."""
        return np.r_[self.price.ravel(), self.both]

    def known(self, solved: "MasterAnswer", bound: float) -> None:
        """Takes the prices that proved the bound."""
        self.price, self.both, self.reward, self.bound = solved.price, solved.both, solved.reward, bound


@dataclass(frozen=True)
class Column:
    """One answer of one group: its merit and the picks (position in the side, programme)."""

    group: int
    value: float
    person: Ints
    programme: Ints


@dataclass(frozen=True)
class FloorTerms:
    """What a person at the JP floor is worth; how many must reach it: the master then finds what more reward it takes,
    `dearest` at most."""

    reward: float = 0.0
    target: float = 0.0
    dearest: float = 0.0


class Master:
    """The linear programme of sessions and answers; grows by columns."""

    def __init__(  # noqa: PLR0913 - one argument a thing that it is made of
        self,
        problem: Problem,
        side: PersonSide,
        clusters: Clusters,
        group_of: Ints,
        *,
        floor: FloorTerms | None = None,
        counted: bool = False,
        paired: bool = False,
    ):
        """`counted`: how often each kind of session runs can be bounded. `paired`: it is seen that nobody takes two
        programmes whose sessions share their days."""
        floor = floor or FloorTerms()
        self.reward, self.dearest, floor_target = floor.reward, floor.dearest, floor.target
        self.problem, self.side, self.clusters, self.group_of = problem, side, clusters, group_of
        self.groups = int(group_of.max(initial=-1)) + 1
        self.row_of = clusters.of_person[side.persons]
        self.floor_target = floor_target
        self.columns: list[Column] = []
        self.programmes = len(problem.programmes)
        model = Model()
        self.sessions = add_sessions(model, problem, clusters, whole=False)
        pairs = clusters.count * self.programmes
        self.link = model.add_at_most(np.zeros(pairs))
        seat_of = self.sessions.cluster * self.programmes + problem.sessions.programme[self.sessions.session]
        model.put(self.link[seat_of], self.sessions.taken, -1.0)
        self.paired = paired
        self.pairs = add_pairs(model, problem, self.sessions) if paired else NO_PAIRS
        self.convex = model.add_at_most(np.ones(self.groups))
        self.floor = model.add_rows(np.array([float(floor_target)]), np.array([INF]))
        self.priced = np.r_[self.link, self.pairs.row]
        count = len(self.priced)
        self.above = model.add_columns(np.zeros(count), np.full(count, INF))
        self.below = model.add_columns(np.zeros(count), np.full(count, INF))
        model.put(self.priced, self.above, -1.0)
        model.put(self.priced, self.below, 1.0)
        self.lacking = model.add_columns(np.zeros(2), np.full(2, INF))
        model.put(np.repeat(self.floor, 2), self.lacking, np.array([1.0, -1.0]))
        self.often = add_counts(model, problem, self.sessions) if counted else np.zeros(0, dtype=np.int64)
        self.highs = model.solver()
        self.highs.setOptionValue("solver", "simplex")
        self.bounds_moved = False
        self.first_column = model.column_count

    def set_box(self, low: Floats, high: Floats, reward_low: float, reward_high: float) -> None:
        """Keeps the next prices and reward between these."""
        at = np.r_[self.above, self.below, self.lacking].astype(np.int32)
        profit = np.r_[-high, low, -reward_high, reward_low]
        self.highs.changeColsCost(len(at), at, profit)

    def ask(self, price: Floats, both: Floats, reward: float) -> Answer:
        """What everybody takes at these prices of programmes and of pairs."""
        pairs = PairPrices(self.pairs.first, self.pairs.second, both)
        return self.side.answers(price, self.row_of, reward, pairs)

    def _rows_asked(self, answer: Answer) -> tuple[Ints, Ints]:
        """Who asks for what: the person, and the place among the priced rows of each programme and pair they take."""
        taken = np.zeros((len(self.row_of), self.programmes), dtype=bool)
        taken[answer.person, answer.programme] = True
        person, pair = np.nonzero(taken[:, self.pairs.first] & taken[:, self.pairs.second])
        programme = self.row_of[answer.person] * self.programmes + answer.programme
        return np.r_[answer.person, person], np.r_[programme, len(self.link) + pair]

    def add(self, answer: Answer, dual: Floats | None) -> int:
        """Adds the answers of groups that improve on the master's; returns how many did."""
        size = self.groups
        weight = self.side.weight
        total = np.bincount(self.group_of, weights=weight * answer.total, minlength=size)
        counted = answer.reached & (self.side.missing[self.side.persons] > 0)
        reached = np.bincount(self.group_of, weights=weight * counted, minlength=size)
        value = (
            np.bincount(self.group_of, weights=weight * answer.value, minlength=size) + self.reward * reached
        )
        better = (
            np.ones(size, dtype=bool)
            if dual is None
            else total > dual + 1e-7 * np.maximum(1.0, np.abs(total))
        )
        asking, asked = self._rows_asked(answer)
        group_of_pick = self.group_of[asking]
        kept = better[group_of_pick]
        order = np.argsort(group_of_pick[kept], kind="stable")
        person, place = asking[kept][order], asked[kept][order]
        ends = np.searchsorted(group_of_pick[kept][order], np.arange(size + 1))
        starts, index, coefficient, profit = [0], [], [], []
        for q in np.flatnonzero(better):
            part = slice(ends[q], ends[q + 1])
            rows, row_of = np.unique(self.priced[place[part]], return_inverse=True)
            index += [rows, self.convex[[q]], self.floor]
            counts = np.bincount(row_of, weights=weight[person[part]], minlength=len(rows))
            coefficient += [counts, np.ones(1), reached[[q]]]
            starts.append(starts[-1] + len(rows) + 2)
            profit.append(float(value[q]))
            single = place[part] < len(self.link)
            programme = place[part][single] % self.programmes
            self.columns.append(Column(int(q), float(value[q]), person[part][single], programme))
        count = len(profit)
        if count:
            none, most = np.zeros(count), np.full(count, INF)
            self.highs.addCols(
                count,
                np.array(profit),
                none,
                most,
                starts[-1],
                np.array(starts[:-1], dtype=np.int32),
                np.concatenate(index).astype(np.int32),
                np.concatenate(coefficient).astype(float),
            )
        return count

    def fix_runs(self, run: Floats) -> None:
        """From now on exactly these sessions run."""
        self._bound_runs(run.astype(float), run.astype(float))

    def free_runs(self) -> None:
        """Sessions are open again, as at first."""
        self._bound_runs(np.zeros(len(self.sessions.run)), self.sessions.possible.astype(float))

    def _bound_runs(self, low: Floats, high: Floats) -> None:
        at = self.sessions.run.astype(np.int32)
        self.highs.changeColsBounds(len(at), at, low, high)
        self.bounds_moved = True

    def bound_counts(self, low: Floats, high: Floats) -> None:
        """From now on each kind of session runs between so often; needs `counted`."""
        self.highs.changeColsBounds(len(self.often), self.often.astype(np.int32), low, high)
        self.bounds_moved = True

    def best_runs(self, seconds: float, close: float) -> Floats | None:
        """Whole sessions that make the most of the answers known so far; None when none were found in time.

        Where kinds are counted only the counts are whole: to tell like sessions apart is what takes time.
        """
        loose = np.r_[self.above, self.below, self.lacking].astype(np.int32)
        whole = (self.often if len(self.often) else self.sessions.run).astype(np.int32)
        self.highs.changeColsBounds(len(loose), loose, np.zeros(len(loose)), np.zeros(len(loose)))
        self.highs.changeColsIntegrality(len(whole), whole, [highspy.HighsVarType.kInteger] * len(whole))  # type: ignore[arg-type]
        self.highs.setOptionValue("solver", "choose")
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + seconds)
        self.highs.setOptionValue("mip_rel_gap", close)
        self.highs.run()
        found = self.highs.getInfo().primal_solution_status == 2
        x = np.array(self.highs.getSolution().col_value) if found else np.zeros(0)
        self.highs.changeColsIntegrality(len(whole), whole, [highspy.HighsVarType.kContinuous] * len(whole))  # type: ignore[arg-type]
        self.highs.changeColsBounds(len(loose), loose, np.zeros(len(loose)), np.full(len(loose), INF))
        self.highs.setOptionValue("solver", "simplex")
        self.highs.setOptionValue("time_limit", INF)
        return x[self.sessions.run] if found else None

    def dive_for_runs(self, seconds_left: Callable[[], float]) -> Floats | None:
        """The same where the master is too large for an integer programme: not the best, but soon.

        What the linear programme runs whole is kept; of the others the one that it has most nearly decided is rounded,
        or, when all are in doubt, tried both ways; the better way is gone on from.
        """
        low, high = np.zeros(len(self.sessions.run)), self.sessions.possible.astype(float)
        run = self._firm_runs(low, high, seconds_left)
        while run is not None and seconds_left() > 0:
            open_still = np.flatnonzero((run > NEARLY) & (run < 1.0 - NEARLY))
            if not len(open_still):
                break
            low[run >= 1.0 - NEARLY] = 1.0
            s = open_still[np.argmax(np.abs(run[open_still] - 0.5))]
            ways = []
            for whole in (1.0, 0.0) if abs(run[s] - 0.5) < UNDECIDED else (np.rint(run[s]),):
                low[s] = high[s] = whole
                found = self._firm_runs(low, high, seconds_left)
                if found is not None:
                    ways.append((self.highs.getInfo().objective_function_value, whole, found))
            run = None
            if ways:
                _, low[s], run = max(ways, key=lambda way: way[0])
                high[s] = low[s]
        self.free_runs()
        whole = run is not None and bool((np.abs(run - np.rint(run)) <= NEARLY).all())
        return np.rint(run) if whole and run is not None else None

    def _firm_runs(self, low: Floats, high: Floats, seconds_left: Callable[[], float]) -> Floats | None:
        """How far each session runs between these, in the best mixture of the answers; a round of answers is asked."""
        self._bound_runs(low, high)
        solved = self.solve_firm(seconds_left())
        if solved is not None and self.add(self.ask(solved.price, solved.both, solved.reward), solved.convex):
            solved = self.solve_firm(seconds_left()) or solved
        return None if solved is None else solved.run

    def solve_firm(self, seconds: float) -> "MasterAnswer | None":
        """Solves without the box: the best mixture of answers that the seats really hold."""
        loose = np.r_[self.above, self.below].astype(np.int32)
        none = np.zeros(len(loose))
        self.highs.changeColsBounds(len(loose), loose, none, none)
        price = np.zeros(len(self.priced))
        self.set_box(price, price, 0.0, self.dearest)
        found = self.solve(seconds)
        self.highs.changeColsBounds(len(loose), loose, none, np.full(len(loose), INF))
        return found

    @property
    def impossible(self) -> bool:
        """Was there no answer the last time because there is none?"""
        return self.highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible

    def solve(self, seconds: float) -> "MasterAnswer | None":
        """Solves; None when HiGHS could not in these seconds.

        The last solution holds where answers came (primal simplex), its prices where other sessions are to run (dual).
        Masters without pairs are large: primal takes twice as long there. Few groups settle sooner by the dual one."""
        primal = self.paired and self.groups > FEW_GROUPS and not self.bounds_moved
        self.highs.setOptionValue("simplex_strategy", PRIMAL if primal else DUAL)
        self.bounds_moved = False
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(0.5, seconds))
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self.highs.getSolution()
        # HiGHS gives the duals of a maximisation as ∂objective/∂rhs.
        dual, x = np.array(solution.row_dual), np.array(solution.col_value)
        shape = (self.clusters.count, self.programmes)
        return MasterAnswer(
            objective=self.highs.getInfo().objective_function_value,
            price=np.maximum(0.0, dual[self.link]).reshape(shape),
            both=np.maximum(0.0, dual[self.pairs.row]),
            reward=self.reward + max(0.0, -float(dual[self.floor[0]])),
            convex=dual[self.convex],
            run=x[self.sessions.run],
            taken=x[self.sessions.taken],
            share=x[self.first_column :],
            money_rate=max(0.0, float(dual[self.sessions.budget[0]])) / 1e6,
            stretched=float(x[self.above].sum() + x[self.below].sum() + x[self.lacking].sum()),
        )


@dataclass(frozen=True)
class MasterAnswer:
    """A solved master: prices for the next round, sessions, the share of every column; points per rupiah."""

    objective: float
    price: Floats
    both: Floats
    reward: float
    convex: Floats
    run: Floats
    taken: Floats
    share: Floats
    money_rate: float
    stretched: float

    @property
    def all_prices(self) -> Floats:
        """Of programmes, then of pairs."""
        return np.r_[self.price.ravel(), self.both]


@dataclass(frozen=True)
class Effort:
    """When to stop moving prices: rounds, or a model within `close` of the bound; `out_of_time` is asked each round."""

    rounds: int
    close: float
    out_of_time: Callable[[], bool]
    seconds_left: Callable[[], float]
    seeded: bool = False


def move_prices(
    master: Master, start: Prices, effort: Effort, width: float
) -> tuple[Prices, MasterAnswer | None]:
    """Boxstep: prices may move by `width` of themselves each round; the box follows the best bound found."""
    side, state, answer = master.side, start, None
    scale = max(
        TINY, float(np.median(start.price[start.price > TINY])) if (start.price > TINY).any() else 1.0
    )
    state.both = state.both if len(state.both) else np.zeros(len(master.pairs))
    span = np.maximum(state.all_prices, 0.2 * scale) * width
    state.reward = max(state.reward, master.reward)
    found = master.ask(state.price, state.both, state.reward)
    _remember(master, state, found, state.price, state.both)
    master.add(found, None)
    if effort.seeded:
        _seed(master, state)
    bounds, loose = [state.bound], True
    for _ in range(effort.rounds):
        patience = 20 if loose else 6
        stalled = len(bounds) > patience and bounds[-1] > bounds[-1 - patience] - effort.close * abs(
            bounds[-1]
        )
        if effort.out_of_time() or stalled:
            break
        low, high = np.maximum(0.0, state.all_prices - span), state.all_prices + span
        more = state.reward - master.reward
        master.set_box(low, high, 0.5 * more, 2.0 * more + scale if master.floor_target > 0 else 0.0)
        solved = master.solve(effort.seconds_left())
        if solved is None:
            break
        answer = solved
        found = master.ask(solved.price, solved.both, solved.reward)
        bound = solved.objective - float(solved.convex.sum()) + float(side.weight @ found.total)
        _remember(master, state, found, solved.price, solved.both)
        added = master.add(found, solved.convex)
        inside = solved.stretched <= 1e-6 * max(1.0, len(master.problem.people))
        loose = solved.stretched > 1e-2 * max(1.0, len(master.problem.people))
        if inside and (added == 0 or bound - solved.objective <= effort.close * abs(bound)):
            if bound < state.bound:
                state.known(solved, bound)
            break
        if bound < state.bound - 1e-3 * (state.bound - solved.objective) or not np.isfinite(state.bound):
            edge = (solved.all_prices <= low + 1e-9) | (solved.all_prices >= high - 1e-9)
            # Nobody had a better answer: as far as the box goes the master is exact, so the box was too small.
            wider = 1.5 if added else 4.0
            span = np.where(edge, span * wider, span * (0.8 if added else 1.0))
            state.known(solved, bound)
        else:
            span = span * 0.8
        bounds.append(state.bound)
        span = np.maximum(span, 1e-4 * scale)
    return state, answer


def _seed(master: Master, state: Prices) -> None:
    """Answers to prices at which one programme is a present: like people ask alike, and one answer a round is few."""
    side = master.side
    dear = float(state.price.max(initial=0.0)) + state.reward
    for g in np.flatnonzero(side.allowed.any(axis=0)):
        for others in (1.0, 0.45) if side.missing.any() else (1.0,):
            price = np.full_like(state.price, others * dear)
            price[:, g] = 0.0
            master.add(master.ask(price, state.both, dear if side.missing.any() else 0.0), None)


def _remember(master: Master, state: Prices, found: Answer, price: Floats, both: Floats) -> None:
    weighted = master.side.weight * found.total
    total = np.bincount(master.row_of, weights=weighted, minlength=master.clusters.count)
    state.cuts.append(Cut(price, total.astype(float), both))
