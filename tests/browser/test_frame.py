"""The frame around every page: log-in, home, lists, errors, walked by hand, by keyboard and without script."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import expect

from sibina.lib.access import Role
from sibina.lib.audit.api import record
from sibina.lib.tenancy.context import city_context
from tests.browser.conftest import (
    PHONE,
    WIDE,
    Open,
    Site,
    assert_no_axe_findings,
    assert_no_sideways_scroll,
    picture,
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def trail(live_site: Site) -> Site:
    """A trail long enough for two pages."""
    with city_context(live_site.city):
        for n in range(30):
            by: Any = None
            record(verb="people.imported", city=live_site.city, at=timezone.now(), by=by, data={"baris": n})
        record(verb="cycles.cycle.opened", city=live_site.city, at=timezone.now(), data={"tahun": 2027})
    return live_site


def test_one_logs_in_and_out_by_keyboard_alone(page_at: Open, live_site: Site) -> None:
    live_site.log_in(Role.PENGELOLA)
    name = get_user_model().objects.latest("pk").get_username()
    page = page_at()
    page.goto("/")
    assert "/akun/login/" in page.url
    page.get_by_label("Nama pengguna atau surel").focus()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type("sandi-uji-123")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Roda siklus")).to_be_visible()
    summary = page.locator("header summary").last
    summary.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keluar").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/akun/login/**")


def test_a_wrong_password_says_so_and_keeps_the_name(page_at: Open) -> None:
    page = page_at(script=False)
    page.goto("/akun/login/")
    page.get_by_label("Nama pengguna atau surel").fill("siapa")
    page.get_by_label("Kata sandi").fill("salah-sama-sekali")
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator(".s-errors")).to_be_visible()
    expect(page.get_by_label("Nama pengguna atau surel")).to_have_value("siapa")
    assert page.locator("html").get_attribute("lang") == "id"


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_log_in_and_home_are_readable(page_as: Open, page_at: Open, width: int, scheme: str) -> None:
    page = page_at(width, scheme=scheme)
    page.goto("/akun/login/")
    assert_no_sideways_scroll(page)
    assert_no_axe_findings(page)
    picture(page, f"masuk-{width}-{scheme}")
    page = page_as(Role.PENGELOLA, width, scheme=scheme)
    page.goto("/")
    assert_no_sideways_scroll(page)
    assert_no_axe_findings(page)
    picture(page, f"beranda-{width}-{scheme}")


def test_a_list_is_searched_and_ordered_in_place_and_the_way_back_works(page_as: Open, trail: Site) -> None:
    page = page_as(Role.PENGELOLA)
    page.goto("/jejak/")
    assert_no_axe_findings(page)
    expect(page.locator("#baris")).to_contain_text("1–25 dari 31")
    page.evaluate("window.sameDocument = true")
    page.get_by_label("Nama pelaku").fill("cycles")
    expect(page.locator("#baris tbody tr")).to_have_count(1)
    assert "q=cycles" in page.url
    page.get_by_role("link", name="Lihat semua").first.click()
    page.goto("/jejak/")
    page.evaluate("window.sameDocument = true")
    page.locator("#hal-2").click()
    expect(page.locator("#baris")).to_contain_text("26–31 dari 31")
    assert page.evaluate("window.sameDocument") is True
    page.go_back()
    expect(page.locator("#baris")).to_contain_text("1–25 dari 31")
    page.locator("#urut-tindakan").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Tindakan")


def test_the_same_list_works_without_script_on_a_phone(page_as: Open, trail: Site) -> None:
    page = page_as(Role.INSPEKTORAT, PHONE, script=False)
    page.goto("/jejak/")
    page.get_by_label("Urutkan").select_option(label="Waktu, naik")
    page.get_by_role("button", name="Tampilkan").click()
    assert "urut=waktu" in page.url
    assert_no_sideways_scroll(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh XLSX").click()
    assert re.fullmatch(r"jejak-tindakan-\d{8}\.xlsx", download.value.suggested_filename)


@pytest.mark.parametrize(
    ("address", "title"), [("/tidak-ada/", "Halaman tidak ditemukan"), ("/jejak/", "Bukan untuk peran Anda")]
)
def test_an_error_is_a_calm_page_that_leads_home(page_as: Open, address: str, title: str) -> None:
    page = page_as(Role.ASN, PHONE, complaints=False)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert_no_axe_findings(page)
    page.get_by_role("link", name="Ke beranda").click()
    expect(page.get_by_role("heading", name="Perjalanan saya")).to_be_visible()
