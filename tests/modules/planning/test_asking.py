"""Asking for a plan: what it would stand on, what is refused and in which words, who may ask."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client

from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.context import city_context
from sibina.plan.planning.actions import start_plan
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.reads import get_standing
from sibina.plan.planning.rules.orders import OrderProblem, OrderRefused
from sibina.plan.programmes.models import Offering
from tests.conftest import make_city
from tests.modules.planning.conftest import AT, TODAY, USUAL, Town

ClientAs = Callable[..., Client]
TYPED = {
    "name": "Pagu penuh",
    "ceiling": "Rp 60.000.000",
    "jp_first": "on",
    "away_percent": "40",
    "seconds": "10",
    "seed": "1",
}


def send(client: Client, **changed: str) -> Any:
    return client.post("/rencana/baru/?tahun=2026", TYPED | changed)


def text(response: Any) -> str:
    return unescape(response.content.decode())


def test_a_plan_that_is_asked_for_is_queued_and_stands_on_the_trail(town: Town) -> None:
    plan = town.ask()
    assert plan.state == CityPlan.State.COMPUTING
    assert plan.job is not None
    assert plan.job.is_open
    assert plan.snapshot_number == town.snapshot.pk
    assert (plan.jp_floor, plan.jp_ceiling) == (20, 24)
    assert Event.objects.get(verb="planning.plan.asked").data["ceiling"] == 60_000_000


def test_money_as_people_write_it_is_understood(town: Town, client_as: ClientAs) -> None:
    for index, typed in enumerate(("Rp 60.000.000", "60000000", "60 juta")):
        response = send(client_as(Role.PENGELOLA), ceiling=typed, name=f"Rencana {index}")
        assert response.status_code == 302
    assert set(CityPlan.objects.values_list("ceiling", flat=True)) == {60_000_000}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Isi pagu dalam rupiah"),
        ("0", "Pagu Rp\xa00 tidak dapat membiayai apa pun"),
        ("-5.000.000", "tidak dapat membiayai apa pun"),
        ("banyak", "Tulis jumlah rupiah utuh"),
        ("9" * 18, "lebih besar daripada anggaran kota mana pun"),
        ("1.000.000", "belum cukup untuk satu sesi pun: sesi termurah membutuhkan Rp\xa06.000.000"),
    ],
)
def test_a_ceiling_that_cannot_be_is_refused_in_words_and_what_was_typed_stays(
    town: Town, client_as: ClientAs, typed: str, said: str
) -> None:
    response = send(client_as(Role.PENGELOLA), ceiling=typed, name="Nama saya")
    assert response.status_code == 200
    assert said in text(response)
    assert 'value="Nama saya"' in text(response)
    assert not CityPlan.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Beri nama"),
        ("away_percent", "0", "Isi antara 1 dan 100 persen"),
        ("seconds", "99999", "Isi antara 5 dan 600 detik"),
    ],
)
def test_every_field_says_what_is_wrong_with_it(
    town: Town, client_as: ClientAs, field: str, typed: str, said: str
) -> None:
    assert said in text(send(client_as(Role.PENGELOLA), **{field: typed}))


def test_a_year_without_sessions_says_where_to_add_them(town: Town, client_as: ClientAs) -> None:
    Offering.objects.all().delete()
    page = text(send(client_as(Role.PENGELOLA)))
    assert "Belum ada sesi yang ditawarkan untuk tahun 2026" in page
    assert not CityPlan.objects.exists()


def test_a_city_whose_gaps_are_not_counted_is_told_to_count_first(town: Town, client_as: ClientAs) -> None:
    type(town.snapshot).objects.update(is_current=False)
    assert "Kesenjangan kota belum dihitung" in text(send(client_as(Role.PENGELOLA)))


def test_a_past_year_is_refused(town: Town) -> None:
    standing = get_standing(city=town.city, cycle=town.cycle, today=TODAY.replace(year=2027))
    with pytest.raises(OrderRefused) as refused:
        start_plan(city=town.city, order=USUAL, standing=standing, title="x", by=None, at=AT)
    assert refused.value.problems == (OrderProblem.CYCLE_PAST,)


def test_a_closed_year_is_refused(town: Town) -> None:
    town.cycle.phase, town.cycle.closed_on = "closed", TODAY
    town.cycle.save()
    with pytest.raises(OrderRefused) as refused:
        town.ask(replace(USUAL, name="Terlambat"))
    assert refused.value.problems == (OrderProblem.CYCLE_CLOSED,)


def test_a_programme_without_a_gain_is_left_aside_by_name(town: Town, client_as: ClientAs) -> None:
    page = text(client_as(Role.PENGELOLA).get("/rencana/baru/?tahun=2026"))
    assert "Seminar Umum" in page
    assert town.ask().aside == {
        "programmes_without_gain": ["Seminar Umum"],
        "sessions_without_gain": 1,
        "sessions_without_speaker": [],
    }


@pytest.mark.parametrize("role", [Role.PIMPINAN, Role.INSPEKTORAT, Role.KEPALA_OPD, Role.ASN])
def test_who_only_reads_asks_for_nothing(town: Town, client_as: ClientAs, role: Role) -> None:
    assert send(client_as(role)).status_code == 403
    assert not CityPlan.objects.exists()


def test_another_citys_plan_is_not_there(town: Town, client_as: ClientAs) -> None:
    plan = town.ask()
    other = make_city("Kota Lain")
    client = client_as(Role.PENGELOLA, city=other)
    for tail in ("", "sesi/", "peserta/", "dokumen.pdf", "unduh.xlsx", "ajukan/", "persetujuan/"):
        assert client.get(f"/rencana/{plan.pk}/{tail}").status_code == 404
    with city_context(other):
        assert not CityPlan.objects.exists()
