"""What a person sees of a plan: equal figures on screen and in exports, each with its source; own rows only."""

import io
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pandas as pd
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibina.ground.cycles.api import Cycle, open_cycle
from sibina.lib.access import Role
from sibina.lib.words import number, rupiah
from sibina.plan.planning.models import CityPlan, PlanPerson, PlanSeat, PlanSession
from tests.modules.planning.conftest import AT, USUAL, Town, finish, set_by_all

ClientAs = Callable[..., Client]
TABS = ("", "kalender/", "sesi/", "peserta/", "tidak-terpilih/", "tidak-terpilih/sesi/", "sebelum-sesudah/",
        "andai/", "dasar/", "persetujuan/", "dokumen/")  # fmt: skip
MOST_QUERIES = 12


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


@pytest.mark.parametrize(
    "role", [Role.PENGELOLA, Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT, Role.KEPALA_OPD]
)
def test_every_page_of_a_plan_answers_every_reader_in_few_questions(
    town: Town, answered: CityPlan, client_as: ClientAs, role: Role
) -> None:
    place = {"unit": town.units[0].office} if role == Role.KEPALA_OPD else {}
    client = client_as(role, **place)
    client.get("/rencana/")
    for tab in TABS:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            text(client.get(f"/rencana/{answered.pk}/{tab}"))
        # The test's own savepoints around the request are not the page's.
        own = [query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
        assert len(own) <= MOST_QUERIES, (tab, [query["sql"][:90] for query in own])


def test_the_summary_shows_the_figures_that_were_written(answered: CityPlan, client_as: ClientAs) -> None:
    page = text(client_as(Role.PENGELOLA).get(f"/rencana/{answered.pk}/"))
    assert f"{rupiah(answered.cost)} dari pagu {rupiah(answered.ceiling)}" in page
    assert number(answered.levels_closed, 1) in page
    assert "Terbukti:" in page
    assert page.count("Dari mana angka ini?") >= 6


def test_every_figure_leads_to_a_panel_that_is_there(answered: CityPlan, client_as: ClientAs) -> None:
    client = client_as(Role.PENGELOLA)
    sources = text(client.get(f"/rencana/{answered.pk}/dasar/"))
    for name in ("biaya", "kesenjangan", "pegawai", "sesi", "jp", "nilai", "jarak", "harga"):
        assert f'id="{name}"' in sources
    assert answered.digest in sources


def sheet(response: Any, name: str) -> pd.DataFrame:
    assert response.status_code == 200
    raw = pd.read_excel(io.BytesIO(response.content), sheet_name=name, header=None, engine="calamine")
    start = next(index for index in raw.index if raw.loc[index].notna().sum() > 1)
    frame = raw.loc[start + 1 :].copy()
    frame.columns = raw.loc[start].tolist()
    return frame.reset_index(drop=True)


def test_the_workbook_holds_the_screens_figures_as_numbers(answered: CityPlan, client_as: ClientAs) -> None:
    response = client_as(Role.PENGELOLA).get(f"/rencana/{answered.pk}/unduh.xlsx")
    facts = sheet(response, "Ringkasan").set_index("Sebutan")["Isi"]
    assert facts["Biaya (Rp)"] == answered.cost
    assert facts["Kesenjangan tertutup (tingkat)"] == pytest.approx(answered.levels_closed)
    sessions = sheet(response, "Sesi")
    assert sessions["Biaya"].sum() == answered.cost
    assert sessions["Terisi"].sum() == answered.seats == len(sheet(response, "Peserta"))
    assert all(isinstance(value, int | float) for value in sessions["Biaya"])
    left = PlanPerson.objects.filter(plan=answered).exclude(reason="")
    assert len(sheet(response, "Tidak terpilih")) == left.count()


def test_a_lists_export_holds_what_the_filter_shows(answered: CityPlan, client_as: ClientAs) -> None:
    client = client_as(Role.PENGELOLA)
    session = PlanSession.objects.filter(plan=answered, runs=True).first()
    query = f"program={session.programme_id}"
    count = PlanSeat.objects.filter(plan=answered, session__programme=session.programme_id).count()
    assert f"dari {number(count)}" in text(client.get(f"/rencana/{answered.pk}/peserta/?{query}"))
    raw = pd.read_excel(
        io.BytesIO(client.get(f"/rencana/{answered.pk}/peserta/?{query}&unduh=xlsx").content),
        header=None, engine="calamine", dtype=str,
    )  # fmt: skip
    assert raw.isin([f"{199001010000000000 + n:018d}" for n in range(60)]).to_numpy().sum() == count


def test_a_head_of_office_sees_the_own_people_only(
    town: Town, answered: CityPlan, client_as: ClientAs
) -> None:
    office = town.units[0].office
    client = client_as(Role.KEPALA_OPD, unit=office)
    own = PlanSeat.objects.filter(plan=answered, plan_person__office=office)
    others = PlanSeat.objects.filter(plan=answered).exclude(plan_person__office=office)
    assert own.exists()
    assert others.exists()
    assert f"dari {number(own.count())}" in text(client.get(f"/rencana/{answered.pk}/peserta/"))
    assert len(sheet(client.get(f"/rencana/{answered.pk}/unduh.xlsx"), "Peserta")) == own.count()
    stranger = others.first().plan_person
    assert client.get(f"/rencana/{answered.pk}/orang/{stranger.person_id}/").status_code == 404
    assert client.get(f"/rencana/{answered.pk}/dokumen/{stranger.office_id}.pdf").status_code == 404


def test_a_civil_servant_sees_oneself_in_the_citys_own_plan_and_nobody_else(
    town: Town, answered: CityPlan, client_as: ClientAs
) -> None:
    me, other = town.persons[:2]
    client = client_as(Role.ASN, person=me)
    assert client.get(f"/rencana/{answered.pk}/orang/{me.pk}/").status_code == 404
    assert "Belum ada rencana kota yang ditetapkan" in text(client.get("/rencana/saya/"))
    set_by_all(answered)
    assert "Sesi yang diikuti" in text(client.get("/rencana/saya/", follow=True))
    assert client.get(f"/rencana/{answered.pk}/orang/{other.pk}/").status_code == 404
    assert client.get(f"/rencana/{answered.pk}/peserta/").status_code == 403
    # The year is carried out while the next one is being planned.
    Cycle.objects.filter(pk=town.cycle.pk).update(phase="deliver")
    open_cycle(city=town.city, year=2027, at=AT)
    assert "Sesi yang diikuti" in text(client.get("/rencana/saya/", follow=True))


def test_a_persons_page_says_why(answered: CityPlan, client_as: ClientAs) -> None:
    row = PlanPerson.objects.filter(plan=answered).exclude(reason="").first()
    page = text(client_as(Role.ANALIS).get(f"/rencana/{answered.pk}/orang/{row.person_id}/"))
    assert "Mengapa tidak lebih" in page
    assert row.why_not in page


def test_two_plans_stand_side_by_side(town: Town, answered: CityPlan, client_as: ClientAs) -> None:

    less = finish(town.ask(replace(USUAL, name="Separuh", ceiling=25_000_000)))
    client = client_as(Role.PENGELOLA)
    with CaptureQueriesContext(connection) as asked:
        page = text(client.get(f"/rencana/banding/?a={answered.pk}&b={less.pk}"))
    assert (
        len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]])
        <= MOST_QUERIES + 3
    )
    assert rupiah(less.cost) in page
    with_seat = set(PlanPerson.objects.filter(plan=answered, seats__gt=0).values_list("person", flat=True))
    still = set(PlanPerson.objects.filter(plan=less, seats__gt=0).values_list("person", flat=True))
    assert f"{len(with_seat - still)} pegawai hanya ikut dalam «Pagu penuh»" in page
    assert "Pilih dua rencana yang berbeda" in text(client.get(f"/rencana/banding/?a={less.pk}&b={less.pk}"))


def test_the_paper_can_be_signed_and_names_nobody(
    town: Town, answered: CityPlan, client_as: ClientAs
) -> None:
    response = client_as(Role.PENGELOLA).get(f"/rencana/{answered.pk}/dokumen.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert b"Orang 0" not in response.content


def test_a_plan_that_is_being_computed_shows_how_far_it_is_and_can_be_stopped(
    town: Town, client_as: ClientAs
) -> None:
    plan = town.ask()
    client = client_as(Role.PENGELOLA)
    page = text(client.get(f"/rencana/{plan.pk}/"))
    assert f"/tugas/{plan.job_id}/henti/" in page
    assert client.get(f"/rencana/{plan.pk}/sesi/").status_code == 302
    client.post(f"/tugas/{plan.job_id}/henti/")
    plan.job.refresh_from_db()
    assert plan.job.stop_requested
