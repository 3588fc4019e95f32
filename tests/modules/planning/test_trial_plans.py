"""A plan on the trial of a change in demand: for comparing, never the city's own."""

import io
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from sibina.assess.needs import actions as needs
from sibina.assess.needs.models import DemandChange
from sibina.assess.needs.reads import find_trial
from sibina.assess.needs.types import DemandFacts, LevelAsked
from sibina.ground.competencies.models import Competency
from sibina.ground.people.models import Position
from sibina.lib.access import Role
from sibina.plan.planning.actions import propose_plan, start_plan
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.reads import get_standing, list_trial_pairs
from sibina.plan.planning.types import PlanOnTrial
from tests.modules.planning.conftest import AT, TODAY, USUAL, Town, finish

ClientAs = Callable[..., Client]
MARK = "Rencana percobaan, bukan rencana kota"


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


@pytest.fixture
def change(town: Town) -> DemandChange:
    """«Melayani» rises from 3 to 4 for everybody, and has been tried."""
    asked = LevelAsked(Competency.objects.get(name="Melayani").pk, 4)
    facts = DemandFacts("Serba digital", "Loket ditutup", TODAY, "Perwal 12/2026", (asked,))
    made = needs.record_demand(city=town.city, facts=facts, by=None, at=AT)
    keys = list(Position.objects.values_list("pk", flat=True))
    made = needs.choose_positions(
        change=made, shown=keys, chosen=keys, revision=made.revision, by=None, at=AT
    )
    needs.try_demand(change=made, by=None, at=AT, tell=lambda percent: None)
    return made


def ask_on_trial(town: Town, change: DemandChange) -> CityPlan:
    """A plan on the trial, searched for a moment only."""
    trial = find_trial(change.pk)
    standing = get_standing(city=town.city, cycle=town.cycle, today=TODAY, trial=trial)
    plan = start_plan(city=town.city, order=USUAL, standing=standing, title="Mencoba", by=None, at=AT)
    CityPlan.objects.filter(pk=plan.pk).update(seconds=1)
    return finish(plan)


def test_a_plan_on_a_trial_rests_on_the_gaps_as_they_would_be(
    town: Town, change: DemandChange, drawn: CityPlan
) -> None:
    plan = ask_on_trial(town, change)
    trial = find_trial(change.pk)
    assert trial is not None
    assert (plan.change_id, plan.snapshot_number, plan.has_answer) == (change.pk, trial.pk, True)
    assert plan.levels_short > drawn.levels_short
    (pair,) = list_trial_pairs(change_id=change.pk)
    assert (pair.trial.pk, pair.present and pair.present.pk) == (plan.pk, drawn.pk)


def test_it_cannot_become_the_citys_own_and_the_database_agrees(town: Town, change: DemandChange) -> None:
    plan = ask_on_trial(town, change)
    with pytest.raises(PlanOnTrial):
        propose_plan(plan=plan, reason="Bagus", by=None, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CityPlan.objects.filter(pk=plan.pk).update(approval="proposed")


def test_every_page_of_it_says_what_it_rests_on(
    town: Town, change: DemandChange, drawn: CityPlan, client_as: ClientAs
) -> None:
    plan = ask_on_trial(town, change)
    client = client_as(Role.PENGELOLA)
    pages = (
        "", "kalender/", "sesi/", "peserta/", "tidak-terpilih/", "tidak-terpilih/sesi/", "sebelum-sesudah/",
        "andai/", "dasar/", "persetujuan/", "dokumen/", f"orang/{town.persons[0].pk}/",
    )  # fmt: skip
    for page in pages:
        assert MARK in text(client.get(f"/rencana/{plan.pk}/{page}")), page
    assert "Ajukan untuk diperiksa" not in text(client.get(f"/rencana/{plan.pk}/persetujuan/"))
    assert MARK not in text(client.get(f"/rencana/{drawn.pk}/"))
    assert "Percobaan" in text(client.get("/rencana/"))
    refused = text(client.post(f"/rencana/{plan.pk}/ajukan/", {"reason": "Bagus"}))
    assert "hanya untuk dibandingkan" in refused


def test_an_officer_asks_for_it_from_the_change_and_lays_it_beside_the_present_plan(
    town: Town, change: DemandChange, drawn: CityPlan, client_as: ClientAs
) -> None:
    client = client_as(Role.PENGELOLA)
    path = f"/rencana/baru/?tahun=2026&percobaan={change.pk}"
    assert "Percobaan 2026: Serba digital" in text(client.get(path))
    typed = {"name": "Digital", "ceiling": "60 juta", "away_percent": "40", "seconds": "10", "seed": "1"}
    assert client.post(path, typed).status_code == 302
    plan = CityPlan.objects.get(name="Digital")
    assert plan.change_id == change.pk
    CityPlan.objects.filter(pk=plan.pk).update(seconds=1)
    finish(plan)
    page = text(client.get(f"/perubahan-tuntutan/{change.pk}/rencana/"))
    assert "Rp\xa060.000.000" in page
    assert f"/rencana/banding/?a={drawn.pk}&b={plan.pk}" in page
    assert client.get("/rencana/baru/?tahun=2026&percobaan=999999").status_code == 404


def test_the_paper_and_the_workbook_of_a_change_can_be_taken_away(
    town: Town, change: DemandChange, client_as: ClientAs
) -> None:
    client = client_as(Role.INSPEKTORAT)
    paper = client.get(f"/perubahan-tuntutan/{change.pk}/dokumen.pdf")
    assert paper.content.startswith(b"%PDF")
    book = client.get(f"/perubahan-tuntutan/{change.pk}/dokumen.xlsx")
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    rows = sheets.get_sheet_by_name("Tuntutan").to_python()
    assert rows[-1] == ["Analis", "Melayani", 3.0, 4.0, 1.0, 0.0]
    offices = sheets.get_sheet_by_name("Menurut OPD").to_python()[-2:]
    screen = text(client.get(f"/perubahan-tuntutan/{change.pk}/dampak/"))
    assert all(str(row[0]) in screen for row in offices)
