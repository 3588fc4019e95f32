"""Verbs of what is brought home: written down, promised, taught, offered, answered, measured."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from sibina.deliver.placements import rules
from sibina.deliver.placements.actions.telling import tell_answer, tell_heads
from sibina.deliver.placements.models import (
    Adoption,
    Change,
    Commitment,
    LogEntry,
    Placement,
    Sharing,
    SharingUnit,
)
from sibina.deliver.placements.types import (
    AdoptionAnswered,
    AdoptionState,
    AnswerFacts,
    ChangeFacts,
    CommitmentFacts,
    CommitmentKnown,
    CommitmentShut,
    DayOutside,
    NotTaughtYet,
    OfferedAlready,
    PlacementState,
    ReasonNeeded,
    SharingFacts,
    StepNotNow,
)
from sibina.ground.people.api import Unit
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.lib.files.api import store_scan
from sibina.lib.files.types import Scan


@transaction.atomic
def write_log(
    *, placement: Placement, entry: LogEntry, scan: Scan | None, by: User | None, at: datetime
) -> LogEntry:
    """Write down what was learnt on a day (`entry` unsaved: day and text). The same one sent again is the one there.

    Raises StepNotNow before the beginning and after the report, DayOutside for a day on which nobody was there yet.
    """
    placed = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    rules.check_state(PlacementState(placed.state), PlacementState.UNDER_WAY, PlacementState.RETURNED)
    last = min(placed.last_day, timezone.localdate(at))
    if not placed.starts_on <= entry.day <= last:
        raise DayOutside(placed.starts_on, last)
    there = LogEntry.objects.filter(placement=placed, day=entry.day, learnt=entry.learnt).first()
    if there is not None:
        return there
    entry.city_id, entry.placement = placed.city_id, placed
    entry.file = store_scan(city=placed.city, scan=scan, at=at, by=by)
    entry.written_at, entry.written_by = at, by
    entry.save()
    data = {"title": str(placed), "day": str(entry.day)}
    record(verb="placements.log.written", city=placed.city, by=by, at=at, target=entry, data=data)
    return entry


@transaction.atomic
def save_commitment(
    *,
    placement: Placement,
    commitment: Commitment | None,
    facts: CommitmentFacts,
    revision: int,
    by: User | None,
    at: datetime,
) -> Commitment:
    """Promise to bring a practice home (None: a new promise). Raises Overtaken, CommitmentShut, CommitmentKnown."""
    placed = _open_placement(placement)
    found = Commitment(city_id=placed.city_id, placement=placed, revision=0)
    if commitment:
        found = _live(commitment)
        check_revision(found, revision)
    found.key = name_key(facts.practice)
    if Commitment.objects.filter(placement=placed, key=found.key).exclude(pk=found.pk).exists():
        raise CommitmentKnown
    for name, value in vars(facts).items():
        setattr(found, name, value)
    mark_changed(found, by=by, at=at).save()
    data = {"name": facts.practice, "ends_on": str(facts.due_on)}
    if commitment:
        record(verb="placements.commitment.changed", city=placed.city, by=by, at=at, target=found, data=data)
    else:
        record(verb="placements.commitment.made", city=placed.city, by=by, at=at, target=found, data=data)
    return found


def _open_placement(placement: Placement) -> Placement:
    """The placement, locked: approved at least, and not at its end."""
    placed = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    state = PlacementState(placed.state)
    if state in rules.ENDED:
        raise CommitmentShut
    if state == PlacementState.PROPOSED:
        raise StepNotNow(state)
    return placed


def _live(commitment: Commitment) -> Commitment:
    """The promise, locked, where something may still be written about it."""
    found = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("placement__person")
        .get(pk=commitment.pk)
    )
    if found.dropped_at is not None or PlacementState(found.placement.state) in rules.ENDED:
        raise CommitmentShut
    return found


@transaction.atomic
def drop_commitment(*, commitment: Commitment, reason: str, by: User | None, at: datetime) -> Commitment:
    """The promise is given up, with a reason. Raises CommitmentShut and ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    found = _live(commitment)
    found.dropped_at, found.dropped_reason = at, reason.strip()
    mark_changed(found, by=by, at=at).save()
    data = {"name": found.practice, "reason": found.dropped_reason}
    record(verb="placements.commitment.dropped", city=found.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def teach_practice(
    *, commitment: Commitment, facts: SharingFacts, scan: Scan | None, by: User | None, at: datetime
) -> Sharing:
    """Others were taught. The same session sent again is the one there. Raises CommitmentShut and DayOutside."""
    found = _live(commitment)
    first, last = found.placement.starts_on, timezone.localdate(at)
    if not first <= facts.held_on <= last:
        raise DayOutside(first, last)
    same = {"commitment": found, "held_on": facts.held_on, "material": facts.material}
    there = Sharing.objects.filter(**same).first()
    if there is not None:
        return there
    made = Sharing.objects.create(
        city_id=found.city_id,
        **same,
        file=store_scan(city=found.city, scan=scan, at=at, by=by),
        recorded_at=at,
        recorded_by=by,
    )
    SharingUnit.objects.bulk_create(
        SharingUnit(city_id=found.city_id, sharing=made, unit_id=unit, people=people)
        for unit, people in facts.people.items()
    )
    data = {"name": found.practice, "day": str(facts.held_on), "people": sum(facts.people.values())}
    record(verb="placements.practice.taught", city=found.city, by=by, at=at, target=made, data=data)
    return made


@transaction.atomic
def offer_practice(*, commitment: Commitment, unit: Unit, by: User | None, at: datetime) -> Adoption:
    """Ask a unit to take the practice up; its head is told. Raises CommitmentShut, NotTaughtYet, OfferedAlready."""
    found = _live(commitment)
    if not Sharing.objects.filter(commitment=found).exists():
        raise NotTaughtYet
    try:
        with transaction.atomic():
            made = Adoption.objects.create(
                city_id=found.city_id, commitment=found, unit=unit, asked_on=timezone.localdate(at)
            )
    except IntegrityError as refused:
        raise OfferedAlready from refused
    data = {"name": found.practice, "office": unit.name}
    record(verb="placements.practice.offered", city=found.city, by=by, at=at, target=made, data=data)
    tell_heads(made, at=at)
    return made


@transaction.atomic
def answer_offer(*, adoption: Adoption, facts: AnswerFacts, by: User | None, at: datetime) -> Adoption:
    """The unit takes the practice up, or does not, with a reason. Raises CommitmentShut, AdoptionAnswered, ReasonNeeded."""
    if not facts.reason.strip():
        raise ReasonNeeded
    found = Adoption.objects.select_for_update(of=("self",)).select_related("unit").get(pk=adoption.pk)
    found.commitment = _live(found.commitment)
    if found.state != AdoptionState.ASKED:
        raise AdoptionAnswered
    found.state, found.reason = facts.state, facts.reason.strip()
    found.since, found.measure_on = facts.since, facts.measure_on
    found.answered_at, found.answered_by = at, by
    found.save()
    data = {"name": found.commitment.practice, "office": found.unit.name, "reason": found.reason}
    if found.state == AdoptionState.ADOPTED:
        record(verb="placements.practice.adopted", city=found.city, by=by, at=at, target=found, data=data)
    else:
        record(verb="placements.practice.declined", city=found.city, by=by, at=at, target=found, data=data)
    tell_answer(found, at=at)
    return found


@transaction.atomic
def measure_change(*, adoption: Adoption, facts: ChangeFacts, by: User | None, at: datetime) -> Change:
    """What changed since the unit took it up. The same figures sent again are the ones there.

    Raises CommitmentShut; StepNotNow where the unit has not taken it up; DayOutside for a day after today or before the
    figure it is compared with.
    """
    found = Adoption.objects.select_for_update(of=("self",)).select_related("unit").get(pk=adoption.pk)
    found.commitment = _live(found.commitment)
    if found.state != AdoptionState.ADOPTED:
        raise StepNotNow(PlacementState(found.commitment.placement.state))
    today = timezone.localdate(at)
    if not facts.before_on < facts.after_on <= today:
        raise DayOutside(facts.before_on, today)
    same = {
        "adoption": found,
        "indicator": facts.indicator,
        "after_on": facts.after_on,
        "after": facts.after,
    }
    there = Change.objects.filter(**same).first()
    if there is not None:
        return there
    made = Change.objects.create(
        city_id=found.city_id, **(vars(facts) | same), recorded_at=at, recorded_by=by
    )
    data = {
        "name": facts.indicator,
        "office": found.unit.name,
        "before": str(facts.before),
        "value": str(facts.after),
    }
    record(verb="placements.change.measured", city=found.city, by=by, at=at, target=made, data=data)
    return made
