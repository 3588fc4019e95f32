"""The best set of pairs: first as many mentees as possible, then the highest sum; with a proof.

Every mentor stands in the table once for each free place; the k-th place costs `load_step` × 2(k − 1), which adds up to
`load_step` × n(n − 1) for n persons guided: what the pairs of this mentor lose together. So no few are overloaded, and the
assignment problem (`scipy.optimize.linear_sum_assignment`) stays one. A pair is lifted by more than all scores together
can differ, so that one more pair always outweighs them. All numbers are whole and below 2⁵³: nothing is rounded.

The proof does not trust the solver: `prices` finds a price for each mentee and each place such that no pair is worth more
than its two prices; whatever pairs one chooses, their worth is at most the sum of all prices (duality). Where the
solver's answer is the best one, the prices add up to exactly its worth.

Rows are put in the order of their names first, so the order of a file changes nothing; among equally good answers that
order decides.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from sibina.deliver.mentoring.rules.worth import Worth, reasons_of, worth_of
from sibina.deliver.mentoring.types import (
    Key,
    Match,
    MatchRule,
    Mentee,
    Mentor,
    PoolTooLarge,
    ProposedPair,
    Unmatched,
)

EXACT = 2**53
NOT_ALLOWED = -1


def match(
    mentors: Sequence[Mentor], mentees: Sequence[Mentee], barred: Collection[tuple[Key, Key]], rule: MatchRule
) -> Match:
    """The best pairs of this pool. Raises PoolTooLarge."""
    mentors = sorted(mentors, key=lambda one: one.person)  # type: ignore[arg-type,return-value]
    mentees = sorted(mentees, key=lambda one: one.person)  # type: ignore[arg-type,return-value]
    worth = worth_of(mentors, mentees, barred, rule)
    places = _places_of(mentors, worth, rule)
    lifted, lift = _lifted(worth, places)
    chosen, bound = _solve(lifted, places)
    pairs = _pairs(mentors, mentees, chosen, rule)
    held = chosen[chosen >= 0]
    proven = bound < (len(held) + 1) * lift.base
    unmatched = tuple(
        (mentee.person, Unmatched.NO_PLACE_LEFT if worth.may[at].any() else Unmatched.NOBODY_MAY)
        for at, mentee in enumerate(mentees)
        if chosen[at] < 0
    )
    return Match(
        pairs=pairs,
        unmatched=unmatched,
        score=sum(pair.score for pair in pairs),
        bound=bound - len(held) * (lift.base - lift.lowest),
        most_proven=proven,
        rule=rule.version,
    )


@dataclass(frozen=True)
class _Places:
    """Free places, one entry each: whose (a column of the table), and what it costs."""

    mentor: np.ndarray
    cost: np.ndarray


@dataclass(frozen=True)
class _Lift:
    """What was added to a pair that is worth `lowest`: nothing but `base`."""

    base: int
    lowest: int


def _places_of(mentors: Sequence[Mentor], worth: Worth, rule: MatchRule) -> _Places:
    """No mentor needs more places than there are mentees who may come."""
    asked = worth.may.sum(axis=0) if len(worth.may) else np.zeros(len(mentors), dtype=np.int64)
    free = [
        min(one.capacity - one.load, int(most)) if one.capacity > one.load else 0
        for one, most in zip(mentors, asked, strict=True)
    ]
    owner = np.repeat(np.arange(len(mentors)), free)
    guided = [one.load + more for one, count in zip(mentors, free, strict=True) for more in range(count)]
    return _Places(owner, 2 * rule.load_step * np.array(guided, dtype=np.int64))


def _lifted(worth: Worth, places: _Places) -> tuple[np.ndarray, _Lift]:
    """The worth of each mentee (rows) at each place, so lifted that a further pair outweighs all else."""
    table = worth.points[:, places.mentor] - places.cost
    may = worth.may[:, places.mentor]
    if not may.any():
        return np.full(table.shape, NOT_ALLOWED), _Lift(1, 0)
    lowest, highest = int(table[may].min()), int(table[may].max())
    base = len(table) * (highest - lowest) + 1
    if len(table) * (base + highest - lowest) >= EXACT:
        raise PoolTooLarge(*worth.points.shape)
    return np.where(may, table - lowest + base, NOT_ALLOWED), _Lift(base, lowest)


def _solve(table: np.ndarray, places: _Places) -> tuple[np.ndarray, int]:
    """For each row the column of its mentor, or -1; and a proven bound of the sum."""
    rows, count = table.shape
    if not rows or not count:
        return np.full(rows, -1), 0
    # One empty place for everybody, worth nothing: who finds nobody stays there.
    wide = np.hstack([table, np.zeros((rows, rows), dtype=table.dtype)])
    _, at = linear_sum_assignment(wide, maximize=True)
    placed = at < count
    bound = _bound(table, np.where(placed, at, -1))
    return np.where(placed, places.mentor[np.minimum(at, count - 1)], -1), bound


def _bound(table: np.ndarray, at: np.ndarray) -> int:
    """An upper bound of every choice of pairs: prices of the places, raised until no mentee would rather sit elsewhere.

    Any prices that are not negative give a bound; those where nobody would move give the best one. It takes as many rounds
    as the longest chain of people who would push each other on, which is short; the rounds are limited all the same.
    """
    rows, count = table.shape
    price = np.zeros(count, dtype=np.int64)
    own = np.where(at >= 0, table[np.arange(rows), np.maximum(at, 0)], 0)
    for _round in range(rows + 1):
        content = own - np.where(at >= 0, price[np.maximum(at, 0)], 0)
        raised = np.maximum(price, (table - content[:, None]).max(axis=0))
        if (raised == price).all():
            break
        price = raised
    left = np.maximum((table - price).max(axis=1), 0)
    return int(left.sum() + price.sum())


def _pairs(
    mentors: Sequence[Mentor], mentees: Sequence[Mentee], chosen: np.ndarray, rule: MatchRule
) -> tuple[ProposedPair, ...]:
    added = np.bincount(chosen[chosen >= 0], minlength=len(mentors))
    found = []
    for mentee, at in zip(mentees, chosen, strict=True):
        if at < 0:
            continue
        mentor, more = mentors[at], int(added[at])
        reasons = reasons_of(
            mentor,
            mentee,
            rule,
            guided=mentor.load + more,
            load_points=-rule.load_step * (2 * mentor.load + more - 1),
        )
        score = sum(reason.points for reason in reasons)
        found.append(ProposedPair(mentor.person, mentee.person, score, reasons))
    return tuple(found)
