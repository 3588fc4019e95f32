"""Terms of reference of a programme: the plan's own figures, what people wrote, and what is not known said so."""

import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from django.db import DataError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sibina.assess.needs.models import Gap
from sibina.ground.competencies.models import Competency
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.words import number, rupiah
from sibina.plan.planning.models import CityPlan
from sibina.plan.programmes.api import CostPart, Programme, TermsOfReference
from tests.conftest import make_city
from tests.modules.planning.conftest import Town, set_by_all
from tests.papers import text_of_pdf

ClientAs = Callable[..., Client]
TEXTS = {
    "background": "Antrean loket panjang sejak layanan pindah gedung.",
    "intent": "Petugas loket melayani dengan cepat dan ramah.",
    "medium_result": "Waktu tunggu turun.",
    "long_result": "Warga puas.",
    "responsible": "Kepala Bidang Pengembangan",
}
MOST_QUERIES = 12


def page_of(client: Client, name: str, programme: Programme, **query: object) -> str:
    answer = client.get(reverse(name, args=[programme.pk]), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def pdf_of(client: Client, programme: Programme, **query: object) -> str:
    answer = client.get(reverse("planning:terms-document", args=[programme.pk]), query)
    assert answer["Content-Type"] == "application/pdf"
    return text_of_pdf(answer.content)


@pytest.fixture
def service(town: Town) -> Programme:
    """The programme with two objectives, and a price for each of its parts."""
    found = town.programmes[0]
    for label, per, amount in (("Narasumber", "session", 5_000_000), ("Makan", "seat", 200_000)):
        CostPart.objects.create(
            city=town.city, programme=found, kind="other", label=label, per=per, rupiah=amount,
            account_code="5.1.02.02.01.0003",
        )  # fmt: skip
    return found


def test_the_paper_says_what_nobody_has_written_or_decided(
    town: Town, service: Programme, client_as: ClientAs
) -> None:
    paper = pdf_of(client_as(Role.PENGELOLA), service)
    assert paper.count("Belum ditulis.") == 5
    assert "Belum ada kurikulum yang dirilis" in paper
    assert "belum ditentukan" in paper, "a session without a speaker says so"
    assert "belum ada rencana yang ditetapkan" in paper
    empty = pdf_of(client_as(Role.PENGELOLA), _without_sessions(town))
    assert "Belum dapat dihitung: tidak ada sesi." in empty
    assert "Belum dapat disebut: tidak ada sesi." in empty


def _without_sessions(town: Town) -> Programme:
    return Programme.objects.create(
        city=town.city, key="baru", name="Baru", form="bimtek", jp=8, max_participants=20
    )


def test_the_background_counts_the_gaps_of_the_city(
    town: Town, service: Programme, client_as: ClientAs
) -> None:
    paper = pdf_of(client_as(Role.PENGELOLA), service)
    for name, low, high in (("Melayani", 1, 3), ("Perekat", 1, 2)):
        gaps = Gap.objects.filter(snapshot=town.snapshot, competency_id=Competency.objects.get(name=name).pk)
        short = gaps.filter(state="short")
        counts = (short.count(), short.filter(present__gte=low, present__lt=high).count())
        assert 0 < counts[1] <= counts[0]
        unmeasured = gaps.filter(state="unmeasured").count()
        assert f"{name} {counts[0]} {counts[1]} {unmeasured}" in paper
    assert "per 2 Januari 2026" in paper
    assert "PP 11/2017 Pasal 203" in paper
    assert (
        "Melayani: dari tingkat 1 ke tingkat 3; kenaikan rata-rata yang diharapkan 0,80 tingkat (asumsi)."
        in paper
    )


def test_the_budget_is_the_plans_to_the_rupiah_on_screen_paper_and_workbook(
    answered: CityPlan, service: Programme, client_as: ClientAs
) -> None:
    set_by_all(answered)
    sessions = list(answered.sessions.filter(programme=service, runs=True))
    cost = sum(row.cost for row in sessions)
    seats = sum(row.taken for row in sessions)
    assert cost > 0
    client = client_as(Role.PIMPINAN)
    lines = [f"Narasumber {len(sessions)} sesi Rp 5.000.000", f"Makan {seats} peserta Rp 200.000"]
    page, paper = page_of(client, "planning:terms", service), pdf_of(client, service)
    for where in (page, paper):
        assert rupiah(cost).replace("\N{NO-BREAK SPACE}", " ") in where
        assert "Harga sesi di atas unsur biaya program" in where
    for words in (*lines, f"{number(seats)} peserta dalam {len(sessions)} sesi menyelesaikan 20 JP"):
        assert words in paper
    book = client.get(reverse("planning:terms-workbook", args=[service.pk])).content
    table = pd.read_excel(io.BytesIO(book), sheet_name=None, header=None, engine="calamine")
    labels = table["Anggaran"].set_index(1)[5]
    assert labels["Beban kota"] == labels["Jumlah"] + labels["Kontribusi mitra"] == cost
    assert labels["Narasumber"] + labels["Makan"] + labels["Harga sesi di atas unsur biaya program"] == cost
    assert pd.to_numeric(table["Sesi"][7], errors="coerce").sum() == cost


def test_a_draft_plan_has_its_own_terms_for_those_who_read_plans(
    town: Town, answered: CityPlan, service: Programme, client_as: ClientAs
) -> None:
    officer, staff = client_as(Role.ANALIS), client_as(Role.ASN)
    papers = officer.get(reverse("planning:papers", args=[answered.pk])).content.decode()
    link = f"{reverse('planning:terms', args=[service.pk])}?rencana={answered.pk}"
    assert link in papers
    assert "rancangan" in page_of(officer, "planning:terms", service, rencana=answered.pk)
    address = reverse("planning:terms", args=[service.pk])
    assert staff.get(address, {"rencana": answered.pk}).status_code == 404
    assert "Sesi yang ditawarkan" in page_of(staff, "planning:terms", service)
    set_by_all(answered)
    assert "ditetapkan" in page_of(staff, "planning:terms", service, rencana=answered.pk)
    for wrong in ("0", "bukan", "²", "9" * 30):
        assert officer.get(address, {"rencana": wrong}).status_code == 404


def test_a_programme_that_does_not_run_in_the_set_plan_says_so(
    town: Town, answered: CityPlan, client_as: ClientAs
) -> None:
    set_by_all(answered)
    idle = _without_sessions(town)
    for told in (page_of(client_as(Role.ASN), "planning:terms", idle), pdf_of(client_as(Role.ASN), idle)):
        assert "Tidak ada sesi yang berjalan dalam rencana «Pagu penuh» (ditetapkan)" in told


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_programmes_reads_their_terms_and_the_officer_alone_writes(
    service: Programme, client_as: ClientAs, role: Role
) -> None:
    client = client_as(role)
    allowed = 403 if role == Role.MITRA else 200
    for name in ("planning:terms", "planning:terms-document", "planning:terms-workbook"):
        assert client.get(reverse(name, args=[service.pk])).status_code == allowed
    address = reverse("programmes:terms", args=[service.pk])
    assert client.get(address).status_code == (200 if role == Role.PENGELOLA else 403)
    if role not in {Role.PENGELOLA, Role.MITRA}:
        assert address not in page_of(client, "planning:terms", service)


def test_another_city_sees_nothing_of_it(service: Programme, client_as: ClientAs) -> None:
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    for name in ("planning:terms", "planning:terms-document", "planning:terms-workbook", "programmes:terms"):
        assert stranger.get(reverse(name, args=[service.pk])).status_code == 404
    assert (
        stranger.post(reverse("programmes:terms", args=[service.pk]), TEXTS | {"revision": 0}).status_code
        == 404
    )


def test_what_the_officer_writes_stands_on_the_paper_and_in_the_trail(
    service: Programme, client_as: ClientAs
) -> None:
    client = client_as(Role.PENGELOLA)
    answer = client.post(reverse("programmes:terms", args=[service.pk]), TEXTS | {"revision": 0})
    assert answer["Location"] == reverse("planning:terms", args=[service.pk])
    paper = pdf_of(client, service)
    assert "Belum ditulis" not in paper
    for text in TEXTS.values():
        assert text in paper
        assert text in page_of(client, "planning:terms", service)
    assert Event.objects.get(verb="programmes.terms.saved").data["intent"] == TEXTS["intent"]


def test_the_second_officer_is_told_and_nothing_is_lost(service: Programme, client_as: ClientAs) -> None:
    address = reverse("programmes:terms", args=[service.pk])
    first, second = client_as(Role.PENGELOLA), client_as(Role.PENGELOLA)
    first.post(address, TEXTS | {"revision": 0})
    answer: Any = second.post(address, TEXTS | {"revision": 0, "intent": "Lain"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "ketikan Anda belum disimpan" in page
    assert f"Yang tersimpan sekarang: {TEXTS['intent']}" in page
    assert ">\nLain</textarea>" in page
    assert TermsOfReference.objects.get().intent == TEXTS["intent"]
    second.post(address, TEXTS | {"revision": 1, "intent": "Lain"})
    assert TermsOfReference.objects.get().intent == "Lain"


def test_too_long_a_text_is_refused_by_the_form_and_by_the_database(
    service: Programme, client_as: ClientAs
) -> None:
    address = reverse("programmes:terms", args=[service.pk])
    long = "a" * 3001
    page = (
        client_as(Role.PENGELOLA).post(address, TEXTS | {"revision": 0, "background": long}).content.decode()
    )
    assert "3000" in page
    assert long in page
    with pytest.raises(DataError), transaction.atomic():
        TermsOfReference.objects.create(city=service.city, programme=service, background=long)


def test_the_page_asks_few_questions(
    town: Town, answered: CityPlan, service: Programme, client_as: ClientAs
) -> None:
    client = client_as(Role.PENGELOLA)
    client.get("/")
    for query in ({}, {"rencana": answered.pk}):
        with CaptureQueriesContext(connection) as asked:
            page_of(client, "planning:terms", service, **query)
        own = [one["sql"][:90] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
        assert len(own) <= MOST_QUERIES, own
