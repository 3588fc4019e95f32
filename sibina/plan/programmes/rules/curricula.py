"""What a curriculum promises, whether it may be released, and what its release makes of the programme's objectives."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from sibina.plan.programmes.types import (
    Goal,
    ModuleFacts,
    ModuleProblem,
    ObjectiveFacts,
    VersionProblem,
)

MOST_HOURS = 1000
"""Most JP of a programme: far above any course of the national list; a sum beyond it is a slip of the keyboard."""


def hours_of(modules: Iterable[ModuleFacts]) -> int:
    """JP of the whole."""
    return sum(module.jp for module in modules)


def goals_of(modules: Iterable[ModuleFacts]) -> tuple[Goal, ...]:
    """What the whole raises: every competency once, from the lowest level to the highest, in the order of the modules."""
    found: dict[int, Goal] = {}
    for goal in (module.goal for module in modules):
        if goal is None:
            continue
        known = found.get(goal.competency_id, goal)
        found[goal.competency_id] = Goal(
            goal.competency_id,
            min(known.from_level, goal.from_level),
            max(known.to_level, goal.to_level),
        )
    return tuple(found.values())


def problems_of_module(module: ModuleFacts) -> tuple[ModuleProblem, ...]:
    """Why a module cannot stand in a curriculum; empty when it can. A module may raise nothing (opening, closing)."""
    found = []
    if not module.title.strip():
        found.append(ModuleProblem.NO_TITLE)
    if module.jp <= 0:
        found.append(ModuleProblem.NO_HOURS)
    levels = (module.from_level, module.to_level)
    if module.competency_id is None and levels != (None, None):
        found.append(ModuleProblem.NO_COMPETENCY)
    if module.competency_id is not None and None in levels:
        found.append(ModuleProblem.NO_LEVELS)
    if module.goal and module.goal.to_level <= module.goal.from_level:
        found.append(ModuleProblem.LEVELS_DO_NOT_RISE)
    return tuple(found)


def problems_of_version(modules: Sequence[ModuleFacts]) -> tuple[VersionProblem, ...]:
    """Why a draft cannot be sent to be reviewed; empty when it can."""
    if not modules:
        return (VersionProblem.NO_MODULE,)
    found = []
    goals = goals_of(modules)
    if not goals:
        found.append(VersionProblem.NO_OBJECTIVE)
    if any(not _is_joined(goal, modules) for goal in goals):
        found.append(VersionProblem.LEVELS_APART)
    if hours_of(modules) > MOST_HOURS:
        found.append(VersionProblem.TOO_MANY_HOURS)
    return tuple(found)


def may_release(
    modules: Sequence[ModuleFacts], open_signatures: Sequence[str] = ()
) -> tuple[VersionProblem, ...]:
    """What stands in the way of releasing a version in review; nothing (empty): it may be released.

    `open_signatures`: the partners who were asked to sign this version and have not.
    """
    signed = (VersionProblem.NOT_SIGNED,) if open_signatures else ()
    return problems_of_version(modules) + signed


def _is_joined(goal: Goal, modules: Iterable[ModuleFacts]) -> bool:
    """Do the modules for this competency lead from its lowest level to its highest without a step left out?"""
    taught = {
        level
        for own in (module.goal for module in modules)
        if own is not None and own.competency_id == goal.competency_id
        for level in range(own.from_level, own.to_level)
    }
    return len(taught) == goal.to_level - goal.from_level


def objectives_after(existing: Iterable[ObjectiveFacts], goals: Iterable[Goal]) -> tuple[ObjectiveFacts, ...]:
    """The programme's objectives once a version with these goals is released.

    A competency that stays keeps what is expected of it, cut off at the new distance; a new one has no expectation
    yet; one that is no longer taught ends.
    """
    known = {one.competency_id: one for one in existing}
    return tuple(_objective(known.get(goal.competency_id), goal) for goal in goals)


def _objective(known: ObjectiveFacts | None, goal: Goal) -> ObjectiveFacts:
    if known is None:
        return ObjectiveFacts(goal.from_level, goal.to_level, None, None, None, goal.competency_id)
    levels = replace(known, from_level=goal.from_level, to_level=goal.to_level)
    if known.gain is None or known.gain_low is None:
        return levels
    most = Decimal(goal.to_level - goal.from_level)
    return replace(levels, gain=min(known.gain, most), gain_low=min(known.gain_low, most))
