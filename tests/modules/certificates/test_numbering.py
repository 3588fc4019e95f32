"""Numbers without gap or double: rolled back, killed, and taken by two workers at once."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from sibina.credit.certificates.actions import number_certificates, start_issue, take_numbers
from sibina.credit.certificates.models import Certificate, CertificateSettings, Issue, Series
from sibina.credit.certificates.types import NothingToIssue, NotReady
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.conftest import ROOT, copied_database, make_city
from tests.modules.certificates.conftest import AT, ISSUED_ON, NAMES, SITE, Hall, make_hall, only

WORKERS, ROUNDS, EACH = 4, 6, 5


def sequences(year: int = 2026) -> list[int]:
    rows = Certificate.objects.filter(year=year)
    return sorted(rows.values_list("sequence", flat=True))


def test_the_numbers_of_an_event_follow_one_another_by_name(hall: Hall) -> None:
    hall.issue()
    rows = Certificate.objects.order_by("sequence")
    assert [row.bare_name for row in rows] == sorted(NAMES)
    assert [row.number for row in rows] == [f"{n}/BKPSDM/III/2026" for n in range(1, 6)]
    assert rows[0].name == "Ani Yudhoyati, S.E."
    assert rows[0].jp == 20
    assert len({row.token for row in rows}) == len(NAMES)


def test_a_second_call_gives_nobody_a_second_number(hall: Hall) -> None:
    issue = hall.issue()
    assert number_certificates(issue=issue, activities=hall.activities, at=AT) == 0
    assert sequences() == [1, 2, 3, 4, 5]
    with pytest.raises(NothingToIssue):
        hall.issue()


def test_what_is_rolled_back_gives_its_numbers_back(hall: Hall) -> None:
    issue = hall.issue(numbered=False)
    with transaction.atomic():
        number_certificates(issue=issue, activities=hall.activities, at=AT)
        transaction.set_rollback(True)
    assert Series.objects.filter(last__gt=0).count() == 0
    number_certificates(issue=issue, activities=hall.activities, at=AT)
    assert sequences() == [1, 2, 3, 4, 5]


def test_each_year_counts_anew(hall: Hall) -> None:
    ani, budi, *_rest = hall.people
    for people, day in (((ani,), ISSUED_ON), ((budi,), date(2027, 1, 4))):
        group = only(hall.group, *people)
        issue = start_issue(city=hall.city, group=group, issued_on=day, site=SITE, by=None, at=AT)
        number_certificates(issue=issue, activities=group.activities, at=AT)
    assert [row.number for row in Certificate.objects.order_by("year")] == [
        "1/BKPSDM/III/2026",
        "1/BKPSDM/I/2027",
    ]


def test_nothing_is_issued_before_the_city_has_said_how(city: City) -> None:
    hall = make_hall(city)
    CertificateSettings.objects.all().delete()
    with pytest.raises(NotReady):
        hall.issue()


def test_the_database_itself_refuses_a_double_a_change_and_a_gap(hall: Hall) -> None:
    hall.issue()
    one = hall.of("Ani")
    one.pk, one.token, one.activity_key = None, "b" * 24, 1
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)
    one = hall.of("Ani")
    with pytest.raises(DatabaseError), transaction.atomic():
        one.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.filter(pk=one.pk).update(name="Orang Lain")


@pytest.fixture
def committed(
    django_db_setup: None, database_name: str, django_db_blocker: Any
) -> Iterator[tuple[City, Hall, str]]:
    """The hall in a database of its own, where what is written is committed."""
    name = f"{database_name}_numbers"
    with django_db_blocker.unblock(), copied_database(database_name, name):
        city = make_city()
        with city_context(city):
            hall = make_hall(city)
        yield city, hall, name


def test_workers_at_once_take_every_number_once(committed: tuple[City, Hall, str]) -> None:
    city, _hall, _name = committed
    together = Barrier(WORKERS)

    def work(worker: int) -> list[int]:
        taken: list[int] = []
        together.wait()
        for turn in range(ROUNDS):
            try:
                with city_context(city):
                    mine = take_numbers(city=city, year=2026, many=EACH)
                    if (worker + turn) % 3 == 0:
                        raise RuntimeError
            except RuntimeError:
                continue
            taken += mine
        connections.close_all()
        return taken

    with ThreadPoolExecutor(WORKERS) as pool:
        taken = sorted(number for mine in pool.map(work, range(WORKERS)) for number in mine)
    assert taken == list(range(1, len(taken) + 1))
    assert len(taken) == EACH * sum(
        (worker + turn) % 3 != 0 for worker in range(WORKERS) for turn in range(ROUNDS)
    )


def test_a_worker_killed_before_its_commit_leaves_no_gap(committed: tuple[City, Hall, str]) -> None:
    city, hall, name = committed
    with city_context(city):
        issue = hall.issue(numbered=False)
    command = [sys.executable, "-m", "tests.modules.certificates.killed", name, str(city.pk)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "1..5\n"
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    with city_context(city):
        assert sequences() == []
        number_certificates(issue=issue, activities=hall.activities, at=AT)
        assert sequences() == [1, 2, 3, 4, 5]
        assert Issue.objects.count() == 1
