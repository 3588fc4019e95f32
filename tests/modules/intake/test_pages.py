"""The pages of intake as people of each role meet them."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sibina.ground.intake import actions
from sibina.ground.intake.models import Batch
from sibina.ground.people.api import Person
from sibina.lib.access import Role
from sibina.lib.jobs.api import Job, run_job
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.conftest import make_city
from tests.rules.intake.books import (
    NIP,
    OTHER_NIP,
    people_rows,
    person,
    result_rows,
    standard_rows,
    xlsx,
)

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TITLE = [["Keadaan per 2 Januari 2026"]]
ClientAs = Callable[..., Client]


def people_book(*rows: list[object], titles: list[list[str]] = TITLE) -> bytes:
    return xlsx(people_rows(*rows, titles=titles))


def send(client: Client, address: str = "/data/unggah/", **books: bytes) -> object:
    given = [SimpleUploadedFile(f"{name}.xlsx", content) for name, content in books.items()]
    return client.post(address, {"workbooks": given}, follow=True)


def three_books() -> dict[str, bytes]:
    return {
        "pegawai": people_book(person(), person(OTHER_NIP), person("12")),
        "standar": xlsx(standard_rows()),
        "hasil": xlsx(result_rows()),
    }


def waiting_batch(city: City, *rows: list[object]) -> Batch:
    contents = {"data_asn.xlsx": people_book(*(rows or (person(), person("12"))))}
    batch, _faults = actions.upload_workbooks(city=city, contents=contents, at=AT, by=None)
    assert batch is not None
    return actions.check_batch(batch=batch, at=AT, by=None)


def test_three_workbooks_are_uploaded_seen_and_imported(city: City, client_as: ClientAs) -> None:
    client = client_as(Role.PENGELOLA)
    seen = send(client, **three_books())
    page = seen.content.decode()
    assert seen.redirect_chain[-1][0].startswith("/data/")
    assert "2 Januari 2026" in page
    assert "18 angka" in page
    assert "AGAMA NAMA, NIK" in page
    batch = Batch.objects.get()
    started = client.post(f"/data/{batch.pk}/impor/")
    job = Job.objects.get(kind="intake.import")
    assert started.url == f"/tugas/{job.pk}/"
    run_job(city_id=city.pk, job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.next_url) == ("done", f"/data/{batch.pk}/")
    assert Person.objects.count() == 2
    after = client.get(f"/data/{batch.pk}/").content.decode()
    assert "Data sudah masuk" in after
    assert "Orang baru" in after
    assert "Impor sekarang" not in after


def test_a_file_that_cannot_be_read_stays_on_the_form_with_its_sentence(
    city: City, client_as: ClientAs
) -> None:
    seen = send(client_as(Role.PENGELOLA), surat=b"%PDF-1.7")
    page = seen.content.decode()
    assert "surat.xlsx: berkas ini sebenarnya PDF" in page
    assert Batch.objects.count() == 0


def test_a_bad_file_beside_good_ones_is_told_and_the_good_ones_go_on(city: City, client_as: ClientAs) -> None:
    seen = send(client_as(Role.PENGELOLA), surat=b"%PDF-1.7", pegawai=people_book(person()))
    page = seen.content.decode()
    assert "surat.xlsx: berkas ini sebenarnya PDF" in page
    assert "Standar kompetensi belum diunggah" in page
    assert Batch.objects.count() == 1


def test_no_file_chosen_and_an_empty_file_are_told_in_words(city: City, client_as: ClientAs) -> None:
    client = client_as(Role.PENGELOLA)
    assert "Pilih sedikitnya satu berkas" in client.post("/data/unggah/", {}).content.decode()
    assert "berkas ini kosong" in send(client, kosong=b"").content.decode()


def test_a_missing_workbook_is_added_to_the_batch_that_waits(city: City, client_as: ClientAs) -> None:
    batch = waiting_batch(city)
    page = send(client_as(Role.PENGELOLA), f"/data/{batch.pk}/berkas/", standar=xlsx(standard_rows()))
    assert "Standar kompetensi belum diunggah" not in page.content.decode()
    assert Batch.objects.get().report["standards"]["accepted"] == 2


def test_refused_cells_are_searched_filtered_and_exported(city: City, client_as: ClientAs) -> None:
    batch = waiting_batch(city, person(), person("12"), person("13", NAMA="x"), person(OTHER_NIP, NAMA=""))
    client = client_as(Role.ANALIS)
    page = client.get(f"/data/{batch.pk}/temuan/").content.decode()
    assert page.count("NIP BARU") >= 2
    assert "Nama kosong." in page
    only = client.get(f"/data/{batch.pk}/temuan/?sebab=no+name").content.decode()
    assert "18 angka" not in only.split("<tbody>")[1]
    found = client.get(f"/data/{batch.pk}/temuan/?q=13").content.decode()
    assert found.split("<tbody>")[1].count("<tr>") == 1
    sheet = client.get(f"/data/{batch.pk}/temuan/?unduh=xlsx").content
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert sum("NIP BARU" in row for row in rows) == 2


def test_the_marked_workbook_keeps_its_layout_without_personal_columns(
    city: City, client_as: ClientAs
) -> None:
    batch = waiting_batch(city)
    answer = client_as(Role.ANALIS).get(f"/data/{batch.pk}/bertanda/data_asn/")
    assert "bertanda.xlsx" in answer["Content-Disposition"]
    rows = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    assert rows[0][0] == "Keadaan per 2 Januari 2026"
    assert rows[1][1] == "NIP BARU"
    assert [row[1] for row in rows[2:]] == [NIP, "12"]
    assert not any("rahasia" in map(str, row) for row in rows)


def test_people_missing_from_the_export_are_listed_and_marked_only_when_told(
    city: City, client_as: ClientAs
) -> None:
    first = waiting_batch(city, person(), person(OTHER_NIP, NAMA="Tidak Ada Lagi"))
    actions.import_batch(batch_id=first.pk, at=AT, by=None)
    contents = {"data_asn.xlsx": people_book(person(), titles=[["Keadaan per 2 Maret 2026"]])}
    batch, _faults = actions.upload_workbooks(city=city, contents=contents, at=AT, by=None)
    assert batch is not None
    actions.check_batch(batch=batch, at=AT, by=None)
    client = client_as(Role.PENGELOLA)
    page = client.get(f"/data/{batch.pk}/").content.decode()
    assert "Tidak Ada Lagi" in page
    assert "Tandai 1 orang itu" in page
    assert "Tidak Ada Lagi" in client.get(f"/data/{batch.pk}/tidak-ada/").content.decode()
    client.post(f"/data/{batch.pk}/impor/", {"mark_left": "on"})
    run_job(city_id=city.pk, job_id=Job.objects.latest("pk").pk)
    assert Person.objects.get(name="Tidak Ada Lagi").left_on == date(2026, 3, 2)


def test_an_older_export_offers_no_import(city: City, client_as: ClientAs) -> None:
    actions.import_batch(batch_id=waiting_batch(city).pk, at=AT, by=None)
    contents = {"data_asn.xlsx": people_book(person(), titles=[["Keadaan per 2 Maret 2025"]])}
    batch, _faults = actions.upload_workbooks(city=city, contents=contents, at=AT, by=None)
    assert batch is not None
    actions.check_batch(batch=batch, at=AT, by=None)
    page = client_as(Role.PENGELOLA).get(f"/data/{batch.pk}/").content.decode()
    assert "lebih tua" in page
    assert "Impor sekarang" not in page


def test_a_discarded_batch_keeps_no_file_and_cannot_be_imported(city: City, client_as: ClientAs) -> None:
    batch = waiting_batch(city)
    client = client_as(Role.PENGELOLA)
    client.post(f"/data/{batch.pk}/batalkan/")
    assert batch.files.count() == 0
    assert client.post(f"/data/{batch.pk}/impor/").status_code == 404
    assert client.get(f"/data/{batch.pk}/").status_code == 200
    assert client.get(f"/data/{batch.pk}/bertanda/data_asn/").status_code == 404


READING = [
    "/data/",
    "/data/{pk}/",
    "/data/{pk}/temuan/",
    "/data/{pk}/tidak-ada/",
    "/data/{pk}/bertanda/data_asn/",
]
WRITING = ["/data/unggah/", "/data/{pk}/berkas/", "/data/{pk}/impor/", "/data/{pk}/batalkan/"]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_and_writes_what_it_may(city: City, client_as: ClientAs, role: Role) -> None:
    batch = waiting_batch(city)
    client = client_as(role)
    may_read = role in (Role.PENGELOLA, Role.ANALIS, Role.INSPEKTORAT)
    for address in READING:
        assert client.get(address.format(pk=batch.pk)).status_code == (200 if may_read else 403), address
    if role is not Role.PENGELOLA:
        for address in WRITING:
            assert client.post(address.format(pk=batch.pk)).status_code == 403, address


def test_another_citys_officer_finds_nothing_of_a_batch(city: City, client_as: ClientAs) -> None:
    batch = waiting_batch(city)
    other = make_city("Kota Lain")
    client = client_as(Role.PENGELOLA, city=other)
    for address in READING[1:]:
        assert client.get(address.format(pk=batch.pk)).status_code == 404, address
    for address in WRITING[1:]:
        assert client.post(address.format(pk=batch.pk)).status_code == 404, address
    assert "Januari" not in client.get("/data/").content.decode()
    with city_context(city):
        assert Batch.objects.get().state == Batch.State.CHECKED


def test_pages_ask_the_database_few_questions(
    city: City, client_as: ClientAs, django_assert_max_num_queries: Callable
) -> None:
    batch = waiting_batch(city)
    client = client_as(Role.PENGELOLA)
    client.get("/data/")
    for address in READING:
        with django_assert_max_num_queries(16):
            client.get(address.format(pk=batch.pk))
