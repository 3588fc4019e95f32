"""The worker, and what brings back a job whose worker was killed.

A running job holds an advisory lock in the database. A job that is marked as running while nobody holds
its lock has lost its worker: it goes back into the queue.
"""

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from sibina.lib.jobs.api import lock_key, queue_of_this_transaction

SECONDS_BETWEEN_LOOKS = 4.0
log = logging.getLogger(__name__)


def find_orphans() -> set[int]:
    """Queue ids of jobs marked as running whose lock nobody holds."""
    orphans = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, (args->>'job_id')::bigint FROM procrastinate_jobs"
            " WHERE status = 'doing' AND task_name = 'sibina.run_job'"
        )
        for queue_id, job_id in cursor.fetchall():
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock_key(job_id)])
            if cursor.fetchone()[0]:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock_key(job_id)])
                orphans.add(queue_id)
    return orphans


def bring_back(queue_ids: set[int]) -> None:
    """Put orphaned jobs back into the queue, to start at once."""
    manager = queue_of_this_transaction()
    for queue_id in sorted(queue_ids):
        log.warning("job %s lost its worker and is queued again", queue_id)
        manager.retry_job_by_id(queue_id, retry_at=timezone.now())


def watch(stop: threading.Event) -> None:
    """Look for orphans until told to stop. Two looks must agree: a job just fetched has no lock yet."""
    seen: set[int] = set()
    while not stop.wait(SECONDS_BETWEEN_LOOKS):
        close_old_connections()
        try:
            now = find_orphans()
            bring_back(now & seen)
            seen = now - seen
        except DatabaseError:
            log.warning("the database does not answer; looking again", exc_info=True)
            seen = set()
    connection.close()


def work(*, concurrency: int = 2) -> None:
    """Run jobs until the process is told to end."""
    stop = threading.Event()
    watcher = threading.Thread(target=watch, args=(stop,), daemon=True)
    watcher.start()
    try:
        with app.replace_connector(DjangoConnector().get_worker_connector()) as worker:
            worker.run_worker(concurrency=concurrency, delete_jobs="successful", listen_notify=True)
    finally:
        stop.set()
        watcher.join(timeout=SECONDS_BETWEEN_LOOKS + 1)
