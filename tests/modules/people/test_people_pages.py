"""Pages of people on real PostgreSQL: who sees whom, searching, the tree of units on a day."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sibina.ground.people.models import PersonNumber, Sector, Unit
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.conftest import make_city
from tests.modules.people.conftest import Town

ClientAs = Callable[..., Client]


def page(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_officer_sees_everybody_with_position_unit_and_office(client_as: ClientAs, town: Town) -> None:
    text = page(client_as(Role.PENGELOLA), "people:list")
    for words in ("Rina Siregar", "199001012015012901", "Perawat Terampil", "Puskesmas Kota", "Budi Lubis"):
        assert words in text
    assert "Dinas Kesehatan" in text


@pytest.mark.parametrize(
    ("query", "found", "not_found"),
    [
        ({"q": "siregar"}, "Rina Siregar", "Budi Lubis"),
        ({"q": "198801"}, "Budi Lubis", "Rina Siregar"),
        ({"jenjang": "ahli_muda"}, "Budi Lubis", "Rina Siregar"),
        ({"asn": "cpns"}, "Tono Wijaya", "Rina Siregar"),
        ({"aktif": "ya"}, "Rina Siregar", "Tidak ada"),
    ],
)
def test_list_is_searched_and_narrowed(
    client_as: ClientAs, town: Town, query: dict[str, str], found: str, not_found: str
) -> None:
    text = page(client_as(Role.PENGELOLA), "people:list", **query)
    assert found in text
    assert not_found not in text


def test_list_narrows_to_an_office_and_then_offers_its_units(client_as: ClientAs, town: Town) -> None:
    client = client_as(Role.PENGELOLA)
    office = page(client, "people:list", opd=town.health.pk)
    assert "Rina Siregar" in office
    assert "Budi Lubis" not in office
    assert 'name="unit"' in office
    unit = page(client, "people:list", opd=town.health.pk, unit=town.health.pk)
    assert "Rina Siregar" not in unit


def test_person_with_two_numbers_is_one_row(client_as: ClientAs, town: Town, city: City) -> None:
    PersonNumber.objects.create(city=city, person=town.rina, number="199001012015012902", is_current=False)
    text = page(client_as(Role.PENGELOLA), "people:list", q="Rina")
    assert text.count("Rina Siregar") == 1


def test_export_holds_the_rows_of_the_screen_with_nip_as_text(client_as: ClientAs, town: Town) -> None:
    answer = client_as(Role.PENGELOLA).get(reverse("people:list"), {"q": "siregar", "unduh": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    flat = [str(cell) for row in rows for cell in row]
    assert "199001012015012901" in flat
    assert "Budi Lubis" not in flat


def test_head_of_office_sees_the_own_office_only(client_as: ClientAs, town: Town) -> None:
    client = client_as(Role.KEPALA_OPD, unit=town.health)
    text = page(client, "people:list")
    assert "Rina Siregar" in text
    assert "Budi Lubis" not in text
    assert client.get(reverse("people:person", args=[town.budi.pk])).status_code == 404
    assert client.get(reverse("people:person", args=[town.rina.pk])).status_code == 200
    assert "Dinas Pendidikan" not in page(client, "people:units")


def test_asn_sees_the_own_page_and_nobody_elses(client_as: ClientAs, town: Town) -> None:
    client = client_as(Role.ASN, person=town.rina)
    assert "Riwayat jabatan" in page(client, "people:person", town.rina.pk)
    assert client.get(reverse("people:person", args=[town.budi.pk])).status_code == 404
    assert client.get(reverse("people:list")).status_code == 403
    assert client.get(reverse("people:units")).status_code == 403


def test_person_page_tells_the_postings_in_order(client_as: ClientAs, town: Town) -> None:
    text = page(client_as(Role.ANALIS), "people:person", town.rina.pk)
    assert text.index("Puskesmas Kota, Dinas Kesehatan") < text.rindex("1 Jan 2020")
    assert "sekarang" in text


def test_newly_appointed_are_a_list_by_themselves(client_as: ClientAs, town: Town) -> None:
    text = page(client_as(Role.PENGELOLA), "people:new")
    assert "Tono Wijaya" in text
    assert "Rina Siregar" not in text


def test_offices_are_those_of_the_day_asked_for_and_mergers_are_told(client_as: ClientAs, town: Town) -> None:
    client = client_as(Role.PIMPINAN)
    row = 'href="{}'.format
    former, schools = (reverse("people:unit", args=[one.pk]) for one in (town.former, town.schools))
    today = page(client, "people:units")
    assert row(schools) in today
    assert row(former) not in today
    assert "Dinas Sekolah" in today, "as a merger of the past"
    before = page(client, "people:units", per="2023-06-30")
    assert row(former) in before
    assert row(schools) not in before
    assert "30 Juni 2023" in page(client, "people:units", per="30-06-2023")


def test_unit_page_shows_what_hangs_below_and_where_it_came_from(client_as: ClientAs, town: Town) -> None:
    client = client_as(Role.ANALIS)
    health = page(client, "people:unit", town.health.pk)
    assert "Puskesmas Kota" in health
    assert "2 pegawai aktif" in health
    assert "Dinas Sekolah" in page(client, "people:unit", town.schools.pk)
    assert "tidak ada pada" in page(client, "people:unit", town.former.pk)
    head = client_as(Role.KEPALA_OPD, unit=town.health)
    assert head.get(reverse("people:unit", args=[town.schools.pk])).status_code == 404
    assert head.get(reverse("people:unit", args=[town.ward.pk])).status_code == 200


def test_people_are_counted_where_their_unit_will_go(client_as: ClientAs, town: Town, city: City) -> None:
    union = Unit.objects.create(
        city=city, key="dinas gabungan", name="Dinas Gabungan", valid_from=date(2090, 1, 1)
    )
    Unit.objects.filter(pk=town.schools.pk).update(valid_to=date(2090, 1, 1), successor=union)
    client = client_as(Role.PENGELOLA)
    text = client.get(reverse("people:unit", args=[union.pk]), {"per": "2090-01-01"}).content.decode()
    assert "1 pegawai aktif" in text


def test_day_that_is_none_is_named_and_today_is_shown(client_as: ClientAs, town: Town) -> None:
    text = page(client_as(Role.PIMPINAN), "people:units", per="31-02-2023")
    assert "Tulis tanggal sebagai hari-bulan-tahun" in text
    assert "31-02-2023" in text


def test_positions_are_listed_with_their_holders(client_as: ClientAs, town: Town) -> None:
    text = page(client_as(Role.ANALIS), "people:positions", q="perawat")
    assert "Perawat Terampil" in text
    assert "Guru Ahli Muda" not in text
    assert ">2<" in text.replace(" ", "")


@pytest.mark.parametrize("name", ["people:list", "people:units", "people:positions"])
def test_in_an_empty_city_the_officer_is_led_to_the_upload_and_nobody_else(
    client_as: ClientAs, city: City, name: str
) -> None:
    upload = reverse("intake:upload")
    assert f'href="{upload}"' in page(client_as(Role.PENGELOLA), name)
    for_leader = page(client_as(Role.PIMPINAN), name)
    assert "Belum ada" in for_leader
    assert upload not in for_leader


def test_weight_of_a_sector_is_changed_with_a_reason_and_told_on_the_trail(
    client_as: ClientAs, town: Town
) -> None:
    client = client_as(Role.PENGELOLA)
    sector = Sector.objects.get(key="kesehatan")
    answer = client.post(
        reverse("people:sector", args=[sector.pk]),
        {"name": "Kesehatan", "weight": "2,5", "reason": "Antrean rumah sakit"},
    )
    assert answer.status_code == 302
    sector.refresh_from_db()
    assert str(sector.weight) == "2.50"
    event = Event.objects.get(verb="people.sector.weighed")
    assert event.data["before"]["weight"] == "1.50"
    assert event.data["after"] == {"weight": "2.5", "reason": "Antrean rumah sakit"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "Baru", "weight": "2", "reason": " "}, "Tulis alasannya"),
        ({"name": "Baru", "weight": "-1", "reason": "x"}, "Bobot paling kecil 0,1"),
        ({"name": "Baru", "weight": "11", "reason": "x"}, "Bobot paling besar 10"),
        ({"name": "KESEHATAN", "weight": "1", "reason": ""}, "sudah ada"),
    ],
)
def test_impossible_sector_is_refused_and_what_was_typed_stays(
    client_as: ClientAs, town: Town, typed: dict[str, str], sentence: str
) -> None:
    text = client_as(Role.PENGELOLA).post(reverse("people:sector-new"), typed).content.decode()
    assert sentence in text
    assert f'value="{typed["name"]}"' in text
    assert Sector.objects.count() == 1


@pytest.mark.parametrize("role", [Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT])
def test_readers_see_sectors_but_do_not_weigh_them(client_as: ClientAs, town: Town, role: Role) -> None:
    client = client_as(role)
    assert "Pasien" in page(client, "people:sectors")
    sector = Sector.objects.get()
    address = reverse("people:sector", args=[sector.pk])
    assert client.get(address).status_code == 403
    assert client.post(address, {"name": "X", "weight": "1"}).status_code == 403


def test_officer_of_another_city_finds_nobody_and_nothing(
    client_as: ClientAs, town: Town, city: City
) -> None:
    other = make_city("Kota Lain")
    client = client_as(Role.PENGELOLA, city=other)
    assert "Belum ada pegawai" in page(client, "people:list")
    assert client.get(reverse("people:person", args=[town.rina.pk])).status_code == 404
    with city_context(city):
        sector = Sector.objects.get()
    answer = client.post(
        reverse("people:sector", args=[sector.pk]), {"name": "Milik saya", "weight": "1", "reason": ""}
    )
    assert answer.status_code == 404
    with city_context(city):
        assert Sector.objects.get().name == "Kesehatan"


@pytest.mark.parametrize(
    "name", ["people:list", "people:new", "people:units", "people:positions", "people:sectors"]
)
def test_list_pages_ask_at_most_twelve_queries(
    client_as: ClientAs, town: Town, name: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_as(Role.PENGELOLA)
    client.get(reverse(name))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse(name))


def test_stranger_is_sent_to_the_log_in(town: Town) -> None:
    answer = Client().get(reverse("people:list"))
    assert answer.status_code == 302
    assert "/akun/" in answer.headers["Location"]
