"""What came of a mixed session: asked once and in time, answered in one tap, shown only where nobody can be told apart."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from sibina.deliver.sessions import actions, reads
from sibina.deliver.sessions.models import CooperationAnswer, Enrolment, Session
from sibina.deliver.sessions.types.cooperation import Colleagues, Cooperation
from sibina.ground.notices.models import Notice
from sibina.lib.access import Role
from tests.conftest import make_city
from tests.modules.sessions.conftest import AT, Town

ClientAs = Callable[..., Client]
ENDED = date(2026, 3, 4)
DUE = AT.replace(month=6, day=2)  # ninety days after the last day


def held(town: Town) -> Session:
    """The first course, of six people from two offices, is over."""
    town.prepare(only=["P-1"])
    session = town.session("P-1")
    for row in Enrolment.objects.filter(session=session):
        actions.accept(enrolment=row, by=None, at=AT)
    Session.objects.filter(pk=session.pk).update(stage="held")
    return session


def answer(*colleagues: Colleagues) -> None:
    questions = CooperationAnswer.objects.order_by("pk")
    for question, one in zip(questions, colleagues, strict=False):
        actions.answer_cooperation(question=question, colleagues=one, purpose="", by=None, at=DUE)


def test_who_took_part_is_asked_once_ninety_days_after_the_last_day(town: Town) -> None:
    session = held(town)
    assert session.ends_on == ENDED
    assert actions.ask_cooperation(city=town.city, at=DUE - timedelta(days=1)) == 0
    assert actions.ask_cooperation(city=town.city, at=DUE) == 6
    assert actions.ask_cooperation(city=town.city, at=DUE + timedelta(days=1)) == 0
    assert Notice.objects.filter(kind="sessions.cooperation_asked").count() == 6


def test_nobody_is_asked_long_after_or_about_a_session_of_one_office(town: Town) -> None:
    session = held(town)
    assert actions.ask_cooperation(city=town.city, at=DUE + timedelta(days=61)) == 0
    Enrolment.objects.filter(session=session).update(office=town.offices[0])
    assert actions.ask_cooperation(city=town.city, at=DUE) == 0


def test_fewer_than_five_answers_are_not_told(town: Town, client_as: ClientAs) -> None:
    session = held(town)
    actions.ask_cooperation(city=town.city, at=DUE)
    answer(Colleagues.NONE, Colleagues.FEW, Colleagues.FEW, Colleagues.MANY)
    analyst = client_as(Role.ANALIS)

    def page(path: str) -> str:
        return unescape(analyst.get(path).content.decode()).replace("\xa0", " ")

    assert reads.get_cooperation(session=session).share is None
    assert "ditunjukkan bila paling sedikit 5 menjawab" in page(f"/sesi/{session.pk}/")
    assert "75,0 %" not in page("/kerja-sama/")
    answer(*[Colleagues.NONE, Colleagues.FEW, Colleagues.FEW, Colleagues.MANY, Colleagues.SOME])
    assert reads.get_cooperation(session=session).share == pytest.approx(0.8)
    assert "80,0 % dari yang menjawab" in page(f"/sesi/{session.pk}/")
    assert page("/kerja-sama/").count("80,0 %") == 2, "once for the programme, once for the session"


def test_one_tap_on_the_phone_answers_and_another_changes_it(town: Town, client_as: ClientAs) -> None:
    held(town)
    actions.ask_cooperation(city=town.city, at=DUE)
    question = CooperationAnswer.objects.get(enrolment__person=town.persons[0])
    path, person = f"/kerja-sama/{question.pk}/", client_as(Role.ASN, person=town.persons[0])
    assert "Sejak sesi itu" in person.get(path).content.decode()
    assert "Tekan salah satu jawaban" in person.post(path, {"purpose": "rujukan"}).content.decode()
    for one in (Colleagues.FEW, Colleagues.MANY):
        assert person.post(path, {"colleagues": one, "purpose": "rujukan"}).status_code == 302
    question.refresh_from_db()
    assert (question.colleagues, question.purpose) == ("6+", "rujukan")
    assert client_as(Role.ASN, person=town.persons[1]).get(path).status_code == 404
    assert client_as(Role.PENGELOLA, city=make_city("Kota Lain")).get(path).status_code == 404


def test_the_database_keeps_no_half_answer(town: Town) -> None:
    held(town)
    actions.ask_cooperation(city=town.city, at=DUE)
    with pytest.raises(IntegrityError, match="deliver_cooperation_answered"), transaction.atomic():
        CooperationAnswer.objects.update(colleagues=Colleagues.FEW)


def test_a_share_is_of_those_who_answered() -> None:
    told = Cooperation(9, {Colleagues.NONE: 1, Colleagues.SOME: 4})
    assert (told.asked, told.answered, told.share) == (9, 5, pytest.approx(0.8))


def test_a_year_that_is_over_is_written_down_at_once_and_nobody_is_told(town: Town) -> None:
    held(town)
    answers = iter([Colleagues.FEW, None] * 3)
    at = DUE.replace(month=12)
    asked = actions.record_cooperation(cycle=town.cycle, choose=lambda row: next(answers), by=None, at=at)
    assert asked == 6
    assert CooperationAnswer.objects.filter(colleagues=Colleagues.FEW, answered_at=at).count() == 3
    assert not Notice.objects.filter(kind="sessions.cooperation_asked").exists()
    assert actions.ask_cooperation(city=town.city, at=DUE) == 0, "nobody is asked twice"
