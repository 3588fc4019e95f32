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
    lift = _lift_of(worth, places)
    chosen, bound = _solve(worth, places, lift)
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


def _lift_of(worth: Worth, places: _Places) -> _Lift:
    """So much that a further pair outweighs all that the others can differ by. Raises PoolTooLarge."""
    if not places.mentor.size or not worth.may.any():
        return _Lift(1, 0)
    lowest = int(worth.points[worth.may].min()) - int(places.cost.max())
    span = int(worth.points[worth.may].max()) - lowest
    rows = len(worth.points)
    base = rows * span + 1
    if rows * (base + span) >= EXACT:
        raise PoolTooLarge(*worth.points.shape)
    return _Lift(base, lowest)


def _solve(worth: Worth, places: _Places, lift: _Lift) -> tuple[np.ndarray, int]:
    """For each row the column of its mentor, or -1; and a proven bound of the lifted sum."""
    rows, count = len(worth.points), places.mentor.size
    if not rows or not count:
        return np.full(rows, -1), 0
    lifted = np.where(worth.may, worth.points - lift.lowest + lift.base, NOT_ALLOWED)
    # What it costs to take a place; one empty place more for everybody costs nothing: who finds nobody stays there.
    costs = np.zeros((rows, count + rows))
    np.subtract(places.cost, lifted[:, places.mentor], out=costs[:, :count])
    costs[:, :count][~worth.may[:, places.mentor]] = -NOT_ALLOWED
    _, at = linear_sum_assignment(costs)
    at = np.where(at < count, at, -1)
    bound = _bound(lifted, places, at)
    return np.where(at >= 0, places.mentor[np.maximum(at, 0)], -1), bound


def _bound(lifted: np.ndarray, places: _Places, at: np.ndarray) -> int:
    """An upper bound of every choice of pairs: prices of the places, raised until no mentee would rather sit elsewhere.

    Any prices that are not negative give a bound; those where nobody would move give the best one. It takes as many rounds
    as the longest chain of people who would push each other on, which is short; the rounds are limited all the same.
    """
    rows = len(lifted)
    sits, place = at >= 0, np.maximum(at, 0)
    own = np.where(sits, lifted[np.arange(rows), places.mentor[place]] - places.cost[place], 0)
    price = np.zeros(places.mentor.size, dtype=np.int64)
    for _round in range(rows + 1):
        content = own - np.where(sits, price[place], 0)
        # What somebody would give for a mentor, less what the mentor's k-th place costs.
        wished = (lifted - content[:, None]).max(axis=0)
        raised = np.maximum(price, wished[places.mentor] - places.cost)
        if (raised == price).all():
            break
        price = raised
    cheapest = np.full(lifted.shape[1], EXACT, dtype=np.int64)
    np.minimum.at(cheapest, places.mentor, price + places.cost)
    left = np.maximum((lifted - cheapest).max(axis=1), 0)
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
