"""The plan that does the most under the ceiling, and the proof of how far from the best it can be."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sibina.plan.planning.rules.dealing import deal_until_still, keep_minimums, new_dealer
from sibina.plan.planning.rules.decompose import Goal, Seating, Watch, seating_of
from sibina.plan.planning.rules.exact import solve_exactly
from sibina.plan.planning.rules.floor import most_at_floor, price_of_floor
from sibina.plan.planning.rules.levels import SAMPLED, first_prices, fits_exactly, optimise
from sibina.plan.planning.rules.persons import PersonSide
from sibina.plan.planning.rules.polishing import VAST, Parts, deal_blocks, polish_best
from sibina.plan.planning.rules.prices import Prices
from sibina.plan.planning.rules.problem import Problem, person_jp, person_values, plan_cost, reaches_floor
from sibina.plan.planning.rules.rivals import calendar_order
from sibina.plan.planning.types import OnProgress, Plan, Progress, ShouldStop, Stage, Status

SAMPLE = 2_000
PROVEN = 1e-6
FAIR = 0.975
"""In a large city nearly all who can reach the floor do: the last hundredths may take a fifth of all gain."""
AIMED = 0.99
POLISHED = 0.3
"""The share of the time that is kept for solving parts of the plan anew, where the parts are not too many."""
NEAR_ENOUGH = 0.0075
"""The gap at which a search ends: the promise is one per cent, and another city may be harder by a quarter."""
PARTS_A_SECOND = 3.0
"""Parts solved anew are counted, not timed: so many for each second that the search was given."""


@dataclass(frozen=True)
class Search:
    """How long and how near: seconds by `clock`, the gap that is good enough, the seed of HiGHS."""

    clock: Callable[[], float]
    seconds: float = 60.0
    target_gap: float = NEAR_ENOUGH
    seed: int = 0
    progress: OnProgress | None = None
    should_stop: ShouldStop | None = None
    on_better: Callable[[Plan], None] | None = None


def solve(problem: Problem, search: Search) -> Plan:
    """The best plan found and its proven bound; stops at the target gap, at the time, or when told to."""
    run = _Run(problem, search)
    goal, prices, limit = Goal(search.target_gap), first_prices(problem), float(run.below)
    if problem.terms.jp_first and run.below and len(problem.sessions):
        goal, prices, limit = floor_goal(problem, search.target_gap, run.watch(None, Stage.FLOOR, 0.35))
    priced = 0.93 - (POLISHED if len(problem.people) <= SAMPLED else 0.0)
    parts = Parts(search.seed, int(PARTS_A_SECOND * search.seconds))
    optimise(problem, goal, prices, run.watch(goal, Stage.PRICES, priced), parts)
    last = run.watch(goal, Stage.IMPROVING, 0.93)
    if goal.reward == 0 and SAMPLED < len(problem.people) <= VAST:
        deal_blocks(problem, goal, last, parts)
    polish_best(problem, goal, last, parts)
    best = goal.best or simple_plan(problem, goal.reward)
    plan = run.plan(goal, best, limit)
    if search.progress:
        search.progress(Progress(1.0, plan.objective, plan.bound, Stage.DONE))
    return plan


class _Run:
    """One search: since when it runs, who hears of it, what was kept on the way."""

    def __init__(self, problem: Problem, search: Search):
        self.problem, self.search, self.started = problem, search, search.clock()
        below = problem.jp_done < problem.terms.jp_floor - 1e-3
        self.below, self.ready = int(below.sum()), int((~below).sum())
        self.kept: Seating | None = None

    def plan(self, goal: Goal, seating: Seating, limit: float) -> Plan:
        """The public plan of a seating with what the goal has proven; `limit`: most people brought to the floor."""
        took = self.search.clock() - self.started
        possible = self.ready + int(min(limit, self.below))
        bounds = (goal.most(seating.reached), goal.most(0))
        return as_plan(self.problem, seating, bounds=bounds, possible=possible, seconds=took)

    def watch(self, goal: Goal | None, stage: Stage, until: float) -> Watch:
        """The time of a stage, up to this share of all; tells of the goal's best plan."""
        search = self.search

        def left() -> float:
            return self.started + search.seconds * until - search.clock()

        def tell() -> None:
            best = goal.best if goal else None
            bound = goal.most(best.reached) if goal and best else float("inf")
            if search.on_better and goal and best and best is not self.kept:
                self.kept = best
                search.on_better(self.plan(goal, best, self.below))
            if search.progress:
                share = min(1.0, (search.clock() - self.started) / search.seconds)
                search.progress(Progress(share, best.value if best else 0.0, bound, stage))

        tell()
        return Watch(left, search.should_stop or (lambda: False), tell)


def floor_goal(problem: Problem, close: float, watch: Watch) -> tuple[Goal, Prices, float]:
    """The goal with the floor first, prices to start from, and how many at most can be brought to the floor.

    Where the whole is small enough the number is found exactly and kept; else nearly all who can be brought there.
    """
    everybody = np.arange(len(problem.people))
    count = Goal(min(0.002, close), reward=1.0, worthless=True)
    count.bound = most_at_floor(problem, everybody, watch)
    side = PersonSide(problem, everybody, floor=True, worthless=True)
    if fits_exactly(problem, side):
        solve_exactly(problem, side, count, watch, 0.7 * watch.seconds_left())
    limit = float(np.floor(count.bound + 1e-6))
    share, target = AIMED, int(np.ceil(FAIR * limit))
    if count.best:
        share, target = 1.0, count.best.reached
    some = everybody[:: max(1, len(everybody) // SAMPLE)]
    prices = price_of_floor(problem, some, share, first_prices(problem), watch)
    return Goal(close, reward=prices.reward, target=target, best=count.best, near=count.best), prices, limit


def simple_plan(problem: Problem, reward: float) -> Seating:
    """A legal plan in a moment, for when there was no time for a good one: sessions by the calendar, seats by gain."""
    if not len(problem.sessions) or not len(problem.people):
        none = np.zeros(0, dtype=np.int64)
        return Seating(np.zeros(len(problem.sessions), dtype=bool), none, none, 0.0, 0)
    dealer = new_dealer(problem, calendar_order(problem), reward=reward)
    deal_until_still(dealer, 0.0, 1, lambda: False)
    keep_minimums(dealer)
    return seating_of(dealer)


def as_plan(
    problem: Problem, seating: Seating, *, bounds: tuple[float, float], possible: int, seconds: float
) -> Plan:
    """The public plan of a seating; numbers are counted anew from the seats.

    `bounds`: of plans that bring as many people to the floor, and of every plan.
    """
    taken = np.bincount(seating.session, minlength=len(problem.sessions)).astype(np.int64)
    value = person_values(problem, seating.person, seating.session)
    jp = person_jp(problem, seating.person, seating.session)
    met = int(reaches_floor(problem, jp).sum())
    objective = float(value.sum())
    most = float((problem.need_weight * problem.need_short).sum())
    # Rounding may have spoilt the proof; what everybody lacks is a bound at any rate.
    proven = (b if objective <= b + 1e-6 * max(1.0, objective) else most for b in bounds)
    bound, bound_any = (max(objective, min(b, most)) for b in proven)
    close = bound <= 0 or (bound - objective) / bound <= PROVEN
    return Plan(
        run=seating.run,
        taken=taken,
        seat_person=seating.person,
        seat_session=seating.session,
        status=Status.OPTIMAL if close else Status.FEASIBLE,
        objective=objective,
        bound=bound,
        bound_any=bound_any,
        cost=plan_cost(problem, seating.run, taken),
        person_value=value,
        person_jp=jp,
        jp_floor_met=met,
        jp_floor_possible=max(possible, met),
        jp_floor_proven=possible <= met,
        seconds=seconds,
    )
