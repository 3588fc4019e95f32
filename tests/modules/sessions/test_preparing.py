"""From the set plan to sessions, on real PostgreSQL: what is made, what stays, what the calendar does not allow."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from sibina.deliver.sessions.actions import Hours
from sibina.deliver.sessions.models import (
    Enrolment,
    EnrolmentDay,
    Session,
    SessionDay,
    SessionSpeaker,
    Venue,
)
from sibina.deliver.sessions.types import ConflictKind, DeliveryShut, EnrolmentState, SessionStage
from sibina.ground.cycles.types import CyclePhase
from sibina.ground.notices.models import Notice
from sibina.lib.tenancy.models import City
from tests.modules.sessions.conftest import Town


def test_one_step_makes_sessions_days_venue_speaker_and_invited_people(town: Town) -> None:
    told = town.prepare()
    assert (told.made, told.elsewhere, told.people, told.conflicts) == (4, 1, 17, [])
    session = town.session("P-1")
    assert (session.stage, session.taken, session.venue.name) == (SessionStage.INVITING, 6, "Aula Balai Kota")
    assert [row.day for row in session.days.all()] == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]
    local = session.days.first().starts_at.astimezone(ZoneInfo("Asia/Jakarta"))
    assert local.time() == time(8)
    assert SessionSpeaker.objects.filter(day__session=session, speaker=town.speaker).count() == 3
    assert set(session.enrolments.values_list("state", flat=True)) == {EnrolmentState.INVITED}
    assert EnrolmentDay.objects.filter(enrolment__session=session).count() == 18
    assert Notice.objects.filter(kind="sessions.invited").count() == 17


def test_weekends_and_holidays_are_no_days_of_a_session(town: Town) -> None:
    town.prepare()
    # From Thursday to Monday; and 1 June is the day of Pancasila.
    assert [row.day.day for row in town.session("P-2").days.all()] == [5, 6, 9]
    assert [row.day for row in town.session("S-1").days.all()] == [date(2026, 6, 2)]


def test_prepared_twice_is_prepared_once(town: Town) -> None:
    town.prepare(only=["P-1"])
    again = town.prepare()
    assert (again.made, again.there) == (3, 1)
    assert town.prepare().made == 0
    assert Session.objects.count() == 4
    assert Venue.objects.count() == 2


def test_without_inviting_nobody_has_an_invitation_yet_and_the_seats_are_kept(town: Town) -> None:
    town.prepare(invite=False)
    session = town.session("P-1")
    assert (session.stage, session.taken) == (SessionStage.PREPARED, 6)
    assert not session.enrolments.exclude(invited_at=None).exists()
    assert not Notice.objects.exists()


def test_a_taken_room_speaker_or_person_is_left_out_and_told_and_the_session_is_made(town: Town) -> None:
    town.prepare(only=["P-1"])
    first = town.session("P-1").days.first()
    SessionDay.objects.filter(session__code="P-1").exclude(pk=first.pk).delete()
    # What P-1 takes is moved into the time of P-2, whose people are others.
    moved = {"starts_at": first.starts_at.replace(day=5), "ends_at": first.ends_at.replace(day=5)}
    SessionDay.objects.filter(pk=first.pk).update(day=date(2026, 3, 5), **moved)
    SessionSpeaker.objects.update(**moved)
    told = town.prepare(only=["P-2"])
    assert [one.kind for one in told.conflicts] == [ConflictKind.VENUE, ConflictKind.SPEAKER]
    assert {one.code for one in told.conflicts} == {"P-1"}
    day = town.session("P-2").days.get(day=date(2026, 3, 5))
    assert day.venue is None
    assert not day.speakers.exists()


def test_nothing_is_prepared_in_a_year_that_is_not_carried_out(town: Town) -> None:
    town.cycle.phase = CyclePhase.PLAN
    town.cycle.save(update_fields=["phase"])
    with pytest.raises(DeliveryShut):
        town.prepare()


def test_the_database_refuses_one_room_one_speaker_one_person_in_two_places(town: Town) -> None:
    town.prepare()
    first, other = town.session("P-1").days.first(), town.session("E-1").days.first()
    times = {"starts_at": first.starts_at, "ends_at": first.ends_at}
    with pytest.raises(IntegrityError, match="deliver_venue_once_at_a_time"), transaction.atomic():
        SessionDay.objects.filter(pk=other.pk).update(venue=first.venue, **times)
    with pytest.raises(IntegrityError, match="deliver_speaker_one_place"), transaction.atomic():
        SessionSpeaker.objects.create(city=town.city, day=other, speaker=town.speaker, **times)
    row = town.enrolment("E-1", 0)
    with pytest.raises(IntegrityError, match="deliver_person_one_place"), transaction.atomic():
        EnrolmentDay.objects.filter(enrolment=row).update(**times)


def test_two_days_without_a_room_clash_with_nothing(town: Town) -> None:
    town.prepare(only=["P-1", "S-1"])
    day = town.session("S-1").days.first()
    first = town.session("P-1").days.first()
    SessionDay.objects.filter(pk=first.pk).update(venue=None)
    SessionDay.objects.filter(pk=day.pk).update(starts_at=first.starts_at, ends_at=first.ends_at)


def test_a_refused_or_declined_thing_without_a_reason_is_refused_by_the_database(town: Town) -> None:
    town.prepare(only=["P-1"])
    for state in ("declined", "refused", "replaced", "withdrawn", "cancelled"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Enrolment.objects.filter(pk=town.enrolment("P-1", 0).pk).update(state=state, reason="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.update(stage=SessionStage.CANCELLED)


def test_hours_are_the_citys_own_and_two_hours_apart_from_west_to_east(city: City, town: Town) -> None:
    city.time_zone = "Asia/Jayapura"
    city.save(update_fields=["time_zone"])
    town.prepare(only=["E-1"])
    east = town.session("E-1").days.first().starts_at
    assert east.astimezone(ZoneInfo("Asia/Jakarta")).hour == 6


def test_an_evening_session_has_its_own_hours(town: Town) -> None:
    town.prepare(only=["E-1"], hours=Hours(time(18, 30), time(21)))
    day = town.session("E-1").days.first()
    zone = ZoneInfo("Asia/Jakarta")
    assert (day.starts_at.astimezone(zone).time(), day.ends_at.astimezone(zone).time()) == (
        time(18, 30),
        time(21),
    )
