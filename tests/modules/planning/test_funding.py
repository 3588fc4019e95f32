"""Partners' contributions in a plan: they raise the ceiling and lower prices, and the plan keeps what it counted."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sibina.lib.access import Role
from sibina.plan.planning.models import CityPlan, PlanFunding, PlanSession
from sibina.plan.programmes.actions import add_contribution, withdraw_contribution
from sibina.plan.programmes.models import Agreement, Contribution, Offering
from sibina.plan.programmes.types import ContributionFacts
from tests.modules.partners.conftest import make_agreement, make_partner
from tests.modules.planning.conftest import AT, USUAL, Town, finish

ClientAs = Callable[..., Client]


@pytest.fixture
def agreement(town: Town) -> Agreement:
    """One under which a session of «Etika» rests."""
    made = make_agreement(make_partner(town.city, "Universitas Uji"), "PKS/1", starts_on=date(2026, 1, 1))
    Offering.objects.filter(code="E-1").update(agreement=made)
    return made


def give(town: Town, agreement: Agreement, rupiah: int, programme: int | None = None) -> Contribution:
    programme_id = None if programme is None else town.programmes[programme].pk
    facts = ContributionFacts(f"Dana {rupiah}", town.cycle.pk, rupiah=rupiah, programme_id=programme_id)
    return add_contribution(agreement=agreement, facts=facts, by=None, at=AT)


def text_of(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_money_of_partners_is_added_to_the_citys_ceiling(town: Town, agreement: Agreement) -> None:
    give(town, agreement, 7_000_000)
    plan = town.ask()
    assert (plan.ceiling, plan.contributed, plan.city_ceiling) == (67_000_000, 7_000_000, USUAL.ceiling)


def test_what_is_given_to_a_programme_lowers_what_its_session_costs_the_city(
    town: Town, agreement: Agreement, client_as: ClientAs
) -> None:
    give(town, agreement, 3_000_000, programme=1)
    # So few seats in the other that every best plan runs both.
    Offering.objects.filter(code="E-2").update(seats=12)
    plan = finish(town.ask())
    assert plan.has_answer
    assert plan.contributed == 0
    rows = {row.code: row for row in PlanSession.objects.filter(plan=plan)}
    helped, other = rows["E-1"], rows["E-2"]
    assert (helped.fixed_cost, helped.contributed, other.contributed) == (5_000_000, 3_000_000, 0)
    assert helped.runs
    assert helped.cost == 2_000_000 + helped.taken * helped.seat_cost
    assert plan.cost == sum(row.cost for row in rows.values())
    client = client_as(Role.ANALIS)
    text = text_of(client, "planning:sources", plan.pk)
    for words in ("Dana 3000000", "Universitas Uji", "sesi E-1", "Rp 3.000.000"):
        assert words in text
    assert "Rp 3.000.000" in text_of(client, "planning:sessions", plan.pk)


def test_more_than_a_session_costs_brings_its_price_to_nought_and_no_lower(
    town: Town, agreement: Agreement
) -> None:
    give(town, agreement, 9_000_000, programme=1)
    plan = finish(town.ask())
    row = PlanSession.objects.get(plan=plan, code="E-1")
    assert (row.contributed, row.cost) == (5_000_000, row.taken * row.seat_cost)


def test_a_plan_keeps_what_it_counted_when_a_contribution_is_withdrawn(
    town: Town, agreement: Agreement
) -> None:
    gift = give(town, agreement, 7_000_000)
    plan = town.ask()
    withdraw_contribution(contribution=gift, reason="Batal diberikan", by=None, at=AT)
    assert PlanFunding.objects.get(plan=plan).rupiah == 7_000_000
    finish(plan)
    assert town.ask().contributed == 0
    assert CityPlan.objects.get(pk=plan.pk).ceiling == 67_000_000


def test_the_form_says_what_partners_add(town: Town, agreement: Agreement, client_as: ClientAs) -> None:
    give(town, agreement, 7_000_000)
    give(town, agreement, 3_000_000, programme=1)
    text = text_of(client_as(Role.PENGELOLA), "planning:new", tahun=2026)
    assert "Pagu kota + Rp 7.000.000 uang dari mitra = pagu rencana" in text
    assert "paling banyak Rp 3.000.000" in text


def test_a_small_ceiling_is_enough_together_with_what_partners_give(town: Town, agreement: Agreement) -> None:
    give(town, agreement, 5_500_000)
    plan = town.ask(USUAL.__class__(**(vars(USUAL) | {"ceiling": 500_000})))
    assert plan.ceiling == 6_000_000
