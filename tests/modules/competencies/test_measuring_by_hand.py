"""One measurement of a person, written by hand: proof and rater asked for, nothing overwritten."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sibina.ground.competencies.models import Competency, Measurement
from sibina.ground.people.models import Person, Position, Posting, Unit
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.models import City
from tests.conftest import make_city

ClientAs = Callable[..., Client]


@pytest.fixture
def person(city: City, nurse: Position) -> Person:
    made = Person.objects.create(
        city=city, name="Orang Uji", sex="F", birth_date=date(1990, 1, 1), employment="pns",
        legal_standing="Aktif",
    )  # fmt: skip
    unit = Unit.objects.create(city=city, key="rsud", name="RSUD", valid_from=date(2020, 1, 1))
    Posting.objects.create(city=city, person=made, unit=unit, position=nurse, valid_from=date(2020, 1, 1))
    return made


@pytest.fixture
def typed(words: dict[str, Competency]) -> dict[str, str]:
    return {
        "competency": str(words["INT"].pk),
        "level": "3",
        "method": "assessment",
        "measured_on": "2026-01-02",
        "rater": "Pusat Penilaian Provinsi",
        "purpose": "Promosi",
        "evidence": "LHP 12/2026",
    }


def test_a_finding_is_added_with_its_proof_and_the_trail(
    client_as: ClientAs, person: Person, typed: dict[str, str]
) -> None:
    officer = client_as(Role.PENGELOLA)
    address = reverse("competencies:measure", args=[person.pk])
    assert address in officer.get(reverse("people:person", args=[person.pk])).content.decode()
    page = officer.get(address).content.decode()
    assert page.index("Dituntut jabatannya") < page.index("Lainnya")
    answer = officer.post(address, typed, follow=True)
    assert "Hasil ukur dicatat" in answer.content.decode()
    made = Measurement.objects.get(person=person)
    assert (made.level, made.method, made.rater, made.evidence) == (
        3,
        "assessment",
        "Pusat Penilaian Provinsi",
        "LHP 12/2026",
    )
    assert made.recorded_by is not None
    assert Event.objects.get(verb="competencies.measurement.recorded").data["level"] == 3


def test_a_second_finding_stands_beside_the_first(
    client_as: ClientAs, person: Person, typed: dict[str, str]
) -> None:
    officer = client_as(Role.PENGELOLA)
    address = reverse("competencies:measure", args=[person.pk])
    officer.post(address, typed)
    officer.post(address, typed | {"level": "2", "measured_on": "2026-01-05"})
    assert sorted(Measurement.objects.values_list("level", flat=True)) == [2, 3]
    again = officer.post(address, typed).content.decode()
    assert "sudah tercatat" in again
    assert Measurement.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"evidence": ""}, "Tulis buktinya"),
        ({"rater": ""}, "Tulis penilainya"),
        ({"level": "6"}, "Pilih tingkat 1 sampai 5"),
        ({"measured_on": "2999-01-01"}, "Tanggalnya belum tiba"),
        ({"measured_on": "kemarin"}, "Tulis tanggal sebagai hari-bulan-tahun"),
        ({"method": ""}, "Pilih cara mengukurnya"),
    ],
)
def test_an_impossible_finding_is_refused_and_what_was_typed_stays(
    client_as: ClientAs, person: Person, typed: dict[str, str], changes: dict[str, str], sentence: str
) -> None:
    address = reverse("competencies:measure", args=[person.pk])
    text = client_as(Role.PENGELOLA).post(address, typed | changes).content.decode()
    assert sentence in text
    assert 'value="Promosi"' in text
    assert not Measurement.objects.exists()


def test_a_self_rating_needs_no_rater(client_as: ClientAs, person: Person, typed: dict[str, str]) -> None:
    address = reverse("competencies:measure", args=[person.pk])
    client_as(Role.PENGELOLA).post(address, typed | {"method": "self", "rater": ""})
    assert Measurement.objects.get().method == "self"


def test_only_an_officer_of_the_own_city_records(
    client_as: ClientAs, person: Person, typed: dict[str, str]
) -> None:
    address = reverse("competencies:measure", args=[person.pk])
    for role in Role:
        if role != Role.PENGELOLA:
            assert client_as(role).post(address, typed).status_code == 403
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert stranger.post(address, typed).status_code == 404
    assert not Measurement.objects.exists()
