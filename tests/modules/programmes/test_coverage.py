"""The coverage page on real PostgreSQL: its figures, its filters, its workbook, and who sees what."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sibina.assess.needs.api import Gap, current_snapshot
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.models import CurriculumModule, CurriculumVersion, Objective, Programme
from tests.modules.needs.conftest import AT, Town, build_town

ClientAs = Callable[..., Client]


def add_programme(town: Town, name: str, competency: str, low: int, high: int) -> Programme:
    made = Programme.objects.create(
        city=town.city, key=name.lower(), name=name, form="kursus", jp=8, max_participants=20
    )
    Objective.objects.create(
        city=town.city,
        programme=made,
        competency=town.competencies[competency],
        from_level=low,
        to_level=high,
        gain=Decimal("0.5"),
        gain_low=Decimal("0.2"),
        gain_high=Decimal("0.8"),
        gain_source="assumed",
    )
    return made


@pytest.fixture
def town(city: City) -> Iterator[Town]:
    """Ani lacks communication at 1, Budi integrity at 1, Dodi logistics at 2; the others are not measured."""
    town = build_town(city)
    add_programme(town, "Kursus Komunikasi", "Komunikasi", 1, 3)
    add_programme(town, "Kursus Logistik Lanjut", "Logistik", 3, 4)
    town.count()
    return town


def page(client: Client, **query: str) -> tuple[dict[str, object], str]:
    answer = client.get(reverse("programmes:coverage"), query)
    assert answer.status_code == 200
    return answer.context, answer.content.decode()  # type: ignore[return-value]


def test_what_nothing_covers_and_what_nobody_lacks_are_said(client_as: ClientAs, town: Town) -> None:
    context, text = page(client_as(Role.PENGELOLA))
    assert [(line["name"], line["levels"], line["band"].people) for line in context["uncovered"]] == [  # type: ignore[attr-defined]
        ("Integritas", "1", 1),
        ("Logistik", "2", 1),
    ]
    found = context["coverage"]
    assert (found.people, found.uncovered, found.reached) == (3, 2, (1, 0))  # type: ignore[attr-defined]
    assert (
        found.unmeasured
        == Gap.objects.filter(snapshot=current_snapshot(town.city), state="unmeasured").count()
    )  # type: ignore[attr-defined]
    assert "Diajarkan, tetapi tidak ada yang kurang" in text
    assert "Kursus Logistik Lanjut – Logistik 3 → 4" in " ".join(text.split())


def test_a_figure_opens_exactly_its_rows(client_as: ClientAs, town: Town) -> None:
    client = client_as(Role.PENGELOLA)
    context, _text = page(client)
    for line in context["lines"]:  # type: ignore[attr-defined]
        rows = client.get(line["rows"]).context
        assert rows["page"].paginator.count == line["band"].people
        assert rows["sums"].shortfall == line["band"].shortfall


def test_the_modules_of_a_curriculum_in_force_take_the_place_of_its_programme(
    client_as: ClientAs, town: Town
) -> None:
    programme = Programme.objects.get(name="Kursus Komunikasi")
    version = CurriculumVersion.objects.create(city=town.city, programme=programme, number=1, begun_at=AT)
    for place, (low, high) in enumerate([(1, 2), (2, 3)], start=1):
        CurriculumModule.objects.create(
            city=town.city,
            version=version,
            lineage=place,
            place=place,
            title=f"Bagian {place}",
            jp=4,
            form="kursus",
            competency=town.competencies["Komunikasi"],
            from_level=low,
            to_level=high,
        )
    client = client_as(Role.PENGELOLA)
    assert [one["module"] for one in page(client, kolom="modul")[0]["columns"]] == ["", ""]  # type: ignore[attr-defined]
    CurriculumVersion.objects.filter(pk=version.pk).update(state="released")
    context, _text = page(client, kolom="modul")
    told = [(one["programme"], one["module"], one["reached"]) for one in context["columns"]]  # type: ignore[attr-defined]
    assert told == [
        ("Kursus Komunikasi", "Bagian 1", 1),
        ("Kursus Komunikasi", "Bagian 2", 0),
        ("Kursus Logistik Lanjut", "", 0),
    ]


def test_sector_office_and_kind_narrow_the_figures(client_as: ClientAs, town: Town) -> None:
    client = client_as(Role.ANALIS)
    people = {
        name: page(client, **query)[0]["coverage"].people  # type: ignore[attr-defined]
        for name, query in {
            "sektor": {"sektor": str(town.sectors["Kesehatan"].pk)},
            "opd": {"opd": str(town.units["Dinas Perhubungan"].pk)},
            "jenis": {"jenis": "teknis"},
            "asing": {"opd": "999999", "sektor": "x"},
        }.items()
    }
    assert people == {"sektor": 2, "opd": 1, "jenis": 1, "asing": 3}


def test_the_workbook_says_what_the_screen_says(client_as: ClientAs, town: Town) -> None:
    client = client_as(Role.PENGELOLA)
    context, _text = page(client)
    answer = client.get(reverse("programmes:coverage"), {"unduh": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_name("Kesenjangan").to_python()
    told = [(row[0], row[1], row[2], row[3]) for row in rows if row[0] in town.competencies]
    shown = [
        (line["name"], line["levels"], line["band"].people, line["band"].shortfall)
        for line in context["lines"]  # type: ignore[attr-defined]
    ]
    assert told == shown
    matrix = book.get_sheet_by_name("Matriks").to_python()
    assert [row[2:] for row in matrix if row[0] == "Terjangkau"] == [[1, 1, 0]]


def test_a_head_of_office_sees_the_own_office_and_others_nothing(client_as: ClientAs, town: Town) -> None:
    context, text = page(client_as(Role.KEPALA_OPD, unit=town.units["Dinas Perhubungan"]))
    assert context["coverage"].people == 1  # type: ignore[attr-defined]
    assert "Dinas Kesehatan" not in text
    for role in (Role.ASN, Role.MENTOR, Role.MITRA):
        assert client_as(role).get(reverse("programmes:coverage")).status_code == 403


def test_whatever_changes_is_seen_at_once(client_as: ClientAs, town: Town) -> None:
    client = client_as(Role.PENGELOLA)
    programme = Programme.objects.get(name="Kursus Komunikasi")

    def text() -> str:
        return " ".join(page(client)[1].split())

    assert "Kursus Komunikasi" in text()
    Programme.objects.filter(pk=programme.pk).update(name="Bicara di Depan Umum")
    assert "Bicara di Depan Umum" in text()
    assert "Bicara di Depan Umum – Komunikasi" not in text()
    programme.objectives.update(from_level=3, to_level=4)
    assert "Bicara di Depan Umum – Komunikasi 3 → 4" in text(), "nobody is short there"
    type(town.competencies["Komunikasi"]).objects.filter(name="Komunikasi").update(name="Wicara")
    assert "Bicara di Depan Umum – Wicara 3 → 4" in text()
    type(town.units["Dinas Kesehatan"]).objects.filter(name="Dinas Kesehatan").update(name="Dinas Sehat")
    assert ">Dinas Sehat</option>" in text()
    Programme.objects.filter(pk=programme.pk).update(is_active=False)
    assert "Bicara di Depan Umum" not in text()
    town.measure("Dodi", "Logistik", 3, method="assessment")
    town.count(at=AT + timedelta(hours=1))
    assert "Kursus Logistik Lanjut – Logistik 3 → 4" not in text(), "somebody is short there now"


def test_those_who_only_read_are_not_shown_what_the_officer_may_do(client_as: ClientAs, town: Town) -> None:
    wish = "tambahkan program"
    assert wish in page(client_as(Role.PENGELOLA))[1]
    assert wish not in page(client_as(Role.ANALIS))[1]


def test_without_a_counting_the_page_says_what_to_do_first(client_as: ClientAs, city: City) -> None:
    assert "Kesenjangan belum dihitung" in page(client_as(Role.PENGELOLA))[1]
