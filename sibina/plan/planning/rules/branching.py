"""How often each kind of session runs, with all units as one: branch and price.

Where a linear programme runs two and a half sessions of a kind, two questions take its place: at most two, and at least
three. Each is priced anew on everybody's answers, so that the highest bound of the questions still open holds for every
plan.
"""

from dataclasses import dataclass

import numpy as np

from sibina.plan.planning.rules.prices import NEARLY, Effort, Master, MasterAnswer, Prices, Proof
from sibina.plan.planning.types import Flags, Floats, Ints

PRICINGS = 6
ROUNDED = 5
"""Every so many questions the counts are rounded, to have a whole answer early."""
MIXING, MIXED = 10.0, 1e-3
"""Seconds at most, and the gap that is near enough, for the integer programme over the answers known."""
DIVING = 0.3
"""The share of the time left that sessions may be decided one by one in, where units are apart."""


@dataclass(frozen=True)
class Branch:
    """A question: between `low` and `high` of each kind. `bound`: no plan in it that meets the floor's target is better,
    proven at this reward of the floor; `answer`: None where there was no time for one."""

    low: Floats
    high: Floats
    bound: float
    reward: float
    answer: MasterAnswer | None

    def between(self, low: Floats, high: Floats) -> "Branch":
        """The same with other counts, inside its own: not yet asked."""
        return Branch(low, high, self.bound, self.reward, None)

    def often(self, kind: Ints) -> Floats:
        """How many of each kind run in the answer."""
        run = np.zeros(len(kind)) if self.answer is None else self.answer.run
        return np.bincount(kind, weights=run, minlength=len(self.low)).astype(float)


def choose_counts(
    master: Master, prices: Prices, effort: Effort, known: Flags | None = None
) -> tuple[Proof, MasterAnswer | None]:
    """What no plan gains more than, and the best answer that runs whole sessions, if one was found.

    `prices`: what is known of all plans. `known`: sessions of a good plan to begin with. `effort.rounds`: the most
    questions; `effort.close`: the relative gap that is near enough. The master must be counted.
    """
    kind = master.problem.sessions.kind
    most = np.bincount(kind, weights=master.sessions.possible).astype(float)
    whole_city = Branch(np.zeros(len(most)), most, prices.bound, prices.reward, None)
    first, apart = _ask(master, whole_city, effort), master.clusters.count > 1
    waiting = [] if first is None else [first]
    settled: list[Branch] = []
    best = None if known is None else _with_counts(master, whole_city, _often(kind, known), effort)
    for turn in range(effort.rounds):
        if not waiting or effort.out_of_time():
            break
        branch = waiting.pop(int(np.argmax([each.bound for each in waiting])))
        often = branch.often(kind)
        split = int(np.argmax(np.abs(often - np.rint(often))))
        whole = abs(often[split] - np.rint(often[split])) <= NEARLY
        best = _better(best, branch.answer) if whole else best
        if branch.answer is None or whole or _near(branch.bound, best, effort.close):
            settled.append(branch)
        else:
            waiting += _halves(master, branch, split, often, effort)
            if turn % ROUNDED == 0:
                best = _better(best, (_dive if apart else _round)(master, branch, often, effort))
    proven = settled + waiting or [whole_city]
    if first is not None and not apart and not _near(max(each.bound for each in proven), best, effort.close):
        best = _better(best, _mix(master, first, kind, effort))
    return Proof(np.array([each.bound for each in proven]), np.array([each.reward for each in proven])), best


def _mix(master: Master, first: Branch, kind: Ints, effort: Effort) -> MasterAnswer | None:
    """The best of the answers known by now with whole sessions, about as often as in the first branch."""
    often = first.often(kind)
    master.bound_counts(
        np.maximum(first.low, np.floor(often) - 1), np.minimum(first.high, np.ceil(often) + 1)
    )
    run = master.best_runs(min(MIXING, 0.5 * effort.seconds_left()), MIXED)
    if run is None:
        return None
    return _with_counts(master, first, _often(kind, run), effort)


def _often(kind: Ints, run: Floats | Flags) -> Floats:
    return np.rint(np.bincount(kind, weights=run))


def _with_counts(master: Master, branch: Branch, often: Floats, effort: Effort) -> MasterAnswer | None:
    """The best answer that has exactly so many of each kind."""
    found = _ask(master, branch.between(often, often), effort)
    return None if found is None else found.answer


def _round(master: Master, branch: Branch, often: Floats, effort: Effort) -> MasterAnswer | None:
    """Whole sessions next to those of the branch; each kind one less where that many cannot be paid."""
    return _with_counts(master, branch, np.rint(often), effort) or _with_counts(
        master, branch, np.floor(often + NEARLY), effort
    )


def _dive(master: Master, branch: Branch, often: Floats, effort: Effort) -> MasterAnswer | None:
    """The same with sessions decided one by one, where units apart make the integer programme too large; or rounded."""
    kept = (1.0 - DIVING) * effort.seconds_left()
    master.bound_counts(branch.low, branch.high)
    run = master.dive_for_runs(lambda: effort.seconds_left() - kept)
    rounded = _round(master, branch, often, effort)
    if run is None:
        return rounded
    return _better(rounded, _with_counts(master, branch, _often(master.problem.sessions.kind, run), effort))


def _better(best: MasterAnswer | None, other: MasterAnswer | None) -> MasterAnswer | None:
    """Of two answers that run whole sessions the one worth more; who is missing at the floor costs it the dearest
    reward."""
    if other is None or (best is not None and best.objective >= other.objective):
        return best
    return other


def _near(bound: float, best: MasterAnswer | None, close: float) -> bool:
    return best is not None and bound <= best.objective + close * abs(best.objective)


def _halves(master: Master, branch: Branch, split: int, often: Floats, effort: Effort) -> list[Branch]:
    halves = []
    for low, high in ((-np.inf, np.floor(often[split])), (np.ceil(often[split]), np.inf)):
        lower, upper = branch.low.copy(), branch.high.copy()
        lower[split], upper[split] = max(lower[split], low), min(upper[split], high)
        halves.append(_ask(master, branch.between(lower, upper), effort))
    return [half for half in halves if half is not None]


def _ask(master: Master, branch: Branch, effort: Effort) -> Branch | None:
    """The branch with the best mixture of answers that has so many sessions; None where there is no such plan."""
    master.bound_counts(branch.low, branch.high)
    bound, reward, solved = branch.bound, branch.reward, None
    for _ in range(PRICINGS):
        found = master.solve_firm(effort.seconds_left())
        if found is None:
            if master.impossible:
                return None
            break
        solved = found
        asked = master.ask(solved.price, solved.both, solved.reward)
        most = solved.objective - float(solved.convex.sum()) + float(master.side.weight @ asked.total)
        if most < bound:
            bound, reward = most, solved.reward
        if most - solved.objective <= 0.1 * effort.close * abs(most) or not master.add(asked, solved.convex):
            break
    return Branch(branch.low, branch.high, bound, reward, solved)
