"""Two thousand people scan in at one door, against one server. Usage: python -m benchmarks.attendance [--people 2000]

The server is started as `sibina up` starts it, two workers on loopback. Each participant opens the code that the door shows
at that moment and presses the button, a tenth of them twice; everybody comes as fast as eight at once can, which is more
than the five minutes of the promise ask. Then the log and what counts are compared with who came: nobody lost, nobody
double. The ratio is of requests a second beside a bare Django page of five queries (`control_site`), asked before and after
in the same run. Makes a city of its own. Writes benchmarks/results/attendance.json, unless fewer people were asked for.
"""

import argparse
import http.client
import json
import queue
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.load import press
from benchmarks.pages import end, serve, wait_for

from django.conf import settings  # isort: skip  (`benchmarks.pages` has started Django and its database)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as LogIn
from django.utils import timezone
from django.utils.crypto import get_random_string

from sibina.deliver.sessions.models import AttendanceEvent, Enrolment, Presence
from sibina.deliver.sessions.reads import door_secret
from sibina.deliver.sessions.rules import door_code
from sibina.ground.people.models import Membership
from sibina.lib.access import Role
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.modules.sessions.hall import Hall, build_hall

RESULTS = Path(__file__).parent / "results" / "attendance.json"
PEOPLE, AT_ONCE, TWICE = 2_000, 8, 10
PROMISE = 300.0
TOKEN = "b" * 32


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--port", type=int, default=8930)
    chosen = parser.parse_args()
    people = min(chosen.people, PEOPLE)
    run = get_random_string(6)
    city = City.objects.create(name=f"Kota Pintu {run}", slug=f"kota-pintu-{run}".lower())
    with city_context(city):
        hall = build_hall(city, people=people, begin=timezone.now() - timedelta(minutes=5))
        cookies = [log_in(city, enrolment) for enrolment in hall.people]
    servers = [
        serve("config.wsgi:application", chosen.port),
        serve("benchmarks.control_site:application", chosen.port + 1),
    ]
    try:
        wait_for(chosen.port, "/sehat/")
        wait_for(chosen.port + 1, "/")
        before = press(chosen.port + 1, "/", headers={}, seconds=2).per_second
        seconds, requests, failed = let_in(chosen.port, hall, cookies)
        after = press(chosen.port + 1, "/", headers={}, seconds=2).per_second
    finally:
        for server in servers:
            end(server)
    with city_context(city):
        counted = counts(hall)
    result: dict[str, Any] = {
        "people": people,
        "seconds": round(seconds, 1),
        "promise_seconds": PROMISE,
        "people_per_second": round(people / seconds, 1),
        "ratio": round(requests / seconds / ((before + after) / 2), 3),
        "failed": failed,
        **counted,
        "holds": seconds <= PROMISE and not failed and not any(counted.values()),
    }
    print(json.dumps(result))
    if people == PEOPLE:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(result, indent=1) + "\n")


def log_in(city: City, enrolment: Enrolment) -> str:
    """A participant's log-in without its page, as the header of a request."""
    user = get_user_model().objects.create(username=f"{city.slug}-{enrolment.pk}", password="!")
    Membership.objects.create(city=city, user=user, role=Role.ASN, person=enrolment.person)
    key, store = get_random_string(32), SessionStore()
    kept = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    expires = timezone.now() + timedelta(hours=1)
    LogIn.objects.create(session_key=key, session_data=store.encode(kept), expire_date=expires)
    return f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def let_in(port: int, hall: Hall, cookies: list[str]) -> tuple[float, int, int]:
    """Everybody comes: seconds, requests, and how many of them were not answered as they should."""
    waiting: queue.SimpleQueue[tuple[int, str]] = queue.SimpleQueue()
    for arrival in enumerate(cookies):
        waiting.put(arrival)
    lock, told = threading.Lock(), {"requests": 0, "failed": 0}

    def come_in() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            try:
                number, cookie = waiting.get_nowait()
            except queue.Empty:
                return
            for method in ["GET", "POST"] + ["POST"] * (number % TWICE == 0):
                good = ask(connection, method, hall.day.pk, cookie)
                with lock:
                    told["requests"] += 1
                    told["failed"] += not good

    began = time.perf_counter()
    threads = [threading.Thread(target=come_in) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, told["requests"], told["failed"]


def ask(connection: http.client.HTTPConnection, method: str, day: int, cookie: str) -> bool:
    """The address that the door shows now, opened or with the button pressed."""
    address = f"/hadir/{day}/{door_code(door_secret(day), timezone.now())}/"
    headers = {"Cookie": cookie, "Host": "localhost", "X-CSRFToken": TOKEN, "Content-Length": "0"}
    connection.request(method, address, headers=headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    return answer.status == 200 and ("Saya hadir" if method == "GET" else "tercatat hadir") in page


def counts(hall: Hall) -> dict[str, int]:
    """Who came and is not there, or is there more than once."""
    present = Presence.objects.filter(day=hall.day, state="present", enrolment__in=hall.people)
    expected = len(hall.people) + len(hall.people[::TWICE])
    return {
        "lost": len(hall.people) - present.values("enrolment").distinct().count(),
        "doubled": present.count() - present.values("enrolment").distinct().count(),
        "events_missing": expected - AttendanceEvent.objects.filter(day=hall.day).count(),
    }


if __name__ == "__main__":
    main()
