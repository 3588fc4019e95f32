"""What offices signed for, findings taken and staff heard weigh in the plan; the plan keeps what it was weighed with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibina.assess.needs import actions as needs
from sibina.assess.needs.models import NeedsRound, OfficeSheet, SheetLine
from sibina.assess.needs.types import Amendment, Priority
from sibina.ground.people.types import Sight
from sibina.lib.access import Role
from sibina.plan.planning.actions import keep_weights, remake_plan
from sibina.plan.planning.models import CityPlan, PlanWeight
from sibina.plan.planning.reads import get_question, get_standing
from sibina.plan.planning.rules.orders import OrderProblem, OrderRefused
from tests.conftest import log_in, make_city
from tests.modules.planning.conftest import AT, TODAY, USUAL, Town, finish, set_by_all
from tests.modules.planning.test_pages import MOST_QUERIES, sheet

ClientAs = Callable[..., Client]
RANKED = replace(USUAL, name="Menurut peringkat", by_ranking=True)


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


@pytest.fixture
def asked(town: Town) -> NeedsRound:
    """The year's round: the health office puts «Melayani» first and signs; nobody else has said anything."""
    made = needs.open_round(
        city=town.city, cycle=town.cycle, opens_on=TODAY, closes_on=TODAY + timedelta(days=30), at=AT
    )
    answer(town, "Dinas Kesehatan", "Melayani", Priority.RAISED)
    return made


def answer(town: Town, office: str, competency: str, priority: Priority) -> None:
    line = SheetLine.objects.select_related("sheet__office", "sheet__round__cycle").get(
        sheet__office__name=office, competency__name=competency
    )
    sight = Sight(unit_ids=frozenset({line.sheet.office_id}))
    amendment = Amendment(None, priority, "Antrean loket terlalu panjang")
    needs.answer_line(line=line, version=line.version, amendment=amendment, sight=sight, at=AT)
    needs.endorse_lines(sheet=line.sheet, sight=sight, at=AT)
    signed = OfficeSheet.objects.get(pk=line.sheet_id)
    needs.sign_sheet(sheet=signed, version=signed.version, sight=sight, at=AT)


def close(asked: NeedsRound) -> None:
    needs.close_round(needs_round=asked, reason="Batas sudah lewat", at=AT)


def drawn_for_a_moment(plan: CityPlan) -> CityPlan:
    CityPlan.objects.filter(pk=plan.pk).update(seconds=1)
    return finish(plan)


def weighed(plan: CityPlan) -> CityPlan:
    """The plan with its factors written, as its job begins; not searched for."""
    found = CityPlan.objects.select_related("needs_round", "base").get(pk=plan.pk)
    keep_weights(plan=found, at=AT)
    return found


def factors(plan: CityPlan) -> dict[tuple[str, str], int]:
    rows = PlanWeight.objects.filter(plan=plan).values_list("office__name", "competency__name", "factor")
    return {(office, competency): factor for office, competency, factor in rows}


def test_what_an_office_puts_first_weighs_more_and_levels_stay_levels(town: Town, asked: NeedsRound) -> None:
    close(asked)
    plain, ranked = town.ask(), town.ask(RANKED)
    assert ranked.ranked_at is None, "read by the job, not by the page that asks"
    ranked = drawn_for_a_moment(ranked)
    assert factors(ranked) == {("Dinas Kesehatan", "Melayani"): 125}
    assert (ranked.needs_round_id, ranked.weighing_rule) == (asked.pk, "bobot-1")
    assert ranked.ranking_was_closed
    assert factors(plain) == {}
    assert (plain.needs_round_id, plain.weighing_rule, plain.ranked_at) == (None, "", None)
    asked_plain, asked_ranked = (get_question(plan=plan) for plan in (plain, ranked))
    assert ranked.digest == asked_ranked.digest != asked_plain.digest
    before, after = asked_plain.tables, asked_ranked.tables
    assert ranked.levels_short == before.needs["short"].sum()
    assert ranked.points_short > (before.needs["short"] * before.needs["weight"]).sum()
    assert after.eligible.equals(before.eligible), "the unmeasured gain nothing by a factor"
    assert list(after.needs["short"]) == list(before.needs["short"])
    assert (after.needs["weight"] >= before.needs["weight"]).all()


def test_a_plan_keeps_the_ranking_that_it_was_made_with(town: Town, asked: NeedsRound) -> None:
    plan = weighed(town.ask(RANKED))
    answer(town, "Dinas Perhubungan", "Integritas", Priority.LOWERED)
    made = weighed(plan)
    assert factors(made) == {("Dinas Kesehatan", "Melayani"): 125}
    assert not made.ranking_was_closed
    later = town.ask(RANKED)
    keep_weights(plan=later, at=AT + timedelta(days=1))
    assert factors(later)["Dinas Perhubungan", "Integritas"] == 75
    assert not made.weighs_like(later)
    assert made.weighs_like(made)


def test_a_plan_made_anew_weighs_as_the_plan_before_it(town: Town, asked: NeedsRound) -> None:
    base = drawn_for_a_moment(town.ask(RANKED))
    set_by_all(base)
    answer(town, "Dinas Perhubungan", "Integritas", Priority.LOWERED)
    close(asked)
    standing = get_standing(city=town.city, cycle=town.cycle, today=TODAY)
    order = replace(USUAL, name="Juni", from_day=date(2026, 6, 1))
    new = remake_plan(base=base, order=order, standing=standing, title="Menyusun ulang", by=None, at=AT)
    new = weighed(new)
    assert factors(new) == factors(base)
    assert new.weighs_like(CityPlan.objects.get(pk=base.pk))
    assert (new.needs_round_id, new.weighing_rule) == (asked.pk, base.weighing_rule)


def test_a_plan_cannot_be_asked_by_a_ranking_that_is_not_there(town: Town, client_as: ClientAs) -> None:
    with pytest.raises(OrderRefused) as refused:
        town.ask(RANKED)
    assert refused.value.problems == (OrderProblem.NO_ROUND,)
    page = text(client_as(Role.PENGELOLA).get("/rencana/baru/?tahun=2026"))
    assert "Tahunnya belum mempunyai AKPK, jadi hanya selisih terhitung yang menimbang." in page


def test_the_database_keeps_round_and_rule_together_and_the_factors_of_a_set_plan(
    town: Town, asked: NeedsRound
) -> None:
    plan = drawn_for_a_moment(town.ask(RANKED))
    for wrong in ({"needs_round": None}, {"weighing_rule": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CityPlan.objects.filter(pk=plan.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanWeight.objects.filter(plan=plan).update(factor=0)
    set_by_all(plan)
    with pytest.raises(Error), transaction.atomic():
        PlanWeight.objects.filter(plan=plan).update(factor=300)


def test_an_officer_chooses_what_weighs_and_the_closed_ranking_is_what_is_offered_first(
    town: Town, asked: NeedsRound, client_as: ClientAs
) -> None:
    client = client_as(Role.PENGELOLA)
    path = "/rencana/baru/?tahun=2026"
    open_page = text(client.get(path))
    assert "Menurut peringkat AKPK 2026 seperti adanya sekarang (AKPK belum ditutup)" in open_page
    assert _chosen(open_page) == "terhitung"
    close(asked)
    closed_page = text(client.get(path))
    assert "Menurut peringkat AKPK 2026, ditutup 2 Januari 2026" in closed_page
    assert "paling banyak 3,0 kali" in closed_page
    assert _chosen(closed_page) == "peringkat"
    typed = {"name": "Dua", "ceiling": "60 juta", "away_percent": "40", "seconds": "10", "seed": "1"}
    forgotten = text(client.post(path, typed))
    assert "Pilih menurut apa kebutuhan ditimbang." in forgotten
    assert 'value="Dua"' in forgotten
    for by, expected in (("peringkat", asked.pk), ("terhitung", None)):
        assert client.post(path, typed | {"name": by, "by_ranking": by}).status_code == 302
        assert CityPlan.objects.get(name=by).needs_round_id == expected


def _chosen(page: str) -> str:
    (mark,) = [part for part in page.split("<input")[1:] if 'name="by_ranking"' in part and "checked" in part]
    return mark.split('value="')[1].split('"')[0]


def test_each_reader_finds_the_factors_with_the_way_to_the_ranking_and_a_head_those_of_the_own_office(
    town: Town, asked: NeedsRound, client_as: ClientAs
) -> None:
    plan = drawn_for_a_moment(town.ask(RANKED))
    own, other = town.units[0].office, town.units[2].office
    for role in (Role.PENGELOLA, Role.PIMPINAN, Role.INSPEKTORAT):
        read_factors(client_as(role), plan, leads_to_ranking=True)
    read_factors(client_as(Role.KEPALA_OPD, unit=own), plan, leads_to_ranking=False)
    page = text(client_as(Role.KEPALA_OPD, unit=other).get(f"/rencana/{plan.pk}/bobot/"))
    assert "Melayani" not in page
    assert client_as(Role.ASN).get(f"/rencana/{plan.pk}/bobot/").status_code == 403
    stranger = log_in(make_city("Kota Lain"), Role.PENGELOLA)
    assert stranger.get(f"/rencana/{plan.pk}/bobot/").status_code == 404


def read_factors(client: Client, plan: CityPlan, *, leads_to_ranking: bool) -> None:
    """Open what a reader of the plan finds about its weights."""
    assert "Yang didahulukan ditimbang menurut peringkat AKPK 2026" in text(
        client.get(f"/rencana/{plan.pk}/")
    )
    sources = text(client.get(f"/rencana/{plan.pk}/dasar/"))
    assert "menurut peringkat AKPK 2026 seperti adanya" in sources
    assert f"/rencana/{plan.pk}/bobot/" in sources
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get(f"/rencana/{plan.pk}/bobot/?arah=lebih"))
    own = [query for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(own) <= MOST_QUERIES
    assert "Melayani" in page
    assert "1,25" in page
    line = PlanWeight.objects.get(plan=plan)
    to_ranking = f"/kebutuhan/peringkat/{plan.needs_round_id}/{line.competency_id}/"
    assert (to_ranking in page) == leads_to_ranking
    rows = sheet(client.get(f"/rencana/{plan.pk}/bobot/?unduh=xlsx"), "Bobot kebutuhan")
    assert list(rows["Faktor"]) == [1.25]
    assert "Tidak ada" in text(client.get(f"/rencana/{plan.pk}/bobot/?arah=kurang"))


def test_values_that_are_weighed_otherwise_are_not_compared(
    town: Town, asked: NeedsRound, client_as: ClientAs
) -> None:
    close(asked)
    plain, ranked = drawn_for_a_moment(town.ask()), drawn_for_a_moment(town.ask(RANKED))
    again = CityPlan.objects.get(pk=ranked.pk)
    again.pk, again.name = None, "Lagi"
    again.save(force_insert=True)
    client = client_as(Role.PENGELOLA)
    page = text(client.get(f"/rencana/banding/?a={plain.pk}&b={ranked.pk}"))
    assert "Kebutuhan ditimbang dengan bobot yang berbeda" in page
    assert "Nilai tertutup (tingkat × bobot)" not in page
    assert "Kesenjangan tertutup (tingkat)" in page
    same = text(client.get(f"/rencana/banding/?a={again.pk}&b={ranked.pk}"))
    assert "Nilai tertutup (tingkat × bobot)" in same
