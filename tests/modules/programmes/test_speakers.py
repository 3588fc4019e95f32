"""Speakers on real PostgreSQL: nobody is in two places, whoever writes; ratings stay; a plan holds its days."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from sibina.ground.cycles.api import Cycle
from sibina.ground.people.models import Person
from sibina.lib.audit.api import Event
from sibina.lib.editing.types import Overtaken
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.filling import UNLOCK
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.actions import (
    hold_offerings,
    name_speaker,
    rate_speaker,
    record_absence,
    remove_absence,
    save_speaker,
)
from sibina.plan.programmes.models import Offering, Programme, Speaker, SpeakerPeriod, SpeakerRating
from sibina.plan.programmes.reads import (
    join_record,
    list_choices,
    list_plannable,
    list_unplannable,
)
from sibina.plan.programmes.types import (
    NotHeldYet,
    PeriodBackwards,
    SpeakerBooked,
    SpeakerFacts,
    SpeakerKnown,
    SpeakerNotFree,
)
from tests.conftest import copied_database, make_city
from tests.modules.programmes.conftest import AT, Shelf

AFTER = datetime(2027, 4, 1, 3, tzinfo=UTC)


def facts(name: str = "Dr. Satu", **changes: Any) -> SpeakerFacts:
    told: dict[str, Any] = {
        "name": name,
        "person_id": None,
        "institution": "LAN",
        "fee_class": "",
        "is_active": True,
        "competency_ids": [],
        "words": [],
    }
    return SpeakerFacts(**(told | changes))


def add(city: City, name: str = "Dr. Satu", **changes: Any) -> Speaker:
    return save_speaker(city=city, speaker=None, revision=0, facts=facts(name, **changes), by=None, at=AT)


def absent(speaker: Speaker, first: tuple[int, int], last: tuple[int, int]) -> SpeakerPeriod:
    starts_on, ends_on = date(2027, *first), date(2027, *last)
    return record_absence(speaker=speaker, starts_on=starts_on, ends_on=ends_on, reason="", by=None, at=AT)


def session(shelf: Shelf, code: str, first: int, last: int, speaker: Speaker | None) -> Offering:
    return Offering.objects.create(
        city=shelf.cycle.city,
        cycle=shelf.cycle,
        programme=shelf.programme,
        code=code,
        starts_on=date(2027, 3, first),
        ends_on=date(2027, 3, last),
        seats=20,
        min_seats=12,
        fixed_cost=1,
        seat_cost=1,
        speaker=speaker,
    )


def book(shelf: Shelf, *sessions: Offering) -> None:
    """As the set plan of the year does."""
    hold_offerings(cycle=shelf.cycle, offerings=[row.pk for row in sessions])
    for row in sessions:
        row.refresh_from_db()


@pytest.fixture
def officer(django_user_model: Any) -> Any:
    return django_user_model.objects.create_user("petugas", "petugas@contoh.go.id", "sandi-uji-123")


# Who stands in the register.
def test_the_same_name_and_institution_is_one_speaker(city: City) -> None:
    add(city)
    with pytest.raises(SpeakerKnown):
        add(city, "dr.  SATU")
    add(city, institution="Universitas mitra")
    assert Speaker.objects.count() == 2


def test_two_persons_of_the_city_may_share_a_name_and_each_stands_there_once(city: City) -> None:
    same = {"sex": "F", "birth_date": date(1980, 1, 1), "employment": "pns", "legal_standing": "Aktif"}
    first, second = (
        Person.objects.create(city=city, name="Siti", back_title="M.Si.", **same) for _turn in range(2)
    )
    one = add(city, "", person_id=first.pk, institution="")
    add(city, "", person_id=second.pk, institution="")
    assert one.name == "Siti, M.Si."
    with pytest.raises(SpeakerKnown):
        add(city, "", person_id=first.pk, institution="")


def test_who_saves_on_an_older_reading_is_told_and_overwrites_nothing(city: City) -> None:
    made = add(city)
    for fee in ("Pertama", "Kedua"):
        try:
            save_speaker(city=city, speaker=made, revision=1, facts=facts(fee_class=fee), by=None, at=AT)
        except Overtaken:
            assert fee == "Kedua"
    made.refresh_from_db()
    assert made.fee_class == "Pertama"


def test_a_speaker_with_sessions_ahead_stays_active_and_is_told_which(city: City, shelf: Shelf) -> None:
    made = add(city)
    book(shelf, session(shelf, "A", 10, 11, made))
    with pytest.raises(SpeakerBooked) as refused:
        save_speaker(city=city, speaker=made, revision=1, facts=facts(is_active=False), by=None, at=AT)
    assert [held.code for held in refused.value.sessions] == ["A"]
    left = save_speaker(city=city, speaker=made, revision=1, facts=facts(is_active=False), by=None, at=AFTER)
    assert not left.is_active


# Days.
def test_sessions_on_offer_may_share_days_and_what_is_booked_may_not(city: City, shelf: Shelf) -> None:
    made = add(city)
    first, second = session(shelf, "A", 10, 12, made), session(shelf, "B", 12, 13, made)
    with pytest.raises(SpeakerNotFree) as refused:
        book(shelf, first, second)
    assert [(one.wanted.code, one.held.code) for one in refused.value.clashes] == [("B", "A")]
    assert not SpeakerPeriod.objects.exists()
    book(shelf, first)
    book(shelf, second)
    assert [row.offering.code for row in SpeakerPeriod.objects.all() if row.offering] == ["B"]
    book(shelf)
    assert not SpeakerPeriod.objects.exists()


def test_an_absence_and_a_session_never_share_a_day_in_either_order(city: City, shelf: Shelf) -> None:
    made = add(city)
    sessions = session(shelf, "A", 10, 12, made)
    period = absent(made, (3, 12), (3, 20))
    with pytest.raises(SpeakerNotFree):
        book(shelf, sessions)
    remove_absence(period=period, by=None, at=AT)
    book(shelf, sessions)
    with pytest.raises(SpeakerNotFree):
        absent(made, (3, 12), (3, 20))
    absent(made, (3, 13), (3, 20))
    with pytest.raises(SpeakerNotFree):
        absent(made, (3, 20), (3, 21))
    with pytest.raises(PeriodBackwards):
        absent(made, (5, 2), (5, 1))
    assert Event.objects.filter(verb="programmes.speaker.free").count() == 1


def test_another_speaker_of_a_session_that_runs_is_held_and_the_first_is_free(
    city: City, shelf: Shelf
) -> None:
    first, second = add(city), add(city, "Dr. Dua")
    mine, other = session(shelf, "A", 10, 12, first), session(shelf, "B", 12, 13, second)
    book(shelf, mine, other)
    with pytest.raises(SpeakerNotFree):
        name_speaker(offering=mine, speaker_id=second.pk, by=None, at=AT)
    third = add(city, "Dr. Tiga")
    name_speaker(offering=mine, speaker_id=third.pk, by=None, at=AT)
    absent(first, (3, 11), (3, 11))
    with pytest.raises(SpeakerNotFree):
        absent(third, (3, 11), (3, 11))
    told = Event.objects.get(verb="programmes.session.speaker_named").data
    assert (told["before"], told["speaker"]) == ("Dr. Satu", "Dr. Tiga")


def test_a_session_that_runs_without_a_speaker_holds_one_as_soon_as_it_is_named(
    city: City, shelf: Shelf
) -> None:
    nobody = session(shelf, "A", 10, 12, None)
    book(shelf, nobody)
    assert not SpeakerPeriod.objects.exists()
    made = add(city)
    name_speaker(offering=nobody, speaker_id=made.pk, by=None, at=AT)
    with pytest.raises(SpeakerNotFree):
        absent(made, (3, 11), (3, 11))
    name_speaker(offering=nobody, speaker_id=None, by=None, at=AT)
    absent(made, (3, 11), (3, 11))


def test_choices_put_who_fits_first_and_say_why_somebody_is_not_free(city: City, shelf: Shelf) -> None:
    goal = shelf.programme.objectives.first()
    assert goal is not None
    add(city, "Dr. Asing")
    add(city, "Dr. Cocok", competency_ids=[goal.competency_id])
    away = add(city, "Dr. Jauh")
    absent(away, (3, 2), (3, 2))
    add(city, "Dr. Pensiun", is_active=False)
    days = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 2)}
    found = list_choices(offering=shelf.session, **days)
    assert [(one.speaker.name, one.fits, one.held is None) for one in found] == [
        ("Dr. Cocok", True, True),
        ("Dr. Asing", False, True),
        ("Dr. Jauh", False, False),
    ]


def test_a_plan_leaves_out_sessions_whose_speaker_is_away(city: City, shelf: Shelf) -> None:
    made = add(city)
    session(shelf, "A", 10, 12, made)
    absent(made, (3, 12), (3, 12))
    assert list_unplannable(cycle_id=shelf.cycle.pk) == ["A"]
    codes = list_plannable(cycle_id=shelf.cycle.pk).values_list("code", flat=True)
    assert list(codes) == ["KOM-01"]


# Ratings.
def test_a_session_is_rated_once_it_is_over_and_the_latest_of_a_person_counts(
    city: City, shelf: Shelf, officer: Any
) -> None:
    made = add(city)
    over = session(shelf, "A", 10, 12, made)
    with pytest.raises(NotHeldYet):
        rate_speaker(offering=over, score=4, note="", by=officer, at=AFTER)
    book(shelf, over)
    with pytest.raises(NotHeldYet):
        rate_speaker(offering=over, score=4, note="", by=officer, at=AT)
    for score, by in ((1, officer), (4, officer), (5, None)):
        rate_speaker(offering=over, score=score, note="", by=by, at=AFTER)
    row = join_record(Speaker.objects.filter(pk=made.pk), AFTER.date()).get()
    assert (row.held, row.rated, row.mean) == (1, 2, 4.5)  # type: ignore[attr-defined]
    assert SpeakerRating.objects.count() == 3


def test_an_unrated_speaker_has_no_mean(city: City) -> None:
    add(city)
    row = join_record(Speaker.objects.all(), AT.date()).get()
    assert (row.rated, row.mean, row.held) == (0, None, 0)  # type: ignore[attr-defined]


@pytest.mark.parametrize("score", [0, 6])
def test_a_score_outside_one_to_five_is_refused_by_the_database(city: City, shelf: Shelf, score: int) -> None:
    made = add(city)
    over = session(shelf, "A", 10, 12, made)
    book(shelf, over)
    with pytest.raises(IntegrityError), transaction.atomic():
        rate_speaker(offering=over, score=score, note="", by=None, at=AFTER)


def test_a_rating_is_never_changed(city: City, shelf: Shelf) -> None:
    made = add(city)
    over = session(shelf, "A", 10, 12, made)
    book(shelf, over)
    rate_speaker(offering=over, score=2, note="", by=None, at=AFTER)
    with pytest.raises(DatabaseError), transaction.atomic():
        SpeakerRating.objects.update(score=5)


# The database itself.
def test_an_absence_that_ends_before_it_begins_is_refused_by_the_database(city: City) -> None:
    made = add(city)
    with pytest.raises(IntegrityError), transaction.atomic():
        SpeakerPeriod.objects.create(
            city=city, speaker=made, starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 1)
        )


@pytest.fixture
def committed(django_db_setup: None, database_name: str, django_db_blocker: Any) -> Iterator[City]:
    """A city in a database of its own, where two transactions can really meet."""
    with django_db_blocker.unblock(), copied_database(database_name, f"{database_name}_speakers"):
        yield make_city()


INSERT = (
    "INSERT INTO programmes_speakerperiod (city_id, speaker_id, starts_on, ends_on, reason)"
    " VALUES (%s, %s, %s, %s, '')"
)


@dataclass
class Race:
    """A second transaction, in a thread of its own."""

    failure: Exception | None = None

    def run(self, work: Callable[[], None]) -> threading.Thread:
        def guarded() -> None:
            try:
                work()
            except Exception as failure:
                self.failure = failure
            finally:
                connections.close_all()

        thread = threading.Thread(target=guarded)
        thread.start()
        return thread


def test_two_transactions_at_once_cannot_book_one_speaker_for_one_day(committed: City) -> None:
    with city_context(committed):
        made = add(committed)

    def insert(first: date, last: date) -> None:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [committed.pk, made.pk, first, last])

    def second() -> None:
        with transaction.atomic(), city_context(committed):
            insert(date(2027, 3, 3), date(2027, 3, 5))

    race = Race()
    with transaction.atomic(), city_context(committed):
        insert(date(2027, 3, 1), date(2027, 3, 3))
        # Nothing is committed yet: the second cannot see the first, and waits for it at the constraint.
        thread = race.run(second)
        thread.join(0.5)
        assert thread.is_alive(), "the second transaction did not wait"
    thread.join(20)
    assert isinstance(race.failure, IntegrityError)
    assert "programmes_speaker_one_place_a_day" in str(race.failure)
    with transaction.atomic(), city_context(committed):
        assert SpeakerPeriod.objects.count() == 1


def test_who_loses_the_race_is_told_who_came_first(committed: City) -> None:
    with city_context(committed):
        made = add(committed)
    days = {"reason": "", "by": None, "at": AT}

    def second() -> None:
        with transaction.atomic(), city_context(committed):
            record_absence(speaker=made, starts_on=date(2027, 3, 3), ends_on=date(2027, 3, 5), **days)

    race = Race()
    with transaction.atomic(), city_context(committed):
        record_absence(speaker=made, starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 3), **days)
        thread = race.run(second)
        thread.join(0.5)
    thread.join(20)
    assert isinstance(race.failure, SpeakerNotFree)
    assert race.failure.clashes[0].held.starts_on == date(2027, 3, 1)


def test_the_text_that_stood_on_sessions_becomes_speakers_and_the_same_text_one(committed: City) -> None:
    with city_context(committed):
        cycle = Cycle.objects.create(city=committed, year=2027, phase="plan", opened_on=date(2026, 10, 1))
        programme = Programme.objects.create(
            city=committed, key="k", name="Komunikasi", form="bimtek", jp=8, max_participants=20
        )
        for code in "ABCD":
            Offering.objects.create(
                city=committed, cycle=cycle, programme=programme, code=code, starts_on=date(2027, 3, 1),
                ends_on=date(2027, 3, 2), seats=20, fixed_cost=1, seat_cost=1,
            )  # fmt: skip
    # The step of the migration itself, on the column as it was renamed there.
    fill = import_module("sibina.plan.programmes.migrations.0005_speakers").FILL
    with connections["owner"].cursor() as cursor:
        cursor.execute(UNLOCK)
        cursor.execute("ALTER TABLE programmes_offering ADD COLUMN speaker_text text NOT NULL DEFAULT ''")
        for code, text in (("A", "Dr. Satu (LAN)"), ("B", " dr. satu  (LAN)"), ("C", "Dr. Dua"), ("D", "")):
            cursor.execute("UPDATE programmes_offering SET speaker_text = %s WHERE code = %s", [text, code])
        cursor.execute(fill)
    with city_context(committed):
        named = dict(Offering.objects.order_by("code").values_list("code", "speaker__name"))
        assert named["C"] == "Dr. Dua"
        assert named["A"] == named["B"]
        assert named["D"] is None
        assert Speaker.objects.count() == 2
