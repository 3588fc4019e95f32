"""Pages of programmes on real PostgreSQL: what a programme claims and costs, sessions, bad input."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from sibina.ground.cycles.api import Cycle
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.models import CostPart, Objective, Offering, Programme
from tests.conftest import make_city
from tests.modules.programmes.conftest import Shelf

ClientAs = Callable[..., Client]


def text_of(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def sheet(shelf: Shelf, **changes: str) -> dict[str, str]:
    """A sound programme as a browser sends it; `changes` spoil it."""
    typed = {
        "name": "Pelayanan Prima",
        "form": "workshop",
        "jp": "10",
        "min_participants": "10",
        "max_participants": "30",
        "is_active": "on",
        "revision": "0",
        "tujuan-TOTAL_FORMS": "2",
        "tujuan-INITIAL_FORMS": "0",
        "tujuan-0-competency": str(shelf.integrity.pk),
        "tujuan-0-from_level": "1",
        "tujuan-0-to_level": "2",
        "tujuan-0-gain": "0,6",
        "tujuan-0-gain_low": "0,3",
        "tujuan-0-gain_high": "0,9",
        "tujuan-0-source": "assumed",
        "tujuan-1-competency": "",
        "tujuan-1-from_level": "1",
        "tujuan-1-to_level": "2",
        "tujuan-1-source": "assumed",
        "biaya-TOTAL_FORMS": "2",
        "biaya-INITIAL_FORMS": "0",
        "biaya-0-kind": "speaker",
        "biaya-0-label": "Narasumber",
        "biaya-0-per": "session",
        "biaya-0-rupiah": "Rp 9.000.000",
        "biaya-1-kind": "meals",
        "biaya-1-label": "Makan",
        "biaya-1-per": "seat",
        "biaya-1-rupiah": "65000",
    }
    return typed | changes


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MITRA])
def test_everybody_of_the_city_reads_the_catalogue_with_its_costs(
    client_as: ClientAs, shelf: Shelf, role: Role
) -> None:
    client = client_as(role)
    assert "Komunikasi Efektif" in text_of(client, "programmes:list")
    text = text_of(client, "programmes:programme", shelf.programme.pk)
    for words in ("0,65", "0,40 – 0,90", "Asumsi", "Rp 19.400.000", "Rp 190.000", "KOM-01"):
        assert words in text
    assert ("Ubah program" in text) == (role == Role.PENGELOLA)
    assert "KOM-01" in text_of(client, "programmes:offerings")


def test_officer_writes_a_programme_with_objectives_and_costs(client_as: ClientAs, shelf: Shelf) -> None:
    answer = client_as(Role.PENGELOLA).post(reverse("programmes:new"), sheet(shelf))
    assert answer.status_code == 302
    made = Programme.objects.get(name="Pelayanan Prima")
    goal = Objective.objects.get(programme=made)
    assert (goal.gain, goal.gain_low, goal.gain_high) == (Decimal("0.60"), Decimal("0.30"), Decimal("0.90"))
    assert sorted(CostPart.objects.filter(programme=made).values_list("per", "rupiah")) == [
        ("seat", 65_000),
        ("session", 9_000_000),
    ]
    assert Event.objects.filter(verb="programmes.programme.added").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"biaya-0-rupiah": "-5"}, "Biaya tidak boleh kurang dari nol"),
        ({"biaya-0-rupiah": "mahal"}, "Tulis jumlah rupiah utuh"),
        ({"tujuan-0-competency": "", "tujuan-0-gain": ""}, "Program belum punya tujuan"),
        ({"tujuan-0-gain": "0", "tujuan-0-gain_low": "0"}, "Harus lebih dari nol"),
        ({"tujuan-0-gain": "1,5", "tujuan-0-gain_high": "2"}, "Melebihi jarak"),
        ({"tujuan-0-gain_low": "0,8"}, "di antara batas bawah dan batas atas"),
        ({"tujuan-0-to_level": "1"}, "Tingkat tujuan harus di atas tingkat asal"),
        ({"min_participants": "31"}, "Tidak boleh melebihi peserta paling banyak"),
        ({"jp": "0"}, "Jam pelajaran harus lebih dari nol"),
        ({"series_every": "2"}, "Tulis juga berapa kali setahun"),
        ({"series_times": "2"}, "Tulis juga setiap berapa bulan"),
        ({"series_every": "3", "series_times": "5"}, "tidak muat dari Februari sampai November"),
        ({"name": "KOMUNIKASI  EFEKTIF"}, "sudah ada"),
    ],
)
def test_impossible_programme_is_refused_and_what_was_typed_stays(
    client_as: ClientAs, shelf: Shelf, changes: dict[str, str], sentence: str
) -> None:
    typed = sheet(shelf, **changes)
    answer = client_as(Role.PENGELOLA).post(reverse("programmes:new"), typed)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in text
    for name in ("name", "biaya-0-rupiah", "biaya-1-label"):
        assert f'value="{typed[name]}"' in text
    assert Programme.objects.count() == 1


def test_same_competency_twice_is_refused(client_as: ClientAs, shelf: Shelf) -> None:
    row = {
        key.replace("-0-", "-1-"): value for key, value in sheet(shelf).items() if key.startswith("tujuan-0-")
    }
    text = client_as(Role.PENGELOLA).post(reverse("programmes:new"), sheet(shelf, **row)).content.decode()
    assert "hanya boleh ditulis satu kali" in text


def test_row_marked_for_removal_goes(client_as: ClientAs, shelf: Shelf) -> None:
    client = client_as(Role.PENGELOLA)
    client.post(reverse("programmes:new"), sheet(shelf))
    made = Programme.objects.get(name="Pelayanan Prima")
    typed = sheet(shelf) | {"biaya-1-DELETE": "on", "biaya-INITIAL_FORMS": "2", "tujuan-INITIAL_FORMS": "1"}
    typed["revision"] = "1"
    assert client.post(reverse("programmes:edit", args=[made.pk]), typed).status_code == 302
    assert [part.label for part in made.cost_parts.all()] == ["Narasumber"]


def session_form(**changes: str) -> dict[str, str]:
    typed = {
        "code": "KOM-02",
        "starts_on": "2027-04-05",
        "ends_on": "2027-04-06",
        "seats": "25",
        "min_seats": "12",
        "fixed_cost": "19.400.000",
        "seat_cost": "190.000",
        "venue": "Aula",
        "speaker_id": "",
        "counts_as_absence": "on",
    }
    return typed | changes


def test_officer_offers_a_session_filled_in_from_the_programme(client_as: ClientAs, shelf: Shelf) -> None:
    client = client_as(Role.PENGELOLA)
    address = reverse("programmes:offering-new", args=[shelf.programme.pk])
    text = client.get(address).content.decode()
    assert 'value="KOM-02"' in text
    assert 'value="19.400.000"' in text
    assert client.post(address, session_form()).status_code == 302
    made = Offering.objects.get(code="KOM-02")
    assert (made.fixed_cost, made.seat_cost, made.seats) == (19_400_000, 190_000, 25)
    assert Event.objects.filter(verb="programmes.session.offered").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2027-04-04"}, "Sesi berakhir sebelum dimulai"),
        ({"starts_on": "2026-12-30", "ends_on": "2026-12-31"}, "di tahun siklus yang terbuka"),
        ({"seat_cost": "-1"}, "Biaya tidak boleh kurang dari nol"),
        ({"seats": "5", "min_seats": "2"}, "lebih kecil daripada peserta paling sedikit"),
        ({"seats": "31"}, "lebih besar daripada peserta paling banyak"),
        ({"min_seats": "26"}, "lebih kecil daripada jumlah yang harus terisi"),
        ({"code": "KOM-01"}, "Kode ini sudah dipakai"),
        ({"starts_on": "kapan saja"}, "Tulis tanggal sebagai"),
    ],
)
def test_impossible_session_is_refused_and_what_was_typed_stays(
    client_as: ClientAs, shelf: Shelf, changes: dict[str, str], sentence: str
) -> None:
    typed = session_form(**changes)
    address = reverse("programmes:offering-new", args=[shelf.programme.pk])
    answer = client_as(Role.PENGELOLA).post(address, typed)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in text
    assert f'value="{typed["venue"]}"' in text
    assert f'value="{typed["starts_on"]}"' in text
    assert Offering.objects.count() == 1


def test_sessions_of_a_closed_year_stay(client_as: ClientAs, shelf: Shelf) -> None:
    Cycle.objects.filter(pk=shelf.cycle.pk).update(phase="closed", closed_on="2027-12-31")
    client = client_as(Role.PENGELOLA)
    text = client.post(
        reverse("programmes:offering-edit", args=[shelf.session.pk]), session_form(code="KOM-01")
    ).content.decode()
    assert "sudah ditutup" in text
    client.post(reverse("programmes:offering-withdraw", args=[shelf.session.pk]))
    shelf.session.refresh_from_db()
    assert shelf.session.seats == 20
    new = client.get(reverse("programmes:offering-new", args=[shelf.programme.pk]), follow=True)
    assert "Tidak ada tahun siklus yang terbuka" in new.content.decode()


def test_session_is_withdrawn_and_told_on_the_trail(client_as: ClientAs, shelf: Shelf) -> None:
    client_as(Role.PENGELOLA).post(reverse("programmes:offering-withdraw", args=[shelf.session.pk]))
    assert not Offering.objects.exists()
    assert Event.objects.get(verb="programmes.session.withdrawn").data["code"] == "KOM-01"


def test_starter_programmes_are_taken_by_choice_and_only_once(client_as: ClientAs, shelf: Shelf) -> None:
    client = client_as(Role.PENGELOLA)
    text = text_of(client, "programmes:starters")
    assert "Komunikasi Efektif" not in text, "the city has it already"
    assert "Etika Pemerintahan" in text
    client.post(reverse("programmes:starters"), {"program": ["ETP", "KOM"]})
    assert sorted(Programme.objects.values_list("name", flat=True)) == [
        "Etika Pemerintahan",
        "Komunikasi Efektif",
    ]
    nothing = client.post(reverse("programmes:starters"), {}).content.decode()
    assert "Belum ada program yang dipilih" in nothing


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PENGELOLA])
def test_only_the_officer_writes(client_as: ClientAs, shelf: Shelf, role: Role) -> None:
    client = client_as(role)
    addresses = [
        reverse("programmes:new"),
        reverse("programmes:starters"),
        reverse("programmes:edit", args=[shelf.programme.pk]),
        reverse("programmes:offering-new", args=[shelf.programme.pk]),
        reverse("programmes:offering-edit", args=[shelf.session.pk]),
        reverse("programmes:offering-withdraw", args=[shelf.session.pk]),
    ]
    assert {client.post(address, {}).status_code for address in addresses} == {403}


def test_other_city_neither_reads_nor_changes(client_as: ClientAs, shelf: Shelf, city: City) -> None:
    client = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert "Katalog masih kosong" in text_of(client, "programmes:list")
    assert client.get(reverse("programmes:programme", args=[shelf.programme.pk])).status_code == 404
    withdraw = reverse("programmes:offering-withdraw", args=[shelf.session.pk])
    assert client.post(withdraw).status_code == 404
    with city_context(city):
        assert Offering.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["programmes:list", "programmes:offerings", "programmes:starters", "programmes:new"]
)
def test_pages_ask_at_most_twelve_queries(
    client_as: ClientAs, shelf: Shelf, name: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_as(Role.PENGELOLA)
    client.get(reverse(name))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse(name))
