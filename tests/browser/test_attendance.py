"""Attendance as it happens: the organiser without a network, the code at the door on a telephone; every page looked at."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from django.utils import timezone
from playwright.sync_api import BrowserType, Page, expect

from sibina.deliver.sessions.actions import check_in
from sibina.deliver.sessions.models import AttendanceEvent, Presence
from sibina.deliver.sessions.reads import code_of, door_secret
from sibina.deliver.sessions.rules import door_code
from sibina.deliver.sessions.types import EventKind
from sibina.lib.access import Role
from sibina.lib.tenancy.context import city_context
from tests.browser.conftest import PHONE, WIDE, Site, look_at
from tests.modules.sessions.hall import Hall, build_hall

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
NAMES = ("Peserta 0001", "Peserta 0002", "Peserta 0003")


@pytest.fixture
def hall(live_site: Site, django_db_blocker: Any) -> Iterator[Hall]:
    """A session that has begun an hour ago, of five people; each test has its own."""
    with django_db_blocker.unblock(), city_context(live_site.city):
        begin = timezone.now() - timedelta(hours=1)
        made = build_hall(live_site.city, people=5, begin=begin, code=f"PEL-{begin:%f}")
    with django_db_blocker.unblock():
        yield made


def noted(site: Site, hall: Hall) -> dict[str, int]:
    """How many events there are of each participant."""
    with city_context(site.city):
        names = AttendanceEvent.objects.filter(day=hall.day).values_list("enrolment__person__name", flat=True)
        found: dict[str, int] = {}
        for name in names:
            found[name] = found.get(name, 0) + 1
        return found


def open_list(page: Page, hall: Hall) -> None:
    page.goto(f"/kehadiran/{hall.day.pk}/panitia/")
    expect(page.locator("[data-line]")).not_to_be_empty()


def test_what_is_noted_without_a_network_outlives_the_browser_page_and_arrives_once(
    page_as: Open, live_site: Site, hall: Hall
) -> None:
    page = page_as(Role.PENGELOLA, PHONE, complaints=False)
    open_list(page, hall)
    page.evaluate("navigator.serviceWorker.ready")
    # The page is kept from its second opening on, when the worker answers for it.
    open_list(page, hall)
    context = page.context
    context.set_offline(True)
    for name in NAMES:
        page.get_by_label(name).check()
    expect(page.locator("[data-waiting]")).to_have_text("Belum terkirim: 3.")
    look_at(page, "kehadiran-panitia-tanpa-jaringan")
    page.close()
    assert noted(live_site, hall) == {}
    again = context.new_page()
    open_list(again, hall)
    expect(again.locator("[data-waiting]")).to_have_text("Belum terkirim: 3.")
    expect(again.get_by_label(NAMES[0])).to_be_checked()
    again.get_by_label("Peserta 0004").check()
    again.get_by_label("Peserta 0004").uncheck()
    context.set_offline(False)
    expect(again.locator("[data-waiting]")).to_have_text("Semua sudah terkirim.")
    assert noted(live_site, hall) == {name: 1 for name in NAMES} | {"Peserta 0004": 2}
    with city_context(live_site.city):
        here = Presence.objects.filter(day=hall.day, state="present")
        assert set(here.values_list("enrolment__person__name", flat=True)) == set(NAMES)
    look_at(again, "kehadiran-panitia-terkirim")


def test_two_organisers_on_two_devices_note_at_once_and_a_typed_code_finds_its_person(
    page_as: Open, live_site: Site, hall: Hall
) -> None:
    first, second = page_as(Role.PENGELOLA, PHONE), page_as(Role.PENGELOLA, WIDE)
    for page in (first, second):
        open_list(page, hall)
    first.get_by_label(NAMES[0]).check()
    second.get_by_label(NAMES[0]).check()
    with city_context(live_site.city):
        code = code_of(hall.people[2])
    second.get_by_label("Nama, OPD, atau kode peserta").fill(code.lower())
    second.keyboard.press("Enter")
    expect(second.locator("[data-said]")).to_have_text(f"{NAMES[2]} tercatat hadir.")
    for page in (first, second):
        expect(page.locator("[data-waiting]")).to_have_text("Semua sudah terkirim.")
    assert noted(live_site, hall) == {NAMES[0]: 2, NAMES[2]: 1}
    with city_context(live_site.city):
        assert Presence.objects.filter(day=hall.day, state="present").count() == 2


def film_of(code: str, path: Path) -> Path:
    """A film of one picture, for the camera that a browser without one pretends to have (YUV4MPEG2)."""
    wide, high, dot = 640, 480, 12
    rows = [list(row) for row in segno.make(code, error="m", micro=False).matrix]
    side = len(rows) * dot
    left, top = (wide - side) // 2, (high - side) // 2
    light = bytearray(b"\xeb" * (wide * high))
    for y in range(side):
        for x in range(side):
            if rows[y // dot][x // dot]:
                light[(top + y) * wide + left + x] = 16
    frame = b"FRAME\n" + bytes(light) + b"\x80" * (wide * high // 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frame * 2)
    return path


def test_the_camera_reads_a_participants_code(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    live_site: Site,
    hall: Hall,
    tmp_path: Path,
) -> None:
    with city_context(live_site.city):
        film = film_of(code_of(hall.people[3]), tmp_path / "code.y4m")
    pretended = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    args = [*browser_type_launch_args["args"], *pretended, f"--use-file-for-fake-video-capture={film}"]
    browser = browser_type.launch(**browser_type_launch_args | {"args": args})
    page = browser.new_page(base_url=live_site.url)
    key = live_site.log_in(Role.PENGELOLA)
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_site.url}])
    open_list(page, hall)
    page.get_by_role("button", name="Pindai kode peserta").click()
    expect(page.get_by_label("Peserta 0004")).to_be_checked()
    expect(page.locator("[data-waiting]")).to_have_text("Semua sudah terkirim.")
    with city_context(live_site.city):
        assert Presence.objects.get(day=hall.day).method == "personal"
    browser.close()


def test_a_revoked_device_keeps_what_it_has_and_says_what_to_do(
    page_as: Open, live_site: Site, hall: Hall
) -> None:
    page = page_as(Role.PENGELOLA, PHONE, complaints=False)
    open_list(page, hall)
    expect(page.locator("[data-line]")).to_have_text("Ada jaringan.")
    officer = page_as(Role.PENGELOLA)
    officer.goto(f"/kehadiran/{hall.day.pk}/")
    look_at(officer, "kehadiran-hari-kosong")
    officer.get_by_role("button", name="Cabut izin Perangkat 1").click()
    page.get_by_label(NAMES[1]).check()
    expect(page.locator("[data-line]")).to_contain_text("Izin perangkat ini sudah dicabut")
    expect(page.locator("[data-waiting]")).to_have_text("Belum terkirim: 1.")
    assert noted(live_site, hall) == {}


def test_the_list_without_script_is_a_plain_form(page_as: Open, live_site: Site, hall: Hall) -> None:
    page = page_as(Role.PENGELOLA, PHONE, script=False)
    page.goto(f"/kehadiran/{hall.day.pk}/panitia/")
    page.get_by_label(NAMES[0]).check()
    page.get_by_role("button", name="Simpan daftar hadir").click()
    expect(page.get_by_text("Daftar hadir disimpan.")).to_be_visible()
    assert noted(live_site, hall) == {NAMES[0]: 1}


def test_a_participant_scans_the_door_and_presses_one_button(
    page_as: Open, live_site: Site, hall: Hall
) -> None:
    with city_context(live_site.city):
        person = hall.people[0].person
    page = page_as(Role.ASN, PHONE, place={"person": person})
    code = door_code(door_secret(hall.day.pk), timezone.now())
    page.goto(f"/hadir/{hall.day.pk}/{code}/")
    look_at(page, "hadir-tombol")
    page.get_by_role("button", name="Saya hadir").click()
    expect(page.get_by_text("tercatat hadir")).to_be_visible()
    look_at(page, "hadir-tercatat")
    page.goto(
        f"/hadir/{hall.day.pk}/{door_code(door_secret(hall.day.pk), timezone.now() - timedelta(minutes=5))}/"
    )
    page.context.clear_cookies()
    late = page_as(Role.ASN, PHONE, place={"person": person}, scheme="dark")
    late.goto(f"/hadir/{hall.day.pk}/AAAAAAAAAA/")
    expect(late.get_by_text("pindai yang sedang tampil")).to_be_visible()
    look_at(late, "hadir-kode-lewat-gelap")
    late.goto("/hadir/")
    look_at(late, "hadir-kode-saya-gelap")
    assert noted(live_site, hall) == {"Peserta 0001": 1}


def test_the_doors_code_changes_by_itself(page_as: Open, hall: Hall) -> None:
    page = page_as(Role.PENGELOLA)
    page.clock.install()
    page.goto(f"/kehadiran/{hall.day.pk}/pintu/")
    look_at(page, "kehadiran-pintu")
    with page.expect_response(lambda answer: answer.url.endswith("/pintu/")):
        page.clock.run_for(31_000)


@pytest.mark.parametrize(
    ("width", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_every_page_of_the_officer_is_looked_at(
    page_as: Open, live_site: Site, hall: Hall, width: int, scheme: str
) -> None:
    with city_context(live_site.city):
        for one, kind in ((hall.people[0], EventKind.IN), (hall.people[1], EventKind.OUT)):
            check_in(day=hall.day, person_id=one.person_id, kind=kind, by=None, at=timezone.now())
    page = page_as(Role.PENGELOLA, width, scheme=scheme)
    look = f"{width}-{scheme}"
    for name, address in (
        ("hari", ""),
        ("orang", f"orang/{hall.people[1].pk}/"),
        ("kertas", "kertas/"),
        ("panitia", "panitia/"),
    ):
        page.goto(f"/kehadiran/{hall.day.pk}/{address}")
        look_at(page, f"kehadiran-{name}-{look}")
