"""An office merges into another: seen before it is done, dated, on the trail, and undone by nobody else's hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sibina.ground.people.actions import keep_present
from sibina.ground.people.models import Person, Position, Posting, Unit
from sibina.ground.people.reads import get_unit_tree
from sibina.ground.people.types import Sight
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.conftest import make_city

ClientAs = Callable[..., Client]
SINCE = date(2020, 1, 1)
PAST, AHEAD = date(2026, 1, 1), date(2999, 1, 1)


@dataclass
class Offices:
    leaving: Unit
    staying: Unit
    person: Person


def make_unit(city: City, name: str, parent: Unit | None = None) -> Unit:
    key = f"{parent.name} / {name}".casefold() if parent else name.casefold()
    return Unit.objects.create(city=city, key=key, name=name, parent=parent, office=parent, valid_from=SINCE)


@pytest.fixture
def offices(city: City) -> Offices:
    """Dinas A (Sekretariat, Bidang A with one person) and Dinas B (Sekretariat)."""
    leaving, staying = make_unit(city, "Dinas A"), make_unit(city, "Dinas B")
    make_unit(city, "Sekretariat", leaving)
    make_unit(city, "Sekretariat", staying)
    person = Person.objects.create(
        city=city, name="Orang Uji", sex="F", birth_date=SINCE, employment="pns", legal_standing="Aktif"
    )
    position = Position.objects.create(
        city=city, key="analis", name="Analis", kind="fungsional", position_class="ahli_pertama"
    )
    Posting.objects.create(
        city=city,
        person=person,
        unit=make_unit(city, "Bidang A", leaving),
        position=position,
        valid_from=SINCE,
    )
    keep_present(city=city)
    return Offices(leaving, staying, person)


def typed(offices: Offices, day: date, **more: str) -> dict[str, str]:
    return {"into": str(offices.staying.pk), "day": day.isoformat(), "basis": "Perda 4/2026", **more}


def merge(client: Client, offices: Offices, day: date, **more: str) -> str:
    address = reverse("people:merge", args=[offices.leaving.pk])
    return client.post(address, typed(offices, day, **more), follow=True).content.decode()


def names(day: date) -> dict[str, list[str]]:
    return {
        office.name: [unit.name for unit in office.children]
        for office in get_unit_tree(sight=Sight(), day=day, today=timezone.localdate())
    }


def test_what_would_happen_is_shown_before_anything_is_done(client_as: ClientAs, offices: Offices) -> None:
    officer = client_as(Role.PENGELOLA)
    page = officer.get(reverse("people:unit", args=[offices.leaving.pk])).content.decode()
    assert reverse("people:merge", args=[offices.leaving.pk]) in page
    shown = merge(officer, offices, PAST)
    assert "menyatu dengan Sekretariat yang sudah ada" in shown
    assert "unit baru bernama sama di bawah Dinas B" in shown
    assert "1 pegawai aktif dipindahkan" in shown
    assert not Unit.objects.exclude(valid_to=None).exists()


def test_a_merger_of_a_day_that_has_come_moves_units_and_people(
    client_as: ClientAs, offices: Offices
) -> None:
    told = merge(client_as(Role.PENGELOLA), offices, PAST, setuju="1")
    assert "Dinas A bergabung ke Dinas B: 3 unit berakhir, 1 penempatan dipindahkan." in told
    assert names(date(2025, 12, 31)) == {"Dinas A": ["Bidang A", "Sekretariat"], "Dinas B": ["Sekretariat"]}
    assert names(PAST) == {"Dinas B": ["Bidang A", "Sekretariat"]}
    before, after = Posting.objects.filter(person=offices.person).order_by("valid_from")
    assert (before.valid_to, before.unit.office) == (PAST, offices.leaving)
    assert (after.valid_from, after.unit.office, after.valid_to) == (PAST, offices.staying, None)
    event = Event.objects.get(verb="people.office.merged")
    assert event.data["basis"] == "Perda 4/2026"
    assert (event.data["ended"], event.data["made"], event.data["moved"]) == (3, 1, 1)


def test_a_merger_still_to_come_changes_the_tree_of_that_day_and_moves_nobody_yet(
    client_as: ClientAs, offices: Offices
) -> None:
    officer = client_as(Role.PENGELOLA)
    assert "Mereka pindah saat data ASN pertama" in merge(officer, offices, AHEAD)
    merge(officer, offices, AHEAD, setuju="1")
    today = timezone.localdate()
    assert names(today) == {"Dinas A": ["Bidang A", "Sekretariat"], "Dinas B": ["Sekretariat"]}
    assert names(AHEAD) == {"Dinas B": ["Bidang A", "Sekretariat"]}
    assert Posting.objects.filter(valid_to=None).count() == 1
    again = merge(officer, offices, AHEAD, setuju="1")
    assert "sudah dijadwalkan bergabung" in again or "tidak ada pada hari itu" in again
    assert Event.objects.filter(verb="people.office.merged").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "2020-01-01"}, "Ada unit yang baru mulai pada hari itu"),
        ({"day": "2019-01-01"}, "OPD ini tidak ada pada hari itu"),
        ({"day": ""}, "Tulis hari mulai berlakunya"),
        ({"basis": ""}, "Tulis keputusan"),
        ({"into": ""}, "Pilih OPD yang meneruskan"),
    ],
)
def test_an_impossible_merger_is_refused_with_its_reason(
    client_as: ClientAs, offices: Offices, changes: dict[str, str], sentence: str
) -> None:
    address = reverse("people:merge", args=[offices.leaving.pk])
    sent = typed(offices, PAST, setuju="1") | changes
    assert sentence in client_as(Role.PENGELOLA).post(address, sent).content.decode()
    assert not Unit.objects.exclude(valid_to=None).exists()


def test_only_an_officer_of_the_own_city_merges_and_only_offices(
    client_as: ClientAs, offices: Offices, city: City
) -> None:
    address = reverse("people:merge", args=[offices.leaving.pk])
    below = reverse("people:merge", args=[Unit.objects.filter(parent=offices.leaving)[0].pk])
    assert client_as(Role.PENGELOLA).get(below).status_code == 404
    for role in Role:
        if role != Role.PENGELOLA:
            assert client_as(role).post(address, typed(offices, PAST, setuju="1")).status_code == 403
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert stranger.post(address, typed(offices, PAST, setuju="1")).status_code == 404
    with city_context(city):
        assert not Unit.objects.exclude(valid_to=None).exists()
