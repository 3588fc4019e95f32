"""An office's own money: what it pays is for its own people, outside the city's ceiling, and never more than it has."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sibina.ground.people.models import Unit
from sibina.lib.access import Role
from sibina.plan.planning.actions import BudgetRefused, take_lines_from_plan
from sibina.plan.planning.models import (
    BudgetLine,
    CityPlan,
    FundSource,
    PlanPayer,
    PlanSeat,
    PlanSession,
)
from sibina.plan.planning.rules.orders import OrderProblem, OrderRefused
from sibina.plan.planning.types import BudgetProblem, SessionState
from sibina.plan.programmes.models import Offering
from tests.modules.planning.conftest import AT, USUAL, Town, finish, set_by_all
from tests.modules.planning.test_pages import MOST_QUERIES, sheet
from tests.modules.planning.test_replanning import mark, remake
from tests.papers import text_of_pdf

ClientAs = Callable[..., Client]
MOST = 5_000_000 + 20 * 250_000
"""What E-1 costs with every seat taken."""


def told(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def health(town: Town) -> Unit:
    return Unit.objects.get(name="Dinas Kesehatan")


def planned(town: Town, ceiling: int) -> CityPlan:
    plan = town.ask(replace(USUAL, ceiling=ceiling))
    CityPlan.objects.filter(pk=plan.pk).update(seconds=2)
    return finish(plan)


def pay(town: Town, office: Unit, code: str = "E-1") -> None:
    Offering.objects.filter(code=code).update(payer=office)


def give(town: Town, office: Unit | None, ceiling: int, name: str = "DPA") -> FundSource:
    return FundSource.objects.create(
        city=town.city, cycle=town.cycle, name=name, kind="apbd", office=office, ceiling=ceiling
    )


@pytest.fixture
def paid(town: Town, health: Unit) -> CityPlan:
    """A plan with one session that the health office pays, and could just pay in full."""
    give(town, health, MOST)
    pay(town, health)
    return planned(town, 30_000_000)


def sessions(plan: CityPlan, **which: Any) -> list[PlanSession]:
    return list(PlanSession.objects.filter(plan=plan, runs=True, **which))


def test_only_people_of_the_office_sit_in_what_it_pays(paid: CityPlan, health: Unit) -> None:
    (session,) = sessions(paid, payer=health)
    offices = set(
        PlanSeat.objects.filter(session=session).values_list("plan_person__office__name", flat=True)
    )
    assert offices == {"Dinas Kesehatan"}
    assert session.taken > 1


def test_the_city_pays_its_own_sessions_only_and_both_add_up_to_the_whole(
    paid: CityPlan, health: Unit
) -> None:
    city, own = sessions(paid, payer=None), sessions(paid, payer=health)
    assert paid.cost == sum(row.cost for row in city) <= paid.ceiling
    assert own[0].cost == own[0].fixed_cost + own[0].taken * own[0].seat_cost > 0
    payer = PlanPayer.objects.get(plan=paid)
    assert (payer.office, payer.money, payer.most) == (health, MOST, MOST)
    assert sum(row.cost for row in own) <= payer.money


def test_the_offices_money_closes_more_than_the_city_alone_could(town: Town, health: Unit) -> None:
    """What an office pays leaves the city's money to others."""
    alone = planned(town, 12_000_000)
    give(town, health, MOST)
    pay(town, health)
    both = planned(town, 12_000_000)
    assert both.objective is not None
    assert alone.objective is not None
    assert both.objective > alone.objective


@pytest.mark.parametrize(("money", "words"), [(None, "belum tercatat"), (MOST - 1, "kurang Rp 1")])
def test_an_office_that_cannot_pay_all_that_it_offers_is_named_before_anything_is_computed(
    town: Town, health: Unit, client_as: ClientAs, money: int | None, words: str
) -> None:
    if money:
        give(town, health, money)
    give(town, None, 10**9, name="DAU")
    pay(town, health)
    with pytest.raises(OrderRefused) as refused:
        town.ask()
    assert refused.value.problems == (OrderProblem.OFFICE_SHORT,)
    page = told(client_as(Role.PENGELOLA).get(reverse("planning:new"), {"tahun": "2026"}))
    for word in ("Dinas Kesehatan", "E-1", "paling banyak Rp 10.000.000", words):
        assert word in page
    assert not CityPlan.objects.exists()


def test_an_office_that_offers_more_after_the_plan_was_asked_for_does_not_pay_what_it_lacks(
    town: Town, health: Unit
) -> None:
    give(town, health, MOST)
    pay(town, health)
    plan = town.ask()
    Offering.objects.filter(code="E-1").update(seats=21)
    plan = finish(plan)
    assert plan.state == CityPlan.State.FAILED
    assert "dananya tidak lagi cukup" in plan.failure


def test_the_database_keeps_no_payer_that_cannot_pay(paid: CityPlan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanPayer.objects.filter(plan=paid).update(money=MOST - 1)


def test_the_plans_page_tells_what_each_payer_has_and_pays_and_a_head_sees_the_own_office_alone(
    paid: CityPlan, health: Unit, client_as: ClientAs, django_assert_max_num_queries: Any
) -> None:
    address = reverse("planning:summary", args=[paid.pk])
    client = client_as(Role.ANALIS)
    client.get(address)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = told(client.get(address))
    own = sessions(paid, payer=health)[0]
    section = page[page.index("Menurut pembayar") : page.index("Program yang berjalan")]
    cost = f"{own.cost:,}".replace(",", ".")
    for words in ("Dinas Kesehatan", "Kota", "Rp 10.000.000", "Rp 30.000.000", f"Rp {cost}"):
        assert words in section
    assert f"?pembayar={health.pk}&jalan=True" in section
    whole = f"{sum(row.cost for row in sessions(paid)):,}".replace(",", ".")
    assert f'Semua pembayar</th><td></td><td class="num" data-label="Terpakai">Rp {whole}' in section
    with django_assert_max_num_queries(MOST_QUERIES):
        rows = told(
            client.get(reverse("planning:sessions", args=[paid.pk]), {"pembayar": health.pk, "jalan": "True"})
        )
    assert "E-1" in rows
    assert "P-1" not in rows
    rows = told(client.get(reverse("planning:sessions", args=[paid.pk]), {"pembayar": "kota"}))
    assert "E-1" not in rows
    other = told(client_as(Role.KEPALA_OPD, unit=Unit.objects.get(name="Dinas Perhubungan")).get(address))
    assert "Menurut pembayar" not in other
    head = told(client_as(Role.KEPALA_OPD, unit=health).get(address))
    section = head[head.index("Menurut pembayar") : head.index("Program yang berjalan")]
    assert "Dinas Kesehatan" in section
    assert "Rp 30.000.000" not in section
    assert "Semua pembayar" not in section


def test_a_plan_without_payers_says_nothing_of_them(answered: CityPlan, client_as: ClientAs) -> None:
    client = client_as(Role.ANALIS)
    assert "Menurut pembayar" not in told(client.get(reverse("planning:summary", args=[answered.pk])))
    assert "Dibayar oleh" not in told(client.get(reverse("planning:sessions", args=[answered.pk])))


def test_lines_from_the_plan_stand_under_the_source_of_who_pays_and_add_up_to_the_whole(
    town: Town, paid: CityPlan, health: Unit, client_as: ClientAs
) -> None:
    set_by_all(paid)
    city, own = give(town, None, 30_000_000, name="DAU"), FundSource.objects.get(office=health)
    client = client_as(Role.PENGELOLA)
    for source in (city, own):
        assert (
            client.post(reverse("planning:budget-take") + "?tahun=2026", {"source": source.pk}).status_code
            == 302
        )
    rka = {
        source: sum(BudgetLine.objects.filter(source=source).values_list("rka", flat=True))
        for source in (city, own)
    }
    assert rka[city] == paid.cost
    assert rka[own] == sum(row.cost for row in sessions(paid, payer=health))
    assert sum(rka.values()) == sum(row.cost for row in sessions(paid))
    transport = give(town, Unit.objects.get(name="Dinas Perhubungan"), 1_000_000)
    page = told(client.post(reverse("planning:budget-take") + "?tahun=2026", {"source": transport.pk}))
    assert "tidak memuat sesi yang dibayar dari sumber ini" in page
    with pytest.raises(BudgetRefused) as refused:
        take_lines_from_plan(plan=paid, source=transport, adjustment="Selisih", by=paid.made_by, at=AT)
    assert refused.value.refusals[0].problem == BudgetProblem.PAYS_NOTHING


def test_the_terms_of_reference_name_who_bears_the_cost(
    paid: CityPlan, health: Unit, client_as: ClientAs
) -> None:
    own = sessions(paid, payer=health)[0]
    page = told(
        client_as(Role.ANALIS).get(reverse("planning:terms", args=[own.programme_id]), {"rencana": paid.pk})
    )
    assert "Beban Dinas Kesehatan" in page


def test_an_officer_writes_who_pays_a_session_and_finds_it_in_the_list(
    town: Town, health: Unit, client_as: ClientAs
) -> None:
    client, row = client_as(Role.PENGELOLA), Offering.objects.get(code="E-1")
    typed = {
        "code": "E-1", "starts_on": "02-03-2026", "ends_on": "02-03-2026", "seats": 20, "min_seats": 4,
        "fixed_cost": "5.000.000", "seat_cost": "250.000", "venue": "Ruang A", "counts_as_absence": "on",
    }  # fmt: skip
    address = reverse("programmes:offering-edit", args=[row.pk])
    wrong = told(client.post(address, typed | {"payer_id": town.units[0].pk}))
    assert "E-1" in wrong, "a unit below an office pays nothing"
    assert client.post(address, typed | {"payer_id": health.pk}).status_code == 302
    row.refresh_from_db()
    assert row.payer == health
    listed = told(client.get(reverse("programmes:offerings"), {"pembayar": "opd"}))
    assert "Dinas Kesehatan" in listed
    assert "P-1" not in listed


def test_the_paper_and_the_workbook_name_who_pays(paid: CityPlan, health: Unit, client_as: ClientAs) -> None:
    client = client_as(Role.ANALIS)
    paper = text_of_pdf(client.get(reverse("planning:document", args=[paid.pk])).content)
    assert "Menurut pembayar" in paper
    rows = sheet(client.get(reverse("planning:workbook", args=[paid.pk])), "Sesi").set_index("Sesi")
    assert rows.loc["E-1", "Dibayar oleh"] == "Dinas Kesehatan"
    assert set(rows.drop("E-1")["Dibayar oleh"].dropna()) == {"Kota"}
    assert rows["Biaya"].dropna().sum() == sum(row.cost for row in sessions(paid))


def test_made_anew_in_mid_year_what_the_office_paid_stays_its_own_and_costs_what_it_cost(
    town: Town, paid: CityPlan, health: Unit
) -> None:
    set_by_all(paid)
    (before,) = sessions(paid, payer=health)
    mark(paid, before, SessionState.DONE, before.ends_on)
    FundSource.objects.filter(office=health).update(ceiling=before.cost)
    new = remake(town, paid, ceiling=20_000_000)
    (after,) = sessions(new, payer=health)
    assert (after.code, after.taken, after.cost) == (before.code, before.taken, before.cost)
    assert PlanPayer.objects.get(plan=new).most == before.cost
    assert new.cost == sum(row.cost for row in sessions(new, payer=None)) <= 20_000_000
