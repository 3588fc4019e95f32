"""A year is moved from phase to phase: what is open is said before, a reason is owed where it counts, the trail keeps it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibina.assess.needs.actions import close_round
from sibina.assess.needs.models import NeedsRound
from sibina.ground.cycles.api import (
    Cycle,
    CycleStep,
    find_open_cycle,
    move_cycle,
    open_cycle,
    open_next_cycle,
)
from sibina.ground.cycles.types import CyclePhase, Move, MovedMeanwhile, YearNotDue
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.planning.models import CityPlan
from tests.conftest import log_in, make_city
from tests.modules.needs.conftest import RoundTown, ask_town, build_town

ClientAs = Callable[..., Client]
AT = datetime(2026, 10, 5, 3, tzinfo=UTC)
MOST_QUERIES = 12
REASON = "Keputusan rapat 5 Oktober"
ON, BACK = (CyclePhase.NEEDS, CyclePhase.PLAN), (CyclePhase.PLAN, CyclePhase.NEEDS)


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


@pytest.fixture
def year(city: City) -> Cycle:
    """2027, whose needs are being found: nothing is counted and no round is opened."""
    return open_cycle(city=city, year=2027, at=AT)


def send(client: Client, year: Cycle, seen: str, to: str, reason: str = REASON) -> Any:
    return client.post(f"/siklus/{year.pk}/pindah/", {"seen": seen, "to": to, "reason": reason})


def put(year: Cycle, phase: CyclePhase) -> Cycle:
    """The year in this phase, however it came there."""
    Cycle.objects.filter(pk=year.pk).update(
        phase=phase, closed_on=date(2027, 12, 31) if phase == CyclePhase.CLOSED else None
    )
    return Cycle.objects.get(pk=year.pk)


def test_an_officer_walks_a_year_to_its_end_and_one_step_back(year: Cycle, client_as: ClientAs) -> None:
    client = client_as(Role.PENGELOLA)
    way = list(CyclePhase)
    moves = [*pairwise(way), (CyclePhase.CLOSED, CyclePhase.EVALUATE)]
    for seen, to in moves:
        assert send(client, year, seen, to).status_code == 302, (seen, to)
    steps = [(step.before, step.after) for step in CycleStep.objects.order_by("pk")]
    assert steps == moves
    found = Cycle.objects.get(pk=year.pk)
    assert (found.phase, found.closed_on) == (CyclePhase.EVALUATE, None)
    assert Event.objects.filter(verb="cycles.cycle.moved").count() == len(moves)
    page = text(client.get(f"/siklus/{year.pk}/"))
    assert "Ditutup → Evaluasi" in page
    assert page.count(REASON) == len(moves)


def test_what_is_open_is_named_before_and_kept_with_the_step(year: Cycle, client_as: ClientAs) -> None:
    client = client_as(Role.PENGELOLA)
    page = text(client.get(f"/siklus/{year.pk}/pindah/?ke=plan"))
    for words in (
        "Kesenjangan belum dihitung",
        "AKPK tahun ini belum dibuka",
        "AKPK baru tidak dapat dibuka lagi",
    ):
        assert words in page
    refused = text(send(client, year, *ON, reason="  "))
    assert "Masih ada yang terbuka. Selesaikan dulu" in refused
    assert Cycle.objects.get(pk=year.pk).phase == CyclePhase.NEEDS
    assert send(client, year, *ON).status_code == 302
    assert CycleStep.objects.get().left_open == ["Kesenjangan belum dihitung", "AKPK tahun ini belum dibuka"]
    assert "Belum ada rencana yang diajukan" in text(client.get(f"/siklus/{year.pk}/"))


def test_nothing_is_owed_once_the_round_is_closed_and_the_home_says_so(
    city: City, client_as: ClientAs
) -> None:
    asked: RoundTown = ask_town(build_town(city))
    year, client = asked.round.cycle, client_as(Role.PENGELOLA)
    assert "2 dari 2 OPD belum menandatangani." in text(client.get(f"/siklus/{year.pk}/"))
    close_round(needs_round=NeedsRound.objects.get(), reason="Batas lewat", at=AT)
    assert "Tidak ada. Tahun ini dapat dilanjutkan." in text(client.get(f"/siklus/{year.pk}/"))
    assert "Lanjutkan tahun 2027 ke tahap rencana" in text(client.get("/"))
    assert send(client, year, *ON, reason="").status_code == 302
    assert (CycleStep.objects.get().left_open, CycleStep.objects.get().reason) == ([], "")
    home = text(client.get("/"))
    assert "tahap Rencana" in home
    assert "Lanjutkan tahun 2027 ke tahap rencana" not in home


def test_a_year_whose_plan_is_set_goes_on_to_be_carried_out(year: Cycle, client_as: ClientAs) -> None:
    put(year, CyclePhase.PLAN)
    CityPlan.objects.create(
        city=year.city, cycle=year, name="Pagu penuh", state="ready", approval="set", made_at=AT,
        computed_at=AT, ceiling=10, cost=5, away_percent=20, seconds=5, seed=1, snapshot_number=1,
        snapshot_as_of=AT.date(), snapshot_computed_at=AT,
    )  # fmt: skip
    client = client_as(Role.PENGELOLA)
    assert "Rencananya sudah ditetapkan; tahunnya masih pada tahap Rencana." in text(client.get("/"))
    assert send(client, year, "plan", "deliver", reason="").status_code == 302
    page = text(client.get(f"/siklus/{year.pk}/"))
    assert "Tahun 2027 belum berakhir" in page


def test_going_back_is_owed_a_reason_by_the_page_and_by_the_database(
    year: Cycle, client_as: ClientAs
) -> None:
    put(year, CyclePhase.PLAN)
    client = client_as(Role.PENGELOLA)
    assert "Tulis mengapa tahun ini kembali" in text(send(client, year, *BACK, reason=""))
    step = {"city": year.city, "cycle": year, "at": AT}
    for wrong in (
        {"before": "plan", "after": "needs", "reason": " "},
        {"before": "plan", "after": "deliver", "left_open": ["Belum ditetapkan"]},
        {"before": "needs", "after": "deliver", "reason": REASON},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CycleStep.objects.create(**step, **wrong)
    assert send(client, year, *BACK).status_code == 302
    with pytest.raises(Error), transaction.atomic():
        CycleStep.objects.update(reason="Lain")


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(
    year: Cycle, client_as: ClientAs
) -> None:
    first, second = client_as(Role.PENGELOLA), client_as(Role.PENGELOLA)
    assert send(first, year, *ON).status_code == 302
    page = text(send(second, year, *ON, reason="Alasan saya sendiri"))
    assert "memindahkan tahun ini ke tahap Rencana" in page
    assert "Alasan saya sendiri" in page
    assert CycleStep.objects.count() == 1
    with pytest.raises(MovedMeanwhile):
        move_cycle(cycle=year, move=Move(*ON, reason=REASON), at=AT)


def test_a_phase_that_does_not_follow_is_not_offered_and_not_taken(year: Cycle, client_as: ClientAs) -> None:
    client = client_as(Role.PENGELOLA)
    for asked in ("closed", "needs", "", "entah"):
        assert client.get(f"/siklus/{year.pk}/pindah/?ke={asked}").status_code == 302
    page = text(send(client, year, "needs", "evaluate"))
    assert "hanya dapat maju atau mundur satu tahap" in page
    assert not CycleStep.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_the_city_sees_the_year_and_only_the_officer_moves_it(
    year: Cycle, client_as: ClientAs, role: Role
) -> None:
    client = client_as(role)
    reads = role in {Role.PENGELOLA, Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT}
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/siklus/{year.pk}/")
    assert answer.status_code == (200 if reads else 403)
    if reads:
        own = [query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
        assert len(own) <= MOST_QUERIES, [query["sql"][:90] for query in own]
        assert ("/pindah/" in text(answer)) == (role == Role.PENGELOLA)
    if role != Role.PENGELOLA:
        assert client.get(f"/siklus/{year.pk}/pindah/?ke=plan").status_code == 403
        assert send(client, year, *ON).status_code == 403
        assert client.post("/siklus/buka/", {"tahun": "2028"}).status_code == 403
    assert not CycleStep.objects.exists()


def test_another_city_neither_sees_nor_moves_it(year: Cycle, client_as: ClientAs) -> None:
    other = make_city("Kota Lain")
    stranger = log_in(other, Role.PENGELOLA)
    assert stranger.get(f"/siklus/{year.pk}/").status_code == 404
    assert send(stranger, year, *ON).status_code == 404
    assert text(client_as(Role.PENGELOLA).get(f"/siklus/{year.pk}/"))
    with city_context(year.city):
        assert Cycle.objects.get(pk=year.pk).phase == CyclePhase.NEEDS


def test_the_next_year_is_opened_while_this_one_is_carried_out_and_is_then_worked_on(
    city: City, client_as: ClientAs
) -> None:
    this_year = open_cycle(city=city, year=2026, at=AT)
    with pytest.raises(YearNotDue):
        open_next_cycle(city=city, year=2027, at=AT)
    put(this_year, CyclePhase.DELIVER)
    made = open_next_cycle(city=city, year=2027, at=AT)
    working = find_open_cycle()
    assert working is not None
    assert working.pk == made.pk, "what is being planned comes before what is carried out"
    with pytest.raises(YearNotDue):
        open_next_cycle(city=city, year=2027, at=AT)
    put(made, CyclePhase.CLOSED)
    assert find_open_cycle() == this_year


def test_an_officer_opens_a_year_from_the_page_of_cycles(city: City, client_as: ClientAs) -> None:
    client = client_as(Role.PENGELOLA)
    page = text(client.get("/siklus/"))
    (year,) = page.split("Buka tahun ")[1:]
    answer = client.post("/siklus/buka/", {"tahun": year[:4]}, follow=True)
    assert f"Tahun {year[:4]} dibuka pada tahap Kebutuhan." in text(answer)
    again = client.post("/siklus/buka/", {"tahun": year[:4]}, follow=True)
    assert "Tahun itu sudah dibuka, atau belum waktunya." in text(again)
    assert Cycle.objects.count() == 1
    assert f'/siklus/{Cycle.objects.get().pk}/"' in text(client.get("/siklus/"))
    assert "Buka tahun" not in text(client_as(Role.PIMPINAN).get("/siklus/"))
