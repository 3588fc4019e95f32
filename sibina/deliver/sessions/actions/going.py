"""Whether a session goes ahead: its invitations go out, it is confirmed or called off, and in the end it was held."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sibina.deliver.sessions.actions.seating import lock_session, move
from sibina.deliver.sessions.models import Enrolment, Session, SessionDay, SessionSpeaker, SessionStep
from sibina.deliver.sessions.reads import answer_days, list_unanswered, list_undecided, persons_of_roles
from sibina.deliver.sessions.rules.enrolment import check_stage
from sibina.deliver.sessions.sentences import messages
from sibina.deliver.sessions.types import (
    LIVE,
    EnrolmentState,
    NotOverYet,
    ReasonMissing,
    SessionStage,
    TooFew,
)
from sibina.ground.notices.api import tell
from sibina.lib.access import Role
from sibina.lib.audit.api import record
from sibina.lib.editing.api import mark_changed
from sibina.lib.tenancy.models import City

OPEN_STATES = (*LIVE, EnrolmentState.WAITING, EnrolmentState.APPLIED)


@transaction.atomic
def send_invitations(*, session: Session, by: User | None, at: datetime) -> int:
    """Whoever has a seat in a session that was only prepared is invited. Returns how many. Raises StageShut, as all do."""
    found = _to_stage(session, SessionStage.INVITING, "", by, at)
    rows = Enrolment.objects.filter(session=found, state=EnrolmentState.INVITED)
    rows.update(invited_at=at)
    people = list(rows.values_list("person_id", flat=True))
    tell(city=found.city, people=people, message=messages.invited(found), at=at)
    _record(found, by, at, verb="sessions.session.invited", people=len(people))
    return len(people)


@transaction.atomic
def confirm_session(*, session: Session, reason: str, by: User | None, at: datetime) -> None:
    """It goes ahead. With fewer seats taken than the least, a reason is owed: raises TooFew."""
    found = _to_stage(session, SessionStage.CONFIRMED, reason, by, at)
    if found.taken < found.min_seats and not reason.strip():
        raise TooFew(found.taken, found.min_seats)
    _tell_everybody(found, messages.confirmed(found), at)
    _record(found, by, at, verb="sessions.session.confirmed", taken=found.taken, reason=reason.strip())


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: User | None, at: datetime) -> int:
    """It is called off: rooms, speakers and people are free again, and everybody is told. Returns how many people.

    Raises ReasonMissing.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    found = _to_stage(session, SessionStage.CANCELLED, reason, by, at)
    told = messages.called_off(found, reason)
    people = _tell_everybody(found, told, at)
    rows = list(Enrolment.objects.filter(session=found, state__in=OPEN_STATES))
    move(session=found, rows=rows, to=EnrolmentState.CANCELLED, by=by, at=at, reason=reason)
    SessionDay.objects.filter(session=found).update(holds=False)
    SessionSpeaker.objects.filter(day__session=found).update(holds=False)
    _record(found, by, at, verb="sessions.session.cancelled", reason=reason, people=people)
    return people


@transaction.atomic
def close_session(*, session: Session, by: User | None, at: datetime) -> None:
    """It was held. Raises NotOverYet before its last day has ended."""
    found = _to_stage(session, SessionStage.HELD, "", by, at)
    last = SessionDay.objects.filter(session=found).aggregate(last=Max("ends_at"))["last"]
    if last is not None and at < last:
        raise NotOverYet(found.ends_on)
    _record(found, by, at, verb="sessions.session.held", taken=found.taken)


@transaction.atomic
def remind(*, city: City, at: datetime) -> int:
    """Bring to mind what is due: invitations not answered in time, and, to the officers, sessions to be decided on.

    Returns how many were told about something.
    """
    today = timezone.localdate(at)
    late = list_unanswered(before=at - timedelta(days=answer_days(day=today)), today=today)
    for row in late:
        tell(city=city, people=[row.person_id], message=messages.unanswered(row.session), at=at)
    Enrolment.objects.filter(pk__in=[row.pk for row in late]).update(reminded_at=at)
    undecided = list_undecided(today=today)
    officers = persons_of_roles(roles=[Role.PENGELOLA])
    for session in undecided:
        tell(city=city, people=officers, message=messages.undecided(session), at=at)
    return len(late) + len(undecided)


def _to_stage(session: Session, to: SessionStage, reason: str, by: User | None, at: datetime) -> Session:
    """The session, locked, at its new stage."""
    found = lock_session(pk=session.pk)
    check_stage(SessionStage(found.stage), to)
    found.stage = to
    found.reason = reason.strip() if to == SessionStage.CANCELLED else ""
    mark_changed(found, by=by, at=at)
    found.save(update_fields=["stage", "reason", "revision", "changed_at", "changed_by"])
    SessionStep.objects.create(
        city_id=found.city_id, session=found, stage=to, reason=reason.strip(), at=at, by=by
    )
    return found


def _tell_everybody(session: Session, message: messages.Message, at: datetime) -> int:
    """Everybody who has or waits for a seat, once the invitations are out. Returns how many."""
    rows = Enrolment.objects.filter(session=session, state__in=OPEN_STATES).exclude(
        state=EnrolmentState.INVITED, invited_at=None
    )
    people = list(rows.values_list("person_id", flat=True))
    tell(city=session.city, people=people, message=message, at=at)
    return len(people)


def _record(session: Session, by: User | None, at: datetime, *, verb: str, **more: object) -> None:
    data = {"code": session.code, **more}
    record(verb=verb, city=session.city, by=by, at=at, target=session, data=data)
