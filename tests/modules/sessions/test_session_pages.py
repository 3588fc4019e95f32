"""The pages of sessions, as the officer, a head and an ASN use them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from sibina.deliver.sessions.models import Enrolment, Session, SessionDay, Venue
from sibina.deliver.sessions.types import EnrolmentState, SessionStage
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from tests.modules.sessions.conftest import Town

ClientAs = Callable[..., Client]


@pytest.fixture
def ahead(town: Town) -> Town:
    """The town's sessions, prepared, a month from now."""
    town.prepare()
    later = datetime.now(UTC) + timedelta(days=30) - datetime(2026, 3, 2, tzinfo=UTC)
    shift = timedelta(days=later.days)
    for session in Session.objects.all():
        session.starts_on += shift
        session.ends_on += shift
        session.decide_on += shift
        session.save()
        for day in session.days.all():
            moved = {"starts_at": day.starts_at + shift, "ends_at": day.ends_at + shift}
            SessionDay.objects.filter(pk=day.pk).update(day=day.day + shift, **moved)
    return town


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_the_officer_prepares_few_sessions_at_once_and_is_shown_them(town: Town, client_as: ClientAs) -> None:
    officer = client_as(Role.PENGELOLA)
    town.prepare(only=["P-1", "P-2"])
    page = text_of(officer.get(reverse("sessions:prepare")))
    assert "2 sesi" in page
    assert "M-1 Mentoring ASN baru" in page
    sent = {"begins": "08.30", "ends": "16:00", "invite": "on"}
    answer = officer.post(reverse("sessions:prepare"), sent, follow=True)
    assert "2 sesi disiapkan, 7 orang mendapat kursi." in text_of(answer)
    assert Session.objects.count() == 4


def test_hours_that_run_backwards_are_told_beside_the_field_and_nothing_is_made(
    town: Town, client_as: ClientAs
) -> None:
    answer = client_as(Role.PENGELOLA).post(reverse("sessions:prepare"), {"begins": "16.00", "ends": "08.00"})
    assert "Jam selesai harus sesudah jam mulai." in text_of(answer)
    assert 'value="16:00"' in text_of(answer) or 'value="16.00"' in text_of(answer)
    assert not Session.objects.exists()


def test_a_clash_names_the_session_and_what_was_typed_stays(ahead: Town, client_as: ClientAs) -> None:
    session, other = ahead.session("P-2"), ahead.session("P-1")
    page = reverse("sessions:edit", args=[session.pk])
    officer = client_as(Role.PENGELOLA)
    venue, day = Venue.objects.get(name="Aula Balai Kota"), other.starts_on
    sent = {
        "revision": session.revision, "seats": 6, "min_seats": 2, "decide_on": day - timedelta(days=9),
        "hari-TOTAL_FORMS": 1, "hari-INITIAL_FORMS": 0, "hari-0-day": f"{day:%d-%m-%Y}", "hari-0-begins": "09.00",
        "hari-0-ends": "10.00", "hari-0-venue": venue.pk,
    }  # fmt: skip
    told = text_of(officer.post(page, sent))
    assert "Aula Balai Kota sudah dipakai sesi P-1 (Pelayanan)" in told
    assert f'value="{day.isoformat()}"' in told or f"{day:%d-%m-%Y}" in told
    assert ahead.session("P-2").starts_on == session.starts_on


def test_an_asn_answers_on_the_own_page_and_declining_needs_a_reason(
    ahead: Town, client_as: ClientAs
) -> None:
    session = ahead.session("P-1")
    asn = client_as(Role.ASN, person=ahead.persons[1])
    page = reverse("sessions:invitation", args=[session.pk])
    assert "Jawab undangan" in text_of(asn.get(reverse("sessions:own")))
    told = text_of(asn.post(page, {"jawab": "tidak", "kind": "duty", "reason": ""}))
    assert "Tulis alasannya dalam satu kalimat." in told
    assert ahead.enrolment("P-1", 1).state == EnrolmentState.INVITED
    asn.post(page, {"jawab": "ya"})
    assert ahead.enrolment("P-1", 1).state == EnrolmentState.ACCEPTED
    asn.post(page, {"jawab": "tidak", "kind": "duty", "reason": "Dipanggil dinas"})
    assert ahead.enrolment("P-1", 1).state == EnrolmentState.WITHDRAWN


def test_an_asn_queues_for_a_full_session(ahead: Town, client_as: ClientAs) -> None:
    asn = client_as(Role.ASN, person=ahead.persons[10])
    page = reverse("sessions:invitation", args=[ahead.session("P-1").pk])
    assert "Masuk daftar tunggu" in text_of(asn.get(page))
    assert "daftar tunggu nomor 1" in text_of(asn.post(page, {"jawab": "tunggu"}, follow=True))


def test_a_session_that_is_only_prepared_is_not_there_for_an_asn(town: Town, client_as: ClientAs) -> None:
    town.prepare(invite=False)
    asn = client_as(Role.ASN, person=town.persons[0])
    assert asn.get(reverse("sessions:invitation", args=[town.session("P-1").pk])).status_code == 404
    assert "Pelayanan" not in text_of(asn.get(reverse("sessions:own")))


def test_a_head_lets_the_own_people_go_and_sees_no_others(ahead: Town, client_as: ClientAs) -> None:
    head = client_as(Role.KEPALA_OPD, unit=ahead.offices[0])
    page = text_of(head.get(reverse("sessions:consents")))
    assert "Orang 00" in page
    assert "Orang 01" not in page
    own, stranger = ahead.enrolment("P-1", 0), ahead.enrolment("P-1", 1)
    head.post(reverse("sessions:consents"), {"orang": [own.pk, stranger.pk]})
    assert set(Enrolment.objects.filter(consent="given")) == {own}
    assert head.get(reverse("sessions:consent", args=[stranger.pk])).status_code == 404
    sent = {"reason": "Hari pelayanan puncak", "substitute": ahead.persons[10].pk}
    head.post(reverse("sessions:consent", args=[own.pk]), sent)
    assert ahead.enrolment("P-1", 10).substitute_for_id == own.pk


def test_calling_off_needs_a_reason_and_the_page_says_why(ahead: Town, client_as: ClientAs) -> None:
    officer, session = client_as(Role.PENGELOLA), ahead.session("P-1")
    page = reverse("sessions:cancel", args=[session.pk])
    assert "Tulis alasannya" in text_of(officer.post(page, {"reason": " "}))
    assert "Banjir" in text_of(officer.post(page, {"reason": "Banjir"}, follow=True))
    assert ahead.session("P-1").stage == SessionStage.CANCELLED


def test_the_secret_address_gives_the_own_sessions_until_it_is_ended(
    ahead: Town, city: City, client_as: ClientAs
) -> None:
    asn = client_as(Role.ASN, person=ahead.persons[0])
    page = text_of(asn.post(reverse("sessions:own-feed"), follow=True))
    address = page.split("<code")[1].split(">")[1].split("<")[0].replace("http://testserver", "")
    read = Calendar.from_ical(Client().get(address).content)
    assert {str(one["SUMMARY"]) for one in read.walk("VEVENT")} == {"Pelayanan", "Etika", "Inovasi"}
    assert Client().get(address.replace(".ics", "x.ics")).status_code == 404
    assert Client().get(address.replace(city.slug, "tidak-ada")).status_code == 404
    asn.post(reverse("sessions:own-feed"), {"akhiri": "1"})
    assert Client().get(address).status_code == 404


def test_one_page_says_whom_a_programme_has_reached_and_whom_not(ahead: Town, client_as: ClientAs) -> None:
    Session.objects.filter(code="E-1").update(stage=SessionStage.HELD)
    programme = ahead.session("E-1").programme_id
    page = reverse("sessions:reach") + f"?tentang=program-{programme}"
    officer = client_as(Role.PENGELOLA)
    reached = text_of(officer.get(f"{page}&jangkauan=reached"))
    assert "1–3 dari 3" in reached
    assert "Orang 02" in reached
    assert "Orang 03" not in reached


def test_what_a_new_plan_no_longer_runs_is_listed_and_not_dropped(town: Town, client_as: ClientAs) -> None:
    town.prepare()
    offering = town.session("E-1").offering
    type(offering).objects.filter(pk=offering.pk).update(is_held=False)
    page = text_of(client_as(Role.PENGELOLA).get(reverse("sessions:prepare")))
    assert "Tidak lagi dijalankan rencana" in page
    assert "E-1 Etika" in page
    listed = text_of(client_as(Role.PENGELOLA).get(reverse("sessions:list")))
    assert "1 sesi tidak lagi dijalankan rencana kota" in listed
