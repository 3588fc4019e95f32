"""Questions about what is brought home: the logbook, the promises and how far each came, the sums over many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject

from sibina.deliver.placements.models import (
    Adoption,
    Change,
    Commitment,
    LogEntry,
    Placement,
    PlacementCost,
    Sharing,
    SharingUnit,
)
from sibina.deliver.placements.reads.placing import Reader
from sibina.deliver.placements.rules import BEEN_THERE, cost_per_practice, stage_of
from sibina.deliver.placements.types import AdoptionState, PracticeStage
from sibina.ground.people.api import Unit, holding_on
from sibina.lib.questions import among


def list_log(placement: Placement) -> list[LogEntry]:
    """What was written down, the latest day first; the bytes of files stay where they are."""
    rows = LogEntry.objects.filter(placement=placement).select_related("file", "written_by")
    return list(rows.defer("file__content"))


def find_log_entry(*, entry_id: int, reader: Reader) -> LogEntry | None:
    """One entry of a placement that the member sees, with its file."""
    seen = Placement.objects.filter(reader.seen)
    return LogEntry.objects.filter(pk=entry_id, placement__in=seen).select_related("file").first()


def list_commitments(placement: Placement) -> list[Commitment]:
    """The promises with their whole chain: `taught` sessions, `answers` of units, and each answer's `measured` changes."""
    changes = Prefetch("changes", Change.objects.all(), to_attr="measured")
    adoptions = Adoption.objects.select_related("unit", "answered_by").prefetch_related(changes)
    rows = Commitment.objects.filter(placement=placement).prefetch_related(
        Prefetch("sharings", _told_sharings(), to_attr="taught"),
        Prefetch("adoptions", adoptions, to_attr="answers"),
    )
    return list(rows)


def find_commitment(*, commitment_id: int, reader: Reader) -> Commitment | None:
    """One promise of a placement that the member sees."""
    seen = Placement.objects.filter(reader.seen)
    rows = Commitment.objects.filter(pk=commitment_id, placement__in=seen)
    return rows.select_related("placement__person", "placement__cycle").first()


def find_sharing(*, sharing_id: int, reader: Reader) -> Sharing | None:
    """One session of teaching, of a placement that the member sees or about which an own unit was asked."""
    rows = Sharing.objects.filter(commitment__in=_visible_commitments(reader), pk=sharing_id)
    return rows.select_related("file").first()


def _visible_commitments(reader: Reader) -> QuerySet[Commitment]:
    """Of placements that the member sees; of others, where the member heads a unit that was asked."""
    own = Q(placement__in=Placement.objects.filter(reader.seen))
    asked = Adoption.objects.filter(among("unit_id", reader.heads)).values("commitment_id")
    return Commitment.objects.filter(own | Q(pk__in=asked))


def find_adoption(*, adoption_id: int, reader: Reader) -> Adoption | None:
    """What a unit was asked, with the practice: for who sees the placement, and for the unit's head."""
    rows = Adoption.objects.filter(commitment__in=_visible_commitments(reader), pk=adoption_id)
    return rows.select_related(
        "unit", "answered_by", "commitment__placement__person", "commitment__placement__cycle"
    ).first()


def list_changes(adoption: Adoption) -> list[Change]:
    """What was measured, the earliest first."""
    return list(Change.objects.filter(adoption=adoption).select_related("recorded_by"))


def list_sharings(commitment: Commitment) -> list[Sharing]:
    """The sessions in which it was taught, with `told`: name and people of each unit."""
    return list(_told_sharings().filter(commitment=commitment))


def _told_sharings() -> QuerySet[Sharing]:
    units = SharingUnit.objects.filter(sharing=OuterRef("pk")).order_by("unit__name")
    told = ArraySubquery(units.values(told=JSONObject(name="unit__name", people="people")))
    return Sharing.objects.select_related("file").defer("file__content").annotate(told=told)


def list_units_to_teach(commitment: Commitment, *, day: date) -> list[tuple[int, str]]:
    """Offices, and the units of the person's own office, key and name: whose people may have been taught."""
    person = commitment.placement.person
    near = Q(parent__isnull=True) | Q(office_id=person.office_id)
    return list(Unit.objects.filter(holding_on(day), near).order_by("name").values_list("pk", "name"))


def list_units_to_ask(commitment: Commitment, *, day: date) -> list[tuple[int, str]]:
    """The same that have not been asked about this practice yet."""
    asked = set(Adoption.objects.filter(commitment=commitment).values_list("unit_id", flat=True))
    return [unit for unit in list_units_to_teach(commitment, day=day) if unit[0] not in asked]


@dataclass(frozen=True)
class PracticeRow:
    """A promise in a list over many placements; figures are unknown (None) where nothing was written down yet."""

    pk: int
    placement_id: int
    practice: str
    person: str
    host: str
    year: int
    due_on: date
    stage: PracticeStage
    taught: int | None
    adopted: int
    units: tuple[int, ...]
    changed: bool


def list_practices(reader: Reader, *, year: int | None = None) -> list[PracticeRow]:
    """Every promise that the member sees, with how far it came; of one year, where one is asked for."""
    adoptions = Adoption.objects.filter(commitment=OuterRef("pk")).order_by()
    taught = SharingUnit.objects.filter(sharing__commitment=OuterRef("pk")).order_by()
    answers = adoptions.values("commitment").annotate(all=ArrayAgg("state", distinct=True)).values("all")
    adopting = adoptions.filter(state=AdoptionState.ADOPTED).values("commitment")
    rows = Commitment.objects.filter(
        placement__in=Placement.objects.filter(reader.seen, **_of_year(year))
    ).annotate(
        taught=Subquery(taught.values("sharing__commitment").annotate(n=Sum("people")).values("n")),
        answers=Subquery(answers),
        units=Subquery(adopting.annotate(all=ArrayAgg("unit_id")).values("all")),
        changed=Exists(Change.objects.filter(adoption__commitment=OuterRef("pk"))),
    )
    return [_practice_row(row) for row in rows.select_related("placement__person", "placement__cycle")]


def _of_year(year: int | None) -> dict[str, int]:
    return {} if year is None else {"cycle__year": year}


def _practice_row(row: Any) -> PracticeRow:
    units = tuple(row.units or ())
    return PracticeRow(
        pk=row.pk,
        placement_id=row.placement_id,
        practice=row.practice,
        person=str(row.placement.person),
        host=row.placement.host,
        year=row.placement.cycle.year,
        due_on=row.due_on,
        stage=stage_of(
            dropped=row.dropped_at is not None,
            taught=row.taught is not None,
            answers=[AdoptionState(state) for state in row.answers or ()],
            changed=row.changed,
        ),
        taught=row.taught,
        adopted=len(units),
        units=units,
        changed=row.changed,
    )


@dataclass(frozen=True)
class Harvest:
    """What placements brought home in all: people sent and back, whole rupiah, promises, people taught, practices."""

    placements: int
    rupiah: int
    promises: int
    taught: int
    adopted: int
    units: int
    changed: int

    @property
    def cost_per_practice(self) -> int | None:
        """Whole rupiah for each practice adopted; None while none is."""
        return cost_per_practice(self.rupiah, self.adopted)


def get_harvest(reader: Reader, practices: Iterable[PracticeRow], *, year: int | None = None) -> Harvest:
    """The sums of what the member sees; only placements whose people are back, with all that was paid for them."""
    back = Placement.objects.filter(reader.seen, state__in=sorted(BEEN_THERE), **_of_year(year))
    paid = PlacementCost.objects.filter(placement__in=back).aggregate(n=Sum("rupiah"))["n"]
    rows = [row for row in practices if row.stage != PracticeStage.DROPPED]
    return Harvest(
        placements=back.aggregate(n=Count("pk"))["n"],
        rupiah=paid or 0,
        promises=len(rows),
        taught=sum(row.taught or 0 for row in rows),
        adopted=sum(row.adopted > 0 for row in rows),
        units=len({unit for row in rows for unit in row.units}),
        changed=sum(row.changed for row in rows),
    )
