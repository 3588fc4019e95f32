"""The ground for walks in a real browser: a server on a database of its own, and a Chromium that reports everything.

Each test module gets a fresh copy of the locked test database and a server in threads of this process; what a test
writes is committed, as in production. `page_as(role)` is a page logged in; `page_at(width)` one that is not.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page

from sibina.lib.access import Role
from sibina.lib.jobs.api import run_job
from sibina.lib.jobs.models import Job
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from tests.conftest import ROOT, copied_database, log_in, make_city

# Playwright keeps an event loop in this thread; Django's queries of the tests are not inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = ROOT / "var" / "pictures"
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WIDE, PHONE, SMALLEST = 1280, 360, 320


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; SIBINA_CHROMIUM names another."""
    found = os.environ.get("SIBINA_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.fail("no Chromium found: install the system's package `chromium`, or set SIBINA_CHROMIUM")
    return {**browser_type_launch_args, "executable_path": found, "args": CHROMIUM_OPTIONS}


class QuietHandler(WSGIRequestHandler):
    """Requests are not printed: a failing test shows its own story."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@dataclass
class Site:
    """A running server and its city."""

    url: str
    city: City

    def log_in(self, role: Role, **place: Any) -> str:
        """The key of a session of a member with this role."""
        return log_in(self.city, role, **place).cookies["sessionid"].value


@pytest.fixture(scope="module")
def live_site(django_db_setup: None, database_name: str, django_db_blocker: Any) -> Iterator[Site]:
    """A server on a copy of the test database, with one city named «Kota Uji»."""
    if finders.find("ui/build/sibina.css") is None:
        pytest.fail("the stylesheet is not built: run `make assets` first")
    with django_db_blocker.unblock(), copied_database(database_name, f"{database_name}_browser"):
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        server.daemon_threads = True
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield Site(url=f"http://127.0.0.1:{server.server_address[1]}", city=make_city())
        finally:
            server.shutdown()
            server.server_close()


@dataclass
class Complaints:
    """What the browser complained of while a page was open."""

    lines: list[str] = field(default_factory=list)

    def listen_to(self, page: Page) -> None:
        """Errors of scripts and policy, and files that are not there."""
        page.on("pageerror", lambda error: self.lines.append(f"script: {error}"))
        page.on(
            "console",
            lambda message: (
                self.lines.append(f"console: {message.text}") if message.type == "error" else None
            ),
        )


Open = Callable[..., Page]


@pytest.fixture
def page_at(browser: Browser, live_site: Site) -> Iterator[Open]:
    """`page_at(360, scheme="dark", script=False)`: a page that fails its test when the browser complains.

    A page whose answer is meant to be an error is opened with `complaints=False`.
    """
    opened, heard = [], Complaints()

    def make(
        width: int = WIDE, *, scheme: str = "light", script: bool = True, complaints: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=live_site.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=script,
            locale="id-ID",
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        if complaints:
            heard.listen_to(page)
        return page

    yield make
    for context in opened:
        context.close()
    assert not heard.lines, heard.lines


@pytest.fixture
def page_as(page_at: Open, live_site: Site) -> Open:
    """`page_as(Role.PENGELOLA, width=360)`: a page logged in as a new member of the site's city."""

    def make(role: Role, width: int = WIDE, *, place: dict[str, Any] | None = None, **options: Any) -> Page:
        page = page_at(width, **options)
        key = live_site.log_in(role, **(place or {}))
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_site.url}])
        return page

    return make


def assert_no_axe_findings(page: Page) -> None:
    """Axe finds nothing against WCAG 2.2 AA and its own best practice."""
    found = Axe().run(page, options=AXE_RULES).response["violations"]
    told = [
        f"{one['id']}: {one['help']} — {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found
    ]
    assert not told, "\n".join(told)


def assert_no_sideways_scroll(page: Page) -> None:
    """The page itself never moves sideways; wide tables move in their own frame."""
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert excess <= 0, f"{page.url} is {excess} px too wide"


def picture(page: Page, name: str) -> Path:
    """Keep the whole page as `var/pictures/NAME.png`, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def look_at(page: Page, name: str) -> None:
    """Nothing for axe to find, nothing too wide, and a picture kept for people."""
    assert_no_axe_findings(page)
    assert_no_sideways_scroll(page)
    picture(page, name)


def sign_in(page: Page, name: str, password: str) -> None:
    """Through the door, as a person does."""
    page.goto("/akun/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/akun/" not in url)


def run_waiting_jobs(city: City) -> None:
    """What the worker does: run what is queued, and what follows from it."""
    while True:
        with city_context(city):
            waiting = Job.objects.filter(state=Job.State.QUEUED).order_by("id").first()
        if waiting is None:
            return
        run_job(city_id=city.pk, job_id=waiting.pk)
