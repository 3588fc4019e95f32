"""The page of all pieces, looked at by a browser: wide, narrow, dark, on paper, by ear and by keyboard."""

import gzip

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    PHONE,
    SMALLEST,
    WIDE,
    Open,
    assert_no_axe_findings,
    assert_no_sideways_scroll,
    picture,
)

pytestmark = pytest.mark.browser
FIRST_LOAD_MOST = 150_000


@pytest.mark.parametrize(
    ("width", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_every_piece_is_readable_wide_and_narrow_light_and_dark(
    page_at: Open, width: int, scheme: str
) -> None:
    page = page_at(width, scheme=scheme)
    page.goto("/gaya/")
    assert_no_sideways_scroll(page)
    assert_no_axe_findings(page)
    picture(page, f"gaya-{width}-{scheme}")


def test_nothing_moves_sideways_on_the_smallest_screen(page_at: Open) -> None:
    page = page_at(SMALLEST)
    page.goto("/gaya/")
    assert_no_sideways_scroll(page)


def test_on_paper_the_content_stands_alone(page_at: Open) -> None:
    page = page_at(scheme="dark")
    page.goto("/gaya/")
    page.emulate_media(media="print")
    for gone in (".s-side", ".s-crumbs", ".s-toolbar", ".s-actions"):
        expect(page.locator(gone).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    picture(page, "gaya-cetak")


def test_without_script_the_page_is_whole(page_at: Open) -> None:
    page = page_at(script=False)
    page.goto("/gaya/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gaya")
    expect(page.get_by_role("table").first).to_be_visible()


def test_the_choice_of_light_works_without_script_and_is_kept(page_at: Open) -> None:
    page = page_at(script=False)
    page.goto("/gaya/")
    page.locator("summary", has=page.locator("svg")).and_(page.get_by_label("Tampilan")).click()
    page.get_by_role("button", name="Gelap").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.url.endswith("/gaya/")
    page.goto("/akun/login/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_keyboard_reaches_the_content_first_and_every_piece_shows_where_it_is(page_at: Open) -> None:
    page = page_at()
    page.goto("/gaya/")
    page.keyboard.press("Tab")
    expect(page.locator(".s-skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    for _step in range(40):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
                const here = document.activeElement, style = getComputedStyle(here);
                const segment = here.querySelector && here.querySelector('.seg');
                return style.outlineStyle !== 'none' || (segment && getComputedStyle(segment).strokeWidth === '6px');
            }"""
        )
        assert shown, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_escape_closes_an_open_menu_and_gives_the_focus_back(page_at: Open) -> None:
    page = page_at(PHONE)
    page.goto("/gaya/")
    page.get_by_label("Menu", exact=True).click()
    expect(page.get_by_role("navigation", name="Menu utama")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Menu utama")).to_be_hidden()


def test_the_summary_of_errors_leads_to_each_field(page_at: Open) -> None:
    page = page_at()
    page.goto("/gaya/")
    page.locator(".s-errors").get_by_role("link", name="Biaya tetap").click()
    assert page.url.endswith("#id_price")
    expect(page.locator("#id_price")).to_have_value("seribu")
    described = page.locator("#id_price").get_attribute("aria-describedby")
    assert "id_price_error" in (described or "")


def test_the_first_load_is_light(page_at: Open) -> None:
    page = page_at()
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(gzip.compress(answer.body()))}))
    page.goto("/gaya/", wait_until="networkidle")
    assert sum(sizes.values()) <= FIRST_LOAD_MOST, sizes


def test_targets_are_large_enough_for_a_finger(page_at: Open) -> None:
    page: Page = page_at(PHONE)
    page.goto("/gaya/")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.btn, .page-link, summary, input, select, .s-nav a')]
            .filter(one => one.offsetParent && !one.matches('[type=hidden]'))
            .filter(one => one.getBoundingClientRect().height < 22).map(one => one.outerHTML.slice(0, 120))"""
    )
    assert small == []
