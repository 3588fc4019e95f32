"""Verbs of a placement: proposed, changed, approved, begun, come back from, reported, closed, or cancelled."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from sibina.deliver.placements import reads, rules
from sibina.deliver.placements.actions.telling import tell_person
from sibina.deliver.placements.models import (
    Paper,
    Placement,
    PlacementCost,
    PlacementGoal,
    PlacementStep,
)
from sibina.deliver.placements.types import (
    AgreementMissing,
    AlreadyPlaced,
    NoPlacementYear,
    PaperKind,
    PlacementFacts,
    PlacementState,
    ReasonNeeded,
    ReturnFacts,
    StepNotNow,
    YearNotOpen,
)
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.api import Person
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.lib.files.api import store_scan
from sibina.lib.files.types import Scan
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import Agreement, Partner


def propose_placement(
    *, city: City, person: Person, facts: PlacementFacts, by: User | None, at: datetime
) -> Placement:
    """Propose that a person goes somewhere. Raises what `change_placement` raises, but for Overtaken."""
    found = Placement(city=city, person=person, state=PlacementState.PROPOSED, revision=0)
    with transaction.atomic():
        _write(found, facts, by=by, at=at)
        _add_step(found, by=by, at=at)
        record(
            verb="placements.placement.proposed",
            city=city,
            by=by,
            at=at,
            target=found,
            data=_told(found),
        )
    return found


@transaction.atomic
def change_placement(
    *, placement: Placement, facts: PlacementFacts, revision: int, by: User | None, at: datetime
) -> Placement:
    """Write a placement anew that has not begun yet.

    Raises Overtaken, StepNotNow, HostUnclear, AgreementMissing, AgreementTooShort, NoPlacementYear, AlreadyPlaced.
    """
    found = _locked(placement)
    rules.check_state(PlacementState(found.state), *rules.BEFORE)
    check_revision(found, revision)
    _write(found, facts, by=by, at=at)
    record(
        verb="placements.placement.changed", city=found.city, by=by, at=at, target=found, data=_told(found)
    )
    return found


def _write(found: Placement, facts: PlacementFacts, *, by: User | None, at: datetime) -> None:
    rules.check_host(facts)
    found.partner = Partner.objects.get(pk=facts.partner_id) if facts.partner_id else None
    found.host = found.partner.name if found.partner else facts.host.strip()
    found.agreement = _covering(facts)
    found.cycle = _year_of(facts)
    for name in ("form", "country", "place", "purpose", "starts_on", "ends_on"):
        setattr(found, name, getattr(facts, name))
    _save(mark_changed(found, by=by, at=at))
    PlacementGoal.objects.filter(placement=found).delete()
    PlacementGoal.objects.bulk_create(
        PlacementGoal(city_id=found.city_id, placement=found, **vars(goal)) for goal in facts.goals
    )
    PlacementCost.objects.filter(placement=found).delete()
    PlacementCost.objects.bulk_create(
        PlacementCost(city_id=found.city_id, placement=found, **vars(cost)) for cost in facts.costs
    )


def _covering(facts: PlacementFacts) -> Agreement | None:
    """The agreement, when it is with this host and holds on every day."""
    if facts.agreement_id is None:
        return None
    agreement = Agreement.objects.get(pk=facts.agreement_id)
    if agreement.partner_id != facts.partner_id:
        raise AgreementMissing
    rules.check_cover(agreement.number, agreement.starts_on, agreement.ends_on, facts)
    return agreement


def _year_of(facts: PlacementFacts) -> Cycle:
    cycle = reads.find_year(facts.starts_on)
    if cycle is None or cycle.phase == CyclePhase.CLOSED:
        raise NoPlacementYear(facts.starts_on.year)
    return cycle


def _save(found: Placement) -> None:
    """Write the row; the database has the last word on whether the person is elsewhere on these days."""
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as refused:
        other = reads.find_overlapping(
            person_id=found.person_id, first=found.starts_on, last=found.last_day, but=found.pk
        )
        if other is None:
            raise
        raise AlreadyPlaced(other.host, other.starts_on, other.last_day) from refused


def _locked(placement: Placement) -> Placement:
    return (
        Placement.objects.select_for_update(of=("self",))
        .select_related("cycle", "person")
        .get(pk=placement.pk)
    )


def _told(found: Placement) -> dict[str, object]:
    return {
        "title": str(found),
        "person": found.person_id,
        "starts_on": str(found.starts_on),
        "ends_on": str(found.ends_on),
        "cost": sum(cost.rupiah for cost in found.costs.all()),
    }


def _add_step(found: Placement, *, by: User | None, at: datetime, note: str = "") -> None:
    PlacementStep.objects.create(
        city_id=found.city_id, placement=found, state=found.state, at=at, by=by, note=note
    )


def _move(placement: Placement, to: PlacementState) -> Placement:
    """The placement, locked, on its way to the state. Raises StepNotNow."""
    found = _locked(placement)
    rules.check_step(PlacementState(found.state), to)
    found.state = to
    return found


def _moved(found: Placement, *, verb: str, by: User | None, at: datetime, note: str = "") -> Placement:
    """Write the step and the trail."""
    _save(mark_changed(found, by=by, at=at))
    _add_step(found, by=by, at=at, note=note)
    data = {"title": str(found), "reason": note} if note else {"title": str(found)}
    record(verb=verb, city=found.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def approve_placement(*, placement: Placement, basis: str, by: User | None, at: datetime) -> Placement:
    """It is approved on the basis named, such as the number of a letter. Raises StepNotNow and ReasonNeeded."""
    if not basis.strip():
        raise ReasonNeeded
    found = _move(placement, PlacementState.APPROVED)
    found.approval = basis.strip()
    _moved(found, verb="placements.placement.approved", by=by, at=at, note=found.approval)
    tell_person(found, at=at)
    return found


@transaction.atomic
def cancel_placement(*, placement: Placement, reason: str, by: User | None, at: datetime) -> Placement:
    """It does not come about. Raises StepNotNow and ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    found = _move(placement, PlacementState.CANCELLED)
    found.reason = reason.strip()
    _moved(found, verb="placements.placement.cancelled", by=by, at=at, note=found.reason)
    tell_person(found, at=at)
    return found


@transaction.atomic
def begin_placement(*, placement: Placement, by: User | None, at: datetime) -> Placement:
    """The person leaves: every needed paper is there, and the year is being carried out.

    Raises StepNotNow, NotYetReady and YearNotOpen.
    """
    found = _move(placement, PlacementState.UNDER_WAY)
    phase = CyclePhase(found.cycle.phase)
    if not may_change(phase, Part.DELIVERY):
        raise YearNotOpen(found.cycle.year, str(found.cycle.get_phase_display()))
    papers = {PaperKind(row.kind): reads.facts_of(row) for row in Paper.objects.filter(placement=found)}
    rules.check_ready(reads.needs_of(found, reads.get_paper_rules()), papers, last=found.ends_on)
    _moved(found, verb="placements.placement.begun", by=by, at=at)
    tell_person(found, at=at)
    return found


@transaction.atomic
def end_placement(*, placement: Placement, facts: ReturnFacts, by: User | None, at: datetime) -> Placement:
    """The person is back. Raises StepNotNow, DayOutside, ReasonNeeded, and AlreadyPlaced where it took longer."""
    found = _move(placement, PlacementState.RETURNED)
    rules.check_return(facts, starts_on=found.starts_on, ends_on=found.ends_on, today=timezone.localdate(at))
    found.returned_on = facts.on
    return _moved(found, verb="placements.placement.returned", by=by, at=at, note=facts.reason.strip())


@transaction.atomic
def report_placement(
    *, placement: Placement, text: str, scan: Scan | None, by: User | None, at: datetime
) -> Placement:
    """The person tells what was done and learnt; the first report makes the step, a later one takes its place.

    Raises StepNotNow and ReasonNeeded.
    """
    if not text.strip():
        raise ReasonNeeded
    found = _locked(placement)
    again = found.state == PlacementState.REPORTED
    if not again:
        rules.check_step(PlacementState(found.state), PlacementState.REPORTED)
    found.state, found.report = PlacementState.REPORTED, text.strip()
    found.report_file = store_scan(city=found.city, scan=scan, at=at, by=by) or found.report_file
    if again:
        mark_changed(found, by=by, at=at).save()
        data = {"title": str(found)}
        record(verb="placements.report.changed", city=found.city, by=by, at=at, target=found, data=data)
        return found
    return _moved(found, verb="placements.placement.reported", by=by, at=at)


@transaction.atomic
def close_placement(*, placement: Placement, reason: str, by: User | None, at: datetime) -> Placement:
    """Nothing more is expected of it. Duties that are still open are owed a reason. Raises StepNotNow, ReasonNeeded."""
    is_owed = bool(reads.list_duties_of(_locked(placement), today=timezone.localdate(at)))
    found = _move(placement, PlacementState.CLOSED)
    if is_owed and not reason.strip():
        raise ReasonNeeded
    return _moved(found, verb="placements.placement.closed", by=by, at=at, note=reason.strip())


@transaction.atomic
def judge_placement(
    *, placement: Placement, score: int, words: str, by: User | None, at: datetime
) -> Placement:
    """The host says how it went, 1 to 5; a later word takes the place of the earlier. Raises StepNotNow."""
    found = _locked(placement)
    if PlacementState(found.state) not in {PlacementState.UNDER_WAY, *rules.BEEN_THERE}:
        raise StepNotNow(PlacementState(found.state))
    found.host_score, found.host_words = score, words.strip()
    found.save(update_fields=["host_score", "host_words"])
    data = {"title": str(found), "score": score}
    record(verb="placements.placement.judged", city=found.city, by=by, at=at, target=found, data=data)
    return found
