"""The door of background work: start a job, register what runs it, run it.

A job's progress is written on a connection of its own, so that a person sees it while the work itself
is still one open transaction. A killed worker leaves the job queued again: every task must be able to
start anew, and either all of its work is there or none.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from sibina.cycle_map import FOLLOW_UPS
from sibina.lib.jobs.models import Job
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City

__all__ = [
    "Job",
    "JobRun",
    "Stopped",
    "Told",
    "daily",
    "find_open_job",
    "job",
    "lock_key",
    "queue_of_this_transaction",
    "request_stop",
    "run_job",
    "start_job",
]

Text = str | Promise
RUN_JOB = "sibina.run_job"
LOOK_FOR_DAILY_JOBS = "sibina.start_daily_jobs"
MOST_ATTEMPTS = 3
SECONDS_BETWEEN_LOOKS = 0.5
INTERRUPTED = _("Terputus beberapa kali di tengah jalan; tidak ada yang tersimpan setengah. Mulailah lagi.")
FAILED = _(
    "Gagal karena kesalahan di dalam sistem; tidak ada yang berubah. Coba lagi, atau beri tahu pengelola."
)


class Stopped(Exception):
    """The person asked for a stop, and the task has nothing to keep."""


class Told(Exception):
    """The work cannot be done, and this is the sentence that says why and what to do."""


@dataclass
class JobRun:
    """What a task knows of its own run."""

    job_id: int
    city: City
    by: User | None
    requested_at: datetime
    started_at: datetime
    _looked: float = field(default=0.0, repr=False)
    _written: float = field(default=0.0, repr=False)
    _stop: bool = field(default=False, repr=False)

    def progress(self, percent: int, message: str = "") -> None:
        """Show how far it is. Cheap: written at most twice a second, the end always."""
        now = time.monotonic()
        if percent < 100 and now - self._written < SECONDS_BETWEEN_LOOKS:
            return
        self._written = now
        _write(self.city, self.job_id, percent=max(0, min(100, percent)), message=str(message)[:400])

    def should_stop(self) -> bool:
        """Has the person asked for a stop? Looks at most twice a second."""
        now = time.monotonic()
        if not self._stop and now - self._looked >= SECONDS_BETWEEN_LOOKS:
            self._looked = now
            with city_context(self.city, using=settings.PROGRESS_DATABASE):
                self._stop = Job.objects.using(settings.PROGRESS_DATABASE).get(pk=self.job_id).stop_requested
        return self._stop


Task = Callable[..., dict[str, Any] | None]
TASKS: dict[str, Task] = {}
DAILY: dict[str, Text] = {}
"""Tasks of every day: kind and title."""
FIRST_HOUR = 5
"""From this hour of the city's own day on, so that nobody is reminded in the night."""


def job(kind: str) -> Callable[[Task], Task]:
    """Register a task: `f(run, **arguments)` returns the result shown, with `next_url` if it leads on, and `file_id`
    if a stored file came of it.

    The task opens `city_context(run.city)` for its own work, so that it decides what is one transaction.
    """

    def register(task: Task) -> Task:
        TASKS[kind] = task
        return task

    return register


def daily(kind: str, title: Text) -> Callable[[Task], Task]:
    """Register a task that the worker starts once a day for every city (`start_daily_jobs`); it takes no arguments.

    It must bear to be run twice on a day, and not at all on another: it looks at what is due, not at what is new.
    """
    DAILY[kind] = title
    return job(kind)


def start_daily_jobs(*, at: datetime) -> int:
    """Start what no city has had yet on its own day, from `FIRST_HOUR` on; how many were started.

    Yesterday's job of the same kind makes room when it ended well: what it did stands on the trail.
    """
    started = 0
    for city in City.objects.all():
        now = at.astimezone(ZoneInfo(city.time_zone))
        if now.hour < FIRST_HOUR:
            continue
        begin = now.replace(hour=0, minute=0, second=0, microsecond=0)
        with city_context(city):
            had = set(
                Job.objects.filter(kind__in=DAILY, requested_at__gte=begin).values_list("kind", flat=True)
            )
            for kind in sorted(set(DAILY) - had):
                Job.objects.filter(kind=kind, state=Job.State.DONE, requested_by=None).delete()
                start_job(city=city, kind=kind, title=str(DAILY[kind]), at=at)
                started += 1
    return started


def start_job(
    *,
    city: City,
    kind: str,
    title: str,
    at: datetime,
    by: User | None = None,
    arguments: dict[str, Any] | None = None,
) -> Job:
    """Queue a job inside the caller's transaction: no commit, no job. One of a kind runs at a time in a city."""
    if kind not in TASKS:
        raise LookupError(f"no task is registered for {kind!r}")
    made = Job.objects.create(
        city=city, kind=kind, title=title[:200], arguments=arguments or {}, requested_by=by, requested_at=at
    )
    queue = queue_of_this_transaction()
    entry = configure_task(name=RUN_JOB, job_manager=queue, lock=f"{city.pk}:{kind}")
    entry.defer(city_id=city.pk, job_id=made.pk)
    return made


def find_open_job(kind: str) -> Job | None:
    """The job of this kind that waits or runs in the city, the newest of several."""
    return Job.objects.filter(kind=kind, state__in=Job.OPEN).first()


def queue_of_this_transaction() -> JobManager:
    """The queue on Django's own connection, in the worker too: what is queued is committed with the rest.

    A task's own `configure` would speak through the connection of the worker, which commits at once: the queued work
    would then begin before the row that it is about can be seen.
    """
    return JobManager(DjangoConnector())


def request_stop(*, found: Job) -> None:
    """Ask a running job to end early and keep its best."""
    Job.objects.filter(pk=found.pk).update(stop_requested=True)


def run_job(*, city_id: int, job_id: int) -> None:
    """Run one job to its end and write how it ended. Called by the worker, and by tests."""
    city = City.objects.get(pk=city_id)
    alias = settings.PROGRESS_DATABASE
    with city_context(city, using=alias):
        found = Job.objects.using(alias).get(pk=job_id)
    if not found.is_open:
        return
    if found.attempts >= MOST_ATTEMPTS:
        _end(city, job_id, Job.State.FAILED, message=str(INTERRUPTED))
        return
    now = timezone.now()
    _write(city, job_id, state=Job.State.RUNNING, attempts=found.attempts + 1, started_at=now)
    # Looked up on the work's own connection: the task writes rows that point to this person.
    by = User.objects.filter(pk=found.requested_by_id or 0).first()
    run = JobRun(job_id=job_id, city=city, by=by, requested_at=found.requested_at, started_at=now)
    try:
        result = TASKS[found.kind](run, **found.arguments) or {}
    except Stopped:
        _end(city, job_id, Job.State.STOPPED)
    except Told as told:
        _end(city, job_id, Job.State.FAILED, message=str(told)[:400])
    except (OperationalError, InterfaceError):
        # The database went away. The job stays open; the queue starts it anew.
        raise
    except Exception:
        # The page says it in words; the worker's log keeps the trace for whoever mends it.
        _end(city, job_id, Job.State.FAILED, message=str(FAILED))
        raise
    else:
        state = Job.State.STOPPED if run._stop else Job.State.DONE
        next_url = str(result.pop("next_url", ""))
        file_id = result.pop("file_id", None)
        _end(city, job_id, state, percent=100, result=result, next_url=next_url, result_file_id=file_id)
        _follow_up(run, found.kind)


def _follow_up(run: JobRun, kind: str) -> None:
    """Start what the map of the cycle says comes next (after an import, the gaps are measured anew)."""
    following = FOLLOW_UPS.get(kind)
    if following and following.kind in TASKS:
        with city_context(run.city):
            start_job(city=run.city, kind=following.kind, title=following.title, at=timezone.now(), by=run.by)


def lock_key(job_id: int) -> int:
    """The advisory lock that a running job holds; the high part keeps it apart from other uses."""
    return (0x51B1 << 40) | job_id


@contextmanager
def _held(job_id: int) -> Iterator[bool]:
    """Hold the job's lock on the progress connection: it falls with the process, whatever ends it."""
    with connections[settings.PROGRESS_DATABASE].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock_key(job_id)])
        gained = bool(cursor.fetchone()[0])
    try:
        yield gained
    finally:
        if gained:
            with suppress(DatabaseError), connections[settings.PROGRESS_DATABASE].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock_key(job_id)])


def _write(city: City, job_id: int, **values: Any) -> None:
    alias = settings.PROGRESS_DATABASE
    with city_context(city, using=alias):
        Job.objects.using(alias).filter(pk=job_id).update(**values)


def _end(city: City, job_id: int, state: str, **values: Any) -> None:
    _write(city, job_id, state=state, ended_at=timezone.now(), **values)


@app.task(
    name=RUN_JOB,
    retry=RetryStrategy(
        max_attempts=MOST_ATTEMPTS, wait=3, retry_exceptions={OperationalError, InterfaceError}
    ),
)
def _run_in_worker(*, city_id: int, job_id: int) -> None:
    close_old_connections()
    try:
        with _held(job_id) as gained:
            if gained:
                run_job(city_id=city_id, job_id=job_id)
    finally:
        close_old_connections()


@app.periodic(cron="*/20 * * * *")
@app.task(name=LOOK_FOR_DAILY_JOBS, queueing_lock=LOOK_FOR_DAILY_JOBS)
def _look_for_daily_jobs(timestamp: int) -> None:
    close_old_connections()
    try:
        start_daily_jobs(at=timezone.now())
    finally:
        close_old_connections()
