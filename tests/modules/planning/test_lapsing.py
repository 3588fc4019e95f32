"""If an agreement lapses, these sessions fall and these gaps stay: one page, and every figure open to its rows."""

from collections.abc import Callable
from datetime import date
from html import unescape

import numpy as np
import pandas as pd
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sibina.lib.access import WHOLE_CITY, Role
from sibina.plan.planning.models import CityPlan, PlanPerson, PlanSeat
from sibina.plan.planning.reads import find_lapse, get_question
from sibina.plan.planning.rules.answers import closed_needs
from sibina.plan.programmes.actions import add_contribution
from sibina.plan.programmes.models import Agreement, Objective, Offering
from sibina.plan.programmes.types import ContributionFacts
from tests.conftest import make_city
from tests.modules.partners.conftest import make_agreement, make_partner
from tests.modules.planning.conftest import AT, Town, finish, set_by_all

ClientAs = Callable[..., Client]
MOST_QUERIES = 12


@pytest.fixture
def agreement(town: Town) -> Agreement:
    """Two sessions of different programmes rest on it, so that one person may lose both."""
    made = make_agreement(make_partner(town.city, "Universitas Uji"), "PKS/1", starts_on=date(2026, 1, 1))
    Offering.objects.filter(code__in=["E-1", "P-3"]).update(agreement=made)
    facts = ContributionFacts("Dana", town.cycle.pk, rupiah=2_000_000, programme_id=town.programmes[1].pk)
    add_contribution(agreement=made, facts=facts, by=None, at=AT)
    return made


@pytest.fixture
def plan(town: Town, agreement: Agreement) -> CityPlan:
    found = finish(town.ask())
    set_by_all(found)
    return found


def seats_of(plan: CityPlan) -> pd.DataFrame:
    rows = PlanSeat.objects.filter(plan=plan).values_list(
        "plan_person__person_id", "session__offering_id", "session__programme_id", "session__code"
    )
    return pd.DataFrame(list(rows), columns=["person", "session", "programme", "code"])


def test_what_stays_open_equals_the_plans_own_arithmetic_without_those_seats(
    agreement: Agreement, plan: CityPlan
) -> None:
    tables, seats = get_question(plan=plan).tables, seats_of(plan)
    falls = seats["code"].isin(["E-1", "P-3"])
    before = closed_needs(tables.needs, tables.gains, seats)["closed"].sum()
    after = closed_needs(tables.needs, tables.gains, seats[~falls])["closed"].sum()
    found = find_lapse(agreement_id=agreement.pk)
    assert found is not None
    assert found.fall is not None
    assert falls.any()
    assert found.fall.levels == pytest.approx(before - after)
    assert found.seats == falls.sum()
    assert found.seated == seats[falls]["person"].nunique()
    assert sum(levels for _name, _people, levels in found.competencies) == pytest.approx(found.fall.levels)
    assert found.to_sessions == 2_000_000
    assert before == pytest.approx(
        np.sum(PlanPerson.objects.filter(plan=plan).values_list("closed", flat=True))
    )


def test_levels_that_can_no_longer_be_told_are_said_so_and_not_made_up(
    client_as: ClientAs, agreement: Agreement, plan: CityPlan
) -> None:
    Objective.objects.update(gain="0.30")
    found = find_lapse(agreement_id=agreement.pk)
    assert found is not None
    assert found.fall is None
    text = client_as(Role.ANALIS).get(reverse("planning:lapse", args=[agreement.pk])).content.decode()
    assert "Tidak dapat dihitung lagi" in text


def test_the_page_names_sessions_seats_levels_and_money_and_leads_to_the_rows(
    client_as: ClientAs, agreement: Agreement, plan: CityPlan
) -> None:
    client = client_as(Role.PENGELOLA)
    assert (
        reverse("planning:lapse", args=[agreement.pk])
        in client.get(reverse("partners:agreement", args=[agreement.pk])).content.decode()
    )
    with CaptureQueriesContext(connection) as asked:
        text = client.get(reverse("planning:lapse", args=[agreement.pk])).content.decode()
    assert len(asked) <= MOST_QUERIES, [one["sql"][:90] for one in asked]
    found = find_lapse(agreement_id=agreement.pk)
    assert found is not None
    for row in found.running:
        rows = client.get(reverse("planning:seats", args=[plan.pk]), {"q": row.code})
        assert f"{reverse('planning:seats', args=[plan.pk])}?q={row.code}" in text
        assert rows.content.decode().count("<tr>") - 1 == row.taken
    for name, _people, _levels in found.competencies:
        assert name in text


def test_the_page_leads_the_officer_to_the_marks_with_the_sessions_chosen(
    client_as: ClientAs, agreement: Agreement, plan: CityPlan
) -> None:
    address = reverse("planning:lapse", args=[agreement.pk])
    officer = client_as(Role.PENGELOLA)
    falling = plan.sessions.filter(offering__agreement=agreement, runs=True)
    way = f"{reverse('planning:mark', args=[plan.pk])}?keadaan=lapsed&"
    way += "&".join(f"sesi={row.offering_id}" for row in falling)
    assert way in unescape(officer.get(address).content.decode())
    form = officer.get(way).context["form"]
    assert form["state"].value() == "lapsed"
    assert set(form["sessions"].value()) == {str(row.offering_id) for row in falling}
    assert "Tandai sesi itu gugur" not in client_as(Role.ANALIS).get(address).content.decode()


def test_without_a_set_plan_the_page_says_so(client_as: ClientAs, town: Town, agreement: Agreement) -> None:
    text = client_as(Role.PIMPINAN).get(reverse("planning:lapse", args=[agreement.pk])).content.decode()
    assert "Belum ada rencana yang ditetapkan" in text


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_see_the_whole_city_read_it(
    client_as: ClientAs, agreement: Agreement, role: Role
) -> None:
    status = client_as(role).get(reverse("planning:lapse", args=[agreement.pk])).status_code
    assert status == (200 if role in WHOLE_CITY else 403)
    other = client_as(role, city=make_city("Kota Lain"))
    assert other.get(reverse("planning:lapse", args=[agreement.pk])).status_code in {403, 404}
