"""What a person is told: once, on the own page, and by e-mail where there is an address."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from sibina.ground.notices.actions import SEND_MAILS, send_due_mails, tell
from sibina.ground.notices.models import Notice
from sibina.ground.notices.types import Message
from sibina.ground.people.models import Membership, Person
from sibina.lib.access import Role
from sibina.lib.jobs.api import Job, run_job
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.conftest import log_in, make_city

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def person(city: City, name: str = "Orang Uji") -> Person:
    return Person.objects.create(
        city=city, name=name, sex="F", birth_date=date(1990, 1, 1), employment="pns", legal_standing="Aktif"
    )


def say(city: City, *people: Person, **more: Any) -> None:
    invitation = Message(
        "uji", "Undangan: Komunikasi", "Jawab paling lambat 30 November.", "/sesi/1/", **more
    )
    tell(city=city, people=[one.pk for one in people], message=invitation, at=AT)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_is_told_sees_it_and_opening_it_is_reading_it(city: City) -> None:
    me = person(city)
    say(city, me)
    client = log_in(city, Role.ASN, person=me)
    assert "Undangan: Komunikasi" in page(client, "/pesan/?keadaan=baru")
    with city_context(city):
        notice = Notice.objects.get()
    opened = page(client, f"/pesan/{notice.pk}/")
    assert "Jawab paling lambat 30 November." in opened
    assert 'href="/sesi/1/"' in opened
    assert "Undangan: Komunikasi" not in page(client, "/pesan/?keadaan=baru")
    assert "Undangan: Komunikasi" in page(client, "/pesan/?keadaan=terbaca")


def test_a_notice_is_nobody_elses(city: City) -> None:
    me, other = person(city), person(city, "Orang Lain")
    say(city, me)
    with city_context(city):
        notice = Notice.objects.get()
    for client in (
        log_in(city, Role.ASN, person=other),
        log_in(city, Role.PENGELOLA),
        log_in(make_city("Kota Lain"), Role.ASN),
    ):
        assert client.get(f"/pesan/{notice.pk}/").status_code == 404
        assert "Undangan: Komunikasi" not in page(client, "/pesan/")


def test_everything_is_marked_as_read_in_one_step_and_only_ones_own(city: City) -> None:
    me, other = person(city), person(city, "Orang Lain")
    say(city, me, other)
    say(city, me)
    log_in(city, Role.ASN, person=me).post("/pesan/terbaca/")
    with city_context(city):
        assert list(Notice.objects.filter(read_at=None).values_list("person_id", flat=True)) == [other.pk]


def test_the_same_reminder_is_told_once_and_another_again(city: City) -> None:
    me = person(city)
    for key in ("sesi 1", "sesi 1", "sesi 2"):
        say(city, me, key=key)
    say(city, me, me)
    with city_context(city):
        assert sorted(Notice.objects.values_list("key", flat=True)) == ["", "sesi 1", "sesi 2"]


def test_mails_go_to_those_who_have_an_address_once(city: City, settings: Any) -> None:
    settings.MAILS_NOTICES, settings.SITE_ADDRESS = True, "https://sibina.contoh.go.id"
    me, nobody = person(city), person(city, "Tanpa Akun")
    log_in(city, Role.ASN, person=me)
    say(city, me, nobody)
    tell(city=city, people=[me.pk], message=Message("uji", "Sesi batal"), at=AT)
    with city_context(city):
        job = Job.objects.get(kind=SEND_MAILS)
    run_job(city_id=city.pk, job_id=job.pk)
    with city_context(city):
        address = Membership.objects.get(person=me).user.email
        assert Job.objects.get(pk=job.pk).state == Job.State.DONE
        assert send_due_mails(site="", at=AT + timedelta(hours=1)) == 0
        assert Notice.objects.filter(mailed_at=None).get().person == nobody
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([address], "Undangan: Komunikasi"),
        ([address], "Sesi batal"),
    ]
    assert "https://sibina.contoh.go.id/sesi/1/" in mail.outbox[0].body


def test_without_a_mail_server_nothing_is_due(city: City) -> None:
    say(city, person(city))
    with city_context(city):
        assert not Notice.objects.filter(mail_due=True).exists()
        assert not Job.objects.exists()


@pytest.mark.parametrize("role", [Role.MITRA, Role.PIMPINAN, Role.INSPEKTORAT])
def test_roles_behind_which_no_person_stands_have_no_notices(city: City, role: Role) -> None:
    assert log_in(city, role).get("/pesan/").status_code == 403
