"""Pages a second beside a bare Django page of five queries, on the same server, in the same run.

Usage: python -m benchmarks.pages [--seconds 3] [--rounds 3]. Needs the example cities (`sibina example`).
Each round asks the control and then each page, so that both meet the same minute of the machine; the ratio
is the median over the rounds. Prints JSON and writes benchmarks/results/pages.json.
"""

import argparse
import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import django

from benchmarks.load import press
from config.database import start_embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
start_embedded()
django.setup()

from django.conf import settings  # noqa: E402  (tables are there only now)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

RESULTS = Path(__file__).parent / "results"
CITY = "medan"
PAGES = {
    "Beranda": "/",
    "Data masuk": "/data/",
    "Pegawai": "/pegawai/",
    "ASN baru": "/pegawai/baru/",
    "Unit kerja": "/unit/",
    "Jabatan": "/jabatan/",
    "Kompetensi": "/kompetensi/",
    "Sektor": "/sektor/",
    "Kesenjangan": "/kesenjangan/",
    "Program": "/program/",
    "Rencana": "/rencana/",
    "Pekerjaan": "/tugas/",
    "Jejak": "/jejak/",
}
MOST_QUERIES = 12
LEAST_RATIO = 1 / 3
MOST_FIRST_LOAD = 150 * 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=3.0)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--port", type=int, default=8900)
    chosen = arguments.parse_args()
    user = get_user_model().objects.get(username=f"pengelola.{CITY}@contoh.go.id")
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(user)}"
    queries = {name: count_queries(user, path) for name, path in PAGES.items()}
    servers = [
        serve("config.wsgi:application", chosen.port),
        serve("benchmarks.control_site:application", chosen.port + 1),
    ]
    try:
        wait_for(chosen.port, "/sehat/")
        wait_for(chosen.port + 1, "/")
        rounds = [one_round(chosen.port, cookie, chosen.seconds) for _ in range(chosen.rounds)]
        first_loads = {name: first_load(chosen.port, path, cookie) for name, path in PAGES.items()}
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(10)
    report(rounds, queries, first_loads)


def session_of(user: Any) -> str:
    """A log-in without its page: the measured thing is the page behind it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def count_queries(user: Any, path: str) -> int:
    """Queries of the second visit, as a visitor who stays would cause them."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connections["default"]) as seen:
        response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}")
    return len(seen)


def serve(application: str, port: int) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", "2", "--blocking-threads", "2", "--log-level", "error", application]
    return subprocess.Popen(command)


def wait_for(port: int, path: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")


def one_round(port: int, cookie: str, seconds: float) -> dict[str, dict[str, float]]:
    found = {}
    headers = {"Cookie": cookie, "Host": "localhost"}
    for name, path in PAGES.items():
        control = press(port + 1, "/", headers={}, seconds=seconds)
        page = press(port, path, headers=headers, seconds=seconds)
        if page.failed or not page.times:
            raise SystemExit(f"{path}: {page.failed} pages failed")
        found[name] = {
            "ratio": page.per_second / control.per_second,
            "per_second": page.per_second,
            "median_ms": 1000 * page.at_share(0.5),
        }
    return found


def first_load(port: int, path: str, cookie: str) -> int:
    """Bytes on the line, compressed, of the page and all that it loads."""
    base = f"http://127.0.0.1:{port}"

    def fetch(address: str) -> tuple[bytes, int]:
        asked = urllib.request.Request(base + address, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked, timeout=30) as response:
            body = response.read()
            plain = gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body
            return plain, len(body)

    html, total = fetch(path)
    links = re.findall(rb'(?:src|href)="(/static/[^"#]+)', html)
    return total + sum(fetch(link.decode())[1] for link in sorted(set(links)))


def report(
    rounds: list[dict[str, dict[str, float]]], queries: dict[str, int], first_loads: dict[str, int]
) -> None:
    rows = []
    for name, path in PAGES.items():
        ratio = statistics.median(found[name]["ratio"] for found in rounds)
        rows.append(
            {
                "page": name,
                "path": path,
                "ratio": round(ratio, 3),
                "median_ms": round(statistics.median(found[name]["median_ms"] for found in rounds), 1),
                "per_second": round(statistics.median(found[name]["per_second"] for found in rounds), 1),
                "queries": queries[name],
                "first_load_kb": round(first_loads[name] / 1024, 1),
                "holds": ratio >= LEAST_RATIO
                and queries[name] <= MOST_QUERIES
                and first_loads[name] <= MOST_FIRST_LOAD,
            }
        )
    result = {
        "city": CITY,
        "least_ratio": LEAST_RATIO,
        "pages": rows,
        "holds": all(row["holds"] for row in rows),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "pages.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
