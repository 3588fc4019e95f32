"""The persons' side of the plan: what everybody would take at given prices, and what that is worth."""

import copy
import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.rules.search import choose
from sibina.plan.planning.types import Flags, Floats, Ints

JP_STEPS = 60
THREADS = 2
FEW_CLUSTERS = 40


@dataclass(frozen=True)
class Answer:
    """What everybody takes at one table of prices.

    Per person of the side: `total` = value + reward − price (never below the best; above it for the rare person
    whose search was cut short), `value` the gain alone, `reached` the floor. `person`, `programme`: the picks,
    by position in the side and in the problem.
    """

    total: Floats
    value: Floats
    reached: Flags
    person: Ints
    programme: Ints


@dataclass(frozen=True)
class PairPrices:
    """What it costs more, in points, that one person takes both programmes of a pair."""

    first: Ints
    second: Ints
    price: Floats


@dataclass(frozen=True)
class Guide:
    """Prices that led to a seating: price[row_of[person], programme], and what bringing a person to the floor pays."""

    price: Floats
    row_of: Ints
    reward: float


@dataclass(frozen=True)
class FloorUnits:
    """The JP floor in whole steps: what each person still misses, what each programme gives (rounded up)."""

    missing: Ints
    jp: Ints


def offered_programmes(problem: Problem) -> Flags:
    """Programmes with a session that the ceiling could pay at all."""
    sessions = problem.sessions
    offered = np.zeros(len(problem.programmes), dtype=bool)
    offered[sessions.programme[possible_sessions(problem)]] = True
    return offered


def possible_sessions(problem: Problem) -> Flags:
    """Sessions that could run if they were alone: seats enough for the minimum, and the money for it."""
    sessions = problem.sessions
    least = np.maximum(1, sessions.min_seats)
    cost = sessions.fixed_cost + least * sessions.seat_cost
    return (sessions.seats >= least) & (cost <= problem.terms.ceiling)


def crowding(problem: Problem) -> Floats:
    """Programmes × programmes: the chance that a seat of one and a seat of the other share a day."""
    table = problem.sessions
    held = np.zeros((len(problem.programmes), len(table)))
    held[table.programme, np.arange(len(table))] = np.where(possible_sessions(problem), table.seats, 0)
    total = np.maximum(1.0, held.sum(axis=1))
    share = (held / total[:, None]).astype(np.float32)
    return (share @ table.overlap.astype(np.float32) @ share.T).astype(float)


def never_both(problem: Problem) -> Flags:
    """Programmes × programmes: every session of one that can run overlaps every one of the other, or they are one course."""
    sessions, count, runs = problem.sessions, len(problem.programmes), possible_sessions(problem)
    apart = np.zeros((count, count), dtype=bool)
    first, second = np.nonzero(~sessions.overlap & runs[:, None] & runs)
    apart[sessions.programme[first], sessions.programme[second]] = True
    barred = ~apart | (problem.course[:, None] == problem.course)
    np.fill_diagonal(barred, False)
    return barred


def floor_units(problem: Problem) -> FloorUnits:
    """JP as whole steps, at most JP_STEPS to the floor; rounding favours reaching it, so bounds stay true."""
    floor = problem.terms.jp_floor
    short = np.maximum(0.0, floor - problem.jp_done)
    whole = np.allclose(problem.jp, np.rint(problem.jp)) and np.allclose(short, np.rint(short))
    if whole and floor <= JP_STEPS:
        return FloorUnits(np.rint(short).astype(np.int64), np.rint(problem.jp).astype(np.int64))
    step = floor / JP_STEPS
    missing = np.where(short > 1e-3, np.maximum(1, np.floor(short / step + 1e-9)), 0)
    return FloorUnits(missing.astype(np.int64), np.ceil(problem.jp / step - 1e-9).astype(np.int64))


class PersonSide:
    """Some persons of a problem, ready to be asked again and again at other prices."""

    def __init__(
        self,
        problem: Problem,
        persons: Ints,
        *,
        floor: bool,
        worthless: bool = False,
        weight: Floats | None = None,
    ):
        """`floor`: the JP floor can be rewarded. `worthless`: gains count as nothing; only the floor is asked for.

        `weight`: how many people each of these stands for; without it a sample stands for all alike.
        """
        alike = len(problem.people) / max(1, len(persons))
        self.weight = np.full(len(persons), alike) if weight is None else weight
        self.persons = persons
        self.problem, self.worthless = problem, worthless
        offered = offered_programmes(problem)
        self.allowed = offered[None, :] if problem.eligible is None else problem.eligible & offered[None, :]
        units = floor_units(problem)
        self.missing = units.missing if floor else np.zeros(len(problem.people), dtype=np.int64)
        self.jp = units.jp
        self.room = problem.jp_most + 1e-3
        self.gain = np.zeros_like(problem.gain) if worthless else problem.gain
        self.cap = problem.need_weight * problem.need_short
        # One programme more, which does not exist, is what a person's search begins with.
        self.both = np.zeros((len(self.jp) + 1, len(self.jp) + 1))
        self.both[:-1, :-1][never_both(problem)] = np.inf

    def of(self, persons: Ints) -> "PersonSide":
        """The same of some of its persons (positions in the problem): what was made ready is not made again.

        This side must be everybody, in their order.
        """
        some = copy.copy(self)
        some.persons, some.weight = persons, self.weight[persons]
        return some

    @cached_property
    def useful(self) -> Flags:
        """Everybody × programmes: could it give the person a gain, or JP that they lack?"""
        problem = self.problem
        useful = np.zeros((len(problem.people), len(problem.programmes)), dtype=bool)
        owner, what = problem.need_person, problem.need_competency
        for g in range(len(problem.programmes)):
            useful[owner[self.gain[g, what] > 0], g] = True
        useful |= (self.missing > 0)[:, None] & (self.jp > 0)[None, :]
        return useful & self.allowed

    def answers(
        self, price: Floats, row_of: Ints, reward: float = 0.0, both: PairPrices | None = None
    ) -> Answer:
        """What each person takes when programme g costs `price[row_of[position], g]` points, two programmes together
        `both` more, and reaching the floor pays `reward` points."""
        count, width = len(self.persons), price.shape[1]
        out = (
            np.zeros(count),
            np.zeros(count),
            np.zeros(count, dtype=bool),
            np.zeros((count, width), dtype=bool),
        )
        price = np.ascontiguousarray(price, dtype=np.float64)
        edges = np.linspace(0, count, 1 if count < 500 else 4 * THREADS + 1).astype(int)
        parts = [slice(0, count)] if count < 500 else [slice(a, b) for a, b in itertools.pairwise(edges)]
        problem = self.problem
        together = self.both.copy()
        if both is not None:
            together[both.first, both.second] = together[both.second, both.first] = both.price

        def work(part: slice) -> None:
            choose(
                self.persons[part],
                row_of[part],
                price,
                float(reward),
                problem.need_ptr,
                problem.need_competency,
                self.cap,
                problem.need_weight,
                self.gain,
                self.allowed,
                self.missing,
                self.jp,
                problem.jp,
                self.room,
                together,
                tuple(each[part] for each in out),
            )

        if len(parts) == 1:
            work(parts[0])
        else:
            with ThreadPoolExecutor(THREADS) as pool:
                list(pool.map(work, parts))
        person, programme = np.nonzero(out[3])
        return Answer(out[0], out[1], out[2], person, programme)


def kinds_of_persons(side: PersonSide) -> Ints:
    """The kind of each person of the side: alike in everything that they take and what it gives them."""
    problem = side.problem
    wide = (len(problem.people), len(problem.competencies))
    lacked, weight = np.zeros(wide), np.zeros(wide)
    lacked[problem.need_person, problem.need_competency] = side.cap
    weight[problem.need_person, problem.need_competency] = problem.need_weight
    allowed = np.broadcast_to(side.allowed, (len(problem.people), len(problem.programmes)))
    alike = np.hstack(
        [lacked, weight, side.missing[:, None], side.room[:, None], np.packbits(allowed, axis=1)]
    )
    return np.unique(alike[side.persons], axis=0, return_inverse=True)[1].ravel().astype(np.int64)


def regrets(side: PersonSide, price: Floats, row_of: Ints, reward: float) -> Floats:
    """What each person of the side would lose at these prices by taking each programme; infinite where it is no use."""
    lacked = np.bincount(side.problem.need_person, weights=side.cap, minlength=1).max(initial=0.0)
    gift = 2.0 * (float(lacked) + reward + float(price.max(initial=0.0))) + 1.0
    best = side.answers(price, row_of, reward).total
    lost = np.full((len(side.persons), price.shape[1]), np.inf)
    for g in np.flatnonzero(side.allowed.any(axis=0)):
        forced = price.copy()
        forced[:, g] = -gift
        lost[:, g] = best - side.answers(forced, row_of, reward).total + gift + price[row_of, g]
    lost[lost > 0.5 * gift] = np.inf
    return lost


def like_persons(problem: Problem, cluster_of: Ints, side: PersonSide) -> Ints:
    """Groups of like persons of the side: same cluster; where few clusters, same competency most lacked, and whether
    JP are missing."""
    lacked = problem.need_weight * problem.need_short
    main = np.zeros(len(problem.people), dtype=np.int64)
    order = np.lexsort((problem.need_competency, -lacked, problem.need_person))
    who = problem.need_person[order]
    first = np.r_[True, who[1:] != who[:-1]] if len(who) else np.zeros(0, dtype=bool)
    main[who[first]] = 1 + problem.need_competency[order[first]]
    main = main * 2 + (side.missing > 0)
    few = int(cluster_of.max(initial=0)) < FEW_CLUSTERS
    key = cluster_of[side.persons] * (2 * len(problem.competencies) + 2) + (main[side.persons] if few else 0)
    return np.unique(key, return_inverse=True)[1].astype(np.int64)
