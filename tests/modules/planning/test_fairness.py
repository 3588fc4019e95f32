"""The pages of fairness on real PostgreSQL: groups that add up, who has no seat, and who is sent year after year."""

import io
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from sibina.ground.cycles.models import Cycle
from sibina.ground.people.models import Person, Unit
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.plan.planning.models import CityPlan, PlanPerson, PlanShare
from tests.conftest import make_city
from tests.modules.planning.conftest import Town, set_by_all

ClientAs = Callable[..., Client]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode()).replace("\xa0", " ")


def test_each_dimension_counts_everybody_once_and_offices_add_up_to_the_city(
    town: Town, drawn: CityPlan, client_as: ClientAs
) -> None:
    for kind in ("grade", "sex", "employment", "distance"):
        rows = PlanShare.objects.filter(plan=drawn, kind=kind)
        assert sum(row.people for row in rows) == len(town.persons)
        assert sum(row.seats for row in rows) == drawn.seats
        assert sum(row.reached for row in rows) == drawn.people_reached
    page = text(client_as(Role.PENGELOLA), f"/rencana/{drawn.pk}/pemerataan/?menurut=employment")
    assert "PPPK" in page
    pppk = PlanPerson.objects.filter(plan=drawn, person__employment="pppk")
    shown = PlanShare.objects.filter(plan=drawn, kind="employment", value="pppk")
    assert sum(row.reached for row in shown) == pppk.filter(seats__gt=0).count()


def test_distance_is_unknown_until_an_officer_says_it_and_then_tells_near_from_far(
    town: Town, client_as: ClientAs
) -> None:
    client, unit = client_as(Role.PENGELOLA), town.units[0]
    assert "belum dicatat" in text(client, f"/unit/{unit.pk}/")
    for wrong in ("-1", "jauh", "20001"):
        assert client.post(f"/unit/{unit.pk}/jarak/", {"distance_km": wrong}).status_code == 200
    assert client.post(f"/unit/{unit.pk}/jarak/", {"distance_km": "34"}).status_code == 302
    assert "34 km" in text(client, f"/unit/{unit.pk}/")
    assert Event.objects.get(verb="people.unit.distance_set").data["after"] == 34
    assert client_as(Role.ANALIS).get(f"/unit/{unit.pk}/jarak/").status_code == 403
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert stranger.get(f"/unit/{unit.pk}/jarak/").status_code == 404


def test_who_has_no_seat_stands_in_a_list_that_the_export_repeats(
    drawn: CityPlan, client_as: ClientAs
) -> None:
    client = client_as(Role.ANALIS)
    without = PlanPerson.objects.filter(plan=drawn, seats=0)
    left_out = PlanPerson.objects.filter(plan=drawn).exclude(reason="")
    assert left_out.count() != without.count(), "two lists of the same table, each with a number of its own"
    assert f"dari {left_out.count()}" in text(client, f"/rencana/{drawn.pk}/tidak-terpilih/")
    page = text(client, f"/rencana/{drawn.pk}/belum-ikut/?per=100")
    assert f"dari {without.count()}" in page
    answer = client.get(f"/rencana/{drawn.pk}/belum-ikut/?unduh=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))
    rows = book.get_sheet_by_index(0).to_python()
    names = {cell for row in rows for cell in row if isinstance(cell, str)}
    assert {one.person.name for one in without.select_related("person")} <= names


def test_a_head_sees_the_own_office_only(town: Town, drawn: CityPlan, client_as: ClientAs) -> None:
    health, _transport = Unit.objects.filter(parent=None).order_by("name")
    page = text(client_as(Role.KEPALA_OPD, unit=health), f"/rencana/{drawn.pk}/pemerataan/")
    assert "Dinas Kesehatan" in page
    assert "Dinas Perhubungan" not in page
    assert "30" in page
    assert client_as(Role.ASN).get(f"/rencana/{drawn.pk}/pemerataan/").status_code == 403


def test_the_same_people_are_seen_over_the_years_once_two_plans_are_set(
    town: Town, drawn: CityPlan, client_as: ClientAs
) -> None:
    client = client_as(Role.PENGELOLA)
    assert "Belum ada rencana yang ditetapkan" in text(client, "/rencana/berulang/")
    over = {"phase": "closed", "opened_on": date(2024, 10, 1), "closed_on": date(2025, 12, 31)}
    earlier = Cycle.objects.create(city=town.city, year=2025, **over)
    seated = list(PlanPerson.objects.filter(plan=drawn, seats__gt=0))
    set_by_all(drawn)
    assert "Baru satu rencana" in text(client, "/rencana/berulang/")
    drawn.refresh_from_db()
    last = CityPlan.objects.get(pk=drawn.pk)
    last.pk, last.cycle, last.approval = None, earlier, "draft"
    last.save()
    PlanPerson.objects.bulk_create(
        PlanPerson(
            city=town.city, plan=last, person=person, unit=town.units[0], office=town.units[0].office,
            seats=int(person.pk == seated[0].person_id), jp=20 * int(person.pk == seated[0].person_id),
        )
        for person in town.persons
    )  # fmt: skip
    CityPlan.objects.filter(pk=last.pk).update(approval="set")
    page = text(client, "/rencana/berulang/")
    assert "2 dari 2 tahun" in page
    assert seated[0].person.name in page
    assert f"{len(town.persons)}" in page
    # What is counted is kept; what a person is called is not.
    Person.objects.filter(pk=seated[0].person_id).update(name="Nama Sesudah Menikah")
    assert "Nama Sesudah Menikah" in text(client, "/rencana/berulang/")


@pytest.mark.parametrize("path", ["pemerataan/", "belum-ikut/"])
def test_another_citys_plan_is_not_there(drawn: CityPlan, client_as: ClientAs, path: str) -> None:
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert stranger.get(f"/rencana/{drawn.pk}/{path}").status_code == 404
