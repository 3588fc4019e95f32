"""Seats by lot: a session is opened for application, people apply, the list and the seed are published, the seats are drawn.

Once the list is published everything follows from it; the draw writes down what anybody can work out.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from sibina.deliver.sessions.actions.answering import ANSWERABLE, move_up
from sibina.deliver.sessions.actions.seating import check_free, enrol, free_then, lock_session, move
from sibina.deliver.sessions.models import Draw, DrawEntry, DrawResult, Enrolment, Session
from sibina.deliver.sessions.reads import (
    band_order,
    find_undrawn,
    grounds_of,
    list_applying,
    list_due_draws,
    list_entries,
    persons_of_roles,
    place_of,
)
from sibina.deliver.sessions.rules.draw import (
    band_of,
    check_days,
    digest_of,
    draw_seats,
    list_as_text,
    seed_of,
)
from sibina.deliver.sessions.rules.enrolment import FROM_STATE
from sibina.deliver.sessions.sentences import draw as sentences
from sibina.deliver.sessions.sentences.draw import said
from sibina.deliver.sessions.types import (
    AlreadyEnrolled,
    Applicant,
    ApplyingOver,
    DrawIsOpen,
    Drawn,
    DrawStage,
    DrawStageShut,
    DrawTerms,
    DrawTooEarly,
    EnrolmentError,
    EnrolmentState,
    NobodyApplied,
    NoSeatToDraw,
    NotForThem,
    ReasonKind,
    ReasonMissing,
    SeatsGone,
    SessionError,
    SessionStage,
    StageShut,
)
from sibina.ground.notices.api import tell
from sibina.lib.access import Role
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City
from sibina.lib.words import short_date

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Of which codes are made: no spreadsheet takes one for a number, and none is a word."""
CODE_LENGTH = 8


@transaction.atomic
def open_draw(*, session: Session, terms: DrawTerms, by: User | None, at: datetime) -> Draw:
    """Announce that the free seats of a session go by lot: until when to apply, when it is drawn, the words of the seed.

    Raises DrawIsOpen, NoSeatToDraw, DrawDaysWrong, DeliveryShut and StageShut.
    """
    found = _lock(session.pk)
    if find_undrawn(session=found):
        raise DrawIsOpen
    if found.free < 1:
        raise NoSeatToDraw
    check_days(terms, timezone.localdate(at), found.starts_on)
    draw = Draw.objects.create(
        city_id=found.city_id,
        session=found,
        words=" ".join(terms.words.split()),
        closes_on=terms.closes_on,
        draws_on=terms.draws_on,
        opened_at=at,
        opened_by=by,
    )
    _record(draw, by, at, verb="sessions.draw.opened", words=draw.words)
    return draw


@transaction.atomic
def apply_for_seat(*, draw: Draw, person_id: int, by: User | None, at: datetime) -> DrawEntry:
    """The person asks for a seat; the code is the same however often one withdraws and asks again.

    Raises ApplyingOver, DrawStageShut, AlreadyEnrolled, PersonBusy and NotForThem.
    """
    session, found = _lock_both(draw, DrawStage.OPEN)
    if timezone.localdate(at) > found.closes_on:
        raise ApplyingOver(found.closes_on)
    place = place_of(person_id=person_id)
    payer = session.offering.payer_id
    if place is None or payer not in {None, place.office_id}:
        raise NotForThem
    check_free(session=session, people=[person_id])
    row = Enrolment.objects.filter(session=session, person_id=person_id).first()
    if row is None:
        (row,) = enrol(session=session, people=[place], state=EnrolmentState.APPLIED, by=by, at=at)
    elif row.state in FROM_STATE[EnrolmentState.APPLIED]:
        move(session=session, rows=[row], to=EnrolmentState.APPLIED, by=by, at=at)
    else:
        raise AlreadyEnrolled
    entry, _new = DrawEntry.objects.get_or_create(
        draw=found, enrolment=row, defaults={"city_id": found.city_id, "code": _code(found), "applied_at": at}
    )
    _record(found, by, at, verb="sessions.draw.applied", person=person_id)
    return entry


@transaction.atomic
def withdraw_application(
    *, draw: Draw, person_id: int, kind: ReasonKind, reason: str, by: User | None, at: datetime
) -> None:
    """The person asks no longer. After the list is published the line stays in it, and a seat that falls to it goes to the
    next. Raises NotTheirTurn and ReasonMissing.
    """
    session, found = _lock_both(draw, DrawStage.OPEN, DrawStage.PUBLISHED)
    row = Enrolment.objects.get(session=session, person_id=person_id)
    move(
        session=session,
        rows=[row],
        to=EnrolmentState.WITHDRAWN,
        by=by,
        at=at,
        reason=reason,
        reason_kind=kind,
    )
    _record(found, by, at, verb="sessions.draw.withdrawn", person=person_id, reason=reason.strip())


@transaction.atomic
def publish_draw(*, draw: Draw, by: User | None, at: datetime) -> None:
    """The list with its bands, its digest and the seed are fixed, and everybody is told their code, band and probability.

    Raises DrawTooEarly while one may apply, NobodyApplied and NoSeatToDraw.
    """
    session, found = _lock_both(draw, DrawStage.OPEN)
    today = timezone.localdate(at)
    if today <= found.closes_on:
        raise DrawTooEarly(found.closes_on)
    entries = list(list_applying(draw=found))
    if not entries:
        raise NobodyApplied
    if session.free < 1:
        raise NoSeatToDraw
    rule, order = band_order(day=today)
    people = [entry.enrolment.person_id for entry in entries]
    grounds = grounds_of(session=session, people=people, day=today)
    for entry in entries:
        entry.band, entry.ground = band_of(grounds[entry.enrolment.person_id], order)
    DrawEntry.objects.bulk_update(entries, ["band", "ground"])
    found.digest = digest_of(list_as_text(_applicants(entries)))
    found.seed, found.seats, found.rule = seed_of(found.words, found.digest), session.free, rule
    found.published_at, found.published_by = at, by
    found.save()
    message = sentences.published(found.pk, session.title, short_date(found.draws_on))
    tell(city=session.city, people=people, message=message, at=at)
    _record(found, by, at, verb="sessions.draw.published", applicants=len(entries), list_digest=found.digest)


@transaction.atomic
def run_draw(*, draw: Draw, by: User | None, at: datetime) -> None:
    """Draw the seats: who has one is invited, the others wait in the drawn order, and everybody is told.

    Who withdrew or is elsewhere by now gives the seat to the next. Raises DrawTooEarly and SeatsGone.
    """
    session, found = _lock_both(draw, DrawStage.PUBLISHED)
    if timezone.localdate(at) < found.draws_on:
        raise DrawTooEarly(found.draws_on)
    seats = found.seats or 0
    if session.free < seats:
        raise SeatsGone(seats, session.free)
    entries = {entry.code: entry for entry in list_entries(draw=found).select_related("enrolment")}
    drawn = draw_seats(_applicants(entries.values()), seats, found.seed)
    DrawResult.objects.bulk_create(
        DrawResult(
            city_id=found.city_id,
            draw=found,
            entry=entries[one.person],
            rank=one.rank,
            probability=one.probability,
            seated=one.seated,
        )
        for one in drawn
    )
    found.drawn_at, found.drawn_by = at, by
    found.save(update_fields=["drawn_at", "drawn_by"])
    _seat(session, found, drawn, entries, by, at)
    _record(found, by, at, verb="sessions.draw.drawn", seats=seats, applicants=len(drawn))


@transaction.atomic
def call_off_draw(*, draw: Draw, reason: str, by: User | None, at: datetime) -> None:
    """No seats are drawn; who asked is told why. Raises ReasonMissing."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    session, found = _lock_both(draw, DrawStage.OPEN, DrawStage.PUBLISHED)
    rows = [entry.enrolment for entry in list_applying(draw=found)]
    move(session=session, rows=rows, to=EnrolmentState.CANCELLED, by=by, at=at, reason=reason)
    found.called_off_at, found.called_off_by, found.reason = at, by, reason
    found.save(update_fields=["called_off_at", "called_off_by", "reason"])
    people = [row.person_id for row in rows]
    tell(
        city=session.city, people=people, message=sentences.called_off(found.pk, session.title, reason), at=at
    )
    _record(found, by, at, verb="sessions.draw.called_off", reason=reason)
    move_up(session, by, at)


def run_due_draws(*, city: City, at: datetime) -> int:
    """Publish and draw what was announced for by today; how many. What is refused is told to the officers, once a day."""
    done = 0
    for draw in list_due_draws(today=timezone.localdate(at)):
        act = publish_draw if draw.published_at is None else run_draw
        try:
            act(draw=draw, by=None, at=at)
            done += 1
        except (SessionError, EnrolmentError) as refused:
            told = sentences.stuck(draw.pk, draw.session.title, said(refused), timezone.localdate(at))
            tell(city=city, people=persons_of_roles(roles=[Role.PENGELOLA]), message=told, at=at)
    return done


def _seat(
    session: Session,
    draw: Draw,
    drawn: Sequence[Drawn],
    entries: dict[str, DrawEntry],
    by: User | None,
    at: datetime,
) -> None:
    """The drawn seats are given, and the queue gets the others in the drawn order."""
    asking = {one.person: entries[one.person].enrolment for one in drawn}
    rows = [row for row in asking.values() if row.state == EnrolmentState.APPLIED]
    seated = {asking[one.person].pk for one in drawn if one.seated}
    winners = free_then(session=session, rows=[row for row in rows if row.pk in seated])
    move(session=session, rows=winners, to=EnrolmentState.INVITED, by=by, at=at)
    given = {row.pk for row in winners}
    others = [row for row in rows if row.pk not in given]
    move(session=session, rows=others, to=EnrolmentState.WAITING, by=by, at=at)
    for people, message in ((winners, sentences.won), (others, sentences.lost)):
        told = message(draw.pk, session.title)
        tell(city=session.city, people=[row.person_id for row in people], message=told, at=at)
    move_up(session, by, at)


def _applicants(entries: Iterable[DrawEntry]) -> list[Applicant]:
    return [Applicant(entry.code, entry.band or 0) for entry in entries]


def _code(draw: Draw) -> str:
    """A code that nobody in the draw has."""
    known = set(DrawEntry.objects.filter(draw=draw).values_list("code", flat=True))
    while (code := "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))) in known:
        pass
    return code


def _lock(pk: int) -> Session:
    session = lock_session(pk=pk)
    if session.stage not in ANSWERABLE:
        raise StageShut(SessionStage(session.stage))
    return session


def _lock_both(draw: Draw, *stages: DrawStage) -> tuple[Session, Draw]:
    """The session, then the draw, for nobody else to change; the draw stands at one of these stages."""
    session = _lock(draw.session_id)
    found = Draw.objects.select_for_update().get(pk=draw.pk)
    if found.stage not in stages:
        raise DrawStageShut(found.stage)
    return session, found


def _record(draw: Draw, by: User | None, at: datetime, *, verb: str, **more: object) -> None:
    data = {"code": draw.session.code, **more}
    record(verb=verb, city=draw.session.city, by=by, at=at, target=draw, data=data)
