"""Questions about competencies: the dictionary, and what a position requires over time."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sibina.ground.competencies.models import Competency, LevelDescriptor, Standard
from sibina.ground.competencies.rules import (
    LevelOnRecord,
    StandardOnRecord,
    level_names,
    national_competencies,
    technical_competencies,
)
from sibina.ground.people.api import Person, Position, Posting, holding_on
from sibina.ground.people.rules import name_key
from sibina.lib.questions import among, written_once


def list_competencies(*, today: date) -> QuerySet[Competency]:
    """The dictionary, each word with how many positions require it today."""
    held = Standard.objects.filter(holding_on(today), competency=OuterRef("pk")).order_by()
    many = held.values("competency").annotate(many=Count("pk")).values("many")
    return Competency.objects.annotate(positions=Coalesce(Subquery(many), 0))


def find_competency(*, competency_id: int) -> Competency | None:
    """One word with its level descriptors, or None."""
    levels = Prefetch("levels", LevelDescriptor.objects.order_by("level"))
    return Competency.objects.prefetch_related(levels).filter(pk=competency_id).first()


@dataclass(frozen=True)
class LevelUse:
    """A level of a competency: its name, the behaviour (may be empty), and how many positions require it."""

    number: int
    name: str
    text: str
    positions: int


def list_level_uses(*, competency: Competency, today: date) -> list[LevelUse]:
    """The five levels of a competency with what is asked and of how many positions."""
    texts = {row.level: row.text for row in competency.levels.all()}
    found = Standard.objects.filter(holding_on(today), competency=competency).values_list("level")
    counts = dict(found.annotate(many=Count("pk")))
    return [
        LevelUse(one.number, one.name, texts.get(one.number, ""), counts.get(one.number, 0))
        for one in level_names()
    ]


def list_requiring_positions(*, competency: Competency, today: date) -> QuerySet[Standard]:
    """Standards of today that ask for a competency, the highest level first."""
    return (
        Standard.objects.filter(holding_on(today), competency=competency)
        .select_related("position")
        .order_by("-level", "position__name")
    )


def find_position(*, position_id: int) -> Position | None:
    """One position of the city, or None."""
    return Position.objects.filter(pk=position_id).first()


def list_standards_on_record(*, position_id: int) -> list[StandardOnRecord]:
    """All dated rows of a position's standard as the rules read them."""
    rows = Standard.objects.filter(position_id=position_id)
    return [
        StandardOnRecord(row.pk, row.competency_id, row.level, row.valid_from, row.valid_to) for row in rows
    ]


def list_levels_on_record(
    *, position_ids: Collection[int], competency_ids: Collection[int]
) -> list[LevelOnRecord]:
    """All dated rows of these competencies in the standards of these positions, locked until they are written."""
    rows = Standard.objects.select_for_update().filter(
        among("position_id", position_ids), among("competency_id", competency_ids)
    )
    return [
        LevelOnRecord(
            row.pk, row.position_id, row.competency_id, row.level, row.weight, row.valid_from, row.valid_to
        )
        for row in rows.order_by("pk")
    ]


@dataclass(frozen=True)
class StandardVersion:
    """What began to hold on a day: the rows that are new then, with their basis."""

    valid_from: date
    basis: str
    rows: tuple[Standard, ...]


def list_standard(*, position: Position, day: date) -> list[Standard]:
    """What the position requires on a day, by kind and name."""
    return list(
        Standard.objects.filter(holding_on(day), position=position)
        .select_related("competency")
        .order_by("competency__kind", "competency__name")
    )


def list_coming_levels(*, position: Position, today: date) -> list[tuple[Standard, int | None]]:
    """Levels that the position will require from a later day on, the next first, each with the level until then."""
    rows = Standard.objects.filter(position=position, valid_from__gt=today).select_related("competency")
    before = Standard.objects.filter(position=position, valid_to__isnull=False).values_list(
        "competency_id", "valid_to", "level"
    )
    level_until = {(competency, day): level for competency, day, level in before}
    ordered = rows.order_by("valid_from", "competency__name")
    return [(row, level_until.get((row.competency_id, row.valid_from))) for row in ordered]


def list_standard_versions(*, position: Position) -> list[StandardVersion]:
    """The position's standard over time, the latest first."""
    rows = (
        Standard.objects.filter(position=position)
        .select_related("competency")
        .order_by("-valid_from", "legal_basis", "competency__kind", "competency__name")
    )
    together: dict[tuple[date, str], list[Standard]] = defaultdict(list)
    for row in rows:
        together[row.valid_from, row.legal_basis].append(row)
    return [StandardVersion(day, basis, tuple(found)) for (day, basis), found in together.items()]


def list_active_competencies() -> list[Competency]:
    """What a standard may ask for, by kind and name."""
    return list(Competency.objects.filter(is_active=True).order_by("kind", "name"))


def has_untaken_reference() -> bool:
    """Whether the reference dictionary still has words that the city's does not."""
    known = set(_keys())
    return any(
        name_key(one.name) not in known for one in (*national_competencies(), *technical_competencies())
    )


@written_once
def _keys() -> QuerySet[Competency, str]:
    return Competency.objects.order_by().values_list("key", flat=True)


def find_person(*, person_id: int) -> Person | None:
    """One person of the city, or None."""
    return Person.objects.filter(pk=person_id).first()


def list_required_ids(*, person: Person, today: date) -> set[int]:
    """Competencies that the person's position requires today."""
    held = Posting.objects.filter(holding_on(today), person=person).values("position_id")
    found = Standard.objects.filter(holding_on(today), position_id__in=held)
    return set(found.values_list("competency_id", flat=True))
