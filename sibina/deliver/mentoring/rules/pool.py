"""Who can be a mentor: superiors and heads by their positions, seniors by rank and years; the office has the last word."""

from collections.abc import Iterable
from datetime import date

from sibina.deliver.mentoring.types import Candidate, Colleague, MentorRole, PoolRule

DAYS_OF_A_YEAR = 365.25


def pool_of(people: Iterable[Colleague], rule: PoolRule, day: date) -> list[Candidate]:
    """Who is in the pool on a day, each once, in the order of the people.

    The head of an office is who leads in the office itself; the superior of a unit is who leads in the unit. Of several
    leaders of one unit the one of the highest class of position, then of the highest rank; the others may be seniors.
    """
    people = list(people)
    first: dict[object, Colleague] = {}
    for one in people:
        if one.leads and (one.unit not in first or _before(one, first[one.unit])):
            first[one.unit] = one
    leading = {one.person for one in first.values()}
    found = []
    for one in people:
        if one.person in leading:
            role = MentorRole.HEAD if one.unit == one.office else MentorRole.SUPERIOR
        elif _is_senior(one, rule, day):
            role = MentorRole.SENIOR
        else:
            continue
        found.append(Candidate(one.person, one.unit, one.office, role))
    return found


def _before(one: Colleague, other: Colleague) -> bool:
    return (one.step, -(one.rank or 0)) < (other.step, -(other.rank or 0))


def _is_senior(one: Colleague, rule: PoolRule, day: date) -> bool:
    if one.rank is None or one.appointed_on is None or one.rank < rule.senior_rank:
        return False
    return (day - one.appointed_on).days >= rule.senior_years * DAYS_OF_A_YEAR


def free_place(taken: Iterable[int], capacity: int) -> int | None:
    """The lowest place of a mentor that nobody holds; None where all are taken."""
    held = set(taken)
    return next((place for place in range(1, capacity + 1) if place not in held), None)
