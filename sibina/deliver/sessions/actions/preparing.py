"""From the set plan to sessions with days, venue, speaker and invited people; what is there stays as it is."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.contrib.auth.models import User
from django.db import transaction

from sibina.deliver.sessions.models import (
    Enrolment,
    EnrolmentDay,
    EnrolmentStep,
    Session,
    SessionDay,
    SessionSpeaker,
    SessionStep,
    Venue,
)
from sibina.deliver.sessions.reads import (
    PlannedSession,
    days_before,
    list_planned,
    list_planned_people,
    list_taken_persons,
    list_taken_speakers,
    list_taken_venues,
)
from sibina.deliver.sessions.rules.clashes import Calendar, Taken
from sibina.deliver.sessions.rules.days import at_hours, class_days, decision_day
from sibina.deliver.sessions.sentences import messages
from sibina.deliver.sessions.types import (
    Conflict,
    ConflictKind,
    DeliveryShut,
    EnrolmentState,
    Place,
    SessionStage,
)
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.notices.api import tell
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City
from sibina.plan.planning.api import CityPlan
from sibina.plan.programmes.api import list_methods_in_force
from sibina.plan.programmes.rules import course_of, holidays_of
from sibina.plan.programmes.types import Form


@dataclass(frozen=True)
class Hours:
    """From when to when a day of a session is held, as clocks in the city show it."""

    begins: time
    ends: time


@dataclass
class Prepared:
    """What came of it: sessions made and found there, people invited, what is delivered in another way, and whom or what
    the calendar did not let be booked.
    """

    made: int = 0
    there: int = 0
    elsewhere: int = 0
    people: int = 0
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass
class _Desk:
    """What is written at once, and what is known while it is put together."""

    city_id: int
    hours: Hours
    zone: str
    by: User | None
    at: datetime
    stage: SessionStage
    venues: dict[str, Venue]
    calendar: Calendar
    methods: dict[int, list[tuple[Form, int]]]
    free: frozenset[date]
    days_before: int
    told: Prepared = field(default_factory=Prepared)
    sessions: list[Session] = field(default_factory=list)
    days: list[SessionDay] = field(default_factory=list)
    speakers: list[SessionSpeaker] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    times: list[EnrolmentDay] = field(default_factory=list)


@transaction.atomic
def prepare_sessions(  # noqa: PLR0913 - one argument a setting of the form
    *,
    plan: CityPlan,
    hours: Hours,
    invite: bool,
    by: User | None,
    at: datetime,
    offerings: Collection[int] | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Prepared:
    """Make the sessions that the set plan runs (`offerings`: only these) and that are not there yet.

    `invite`: the invitations go out at once. A venue, speaker or person that is taken at the time is left out and told
    (`conflicts`); the session is made all the same. Raises DeliveryShut.
    """
    # The year first, so that two do not prepare at once.
    cycle = Cycle.objects.select_for_update().select_related("city").get(pk=plan.cycle_id)
    if not may_change(CyclePhase(cycle.phase), Part.DELIVERY):
        raise DeliveryShut(cycle.year)
    planned = list_planned(plan=plan, offerings=offerings)
    new = [one for one in planned if one.made is None and not one.elsewhere]
    people = list_planned_people(sessions=[one.row.pk for one in new])
    desk = _desk(cycle, new, hours, SessionStage.INVITING if invite else SessionStage.PREPARED, by, at)
    for number, one in enumerate(new):
        progress(number, len(new))
        _put_together(desk, one, people[one.row.pk])
    _write(desk)
    if invite:
        _tell_invited(cycle.city, desk)
    told = desk.told
    told.made = len(new)
    told.there = sum(one.made is not None for one in planned)
    told.elsewhere = sum(one.elsewhere for one in planned)
    told.people = len(desk.enrolments)
    if new:
        data = {"year": cycle.year, "sessions": told.made, "people": told.people}
        record(verb="sessions.sessions.prepared", city=cycle.city, by=by, at=at, target=plan, data=data)
    return told


def _desk(
    cycle: Cycle,
    new: list[PlannedSession],
    hours: Hours,
    stage: SessionStage,
    by: User | None,
    at: datetime,
) -> _Desk:
    zone = cycle.city.time_zone
    calendar = Calendar()
    if new:
        first = at_hours(min(one.row.starts_on for one in new), time.min, time.min, zone)[0]
        last = at_hours(max(one.row.ends_on for one in new), time.max, time.max, zone)[0]
        for listed in (list_taken_venues, list_taken_speakers, list_taken_persons):
            for taken in listed(first=first, last=last):
                calendar.take(taken)
    years = {cycle.year, *(one.row.ends_on.year for one in new)}
    return _Desk(
        city_id=cycle.city_id,
        hours=hours,
        zone=zone,
        by=by,
        at=at,
        stage=stage,
        venues=_venues_for(cycle, new, by, at),
        calendar=calendar,
        methods=list_methods_in_force(),
        free=frozenset().union(*(holidays_of(year) for year in years)),
        days_before=days_before(day=at.date()),
    )


def _venues_for(cycle: Cycle, new: list[PlannedSession], by: User | None, at: datetime) -> dict[str, Venue]:
    """The rooms that the plan names, by their folded name; one that nobody has written down is written down now."""
    known = {row.key: row for row in Venue.objects.all()}
    named = {name_key(one.row.venue): one.row.venue for one in new if one.row.venue.strip()}
    made = [
        Venue(city_id=cycle.city_id, key=key, name=name.strip(), changed_at=at, changed_by=by)
        for key, name in named.items()
        if key not in known
    ]
    return known | {row.key: row for row in Venue.objects.bulk_create(made)}


def _put_together(desk: _Desk, planned: PlannedSession, people: list[Place]) -> None:
    row, offering = planned.row, planned.row.offering
    venue = desk.venues.get(name_key(row.venue))
    session = Session(
        city_id=desk.city_id,
        cycle_id=offering.cycle_id,
        offering=offering,
        programme=row.programme,
        code=row.code,
        title=row.programme_name,
        form=row.programme.form,
        jp=row.jp,
        organiser=row.programme.organiser,
        venue=venue,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        seats=row.offered,
        min_seats=row.min_seats,
        decide_on=decision_day(row.starts_on, desk.days_before),
        stage=desk.stage,
        made_at=desk.at,
        made_by=desk.by,
        changed_at=desk.at,
        changed_by=desk.by,
    )
    days = list(_days(desk, session, planned))
    session.starts_on, session.ends_on = days[0].day, days[-1].day
    desk.sessions.append(session)
    desk.days.extend(days)
    desk.speakers.extend(_speakers(desk, session, days, planned))
    _invite(desk, session, days, people)


def _days(desk: _Desk, session: Session, planned: PlannedSession) -> Iterator[SessionDay]:
    programme = planned.row.programme
    course = course_of(Form(programme.form), programme.jp, desk.methods.get(programme.pk, ()))
    online = programme.form == Form.PJJ
    for day in class_days(course, planned.row.offering.days, desk.free):
        starts_at, ends_at = at_hours(day, desk.hours.begins, desk.hours.ends, desk.zone)
        venue = None if online else session.venue
        if venue and _is_taken(desk, session, ConflictKind.VENUE, (venue.pk, venue.name), starts_at, ends_at):
            venue = None
        yield SessionDay(
            city_id=desk.city_id,
            session=session,
            day=day,
            starts_at=starts_at,
            ends_at=ends_at,
            venue=venue,
            is_online=online,
        )


def _speakers(
    desk: _Desk, session: Session, days: list[SessionDay], planned: PlannedSession
) -> Iterator[SessionSpeaker]:
    speaker = planned.row.offering.speaker
    if speaker is None:
        return
    who = (speaker.pk, speaker.name)
    for day in days:
        if not _is_taken(desk, session, ConflictKind.SPEAKER, who, day.starts_at, day.ends_at):
            yield SessionSpeaker(
                city_id=desk.city_id, day=day, speaker=speaker, starts_at=day.starts_at, ends_at=day.ends_at
            )


def _invite(desk: _Desk, session: Session, days: list[SessionDay], people: list[Place]) -> None:
    for one in people:
        taken = [
            met
            for day in days
            for met in desk.calendar.meeting(ConflictKind.PERSON, one.person_id, day.starts_at, day.ends_at)
        ]
        if taken:
            desk.told.conflicts.append(taken[0].told())
            continue
        row = Enrolment(
            city_id=desk.city_id,
            session=session,
            person_id=one.person_id,
            unit_id=one.unit_id,
            office_id=one.office_id,
            state=EnrolmentState.INVITED,
            made_at=desk.at,
            invited_at=desk.at if desk.stage == SessionStage.INVITING else None,
        )
        desk.enrolments.append(row)
        session.taken += 1
        for day in days:
            desk.times.append(
                EnrolmentDay(
                    city_id=desk.city_id,
                    enrolment=row,
                    day=day,
                    person_id=one.person_id,
                    starts_at=day.starts_at,
                    ends_at=day.ends_at,
                )
            )
            desk.calendar.take(
                Taken(
                    ConflictKind.PERSON,
                    one.person_id,
                    "",
                    session.code,
                    session.title,
                    day.starts_at,
                    day.ends_at,
                )
            )


def _is_taken(
    desk: _Desk,
    session: Session,
    kind: ConflictKind,
    what: tuple[int, str],
    starts_at: datetime,
    ends_at: datetime,
) -> bool:
    """Is it taken at that time, and told so? If not, it is taken from now on."""
    key, name = what
    if there := desk.calendar.meeting(kind, key, starts_at, ends_at):
        desk.told.conflicts.append(there[0].told())
        return True
    desk.calendar.take(Taken(kind, key, name, session.code, session.title, starts_at, ends_at))
    return False


def _write(desk: _Desk) -> None:
    Session.objects.bulk_create(desk.sessions)
    SessionDay.objects.bulk_create(desk.days)
    SessionSpeaker.objects.bulk_create(desk.speakers)
    Enrolment.objects.bulk_create(desk.enrolments, batch_size=2000)
    EnrolmentDay.objects.bulk_create(desk.times, batch_size=2000)
    common = {"at": desk.at, "by": desk.by}
    SessionStep.objects.bulk_create(
        SessionStep(city_id=desk.city_id, session=row, stage=row.stage, **common) for row in desk.sessions
    )
    EnrolmentStep.objects.bulk_create(
        (
            EnrolmentStep(city_id=desk.city_id, enrolment=row, state=row.state, **common)
            for row in desk.enrolments
        ),
        batch_size=2000,
    )


def _tell_invited(city: City, desk: _Desk) -> None:
    people: dict[int, list[int]] = defaultdict(list)
    for row in desk.enrolments:
        people[row.session_id].append(row.person_id)
    for session in desk.sessions:
        tell(city=city, people=people[session.pk], message=messages.invited(session), at=desk.at)
