"""Noting who was there: from devices in batches, at the door, by a list, by a signed paper, and the officer's corrections.

The log of events is the trail of single marks (it is only added to, and says by whom); what an officer decides
(devices, lists, papers, corrections) stands in the city's trail as well.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from sibina.deliver.sessions.models import (
    AttendanceDevice,
    AttendanceEvent,
    AttendancePaper,
    Enrolment,
    Presence,
    Session,
    SessionDay,
)
from sibina.deliver.sessions.reads import day_hours, mark_of
from sibina.deliver.sessions.rules import (
    MARK_KINDS,
    SHORTEST_CORRECTION,
    is_day_open,
    merge_marks,
)
from sibina.deliver.sessions.types import (
    LIVE,
    Attendance,
    AttendanceMethod,
    CorrectedMeanwhile,
    DayShut,
    DeliveryShut,
    EventAnswer,
    EventKind,
    EventRefusal,
    MinutesOutside,
    NotEnrolled,
    PresenceCorrection,
    PresenceState,
    ReasonMissing,
    SentEvent,
    SessionStage,
    StageShut,
    TakenEvent,
)
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.lib.audit.api import record
from sibina.lib.files.api import StoredFile
from sibina.lib.tenancy.models import City

Pair = tuple[int, int]
"""A day and an enrolment."""


@transaction.atomic
def register_device(*, session: Session, by: User | None, at: datetime) -> AttendanceDevice:
    """Another device may note attendance of this session. Raises DeliveryShut and StageShut."""
    _check_open(session)
    name = f"Perangkat {AttendanceDevice.objects.filter(session=session).count() + 1}"
    made = AttendanceDevice.objects.create(
        city=session.city, session=session, name=name, made_at=at, made_by=by
    )
    data = {"session": session.code, "name": name}
    record(verb="sessions.device.registered", city=session.city, by=by, at=at, target=made, data=data)
    return made


@transaction.atomic
def revoke_device(*, device: AttendanceDevice, by: User | None, at: datetime) -> None:
    """The device is not heard any more; what it sent before stays."""
    device.revoked_at, device.revoked_by = at, by
    device.save(update_fields=["revoked_at", "revoked_by"])
    data = {"session": device.session.code, "name": device.name}
    record(verb="sessions.device.revoked", city=device.city, by=by, at=at, target=device, data=data)


@transaction.atomic
def take_batch(*, device: AttendanceDevice, sent: Sequence[SentEvent], at: datetime) -> list[TakenEvent]:
    """What a device noted, in any order and however often; what became of each, in the order sent.

    It is taken after the session is held too: it was noted at the door, and the line was down. Nothing is taken back by
    being sent again, and an event whose number another one has is refused and not overwritten.
    """
    refusals = _refusals(device, sent)
    rows = {one.key: _row_of(one, device, at) for one in reversed(sent) if one.key not in refusals}
    keys = sorted(rows)
    before = set(AttendanceEvent.objects.filter(key__in=keys).values_list("key", flat=True))
    _note(device.city, rows.values())
    there = {row.key: row for row in AttendanceEvent.objects.filter(key__in=keys)}
    answers = []
    for one in sent:
        refusal = refusals.get(one.key)
        if refusal is None and not _says(there[one.key], one, device):
            refusal = EventRefusal.SAME_NUMBER
        if refusal:
            answers.append(TakenEvent(one.key, EventAnswer.REFUSED, refusal))
        else:
            answers.append(
                TakenEvent(one.key, EventAnswer.KNOWN if one.key in before else EventAnswer.ACCEPTED)
            )
    return answers


def _refusals(device: AttendanceDevice, sent: Sequence[SentEvent]) -> dict[object, EventRefusal]:
    session = device.session
    try:
        _check_open(session, also_when_held=True)
    except (DeliveryShut, StageShut):
        return {one.key: EventRefusal.SHUT for one in sent}
    days = set(SessionDay.objects.filter(session=session).values_list("pk", flat=True))
    wanted = {one.enrolment_id for one in sent}
    enrolled = set(Enrolment.objects.filter(session=session, pk__in=wanted).values_list("pk", flat=True))
    found: dict[object, EventRefusal] = {}
    for one in sent:
        if one.day_id not in days:
            found[one.key] = EventRefusal.OTHER_SESSION
        elif one.enrolment_id not in enrolled:
            found[one.key] = EventRefusal.NOT_ENROLLED
    return found


def _row_of(one: SentEvent, device: AttendanceDevice, at: datetime) -> AttendanceEvent:
    return AttendanceEvent(
        city_id=device.city_id,
        key=one.key,
        day_id=one.day_id,
        enrolment_id=one.enrolment_id,
        kind=one.kind,
        method=one.method,
        claimed_at=one.claimed_at,
        skew=one.skew,
        received_at=at,
        device=device,
        sequence=one.sequence,
        by_id=device.made_by_id,
        cancels=one.cancels,
    )


def _says(row: AttendanceEvent, one: SentEvent, device: AttendanceDevice) -> bool:
    """Does the row that has this number say what was sent?"""
    kept = (row.device_id, row.day_id, row.enrolment_id, row.kind, row.claimed_at, row.skew, row.cancels)
    return kept == (
        device.pk, one.day_id, one.enrolment_id, one.kind, one.claimed_at, one.skew, one.cancels
    )  # fmt: skip


@transaction.atomic
def check_in(*, day: SessionDay, person_id: int, kind: EventKind, by: User | None, at: datetime) -> Presence:
    """A participant comes (or goes) by the code at the door. Raises DeliveryShut, StageShut, DayShut and NotEnrolled."""
    _check_open(day.session)
    if not is_day_open(day_hours(day), at):
        raise DayShut
    enrolment = Enrolment.objects.filter(session=day.session, person_id=person_id, state__in=LIVE).first()
    if enrolment is None:
        raise NotEnrolled
    _note(day.city, [_own(day, enrolment.pk, kind, AttendanceMethod.DOOR, by, at)])
    return Presence.objects.get(day=day, enrolment=enrolment)


def _own(
    day: SessionDay,
    enrolment_id: int,
    kind: EventKind,
    method: AttendanceMethod,
    by: User | None,
    at: datetime,
) -> AttendanceEvent:
    """An event that is noted here and now, with the server's clock."""
    return AttendanceEvent(
        city_id=day.city_id,
        key=uuid4(),
        day=day,
        enrolment_id=enrolment_id,
        kind=kind,
        method=method,
        claimed_at=at,
        received_at=at,
        by=by,
    )


@transaction.atomic
def note_list(
    *,
    day: SessionDay,
    present: Collection[int],
    taken_back: Collection[int],
    by: User | None,
    at: datetime,
) -> None:
    """An organiser's list without a device: who is there now, and whose mark on such a list was a mistake (enrolments).

    Marks from elsewhere are not taken back by it. Raises DeliveryShut, StageShut and DayShut.
    """
    _check_open(day.session)
    hours = day_hours(day)
    if at < hours.starts_at and not is_day_open(hours, at):
        raise DayShut
    # Before the end it says when somebody came; later it is a list of who was there.
    kind = EventKind.IN if at < hours.ends_at else EventKind.DAY
    events = [_own(day, one, kind, AttendanceMethod.LIST, by, at) for one in _own_enrolments(day, present)]
    for mark in _standing_marks(day, taken_back):
        back = _own(day, mark.enrolment_id, EventKind.CANCEL, AttendanceMethod.LIST, by, at)
        back.cancels = mark.key
        events.append(back)
    _note(day.city, events)
    data = {"session": day.session.code, "day": str(day.day), "people": len(events)}
    record(verb="sessions.attendance.listed", city=day.city, by=by, at=at, target=day.session, data=data)


def _own_enrolments(day: SessionDay, wanted: Collection[int]) -> list[int]:
    """Those of the session's."""
    found = Enrolment.objects.filter(session=day.session, pk__in=wanted).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _standing_marks(day: SessionDay, enrolments: Collection[int]) -> list[AttendanceEvent]:
    """Marks of lists kept here that nobody has taken back."""
    kept = AttendanceEvent.objects.filter(
        day=day, enrolment_id__in=enrolments, device=None, method=AttendanceMethod.LIST
    )
    gone = {event.cancels for event in kept}
    return [event for event in kept if event.kind in MARK_KINDS and event.key not in gone]


@transaction.atomic
def note_paper(
    *, day: SessionDay, file: StoredFile, signed: Collection[int], by: User | None, at: datetime
) -> AttendancePaper:
    """A signed sheet, and who signed it (enrolments): each was there the whole day. Raises DeliveryShut and StageShut."""
    _check_open(day.session)
    paper = AttendancePaper.objects.create(city=day.city, day=day, file=file, at=at, by=by)
    events = [
        _own(day, one, EventKind.DAY, AttendanceMethod.PAPER, by, at) for one in _own_enrolments(day, signed)
    ]
    for event in events:
        event.paper = paper
    _note(day.city, events)
    data = {"session": day.session.code, "day": str(day.day), "name": file.name, "people": len(events)}
    record(verb="sessions.attendance.paper_kept", city=day.city, by=by, at=at, target=day.session, data=data)
    return paper


@transaction.atomic
def correct_presence(
    *, day: SessionDay, enrolment: Enrolment, word: PresenceCorrection, by: User | None, at: datetime
) -> Presence:
    """The officer's word on one participant and day, with its reason; it goes before all marks.

    Raises DeliveryShut, StageShut, ReasonMissing, MinutesOutside, and CorrectedMeanwhile where somebody was first.
    """
    _check_open(day.session, also_when_held=True)
    if len(word.reason.strip()) < SHORTEST_CORRECTION:
        raise ReasonMissing
    most = day_hours(day).minutes
    if word.minutes is not None and not 0 <= word.minutes <= most:
        raise MinutesOutside(most)
    event = _own(
        day,
        enrolment.pk,
        EventKind.PRESENT if word.is_present else EventKind.ABSENT,
        AttendanceMethod.OFFICER,
        by,
        at,
    )
    event.number, event.reason = word.after + 1, word.reason.strip()
    event.minutes = word.minutes if word.is_present else None
    given = AttendanceEvent.objects.filter(day=day, enrolment=enrolment, number__gt=word.after)
    if given.exists():
        raise CorrectedMeanwhile
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError as first:
        raise CorrectedMeanwhile from first
    keep_presence(city=day.city, pairs={(day.pk, enrolment.pk)})
    data = {"session": day.session.code, "day": str(day.day), "reason": event.reason}
    record(verb="sessions.attendance.corrected", city=day.city, by=by, at=at, target=enrolment, data=data)
    return Presence.objects.get(day=day, enrolment=enrolment)


def _check_open(session: Session, *, also_when_held: bool = False) -> None:
    """May attendance be noted? Raises DeliveryShut and StageShut."""
    if not may_change(CyclePhase(session.cycle.phase), Part.DELIVERY):
        raise DeliveryShut(session.cycle.year)
    stage = SessionStage(session.stage)
    if stage == SessionStage.CANCELLED or (stage == SessionStage.HELD and not also_when_held):
        raise StageShut(stage)


def _note(city: City, events: Iterable[AttendanceEvent]) -> None:
    """Add events to the log, and what counts after them.

    In the order of their numbers, so that two senders of the same events never wait for each other in a ring.
    """
    ordered = sorted(events, key=lambda event: event.key)
    AttendanceEvent.objects.bulk_create(ordered, ignore_conflicts=True)
    keep_presence(city=city, pairs={(event.day_id, event.enrolment_id) for event in ordered})


@transaction.atomic
def keep_presence(*, city: City, pairs: Collection[Pair]) -> None:
    """Work out anew what counts on these days of these enrolments, from all their events.

    Each presence is locked before its events are read, so that of two senders the second sees what the first has noted.
    """
    new = {"city": city, "state": PresenceState.UNRECORDED}
    rows = [Presence(day_id=day, enrolment_id=one, **new) for day, one in sorted(pairs)]
    Presence.objects.bulk_create(rows, ignore_conflicts=True)
    days, enrolments = {day for day, _ in pairs}, {one for _, one in pairs}
    of_these = {"day_id__in": days, "enrolment_id__in": enrolments}
    list(
        Presence.objects.filter(**of_these)
        .order_by("day_id", "enrolment_id")
        .select_for_update()
        .values_list("pk")
    )
    hours = {day.pk: day_hours(day) for day in SessionDay.objects.filter(pk__in=days)}
    events: dict[Pair, list[AttendanceEvent]] = defaultdict(list)
    for event in AttendanceEvent.objects.filter(**of_these).order_by():
        events[event.day_id, event.enrolment_id].append(event)
    for row in rows:
        own = events[row.day_id, row.enrolment_id]
        _put(row, merge_marks(map(mark_of, own), hours[row.day_id]))
        row.corrections = max((event.number or 0 for event in own), default=0)
    Presence.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["day", "enrolment"],
        update_fields=["state", "minutes", "method", "arrived_at", "left_at", "doubts", "corrections"],
    )


def _put(row: Presence, found: Attendance | None) -> None:
    if found is not None:
        row.state, row.minutes, row.method = found.state, found.minutes, found.method
        row.arrived_at, row.left_at, row.doubts = found.arrived_at, found.left_at, list(found.doubts)


def recount_session(*, session: Session) -> None:
    """The hours of its days may have changed: what counts follows them."""
    pairs = set(Presence.objects.filter(day__session=session).values_list("day_id", "enrolment_id"))
    if pairs:
        keep_presence(city=session.city, pairs=pairs)
