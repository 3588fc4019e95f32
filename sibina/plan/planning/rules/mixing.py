"""How mixed cohorts are: of all pairs of people in a session, how many come from different offices."""

from collections.abc import Iterable

import numpy as np

from sibina.plan.planning.types import Ints, Mixing, Plan


def pairs_among(people: int) -> int:
    """How many pairs so many people make."""
    return people * (people - 1) // 2


def mixing_of(people: Iterable[int]) -> Mixing:
    """Of a session in which each office has so many people."""
    counts = list(people)
    pairs = pairs_among(sum(counts))
    return Mixing(pairs, pairs - sum(pairs_among(count) for count in counts))


def count_mixed(office: Ints, session: Ints, sessions: int) -> tuple[Ints, Ints]:
    """Per session: how many offices sit there, and how many pairs of people are of different ones.

    `office`, `session`: one entry a seat; sessions are counted from 0.
    """
    cells, people = np.unique(np.column_stack([session, office]), axis=0, return_counts=True)
    offices = np.bincount(cells[:, 0], minlength=sessions).astype(np.int64)
    taken = np.bincount(session, minlength=sessions).astype(np.int64)
    same: Ints = np.zeros(sessions, dtype=np.int64)
    np.add.at(same, cells[:, 0], people * (people - 1) // 2)
    return offices, taken * (taken - 1) // 2 - same


def mixing_of_plan(plan: Plan, office: Ints) -> Mixing:
    """Over all sessions of a plan; `office` of each person."""
    _offices, mixed = count_mixed(office[plan.seat_person], plan.seat_session, len(plan.run))
    return Mixing(int((plan.taken * (plan.taken - 1) // 2).sum()), int(mixed.sum()))
