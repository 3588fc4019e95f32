"""Changes in demand: the list, one of them with what it does to standards, and what came of its trial."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sibina.assess.needs import rules
from sibina.assess.needs.models import (
    DemandChange,
    DemandEffect,
    DemandLevel,
    DemandLine,
    DemandPosition,
    Gap,
    GapSnapshot,
)
from sibina.assess.needs.reads.picture import SUMS, seen_units
from sibina.assess.needs.reads.sources import join_names
from sibina.assess.needs.types import DemandState, Effect, LevelAsked, Required, Rise, Rises, Sums
from sibina.ground.competencies.api import Competency, Standard
from sibina.ground.people.api import Person, Position, Unit, holding_on, list_unit_ids_below, seen_by
from sibina.ground.people.types import Sight
from sibina.lib.keeping import kept
from sibina.lib.questions import among, written_once

KEPT_SECONDS = 3600


def list_changes(sight: Sight) -> QuerySet[DemandChange]:
    """Changes that touch somebody whom the member sees, each with its positions and the people who hold them now."""
    return _changes_of_city() if sight.whole_city else _changes_of(seen_by(sight, person="pk"))


def _changes_of_city() -> QuerySet[DemandChange]:
    """How many hold a position is counted on it already."""
    return DemandChange.objects.annotate(
        positions_count=Count("positions"), people=Sum("positions__position__holders", default=0)
    )


def _changes_of(seen: Q) -> QuerySet[DemandChange]:
    touched = DemandPosition.objects.filter(change=OuterRef(OuterRef("pk"))).values("position_id")
    held = Person.objects.filter(seen, is_active=True, position_id__in=touched)
    people = (
        held.order_by().annotate(all=F("city_id")).values("all").annotate(many=Count("pk")).values("many")
    )
    changes = DemandChange.objects.annotate(
        positions_count=Count("positions"), people=Coalesce(Subquery(people), 0)
    )
    return changes.filter(Exists(held))


def find_change(change_id: int, sight: Sight) -> DemandChange | None:
    """One change with who acted on it; None where it touches nobody whom the member sees."""
    if sight.whole_city:
        return _change.first(pk=change_id)
    return _change_of_units.first(pk=change_id, keys=sorted(sight.unit_ids or ()))


@written_once
def _change(pk: int) -> QuerySet[DemandChange]:
    return _with_actors(_changes_of_city().filter(pk=pk))


@written_once
def _change_of_units(pk: int, keys: Any) -> QuerySet[DemandChange]:
    return _with_actors(_changes_of(among("unit_id", keys)).filter(pk=pk))


def _with_actors(changes: QuerySet[DemandChange]) -> QuerySet[DemandChange]:
    return changes.select_related("saved_by", "set_by", "ended_by", "trial").order_by()


@written_once
def list_asked_levels(change_id: int) -> QuerySet[DemandLevel]:
    """What a change asks for: its competencies by name, each with its level."""
    return DemandLevel.objects.select_related("competency").filter(change_id=change_id)


def find_trial(change_id: int) -> GapSnapshot | None:
    """The gaps as they would be under the change, where it has been tried and not been changed since."""
    return GapSnapshot.objects.select_related("change").filter(change_id=change_id).first()


def get_rises(change: DemandChange, levels: Iterable[DemandLevel]) -> Rises:
    """What a draft that asks for these levels would do to the standards as they are now for the day on which it begins;
    of other changes what was kept.
    """
    if not change.is_draft:
        return Rises(tuple(line.rise for line in _lines_of(change_id=change.pk)), (), ())
    positions = [key for (key,) in _positions_of(change_id=change.pk)]
    asked = [LevelAsked(row.competency_id, row.level, row.weight) for row in levels]
    competencies = [one.competency_id for one in asked]
    held = _held(positions=positions, competencies=competencies, day=change.starts_on)
    holding = {
        (position, competency): Required(level, weight) for position, competency, level, weight in held
    }
    return rules.rises_of(positions, asked, holding)


@written_once
def _lines_of(change_id: int) -> QuerySet[DemandLine]:
    return DemandLine.objects.filter(change_id=change_id)


@written_once
def _positions_of(change_id: int) -> QuerySet[DemandPosition, tuple[int]]:
    return DemandPosition.objects.filter(change_id=change_id).values_list("position_id")


@written_once
def _held(positions: Any, competencies: Any, day: date) -> QuerySet[Standard, tuple[Any, ...]]:
    """The standards that hold on a day, of all pairs of these positions and competencies."""
    held = Standard.objects.filter(
        holding_on(day), among("position_id", positions), among("competency_id", competencies)
    )
    return held.order_by().values_list("position_id", "competency_id", "level", "weight")


def name_falling(rises: Sequence[Rise]) -> tuple[tuple[str, str, int], ...]:
    """Position, competency and the level that is required now, of pairs that a change would lower."""
    positions = Position.objects.in_bulk({rise.position_id for rise in rises})
    competencies = Competency.objects.in_bulk({rise.competency_id for rise in rises})
    return tuple(
        (positions[rise.position_id].name, competencies[rise.competency_id].name, rise.before.level)
        for rise in rises
        if rise.before
    )


@dataclass(frozen=True)
class RiseRow:
    """One line of the page: a position and a competency, before and after, and how many of the seen hold it now."""

    rise: Rise
    position: Position
    competency: Competency
    holders: int
    says: str

    @property
    def before(self) -> int | None:
        return self.rise.before.level if self.rise.before else None


def list_rise_rows(levels: Iterable[DemandLevel], rises: Rises, sight: Sight) -> list[RiseRow]:
    """Lines of a change that asks for these levels, of positions that somebody whom the member sees holds; of all for the
    whole city.

    `says` is rising, same or falling.
    """
    told = [(rise, says) for says in ("falling", "rising", "same") for rise in getattr(rises, says)]
    found = _positions_among(keys=list({rise.position_id for rise, _says in told}))
    positions = {position.pk: position for position in found}
    competencies = {row.competency_id: row.competency for row in levels}
    holders = _holders(positions, sight)
    rows = [
        RiseRow(
            rise,
            positions[rise.position_id],
            competencies[rise.competency_id],
            holders.get(rise.position_id, 0),
            says,
        )
        for rise, says in told
        if rise.position_id in holders
    ]
    return sorted(rows, key=lambda row: (row.position.name, row.competency.name))


@written_once
def _positions_among(keys: Any) -> QuerySet[Position]:
    return Position.objects.filter(among("pk", keys)).order_by()


def _holders(positions: Mapping[int, Position], sight: Sight) -> dict[int, int]:
    """Of each position how many of those whom the member sees hold it now."""
    if sight.whole_city:
        return {key: position.holders for key, position in positions.items()}
    held = Person.objects.filter(seen_by(sight, person="pk"), among("position_id", positions), is_active=True)
    return dict(held.order_by().values_list("position_id").annotate(many=Count("pk")))


def find_crossing(change: DemandChange, rises: Iterable[Rise], *, since: date) -> DemandLine | None:
    """A line of another set change on one of these standards that holds from `since` on or later."""
    wanted = {(rise.position_id, rise.competency_id) for rise in rises}
    lines = DemandLine.objects.filter(
        among("position_id", {pair[0] for pair in wanted}),
        change__state=DemandState.SET,
        change__starts_on__gte=since,
    ).exclude(change=change)
    told = lines.select_related("change", "position", "competency").order_by("change__starts_on", "pk")
    return next((line for line in told if (line.position_id, line.competency_id) in wanted), None)


def find_moved(change: DemandChange, rises: Collection[Rise], *, day: date) -> tuple[int, int, date] | None:
    """A standard that is on `day` no longer what the change made of it: position, competency, and since when."""
    rows = Standard.objects.filter(
        among("position_id", {rise.position_id for rise in rises}),
        among("competency_id", {rise.competency_id for rise in rises}),
        valid_from=change.starts_on,
    )
    made = {(row.position_id, row.competency_id): row for row in rows}
    for rise in rises:
        row = made.get((rise.position_id, rise.competency_id))
        if row is None or Required(row.level, row.weight) != rise.after:
            return rise.position_id, rise.competency_id, change.starts_on
        if row.valid_to is not None and row.valid_to <= day:
            return rise.position_id, rise.competency_id, row.valid_to
    return None


def list_positions_to_choose(
    change: DemandChange, unit_id: int | None, words: str = "", *, only_chosen: bool = False
) -> QuerySet[Position]:
    """Positions by name, all or those held in a unit and below: `here` and `holders` count people, `chosen` tells."""
    taken = DemandPosition.objects.filter(change=change)
    here: Any = F("holders")
    if unit_id is not None:
        below = among("unit_id", list_unit_ids_below(unit_id=unit_id))
        held = Person.objects.filter(below, is_active=True, position=OuterRef("pk")).order_by()
        many = held.values("position_id").annotate(many=Count("pk")).values("many")
        here = Coalesce(Subquery(many), 0)
    rows = Position.objects.annotate(here=here, chosen=Exists(taken.filter(position=OuterRef("pk"))))
    if unit_id is not None:
        rows = rows.filter(here__gt=0)
    if only_chosen:
        rows = rows.filter(chosen=True)
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    return rows.order_by("name", "pk")


def list_units_to_look_in(office_id: int, day: date) -> list[tuple[int, str]]:
    """The units of an office on a day, by name."""
    units = Unit.objects.filter(holding_on(day), office_id=office_id, parent__isnull=False)
    return list(units.order_by("name").values_list("pk", "name"))


def list_active_words() -> list[tuple[int, str]]:
    """Competencies that a standard may ask for, key and name, by name."""
    return list(Competency.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))


# What came of the trial.
FIGURES = [f"{name}_{when}" for when in ("before", "after") for name in SUMS]


@dataclass(frozen=True)
class EffectLine:
    """What the trial found for one office or one competency."""

    pk: int
    name: str
    effect: Effect

    @property
    def added(self) -> int:
        """Levels short that come with the change."""
        return self.effect.after.shortfall - self.effect.before.shortfall


@dataclass(frozen=True)
class Impact:
    """What came of a trial, for the eyes of a member: lines with the most added levels first, cells by their keys."""

    offices: tuple[EffectLine, ...]
    competencies: tuple[EffectLine, ...]
    cells: Mapping[tuple[int, int], Effect]

    @property
    def whole(self) -> Effect:
        """All touched pairs; each person is counted once."""
        return sum((line.effect for line in self.offices), NOTHING)


NOTHING = Effect(Sums(), Sums())


def get_impact(change: DemandChange, sight: Sight) -> Impact:
    """The kept sums of the trial by office, by competency, and by both; empty before the first trial."""
    names: dict[int, str] = {}
    offices: dict[int, Effect] = {}
    words: dict[int, str] = {}
    competencies: dict[int, Effect] = {}
    cells: dict[tuple[int, int], Effect] = {}
    for office, name, competency, word, people, *figures in _summed_effects(change.pk, sight):
        sums = (Sums(people, *figures[: len(SUMS)]), Sums(people, *figures[len(SUMS) :]))
        names[office] = name
        if competency is None:
            offices[office] = Effect(*sums)
        else:
            words[competency] = word
            cells[office, competency] = Effect(*sums)
            competencies[competency] = competencies.get(competency, NOTHING) + Effect(*sums)
    return Impact(_lines(names, offices), _lines(words, competencies), cells)


def _summed_effects(change_id: int, sight: Sight) -> list[tuple[Any, ...]]:
    if sight.whole_city:
        return _effects(change_id=change_id)
    return _effects_of_units(change_id=change_id, keys=sorted(sight.unit_ids or ()))


@written_once
def _effects(change_id: int) -> QuerySet[DemandEffect, tuple[Any, ...]]:
    return _summed(DemandEffect.objects.filter(change_id=change_id))


@written_once
def _effects_of_units(change_id: int, keys: Any) -> QuerySet[DemandEffect, tuple[Any, ...]]:
    return _summed(DemandEffect.objects.filter(among("unit_id", keys), change_id=change_id))


def _summed(rows: QuerySet[DemandEffect]) -> QuerySet[DemandEffect, tuple[Any, ...]]:
    keys = ("office_id", "office__name", "competency_id", "competency__name")
    sums = {f"{name}_sum": Sum(name) for name in ("people", *FIGURES)}
    return rows.order_by().values_list(*keys).annotate(**sums)


def _lines(names: Mapping[int, str], effects: Mapping[int, Effect]) -> tuple[EffectLine, ...]:
    lines = [EffectLine(key, names[key], effect) for key, effect in effects.items()]
    return tuple(sorted(lines, key=lambda line: (-line.added, line.name)))


@dataclass(frozen=True)
class Touched:
    """What a trial touches, for the eyes of a member: keys and names of offices and competencies, and how many pairs."""

    offices: list[tuple[int, str]]
    competencies: list[tuple[int, str]]
    pairs: int


def get_touched(change: DemandChange, sight: Sight) -> Touched:
    """The same sums in short, for the list of rows. Kept: they stay what they are until the change is tried again."""

    def find() -> Touched:
        impact = get_impact(change, sight)
        return Touched(_named(impact.offices), _named(impact.competencies), impact.whole.after.pairs)

    return kept("touched", change.pk, change.tried_at, sight, find=find, seconds=KEPT_SECONDS)


def _named(lines: Iterable[EffectLine]) -> list[tuple[int, str]]:
    return sorted(((line.pk, line.name) for line in lines), key=lambda each: each[1])


def list_touched_gaps(trial: GapSnapshot, sight: Sight) -> QuerySet[Gap]:
    """The rows behind a trial: the pairs of person and competency that its change touches."""
    line = _lines_of_gaps().filter(change_id=trial.change_id)
    return Gap.objects.filter(seen_units(sight), Exists(line), snapshot_id=trial.pk)


def join_before(gaps: QuerySet[Gap], change_id: int) -> QuerySet[Gap]:
    """Each gap of the trial of a change with its names and the level that is required without it (None: nothing)."""
    line = _lines_of_gaps().filter(change_id=change_id)
    return join_names(gaps).annotate(required_before=Subquery(line.values("level_before")[:1]))


def _lines_of_gaps() -> QuerySet[DemandLine]:
    return DemandLine.objects.filter(
        position=OuterRef("position_id"), competency=OuterRef("competency_id")
    ).order_by()
