"""The pages of a needs round: who sees what, what is refused with which sentence, and that nothing typed is lost."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from sibina.assess.needs import actions, reads
from sibina.assess.needs.models import NeedsRound, OfficeSheet, PerformanceGap, SheetLine, Signal
from sibina.assess.needs.rules import WEIGHT_UNIT
from sibina.lib.access import Role
from tests.conftest import make_city
from tests.modules.needs.conftest import AT, RoundTown, Town, facts, open_year

MOST_QUERIES = 12
ClientAs = Callable[..., Client]


@pytest.fixture
def now(asked: RoundTown) -> RoundTown:
    """The round as it stands today: open for another week."""
    NeedsRound.objects.update(closes_on=timezone.localdate() + timedelta(days=7))
    asked.round.refresh_from_db()
    return asked


@pytest.fixture
def head(now: RoundTown, client_as: ClientAs) -> Client:
    return client_as(Role.KEPALA_OPD, unit=now.town.units["Dinas Kesehatan"])


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def queries_of(client: Client, path: str) -> int:
    """Of a page that is there, as a reader who stays causes them; the savepoints are the test's own."""
    with CaptureQueriesContext(connection) as made:
        assert client.get(path).status_code == 200, path
    return sum("SAVEPOINT" not in query["sql"] for query in made)


def sheet_path(asked: RoundTown, office: str = "Dinas Kesehatan", tail: str = "") -> str:
    return f"/kebutuhan/lembar/{asked.sheet(office)[0].pk}/{tail}"


def line_path(asked: RoundTown, competency: str = "Komunikasi") -> str:
    return f"/kebutuhan/butir/{asked.line('Dinas Kesehatan', competency).pk}/"


def paths(asked: RoundTown) -> list[str]:
    signal = asked.receive()
    pk = asked.round.pk
    communication = asked.town.competencies["Komunikasi"].pk
    return [
        f"/kebutuhan/{pk}/",
        f"/kebutuhan/peringkat/{pk}/",
        f"/kebutuhan/peringkat/{pk}/{communication}/",
        f"/kebutuhan/{pk}/sumber/?kompetensi={communication}",
        "/kebutuhan/temuan/",
        f"/kebutuhan/temuan/{signal.pk}/",
        sheet_path(asked),
        line_path(asked),
    ]


@pytest.mark.parametrize("role", [Role.PENGELOLA, Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT])
def test_the_citys_readers_read_every_page_in_few_queries(
    now: RoundTown, client_as: ClientAs, role: Role
) -> None:
    client = client_as(role)
    for path in ["/", *paths(now)]:
        client.get(path)
        assert queries_of(client, path) <= MOST_QUERIES, path


@pytest.mark.parametrize("role", [Role.ASN, Role.MENTOR, Role.MITRA])
def test_who_answers_for_no_office_has_no_door_here(now: RoundTown, client_as: ClientAs, role: Role) -> None:
    client = client_as(role)
    for path in paths(now):
        assert client.get(path).status_code == 403, path


def test_a_head_reads_home_and_sheet_in_few_queries(now: RoundTown, head: Client) -> None:
    for path in ("/", sheet_path(now), line_path(now)):
        head.get(path)
        assert queries_of(head, path) <= MOST_QUERIES, path


def test_the_head_of_a_unit_below_an_office_has_no_sheet_and_is_told_why(
    now: RoundTown, client_as: ClientAs
) -> None:
    below = client_as(Role.KEPALA_OPD, unit=now.town.units["Puskesmas Utara"])
    assert "Tidak ada lembar untuk Anda" in text(below.get(f"/kebutuhan/{now.round.pk}/"))
    assert below.get(sheet_path(now)).status_code == 403


def test_a_head_is_led_to_the_own_sheet_and_kept_out_of_anothers(now: RoundTown, head: Client) -> None:
    assert head.get("/kebutuhan/", follow=True).redirect_chain[-1][0] == sheet_path(now)
    other = head.get(sheet_path(now, "Dinas Perhubungan"))
    assert other.status_code == 403
    assert "Lembar ini milik Dinas Perhubungan" in text(other)
    for path in (f"/kebutuhan/peringkat/{now.round.pk}/", "/kebutuhan/temuan/"):
        assert head.get(path).status_code == 403
    rows = head.get(f"/kebutuhan/{now.round.pk}/sumber/")
    assert "Ani" in text(rows)
    assert "Dodi" not in text(rows)


def test_signing_anothers_sheet_is_refused_with_a_sentence(now: RoundTown, head: Client) -> None:
    answer = head.post(sheet_path(now, "Dinas Perhubungan", "tanda-tangan/"), {"version": "0"})
    assert answer.status_code == 403
    assert "Hanya kepala OPD itu yang mengisi dan menandatanganinya" in text(answer)
    assert not OfficeSheet.objects.filter(signed_at__isnull=False).exists()


def test_nobody_but_the_head_writes_in_a_sheet(now: RoundTown, client_as: ClientAs) -> None:
    for role in (Role.PENGELOLA, Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT):
        client = client_as(role)
        for path in (sheet_path(now, tail="setujui/"), sheet_path(now, tail="tanda-tangan/"), line_path(now)):
            assert client.post(path, {"endorse": "1", "version": "0"}).status_code == 403
    assert not SheetLine.objects.exclude(answer="").exists()


def test_only_the_officer_opens_returns_reminds_closes_and_decides(
    now: RoundTown, client_as: ClientAs
) -> None:
    signal = now.receive()
    for role in (Role.ANALIS, Role.KEPALA_OPD, Role.PIMPINAN, Role.INSPEKTORAT):
        client = client_as(role)
        for path in ("buka/", f"{now.round.pk}/ingatkan/", f"{now.round.pk}/tutup/", f"temuan/{signal.pk}/"):
            told = {"reason": "Cukup", "decision": "taken", "version": "0"}
            answer = client.post(f"/kebutuhan/{path}", told)
            if role != Role.ANALIS or not path.startswith("temuan"):
                assert answer.status_code == 403, (role, path)
        assert client.post(sheet_path(now, tail="kembalikan/"), {"reason": "x"}).status_code == 403
    assert Signal.objects.get().decision == ""


def test_another_citys_officer_finds_nothing_of_it(now: RoundTown, client_as: ClientAs) -> None:
    addresses = paths(now)
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    for path in addresses:
        answer = stranger.get(path)
        assert answer.status_code == 404 or "Komunikasi lemah" not in text(answer), path
    assert stranger.get("/kebutuhan/").status_code == 200


def test_the_officer_opens_a_round_and_a_wrong_day_stays_typed(town: Town, client_as: ClientAs) -> None:
    officer = client_as(Role.PENGELOLA)
    assert "Tidak ada tahun yang terbuka" in text(officer.get("/kebutuhan/buka/"))
    open_year(town.city)
    assert "Kesenjangan belum dihitung" in text(officer.get("/kebutuhan/buka/"))
    town.count()
    wrong = officer.post("/kebutuhan/buka/", {"opens_on": "20-11-2026", "closes_on": "19-11-2026"})
    assert "Batas pengisian (19 November 2026) harus sesudah hari pembukaan (20 November 2026)" in text(wrong)
    assert 'value="19-11-2026"' in wrong.content.decode()
    right = officer.post(
        "/kebutuhan/buka/", {"opens_on": "20-11-2026", "closes_on": "30-11-2026"}, follow=True
    )
    assert "AKPK 2027 dibuka." in text(right)
    again = officer.post("/kebutuhan/buka/", {"opens_on": "20-11-2026", "closes_on": "30-11-2026"})
    assert "AKPK 2027 sudah dibuka" in text(again)


def test_a_head_amends_endorses_the_rest_and_signs(now: RoundTown, head: Client) -> None:
    path = line_path(now)
    bare = {"amend": "1", "people": "3", "priority": "raised", "reason": "", "version": "0"}
    refused = head.post(path, bare)
    assert "Alasan mengubah" in text(refused)
    assert 'value="3"' in refused.content.decode()
    done = head.post(path, {**bare, "reason": "Loket baru dibuka."}, follow=True)
    assert "3 orang, didahulukan: Loket baru dibuka." in text(done)
    assert "Setujui 1 yang belum dijawab" in text(done)
    all_answered = head.post(sheet_path(now, tail="setujui/"), follow=True)
    assert "Tanda tangani lembar" in text(all_answered)
    sign = head.get(sheet_path(now, tail="tanda-tangan/"))
    assert "Loket baru dibuka." in text(sign)
    version = OfficeSheet.objects.get(office__name="Dinas Kesehatan").version
    signed = head.post(sheet_path(now, tail="tanda-tangan/"), {"version": str(version)}, follow=True)
    assert "Lembar ditandatangani" in text(signed)
    twice = head.post(sheet_path(now, tail="tanda-tangan/"), {"version": str(version + 1)}, follow=True)
    assert "Lembar ini sudah ditandatangani" in text(twice)


def test_who_saves_over_a_change_is_told_keeps_the_words_and_may_then_decide(
    now: RoundTown, head: Client
) -> None:
    told = {"amend": "1", "people": "2", "priority": "usual", "reason": "Pindah tugas.", "version": "0"}
    line, (_sheet, sight) = now.line("Dinas Kesehatan", "Komunikasi"), now.sheet("Dinas Kesehatan")
    actions.answer_line(line=line, version=0, amendment=None, sight=sight, at=AT)
    refused = head.post(line_path(now), told)
    assert "Orang lain mengubahnya sejak halaman ini Anda buka" in text(refused)
    html = refused.content.decode()
    assert "Pindah tugas." in html
    assert SheetLine.objects.get(pk=line.pk).answer == "endorsed"
    (shown,) = set(re.findall(r'name="version" value="(\d+)"', html))
    head.post(line_path(now), {**told, "version": shown})
    assert SheetLine.objects.get(pk=line.pk).reason == "Pindah tugas."


def test_a_number_that_is_none_and_one_too_large_are_explained_beside_the_field(
    now: RoundTown, head: Client
) -> None:
    told = {"amend": "1", "people": "dua", "priority": "usual", "reason": "x", "version": "0"}
    assert "Tulis jumlah orang sebagai bilangan bulat" in text(head.post(line_path(now), told))
    assert "Paling banyak 3 orang" in text(head.post(line_path(now), {**told, "people": "4"}))
    same = head.post(line_path(now), {**told, "people": "1"})
    assert "Jumlah orang dan prioritas sama dengan hitungan" in text(same)


def test_a_head_writes_changes_and_drops_a_performance_gap(now: RoundTown, head: Client) -> None:
    told = {
        "people": "2",
        "observed": "Antrean lama",
        "evidence": "Catatan loket",
        "competency": "",
        "version": "",
    }
    shown = head.post(sheet_path(now, tail="kinerja/"), told, follow=True)
    assert "Antrean lama" in text(shown)
    gap = PerformanceGap.objects.get()
    path = f"/kebutuhan/kinerja/{gap.pk}/"
    many = head.post(path, {**told, "people": "99", "version": str(gap.version)})
    assert "Paling banyak 3 orang" in text(many)
    assert "Antrean lama" in many.content.decode()
    head.post(path, {**told, "people": "3", "version": str(gap.version)})
    gap.refresh_from_db()
    assert gap.people == 3
    head.post(path, {"drop": "1", "version": str(gap.version)})
    assert not PerformanceGap.objects.exists()


def test_an_empty_form_says_what_is_missing_in_indonesian(now: RoundTown, head: Client) -> None:
    for path, told in ((sheet_path(now, tail="kinerja/"), {}), (line_path(now), {"amend": "1"})):
        page = text(head.post(path, told))
        assert "Belum dapat disimpan" in page
        assert "This field" not in page


def test_the_officer_sees_the_late_reminds_them_and_the_head_is_told_at_home(
    now: RoundTown, client_as: ClientAs, head: Client
) -> None:
    officer = client_as(Role.PENGELOLA)
    NeedsRound.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    page = text(officer.get(f"/kebutuhan/{now.round.pk}/"))
    assert "Terlambat 2 OPD" in page
    assert "2 OPD terlambat mengisi AKPK" in text(officer.get("/"))
    told = officer.post(f"/kebutuhan/{now.round.pk}/ingatkan/", follow=True)
    assert "2 OPD diingatkan" in text(told)
    home = text(head.get("/"))
    assert "Isi lembar AKPK Dinas Kesehatan sampai" in home
    assert "BKPSDM mengingatkan Anda pada" in home
    again = officer.post(f"/kebutuhan/{now.round.pk}/ingatkan/", follow=True)
    assert "Tidak ada yang perlu diingatkan" in text(again)


def test_a_closed_round_names_who_is_missing_on_every_page_and_paper(
    now: RoundTown, client_as: ClientAs, head: Client
) -> None:
    officer = client_as(Role.PENGELOLA)
    now.fill_and_sign("Dinas Kesehatan")
    path = f"/kebutuhan/{now.round.pk}/tutup/"
    bare = officer.post(path, {"reason": ""})
    assert "Tulis alasannya, supaya orang lain dapat memahaminya." in text(bare)
    assert "Dinas Perhubungan" in text(bare)
    waiting = now.receive()
    asked = officer.get(path)
    assert "1 temuan siklus lalu belum diputuskan" in text(asked)
    assert "Tutup AKPK</button>" not in asked.content.decode(), "a button that can only be refused"
    refused = officer.post(path, {"reason": "Batas anggaran sudah tiba."})
    assert "Ambil atau tolak dulu" in text(refused)
    assert "Batas anggaran sudah tiba." in refused.content.decode()
    told = {"decision": "declined", "reason": "Satu kelas saja.", "version": "0"}
    officer.post(f"/kebutuhan/temuan/{waiting.pk}/", told)
    officer.post(path, {"reason": "Batas anggaran sudah tiba."})
    communication = now.town.competencies["Komunikasi"].pk
    pages = [f"{now.round.pk}/", f"peringkat/{now.round.pk}/", f"peringkat/{now.round.pk}/{communication}/"]
    for page in pages:
        told = text(officer.get(f"/kebutuhan/{page}"))
        assert "Dinas Perhubungan. Kebutuhan mereka dipakai sebagaimana dihitung." in told, page
        assert "Batas anggaran sudah tiba." in told
    assert "Kebutuhan mereka dipakai sebagaimana dihitung" in text(head.get(sheet_path(now)))
    closed = head.post(sheet_path(now, tail="setujui/"), follow=True)
    assert "sudah ditutup kota" in text(closed)


def test_the_officer_returns_a_sheet_with_a_reason_that_the_head_reads(
    now: RoundTown, client_as: ClientAs, head: Client
) -> None:
    officer = client_as(Role.PENGELOLA)
    now.fill_and_sign("Dinas Kesehatan")
    path = sheet_path(now, tail="kembalikan/")
    assert "Alasan" in text(officer.post(path, {"reason": ""}))
    officer.post(path, {"reason": "Jumlah orang tertukar."})
    page = text(head.get(sheet_path(now)))
    assert "Lembar dikembalikan BKPSDM Jumlah orang tertukar." in page


def test_a_finding_is_decided_on_its_page_and_asks_for_the_reason(
    now: RoundTown, client_as: ClientAs
) -> None:
    officer, signal = client_as(Role.PENGELOLA), now.receive()
    path = f"/kebutuhan/temuan/{signal.pk}/"
    assert "2,6 dari 4" in text(officer.get(path))
    assert "1 temuan siklus lalu menunggu" in text(officer.get("/"))
    bare = officer.post(path, {"decision": "declined", "reason": "", "version": "0"})
    assert "Alasan" in text(bare)
    assert Signal.objects.get().decision == ""
    officer.post(path, {"decision": "declined", "reason": "Satu kelas saja.", "version": "0"})
    assert "Satu kelas saja." in text(officer.get("/kebutuhan/temuan/"))


def test_the_workbook_equals_the_ranking_on_the_screen(now: RoundTown, client_as: ClientAs) -> None:
    officer = client_as(Role.PENGELOLA)
    sheet, sight = now.sheet("Dinas Kesehatan")
    actions.add_performance_gap(sheet=sheet, facts=facts(), sight=sight, at=AT)
    now.fill_and_sign("Dinas Kesehatan")
    needs = reads.get_ranking(now.round).needs
    content = officer.get(f"/kebutuhan/{now.round.pk}/rekap.xlsx").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("Peringkat").to_python()
    head = next(at for at, row in enumerate(rows) if row[0] == "Peringkat")
    written = [(row[1], Decimal(str(row[3]))) for row in rows[head + 1 :]]
    names = {pk: name for pk, name, _kind in reads.list_competencies(now.city.pk)}
    assert written == [(names[need.competency_id], Decimal(need.weight) / WEIGHT_UNIT) for need in needs]
    page = officer.get(f"/kebutuhan/peringkat/{now.round.pk}/").content.decode()
    shown = re.findall(r'<th scope="row"[^>]*><a href="[^"]*">([^<]+)</a>', page)
    assert shown == [name for name, _weight in written]
    parts = book.get_sheet_by_name("OPD × kompetensi").to_python()
    first = next(at for at, row in enumerate(parts) if row[0] == "OPD")
    total = sum(Decimal(str(row[2])) for row in parts[first + 1 :])
    assert total == sum(weight for _name, weight in written)


def test_the_paper_is_made(now: RoundTown, client_as: ClientAs) -> None:
    answer = client_as(Role.INSPEKTORAT).get(f"/kebutuhan/{now.round.pk}/rekap.pdf")
    assert answer.content.startswith(b"%PDF")


def test_an_officer_is_asked_to_open_the_round_of_a_year_that_has_none(
    town: Town, client_as: ClientAs
) -> None:
    open_year(town.city)
    town.count()
    assert "Buka AKPK 2027" in text(client_as(Role.PENGELOLA).get("/"))
    assert "AKPK belum dibuka" in text(client_as(Role.ANALIS).get("/kebutuhan/"))
