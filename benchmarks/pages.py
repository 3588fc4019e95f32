"""Pages a second beside a bare Django page of five queries, on the same server, in the same run.

Usage: python -m benchmarks.pages [--seconds 1] [--rounds 3] [--only WORD]. Needs the example cities (`sibina example`);
makes two plans of Medan through the product where it has none.
Each round asks the control and then each page, so that both meet the same minute of the machine; the ratio
is the median over the rounds. Milliseconds are of one reader alone, the ratio of eight at once. `cpu_ratio` is the
same of processor seconds a page, of the server and the database: where others use the machine too, it says more.
Prints a table and writes benchmarks/results/pages.json, unless only some pages were asked for.
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
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import psutil

from benchmarks.load import press
from config.database import is_embedded, start_embedded, var_dir

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
start_embedded()
django.setup()

from django.conf import settings  # noqa: E402  (tables are there only now)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.page_list import Page, heatmap_views, make_mentoring, make_plans, pages_of  # noqa: E402
from sibina.lib.access import Role  # noqa: E402
from sibina.lib.tenancy.models import City  # noqa: E402
from sibina.web.examples.logins import user_name  # noqa: E402

RESULTS = Path(__file__).parent / "results"
CITY = "medan"
CEILINGS = (15_000_000_000, 9_000_000_000)
PLAN_SECONDS = 30
MOST_QUERIES = 12
LEAST_RATIO = 1 / 3
MOST_FIRST_LOAD = 150 * 1024
MOST_HEATMAP_MS = 300
Found = dict[str, dict[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument(
        "--only", default="", help="only pages whose name or path holds this; nothing is written"
    )
    chosen = parser.parse_args()
    city = City.objects.get(slug=CITY)
    make_plans(city, ceilings=CEILINGS, seconds=PLAN_SECONDS)
    make_mentoring(city)
    pages = [page for page in pages_of(city) if chosen.only in page.name or chosen.only in page.path]
    cookies = {role: cookie_of(city, role) for role in Role}
    queries = {page.name: count_queries(city, page) for page in pages}
    servers = [
        serve("config.wsgi:application", chosen.port),
        serve("benchmarks.control_site:application", chosen.port + 1),
    ]
    try:
        wait_for(chosen.port, "/sehat/")
        wait_for(chosen.port + 1, "/")
        first_views = [once(chosen.port, path, cookies[Role.PENGELOLA]) for path in heatmap_views(city)]
        for page in pages:
            # Each process draws a chart once; a visitor who stays does not see that again.
            press(chosen.port, page.path, headers={"Cookie": cookies[page.role]}, seconds=0.3)
        site = Site(chosen.port, tuple(servers), cookies)
        rounds = [one_round(site, pages, chosen.seconds) for _ in range(chosen.rounds)]
        first_loads = {page.name: first_load(chosen.port, page.path, cookies[page.role]) for page in pages}
    finally:
        for server in servers:
            end(server)
    result = result_of(pages, rounds, queries, first_loads, first_views)
    show(result)
    if not chosen.only:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "pages.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


def user_of(city: City, role: Role) -> Any:
    return get_user_model().objects.get(username=user_name(role, city))


def cookie_of(city: City, role: Role) -> str:
    """A log-in without its page: the measured thing is the page behind it."""
    user = user_of(city, role)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def count_queries(city: City, page: Page) -> int:
    """Queries of the second visit, as a visitor who stays would cause them."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user_of(city, page.role))
    client.get(page.path)
    with CaptureQueriesContext(connections["default"]) as seen:
        response = client.get(page.path)
    if response.status_code != 200:
        raise SystemExit(f"{page.name}: {page.path} answers {response.status_code}")
    return len(seen)


def serve(application: str, port: int) -> subprocess.Popen[bytes]:
    """The product's own way to serve (`sibina up`), for the product and for the control."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "2"]
    return subprocess.Popen([*command, "--log-level", "error", application])


def end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def wait_for(port: int, path: str) -> None:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")


def once(port: int, path: str, cookie: str) -> float:
    """Milliseconds of a page that nobody has asked for before."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": cookie})
    began = time.perf_counter()
    with urllib.request.urlopen(asked, timeout=30) as response:
        response.read()
    return 1000 * (time.perf_counter() - began)


@dataclass(frozen=True)
class Site:
    """The product on a port, the control on the next, and the log-in of each role."""

    port: int
    servers: tuple[subprocess.Popen[bytes], ...]
    cookies: dict[Role, str]

    def cpu(self) -> float:
        """Processor seconds so far of both servers and of the database."""
        found = [psutil.Process(server.pid) for server in self.servers]
        marked = (var_dir() / "postgres" / "postmaster.pid") if is_embedded() else None
        if marked is not None:
            found.append(psutil.Process(int(marked.read_text().split()[0])))
        total = 0.0
        for process in [one for each in found for one in (each, *each.children(recursive=True))]:
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system
        return total


def one_round(site: Site, pages: list[Page], seconds: float) -> Found:
    found = {}
    for page in pages:
        headers = {"Cookie": site.cookies[page.role], "Host": "localhost"}
        alone = press(site.port, page.path, headers=headers, at_once=1, seconds=min(0.5, seconds))
        start = site.cpu()
        control = press(site.port + 1, "/", headers={}, seconds=seconds)
        between = site.cpu()
        pressed = press(site.port, page.path, headers=headers, seconds=seconds)
        end_of_it = site.cpu()
        if pressed.failed or not pressed.times:
            raise SystemExit(f"{page.path}: {pressed.failed} pages failed")
        of_control = (between - start) / len(control.times)
        of_page = (end_of_it - between) / len(pressed.times)
        found[page.name] = {
            "ratio": pressed.per_second / control.per_second,
            "cpu_ratio": of_control / of_page,
            "cpu_ms": 1000 * of_page,
            "per_second": pressed.per_second,
            "median_ms": 1000 * alone.at_share(0.5),
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


def result_of(
    pages: list[Page],
    rounds: list[Found],
    queries: dict[str, int],
    first_loads: dict[str, int],
    first_views: list[float],
) -> dict[str, Any]:
    """Each page with its figures, and whether all promises hold."""
    rows = []
    for page in pages:
        told = [found[page.name] for found in rounds]
        ratio = statistics.median(one["ratio"] for one in told)
        holds = ratio >= LEAST_RATIO and queries[page.name] <= MOST_QUERIES
        rows.append(
            {
                "page": page.name,
                "path": page.path,
                "ratio": round(ratio, 3),
                "cpu_ratio": round(statistics.median(one["cpu_ratio"] for one in told), 3),
                "cpu_ms": round(statistics.median(one["cpu_ms"] for one in told), 1),
                "median_ms": round(statistics.median(one["median_ms"] for one in told), 1),
                "per_second": round(statistics.median(one["per_second"] for one in told), 1),
                "queries": queries[page.name],
                "first_load_kb": round(first_loads[page.name] / 1024, 1),
                "holds": holds and first_loads[page.name] <= MOST_FIRST_LOAD,
            }
        )
    median = statistics.median(first_views)
    return {
        "city": CITY,
        "least_ratio": round(LEAST_RATIO, 3),
        "pages": rows,
        "heatmap": {
            "views": len(first_views),
            "median_ms": round(median, 1),
            "slowest_ms": round(max(first_views), 1),
            "promise_ms": MOST_HEATMAP_MS,
        },
        "holds": all(row["holds"] for row in rows) and median < MOST_HEATMAP_MS,
    }


def show(result: dict[str, Any]) -> None:
    print(
        f"{'page':34} {'queries':>7} {'ms':>7} {'pages/s':>8} {'ratio':>6} {'cpu':>6} {'cpu ms':>6} {'kB':>6}"
    )
    for row in sorted(result["pages"], key=lambda one: one["ratio"]):
        mark = "" if row["holds"] else "  <-"
        print(
            f"{row['page'][:34]:34} {row['queries']:7} {row['median_ms']:7.1f} {row['per_second']:8.1f}"
            f" {row['ratio']:6.2f} {row['cpu_ratio']:6.2f} {row['cpu_ms']:6.1f} {row['first_load_kb']:6.1f}{mark}"
        )
    print(json.dumps(result["heatmap"]), "holds" if result["holds"] else "does not hold")


if __name__ == "__main__":
    main()
