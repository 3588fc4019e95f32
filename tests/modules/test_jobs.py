"""Background work as a person sees it: progress, stop, result, failure, and what follows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from sibina.lib.access import Role
from sibina.lib.jobs import api
from sibina.lib.jobs.api import (
    Job,
    JobRun,
    Stopped,
    Told,
    daily,
    job,
    request_stop,
    run_job,
    start_daily_jobs,
    start_job,
)
from sibina.lib.jobs.worker import find_orphans
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.conftest import make_city

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def tasks() -> Iterator[dict[str, Any]]:
    before = dict(api.TASKS)
    yield api.TASKS
    api.TASKS.clear()
    api.TASKS.update(before)


def start(city: City, kind: str, **arguments: Any) -> Job:
    return start_job(city=city, kind=kind, title="Pekerjaan uji", at=AT, arguments=arguments)


def finish(city: City, made: Job) -> Job:
    run_job(city_id=city.pk, job_id=made.pk)
    return Job.objects.get(pk=made.pk)


def test_a_job_runs_with_its_arguments_and_shows_its_result(city: City, tasks: dict[str, Any]) -> None:
    @job("test.double")
    def double(run: JobRun, *, number: int) -> dict[str, Any]:
        run.progress(50, "separuh")
        return {"doubled": number * 2, "next_url": "/kesenjangan/"}

    ended = finish(city, start(city, "test.double", number=21))
    assert (ended.state, ended.percent, ended.result) == (Job.State.DONE, 100, {"doubled": 42})
    assert ended.next_url == "/kesenjangan/"


def test_an_unknown_kind_is_refused_before_anything_is_queued(city: City) -> None:
    with pytest.raises(LookupError, match="no task"):
        start(city, "test.unknown")
    assert not Job.objects.exists()


def test_work_queued_by_work_waits_for_the_commit_of_the_work_that_queued_it(
    city: City, tasks: dict[str, Any]
) -> None:
    @job("test.next")
    def following(run: JobRun) -> None:
        """Nothing."""

    # In the worker the queue has a connection of its own, which knows nothing of this transaction.
    apart = InMemoryConnector()
    with app.replace_connector(apart):
        made = start(city, "test.next")
    assert apart.jobs == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock FROM procrastinate_jobs WHERE (args->>'job_id')::bigint = %s", [made.pk])
        assert cursor.fetchall() == [(f"{city.pk}:test.next",)]


def test_a_task_that_says_why_it_cannot_ends_as_failed_with_that_sentence(
    city: City, tasks: dict[str, Any]
) -> None:
    @job("test.told")
    def told(run: JobRun) -> None:
        raise Told("Berkas kosong. Unggah berkas yang berisi baris pegawai.")

    ended = finish(city, start(city, "test.told"))
    assert (ended.state, ended.message) == (
        Job.State.FAILED,
        "Berkas kosong. Unggah berkas yang berisi baris pegawai.",
    )


def test_a_stop_is_seen_and_the_job_ends_as_stopped(city: City, tasks: dict[str, Any]) -> None:
    @job("test.stop")
    def stop(run: JobRun) -> None:
        if run.should_stop():
            raise Stopped

    made = start(city, "test.stop")
    request_stop(found=made)
    assert finish(city, made).state == Job.State.STOPPED


def test_an_unforeseen_error_is_said_in_words_and_kept_for_whoever_mends_it(
    city: City, tasks: dict[str, Any]
) -> None:
    @job("test.breaks")
    def breaks(run: JobRun) -> None:
        raise ZeroDivisionError

    made = start(city, "test.breaks")
    with pytest.raises(ZeroDivisionError):
        finish(city, made)
    ended = Job.objects.get(pk=made.pk)
    assert ended.state == Job.State.FAILED
    assert "tidak ada yang berubah" in ended.message


def test_when_the_database_goes_away_the_job_stays_open_and_runs_again_three_times_at_most(
    city: City, tasks: dict[str, Any]
) -> None:
    @job("test.lost")
    def lost(run: JobRun) -> None:
        raise OperationalError

    made = start(city, "test.lost")
    for _attempt in range(api.MOST_ATTEMPTS):
        with pytest.raises(OperationalError):
            finish(city, made)
        assert Job.objects.get(pk=made.pk).is_open
    ended = finish(city, made)
    assert ended.state == Job.State.FAILED
    assert "Terputus" in ended.message


def test_a_job_marked_as_running_whose_lock_nobody_holds_is_found(city: City, tasks: dict[str, Any]) -> None:
    @job("test.killed")
    def killed(run: JobRun) -> None: ...

    made = start(city, "test.killed")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing' WHERE (args->>'job_id')::bigint = %s RETURNING id",
            [made.pk],
        )
        queue_id = cursor.fetchone()[0]
    assert queue_id in find_orphans()


def test_the_page_of_a_job_is_for_its_city_and_its_roles_only(
    city: City, client_as: Any, tasks: dict[str, Any]
) -> None:
    @job("test.seen")
    def seen(run: JobRun) -> None: ...

    made = start(city, "test.seen")
    address = f"/tugas/{made.pk}/"
    assert client_as(Role.PENGELOLA).get(address).status_code == 200
    assert client_as(Role.ASN).get(address).status_code == 403
    assert client_as(Role.PENGELOLA, city=make_city("Kota Lain")).get(address).status_code == 404


def test_a_reading_role_cannot_stop_a_job(city: City, client_as: Any, tasks: dict[str, Any]) -> None:
    @job("test.kept")
    def kept(run: JobRun) -> None: ...

    made = start(city, "test.kept")
    assert client_as(Role.INSPEKTORAT).post(f"/tugas/{made.pk}/henti/").status_code == 403
    assert not Job.objects.get(pk=made.pk).stop_requested


def test_a_task_of_every_day_is_started_once_a_day_for_every_city(
    city: City, tasks: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "DAILY", {})
    other = make_city("Kota Timur")
    City.objects.filter(pk=other.pk).update(time_zone="Asia/Jayapura")
    done: list[int] = []

    @daily("test.every_day", "Pekerjaan harian")
    def look(run: JobRun) -> None:
        done.append(run.city.pk)

    def jobs(of: City) -> list[Job]:
        with city_context(of):
            return list(Job.objects.filter(kind="test.every_day"))

    # 20:30 in London: half past three in Jakarta, half past five in Jayapura.
    evening = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
    assert start_daily_jobs(at=evening) == 1
    assert (len(jobs(city)), len(jobs(other))) == (0, 1)
    assert start_daily_jobs(at=evening + timedelta(hours=2)) == 1
    assert start_daily_jobs(at=evening + timedelta(hours=3)) == 0
    for one in (*jobs(city), *jobs(other)):
        run_job(city_id=one.city_id, job_id=one.pk)
    assert sorted(done) == sorted([city.pk, other.pk])
    # The next day's job takes the place of the one that ended well.
    assert start_daily_jobs(at=evening + timedelta(days=1, hours=2)) == 2
    assert [one.state for one in (*jobs(city), *jobs(other))] == [Job.State.QUEUED] * 2
