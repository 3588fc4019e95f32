"""Seats by lot, from the announcement to the invitation: what is published can be repeated, and nothing of it changes."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from sibina.deliver.sessions import actions, reads
from sibina.deliver.sessions.files import run_draw
from sibina.deliver.sessions.models import Draw, DrawEntry, DrawResult, Enrolment, Session
from sibina.deliver.sessions.types import (
    AlreadyEnrolled,
    ApplyingOver,
    DrawDaysWrong,
    DrawIsOpen,
    DrawStageShut,
    DrawTerms,
    DrawTooEarly,
    EnrolmentState,
    Ground,
    NobodyApplied,
    NoSeatToDraw,
    NotForThem,
    PersonBusy,
    Place,
    ReasonKind,
    ReasonMissing,
    SeatsGone,
)
from sibina.ground.notices.models import Notice
from sibina.lib.access import Role
from sibina.plan.programmes.models import Offering
from tests.conftest import make_city
from tests.modules.sessions.conftest import AT, Town

ClientAs = Callable[..., Client]
TERMS = DrawTerms("Apel pagi  9 Februari", date(2026, 2, 9), date(2026, 2, 11))
AFTER = datetime(2026, 2, 10, 3, 0, tzinfo=UTC)
DRAWN = datetime(2026, 2, 11, 3, 0, tzinfo=UTC)
ASKING = (0, 1, 2, 3, 4, 5)


def opened(town: Town, code: str = "P-2", terms: DrawTerms = TERMS) -> Draw:
    """The session of this code open for application: two of its six seats are free."""
    if not Session.objects.exists():
        town.prepare()
    return actions.open_draw(session=town.session(code), terms=terms, by=None, at=AT)


def asked(town: Town, draw: Draw, people: tuple[int, ...] = ASKING) -> Draw:
    for number in people:
        actions.apply_for_seat(draw=draw, person_id=town.persons[number].pk, by=None, at=AT)
    return draw


def published(town: Town, draw: Draw) -> Draw:
    actions.publish_draw(draw=draw, by=None, at=AFTER)
    draw.refresh_from_db()
    return draw


def drawn(town: Town, draw: Draw) -> Draw:
    actions.run_draw(draw=published(town, draw), by=None, at=DRAWN)
    draw.refresh_from_db()
    return draw


def states(town: Town, code: str, people: tuple[int, ...] = ASKING) -> list[str]:
    return [town.enrolment(code, number).state for number in people]


def test_the_published_file_gives_anybody_the_list_that_the_city_drew(
    town: Town, tmp_path: Path, client_as: ClientAs
) -> None:
    draw = drawn(town, asked(town, opened(town)))
    client = client_as(Role.ANALIS)
    content = client.get(f"/undian/{draw.pk}/pemohon.csv").content
    assert draw.digest == hashlib.sha256(content).hexdigest()
    assert draw.seed == f"Apel pagi 9 Februari {draw.digest}"
    (tmp_path / "pemohon.csv").write_bytes(content)
    told = run_draw(tmp_path / "pemohon.csv", tmp_path, seats=str(draw.seats), seed=draw.seed)
    assert (tmp_path / "draw.csv").read_bytes() == client.get(f"/undian/{draw.pk}/hasil.csv").content
    kept = [
        {
            "person": row.entry.code,
            "band": row.entry.band,
            "rank": row.rank,
            "probability": row.probability,
            "seated": int(row.seated),
        }
        for row in DrawResult.objects.filter(draw=draw)
    ]
    assert kept == told["list"]


def test_who_wins_is_invited_and_the_others_wait_in_the_drawn_order(town: Town) -> None:
    draw = drawn(town, asked(town, opened(town)))
    order = [row.entry.enrolment for row in DrawResult.objects.filter(draw=draw)]
    for row in order:
        row.refresh_from_db()
    assert [row.state for row in order] == ["invited"] * 2 + ["waiting"] * 4
    assert [row.place for row in order] == [None, None, 1, 2, 3, 4]
    session = town.session("P-2")
    assert (session.taken, session.seats) == (6, 6)
    results = Notice.objects.filter(kind__in=("sessions.draw_won", "sessions.draw_lost"))
    told = dict(results.values_list("person_id", "kind"))
    assert {told[row.person_id] for row in order[:2]} == {"sessions.draw_won"}
    assert {told[row.person_id] for row in order[2:]} == {"sessions.draw_lost"}
    assert Notice.objects.filter(kind="sessions.draw_published").count() == 6


def test_nothing_is_published_or_drawn_before_the_day_that_was_announced(town: Town) -> None:
    draw = asked(town, opened(town))
    with pytest.raises(DrawTooEarly):
        actions.publish_draw(draw=draw, by=None, at=AT + timedelta(days=7))
    with pytest.raises(DrawStageShut):
        actions.run_draw(draw=draw, by=None, at=DRAWN)
    published(town, draw)
    with pytest.raises(DrawTooEarly):
        actions.run_draw(draw=draw, by=None, at=AFTER)
    with pytest.raises(DrawStageShut):
        actions.publish_draw(draw=draw, by=None, at=DRAWN)
    drawn_once = Draw.objects.get(pk=draw.pk)
    actions.run_draw(draw=drawn_once, by=None, at=DRAWN)
    with pytest.raises(DrawStageShut):
        actions.run_draw(draw=drawn_once, by=None, at=DRAWN)
    assert DrawResult.objects.filter(draw=draw).count() == 6


def test_one_applies_once_and_in_time_and_keeps_the_code(town: Town) -> None:
    draw = asked(town, opened(town), (0,))
    entry, person = DrawEntry.objects.get(draw=draw), town.persons[0].pk
    with pytest.raises(AlreadyEnrolled):
        actions.apply_for_seat(draw=draw, person_id=person, by=None, at=AT)
    with pytest.raises(AlreadyEnrolled):  # has a seat in the session already
        actions.apply_for_seat(draw=draw, person_id=town.persons[6].pk, by=None, at=AT)
    leave(town, draw, 0)
    assert actions.apply_for_seat(draw=draw, person_id=person, by=None, at=AT).code == entry.code
    with pytest.raises(ApplyingOver):
        actions.apply_for_seat(draw=draw, person_id=town.persons[1].pk, by=None, at=AFTER)
    assert re.fullmatch("[B-Z]{8}", entry.code)


def leave(town: Town, draw: Draw, number: int) -> None:
    actions.withdraw_application(
        draw=draw,
        person_id=town.persons[number].pk,
        kind=ReasonKind.DUTY,
        reason="Bertugas di loket",
        by=None,
        at=AT,
    )


def test_who_withdraws_before_is_not_in_the_list_and_later_gives_the_seat_to_the_next(town: Town) -> None:
    draw = asked(town, opened(town))
    leave(town, draw, 0)
    published(town, draw)
    assert reads.list_entries(draw=draw).count() == 5
    codes = {entry.code: entry for entry in DrawEntry.objects.filter(draw=draw).select_related("enrolment")}
    order = sorted(
        (code for code, entry in codes.items() if entry.band),
        key=lambda code: hashlib.sha256(f"{draw.seed}{code}".encode()).hexdigest(),
    )
    first = codes[order[0]].enrolment
    leave(town, draw, [one.pk for one in town.persons].index(first.person_id))
    actions.run_draw(draw=draw, by=None, at=DRAWN)
    after = dict(Enrolment.objects.filter(session=draw.session).values_list("pk", "state"))
    assert [after[codes[code].enrolment_id] for code in order] == [
        "withdrawn",
        "invited",
        "invited",
        "waiting",
        "waiting",
    ]
    assert DrawResult.objects.get(entry__code=order[0]).seated, "the draw is what the published list gives"


def test_who_is_elsewhere_at_that_time_cannot_apply_and_later_keeps_a_place_in_the_queue(town: Town) -> None:
    town.prepare()
    # The workshop is moved onto the days of the second course.
    workshop = town.session("S-1")
    for day in workshop.days.all():
        first = town.session("P-2").days.first()
        assert first is not None
        day.starts_at, day.ends_at = (
            moment - timedelta(minutes=1) for moment in (first.starts_at, first.ends_at)
        )
        day.day = first.day
        workshop.days.exclude(pk=day.pk).delete()
        day.save()
        break
    busy = Enrolment.objects.filter(session=workshop, person=town.persons[0])
    for row in busy.first().times.all():  # type: ignore[union-attr]
        row.starts_at, row.ends_at = row.day.starts_at, row.day.ends_at
        row.save()
    with pytest.raises(PersonBusy):
        asked(town, opened(town), (0,))


def test_seats_that_were_published_must_be_there_when_they_are_drawn(town: Town) -> None:
    draw = published(town, asked(town, opened(town)))
    actions.add_people(session=draw.session, person_ids=[town.persons[10].pk], by=None, at=AFTER)
    with pytest.raises(SeatsGone) as refused:
        actions.run_draw(draw=draw, by=None, at=DRAWN)
    assert (refused.value.seats, refused.value.free) == (2, 1)
    assert not DrawResult.objects.exists()


def test_nobody_moves_up_into_seats_that_are_to_be_drawn(town: Town) -> None:
    draw = asked(town, opened(town))
    leaving = town.enrolment("P-2", 6)
    actions.decline(enrolment=leaving, kind=ReasonKind.DUTY, reason="Bertugas", by=None, at=AT)
    wait(town, draw, 11)
    assert states(town, "P-2", (11,)) == ["waiting"]
    drawn(town, draw)
    assert draw.seats == 3
    assert sorted(states(town, "P-2", (*ASKING, 11))) == ["invited"] * 3 + ["waiting"] * 4


def wait(town: Town, draw: Draw, number: int) -> None:
    """Somebody who waited before; from now on one applies."""
    person = town.persons[number]
    with pytest.raises(DrawIsOpen):
        actions.wait_for_seat(session=draw.session, person_id=person.pk, by=None, at=AT)
    assert person.unit_id is not None
    place = Place(person.pk, person.unit_id, person.office_id or person.unit_id)
    with transaction.atomic():
        session = actions.lock_session(pk=draw.session_id)
        actions.enrol(session=session, people=[place], state=EnrolmentState.WAITING, by=None, at=AT)


def test_a_second_draw_of_a_session_is_refused_also_by_the_database(town: Town) -> None:
    draw = opened(town)
    with pytest.raises(DrawIsOpen):
        actions.open_draw(session=draw.session, terms=TERMS, by=None, at=AT)
    draw.pk = None
    with pytest.raises(IntegrityError, match="deliver_draw_one_open"), transaction.atomic():
        draw.save(force_insert=True)


@pytest.mark.parametrize(
    ("closes", "draws"),
    [
        (date(2026, 2, 1), date(2026, 2, 5)),
        (date(2026, 2, 9), date(2026, 2, 9)),
        (date(2026, 2, 9), date(2026, 3, 5)),
    ],
)
def test_days_that_are_past_or_out_of_order_are_refused(town: Town, closes: date, draws: date) -> None:
    with pytest.raises(DrawDaysWrong):
        opened(town, terms=DrawTerms("apel", closes, draws))


def test_a_full_session_is_not_opened_and_a_list_of_nobody_is_not_published(town: Town) -> None:
    with pytest.raises(NoSeatToDraw):
        opened(town, "P-1")
    with pytest.raises(NobodyApplied):
        published(town, opened(town))


def test_a_session_that_an_office_pays_is_open_to_its_own_people_only(town: Town) -> None:
    draw = opened(town)
    offering = Offering.objects.filter(pk=draw.session.offering_id)
    offering.update(is_held=False)  # what the set plan holds stays as it was planned
    offering.update(payer=town.offices[0])
    actions.apply_for_seat(draw=draw, person_id=town.persons[0].pk, by=None, at=AT)
    with pytest.raises(NotForThem):
        actions.apply_for_seat(draw=draw, person_id=town.persons[1].pk, by=None, at=AT)


@pytest.mark.parametrize(
    ("model", "change"),
    [(Draw, {"seed": "lain"}), (Draw, {"seats": 3}), (DrawEntry, {"band": 9}), (DrawEntry, {"code": "LAIN"})],
)
def test_what_is_published_stays_as_it_was(town: Town, model: Any, change: dict[str, object]) -> None:
    published(town, asked(town, opened(town)))
    with pytest.raises(Error, match="is fixed"), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk).update(**change)


def test_nobody_is_put_into_a_published_list_and_no_result_is_changed(town: Town) -> None:
    draw = drawn(town, asked(town, opened(town)))
    row = town.enrolment("P-2", 6)
    with pytest.raises(Error, match="is fixed"), transaction.atomic():
        DrawEntry.objects.create(
            city=town.city, draw=draw, enrolment=row, code="LAIN", applied_at=AT, band=1, ground="lain"
        )
    with pytest.raises(Error), transaction.atomic():
        DrawResult.objects.update(seated=True)


def test_calling_off_needs_a_reason_tells_everybody_and_lets_the_queue_move(town: Town) -> None:
    draw = asked(town, opened(town))
    with pytest.raises(ReasonMissing):
        actions.call_off_draw(draw=draw, reason=" ", by=None, at=AT)
    wait(town, draw, 11)
    actions.call_off_draw(draw=draw, reason="Sesi ditunda", by=None, at=AT)
    assert set(states(town, "P-2")) == {"cancelled"}
    assert states(town, "P-2", (11,)) == ["invited"]
    assert Notice.objects.filter(kind="sessions.draw_called_off", text__contains="Sesi ditunda").count() == 6
    again = asked(town, actions.open_draw(session=draw.session, terms=TERMS, by=None, at=AT), (0,))
    assert again.entries.count() == 1


def test_who_lost_is_in_the_first_band_next_time_until_a_seat_is_given(town: Town) -> None:
    drawn(town, asked(town, opened(town)))
    session = town.session("P-1")
    people = [one.pk for one in town.persons]
    grounds = reads.grounds_of(session=session, people=people, day=date(2026, 2, 12))
    unlucky = {row.person_id for row in Enrolment.objects.filter(session__code="P-2", state="waiting")}
    assert {person for person, found in grounds.items() if Ground.LOST in found} == unlucky
    actions.fill_free_seats(session=Session.objects.get(pk=session.pk), by=None, at=DRAWN)
    other = town.session("P-2")
    Session.objects.filter(pk=other.pk).update(seats=20)
    with transaction.atomic():
        moved = actions.fill_free_seats(session=actions.lock_session(pk=other.pk), by=None, at=DRAWN)
    assert moved
    later = reads.grounds_of(session=session, people=people, day=date(2026, 2, 12))
    assert not any(Ground.LOST in found for found in later.values())


def test_the_hours_of_the_year_say_who_is_below_the_floor(town: Town) -> None:
    draw = opened(town)
    day = date(2026, 2, 10)
    grounds = reads.grounds_of(session=draw.session, people=[one.pk for one in town.persons], day=day)
    below = {number for number, one in enumerate(town.persons) if Ground.FLOOR in grounds[one.pk]}
    assert below == {10, 11}, "20 JP of a course are the floor; these two have no seat anywhere"


def test_the_daily_task_publishes_and_draws_what_was_announced(town: Town) -> None:
    draw = asked(town, opened(town))
    assert actions.run_due_draws(city=town.city, at=AT) == 0
    assert actions.run_due_draws(city=town.city, at=AFTER) == 1
    assert actions.run_due_draws(city=town.city, at=AFTER) == 0
    assert actions.run_due_draws(city=town.city, at=DRAWN) == 1
    draw.refresh_from_db()
    assert draw.drawn_at == DRAWN


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def test_from_the_officers_form_to_the_phone_of_who_applies(town: Town, client_as: ClientAs) -> None:
    town.prepare()
    today, session = timezone.localdate(), town.session("P-2")
    ahead = {"starts_on": today + timedelta(days=60), "ends_on": today + timedelta(days=62)}
    Session.objects.filter(pk=session.pk).update(**ahead)
    officer, path = client_as(Role.PENGELOLA), f"/undian/sesi/{session.pk}/buka/"
    closes, draws = (f"{today + timedelta(days=more):%d-%m-%Y}" for more in (7, 9))
    wrong = officer.post(path, {"closes_on": draws, "draws_on": closes, "words": "Apel pagi"})
    assert "undiannya pada hari sesudah itu" in unescape(wrong.content.decode())
    assert "Apel pagi" in wrong.content.decode()
    one = officer.post(path, {"closes_on": closes, "draws_on": draws, "words": "Apel pagi"}).headers[
        "Location"
    ]
    person = client_as(Role.ASN, person=town.persons[0])
    assert "Pelayanan" in page(person, "/undian/")
    assert "Apel pagi" in page(person, one)
    assert person.post(f"{one}daftar/").status_code == 302
    code = DrawEntry.objects.get().code
    assert f"Kode Anda {code}" in page(person, one)
    assert code in page(person, "/undian/")
    twice = person.post(f"{one}daftar/", follow=True)
    assert "sudah tercatat pada sesi ini" in unescape(twice.content.decode())
    silent = person.post(f"{one}batal-daftar/", {"kind": "duty", "reason": ""})
    assert "Tulis alasannya" in unescape(silent.content.decode())
    assert person.post(f"{one}batal-daftar/", {"kind": "duty", "reason": "Bertugas"}).status_code == 302
    assert "Anda terdaftar" not in page(person, one)
    assert "Sudah diumumkan" in unescape(officer.post(f"{one}umumkan/", follow=True).content.decode())


def test_the_list_shows_codes_to_those_whom_it_concerns_and_to_nobody_else(
    town: Town, client_as: ClientAs
) -> None:
    draw = published(town, asked(town, opened(town)))
    entries = {entry.enrolment.person_id: entry.code for entry in reads.list_applying(draw=draw)}
    path, person = f"/undian/{draw.pk}/", town.persons[0]
    own = page(client_as(Role.ASN, person=person), path)
    assert f"{entries[person.pk]} (Anda)" in own
    assert all(code in own for code in entries.values())
    assert draw.seed in own
    assert not any(one.name in own for one in town.persons[1:])
    outsider = client_as(Role.ASN, person=town.persons[11])
    assert entries[person.pk] not in page(outsider, path)
    assert outsider.get(f"{path}pemohon.csv").status_code == 404
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    for part in ("", "pemohon.csv", "hasil.csv"):
        assert stranger.get(f"{path}{part}").status_code == 404
    assert client_as(Role.PENGELOLA).get(f"{path}hasil.csv").status_code == 404
    actions.run_draw(draw=draw, by=None, at=DRAWN)
    assert "Urutan" in page(client_as(Role.PIMPINAN), path)
    result = page(client_as(Role.ASN, person=person), path)
    assert "Anda mendapat kursi" in result or "Anda belum mendapat kursi" in result


def test_a_session_says_how_mixed_its_people_are_across_offices(town: Town, client_as: ClientAs) -> None:
    town.prepare()
    session = town.session("P-1")  # six people, three of each office
    assert "60,0 % pasangan peserta (9 dari 15)" in page(
        client_as(Role.ANALIS), f"/sesi/{session.pk}/"
    ).replace("\xa0", " ")


def test_the_tab_of_a_session_leads_to_its_draw(town: Town, client_as: ClientAs) -> None:
    town.prepare()
    path = f"/undian/sesi/{town.session('P-2').pk}/"
    assert "Buka pendaftaran" in page(client_as(Role.PENGELOLA), path)
    assert "Kursi sesi ini tidak diundi" in page(client_as(Role.KEPALA_OPD, unit=town.offices[0]), path)
    draw = opened(town)
    assert client_as(Role.PENGELOLA).get(path).headers["Location"] == f"/undian/{draw.pk}/"
