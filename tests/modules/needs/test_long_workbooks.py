"""The rows behind the figures of a whole city are too many to wait for: a job makes their workbook, equal to the screen."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from sibina.ground.people.models import Membership
from sibina.lib.access import Role
from sibina.lib.files.models import StoredFile
from sibina.lib.jobs.api import Job, run_job
from sibina.lib.lists import exports
from sibina.lib.tenancy.models import City
from sibina.web import jobs
from tests.conftest import make_city
from tests.modules.needs.conftest import Town

ROWS = "/kesenjangan/sumber/"
ClientAs = Callable[..., Client]


@pytest.fixture(autouse=True)
def _every_list_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_CELLS_AT_ONCE", 12)


def ask(client: Client, address: str = ROWS, **query: str) -> Job:
    """Ask for the workbook; the job that is started instead."""
    answer = client.get(address, {**query, "unduh": "xlsx"})
    assert answer.status_code == 302
    return Job.objects.get(pk=answer.url.removeprefix("/tugas/").rstrip("/"))


def made(city: City, asked: Job) -> Job:
    run_job(city_id=city.pk, job_id=asked.pk)
    return Job.objects.get(pk=asked.pk)


def names_in(content: bytes) -> list[str]:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    head = next(at for at, row in enumerate(rows) if row[0] == "Nama")
    return [str(row[0]) for row in rows[head + 1 :]]


def names_on(html: str) -> list[str]:
    return re.findall(r'<a [^>]*href="/kesenjangan/orang/\d+/"[^>]*>(.*?)</a>', html)


def test_a_long_workbook_is_made_in_the_background_and_equals_the_screen(
    town: Town, client_as: ClientAs
) -> None:
    town.count()
    client = client_as(Role.ANALIS)
    query = {"urut": "-nama", "keadaan": "short"}
    done = made(town.city, ask(client, **query))
    assert (done.state, done.percent, done.next_url) == (Job.State.DONE, 100, f"/tugas/{done.pk}/berkas/")
    assert "Unduh berkas" in client.get(f"/tugas/{done.pk}/").content.decode()
    answer = client.get(done.next_url)
    assert re.search(r"''kesenjangan-\d{8}\.xlsx$", answer["Content-Disposition"])
    shown = names_on(client.get(ROWS, query).content.decode())
    assert names_in(answer.content) == shown
    assert len(shown) == 3


def test_a_workbook_in_the_background_is_the_one_that_is_made_at_once(
    town: Town, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.count()
    client = client_as(Role.ANALIS)
    done = made(town.city, ask(client))
    monkeypatch.setattr(exports, "MOST_CELLS_AT_ONCE", 10_000)
    books = [client.get(done.next_url).content, client.get(ROWS, {"unduh": "xlsx"}).content]
    sheets = [CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0) for book in books]
    slow, quick = (sheet.to_python() for sheet in sheets)
    at_moment = next(at for at, row in enumerate(quick) if str(row[0]).startswith("Sumber:"))
    assert slow[:at_moment] + slow[at_moment + 1 :] == quick[:at_moment] + quick[at_moment + 1 :]


def test_a_head_of_office_gets_the_own_people_only_and_nobody_elses_file(
    town: Town, client_as: ClientAs
) -> None:
    town.count()
    head = client_as(Role.KEPALA_OPD, unit=town.units["Dinas Kesehatan"])
    own = made(town.city, ask(head))
    assert set(names_in(head.get(own.next_url).content)) == {"Ani", "Budi", "Cici"}
    whole = made(town.city, ask(client_as(Role.PIMPINAN)))
    assert head.get(whole.next_url).status_code == 403
    assert head.get(f"/tugas/{whole.pk}/").status_code == 403
    stranger = client_as(Role.PENGELOLA, city=make_city("Kota Lain"))
    assert stranger.get(own.next_url).status_code == 404


def test_asking_again_while_it_is_made_starts_no_second_job(town: Town, client_as: ClientAs) -> None:
    town.count()
    client = client_as(Role.ANALIS)
    first = ask(client)
    assert ask(client) == first
    assert ask(client, keadaan="short") != first
    made(town.city, first)
    assert ask(client) != first


def test_who_has_left_the_city_meanwhile_gets_no_file(town: Town, client_as: ClientAs) -> None:
    town.count()
    asked = ask(client_as(Role.ANALIS))
    Membership.objects.filter(role=Role.ANALIS).delete()
    ended = made(town.city, asked)
    assert ended.state == Job.State.FAILED
    assert "Peran Anda di kota ini sudah tidak ada" in ended.message
    assert not StoredFile.objects.exists()


def test_who_asks_to_stop_gets_no_half_file(
    town: Town, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.count()
    client = client_as(Role.ANALIS)
    asked = ask(client)
    client.post(f"/tugas/{asked.pk}/henti/")
    assert made(town.city, asked).state == Job.State.STOPPED
    assert not StoredFile.objects.exists()


def test_only_the_newest_files_of_a_person_are_kept_and_the_older_say_so(
    town: Town, client_as: ClientAs
) -> None:
    town.count()
    client = client_as(Role.ANALIS)
    done: list[Any] = [made(town.city, ask(client)) for _ in range(jobs.KEPT_FOR_EACH + 1)]
    assert StoredFile.objects.count() == jobs.KEPT_FOR_EACH
    oldest = client.get(done[0].next_url)
    assert oldest.status_code == 404
    assert client.get(done[-1].next_url).status_code == 200


def test_a_short_list_is_given_at_once(
    town: Town, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_CELLS_AT_ONCE", 10_000)
    town.count()
    assert client_as(Role.ANALIS).get(ROWS, {"unduh": "xlsx"}).status_code == 200
    assert not Job.objects.exists()
