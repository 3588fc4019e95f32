"""What the person, the superior and the officer say about a person's part in a session. A seat that falls free goes to who
waits, in the same transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.deliver.sessions.actions.seating import enrol, fill_free_seats, lock_session, move
from sibina.deliver.sessions.models import Enrolment, Session
from sibina.deliver.sessions.reads import find_undrawn, list_entitled, list_substitutes, place_of
from sibina.deliver.sessions.sentences import messages
from sibina.deliver.sessions.types import (
    Consent,
    DrawIsOpen,
    EnrolmentState,
    NotTheirTurn,
    Place,
    ReasonKind,
    ReasonMissing,
    SessionStage,
    StageShut,
    SubstituteProblem,
    SubstituteUnfit,
)
from sibina.ground.notices.api import tell
from sibina.lib.audit.api import record

ANSWERABLE = frozenset({SessionStage.INVITING, SessionStage.CONFIRMED})


@transaction.atomic
def accept(*, enrolment: Enrolment, by: User | None, at: datetime) -> None:
    """The person comes. Raises DeliveryShut, StageShut and NotTheirTurn, as all of these do."""
    session, row = _take(enrolment)
    move(session=session, rows=[row], to=EnrolmentState.ACCEPTED, by=by, at=at)
    _record(session, row, by, at, verb="sessions.invitation.accepted")


@transaction.atomic
def decline(*, enrolment: Enrolment, kind: ReasonKind, reason: str, by: User | None, at: datetime) -> None:
    """The person does not come: an invitation declined, a seat given back, or the queue left. Raises ReasonMissing."""
    session, row = _take(enrolment)
    to = EnrolmentState.DECLINED if row.state == EnrolmentState.INVITED else EnrolmentState.WITHDRAWN
    move(session=session, rows=[row], to=to, by=by, at=at, reason=reason, reason_kind=kind)
    _record(session, row, by, at, verb="sessions.invitation.declined", reason=reason.strip(), kind=str(kind))
    move_up(session, by, at)


@transaction.atomic
def wait_for_seat(*, session: Session, person_id: int, by: User | None, at: datetime) -> Enrolment:
    """The person queues for a seat, and gets it at once where one is free.

    Raises AlreadyEnrolled, SubstituteUnfit where the programme does not serve the person, and DrawIsOpen where seats are
    to be drawn: there one applies.
    """
    locked = _lock_open(session.pk)
    if find_undrawn(session=locked):
        raise DrawIsOpen
    place = place_of(person_id=person_id)
    entitled = list_entitled(city=locked.city, programme_id=locked.programme_id)
    if place is None or not entitled.filter(pk=person_id).exists():
        raise SubstituteUnfit(SubstituteProblem.NOT_ENTITLED)
    back = Enrolment.objects.filter(session=locked, person_id=person_id).first()
    if back is None or back.state not in {EnrolmentState.DECLINED, EnrolmentState.WITHDRAWN}:
        (row,) = enrol(session=locked, people=[place], state=EnrolmentState.WAITING, by=by, at=at)
    else:
        row = back
        move(session=locked, rows=[row], to=EnrolmentState.WAITING, by=by, at=at)
    _record(locked, row, by, at, verb="sessions.queue.joined", place=row.place)
    move_up(locked, by, at)
    row.refresh_from_db()
    return row


@transaction.atomic
def give_consent(*, enrolments: Sequence[Enrolment], by: User | None, at: datetime) -> int:
    """The superior lets these people go; those on whom a word has been said stay. Returns how many are new."""
    done = 0
    for one in sorted(enrolments, key=lambda row: (row.session_id, row.pk)):
        session, row = _take(one)
        if row.consent == Consent.GIVEN:
            continue
        Enrolment.objects.filter(pk=row.pk).update(consent=Consent.GIVEN, consent_at=at, consent_by=by)
        tell(city=session.city, people=[row.person_id], message=messages.consent_given(session), at=at)
        _record(session, row, by, at, verb="sessions.consent.given")
        done += 1
    return done


@transaction.atomic
def refuse_consent(
    *, enrolment: Enrolment, reason: str, by: User | None, at: datetime, substitute_id: int | None = None
) -> Enrolment | None:
    """The superior does not let the person go; somebody else of the office goes instead where one is named.

    Raises ReasonMissing and SubstituteUnfit. Returns the substitute's own enrolment.
    """
    session, row = _take(enrolment)
    if not reason.strip():
        raise ReasonMissing
    place = _fit_substitute(row, substitute_id) if substitute_id is not None else None
    to = EnrolmentState.REPLACED if place else EnrolmentState.REFUSED
    move(session=session, rows=[row], to=to, by=by, at=at, reason=reason, consent=Consent.REFUSED)
    tell(city=session.city, people=[row.person_id], message=messages.not_going(session, reason), at=at)
    _record(session, row, by, at, verb="sessions.consent.refused", reason=reason.strip())
    if place is None:
        move_up(session, by, at)
        return None
    (instead,) = enrol(
        session=session, people=[place], state=EnrolmentState.INVITED, by=by, at=at, substitute_for=row
    )
    Enrolment.objects.filter(pk=instead.pk).update(consent=Consent.GIVEN, consent_at=at, consent_by=by)
    told = messages.substitute(session, str(row.person))
    tell(city=session.city, people=[place.person_id], message=told, at=at)
    _record(session, instead, by, at, verb="sessions.substitute.named")
    return instead


@transaction.atomic
def add_people(*, session: Session, person_ids: Sequence[int], by: User | None, at: datetime) -> int:
    """The officer invites more people. Raises AlreadyEnrolled, SessionFull and PersonBusy. Returns how many."""
    locked = lock_session(pk=session.pk)
    places = [place for pk in person_ids if (place := place_of(person_id=pk))]
    rows = enrol(session=locked, people=places, state=EnrolmentState.INVITED, by=by, at=at)
    if locked.stage != SessionStage.PREPARED:
        people = [row.person_id for row in rows]
        tell(city=locked.city, people=people, message=messages.invited(locked), at=at)
    data = {"code": locked.code, "people": len(rows)}
    record(verb="sessions.people.added", city=locked.city, by=by, at=at, target=locked, data=data)
    return len(rows)


@transaction.atomic
def take_out(*, enrolment: Enrolment, reason: str, by: User | None, at: datetime) -> None:
    """The officer takes a person out of a session. Raises ReasonMissing."""
    session = lock_session(pk=enrolment.session_id)
    row = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    move(session=session, rows=[row], to=EnrolmentState.CANCELLED, by=by, at=at, reason=reason)
    if session.stage != SessionStage.PREPARED:
        tell(city=session.city, people=[row.person_id], message=messages.not_going(session, reason), at=at)
    _record(session, row, by, at, verb="sessions.person.taken_out", reason=reason.strip())
    move_up(session, by, at)


def _take(enrolment: Enrolment) -> tuple[Session, Enrolment]:
    """The session and the enrolment as they are now, for nobody else to change meanwhile."""
    session = _lock_open(enrolment.session_id)
    return session, Enrolment.objects.select_related("person").get(pk=enrolment.pk)


def _lock_open(pk: int) -> Session:
    session = lock_session(pk=pk)
    if session.stage not in ANSWERABLE:
        raise StageShut(SessionStage(session.stage))
    return session


def _fit_substitute(row: Enrolment, person_id: int) -> Place:
    place = place_of(person_id=person_id)
    if place is None or place.office_id != row.office_id:
        raise SubstituteUnfit(SubstituteProblem.OTHER_OFFICE)
    if Enrolment.objects.filter(session_id=row.session_id, person_id=person_id).exists():
        raise SubstituteUnfit(SubstituteProblem.ENROLLED)
    if row.state not in {EnrolmentState.INVITED, EnrolmentState.ACCEPTED}:
        raise NotTheirTurn(EnrolmentState(row.state))
    session = Session.objects.select_related("city").get(pk=row.session_id)
    entitled = list_entitled(city=session.city, programme_id=session.programme_id, office_id=row.office_id)
    if not entitled.filter(pk=person_id).exists():
        raise SubstituteUnfit(SubstituteProblem.NOT_ENTITLED)
    row.session = session
    if not list_substitutes(enrolment=row).filter(pk=person_id).exists():
        raise SubstituteUnfit(SubstituteProblem.BUSY)
    return place


def move_up(session: Session, by: User | None, at: datetime) -> None:
    """Who waits gets the seats that are free, and is told; the session is locked."""
    if session.stage not in ANSWERABLE:
        return
    for row in fill_free_seats(session=session, by=by, at=at):
        tell(city=session.city, people=[row.person_id], message=messages.moved_up(session), at=at)
        _record(session, row, by, at, verb="sessions.queue.moved_up")


def _record(
    session: Session, row: Enrolment, by: User | None, at: datetime, *, verb: str, **more: object
) -> None:
    data = {"code": session.code, "person": row.person_id, **more}
    record(verb=verb, city=session.city, by=by, at=at, target=row, data=data)
