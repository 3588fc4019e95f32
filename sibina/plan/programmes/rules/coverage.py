"""Gaps against what is taught: who is helped by what, whom nothing helps, and what is taught that nobody lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sibina.assess.needs.types import LevelCount
from sibina.plan.programmes.types import Goal, Teacher


@dataclass(frozen=True)
class Band:
    """People short in a competency with a level on record from … to below …, whom the same teachers help.

    `by`: the teachers, by their place in the list; none: nothing covers them. `shortfall`: levels that they lack.
    """

    competency_id: int
    from_level: int
    to_level: int
    people: int
    shortfall: int
    by: tuple[int, ...]


@dataclass(frozen=True)
class Coverage:
    """Bands with the uncovered first and the most people first; what each teacher reaches; what nobody lacks.

    `people` are counted once a competency; `reached` by the teacher's place; `unmeasured` once a competency.
    """

    bands: tuple[Band, ...]
    reached: tuple[int, ...]
    idle: tuple[tuple[int, Goal], ...]
    people: int
    uncovered: int
    unmeasured: int


def coverage_of(counts: Iterable[LevelCount], teachers: Sequence[Teacher]) -> Coverage:
    """A teacher helps whoever is short and has a level inside one of its goals: from ≤ present < to (decision 0006)."""
    counts = tuple(counts)
    short = sorted(
        (one.competency_id, one.present, one) for one in counts if one.present is not None and one.people
    )
    bands: list[Band] = []
    for competency, present, one in short:
        by = tuple(
            place
            for place, teacher in enumerate(teachers)
            if any(_helps(goal, competency, present) for goal in teacher.goals)
        )
        last = bands[-1] if bands else None
        band = Band(competency, present, present + 1, one.people, one.shortfall, by)
        if last and (last.competency_id, last.to_level, last.by) == (competency, present, by):
            bands[-1] = Band(
                competency,
                last.from_level,
                present + 1,
                last.people + one.people,
                last.shortfall + one.shortfall,
                by,
            )
        else:
            bands.append(band)
    return Coverage(
        bands=tuple(sorted(bands, key=lambda band: (bool(band.by), -band.people, band.competency_id))),
        reached=tuple(
            sum(band.people for band in bands if place in band.by) for place in range(len(teachers))
        ),
        idle=tuple(
            (place, goal)
            for place, teacher in enumerate(teachers)
            for goal in teacher.goals
            if not any(_helps(goal, competency, present) for competency, present, _one in short)
        ),
        people=sum(band.people for band in bands),
        uncovered=sum(band.people for band in bands if not band.by),
        unmeasured=sum(one.people for one in counts if one.present is None),
    )


def _helps(goal: Goal, competency: int, present: int) -> bool:
    return goal.competency_id == competency and goal.from_level <= present < goal.to_level
