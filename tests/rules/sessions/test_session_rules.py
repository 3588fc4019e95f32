"""When a session meets, what clashes, what may be done next, and what a calendar file says."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as ReadCalendar

from sibina.deliver.sessions.rules.clashes import Calendar, Taken
from sibina.deliver.sessions.rules.days import at_hours, check_days, class_days, is_session
from sibina.deliver.sessions.rules.enrolment import FROM_STATE, check_stage, check_state, has_completed
from sibina.deliver.sessions.rules.going import NextStep, Standing, next_step
from sibina.deliver.sessions.rules.ics import Entry, calendar_file
from sibina.deliver.sessions.types import (
    ENDED_WITH_REASON,
    LIVE,
    ConflictKind,
    DayFacts,
    EnrolmentState,
    NoDays,
    NotTheirTurn,
    SessionStage,
    StageShut,
    TimeBackwards,
)
from sibina.plan.programmes.types import Days, Form, Stretch

CLASS = (Stretch((Form.BIMTEK,), days=3),)
AT = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)


# Days.
def test_a_session_meets_from_monday_to_friday_and_on_no_holiday() -> None:
    # Thursday to Tuesday, with a holiday on Monday.
    days = Days(date(2027, 3, 4), date(2027, 3, 9))
    assert [day.day for day in class_days(CLASS, days, {date(2027, 3, 8)})] == [4, 5, 9]


def test_a_session_on_a_weekend_alone_is_meant_to_be_there() -> None:
    assert [day.day for day in class_days(CLASS, Days(date(2027, 3, 6), date(2027, 3, 7)), ())] == [6, 7]


def test_weeks_of_e_learning_before_and_after_are_no_days_in_class() -> None:
    course = (Stretch((Form.E_LEARNING,), weeks=2), *CLASS, Stretch((Form.MENTORING,), weeks=4))
    days = Days(date(2027, 3, 1), date(2027, 4, 16), class_ends_on=date(2027, 3, 17))
    assert [day.day for day in class_days(course, days, ())] == [15, 16, 17]


@given(st.dates(date(2026, 1, 1), date(2027, 12, 1)), st.integers(0, 40), st.integers(0, 2**41))
def test_there_is_always_a_day_and_all_lie_between_first_and_last(first: date, more: int, off: int) -> None:
    days = Days(first, first + timedelta(days=more))
    found = class_days(
        CLASS, days, {first + timedelta(days=number) for number in range(41) if off >> number & 1}
    )
    assert found
    assert found == sorted(set(found))
    assert days.starts_on <= found[0]
    assert found[-1] <= days.ends_on


def test_sabang_and_sorong_are_two_hours_apart_on_the_same_clock() -> None:
    west = at_hours(date(2027, 3, 1), time(8), time(16), "Asia/Jakarta")[0]
    east = at_hours(date(2027, 3, 1), time(8), time(16), "Asia/Jayapura")[0]
    assert west - east == timedelta(hours=2)


@pytest.mark.parametrize("form", [Form.MENTORING, Form.MAGANG, Form.E_LEARNING, Form.PATOK_BANDING])
def test_what_is_delivered_in_another_way_is_no_session(form: Form) -> None:
    assert not is_session(form)
    assert is_session(Form.WORKSHOP)


def day(number: int, begins: int = 8, ends: int = 16) -> DayFacts:
    return DayFacts(
        datetime(2027, 3, number, begins, tzinfo=UTC), datetime(2027, 3, number, ends, tzinfo=UTC)
    )


def test_days_that_overlap_or_run_backwards_are_refused_and_two_half_days_are_not() -> None:
    check_days([day(1, 13, 16), day(1, 8, 13), day(2)])
    with pytest.raises(NoDays):
        check_days([])
    for wrong in ([day(1, 9, 9)], [day(1, 8, 12), day(1, 11, 15)]):
        with pytest.raises(TimeBackwards):
            check_days(wrong)


# Clashes.
def taken(key: int, begins: int, ends: int) -> Taken:
    first, last = day(1, begins, ends).starts_at, day(1, begins, ends).ends_at
    return Taken(ConflictKind.VENUE, key, "Aula", "A-1", "Etika", first, last)


def test_one_that_ends_when_the_other_begins_does_not_clash() -> None:
    calendar = Calendar.of([taken(1, 8, 12)])
    later, over = day(1, 12, 16), day(1, 11, 12)
    assert not calendar.meeting(ConflictKind.VENUE, 1, later.starts_at, later.ends_at)
    assert calendar.meeting(ConflictKind.VENUE, 1, over.starts_at, over.ends_at)
    assert not calendar.meeting(ConflictKind.VENUE, 2, over.starts_at, over.ends_at)
    assert not calendar.meeting(ConflictKind.SPEAKER, 1, over.starts_at, over.ends_at)


# What may be done.
def test_a_session_goes_its_way_and_never_back() -> None:
    way = [SessionStage.PREPARED, SessionStage.INVITING, SessionStage.CONFIRMED, SessionStage.HELD]
    for now in SessionStage:
        for to in SessionStage:
            follows = now in way and to in way and way.index(to) == way.index(now) + 1
            ends = to == SessionStage.CANCELLED and now in way[:3]
            if follows or ends:
                check_stage(now, to)
            else:
                with pytest.raises(StageShut):
                    check_stage(now, to)


def test_whoever_was_refused_or_replaced_does_not_come_back_by_themselves() -> None:
    for now in (EnrolmentState.REFUSED, EnrolmentState.REPLACED):
        for to in EnrolmentState:
            with pytest.raises(NotTheirTurn):
                check_state(now, to)


def test_nobody_who_has_ended_ends_again() -> None:
    for to in ENDED_WITH_REASON:
        assert not FROM_STATE[to] & set(ENDED_WITH_REASON)
    assert set(LIVE) & FROM_STATE[EnrolmentState.CANCELLED]


@pytest.mark.parametrize(
    ("stage", "today", "unanswered", "step"),
    [
        (SessionStage.PREPARED, date(2027, 1, 1), 5, NextStep.SEND),
        (SessionStage.INVITING, date(2027, 1, 1), 5, NextStep.ANSWERS),
        (SessionStage.INVITING, date(2027, 1, 1), 0, NextStep.DECIDE),
        (SessionStage.INVITING, date(2027, 2, 22), 5, NextStep.DECIDE),
        (SessionStage.CONFIRMED, date(2027, 3, 2), 0, NextStep.DAYS),
        (SessionStage.CONFIRMED, date(2027, 3, 3), 0, NextStep.CLOSE),
        (SessionStage.HELD, date(2027, 4, 1), 0, NextStep.NOTHING),
        (SessionStage.CANCELLED, date(2027, 1, 1), 5, NextStep.NOTHING),
    ],
)
def test_the_next_step_follows_from_the_stage_and_the_day(
    stage: SessionStage, today: date, unanswered: int, step: NextStep
) -> None:
    standing = Standing(stage, date(2027, 2, 22), date(2027, 3, 3), 5, 2, unanswered)
    assert next_step(standing, today) == step


@pytest.mark.parametrize(
    ("there", "days", "share", "complete"),
    [
        (3, 3, "1", True),
        (2, 3, "1", False),
        (2, 3, "0.6", True),
        (1, 3, "0.5", False),
        (0, 3, "0", False),
        (0, 0, "1", False),
    ],
)
def test_a_session_is_complete_from_the_share_of_days_that_the_rule_says(
    there: int, days: int, share: str, complete: bool
) -> None:
    assert has_completed(range(there), days, Decimal(share)) is complete


# The calendar file.
def entry(zone: str, **changes: object) -> Entry:
    first, last = at_hours(date(2027, 3, 1), time(8), time(16), zone)
    usual = {
        "uid": "sesi-1-1@kota.sibina", "sequence": 3, "title": "Etika; bagian 1, dasar", "place": "Aula", "text": "",
        "address": "https://contoh.go.id/sesi/saya/1/", "starts_at": first, "ends_at": last, "changed_at": AT,
    }  # fmt: skip
    return Entry(**{**usual, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Jakarta", 7), ("Asia/Makassar", 8), ("Asia/Jayapura", 9)]
)
def test_a_calendar_reads_back_the_moments_in_the_citys_zone_which_the_file_itself_defines(
    zone: str, offset: int
) -> None:
    read = ReadCalendar.from_ical(calendar_file([entry(zone)], name="Sesi"))
    (event,) = read.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == zone
    assert event.decoded("DTSTART").utcoffset() == timedelta(hours=offset)
    assert event.decoded("DTSTART").astimezone(ZoneInfo(zone)).hour == 8
    assert [str(one["TZID"]) for one in read.walk("VTIMEZONE")] == [zone]
    assert str(event["SUMMARY"]) == "Etika; bagian 1, dasar"


def test_a_cancelled_day_keeps_its_uid_counts_up_and_is_told_as_cancelled() -> None:
    before, after = (
        ReadCalendar.from_ical(calendar_file([one], name="Sesi", called_off=off))
        for one, off in (
            (entry("Asia/Jakarta"), False),
            (entry("Asia/Jakarta", sequence=4, is_off=True), True),
        )
    )
    (first,), (last,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert first["UID"] == last["UID"]
    assert (int(first["SEQUENCE"]), int(last["SEQUENCE"])) == (3, 4)
    assert (str(before["METHOD"]), str(after["METHOD"])) == ("PUBLISH", "CANCEL")
    assert (str(first["STATUS"]), str(last["STATUS"])) == ("CONFIRMED", "CANCELLED")


def test_an_empty_calendar_is_one_that_a_phone_can_read() -> None:
    assert not ReadCalendar.from_ical(calendar_file([], name="Sesi saya")).walk("VEVENT")
