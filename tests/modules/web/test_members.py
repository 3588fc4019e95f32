"""Members of a city: officers give log-ins, each sets the own password, and the city never loses its last officer."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from sibina.ground.people.api import Membership, Person, PersonNumber, Unit, keep_present
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.web.members.actions import end_member
from sibina.web.members.types import LastOfficer
from tests.conftest import make_city

ClientAs = Callable[..., Client]
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
NIP = "199001012015032001"
TYPED = {"login": "budi@kota.go.id", "full_name": "Budi Santosa", "role": "analis", "unit": "", "number": ""}
PASSWORD = "Sandi-Baru-Yang-Panjang-1"


@pytest.fixture
def officer(client_as: ClientAs) -> Client:
    return client_as(Role.PENGELOLA)


def link_in(answer: object) -> str:
    found = re.search(r'value="http://[^/]+(/akun/password/reset/key/[^"]+)"', answer.content.decode())  # type: ignore[attr-defined]
    assert found, "the page shows no link"
    return found[1]


def set_password(link: str) -> int:
    """What the person does with the link; how the last page answered."""
    visitor = Client()
    page = visitor.get(link, follow=True)
    form = page.redirect_chain[-1][0] if page.redirect_chain else link
    if "password1" not in page.content.decode():
        assert "Tautan ini tidak berlaku lagi" in page.content.decode()
        return 0
    return visitor.post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code


def log_in(name: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    return client


def test_a_new_member_sets_the_own_password_by_a_link_shown_once_and_gets_in(
    officer: Client, city: City
) -> None:
    answer = officer.post(reverse("web:member-new"), TYPED)
    link = link_in(answer)
    assert "no-store" in answer["Cache-Control"]
    made = Membership.objects.get(user__username="budi@kota.go.id")
    assert not made.user.has_usable_password()
    assert set_password(link) == 302
    assert log_in("budi@kota.go.id").get(reverse("people:list")).status_code == 200
    assert set_password(link) == 0, "the link worked twice"
    told = Event.objects.get(verb="web.member.added").data
    assert told["login"] == "budi@kota.go.id"
    assert told["role"] == "analis"
    assert Event.objects.filter(verb="web.member.invited").count() == 1
    assert "Budi Santosa" in officer.get(reverse("web:members")).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": "kepala_opd"}, "Pilih OPD yang dipimpinnya."),
        ({"role": "asn"}, "Tulis NIP orangnya"),
        ({"role": "asn", "number": "111"}, "Tidak ada pegawai kota ini dengan NIP itu."),
        ({"role": ""}, "Pilih perannya"),
        ({"login": "budi santosa"}, "Pakai huruf, angka, titik"),
        ({"login": "ORANG.LAIN"}, "Nama masuk ini sudah dipakai."),
    ],
)
def test_a_member_without_what_the_role_needs_is_refused_and_what_was_typed_stays(
    officer: Client, changes: dict[str, str], sentence: str
) -> None:
    User.objects.create_user("orang.lain")
    text = officer.post(reverse("web:member-new"), TYPED | changes).content.decode()
    assert sentence in text
    assert 'value="Budi Santosa"' in text
    assert not Membership.objects.filter(role="analis").exists()


def test_a_head_speaks_for_an_office_and_an_asn_for_oneself(officer: Client, city: City) -> None:
    office = Unit.objects.create(city=city, key="d", name="Dinas Uji", valid_from=date(2020, 1, 1))
    person = Person.objects.create(
        city=city, name="Siti", sex="F", birth_date=AT, employment="pns", legal_standing="Aktif"
    )
    PersonNumber.objects.create(city=city, person=person, number=NIP)
    keep_present(city=city)
    officer.post(
        reverse("web:member-new"), TYPED | {"login": "k", "role": "kepala_opd", "unit": str(office.pk)}
    )
    spaced = f"{NIP[:8]} {NIP[8:14]} {NIP[14:]}"
    officer.post(reverse("web:member-new"), TYPED | {"login": "s", "role": "asn", "number": spaced})
    assert Membership.objects.get(user__username="k").unit == office
    assert Membership.objects.get(user__username="s").person == person


def test_a_member_of_the_city_may_hold_a_second_role_but_not_the_same_twice(officer: Client) -> None:
    officer.post(reverse("web:member-new"), TYPED)
    again = officer.post(reverse("web:member-new"), TYPED).content.decode()
    assert "sudah memegang peran itu" in again
    officer.post(reverse("web:member-new"), TYPED | {"role": "inspektorat"})
    assert Membership.objects.filter(user__username="budi@kota.go.id").count() == 2


def test_a_role_is_changed_and_ended_with_a_trail(officer: Client) -> None:
    officer.post(reverse("web:member-new"), TYPED)
    made = Membership.objects.get(user__username="budi@kota.go.id")
    officer.post(reverse("web:member", args=[made.pk]), {"role": "pimpinan", "unit": "", "number": ""})
    made.refresh_from_db()
    assert made.role == "pimpinan"
    assert Event.objects.get(verb="web.member.changed").data["before"]["role"] == "analis"
    officer.post(reverse("web:member-end", args=[made.pk]))
    assert not Membership.objects.filter(pk=made.pk).exists()
    assert Event.objects.get(verb="web.member.ended").data["login"] == "budi@kota.go.id"


def test_who_is_ended_gets_nowhere_from_the_next_request_on(officer: Client) -> None:
    set_password(link_in(officer.post(reverse("web:member-new"), TYPED)))
    member = log_in("budi@kota.go.id")
    assert member.get(reverse("people:list")).status_code == 200
    officer.post(
        reverse("web:member-end", args=[Membership.objects.get(user__username="budi@kota.go.id").pk])
    )
    assert member.get(reverse("people:list")).status_code == 403


def test_the_last_officer_is_neither_ended_nor_given_another_role(officer: Client, city: City) -> None:
    own = Membership.objects.get(role=Role.PENGELOLA)
    page = officer.post(reverse("web:member-end", args=[own.pk]), follow=True).content.decode()
    assert "Ini pengelola terakhir" in page
    page = officer.post(
        reverse("web:member", args=[own.pk]), {"role": "analis", "unit": "", "number": ""}
    ).content.decode()
    assert "Ini pengelola terakhir" in page
    assert Membership.objects.get(pk=own.pk).role == "pengelola"


def test_an_officer_whose_log_in_is_shut_does_not_count_as_another_officer(
    officer: Client, city: City
) -> None:
    own = Membership.objects.get(role=Role.PENGELOLA)
    shut = User.objects.create_user("tutup", is_active=False)
    Membership.objects.create(city=city, user=shut, role=Role.PENGELOLA)
    with pytest.raises(LastOfficer):
        end_member(member=own, by=own.user, at=AT)
    other = User.objects.create_user("lain")
    Membership.objects.create(city=city, user=other, role=Role.PENGELOLA)
    end_member(member=own, by=other, at=AT)
    assert not Membership.objects.filter(pk=own.pk).exists()


def test_another_citys_officer_neither_sees_nor_touches_a_member(
    officer: Client, client_as: ClientAs
) -> None:
    officer.post(reverse("web:member-new"), TYPED)
    made = Membership.objects.get(user__username="budi@kota.go.id")
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert "budi@kota.go.id" not in stranger.get(reverse("web:members")).content.decode()
    assert stranger.get(reverse("web:member", args=[made.pk])).status_code == 404
    for name in ("web:member-end", "web:member-invite"):
        assert stranger.post(reverse(name, args=[made.pk])).status_code == 404
    taken = stranger.post(reverse("web:member-new"), TYPED).content.decode()
    assert "sudah dipakai" in taken


def test_no_link_is_made_for_a_log_in_that_is_at_home_in_another_city_too(
    officer: Client, city: City
) -> None:
    officer.post(reverse("web:member-new"), TYPED)
    made = Membership.objects.get(user__username="budi@kota.go.id")
    other = make_city("Kota Lain")
    with city_context(other):
        Membership.objects.create(city=other, user=made.user, role=Role.PENGELOLA)
    page = officer.post(reverse("web:member-invite", args=[made.pk]), follow=True).content.decode()
    assert "juga bertugas di kota lain" in page
    assert Event.objects.filter(verb="web.member.invited").count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PENGELOLA])
def test_nobody_but_an_officer_changes_members(client_as: ClientAs, role: Role) -> None:
    client = client_as(role)
    assert client.get(reverse("web:member-new")).status_code == 403
    assert client.post(reverse("web:member-new"), TYPED).status_code == 403
    assert client.get(reverse("web:members")).status_code == (200 if role == Role.INSPEKTORAT else 403)


def test_a_place_that_is_none_is_chosen_by_nobody_and_the_page_goes_on(
    client_as: Callable[..., Client],
) -> None:
    for chosen in ("²", "bukan", "9" * 30, ""):
        assert client_as(Role.PENGELOLA).post("/kota/", {"membership": chosen}).status_code == 302
