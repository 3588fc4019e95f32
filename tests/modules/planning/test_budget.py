"""The year's money on real PostgreSQL: what stands, what is refused, who sees it, and lines from the city's plan."""

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from sibina.ground.cycles.types import CyclePhase
from sibina.ground.people.models import Unit
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.plan.planning.actions import BudgetRefused, take_lines_from_plan
from sibina.plan.planning.models import BudgetLine, CityPlan, CitySpending, FundSource
from sibina.plan.programmes.models import CostPart
from tests.conftest import make_city
from tests.modules.planning.conftest import AT, Town, set_by_all

ClientAs = Callable[..., Client]
LINE = {
    "revision": "0",
    "account_code": "5.1.02.02.12.0001",
    "label": "Kontribusi pelatihan",
    "rka": "40 juta",
    "rka_on": "05-01-2026",
}


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def sent(client: Client, path: str, **typed: object) -> str:
    """What the page says after a form; empty when it was taken."""
    answer = client.post(path, typed)
    return "" if answer.status_code == 302 else unescape(answer.content.decode())


@pytest.fixture
def source(town: Town) -> FundSource:
    return FundSource.objects.create(
        city=town.city, cycle=town.cycle, name="DAU", kind="apbd", ceiling=60_000_000
    )


def test_from_an_empty_year_to_a_line_with_its_four_figures(town: Town, client_as: ClientAs) -> None:
    client = client_as(Role.PENGELOLA)
    assert "Belum ada sumber dana" in text(client, "/rencana/anggaran/")
    assert not sent(
        client,
        "/rencana/anggaran/sumber/baru/",
        name="DAU",
        kind="apbd",
        ceiling="Rp 60.000.000",
        basis="Perda 1",
    )
    source = FundSource.objects.get()
    assert "/rencana/anggaran/rincian/baru/" in text(client, "/rencana/anggaran/rincian/")
    assert not sent(client, "/rencana/anggaran/rincian/baru/", source=source.pk, **LINE)
    line = BudgetLine.objects.get()
    stages = {"dpa": "38.000.000", "dpa_on": "10-02-2026", "dppa": "35.000.000", "dppa_on": "01-09-2026"}
    paid = {"spj": "20.000.000", "spj_on": "01-10-2026"}
    typed = {"source": source.pk, **LINE, "revision": line.revision, **stages, **paid}
    assert not sent(client, f"/rencana/anggaran/rincian/{line.pk}/", **typed)
    page = text(client, "/rencana/anggaran/")
    for amount in ("Rp 40.000.000", "Rp 38.000.000", "Rp 35.000.000", "Rp 20.000.000", "Rp 25.000.000"):
        assert amount in page.replace("\xa0", " "), amount
    assert Event.objects.filter(verb="planning.budget_line.saved").count() == 2


def test_the_share_of_the_citys_spending_is_unknown_until_somebody_says_what_it_spends(
    town: Town, source: FundSource, client_as: ClientAs
) -> None:
    client = client_as(Role.PENGELOLA)
    assert "Belanja daerah 2026 belum dicatat" in text(client, "/rencana/anggaran/")
    assert not sent(client, "/rencana/anggaran/belanja-daerah/", rupiah="50 miliar", basis="Perda APBD 2026")
    unknown = text(client, "/rencana/anggaran/")
    assert "Anggaran 2026 belum dirinci" in unknown
    assert "0,000" not in unknown
    sent(client, "/rencana/anggaran/rincian/baru/", source=source.pk, **LINE)
    page = text(client, "/rencana/anggaran/").replace("\xa0", " ")
    assert "0,080 %" in page
    assert "masih kurang Rp 40.000.000" in page
    assert "Permendagri 38/2018" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"rka": "70 juta"}, "melebihi pagunya"),
        ({"rka": "-5"}, "tidak boleh kurang dari nol"),
        ({"rka": "empat puluh"}, "rupiah utuh"),
        ({"rka_on": ""}, "tanggalnya belum"),
        ({"rka": "", "rka_on": ""}, "paling sedikit satu"),
        ({"spj": "1", "spj_on": "01-02-2026"}, "Isi DPA lebih dulu"),
        ({"dpa": "10", "dpa_on": "01-01-2026"}, "mendahului tahap sebelumnya"),
    ],
)
def test_a_wrong_line_is_refused_with_a_sentence_and_what_was_typed_stays(
    source: FundSource, client_as: ClientAs, typed: dict[str, str], sentence: str
) -> None:
    page = sent(
        client_as(Role.PENGELOLA), "/rencana/anggaran/rincian/baru/", source=source.pk, **LINE | typed
    )
    assert sentence in page
    assert "Kontribusi pelatihan" in page
    assert not BudgetLine.objects.exists()


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("sumber/baru/", {"name": "DAU", "kind": "apbd", "ceiling": "9" * 20}),
        ("belanja-daerah/", {"rupiah": "9" * 20, "basis": "Perda"}),
    ],
)
def test_an_amount_beyond_all_money_is_refused_with_a_sentence(
    town: Town, client_as: ClientAs, path: str, typed: dict[str, str]
) -> None:
    told = sent(client_as(Role.PENGELOLA), f"/rencana/anggaran/{path}", **typed)
    assert "Periksa banyaknya nol" in told
    assert "9" * 20 in told
    assert not FundSource.objects.exists()


def test_who_saves_an_older_line_is_told_and_nothing_is_written_over(
    source: FundSource, client_as: ClientAs
) -> None:
    first, second = client_as(Role.PENGELOLA), client_as(Role.PENGELOLA)
    sent(first, "/rencana/anggaran/rincian/baru/", source=source.pk, **LINE)
    line = BudgetLine.objects.get()
    path = f"/rencana/anggaran/rincian/{line.pk}/"
    opened = {"source": source.pk, **LINE, "revision": line.revision}
    assert not sent(first, path, **opened | {"rka": "41.000.000"})
    page = sent(second, path, **opened | {"rka": "42.000.000"})
    assert "disimpan orang lain" in page
    assert "42.000.000" in page, "what was typed is gone"
    assert "Rp 41.000.000" in page.replace("\xa0", " "), "what stands is not shown"
    line.refresh_from_db()
    assert line.rka == 41_000_000


def test_the_same_line_is_not_written_twice_however_its_account_is_spelled(
    source: FundSource, client_as: ClientAs
) -> None:
    client = client_as(Role.PENGELOLA)
    sent(client, "/rencana/anggaran/rincian/baru/", source=source.pk, **LINE)
    again = LINE | {"account_code": "5.1.2.2.12.00001", "rka": "1.000"}
    assert "sudah ada" in sent(client, "/rencana/anggaran/rincian/baru/", source=source.pk, **again)


def test_a_ceiling_does_not_sink_below_the_lines_that_stand_on_it(
    source: FundSource, client_as: ClientAs
) -> None:
    client = client_as(Role.PENGELOLA)
    sent(client, "/rencana/anggaran/rincian/baru/", source=source.pk, **LINE)
    page = sent(client, f"/rencana/anggaran/sumber/{source.pk}/", name="DAU", kind="apbd", ceiling="39 juta")
    assert "sudah Rp 40.000.000" in page.replace("\xa0", " ")


def test_the_database_itself_refuses_more_paid_than_approved(town: Town, source: FundSource) -> None:
    line = BudgetLine.objects.create(
        city=town.city, source=source, label="Uji", rka=5, rka_on=AT.date(), dpa=5, dpa_on=AT.date()
    )
    for words in (
        "spj = 6, spj_on = now()",
        "dppa = 1",
        "dpa = NULL, dpa_on = NULL, dppa = 1, dppa_on = now()",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE planning_budgetline SET {words} WHERE id = %s", [line.pk])


def test_lines_of_the_citys_plan_add_up_to_its_cost_and_are_taken_once(
    town: Town, answered: CityPlan, source: FundSource, client_as: ClientAs
) -> None:
    for programme in town.programmes:
        CostPart.objects.create(
            city=town.city, programme=programme, kind="speaker", label="Narasumber", per="session",
            rupiah=3_000_000, account_code="5.1.02.02.01.0003",
        )  # fmt: skip
    client = client_as(Role.PENGELOLA)
    assert client.get("/rencana/anggaran/rincian/dari-rencana/").status_code == 302
    set_by_all(answered)
    for _turn in range(2):
        assert not sent(client, "/rencana/anggaran/rincian/dari-rencana/", source=source.pk)
        assert sum(line.rka or 0 for line in BudgetLine.objects.all()) == answered.cost
    running = answered.sessions.filter(runs=True)
    speakers = BudgetLine.objects.filter(label="Narasumber")
    assert sum(line.rka or 0 for line in speakers) == 3_000_000 * running.count()
    # What is approved keeps what was asked for.
    approved = speakers.first()
    assert approved is not None
    BudgetLine.objects.filter(pk=approved.pk).update(rka=1, dpa=1, dpa_on=AT.date())
    assert not sent(client, "/rencana/anggaran/rincian/dari-rencana/", source=source.pk)
    approved.refresh_from_db()
    assert approved.rka == 1


def test_a_plan_dearer_than_its_source_brings_no_line_at_all(
    town: Town, answered: CityPlan, source: FundSource, client_as: ClientAs
) -> None:
    FundSource.objects.update(ceiling=1_000)
    officer = client_as(Role.PENGELOLA)
    user = type(answered).made_by.field.related_model.objects.get(pk=officer.session["_auth_user_id"])
    with pytest.raises(BudgetRefused), transaction.atomic():
        take_lines_from_plan(plan=answered, source=source, adjustment="Selisih", by=user, at=AT)
    assert not BudgetLine.objects.exists()


def test_a_head_sees_the_own_offices_money_only_and_nobody_else_writes(
    town: Town, source: FundSource, client_as: ClientAs
) -> None:
    health, transport = Unit.objects.filter(parent=None).order_by("name")
    own = FundSource.objects.create(
        city=town.city, cycle=town.cycle, name="DAK Kesehatan", kind="national", office=health, ceiling=9
    )
    CitySpending.objects.create(city=town.city, cycle=town.cycle, rupiah=10**9, basis="Perda")
    page = text(client_as(Role.KEPALA_OPD, unit=health), "/rencana/anggaran/")
    assert own.name in page
    assert source.name not in page
    assert "Perda" not in page
    assert own.name not in text(client_as(Role.KEPALA_OPD, unit=transport), "/rencana/anggaran/")
    for role in (Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT):
        client = client_as(role)
        assert source.name in text(client, "/rencana/anggaran/")
        assert client.get("/rencana/anggaran/sumber/baru/").status_code == 403
    assert client_as(Role.ASN).get("/rencana/anggaran/").status_code == 403


def test_another_citys_officer_reaches_no_line_and_no_source(source: FundSource, client_as: ClientAs) -> None:
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert stranger.get(f"/rencana/anggaran/sumber/{source.pk}/").status_code == 404
    assert "DAU" not in stranger.get("/rencana/anggaran/").content.decode()


@pytest.fixture
def line(town: Town, source: FundSource) -> BudgetLine:
    """Approved, and not paid yet."""
    return BudgetLine.objects.create(
        city=town.city, source=source, account_code="5.1", account_key="5.1", label="Kontribusi pelatihan",
        rka=40_000_000, rka_on=date(2026, 1, 5), dpa=38_000_000, dpa_on=date(2026, 2, 10), revision=1,
    )  # fmt: skip


def move(town: Town, phase: CyclePhase) -> None:
    town.cycle.phase = phase
    town.cycle.closed_on = date(2027, 3, 31) if phase == CyclePhase.CLOSED else None
    town.cycle.save()


PAID = {"spj": "20.000.000", "spj_on": "05-01-2027"}
KEPT = {"label": "Kontribusi pelatihan", "account_code": "5.1"} | {
    "rka": "40.000.000", "rka_on": "05-01-2026", "dpa": "38.000.000", "dpa_on": "10-02-2026",
}  # fmt: skip


def test_after_the_year_what_was_paid_is_booked_until_the_year_is_closed_and_nothing_else(
    town: Town, source: FundSource, line: BudgetLine, client_as: ClientAs
) -> None:
    client = client_as(Role.PENGELOLA)
    own = f"/rencana/anggaran/rincian/{line.pk}/"
    move(town, CyclePhase.EVALUATE)
    page = text(client, "/rencana/anggaran/")
    assert "realisasi (SPJ) masih dapat dicatat" in page
    for offer in ("Tambah sumber", "Tambah rincian", "Ambil dari rencana kota"):
        assert offer not in page
    form = text(client, own)
    assert "disabled" in form
    assert "hanya realisasi (SPJ)" in form
    # What was typed for the rest is not taken from a field that may not be written.
    typed = {"source": source.pk, **KEPT, "rka": "1", "revision": 1, **PAID}
    assert not sent(client, own, **typed)
    line.refresh_from_db()
    assert (line.rka, line.spj, line.spj_on) == (40_000_000, 20_000_000, date(2027, 1, 5))
    move(town, CyclePhase.CLOSED)
    assert "Tahunnya sudah ditutup" in sent(
        client, own, **typed | {"revision": line.revision, "spj": "21.000.000"}
    )
    line.refresh_from_db()
    assert line.spj == 20_000_000
    assert "tidak berubah lagi" in text(client, "/rencana/anggaran/")
    assert "Tahunnya sudah ditutup" in client.get(own, follow=True).content.decode()


@pytest.mark.parametrize("phase", [CyclePhase.EVALUATE, CyclePhase.CLOSED])
def test_a_year_that_is_over_gets_no_new_source_line_or_lines_of_the_plan(
    town: Town, answered: CityPlan, source: FundSource, client_as: ClientAs, phase: CyclePhase
) -> None:
    set_by_all(answered)
    client = client_as(Role.PENGELOLA)
    move(town, phase)
    refused = "hanya realisasi" if phase == CyclePhase.EVALUATE else "sudah ditutup"
    new = {"name": "DAK", "kind": "apbd", "ceiling": "1.000.000"}
    assert refused in sent(client, "/rencana/anggaran/sumber/baru/", **new)
    assert refused in sent(client, f"/rencana/anggaran/sumber/{source.pk}/", **new)
    assert refused in sent(client, "/rencana/anggaran/rincian/baru/", source=source.pk, **LINE)
    assert refused in sent(client, "/rencana/anggaran/rincian/dari-rencana/", source=source.pk)
    assert list(FundSource.objects.values_list("name", flat=True)) == ["DAU"]
    assert not BudgetLine.objects.exists()
    spending = sent(client, "/rencana/anggaran/belanja-daerah/", rupiah="900 miliar", basis="LKPD")
    assert bool(spending) == (phase == CyclePhase.CLOSED)
