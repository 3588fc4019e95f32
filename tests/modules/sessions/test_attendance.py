"""Attendance in the database: devices, the door, lists, papers, corrections, and the same state in whatever order."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sibina.deliver.sessions.actions import (
    check_in,
    correct_presence,
    note_list,
    note_paper,
    recount_session,
    register_device,
    revoke_device,
    save_session,
    take_batch,
)
from sibina.deliver.sessions.api import list_activities
from sibina.deliver.sessions.models import AttendanceEvent, Enrolment, Presence
from sibina.deliver.sessions.reads import attended_days, get_sending_device, pass_of, read_pass
from sibina.deliver.sessions.types import (
    AttendanceMethod,
    CorrectedMeanwhile,
    DayAttended,
    DayFacts,
    DayShut,
    DeliveryShut,
    DeviceRefused,
    EnrolmentState,
    EventAnswer,
    EventKind,
    EventRefusal,
    MinutesOutside,
    NotEnrolled,
    PresenceCorrection,
    ReasonMissing,
    SentEvent,
    SessionFacts,
    SessionStage,
    StageShut,
)
from sibina.ground.cycles.api import give_starting_rules
from sibina.lib.audit.api import Event
from sibina.lib.files.api import store_file
from sibina.lib.tenancy.models import City
from tests.modules.sessions.hall import BEGIN, HOURS, Hall, build_hall

WHOLE_DAY = 480


def at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


@pytest.fixture
def hall(city: City) -> Hall:
    return build_hall(city)


def sent(hall: Hall, who: int, minutes: float = 5, **more: object) -> SentEvent:
    known = {
        "key": uuid4(),
        "kind": EventKind.IN,
        "method": AttendanceMethod.LIST,
        "skew": 0,
        "sequence": 1,
    } | more
    return SentEvent(day_id=hall.day.pk, enrolment_id=hall.people[who].pk, claimed_at=at(minutes), **known)  # type: ignore[arg-type]


def presence(hall: Hall, who: int) -> Presence:
    return Presence.objects.get(day=hall.day, enrolment=hall.people[who])


def test_the_same_event_sent_twice_is_one(hall: Hall) -> None:
    device = register_device(session=hall.session, by=None, at=BEGIN)
    one = sent(hall, 0)
    answers = [take_batch(device=device, sent=[one, one], at=at(number)) for number in range(3)]
    assert [[answer.answer for answer in batch] for batch in answers] == [
        [EventAnswer.ACCEPTED, EventAnswer.ACCEPTED],
        [EventAnswer.KNOWN, EventAnswer.KNOWN],
        [EventAnswer.KNOWN, EventAnswer.KNOWN],
    ]
    assert AttendanceEvent.objects.count() == 1
    assert presence(hall, 0).minutes == WHOLE_DAY - 5


def test_another_event_under_a_number_that_is_there_is_refused_and_overwrites_nothing(hall: Hall) -> None:
    device = register_device(session=hall.session, by=None, at=BEGIN)
    one = sent(hall, 0, 5)
    take_batch(device=device, sent=[one], at=BEGIN)
    (answer,) = take_batch(device=device, sent=[sent(hall, 1, 50, key=one.key)], at=BEGIN)
    assert (answer.answer, answer.reason) == (EventAnswer.REFUSED, EventRefusal.SAME_NUMBER)
    assert AttendanceEvent.objects.get().enrolment == hall.people[0]


def test_whoever_is_not_in_the_session_is_refused_and_the_others_are_taken(city: City, hall: Hall) -> None:
    other = build_hall(city, code="LAIN-1", begin=BEGIN + timedelta(days=30))
    device = register_device(session=hall.session, by=None, at=BEGIN)
    stranger = sent(other, 0)
    mixed = SentEvent(
        uuid4(), hall.day.pk, other.people[0].pk, EventKind.IN, AttendanceMethod.LIST, BEGIN, 0, 1
    )
    answers = take_batch(device=device, sent=[stranger, mixed, sent(hall, 0)], at=BEGIN)
    assert [answer.reason for answer in answers] == [
        EventRefusal.OTHER_SESSION,
        EventRefusal.NOT_ENROLLED,
        None,
    ]
    assert AttendanceEvent.objects.count() == 1


def test_a_device_may_send_until_it_is_revoked_and_a_made_up_pass_names_none(hall: Hall) -> None:
    device = register_device(session=hall.session, by=None, at=BEGIN)
    assert read_pass(pass_of(device)) == (hall.session.city, device.pk)
    assert get_sending_device(device_id=device.pk) == device
    revoke_device(device=device, by=None, at=at(60))
    with pytest.raises(DeviceRefused):
        get_sending_device(device_id=device.pk)
    for wrong in ("", "x", pass_of(device)[:-1]):
        with pytest.raises(DeviceRefused):
            read_pass(wrong)


def test_what_was_noted_before_a_session_was_held_is_taken_after_it_too(hall: Hall) -> None:
    device = register_device(session=hall.session, by=None, at=BEGIN)
    hall.session.stage = SessionStage.HELD
    hall.session.save()
    (answer,) = take_batch(device=get_sending_device(device_id=device.pk), sent=[sent(hall, 0)], at=at(5000))
    assert answer.answer == EventAnswer.ACCEPTED
    with pytest.raises(StageShut):
        note_list(day=hall.day, present=[hall.people[1].pk], taken_back=[], by=None, at=at(5))


def test_a_cancelled_session_and_a_year_that_is_not_delivered_take_nothing(hall: Hall) -> None:
    device = register_device(session=hall.session, by=None, at=BEGIN)
    hall.session.stage, hall.session.reason = SessionStage.CANCELLED, "Banjir"
    hall.session.save()
    (answer,) = take_batch(device=get_sending_device(device_id=device.pk), sent=[sent(hall, 0)], at=BEGIN)
    assert answer.reason == EventRefusal.SHUT
    hall.session.stage, hall.session.reason = SessionStage.CONFIRMED, ""
    hall.session.cycle.phase = "plan"
    hall.session.cycle.save()
    hall.day.session = hall.session
    with pytest.raises(DeliveryShut):
        check_in(day=hall.day, person_id=hall.people[0].person_id, kind=EventKind.IN, by=None, at=BEGIN)


def test_at_the_door_a_participant_is_noted_and_nobody_else(city: City, hall: Hall) -> None:
    person = hall.people[0].person_id
    came = check_in(day=hall.day, person_id=person, kind=EventKind.IN, by=None, at=at(10))
    assert (came.state, came.minutes, came.method) == ("present", WHOLE_DAY - 10, "door")
    went = check_in(day=hall.day, person_id=person, kind=EventKind.OUT, by=None, at=at(70))
    assert went.minutes == 60
    Enrolment.objects.filter(pk=hall.people[1].pk).update(state=EnrolmentState.WAITING, place=1)
    with pytest.raises(NotEnrolled):
        check_in(day=hall.day, person_id=hall.people[1].person_id, kind=EventKind.IN, by=None, at=at(10))
    with pytest.raises(DayShut):
        check_in(day=hall.day, person_id=person, kind=EventKind.IN, by=None, at=BEGIN - timedelta(days=1))


def test_a_mistake_on_the_list_is_taken_back_and_a_mark_from_the_door_is_not(hall: Hall) -> None:
    first, second = hall.people[0], hall.people[1]
    check_in(day=hall.day, person_id=second.person_id, kind=EventKind.IN, by=None, at=at(1))
    note_list(day=hall.day, present=[first.pk, second.pk], taken_back=[], by=None, at=at(10))
    note_list(day=hall.day, present=[], taken_back=[first.pk, second.pk], by=None, at=at(11))
    assert presence(hall, 0).state == "unrecorded"
    assert presence(hall, 1).minutes == WHOLE_DAY - 1


def test_a_list_made_after_the_end_counts_the_whole_day(hall: Hall) -> None:
    note_list(day=hall.day, present=[hall.people[0].pk], taken_back=[], by=None, at=BEGIN + HOURS * 3)
    assert presence(hall, 0).minutes == WHOLE_DAY


def test_a_signed_paper_is_kept_and_counts_the_whole_day(city: City, hall: Hall) -> None:
    scan = store_file(city=city, name="daftar.pdf", content=b"%PDF-1.7 tanda tangan", at=BEGIN)
    note_paper(day=hall.day, file=scan, signed=[hall.people[2].pk], by=None, at=at(900))
    event = AttendanceEvent.objects.get()
    assert bytes(event.paper.file.content) == b"%PDF-1.7 tanda tangan"
    assert (presence(hall, 2).minutes, presence(hall, 2).method) == (WHOLE_DAY, "paper")


def word(is_present: bool = True, after: int = 0, **more: object) -> PresenceCorrection:
    known = {"reason": "Tanda tangannya ada di daftar kertas"} | more
    return PresenceCorrection(is_present=is_present, after=after, **known)  # type: ignore[arg-type]


def test_a_correction_counts_has_a_reason_and_stands_in_the_trail(hall: Hall) -> None:
    hall.session.stage = SessionStage.HELD
    hall.session.save()
    day, who = hall.day, hall.people[0]
    with pytest.raises(ReasonMissing):
        correct_presence(day=day, enrolment=who, word=word(reason="lupa"), by=None, at=BEGIN)
    with pytest.raises(MinutesOutside):
        correct_presence(day=day, enrolment=who, word=word(minutes=900), by=None, at=BEGIN)
    with pytest.raises(MinutesOutside):
        correct_presence(day=day, enrolment=who, word=word(minutes=-3), by=None, at=BEGIN)
    assert correct_presence(day=day, enrolment=who, word=word(minutes=240), by=None, at=BEGIN).minutes == 240
    again = correct_presence(day=day, enrolment=who, word=word(is_present=False, after=1), by=None, at=BEGIN)
    assert (again.state, again.minutes, again.corrections) == ("absent", 0, 2)
    assert Event.objects.filter(verb="sessions.attendance.corrected").count() == 2


def test_the_second_of_two_officers_who_correct_at_once_is_told(hall: Hall) -> None:
    day, who = hall.day, hall.people[0]
    correct_presence(day=day, enrolment=who, word=word(), by=None, at=BEGIN)
    with pytest.raises(CorrectedMeanwhile):
        correct_presence(day=day, enrolment=who, word=word(is_present=False), by=None, at=BEGIN)
    assert presence(hall, 0).state == "present"


def test_other_hours_of_the_day_are_other_minutes_of_who_was_there(hall: Hall) -> None:
    check_in(day=hall.day, person_id=hall.people[0].person_id, kind=EventKind.IN, by=None, at=at(0))
    hall.day.ends_at = at(120)
    hall.day.save()
    recount_session(session=hall.session)
    assert presence(hall, 0).minutes == 120


def test_an_officer_gives_an_attended_day_other_hours_but_cannot_take_it_away(hall: Hall) -> None:
    check_in(day=hall.day, person_id=hall.people[0].person_id, kind=EventKind.IN, by=None, at=at(0))
    shorter = DayFacts(starts_at=BEGIN, ends_at=at(240), pk=hall.day.pk)
    moved = DayFacts(starts_at=BEGIN + timedelta(days=1), ends_at=BEGIN + timedelta(days=1) + HOURS)
    facts = SessionFacts(seats=3, min_seats=1, decide_on=hall.session.decide_on, days=(shorter,))
    saved = save_session(session=hall.session, facts=facts, revision=1, by=None, at=BEGIN)
    assert presence(hall, 0).minutes == 240
    with pytest.raises(DayAttended):
        save_session(
            session=saved, facts=replace(facts, days=(moved,)), revision=saved.revision, by=None, at=BEGIN
        )


def test_the_database_changes_no_event_and_takes_no_correction_without_a_reason(hall: Hall) -> None:
    note_list(day=hall.day, present=[hall.people[0].pk], taken_back=[], by=None, at=at(10))
    for spoil in (
        lambda: AttendanceEvent.objects.update(claimed_at=at(99)),
        lambda: AttendanceEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceEvent.objects.create(
            city=hall.session.city, key=uuid4(), day=hall.day, enrolment=hall.people[0], kind=EventKind.ABSENT,
            method=AttendanceMethod.OFFICER, claimed_at=BEGIN, received_at=BEGIN, number=1, reason="  ",
        )  # fmt: skip


def test_days_attended_are_told_with_their_minutes(hall: Hall) -> None:
    check_in(day=hall.day, person_id=hall.people[0].person_id, kind=EventKind.IN, by=None, at=at(30))
    correct_presence(day=hall.day, enrolment=hall.people[1], word=word(is_present=False), by=None, at=BEGIN)
    found = attended_days(enrolments=[one.pk for one in hall.people])
    assert found == {hall.people[0].pk: [(hall.day.day, WHOLE_DAY - 30)]}


def test_what_credit_is_told_of_a_held_session_are_the_days_and_minutes_that_were_attended(
    city: City, hall: Hall
) -> None:
    give_starting_rules(city=city, at=BEGIN)
    check_in(day=hall.day, person_id=hall.people[0].person_id, kind=EventKind.IN, by=None, at=at(30))
    device = register_device(session=hall.session, by=None, at=BEGIN)
    take_batch(device=device, sent=[sent(hall, 1, -1_000_000)], at=BEGIN)
    Enrolment.objects.filter(pk=hall.people[1].pk).update(state=EnrolmentState.INVITED)
    assert list_activities() == []
    hall.session.stage = SessionStage.HELD
    hall.session.save()
    told = [(one.person_id, one.days, one.minutes, one.completed) for one in list_activities()]
    assert told == [
        (hall.people[0].person_id, (hall.day.day,), WHOLE_DAY - 30, True),
        (hall.people[1].person_id, (hall.day.day,), None, True),
        (hall.people[2].person_id, (), None, False),
    ]
