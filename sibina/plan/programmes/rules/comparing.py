"""Two versions of a curriculum side by side: what came, went, moved and changed."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from sibina.plan.programmes.rules.curricula import goals_of, hours_of
from sibina.plan.programmes.types import Goal, ModuleFacts

COMPARED = tuple(one.name for one in fields(ModuleFacts) if one.name != "lineage")


@dataclass(frozen=True)
class ModuleChange:
    """One module in both versions. Places count from 1; a side where it does not stand is None."""

    before: ModuleFacts | None
    after: ModuleFacts | None
    place_before: int | None
    place_after: int | None
    is_moved: bool

    @property
    def is_added(self) -> bool:
        return self.before is None

    @property
    def is_removed(self) -> bool:
        return self.after is None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which the two differ; empty where one of them is not there."""
        if self.before is None or self.after is None:
            return ()
        return tuple(name for name in COMPARED if getattr(self.before, name) != getattr(self.after, name))

    @property
    def is_same(self) -> bool:
        return not (self.is_added or self.is_removed or self.is_moved or self.fields)


@dataclass(frozen=True)
class GoalChange:
    """What both versions raise of one competency; None where one does not."""

    competency_id: int
    before: Goal | None
    after: Goal | None


@dataclass(frozen=True)
class Difference:
    """Every module of both versions, in the order of the later one; those that went stand last."""

    modules: tuple[ModuleChange, ...]
    goals: tuple[GoalChange, ...]
    hours_before: int
    hours_after: int

    @property
    def is_empty(self) -> bool:
        return all(module.is_same for module in self.modules)


def compare(before: Sequence[ModuleFacts], after: Sequence[ModuleFacts]) -> Difference:
    """Modules are one where their lineage is one. Moved is what left the order that the others have kept."""
    old = {module.lineage: (place, module) for place, module in enumerate(before, start=1)}
    new = {module.lineage: (place, module) for place, module in enumerate(after, start=1)}
    stayed = [lineage for lineage in old if lineage in new]
    moved = set(stayed) - _kept_in_order(stayed, [lineage for lineage in new if lineage in old])
    changes = []
    for lineage in [*new, *(gone for gone in old if gone not in new)]:
        place_before, earlier = old.get(lineage, (None, None))
        place_after, later = new.get(lineage, (None, None))
        changes.append(ModuleChange(earlier, later, place_before, place_after, lineage in moved))
    return Difference(tuple(changes), _goals(before, after), hours_of(before), hours_of(after))


def _kept_in_order(one: list[int], other: list[int]) -> set[int]:
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {one[at] for block in blocks for at in range(block.a, block.a + block.size)}


def _goals(before: Sequence[ModuleFacts], after: Sequence[ModuleFacts]) -> tuple[GoalChange, ...]:
    old = {goal.competency_id: goal for goal in goals_of(before)}
    new = {goal.competency_id: goal for goal in goals_of(after)}
    return tuple(GoalChange(key, old.get(key), new.get(key)) for key in dict.fromkeys([*new, *old]))
