"""Invitations, answers, the superior's word, the queue and the last seat, on real PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from sibina.deliver.sessions.actions import (
    accept,
    add_people,
    cancel_session,
    close_session,
    confirm_session,
    decline,
    give_consent,
    refuse_consent,
    remind,
    save_session,
    send_invitations,
    take_out,
    wait_for_seat,
)
from sibina.deliver.sessions.models import (
    Enrolment,
    EnrolmentDay,
    EnrolmentStep,
    Session,
    SessionDay,
)
from sibina.deliver.sessions.reads import list_days
from sibina.deliver.sessions.types import (
    LIVE,
    AlreadyEnrolled,
    ConflictKind,
    Consent,
    DayFacts,
    DecidedTooLate,
    EnrolmentState,
    NoDays,
    NotOverYet,
    NotTheirTurn,
    PersonBusy,
    ReasonKind,
    ReasonMissing,
    SeatsTaken,
    SessionFacts,
    SessionFull,
    SessionStage,
    StageShut,
    SubstituteProblem,
    SubstituteUnfit,
    TimesClash,
    TooFew,
)
from sibina.ground.notices.models import Notice
from sibina.lib.editing.types import Overtaken
from sibina.lib.tenancy.context import city_context
from tests.conftest import copied_database, make_city
from tests.modules.sessions.conftest import AT, Town, make_town

LATER = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
USUAL: dict[str, Any] = {"by": None, "at": AT}
NO = {"kind": ReasonKind.DUTY, "reason": "Bertugas di loket", **USUAL}


def told(town: Town, number: int) -> list[str]:
    """What one of the twelve was told, the first first."""
    rows = Notice.objects.filter(person=town.persons[number]).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def agrees(town: Town) -> None:
    """Seats taken and people's time say what the enrolments say, in every session."""
    for session in Session.objects.all():
        seated = Enrolment.objects.filter(session=session, state__in=LIVE)
        assert session.taken == seated.count()
        times = EnrolmentDay.objects.filter(enrolment__session=session)
        assert times.count() == seated.count() * session.days.count()


# The person.
def test_who_accepts_has_the_seat_and_who_declines_says_why(town: Town) -> None:
    town.prepare()
    accept(enrolment=town.enrolment("P-1", 0), **USUAL)
    decline(enrolment=town.enrolment("P-1", 1), **NO)
    assert town.enrolment("P-1", 0).state == EnrolmentState.ACCEPTED
    row = town.enrolment("P-1", 1)
    assert (row.state, row.reason, row.reason_kind) == ("declined", "Bertugas di loket", "duty")
    assert town.session("P-1").taken == 5
    agrees(town)


def test_declining_without_a_reason_is_refused_and_the_seat_stays(town: Town) -> None:
    town.prepare()
    with pytest.raises(ReasonMissing):
        decline(enrolment=town.enrolment("P-1", 1), **{**NO, "reason": "  "})
    assert town.enrolment("P-1", 1).state == EnrolmentState.INVITED
    agrees(town)


def test_an_answer_given_twice_counts_once(town: Town) -> None:
    town.prepare()
    row = town.enrolment("P-1", 0)
    accept(enrolment=row, **USUAL)
    with pytest.raises(NotTheirTurn):
        accept(enrolment=row, **USUAL)
    assert EnrolmentStep.objects.filter(enrolment=row).count() == 2


def test_before_the_invitations_are_sent_nobody_answers_and_then_everybody_is_told(town: Town) -> None:
    town.prepare(invite=False)
    with pytest.raises(StageShut):
        accept(enrolment=town.enrolment("P-1", 0), **USUAL)
    assert told(town, 0) == []
    assert send_invitations(session=town.session("P-1"), **USUAL) == 6
    assert told(town, 0) == ["sessions.invited"]
    accept(enrolment=town.enrolment("P-1", 0), **USUAL)


# The queue.
def test_a_seat_that_falls_free_goes_to_the_first_who_waits_and_that_person_is_told(town: Town) -> None:
    town.prepare()
    session = town.session("P-1")
    first = wait_for_seat(session=session, person_id=town.persons[10].pk, **USUAL)
    second = wait_for_seat(session=session, person_id=town.persons[11].pk, **USUAL)
    assert [(row.state, row.place) for row in (first, second)] == [("waiting", 1), ("waiting", 2)]
    decline(enrolment=town.enrolment("P-1", 3), **NO)
    assert town.enrolment("P-1", 10).state == EnrolmentState.INVITED
    assert (town.enrolment("P-1", 11).state, town.enrolment("P-1", 11).place) == ("waiting", 2)
    assert told(town, 10) == ["sessions.moved_up"]
    agrees(town)


def test_who_is_elsewhere_at_that_time_keeps_the_place_and_the_next_moves_up(town: Town) -> None:
    town.prepare()
    wait_for_seat(session=town.session("P-2"), person_id=town.persons[0].pk, **USUAL)
    session = town.session("P-2")
    # P-2 has two free seats; the third who waits finds it full.
    for number in (1, 10, 11):
        wait_for_seat(session=session, person_id=town.persons[number].pk, **USUAL)
    full = town.session("P-2")
    assert full.free == 0
    busy = town.enrolment("P-2", 11)
    other, day = town.session("E-1"), town.session("P-2").days.first()
    SessionDay.objects.filter(session=other).update(
        day=day.day, starts_at=day.starts_at, ends_at=day.ends_at, venue=None
    )
    assert busy.state == EnrolmentState.WAITING
    add_people(session=other, person_ids=[town.persons[11].pk], **USUAL)
    decline(enrolment=town.enrolment("P-2", 6), **NO)
    states = {number: town.enrolment("P-2", number).state for number in (10, 11)}
    assert states == {10: EnrolmentState.INVITED, 11: EnrolmentState.WAITING}


def test_who_declined_may_come_after_all(town: Town) -> None:
    town.prepare()
    decline(enrolment=town.enrolment("P-1", 0), **NO)
    row = wait_for_seat(session=town.session("P-1"), person_id=town.persons[0].pk, **USUAL)
    assert row.state == EnrolmentState.INVITED
    assert [step.state for step in row.steps.order_by("pk")] == ["invited", "declined", "waiting", "invited"]
    agrees(town)


def test_who_is_in_already_does_not_queue(town: Town) -> None:
    town.prepare()
    with pytest.raises(AlreadyEnrolled):
        wait_for_seat(session=town.session("P-1"), person_id=town.persons[0].pk, **USUAL)


# The superior.
def test_the_superior_lets_people_go_once(town: Town) -> None:
    town.prepare()
    row = town.enrolment("P-1", 0)
    assert give_consent(enrolments=[row], **USUAL) == 1
    assert give_consent(enrolments=[row], **USUAL) == 0
    assert town.enrolment("P-1", 0).consent == Consent.GIVEN
    assert told(town, 0)[-1] == "sessions.consent"


def test_the_superior_refuses_with_a_reason_and_the_seat_goes_on(town: Town) -> None:
    town.prepare()
    wait_for_seat(session=town.session("P-1"), person_id=town.persons[10].pk, **USUAL)
    with pytest.raises(ReasonMissing):
        refuse_consent(enrolment=town.enrolment("P-1", 0), reason="", **USUAL)
    refuse_consent(enrolment=town.enrolment("P-1", 0), reason="Hari pelayanan puncak", **USUAL)
    row = town.enrolment("P-1", 0)
    assert (row.state, row.consent, row.reason) == ("refused", "refused", "Hari pelayanan puncak")
    assert town.enrolment("P-1", 10).state == EnrolmentState.INVITED
    assert told(town, 0)[-1] == "sessions.taken_out"
    agrees(town)


def test_a_substitute_of_the_own_office_takes_the_very_seat(town: Town) -> None:
    town.prepare()
    wait_for_seat(session=town.session("P-1"), person_id=town.persons[11].pk, **USUAL)
    instead = refuse_consent(
        enrolment=town.enrolment("P-1", 0), reason="Cuti", substitute_id=town.persons[10].pk, **USUAL
    )
    assert instead is not None
    row = town.enrolment("P-1", 10)
    assert (row.state, row.consent, row.substitute_for.person) == ("invited", "given", town.persons[0])
    assert town.enrolment("P-1", 0).state == EnrolmentState.REPLACED
    # The queue did not move: the seat was not free for a moment.
    assert town.enrolment("P-1", 11).state == EnrolmentState.WAITING
    assert told(town, 10) == ["sessions.substitute"]
    agrees(town)


@pytest.mark.parametrize(
    ("number", "problem"),
    [(11, SubstituteProblem.OTHER_OFFICE), (2, SubstituteProblem.ENROLLED)],
)
def test_a_substitute_who_does_not_fit_is_refused_and_says_why(
    town: Town, number: int, problem: SubstituteProblem
) -> None:
    town.prepare()
    with pytest.raises(SubstituteUnfit) as refused:
        refuse_consent(
            enrolment=town.enrolment("P-1", 0), reason="Cuti", substitute_id=town.persons[number].pk, **USUAL
        )
    assert refused.value.problem == problem
    assert town.enrolment("P-1", 0).state == EnrolmentState.INVITED


def test_a_substitute_who_is_elsewhere_or_not_served_is_refused(town: Town) -> None:
    town.prepare()
    other, day = town.session("E-1"), town.session("P-1").days.first()
    add_people(session=other, person_ids=[town.persons[10].pk], **USUAL)
    times = {"starts_at": day.starts_at, "ends_at": day.ends_at}
    EnrolmentDay.objects.filter(person=town.persons[10]).update(**times)
    with pytest.raises(SubstituteUnfit) as refused:
        refuse_consent(
            enrolment=town.enrolment("P-1", 0), reason="Cuti", substitute_id=town.persons[10].pk, **USUAL
        )
    assert refused.value.problem == SubstituteProblem.BUSY
    town.serve("Pelayanan", numbers=[0])
    with pytest.raises(SubstituteUnfit) as refused:
        refuse_consent(
            enrolment=town.enrolment("P-1", 0), reason="Cuti", substitute_id=town.persons[8].pk, **USUAL
        )
    assert refused.value.problem == SubstituteProblem.NOT_ENTITLED


# The officer.
def test_more_people_than_seats_are_refused_and_nobody_is_added(town: Town) -> None:
    town.prepare()
    with pytest.raises(SessionFull) as refused:
        add_people(session=town.session("P-2"), person_ids=[p.pk for p in town.persons[:3]], **USUAL)
    assert refused.value.free == 2
    assert not Enrolment.objects.filter(session__code="P-2", person=town.persons[0]).exists()


def test_somebody_who_is_elsewhere_is_refused_with_the_session_that_has_them(town: Town) -> None:
    town.prepare()
    day = town.session("P-1").days.first()
    kept = town.session("P-2").days.first()
    SessionDay.objects.filter(session__code="P-2").exclude(pk=kept.pk).delete()
    SessionDay.objects.filter(pk=kept.pk).update(starts_at=day.starts_at, ends_at=day.ends_at, venue=None)
    with pytest.raises(PersonBusy) as refused:
        add_people(session=town.session("P-2"), person_ids=[town.persons[0].pk], **USUAL)
    assert [(one.kind, one.code) for one in refused.value.conflicts] == [(ConflictKind.PERSON, "P-1")]


def test_who_is_taken_out_reads_why(town: Town) -> None:
    town.prepare()
    take_out(enrolment=town.enrolment("P-1", 0), reason="Pindah tugas", **USUAL)
    assert Notice.objects.filter(person=town.persons[0]).latest("pk").text == "Alasan: Pindah tugas"
    agrees(town)


# Whether it goes ahead.
def test_going_ahead_with_too_few_is_owed_a_reason(town: Town) -> None:
    town.prepare()
    for number in range(5):
        decline(enrolment=town.enrolment("P-1", number), **NO)
    with pytest.raises(TooFew) as refused:
        confirm_session(session=town.session("P-1"), reason="", **USUAL)
    assert (refused.value.taken, refused.value.least) == (1, 2)
    assert town.session("P-1").stage == SessionStage.INVITING
    confirm_session(session=town.session("P-1"), reason="Narasumber sudah datang", **USUAL)
    assert town.session("P-1").stage == SessionStage.CONFIRMED
    assert told(town, 5)[-1] == "sessions.confirmed"


def test_a_session_called_off_frees_room_speaker_and_people_and_everybody_is_told(town: Town) -> None:
    town.prepare()
    wait_for_seat(session=town.session("P-1"), person_id=town.persons[10].pk, **USUAL)
    with pytest.raises(ReasonMissing):
        cancel_session(session=town.session("P-1"), reason=" ", **USUAL)
    assert cancel_session(session=town.session("P-1"), reason="Banjir", **USUAL) == 7
    session = town.session("P-1")
    assert (session.stage, session.reason, session.taken) == (SessionStage.CANCELLED, "Banjir", 0)
    assert not session.days.filter(holds=True).exists()
    assert not EnrolmentDay.objects.filter(enrolment__session=session).exists()
    assert {told(town, number)[-1] for number in (*range(6), 10)} == {"sessions.cancelled"}
    with pytest.raises(StageShut):
        accept(enrolment=town.enrolment("P-1", 0), **USUAL)
    # Its room and speaker are free for another session at the very times.
    other = town.session("P-2")
    days = tuple(
        DayFacts(day.starts_at, day.ends_at, venue_id=session.venue_id, speaker_ids=(town.speaker.pk,))
        for day in list_days(session=session)
    )
    save_session(session=other, facts=facts_of(other, days=days), revision=other.revision, **USUAL)


def test_a_session_is_held_only_when_its_last_day_is_over(town: Town) -> None:
    town.prepare()
    confirm_session(session=town.session("P-1"), reason="", **USUAL)
    with pytest.raises(NotOverYet):
        close_session(session=town.session("P-1"), **USUAL)
    close_session(session=town.session("P-1"), by=None, at=LATER)
    assert town.session("P-1").stage == SessionStage.HELD


def test_every_day_what_is_due_is_brought_to_mind_once(town: Town) -> None:
    town.prepare()
    accept(enrolment=town.enrolment("P-1", 0), **USUAL)
    assert remind(city=town.city, at=AT + timedelta(days=3)) == 0
    week = AT + timedelta(days=8)
    assert remind(city=town.city, at=week) == 16
    assert told(town, 1)[-1] == "sessions.unanswered"
    # One of the three sessions of this person has its answer.
    assert told(town, 0).count("sessions.unanswered") == 2
    assert remind(city=town.city, at=week) == 0
    assert [row.code for row in Session.objects.filter(decide_on__lte=date(2026, 2, 23))] == ["P-1"]


# Editing.
def facts_of(session: Session, **changes: Any) -> SessionFacts:
    days = tuple(
        DayFacts(
            day.starts_at,
            day.ends_at,
            venue_id=day.venue_id,
            speaker_ids=tuple(one.speaker_id for one in day.speakers.all()),
            pk=day.pk,
        )
        for day in list_days(session=session)
    )
    usual = SessionFacts(session.seats, session.min_seats, session.decide_on, days=days)
    return replace(usual, **changes)


def moved(day: DayFacts, **by: Any) -> DayFacts:
    return replace(day, starts_at=day.starts_at + timedelta(**by), ends_at=day.ends_at + timedelta(**by))


def save(session: Session, facts: SessionFacts) -> Session:
    return save_session(session=session, facts=facts, revision=session.revision, **USUAL)


def test_moved_days_take_people_and_speakers_with_them_and_people_are_told(town: Town) -> None:
    town.prepare()
    session = town.session("P-1")
    facts = facts_of(session)
    days = tuple(moved(day, days=14) for day in facts.days)
    saved = save(session, replace(facts, days=days))
    assert (saved.starts_on, saved.ends_on) == (date(2026, 3, 16), date(2026, 3, 18))
    assert {row.starts_at for row in EnrolmentDay.objects.filter(person=town.persons[5])} == {
        day.starts_at for day in days
    }
    assert [day.pk for day in list_days(session=saved)] == [day.pk for day in facts.days]
    assert told(town, 0)[-1] == "sessions.changed"
    agrees(town)


def test_days_of_one_session_may_change_places(town: Town) -> None:
    town.prepare()
    session = town.session("P-1")
    one, two, three = facts_of(session).days
    swapped = (
        replace(one, starts_at=two.starts_at, ends_at=two.ends_at),
        replace(two, starts_at=one.starts_at, ends_at=one.ends_at),
        three,
    )
    save(session, facts_of(session, days=swapped))
    assert [day.pk for day in list_days(session=session)] == [two.pk, one.pk, three.pk]
    with connections["default"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_clash_names_everything_that_is_taken_and_changes_nothing(town: Town) -> None:
    town.prepare()
    session, other = town.session("P-2"), town.session("P-1")
    there = facts_of(other).days
    wanted = tuple(replace(day, pk=None) for day in there)
    add_people(session=town.session("P-2"), person_ids=[town.persons[10].pk], **USUAL)
    with pytest.raises(TimesClash) as refused:
        save(town.session("P-2"), facts_of(session, days=wanted, decide_on=date(2026, 2, 20)))
    assert {one.kind for one in refused.value.conflicts} == {ConflictKind.VENUE, ConflictKind.SPEAKER}
    assert {one.code for one in refused.value.conflicts} == {"P-1"}
    assert town.session("P-2").starts_on == session.starts_on


def test_more_seats_let_those_who_wait_in(town: Town) -> None:
    town.prepare()
    wait_for_seat(session=town.session("P-1"), person_id=town.persons[10].pk, **USUAL)
    session = town.session("P-1")
    save(session, facts_of(session, seats=8))
    assert town.enrolment("P-1", 10).state == EnrolmentState.INVITED


def test_what_cannot_be_is_refused_with_its_own_reason(town: Town) -> None:
    town.prepare()
    session = town.session("P-1")
    for changes, refusal in (
        ({"seats": 5}, SeatsTaken),
        ({"days": ()}, NoDays),
        ({"decide_on": date(2026, 3, 3)}, DecidedTooLate),
    ):
        with pytest.raises(refusal):
            save(session, facts_of(session, **changes))


def test_who_saves_on_an_older_reading_overwrites_nothing(town: Town) -> None:
    town.prepare()
    session = town.session("P-1")
    save(session, facts_of(session, seats=9))
    with pytest.raises(Overtaken):
        save_session(session=session, facts=facts_of(session, seats=7), revision=1, **USUAL)
    assert town.session("P-1").seats == 9


# Two at once.
@pytest.fixture
def committed(django_db_setup: None, database_name: str, django_db_blocker: Any) -> Iterator[Town]:
    """A town in a database of its own, where two transactions can really meet."""
    with django_db_blocker.unblock(), copied_database(database_name, f"{database_name}_sessions"):
        city = make_city()
        with city_context(city):
            town = make_town(city)
            town.prepare()
        yield town


@dataclass
class Race:
    """A second transaction, in a thread of its own."""

    failure: Exception | None = None

    def run(self, town: Town, work: Callable[[], object]) -> threading.Thread:
        def guarded() -> None:
            try:
                with transaction.atomic(), city_context(town.city):
                    work()
            except Exception as failure:
                self.failure = failure
            finally:
                connections.close_all()

        thread = threading.Thread(target=guarded)
        thread.start()
        return thread


def test_the_last_seat_taken_by_two_at_the_same_instant_is_taken_once(committed: Town) -> None:
    town = committed
    with city_context(town.city):
        session = town.session("P-2")
        add_people(session=session, person_ids=[town.persons[0].pk], **USUAL)
    race = Race()
    with transaction.atomic(), city_context(town.city):
        add_people(session=session, person_ids=[town.persons[1].pk], **USUAL)
        thread = race.run(town, lambda: add_people(session=session, person_ids=[town.persons[2].pk], **USUAL))
        thread.join(0.5)
        assert thread.is_alive(), "the second did not wait"
    thread.join(20)
    assert isinstance(race.failure, SessionFull)
    with city_context(town.city):
        assert town.session("P-2").taken == 6
        agrees(town)


def test_the_database_itself_refuses_a_seat_too_many_where_nobody_locked(committed: Town) -> None:
    town = committed

    def take() -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute("UPDATE deliver_sessions_session SET taken = taken + 2 WHERE code = 'P-2'")

    race = Race()
    with transaction.atomic(), city_context(town.city):
        take()
        thread = race.run(town, take)
        thread.join(0.5)
        assert thread.is_alive(), "the second did not wait"
    thread.join(20)
    assert isinstance(race.failure, IntegrityError)
    assert "deliver_session_not_overfull" in str(race.failure)


def test_enrolling_twice_at_the_same_instant_is_one_enrolment(committed: Town) -> None:
    town = committed
    with city_context(town.city):
        session = town.session("P-1")
    race = Race()
    with transaction.atomic(), city_context(town.city):
        wait_for_seat(session=session, person_id=town.persons[10].pk, **USUAL)
        thread = race.run(
            town, lambda: wait_for_seat(session=session, person_id=town.persons[10].pk, **USUAL)
        )
        thread.join(0.5)
    thread.join(20)
    assert isinstance(race.failure, AlreadyEnrolled)
    with city_context(town.city):
        assert Enrolment.objects.filter(session=session, person=town.persons[10]).count() == 1


def test_two_sessions_that_take_one_person_at_the_same_instant_the_second_is_told(committed: Town) -> None:
    town, person = committed, committed.persons[11].pk
    with city_context(town.city):
        day = town.session("P-1").days.first()
        for code in ("E-1", "S-1"):
            SessionDay.objects.filter(session__code=code).update(
                starts_at=day.starts_at, ends_at=day.ends_at, venue=None
            )
        decline(enrolment=town.enrolment("S-1", 3), **NO)
    race = Race()
    with transaction.atomic(), city_context(town.city):
        add_people(session=town.session("E-1"), person_ids=[person], **USUAL)
        thread = race.run(town, lambda: add_people(session=town.session("S-1"), person_ids=[person], **USUAL))
        thread.join(0.5)
        assert thread.is_alive(), "the second did not wait"
    thread.join(20)
    assert isinstance(race.failure, PersonBusy)
    assert [one.code for one in race.failure.conflicts] == ["E-1"]
