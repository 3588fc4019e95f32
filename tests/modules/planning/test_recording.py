"""A plan that was made elsewhere: kept with true sums, proven by nobody, refused where it breaks a rule."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from sibina.ground.cycles.api import Cycle
from sibina.lib.access import Role
from sibina.plan.planning.actions import record_plan
from sibina.plan.planning.models import CityPlan, PlanPerson, PlanSession
from sibina.plan.planning.reads import get_standing
from sibina.plan.planning.rules.problem import Problem
from sibina.plan.planning.types import SeatsAgainstRules
from sibina.web.examples.rules.seats import deal_seats
from tests.modules.planning.conftest import AT, TODAY, USUAL, Town, set_by_all

ClientAs = Callable[..., Client]


def recorded(town: Town, choose: Callable[[Problem], list[list[str]]] = deal_seats) -> CityPlan:
    standing = get_standing(city=town.city, cycle=town.cycle, today=TODAY)
    return record_plan(city=town.city, order=USUAL, standing=standing, choose=choose, by=None, at=AT)


def test_a_recorded_plan_counts_what_its_seats_close_and_claims_no_proof(town: Town) -> None:
    plan = recorded(town)
    plan.refresh_from_db()
    assert plan.was_made_elsewhere
    assert plan.gap is None
    assert plan.job is None
    assert plan.seats == sum(PlanSession.objects.filter(plan=plan).values_list("taken", flat=True)) > 0
    closed = sum(PlanPerson.objects.filter(plan=plan).values_list("closed", flat=True))
    assert closed == pytest.approx(plan.levels_closed)
    assert closed > 0
    left = PlanSession.objects.filter(plan=plan, runs=False)
    assert set(left.values_list("reason", flat=True)) <= {"min_seats"}


def test_seats_that_break_a_rule_are_refused_and_nothing_is_written(town: Town) -> None:
    def one_alone(problem: Problem) -> list[list[str]]:
        return deal_seats(problem)[:1]

    with pytest.raises(SeatsAgainstRules) as refused:
        recorded(town, one_alone)
    assert {broken.rule for broken in refused.value.broken} == {"min_seats"}
    assert not CityPlan.objects.exists()


def test_its_pages_say_that_it_was_made_elsewhere_and_offer_no_reasons(
    town: Town, client_as: ClientAs
) -> None:
    plan = recorded(town)
    set_by_all(plan)
    client = client_as(Role.PENGELOLA)
    summary = unescape(client.get(f"/rencana/{plan.pk}/").content.decode())
    assert "Disusun di luar sistem" in summary
    assert "tidak ada yang menghitung seberapa jauh" in summary
    assert f"/rencana/{plan.pk}/andai/" not in summary
    for address in ("andai", "tidak-terpilih"):
        assert client.get(f"/rencana/{plan.pk}/{address}/").url == f"/rencana/{plan.pk}/"
    for address in ("dasar", "pemerataan", "belum-ikut", "dokumen", "pelaksanaan", "sebelum-sesudah"):
        assert client.get(f"/rencana/{plan.pk}/{address}/").status_code == 200
    for address in ("pemerataan", "peserta", "kalender"):
        page = unescape(client.get(f"/rencana/{plan.pk}/{address}/").content.decode())
        assert f"/rencana/{plan.pk}/pelaksanaan/" in page
        assert f"/rencana/{plan.pk}/andai/" not in page
    assert "Benih acak" not in client.get(f"/rencana/{plan.pk}/dasar/").content.decode()
    assert client.get(f"/rencana/{plan.pk}/dokumen.pdf").status_code == 200
    assert client.get(f"/rencana/{plan.pk}/unduh.xlsx").status_code == 200


def test_a_set_plan_of_a_closed_year_offers_no_way_to_change_it(town: Town, client_as: ClientAs) -> None:
    plan = recorded(town)
    set_by_all(plan)
    client = client_as(Role.PENGELOLA)
    ways = {f"/rencana/{plan.pk}/": "susun-ulang/", f"/rencana/{plan.pk}/pelaksanaan/": "tandai/"}
    for address, way in ways.items():
        assert way in client.get(address).content.decode()
    Cycle.objects.filter(pk=town.cycle.pk).update(phase="closed", closed_on=TODAY)
    for address, way in ways.items():
        assert way not in client.get(address).content.decode()
