"""The picture of gaps at a place: sums by line and competency, within what the member may see."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sibina.assess.needs import rules
from sibina.assess.needs.models import Gap, GapSnapshot, GapSummary
from sibina.assess.needs.types import GapState, Narrowing, Picture, Place, Sums
from sibina.ground.competencies.api import Competency
from sibina.ground.people.api import Person, Position, Unit
from sibina.ground.people.types import Sight
from sibina.lib.keeping import kept
from sibina.lib.questions import among, written_once

SUMS = ("short", "unmeasured", "met", "shortfall", "weighted")


@dataclass(frozen=True)
class Standpoint:
    """A place with its names: the way from the city down to where the reader stands."""

    place: Place
    office: Unit | None = None
    unit: Unit | None = None
    position: Position | None = None

    @property
    def name(self) -> str:
        here = self.position or self.unit or self.office
        return here.name if here else ""


def find_standpoint(place: Place, sight: Sight) -> Standpoint | None:
    """The place, if it is there and the member may see it."""
    unit_id = place.unit_id or place.office_id
    if unit_id is None:
        return Standpoint(place)
    unit = _unit.first(pk=unit_id)
    if unit is None or not may_see_unit(sight, unit):
        return None
    if place.unit_id is None:
        return Standpoint(place, office=unit)
    position = None
    if place.position_id is not None:
        position = Position.objects.filter(pk=place.position_id).first()
        if position is None:
            return None
    return Standpoint(place, office=unit.office or unit, unit=unit, position=position)


@written_once
def _unit(pk: int) -> QuerySet[Unit]:
    return Unit.objects.select_related("office").filter(pk=pk).order_by()


def may_see_unit(sight: Sight, unit: Unit) -> bool:
    """A head of office sees the own units; a whole-city role sees all."""
    return sight.whole_city or (sight.unit_ids is not None and unit.pk in sight.unit_ids)


def seen_units(sight: Sight) -> Q:
    """Rows of the units that a member sees; of no unit where the sight is one person's."""
    return Q() if sight.whole_city else among("unit_id", sight.unit_ids or ())


def list_competencies(city_id: int) -> list[tuple[int, str, str]]:
    """The dictionary as (number, name, kind), by kind and name. Kept for a minute: every page asks for it."""
    return kept("competencies", city_id, find=_competencies, seconds=60)


def _competencies() -> list[tuple[int, str, str]]:
    return list(Competency.objects.order_by("kind", "name", "pk").values_list("pk", "name", "kind"))


def get_picture(snapshot: GapSnapshot, standpoint: Standpoint, narrowing: Narrowing, sight: Sight) -> Picture:
    """The heatmap at a place: offices, their units, a unit's positions, or the persons in a position."""
    competencies = [
        each
        for each in list_competencies(snapshot.city_id)
        if not narrowing.kind or each[2] == narrowing.kind
    ]
    if standpoint.place.unit_id is None:
        sums, people = _sums_of_units(snapshot, standpoint.place, narrowing, sight)
    else:
        sums, people = _sums_of_gaps(snapshot, standpoint.place, narrowing)
    shown = {pk for pk, _, _ in competencies}
    kept = [each for each in sums if each[1] in shown]
    names = _names(standpoint.place.rows, {each[0] for each in kept})
    return rules.picture_of(kept, names, people, competencies, narrowing.measure)


def _sums_of_units(
    snapshot: GapSnapshot, place: Place, narrowing: Narrowing, sight: Sight
) -> tuple[list[tuple[int, int, Sums]], dict[int, int]]:
    rows = GapSummary.objects.filter(seen_units(sight), snapshot=snapshot)
    if place.office_id is not None:
        rows = rows.filter(office_id=place.office_id)
    if narrowing.sector_id:
        rows = rows.filter(sector_id=narrowing.sector_id)
    if narrowing.position_class:
        rows = rows.filter(position_class=narrowing.position_class)
    line = f"{place.rows}_id"
    figures_of = {f"{name}_sum": Sum(name) for name in ("people", *SUMS)}
    added = rows.order_by().values_list(line, "competency_id").annotate(**figures_of)
    sums: list[tuple[int, int, Sums]] = []
    people: dict[int, int] = {}
    for key, competency, *figures in added:
        if competency is None:
            people[key] = figures[0]
        else:
            sums.append((key, competency, Sums(*figures)))
    return sums, people


def _sums_of_gaps(
    snapshot: GapSnapshot, place: Place, narrowing: Narrowing
) -> tuple[list[tuple[int, int, Sums]], dict[int, int]]:
    rows = Gap.objects.filter(snapshot=snapshot, unit_id=place.unit_id or 0)
    if place.position_id is not None:
        rows = rows.filter(position_id=place.position_id)
    if narrowing.position_class:
        rows = rows.filter(position__position_class=narrowing.position_class)
    if narrowing.sector_id:
        rows = rows.filter(in_sector(narrowing.sector_id))
    line = f"{place.rows}_id"
    added = rows.order_by().values_list(line, "competency_id").annotate(pairs=Count("pk"), **sums_of_gaps())
    sums = [(row[0], row[1], Sums(*row[2:])) for row in added]
    # A position requires the same of all who hold it, so each has one row in every competency.
    people: dict[int, int] = {}
    for key, _competency, found in sums:
        people[key] = max(people.get(key, 0), found.people)
    return sums, people


def sums_of_gaps() -> dict[str, Any]:
    """The aggregates of `Sums` over rows of gaps, in its order."""
    states = (GapState.SHORT, GapState.UNMEASURED, GapState.MET)
    return {
        **{state.value: Count("pk", filter=Q(state=state)) for state in states},
        "levels": Coalesce(Sum("shortfall"), 0),
        "weighted": Coalesce(Sum(F("shortfall") * F("weight")), 0),
    }


def in_sector(sector_id: int) -> Q:
    """Rows of units in a sector; a unit without one bears its office's."""
    units = Unit.objects.annotate(borne=Coalesce("sector_id", "office__sector_id")).filter(borne=sector_id)
    return Q(unit_id__in=units.values("pk"))


def _names(rows: str, keys: set[int]) -> dict[int, str]:
    model: Any = {"office": Unit, "unit": Unit, "position": Position, "person": Person}[rows]
    return {each.pk: str(each) for each in model.objects.filter(pk__in=keys)}
