"""An officer changes a session: its days, hours, rooms, speakers and seats; and the register of venues."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from sibina.deliver.sessions.actions.answering import move_up
from sibina.deliver.sessions.actions.attendance import recount_session
from sibina.deliver.sessions.actions.seating import lock_session, time_of
from sibina.deliver.sessions.models import (
    Enrolment,
    EnrolmentDay,
    Presence,
    Session,
    SessionDay,
    SessionSpeaker,
    Venue,
)
from sibina.deliver.sessions.reads import list_taken_persons, list_taken_speakers, list_taken_venues
from sibina.deliver.sessions.rules.clashes import Calendar
from sibina.deliver.sessions.rules.days import check_days
from sibina.deliver.sessions.sentences import messages
from sibina.deliver.sessions.types import (
    LIVE,
    Conflict,
    ConflictKind,
    DayAttended,
    DayFacts,
    DecidedTooLate,
    NameTaken,
    SeatsTaken,
    SessionFacts,
    SessionStage,
    TimesClash,
    VenueFacts,
)
from sibina.ground.notices.api import tell
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.lib.tenancy.models import City

LISTED = {
    ConflictKind.VENUE: list_taken_venues,
    ConflictKind.SPEAKER: list_taken_speakers,
    ConflictKind.PERSON: list_taken_persons,
}


@transaction.atomic
def save_session(
    *, session: Session, facts: SessionFacts, revision: int, by: User | None, at: datetime
) -> Session:
    """Write what an officer changed of a session; whoever has a seat is told when the days, hours or rooms are others.

    Raises DeliveryShut, StageShut, Overtaken, NoDays, TimeBackwards, SeatsTaken, DecidedTooLate, DayAttended, and TimesClash
    with everything that is taken at the new times.
    """
    found = lock_session(pk=session.pk)
    check_revision(found, revision)
    check_days(facts.days)
    if facts.seats < found.taken:
        raise SeatsTaken(found.taken)
    days = sorted(facts.days, key=lambda one: one.starts_at)
    zone = ZoneInfo(found.city.time_zone)
    starts_on = days[0].starts_at.astimezone(zone).date()
    if facts.decide_on > starts_on:
        raise DecidedTooLate(starts_on)
    _check_attended(found, days)
    if there := _conflicts(found, days):
        raise TimesClash(there)
    before = _times(found)
    found.seats, found.min_seats, found.decide_on = facts.seats, facts.min_seats, facts.decide_on
    found.organiser, found.abroad = facts.organiser, facts.abroad
    found.starts_on, found.ends_on = starts_on, days[-1].ends_at.astimezone(zone).date()
    found.venue_id = next((one.venue_id for one in days if one.venue_id), None)
    mark_changed(found, by=by, at=at)
    try:
        with transaction.atomic():
            found.save()
            _write_days(found, days, zone)
    except IntegrityError as refused:
        # Another session took one of them a moment ago.
        if there := _conflicts(found, days):
            raise TimesClash(there) from refused
        raise
    recount_session(session=found)
    if _times(found) != before and found.stage != SessionStage.PREPARED:
        rows = Enrolment.objects.filter(session=found, state__in=LIVE)
        people = list(rows.values_list("person_id", flat=True))
        tell(city=found.city, people=people, message=messages.changed(found), at=at)
    record(
        verb="sessions.session.changed", city=found.city, by=by, at=at, target=found,
        data={"code": found.code, "seats": found.seats, "days": [str(one.starts_at) for one in days]},
    )  # fmt: skip
    move_up(found, by, at)
    return found


def _check_attended(session: Session, days: Sequence[DayFacts]) -> None:
    gone = SessionDay.objects.filter(session=session).exclude(pk__in=[one.pk for one in days if one.pk])
    if (attended := gone.filter(Exists(Presence.objects.filter(day=OuterRef("pk")))).first()) is not None:
        raise DayAttended(attended.day)


def _write_days(session: Session, days: Sequence[DayFacts], zone: ZoneInfo) -> None:
    """Rows that stay keep their key, since attendance hangs on it. Nothing holds a time while it is written."""
    SessionSpeaker.objects.filter(day__session=session).delete()
    EnrolmentDay.objects.filter(enrolment__session=session).delete()
    known = {row.pk: row for row in SessionDay.objects.filter(session=session)}
    SessionDay.objects.filter(session=session).update(holds=False)
    SessionDay.objects.filter(session=session).exclude(pk__in=[one.pk for one in days if one.pk]).delete()
    rows = []
    for one in days:
        row = known.get(one.pk or 0) or SessionDay(city_id=session.city_id, session=session)
        row.day = one.starts_at.astimezone(zone).date()
        row.starts_at, row.ends_at = one.starts_at, one.ends_at
        row.venue_id, row.is_online, row.holds = one.venue_id, one.is_online, True
        row.save()
        rows.append(row)
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(
            city_id=session.city_id, day=row, speaker_id=key, starts_at=row.starts_at, ends_at=row.ends_at
        )
        for row, one in zip(rows, days, strict=True)
        for key in one.speaker_ids
    )
    seated = list(Enrolment.objects.filter(session=session, state__in=LIVE))
    EnrolmentDay.objects.bulk_create(time_of(person, row) for person in seated for row in rows)


def _conflicts(session: Session, days: Sequence[DayFacts]) -> list[Conflict]:
    """What other sessions have taken at these times, the earliest first."""
    first, last = min(one.starts_at for one in days), max(one.ends_at for one in days)
    held = EnrolmentDay.objects.filter(enrolment__session=session)
    people = set(held.values_list("person_id", flat=True))
    keys = {
        ConflictKind.VENUE: {one.venue_id for one in days if one.venue_id},
        ConflictKind.SPEAKER: {key for one in days for key in one.speaker_ids},
        ConflictKind.PERSON: people,
    }
    calendar = Calendar.of(
        taken
        for kind, listed in LISTED.items()
        for taken in listed(first=first, last=last, besides=session.pk, keys=keys[kind])
    )
    met = {
        taken.told()
        for one in days
        for kind, key in (
            (ConflictKind.VENUE, one.venue_id or 0),
            *((ConflictKind.SPEAKER, key) for key in one.speaker_ids),
            *((ConflictKind.PERSON, key) for key in people),
        )
        for taken in calendar.meeting(kind, key, one.starts_at, one.ends_at)
    }
    return sorted(met, key=lambda one: (one.starts_at, one.code, one.name))


def _times(session: Session) -> list[tuple[datetime, datetime, int | None]]:
    rows = SessionDay.objects.filter(session=session).order_by("starts_at")
    return list(rows.values_list("starts_at", "ends_at", "venue_id"))


@transaction.atomic
def save_venue(
    *,
    city: City,
    venue: Venue | None,
    facts: VenueFacts,
    revision: int,
    by: User | None,
    at: datetime,
) -> Venue:
    """Write a venue (None: a new one). Raises Overtaken and NameTaken."""
    key = name_key(facts.name)
    if Venue.objects.filter(key=key).exclude(pk=venue.pk if venue else 0).exists():
        raise NameTaken
    if venue is None:
        found = Venue(city=city, revision=0)
    else:
        found = Venue.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=venue.pk)
        check_revision(found, revision)
    found.key, found.name, found.capacity = key, " ".join(facts.name.split()), facts.capacity
    found.address, found.is_own, found.is_active = facts.address, facts.is_own, facts.is_active
    try:
        with transaction.atomic():
            mark_changed(found, by=by, at=at).save()
    except IntegrityError as refused:
        raise NameTaken from refused
    record(verb="sessions.venue.saved", city=city, by=by, at=at, target=found, data={"name": found.name})
    return found
