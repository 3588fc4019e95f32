"""Who has a seat. Whatever changes it goes through here, so that the seats taken, the people's time and the queue always say
what the enrolments say; the session is locked meanwhile, and the database refuses one seat too many all the same.
"""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from sibina.deliver.sessions.models import Enrolment, EnrolmentDay, EnrolmentStep, Session, SessionDay
from sibina.deliver.sessions.reads import find_undrawn, list_taken_persons
from sibina.deliver.sessions.rules.clashes import Taken
from sibina.deliver.sessions.rules.enrolment import OPEN_STAGES, check_state
from sibina.deliver.sessions.types import (
    LIVE,
    AlreadyEnrolled,
    Consent,
    DeliveryShut,
    EnrolmentState,
    PersonBusy,
    Place,
    ReasonKind,
    ReasonMissing,
    SessionFull,
    SessionStage,
    StageShut,
)
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part


def lock_session(*, pk: int) -> Session:
    """The session, for nobody else to change until the transaction ends. Raises DeliveryShut, and StageShut when it is over
    or off.
    """
    rows = Session.objects.select_for_update(of=("self",)).select_related("cycle", "city")
    found = rows.get(pk=pk)
    if not may_change(CyclePhase(found.cycle.phase), Part.DELIVERY):
        raise DeliveryShut(found.cycle.year)
    if found.stage not in OPEN_STAGES:
        raise StageShut(SessionStage(found.stage))
    return found


def enrol(
    *,
    session: Session,
    people: Sequence[Place],
    state: EnrolmentState,
    by: User | None,
    at: datetime,
    substitute_for: Enrolment | None = None,
) -> list[Enrolment]:
    """People come into a session that is locked, in this order: with a seat, waiting, or having asked for one.

    Raises AlreadyEnrolled, SessionFull and PersonBusy, and then nothing is written.
    """
    known = Enrolment.objects.filter(session=session, person_id__in=[one.person_id for one in people])
    if known.exists():
        raise AlreadyEnrolled
    first = _last_place(session) + 1 if state == EnrolmentState.WAITING else None
    invites = state == EnrolmentState.INVITED and session.stage != SessionStage.PREPARED
    rows = [
        Enrolment(
            city_id=session.city_id,
            session=session,
            person_id=one.person_id,
            unit_id=one.unit_id,
            office_id=one.office_id,
            state=state,
            place=None if first is None else first + number,
            substitute_for=substitute_for,
            made_at=at,
            invited_at=at if invites else None,
        )
        for number, one in enumerate(people)
    ]
    Enrolment.objects.bulk_create(rows)
    if state in LIVE:
        _take_seats(session, rows)
    _note(rows, "", by, at)
    return rows


def move(  # noqa: PLR0913 - one argument a fact of the step
    *,
    session: Session,
    rows: Sequence[Enrolment],
    to: EnrolmentState,
    by: User | None,
    at: datetime,
    reason: str = "",
    reason_kind: ReasonKind | str = "",
    consent: Consent | None = None,
) -> None:
    """These enrolments of a session that is locked go to another state: seats, time and queue go with them.

    Raises NotTheirTurn, ReasonMissing, SessionFull and PersonBusy, and then nothing is written.
    """
    for row in rows:
        check_state(EnrolmentState(row.state), to)
    reason = reason.strip()
    if to not in {*LIVE, EnrolmentState.WAITING, EnrolmentState.APPLIED} and not reason:
        raise ReasonMissing
    seated = [row for row in rows if row.state in LIVE]
    standing = [row for row in rows if row.state not in LIVE]
    first = _last_place(session) + 1 if to == EnrolmentState.WAITING else None
    for number, row in enumerate(rows):
        row.state, row.reason, row.reason_kind = to, reason, reason_kind
        row.place = None if first is None else first + number
        if to == EnrolmentState.INVITED:
            row.invited_at, row.answered_at, row.reminded_at = at, None, None
        elif row.person_id and to in {EnrolmentState.ACCEPTED, EnrolmentState.DECLINED}:
            row.answered_at = at
        if consent is not None:
            row.consent, row.consent_at, row.consent_by = consent, at, by
    changed = ("state", "reason", "reason_kind", "place", "invited_at", "answered_at", "reminded_at")
    Enrolment.objects.bulk_update(rows, [*changed, "consent", "consent_at", "consent_by"])
    if to not in LIVE:
        _leave_seats(session, seated)
    else:
        _take_seats(session, standing)
    _note(rows, reason, by, at)


def fill_free_seats(*, session: Session, by: User | None, at: datetime) -> list[Enrolment]:
    """Who waits moves up into the seats that are free, the first of the queue first; who is elsewhere then keeps the place.
    While seats of the session are to be drawn, nobody moves up.

    The session is locked. Returns those who moved up.
    """
    if session.free < 1 or session.starts_on < at.date() or find_undrawn(session=session):
        return []
    queue = Enrolment.objects.filter(session=session, state=EnrolmentState.WAITING).order_by("place")
    rows = free_then(session=session, rows=list(queue))[: session.free]
    if rows:
        move(session=session, rows=rows, to=EnrolmentState.INVITED, by=by, at=at)
    return rows


def check_free(*, session: Session, people: Sequence[int]) -> None:
    """Is none of these persons in another session at its times? Raises PersonBusy."""
    if taken := _busy(session, people):
        raise PersonBusy([one.told() for one in taken])


def free_then(*, session: Session, rows: Sequence[Enrolment]) -> list[Enrolment]:
    """Those of them who are not in another session at its times, in the order given."""
    busy = {one.key for one in _busy(session, [row.person_id for row in rows])}
    return [row for row in rows if row.person_id not in busy]


def _last_place(session: Session) -> int:
    return Enrolment.objects.filter(session=session).aggregate(last=Max("place"))["last"] or 0


def _take_seats(session: Session, rows: Sequence[Enrolment]) -> None:
    if not rows:
        return
    if len(rows) > session.free:
        raise SessionFull(session.free)
    check_free(session=session, people=[row.person_id for row in rows])
    days = list(SessionDay.objects.filter(session=session))
    times = [time_of(row, day) for row in rows for day in days]
    try:
        with transaction.atomic():
            EnrolmentDay.objects.bulk_create(times)
            _count(session, len(rows))
    except IntegrityError as refused:
        # Another session took one of them a moment ago.
        check_free(session=session, people=[row.person_id for row in rows])
        raise refused


def _leave_seats(session: Session, rows: Sequence[Enrolment]) -> None:
    if rows:
        EnrolmentDay.objects.filter(enrolment__in=rows).delete()
        _count(session, -len(rows))


def _count(session: Session, more: int) -> None:
    """The database counts, and refuses more than there are seats, also where somebody forgot to lock."""
    Session.objects.filter(pk=session.pk).update(taken=F("taken") + more)
    session.taken += more


def time_of(row: Enrolment, day: SessionDay) -> EnrolmentDay:
    """The person's time on a day of the session."""
    return EnrolmentDay(
        city_id=row.city_id,
        enrolment=row,
        day=day,
        person_id=row.person_id,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
    )


def _busy(session: Session, people: Sequence[int]) -> list[Taken]:
    """Where these persons are on the session's days, in other sessions."""
    days = list(SessionDay.objects.filter(session=session))
    if not days or not people:
        return []
    first, last = min(day.starts_at for day in days), max(day.ends_at for day in days)
    taken = list_taken_persons(first=first, last=last, besides=session.pk, keys=people)
    return [one for one in taken if any(one.meets(day.starts_at, day.ends_at) for day in days)]


def _note(rows: Sequence[Enrolment], reason: str, by: User | None, at: datetime) -> None:
    EnrolmentStep.objects.bulk_create(
        EnrolmentStep(city_id=row.city_id, enrolment=row, state=row.state, reason=reason, at=at, by=by)
        for row in rows
    )
