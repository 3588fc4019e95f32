"""Three devices at once, ten thousand events in whatever order, doubled, with wrong clocks, cut off midway: one state."""

import hashlib
import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.test import Client

from sibina.deliver.sessions.actions import register_device, take_batch
from sibina.deliver.sessions.forms import read_batch
from sibina.deliver.sessions.models import AttendanceDevice, AttendanceEvent, Presence
from sibina.deliver.sessions.reads import pass_of
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.conftest import copied_database, make_city
from tests.modules.sessions.hall import BEGIN, Hall, build_hall

EVENTS, PEOPLE, AT_ONCE = 10_000, 2_000, 500
ORDERS = 2


@pytest.fixture(scope="module")
def unblocked(django_db_setup: None, database_name: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), copied_database(database_name, f"{database_name}_order"):
        yield


class Cut(Exception):
    """The line, or the server, is gone in the middle of a batch."""


def made_by(chance: random.Random, hall: Hall, devices: int) -> list[tuple[int, dict[str, Any]]]:
    """What so many devices note, each with a clock of its own: right, an hour off, years off. Some of it is taken back."""
    wrong = [timedelta(0), timedelta(hours=1, minutes=7), timedelta(days=-4000)]
    noted: list[tuple[int, dict[str, Any]]] = []
    for number in range(EVENTS):
        device = chance.randrange(devices)
        own = [event for which, event in noted[-60:] if which == device and event["kind"] != "cancel"]
        kind = chance.choices(["in", "out", "day", "cancel"], [70, 15, 5, 10])[0]
        kind = kind if own else "in"
        taken_back = chance.choice(own) if kind == "cancel" else None
        at = BEGIN + timedelta(seconds=chance.randrange(-3600, 9 * 3600)) + wrong[device % 3]
        event = {
            "key": str(UUID(int=chance.getrandbits(128), version=4)), "day": hall.day.pk, "kind": kind,
            "who": taken_back["who"] if taken_back else chance.choice(hall.people).pk, "method": "list",
            "at": at.isoformat(), "skew": -4020 if device == 1 else 0, "sequence": number + 1,
            "cancels": taken_back["key"] if taken_back else None,
        }  # fmt: skip
        noted.append((device, event))
    return noted


def state() -> str:
    """The digest of everything that counts, and of everything that it rests on."""
    counted = Presence.objects.order_by("enrolment__person__number").values_list(
        "enrolment__person__number", "state", "minutes", "method", "arrived_at", "left_at", "doubts"
    )
    kept = AttendanceEvent.objects.order_by("key").values_list("key", "claimed_at")
    return hashlib.sha256(repr([*counted, *kept]).encode()).hexdigest()


@transaction.atomic
def take_and_break(device: AttendanceDevice, body: bytes) -> None:
    take_batch(device=device, sent=read_batch(body)[1], at=BEGIN)
    raise Cut


def send(city: City, device: AttendanceDevice, events: list[dict[str, Any]], *, cut: bool) -> None:
    """One batch through the real address. Cut off: everything was done but for the end, and none of it holds."""
    body = json.dumps({"pass": pass_of(device), "events": events}).encode()
    if cut:
        with pytest.raises(Cut), city_context(city):
            take_and_break(device, body)
    answer = Client().post("/kehadiran/kirim/", body, content_type="application/json")
    connections.close_all()
    assert {one["answer"] for one in answer.json()["answers"]} <= {"accepted", "known"}


def test_whatever_the_order_the_doubles_the_clocks_and_the_cuts_the_state_is_the_same(
    unblocked: None,
) -> None:
    chance = random.Random(20_261_130)
    city = make_city()
    with city_context(city):
        hall = build_hall(city, people=PEOPLE)
        devices = [register_device(session=hall.session, by=None, at=BEGIN) for _ in range(3)]
        noted = made_by(chance, hall, len(devices))
    found = set()
    for _order in range(ORDERS):
        if found:
            forget(city)
        queues = [[event for which, event in noted if which == number] for number in range(len(devices))]
        batches = []
        for device, queue in zip(devices, queues, strict=True):
            # Each event goes at least once; a tenth goes twice, in other company and another time.
            doubled = queue + chance.sample(queue, len(queue) // 10)
            chance.shuffle(doubled)
            batches += [(device, doubled[begin : begin + AT_ONCE]) for begin in range(0, len(doubled), AT_ONCE)]  # fmt: skip
        chance.shuffle(batches)
        with ThreadPoolExecutor(max_workers=len(devices)) as at_once:
            sent = [
                at_once.submit(send, city, device, events, cut=chance.random() < 0.15)
                for device, events in batches
            ]
        assert not [one.exception() for one in sent if one.exception()]
        with city_context(city):
            assert AttendanceEvent.objects.count() == EVENTS
            found.add(state())
    assert len(found) == 1


def forget(city: City) -> None:
    """The same devices and people, and nothing noted: as the owner of the tables, since events are never deleted."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE deliver_sessions_attendanceevent, deliver_sessions_presence")
