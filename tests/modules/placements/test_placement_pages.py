"""The pages of placements, as each role sees them: forms, sentences, files, lists, papers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibina.deliver.placements.models import (
    Adoption,
    LogEntry,
    Paper,
    PaperRule,
    Placement,
    PlacementCost,
)
from sibina.ground.people.models import Membership, Person
from sibina.lib.access import Role
from sibina.lib.tenancy.context import city_context
from sibina.plan.programmes.api import speak_for_partner
from tests.conftest import make_city
from tests.modules.placements.conftest import FIRST, LAST, NOW, TODAY, ClientAs, Port, address, page

MOST_QUERIES = 12
PDF = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 contoh", "application/pdf")


def typed(port: Port, **changes: str) -> dict[str, Any]:
    """A placement as the form sends it."""
    known: dict[str, Any] = {
        "revision": "0",
        "form": "magang",
        "partner_id": str(port.partner.pk),
        "host": "",
        "country": "AU",
        "place": "Darwin",
        "agreement_id": str(port.agreement.pk),
        "starts_on": f"{FIRST:%d-%m-%Y}",
        "ends_on": f"{LAST:%d-%m-%Y}",
        "purpose": "Belajar melayani kapal tanpa kertas.",
        "goals": [str(port.town.competencies["Logistik"].pk)],
        "biaya-TOTAL_FORMS": "2",
        "biaya-INITIAL_FORMS": "0",
        "biaya-0-kind": "travel",
        "biaya-0-rupiah": "30 juta",
        "biaya-0-payer": "APBD kota",
        "biaya-1-kind": "daily",
    }
    return known | changes


def propose(client: Client, port: Port, **changes: str) -> Any:
    return client.post(address("propose", port.dodi.pk), typed(port, **changes))


def test_an_officer_proposes_from_the_persons_own_gaps(client_as: ClientAs, port: Port) -> None:
    officer = client_as(Role.PENGELOLA)
    assert "Dodi" in page(officer, "candidates", q="dodi")
    form = page(officer, "propose", port.dodi.pk)
    assert "Logistik: dari 2 ke 4" in form
    assert "Integritas: dari belum diukur ke 2" in form
    assert propose(officer, port).status_code == 302
    made = Placement.objects.get()
    assert (made.host, made.state, made.cycle.year) == ("Institut Pelabuhan Uji", "proposed", FIRST.year)
    (goal,) = made.goals.all()
    assert (goal.from_level, goal.to_level) == (2, 4)
    assert list(made.costs.values_list("rupiah", "payer")) == [(30_000_000, "APBD kota")]
    shown = page(officer, "placement", made.pk)
    for told in ("Darwin, Australia", "Rp 30.000.000", "PKS/9", "Lengkapi surat: visa", "Catat persetujuan"):
        assert told in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": f"{FIRST - timedelta(1):%d-%m-%Y}"}, "Hari terakhir mendahului hari pertama"),
        ({"host": "Lembaga lain"}, "salah satu, jangan keduanya"),
        ({"partner_id": ""}, "Pilih mitra, atau tulis nama lembaga lain di sini"),
        ({"starts_on": "besok"}, "Tulis tanggal sebagai hari-bulan-tahun"),
        ({"starts_on": "1-2-2004", "ends_on": "3-2-2004", "agreement_id": ""}, "Tahun 2004 belum dibuka"),
        ({"ends_on": f"{TODAY + timedelta(500):%d-%m-%Y}"}, "tidak sepanjang penempatan"),
        ({"biaya-0-rupiah": "0"}, "Jumlahnya harus lebih dari nol"),
        ({"biaya-0-payer": ""}, "Pilih sumber dana, atau tulis siapa yang membayar"),
        ({"biaya-1-payer": "Tuan rumah"}, "Tulis jumlahnya, atau kosongkan seluruh baris"),
        ({"purpose": " "}, "Bidang ini"),
    ],
)
def test_an_impossible_placement_is_refused_beside_its_field_and_what_was_typed_stays(
    client_as: ClientAs, port: Port, changes: dict[str, str], sentence: str
) -> None:
    answer = propose(client_as(Role.PENGELOLA), port, **changes)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert 'value="Darwin"' in answer.content.decode()
    assert not Placement.objects.exists()


def test_who_is_elsewhere_on_these_days_is_not_placed_twice(client_as: ClientAs, port: Port) -> None:
    officer = client_as(Role.PENGELOLA)
    propose(officer, port)
    answer = propose(officer, port).content.decode()
    assert "Pegawai ini sudah ditempatkan di Institut Pelabuhan Uji" in answer
    assert Placement.objects.count() == 1


def test_the_second_of_two_officers_is_told_and_nothing_is_lost(client_as: ClientAs, port: Port) -> None:
    made = port.propose()
    first, second = client_as(Role.PENGELOLA), client_as(Role.PENGELOLA)
    rows = {"biaya-INITIAL_FORMS": "2", "biaya-1-kind": "lodging", "biaya-1-rupiah": "12.000.000"}
    sent = typed(port, revision="1") | rows | {"biaya-1-payer": "tuan rumah"}
    assert first.post(address("edit", made.pk), sent | {"place": "Palmerston"}).status_code == 302
    answer = second.post(address("edit", made.pk), sent | {"place": "Sydney"}).content.decode()
    assert "Sementara Anda mengetik" in answer
    assert "Yang tersimpan sekarang: Palmerston" in answer
    assert 'value="Sydney"' in answer
    assert PlacementCost.objects.filter(placement=made).count() == 2, "rows that nobody touched stay"


def test_another_person_is_proposed_from_the_same_placement(client_as: ClientAs, port: Port) -> None:
    made, officer = port.propose(), client_as(Role.PENGELOLA)
    assert f"?salin={made.pk}" in page(officer, "candidates", salin=made.pk)
    ani = Person.objects.get(name="Ani")
    form = page(officer, "propose", ani.pk, salin=made.pk)
    assert 'value="Darwin"' in form
    assert "Komunikasi: dari 1 ke 3" in form
    assert "Logistik" not in form


def test_the_way_of_a_placement_by_its_buttons(client_as: ClientAs, port: Port) -> None:
    made, officer = port.propose(), client_as(Role.PENGELOLA)

    def take(step: str, **sent: str) -> str:
        answer = officer.post(address(step, made.pk), sent, follow=True)
        made.refresh_from_db()
        text: str = answer.content.decode()
        return text

    assert "Tulis nomor surat persetujuannya" in take("approve", basis="")
    take("approve", basis="Surat 12/2026")
    refused = take("begin")
    assert "Belum ada: izin ke luar negeri, paspor dinas" in refused
    assert made.state == "approved"
    port.give_papers(made)
    take("begin")
    assert made.state == "under_way"
    assert "Tulis alasannya" in take("end", on=f"{LAST - timedelta(2):%d-%m-%Y}")
    take("end", on=f"{LAST:%d-%m-%Y}")
    take("report", text="Belajar banyak.")
    assert "Tulis alasannya" in take("close")
    assert "Selesai" in take("close", reason="Janji menyusul")
    assert made.state == "closed"


def test_a_paper_is_scanned_and_comes_back_as_it_was(client_as: ClientAs, port: Port) -> None:
    made, officer = port.approved(), client_as(Role.PENGELOLA)
    sent = {"revision": "0", "number": "V-1", "issued_on": "2-1-2026"}
    url = address("paper-edit", made.pk, "visa")
    wrong = SimpleUploadedFile("surat.pdf", b"MZ bukan PDF", "application/pdf")
    assert "bukan PDF, JPEG, atau PNG" in officer.post(url, sent | {"scan": wrong}).content.decode()
    big = SimpleUploadedFile("surat.pdf", b"%PDF-" + b"0" * 5 * 1024**2, "application/pdf")
    assert "lebih dari 5 MB" in officer.post(url, sent | {"scan": big}).content.decode()
    PDF.seek(0)
    assert officer.post(url, sent | {"scan": PDF}).status_code == 302
    file = officer.get(address("paper-file", made.pk, "visa"))
    assert (file.content, file["Content-Type"]) == (b"%PDF-1.7 contoh", "application/pdf")
    again = sent | {"revision": "1", "number": "V-2"}
    assert officer.post(url, again).status_code == 302
    paper = Paper.objects.get()
    assert (paper.number, paper.file is not None) == ("V-2", True)
    assert officer.get(address("paper-edit", made.pk, "rahasia")).status_code == 404


def test_the_person_writes_the_logbook_on_a_small_page_without_script(own_client: Client, port: Port) -> None:
    made = port.under_way()
    shown = page(own_client, "log", made.pk)
    assert "<script" not in shown
    sent = {"day": f"{FIRST:%d-%m-%Y}", "learnt": "Loket tanpa kertas"}
    assert own_client.post(address("log", made.pk), sent).status_code == 302
    late = own_client.post(address("log", made.pk), sent | {"day": f"{LAST + timedelta(1):%d-%m-%Y}"})
    assert "Pilih hari antara" in late.content.decode()
    assert "Loket tanpa kertas" in late.content.decode()
    assert (
        "Tulis satu kalimat saja" in own_client.post(address("log", made.pk), {"day": "x"}).content.decode()
    )
    assert "Loket tanpa kertas" in page(own_client, "log", made.pk)
    assert LogEntry.objects.count() == 1


def walk_home(client: Client, port: Port, made: Placement) -> int:
    """Promise, teach and offer, by the forms. Gives the key of the offer."""
    promise = {
        "revision": "0",
        "practice": "Antrean lewat pesan",
        "audience": "Petugas loket",
        "due_on": f"{TODAY + timedelta(5):%d-%m-%Y}",
        "measure": "menit menunggu",
    }
    assert client.post(address("promise", made.pk), promise).status_code == 302
    one = made.commitments.get()
    rows = {"unit-TOTAL_FORMS": "2", "unit-INITIAL_FORMS": "0"}
    taught = {"held_on": f"{TODAY:%d-%m-%Y}", "material": "Lembar kerja"}
    empty = client.post(address("teach", one.pk), rows | taught).content.decode()
    assert "Isi paling sedikit satu unit" in empty
    rows |= {"unit-0-unit": str(port.office.pk), "unit-0-people": "12"}
    assert client.post(address("teach", one.pk), rows | taught).status_code == 302
    assert client.post(address("offer", one.pk), {"unit": str(port.office.pk)}).status_code == 302
    return Adoption.objects.get().pk


def test_the_chain_by_its_forms_from_the_person_to_the_head(
    own_client: Client, head_client: Client, port: Port
) -> None:
    made = port.reported()
    asked = walk_home(own_client, port, made)
    assert own_client.post(address("adoption", asked), {"state": "adopted"}).status_code == 404
    no_day = {"state": "adopted", "reason": "Memudahkan warga"}
    answer = head_client.post(address("adoption", asked), no_day).content.decode()
    assert "Tulis sejak hari apa praktik ini dipakai" in answer
    assert "Memudahkan warga" in answer
    days = {"since": f"{TODAY - timedelta(3):%d-%m-%Y}", "measure_on": f"{TODAY:%d-%m-%Y}"}
    assert head_client.post(address("adoption", asked), no_day | days).status_code == 302
    figures = {
        "indicator": "Waktu tunggu",
        "unit_of_measure": "menit",
        "before": "42",
        "before_on": f"{FIRST:%d-%m-%Y}",
        "after": "18,5",
        "after_on": f"{TODAY:%d-%m-%Y}",
        "less_is_better": "on",
        "source": "Catatan antrean",
    }
    early = figures | {"after_on": f"{FIRST:%d-%m-%Y}"}
    refused = head_client.post(address("adoption", asked), early).content.decode()
    assert "Angka sesudah harus diukur setelah angka sebelum" in refused
    assert head_client.post(address("adoption", asked), figures).status_code == 302
    chain = page(own_client, "chain", made.pk)
    for told in ("12 orang", "Dinas Perhubungan", "Dipakai", "42,00 → 18,50 menit", "Membaik"):
        assert told in chain
    overview = page(head_client, "practices")
    assert "Perubahan terukur" in overview
    assert "Rp 42.000.000" in overview


def test_the_head_of_another_office_sees_the_offer_and_nothing_else(port: Port, client_as: ClientAs) -> None:
    other = client_as(Role.KEPALA_OPD, unit=port.other)
    made = port.reported()
    one = port.promise(made)
    port.teach(one)
    asked = port.offer(one, port.other)
    shown = page(other, "adoption", asked.pk)
    assert "Antrean lewat pesan" in shown
    assert "Simpan jawaban" in shown
    assert "Jawab tawaran praktik" in page(other, "duties")
    for name in ("placement", "papers", "log", "chain", "paper"):
        assert other.get(address(name, made.pk)).status_code == 404
    assert "Dodi" not in page(other, "list")


def test_another_person_of_the_city_sees_nothing_of_it(port: Port, client_as: ClientAs) -> None:
    made = port.reported()
    one = port.promise(made)
    ani = client_as(Role.ASN, person=Person.objects.get(name="Ani"))
    for name in ("placement", "papers", "log", "chain", "paper", "report", "end"):
        assert ani.get(address(name, made.pk)).status_code == 404
    assert ani.post(address("teach", one.pk)).status_code == 404
    assert "Dodi" not in page(ani, "list") + page(ani, "duties") + page(ani, "practices")


def test_a_partner_sees_the_guests_of_its_own_house_and_says_how_they_did(
    port: Port, client_as: ClientAs
) -> None:
    client = client_as(Role.MITRA)
    speaker = Membership.objects.get(role=Role.MITRA)
    assert "Dodi" not in page(client, "guests")
    speak_for_partner(membership=speaker, partner_id=port.partner.pk, by=None, at=NOW)
    made = port.under_way()
    elsewhere = port.propose(
        Person.objects.get(name="Ani"), partner_id=None, agreement_id=None, host="Lembaga Lain"
    )
    shown = page(client, "guests")
    assert "Dodi" in shown
    assert "Ani" not in shown
    assert port.dodi.number not in shown
    assert client.get(address("guest", elsewhere.pk)).status_code == 404
    assert client.get(address("placement", made.pk)).status_code == 403
    assert client.post(address("guest", made.pk), {"score": "5", "words": "Rajin"}).status_code == 302
    made.refresh_from_db()
    assert (made.host_score, made.host_words) == (5, "Rajin")


@pytest.mark.parametrize("role", [Role.PIMPINAN, Role.INSPEKTORAT, Role.ANALIS])
def test_who_only_reads_reads_everything_and_changes_nothing(
    port: Port, client_as: ClientAs, role: Role
) -> None:
    made, client = port.propose(), client_as(role)
    assert "Dodi" in page(client, "list")
    assert "Catat persetujuan" not in page(client, "placement", made.pk)
    assert client.post(address("approve", made.pk), {"basis": "x"}).status_code == 403
    assert client.post(address("log", made.pk), {"learnt": "x"}).status_code in {403, 404}


def test_an_officer_asks_for_another_paper_and_ends_a_rule(client_as: ClientAs, port: Port) -> None:
    officer = client_as(Role.PENGELOLA)
    assert "Permendagri 59/2019" in page(officer, "paper-rules")
    sent = {
        "kind": "keterangan_sehat",
        "form": "",
        "place": "home",
        "days_before": "7",
        "valid_from": f"{TODAY:%d-%m-%Y}",
        "legal_basis": "Keputusan wali kota",
        "certainty": "read",
    }
    assert officer.post(address("paper-rule-new"), sent).status_code == 302
    again = officer.post(address("paper-rule-new"), sent).content.decode()
    assert "Aturan yang sama sudah berlaku" in again
    rule = PaperRule.objects.get(legal_basis="Keputusan wali kota")
    url = address("paper-rule-end", rule.pk)
    assert "Aturan ini sudah berakhir" in officer.post(url, {"on": f"{TODAY:%d-%m-%Y}"}).content.decode()
    assert officer.post(url, {"on": f"{TODAY + timedelta(9):%d-%m-%Y}"}).status_code == 302


def test_the_papers_on_paper_are_typeset_and_the_list_comes_as_a_workbook(
    client_as: ClientAs, port: Port
) -> None:
    officer, made = client_as(Role.PENGELOLA), port.reported()
    one = port.promise(made)
    port.teach(one)
    port.adopt(port.offer(one))
    for url in (
        address("paper", made.pk),
        address("practices-paper"),
        f"{address('practices-paper')}?tahun=2019",
    ):
        assert officer.get(url).content.startswith(b"%PDF")
    for name in ("list", "duties", "practices"):
        assert officer.get(address(name), {"unduh": "xlsx"}).content.startswith(b"PK")


PAGES: list[tuple[str, Callable[[Placement], tuple[object, ...]]]] = [
    ("list", lambda made: ()),
    ("candidates", lambda made: ()),
    ("duties", lambda made: ()),
    ("practices", lambda made: ()),
    ("paper-rules", lambda made: ()),
    ("placement", lambda made: (made.pk,)),
    ("papers", lambda made: (made.pk,)),
    ("log", lambda made: (made.pk,)),
    ("chain", lambda made: (made.pk,)),
    ("adoption", lambda made: (Adoption.objects.get().pk,)),
]


@pytest.mark.parametrize(("name", "args"), PAGES, ids=[name for name, _args in PAGES])
@pytest.mark.parametrize("role", [Role.PENGELOLA, Role.KEPALA_OPD])
def test_no_page_asks_more_than_a_dozen_questions(
    client_as: ClientAs, port: Port, name: str, args: Any, role: Role
) -> None:
    made = port.reported()
    one = port.promise(made)
    port.teach(one)
    port.adopt(port.offer(one))
    client = client_as(role, **({"unit": port.office} if role == Role.KEPALA_OPD else {}))
    client.get(address(name, *args(made)))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(name, *args(made))).status_code == 200
    assert len(asked) <= MOST_QUERIES, [query["sql"][:140] for query in asked]


def test_another_citys_officer_finds_none_of_it(port: Port, client_as: ClientAs) -> None:
    made = port.reported()
    other = make_city("Kota Lain")
    stranger = client_as(Role.PENGELOLA, city=other)
    for name in ("placement", "papers", "log", "chain", "paper", "edit", "approve"):
        assert stranger.get(address(name, made.pk)).status_code == 404
    assert "Dodi" not in page(stranger, "list")
    with city_context(other):
        assert not Placement.objects.exists()
