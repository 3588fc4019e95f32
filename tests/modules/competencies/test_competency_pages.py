"""Pages of competencies on real PostgreSQL: the dictionary, and standards that change by version only."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sibina.ground.competencies.actions import take_reference_competencies
from sibina.ground.competencies.models import Competency, LevelDescriptor, Standard
from sibina.ground.competencies.rules import national_competencies
from sibina.ground.people.models import Position
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.conftest import make_city
from tests.modules.competencies.conftest import AT, SINCE

ClientAs = Callable[..., Client]
Words = dict[str, Competency]


def text_of(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_taking_the_reference_twice_adds_nothing_and_keeps_what_the_city_wrote(
    city: City, words: Words
) -> None:
    Competency.objects.filter(code="INT").update(definition="Milik kota")
    assert take_reference_competencies(city=city, competencies=national_competencies(), at=AT) == []
    assert Competency.objects.get(code="INT").definition == "Milik kota"
    assert LevelDescriptor.objects.filter(competency__code="INT").count() == 5


@pytest.mark.parametrize("role", list(Role))
def test_everybody_reads_the_dictionary(client_as: ClientAs, words: Words, role: Role) -> None:
    client = client_as(role)
    assert "Perekat Bangsa" in text_of(client, "competencies:list", per=25)
    assert "Lima tingkat" in text_of(client, "competencies:competency", words["INT"].pk)


def test_officer_adds_a_technical_competency_with_its_levels(client_as: ClientAs, words: Words) -> None:
    typed = {
        "name": "Pengelolaan Arsip",
        "code": "ARS",
        "kind": "teknis",
        "is_active": "on",
        "level_1": "Mencatat.",
    }
    answer = client_as(Role.PENGELOLA).post(reverse("competencies:new"), typed)
    found = Competency.objects.get(code="ARS")
    assert answer.headers["Location"] == reverse("competencies:competency", args=[found.pk])
    assert [(row.level, row.text) for row in found.levels.all()] == [(1, "Mencatat.")]
    assert Event.objects.filter(verb="competencies.competency.added").count() == 1


def test_second_competency_of_one_name_is_refused_and_what_was_typed_stays(
    client_as: ClientAs, words: Words
) -> None:
    typed = {"name": "integritas", "kind": "teknis", "definition": "Yang saya tulis"}
    text = client_as(Role.PENGELOLA).post(reverse("competencies:new"), typed).content.decode()
    assert "sudah ada di kamus" in text
    assert "Yang saya tulis" in text
    assert Competency.objects.filter(name="integritas").count() == 0


def test_name_and_kind_of_a_national_competency_stay(client_as: ClientAs, words: Words) -> None:
    typed = {"name": "Lain", "kind": "teknis", "definition": "Baru", "is_active": "on", "level_1": "Jujur."}
    client_as(Role.PENGELOLA).post(reverse("competencies:edit", args=[words["INT"].pk]), typed)
    found = Competency.objects.get(pk=words["INT"].pk)
    assert (found.name, found.kind, found.definition) == ("Integritas", "manajerial", "Baru")


def standard_form(
    words: Words, levels: dict[str, int], day: str, basis: str = "Keputusan 12/2026"
) -> dict[str, str]:
    return {"valid_from": day, "legal_basis": basis} | {
        f"c{words[code].pk}": str(level) for code, level in levels.items()
    }


def holding(position: Position, day: date) -> dict[str, int]:
    rows = Standard.objects.filter(position=position, valid_from__lte=day).select_related("competency")
    return {row.competency.code: row.level for row in rows if row.valid_to is None or row.valid_to > day}


def test_new_standard_holds_from_its_day_and_the_old_one_stays_readable(
    client_as: ClientAs, words: Words, nurse: Position
) -> None:
    address = reverse("competencies:standard", args=[nurse.pk])
    typed = standard_form(words, {"INT": 2, "PPU": 2}, "01-07-2026")
    answer = client_as(Role.PENGELOLA).post(address, typed)
    assert answer.status_code == 302
    assert holding(nurse, date(2026, 6, 30)) == {"INT": 1, "LDG": 2}
    assert holding(nurse, date(2026, 7, 1)) == {"INT": 2, "PPU": 2}
    event = Event.objects.get(verb="competencies.standard.set")
    assert event.data["legal_basis"] == "Keputusan 12/2026"


@pytest.mark.parametrize(
    ("levels", "day", "basis", "sentence"),
    [
        ({"INT": 1, "LDG": 2}, "2026-07-01", "K", "sama dengan yang sudah berlaku"),
        ({"INT": 2}, "2019-01-01", "K", "Sudah ada versi yang berlaku sejak 1 Januari 2020"),
        ({}, "2026-07-01", "K", "Belum ada kompetensi yang disyaratkan"),
        ({"INT": 2}, "31-02-2026", "K", "Tulis tanggal sebagai"),
        ({"INT": 9}, "2026-07-01", "K", "Pilihan ini tidak ada dalam daftar"),
        ({"INT": 2}, "2026-07-01", "", "Dasar"),
    ],
)
def test_impossible_standard_is_refused_and_what_was_typed_stays(
    client_as: ClientAs,
    words: Words,
    nurse: Position,
    levels: dict[str, int],
    day: str,
    basis: str,
    sentence: str,
) -> None:
    address = reverse("competencies:standard", args=[nurse.pk])
    answer = client_as(Role.PENGELOLA).post(address, standard_form(words, levels, day, basis))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Belum dapat disimpan" in text
    assert sentence in text
    assert f'value="{day}"' in text
    assert Standard.objects.count() == 2
    assert not Standard.objects.exclude(valid_from=SINCE).exists()


def test_form_is_filled_by_class_of_position_with_its_basis(
    client_as: ClientAs, words: Words, nurse: Position
) -> None:
    Position.objects.filter(pk=nurse.pk).update(position_class="administrator")
    text = text_of(client_as(Role.PENGELOLA), "competencies:standard", nurse.pk, isi="jenjang")
    assert "38/2017" in text
    assert text.count('<option value="3" selected>') == 9


def test_position_page_shows_versions_with_their_basis(
    client_as: ClientAs, words: Words, nurse: Position
) -> None:
    text = text_of(client_as(Role.ANALIS), "competencies:position", nurse.pk)
    assert "Literasi Digital" in text
    assert "Keputusan lama" in text
    assert "Sejak 1 Januari 2020" in text
    assert "Tetapkan versi baru" not in text


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PENGELOLA])
def test_only_the_officer_changes_the_dictionary_and_standards(
    client_as: ClientAs, words: Words, nurse: Position, role: Role
) -> None:
    client = client_as(role)
    for address in (
        reverse("competencies:new"),
        reverse("competencies:reference"),
        reverse("competencies:edit", args=[words["INT"].pk]),
        reverse("competencies:standard", args=[nurse.pk]),
    ):
        assert client.post(address, {"name": "X"}).status_code == 403
    assert Competency.objects.count() == len(words)


def test_other_city_neither_reads_nor_changes(
    client_as: ClientAs, words: Words, nurse: Position, city: City
) -> None:
    client = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    for name, pk in (("competency", words["INT"].pk), ("edit", words["INT"].pk), ("position", nurse.pk)):
        assert client.get(reverse(f"competencies:{name}", args=[pk])).status_code == 404
    typed = standard_form(words, {"INT": 5}, "2026-07-01")
    assert client.post(reverse("competencies:standard", args=[nurse.pk]), typed).status_code == 404
    with city_context(city):
        assert holding(nurse, date(2026, 7, 1)) == {"INT": 1, "LDG": 2}


def test_empty_dictionary_is_filled_by_one_button(client_as: ClientAs, city: City) -> None:
    client = client_as(Role.PENGELOLA)
    assert "Kamus masih kosong" in text_of(client, "competencies:list")
    assert client.post(reverse("competencies:reference")).status_code == 302
    assert Competency.objects.filter(is_national=True).count() == 9
