"""The pages of a change in demand: from the first word to the set standard, and who may do and see what."""

import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from sibina.assess.needs.models import DemandChange, GapSnapshot
from sibina.assess.needs.types import DemandState
from sibina.ground.competencies.models import Standard
from sibina.lib.access import Role
from sibina.lib.jobs.api import Job, run_job
from tests.modules.needs.test_demand import JULY, attempt, draft, enact

LIST = "/perubahan-tuntutan/"
TYPED = {
    "title": "Pelayanan serba digital",
    "what": "Loket ditutup.",
    "starts_on": "1-7-2026",
    "legal_basis": "Perwal 12/2026",
    "naik-TOTAL_FORMS": "2",
    "naik-INITIAL_FORMS": "0",
    "naik-0-level": "4",
}


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def text_of(response) -> str:
    return response.content.decode()


def typed(town, **other):
    return TYPED | {"naik-0-competency": town.competencies["Komunikasi"].pk} | other


def the_change() -> DemandChange:
    return DemandChange.objects.get()


def test_an_officer_records_tries_and_sets_a_change(town, client_as):
    client = client_as(Role.PENGELOLA)
    answer = client.post(f"{LIST}baru/", typed(town))
    change = the_change()
    assert answer["Location"] == f"{LIST}{change.pk}/jabatan/"
    assert (change.starts_on, change.saved_by) == (JULY, answer.wsgi_request.user)
    nurse, analyst = (town.positions[name].pk for name in ("Perawat Mahir", "Analis Logistik"))
    client.post(
        f"{LIST}{change.pk}/jabatan/",
        {"tampil": [nurse, analyst], "jabatan": [nurse], "revisi": change.revision},
    )
    assert "Coba dulu" in text_of(client.get(f"{LIST}{change.pk}/"))
    started = client.post(f"{LIST}{change.pk}/coba/")
    job = Job.objects.get(kind="needs.try_demand")
    assert started["Location"] == f"/tugas/{job.pk}/"
    run_job(city_id=town.city.pk, job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.next_url) == ("done", f"{LIST}{change.pk}/dampak/")
    page = text_of(client.get(job.next_url))
    assert "belum ada yang ditetapkan" in page
    assert "2 → 3" in page
    change = the_change()
    confirm = text_of(client.get(f"{LIST}{change.pk}/tetapkan/"))
    assert "1 standar pada 1 jabatan mendapat versi baru yang berlaku mulai 1 Juli 2026." in confirm
    client.post(f"{LIST}{change.pk}/tetapkan/", {"revisi": change.revision})
    assert the_change().state == DemandState.SET
    assert Standard.objects.get(valid_from=JULY).legal_basis == "Perwal 12/2026"
    assert "Perwal 12/2026" in text_of(client.get(f"/jabatan/{nurse}/"))


def test_a_position_shows_the_level_that_is_coming(town, client_as):
    change = draft(town, {"Logistik": 3}, ["Perawat Mahir"], starts_on=JULY.replace(year=2037))
    enact(change)
    page = text_of(client_as(Role.ANALIS).get(f"/jabatan/{town.positions['Perawat Mahir'].pk}/"))
    assert "Yang akan dituntut" in page
    assert "1 Juli 2037" in page
    assert "tidak dituntut" in page


def test_a_set_change_says_whether_the_gaps_show_it_yet(town, client_as):
    day = JULY.replace(year=2037)
    change = enact(draft(town, {"Komunikasi": 4}, ["Perawat Mahir"], starts_on=day))
    client = client_as(Role.PENGELOLA)
    page = text_of(client.get(f"{LIST}{change.pk}/"))
    assert "Belum berlaku" in page
    assert "Hitung kesenjangan untuk 1 Juli 2037" in page
    client.post("/kesenjangan/hitung/", {"per": day.isoformat()})
    run_job(city_id=town.city.pk, job_id=Job.objects.get().pk)
    page = text_of(client.get(f"{LIST}{change.pk}/"))
    assert "Kesenjangan sudah memakainya" in page
    assert "Keadaan per 1 Juli 2037" in text_of(client.get("/kesenjangan/"))


def test_a_failed_trial_says_why(town, client_as):
    client = client_as(Role.PENGELOLA)
    change = draft(town, {"Komunikasi": 3}, ["Perawat Mahir"])
    client.post(f"{LIST}{change.pk}/coba/")
    job = Job.objects.get()
    run_job(city_id=town.city.pk, job_id=job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "sudah menuntut tingkat ini" in job.message


def test_what_was_typed_stays_when_something_is_wrong(town, client_as):
    client = client_as(Role.PENGELOLA)
    page = text_of(client.post(f"{LIST}baru/", typed(town, title="Judul saya", starts_on="32-7-2026")))
    assert "Tulis tanggal sebagai hari-bulan-tahun" in page
    assert "Judul saya" in page
    assert "32-7-2026" in page
    empty = text_of(client.post(f"{LIST}baru/", typed(town, **{"naik-0-competency": "", "naik-0-level": ""})))
    assert "Belum ada kompetensi yang naik" in empty
    assert not DemandChange.objects.exists()


def test_a_lower_level_is_refused_with_the_position_that_has_a_higher_one(town, client_as):
    client = client_as(Role.PENGELOLA)
    change = draft(town, {"Logistik": 2}, ["Perawat Mahir"])
    analyst = town.positions["Analis Logistik"].pk
    page = text_of(
        client.post(
            f"{LIST}{change.pk}/jabatan/",
            {"tampil": [analyst], "jabatan": [analyst], "revisi": change.revision},
        )
    )
    assert "Analis Logistik sudah menuntut Logistik tingkat 4" in page
    assert f'value="{analyst}" checked' in page
    assert change.positions.count() == 1


def test_the_second_officer_is_told_who_saved_and_keeps_what_was_typed(town, client_as):
    first, second = client_as(Role.PENGELOLA), client_as(Role.PENGELOLA)
    change = draft(town, {"Komunikasi": 4}, ["Perawat Mahir"])
    path, revision = f"{LIST}{change.pk}/ubah/", change.revision
    first.post(path, typed(town, title="Yang pertama", revisi=revision))
    page = text_of(second.post(path, typed(town, title="Yang kedua", revisi=revision)))
    assert "Sementara halaman ini terbuka, pengelola" in page
    assert "Yang kedua" in page
    assert the_change().title == "Yang pertama"
    second.post(path, typed(town, title="Yang kedua", revisi=the_change().revision))
    assert the_change().title == "Yang kedua"


def test_a_set_change_is_revoked_with_a_reason_and_stays_in_the_list(town, client_as):
    client = client_as(Role.PENGELOLA)
    change = enact(draft(town, {"Komunikasi": 4}, ["Perawat Mahir"], starts_on=JULY.replace(year=2037)))
    path = f"{LIST}{change.pk}/akhiri/"
    assert "Tulis alasannya" in text_of(client.post(path, {"day": "1-7-2037", "reason": ""}))
    early = text_of(client.post(path, {"day": "1-6-2037", "reason": "Ditunda"}))
    assert "Hari pencabutan paling awal 1 Juli 2037" in early
    client.post(path, {"day": "1-7-2037", "reason": "Aplikasi ditunda"})
    assert the_change().state == DemandState.REVOKED
    assert not Standard.objects.filter(valid_from__year=2037).exists()
    assert "Dicabut" in text_of(client.get(LIST))
    assert "Aplikasi ditunda" in text_of(client.get(f"{LIST}{change.pk}/"))


def test_a_draft_is_dropped_with_a_reason(town, client_as):
    change = draft(town, {"Komunikasi": 4}, ["Perawat Mahir"])
    attempt(change)
    client_as(Role.PENGELOLA).post(f"{LIST}{change.pk}/akhiri/", {"reason": "Tidak jadi"})
    assert (the_change().state, the_change().ended_reason) == (DemandState.DROPPED, "Tidak jadi")
    assert not GapSnapshot.objects.filter(change=change).exists()


@pytest.mark.parametrize("role", [Role.ANALIS, Role.PIMPINAN, Role.INSPEKTORAT])
def test_other_roles_read_the_whole_city_and_change_nothing(town, client_as, role):
    change = draft(town, {"Komunikasi": 4}, ["Perawat Mahir"])
    attempt(change)
    client = client_as(role)
    for path in ("", "dampak/", "dampak/kompetensi/", "dampak/baris/"):
        assert client.get(f"{LIST}{change.pk}/{path}").status_code == 200
    for path in ("ubah/", "jabatan/", "coba/", "tetapkan/", "akhiri/"):
        assert client.post(f"{LIST}{change.pk}/{path}").status_code == 403
    assert "Catat perubahan" not in text_of(client.get(LIST))


@pytest.mark.parametrize("role", [Role.ASN, Role.MENTOR, Role.MITRA])
def test_others_have_no_door(town, client_as, role):
    assert client_as(role).get(LIST).status_code == 403


def test_a_head_of_office_sees_the_own_part_only(town, client_as):
    both = draft(town, {"Komunikasi": 4}, ["Perawat Mahir", "Analis Logistik"])
    attempt(both)
    other = draft(town, {"Komunikasi": 5}, ["Perawat Mahir"], title="Khusus perawat")
    head = client_as(Role.KEPALA_OPD, unit=town.units["Dinas Perhubungan"])
    assert "Khusus perawat" not in text_of(head.get(LIST))
    elsewhere = client_as(Role.KEPALA_OPD)
    assert "Tidak ada yang menyentuh OPD Anda" in text_of(elsewhere.get(LIST))
    assert head.get(f"{LIST}{other.pk}/").status_code == 404
    page = text_of(head.get(f"{LIST}{both.pk}/"))
    assert "Analis Logistik" in page
    assert "Perawat Mahir" not in page
    effect = text_of(head.get(f"{LIST}{both.pk}/dampak/"))
    assert "Dinas Perhubungan" in effect
    assert "Dinas Kesehatan" not in effect
    rows = text_of(head.get(f"{LIST}{both.pk}/dampak/baris/"))
    assert "Dodi" in rows
    assert "Ani" not in rows


def test_the_workbook_says_what_the_screen_says(town, client_as):
    change = draft(town, {"Komunikasi": 4, "Logistik": 2}, ["Perawat Mahir"])
    attempt(change)
    client = client_as(Role.ANALIS)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(f"{LIST}{change.pk}/dampak/?unduh=xlsx").content)
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert [value for value in rows[-1] if value != ""] == ["Dinas Kesehatan", 3, 1, 1, 2, 5, 2, 3, 1]
    assert "2 → 3" in text_of(client.get(f"{LIST}{change.pk}/dampak/"))


def test_the_gaps_are_counted_for_the_day_of_a_change_on_request(town, client_as):
    client_as(Role.ANALIS).post("/kesenjangan/hitung/", {"per": "2026-07-01"})
    assert Job.objects.get().arguments == {"as_of": "2026-07-01"}


def test_no_page_asks_more_than_twelve_questions(town, client_as):
    change = draft(town, {"Komunikasi": 4, "Logistik": 2}, ["Perawat Mahir"])
    attempt(change)
    client = client_as(Role.PENGELOLA)
    own = f"{LIST}{change.pk}/"
    places = f"{own}jabatan/?opd={town.units['Dinas Kesehatan'].pk}"
    for path in (LIST, own, f"{own}dampak/", f"{own}dampak/baris/", f"{own}tetapkan/", f"{own}ubah/", places):
        client.get(path)
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200
        told = [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(told) <= 12, (path, "\n".join(sql[:160] for sql in told))
