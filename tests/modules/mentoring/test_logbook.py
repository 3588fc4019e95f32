"""The logbook: two sides, one truth; and what credit is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from sibina.deliver.mentoring import actions
from sibina.deliver.mentoring.api import list_activities
from sibina.deliver.mentoring.models import Goal, LogEntry, Pair
from sibina.deliver.mentoring.types import (
    AlreadySaid,
    DayOutside,
    DayPassed,
    DayTaken,
    EntryAnswered,
    EntryState,
    GoalFacts,
    LogKind,
    ReasonOwed,
    Side,
    StepRefused,
    Verdict,
    YearShut,
)
from sibina.ground.notices.models import Notice
from sibina.ground.people.models import Membership
from sibina.lib.access import Role
from sibina.plan.programmes.types import ActivityKind, Form
from tests.modules.mentoring.conftest import AT, REASON, TODAY, School, later, meeting


@pytest.fixture
def pair(school: School) -> Pair:
    return school.run()["Baru A"]


@pytest.fixture
def mentor(school: School, pair: Pair) -> Membership:
    return school.member(Role.MENTOR, "Senior Satu")


@pytest.fixture
def mentee(school: School, pair: Pair) -> Membership:
    return school.member(Role.ASN, "Baru A")


def write(pair: Pair, by: Membership, side: Side = Side.MENTOR, **told: object) -> LogEntry:
    with transaction.atomic():
        return actions.write_entry(pair=pair, side=side, facts=replace(meeting(), **told), by=by, at=later(5))


def test_an_entry_counts_when_the_other_side_has_confirmed_it(
    pair: Pair, mentor: Membership, mentee: Membership
) -> None:
    entry = write(pair, mentor)
    assert list_activities() == []
    with pytest.raises(LogEntry.DoesNotExist):
        actions.confirm_entry(entry=entry, side=Side.MENTOR, by=mentor, at=AT)
    actions.confirm_entry(entry=entry, side=Side.MENTEE, by=mentee, at=AT)
    (told,) = list_activities()
    assert (told.kind, told.key, told.person_id) == (ActivityKind.MENTORING, entry.pk, pair.mentee_id)
    assert (told.form, told.days, told.minutes) == (Form.MENTORING, (TODAY,), 60)
    assert told.completed
    assert told.organiser == "Dinas Pendidikan"
    with pytest.raises(EntryAnswered):
        actions.confirm_entry(entry=entry, side=Side.MENTEE, by=mentee, at=AT)


def test_what_was_confirmed_is_not_changed_by_anybody(
    pair: Pair, mentor: Membership, mentee: Membership
) -> None:
    entry = write(pair, mentor)
    actions.confirm_entry(entry=entry, side=Side.MENTEE, by=mentee, at=AT)
    for change in (lambda: LogEntry.objects.update(minutes=400), lambda: LogEntry.objects.all().delete()):
        with pytest.raises(Exception, match="fixed"), transaction.atomic():
            change()


def test_the_same_meeting_tapped_twice_is_one_and_another_of_the_day_is_refused(
    pair: Pair, mentor: Membership, mentee: Membership
) -> None:
    first = write(pair, mentor)
    assert write(pair, mentor).pk == first.pk
    with pytest.raises(DayTaken):
        write(pair, mentee, Side.MENTEE)
    write(pair, mentor, kind=LogKind.AT_WORK)
    assert LogEntry.objects.count() == 2


def test_guidance_at_work_is_told_as_such_and_the_window_is_kept(
    pair: Pair, mentor: Membership, mentee: Membership
) -> None:
    for days, kind in ((0, LogKind.AT_WORK), (3, LogKind.MENTORING)):
        entry = write(pair, mentor, kind=kind, day=TODAY + timedelta(days=days))
        actions.confirm_entry(entry=entry, side=Side.MENTEE, by=mentee, at=later(5))
    assert [one.form for one in list_activities()] == [Form.BIMBINGAN_KERJA, Form.MENTORING]
    assert len(list_activities(since=TODAY + timedelta(days=1))) == 1
    assert len(list_activities(until=TODAY)) == 1
    assert list_activities(people=[pair.mentor.person_id]) == []
    assert len(list_activities(people=[pair.mentee_id])) == 2


def test_a_declined_entry_has_a_reason_and_makes_room_for_a_true_one(
    pair: Pair, mentor: Membership, mentee: Membership
) -> None:
    entry = write(pair, mentor)
    with pytest.raises(ReasonOwed):
        actions.decline_entry(entry=entry, side=Side.MENTEE, reason=" ", by=mentee, at=AT)
    actions.decline_entry(entry=entry, side=Side.MENTEE, reason=REASON, by=mentee, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        LogEntry.objects.create(
            city=pair.city, pair=pair, kind="at_work", day=TODAY, minutes=30, what="x", side="mentor",
            written_at=AT, state=EntryState.DECLINED, answered_at=AT, reason="",
        )  # fmt: skip
    again = write(pair, mentee, Side.MENTEE, minutes=45)
    assert again.pk != entry.pk
    actions.withdraw_entry(entry=again, side=Side.MENTEE, by=mentee, at=AT)
    assert LogEntry.objects.get().state == EntryState.DECLINED


def test_a_day_to_come_one_before_the_pair_and_one_of_a_closed_year_are_refused(
    school: School, pair: Pair, mentor: Membership
) -> None:
    with pytest.raises(DayOutside):
        write(pair, mentor, day=TODAY + timedelta(days=6))
    with pytest.raises(DayOutside):
        write(pair, mentor, day=TODAY - timedelta(days=1))
    school.cycle.phase, school.cycle.closed_on = "closed", TODAY
    school.cycle.save()
    with pytest.raises(YearShut):
        write(pair, mentor)


@pytest.mark.parametrize("minutes", [0, 4, 481, 900])
def test_minutes_that_no_meeting_has_are_refused_by_the_database_too(
    pair: Pair, mentor: Membership, minutes: int
) -> None:
    with pytest.raises(IntegrityError):
        write(pair, mentor, minutes=minutes)


def test_a_pair_that_has_ended_writes_nothing_more(school: School, pair: Pair, mentor: Membership) -> None:
    head = school.member(Role.KEPALA_OPD, "Kepala", "Dinas Pendidikan")
    actions.seek_another(pair=pair, reason=REASON, by=head, at=AT)
    with pytest.raises(StepRefused):
        write(pair, mentor)


def test_a_goal_is_set_once_a_competency_and_each_side_answers_once(
    pair: Pair, mentor: Membership, mentee: Membership
) -> None:
    told = GoalFacts("Pedagogi", date(2027, 6, 1), None, 1, 3)
    with pytest.raises(DayPassed):
        actions.add_goal(
            pair=pair, side=Side.MENTEE, facts=replace(told, due_on=date(2027, 2, 1)), by=mentee, at=AT
        )
    goal = actions.add_goal(pair=pair, side=Side.MENTEE, facts=told, by=mentee, at=AT)
    actions.judge_goal(goal=goal, side=Side.MENTOR, verdict=Verdict.NOT_REACHED, by=mentor, at=AT)
    with pytest.raises(AlreadySaid):
        actions.judge_goal(goal=goal, side=Side.MENTOR, verdict=Verdict.REACHED, by=mentor, at=AT)
    with pytest.raises(AlreadySaid):
        actions.drop_goal(goal=goal, by=mentee, at=AT)
    found = Goal.objects.get()
    assert (found.is_judged, found.is_reached) == (False, False)


def test_the_next_meeting_is_told_to_the_other_side_and_lies_ahead(pair: Pair, mentor: Membership) -> None:
    with pytest.raises(DayPassed):
        actions.plan_meeting(pair=pair, day=TODAY - timedelta(days=1), by=mentor, at=AT)
    actions.plan_meeting(pair=pair, day=TODAY + timedelta(days=3), by=mentor, at=AT)
    told = Notice.objects.filter(title="Pertemuan pendampingan: 4 Maret 2027")
    assert list(told.values_list("person_id", flat=True)) == [pair.mentee_id]
    write(pair, mentor, day=TODAY + timedelta(days=3))
    pair.refresh_from_db()
    assert pair.next_on is None, "it has come"
