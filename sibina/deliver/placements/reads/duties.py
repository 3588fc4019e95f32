"""Questions about open duties: what is owed of the placements that a member sees, or of units that the member heads."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, prefetch_related_objects

from sibina.deliver.placements.models import Adoption, Change, Commitment, Paper, Placement
from sibina.deliver.placements.reads.papers import get_paper_rules, needs_of
from sibina.deliver.placements.reads.placing import Reader
from sibina.deliver.placements.rules import (
    BEFORE,
    ENDED,
    AdoptionStanding,
    CommitmentStanding,
    PlacementStanding,
    duties_of,
    missing_of,
)
from sibina.deliver.placements.types import (
    AdoptionState,
    Duty,
    DutyOwner,
    Limits,
    PaperKind,
    PaperRuleFacts,
    PlacementState,
)
from sibina.ground.cycles.api import rows_of_rule
from sibina.ground.cycles.rules import STARTING_RULES, rule_on
from sibina.ground.cycles.types import RuleKey
from sibina.lib.access import Role
from sibina.lib.keeping import kept
from sibina.lib.questions import among


def get_limits(*, city_id: int, day: date) -> Limits:
    """The city's days for a report and for an answer; where it has no rule of its own, those that a new city gets.

    Looked up once a minute.
    """

    def find() -> Limits:
        asked = (RuleKey.PLACEMENT_REPORT, RuleKey.PRACTICE_ANSWER)
        report, answer = (rows_of_rule(key=key, day=day).values_list("key", "value") for key in asked)
        known = dict(report.union(answer))
        days = [int(known.get(key, rule_on(STARTING_RULES, key, day).value)) for key in asked]
        return Limits(*days)

    return kept("placement limits", city_id, day, find=find, seconds=60)


@dataclass(frozen=True)
class DutyRow:
    """A duty with the placement that it is owed of."""

    duty: Duty
    placement: Placement
    unit: str

    @property
    def pk(self) -> int:
        """The placement's key: its page is the way to it."""
        return self.placement.pk


def list_duties(reader: Reader, *, today: date) -> list[DutyRow]:
    """What is owed, the earliest first: of the placements that the member sees, and answers of units the member heads."""
    wider = reader.seen
    if reader.heads:
        asked = Commitment.objects.filter(
            pk__in=Adoption.objects.filter(among("unit_id", reader.heads)).values("commitment_id")
        )
        wider |= Q(pk__in=asked.values("placement_id"))
    open_ones = Placement.objects.filter(wider).exclude(state__in=sorted(ENDED)).select_related("person")
    found = [
        row
        for row in _duties(list(open_ones), today=today)
        if row.duty.unit in reader.heads or reader.sees(row.placement)
    ]
    return sorted(found, key=lambda row: (row.duty.due_on, row.placement.pk))


def is_own(row: DutyRow, reader: Reader) -> bool:
    """Is it for this member to do?"""
    owner = row.duty.owner
    if owner == DutyOwner.PERSON:
        return row.placement.person_id == reader.member.person_id
    if owner == DutyOwner.HEAD:
        return row.duty.unit in reader.heads
    return reader.member.role == Role.PENGELOLA


def list_all_duties(*, today: date) -> list[DutyRow]:
    """What is owed of every placement of the city; for the daily reminder."""
    open_ones = Placement.objects.exclude(state__in=sorted(ENDED)).select_related("person")
    return _duties(list(open_ones), today=today)


def list_duties_of(placement: Placement, *, today: date) -> list[DutyRow]:
    """What is owed of one placement; it comes with its person."""
    return _duties([placement], today=today)


def _duties(placements: list[Placement], *, today: date) -> list[DutyRow]:
    """What follows from the papers, promises and answers that are there; only what bears on it is asked for."""
    before = [row for row in placements if row.state in BEFORE]
    papers = Paper.objects.only("placement_id", "kind")
    prefetch_related_objects(before, Prefetch("papers", papers, to_attr="there"))
    measured = Exists(Change.objects.filter(adoption=OuterRef("pk")))
    adoptions = Adoption.objects.select_related("unit").annotate(measured=measured)
    promises = Commitment.objects.filter(dropped_at__isnull=True).annotate(taught_on=Max("sharings__held_on"))
    answers = promises.prefetch_related(Prefetch("adoptions", adoptions, to_attr="answers"))
    prefetch_related_objects(placements, Prefetch("commitments", answers, to_attr="promises"))
    rules = get_paper_rules() if before else []
    is_limited = any(row.promises or row.returned_on for row in placements)
    limits = get_limits(city_id=placements[0].city_id, day=today) if is_limited else Limits(0, 0)
    return [
        DutyRow(duty, placement, _unit_of(placement, duty))
        for placement in placements
        for duty in duties_of(_standing_of(placement, rules), limits)
    ]


def _standing_of(placement: Placement, rules: list[PaperRuleFacts]) -> PlacementStanding:
    there = [PaperKind(paper.kind) for paper in getattr(placement, "there", ())]
    return PlacementStanding(
        key=placement.pk,
        state=PlacementState(placement.state),
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        returned_on=placement.returned_on,
        missing=missing_of(needs_of(placement, rules), there),
        commitments=[
            CommitmentStanding(
                key=one.pk,
                practice=one.practice,
                due_on=one.due_on,
                taught_on=one.taught_on,
                adoptions=[
                    AdoptionStanding(
                        key=row.pk,
                        unit=row.unit_id,
                        state=AdoptionState(row.state),
                        asked_on=row.asked_on,
                        measure_on=row.measure_on,
                        measured=row.measured,
                    )
                    for row in one.answers
                ],
            )
            for one in placement.promises
        ],
    )


def _unit_of(placement: Placement, duty: Duty) -> str:
    """The name of the unit whose head owes it."""
    if duty.unit is None:
        return ""
    answers = (row for one in placement.promises for row in one.answers)
    return next((row.unit.name for row in answers if row.pk == duty.key), "")
