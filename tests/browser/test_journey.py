"""From three workbooks to a signed plan, as an officer walks it in a real browser.

The workbooks are the city's own beside the project; where they are not there the journey says so.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.planning.models import CityPlan
from sibina.plan.programmes.api import Offering
from sibina.web.cities import open_city
from tests.browser.conftest import PHONE, Open, Site, look_at, run_waiting_jobs, sign_in
from tests.conftest import shared_folder

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
OFFICER, PASSWORD = "petugas.sibolga", "Uji-Perjalanan-2026"
PATIENCE = 60_000


@pytest.fixture(scope="module")
def city(live_site: Site) -> City:
    """A city just opened: an officer, a year, rules and a dictionary; no people, programmes or sessions."""
    made, _password = open_city(name="Kota Sibolga Uji", officer=OFFICER, password=PASSWORD, at=AT)
    return made


def workbooks() -> list[Path]:
    return sorted(shared_folder("data/sibolga").glob("*.xlsx"))


def test_an_officer_brings_the_workbooks_and_leaves_with_a_plan(city: City, page_at: Open) -> None:
    books = workbooks()
    page = page_at()
    page.context.set_default_timeout(PATIENCE)
    sign_in(page, OFFICER, PASSWORD)

    page.goto("/data/unggah/")
    page.set_input_files("input[type=file]", books)
    page.click("main form[enctype] button[type=submit]")
    expect(page).to_have_url(f"{page.url.split('/data/')[0]}/data/1/")
    expect(page.locator("main")).to_contain_text("12")
    look_at(page, "perjalanan-pratinjau")

    page.goto("/data/1/temuan/")
    expect(page.locator("main table")).to_contain_text("NIP BARU")
    look_at(page, "perjalanan-ditolak")

    page.goto("/data/1/")
    page.get_by_role("button", name="Impor sekarang").click()
    page.wait_for_url("**/tugas/*/")
    look_at(page, "perjalanan-menunggu")
    run_waiting_jobs(city)
    page.reload()
    expect(page.locator("main")).to_contain_text("Selesai")

    page.goto("/kesenjangan/")
    expect(page.locator("main")).to_contain_text("5.236")
    look_at(page, "perjalanan-kesenjangan")
    page.goto("/kesenjangan/sumber/")
    expect(page.locator("main")).to_contain_text("max(")
    look_at(page, "perjalanan-sumber")

    page.goto("/rencana/")
    page.get_by_role("link", name="Siapkan sesi dari katalog").click()
    expect(page.locator("main")).to_contain_text("568")
    look_at(page, "perjalanan-siapkan-sesi")
    page.fill("input[name=sesi-PAK]", "0")
    page.get_by_role("button", name="Siapkan sesi", exact=True).click()
    page.wait_for_url("**/program/sesi/")
    expect(page.locator("main")).to_contain_text("sesi ditambahkan")
    look_at(page, "perjalanan-sesi")
    with city_context(city):
        assert Offering.objects.filter(programme__name="Manajemen Pelayanan Publik").count() == 15
        assert not Offering.objects.filter(programme__name__contains="Kependudukan").exists()

    page.goto("/rencana/")
    page.get_by_role("link", name="Susun rencana").click()
    page.fill("input[name=name]", "Rencana uji")
    page.fill("input[name=ceiling]", "Rp 150.000.000")
    page.fill("input[name=seconds]", "15")
    page.get_by_role("button", name="Susun rencana").click()
    page.wait_for_url(lambda url: "/baru/" not in url)
    run_waiting_jobs(city)
    with city_context(city):
        plan = CityPlan.objects.get()
    page.goto(f"/rencana/{plan.pk}/")
    expect(page.locator("main")).to_contain_text("Rp 150.000.000")
    look_at(page, "perjalanan-rencana")

    page.goto(f"/rencana/{plan.pk}/tidak-terpilih/")
    expect(page.locator("main table tbody tr").first).to_be_visible()
    look_at(page, "perjalanan-tidak-terpilih")

    page.goto(f"/rencana/{plan.pk}/dokumen/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Unduh PDF", exact=True).click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")


ON_A_PHONE = [
    "/",
    "/data/",
    "/kesenjangan/",
    "/kesenjangan/sumber/",
    "/pegawai/",
    "/jabatan/",
    "/program/",
    "/program/sesi/",
    "/program/sesi/siapkan/",
    "/rencana/",
]
OF_THE_PLAN = [
    "",
    "kalender/",
    "sesi/",
    "peserta/",
    "tidak-terpilih/",
    "sebelum-sesudah/",
    "andai/",
    "dokumen/",
]


def test_every_page_of_the_journey_fits_a_phone_in_the_dark_and_axe_finds_nothing(
    city: City, page_at: Open
) -> None:
    page = page_at(PHONE, scheme="dark")
    page.context.set_default_timeout(PATIENCE)
    sign_in(page, OFFICER, PASSWORD)
    with city_context(city):
        plan = CityPlan.objects.first()
    assert plan is not None, "the journey before this one has made no plan"
    for path in [*ON_A_PHONE, *(f"/rencana/{plan.pk}/{part}" for part in OF_THE_PLAN)]:
        page.goto(path)
        tall = page.evaluate(
            "[...document.querySelectorAll('td.nip')].filter(cell => cell.offsetHeight > 40).length"
        )
        assert not tall, f"{tall} NIPs are broken over two lines on {path}"
        look_at(page, f"perjalanan-telepon-{path.strip('/').replace('/', '-') or 'beranda'}")


def tab_to(page: Page, selector: str) -> None:
    """Move with the tab key until the thing is reached, as a person without a mouse does."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"the tab key never reaches {selector} on {page.url}")


def test_a_plan_is_asked_for_by_keyboard_alone(city: City, page_at: Open) -> None:
    page = page_at()
    page.context.set_default_timeout(PATIENCE)
    page.goto("/akun/login/")
    tab_to(page, "input[name=login]")
    page.keyboard.type(OFFICER)
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/akun/" not in url)
    tab_to(page, "a[href='/rencana/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rencana/")
    tab_to(page, "a[href^='/rencana/baru/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rencana/baru/**")
    tab_to(page, "input[name=name]")
    page.keyboard.type("Lewat papan tik")
    tab_to(page, "input[name=ceiling]")
    page.keyboard.type("200000000")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/baru/" not in url)
    with city_context(city):
        assert CityPlan.objects.filter(name="Lewat papan tik", ceiling=200_000_000).exists()
