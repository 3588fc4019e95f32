"""Take the pictures of README and manual from the running product with the example cities.

Usage: make up (in another window), then python scripts/screenshots.py [--address http://localhost:8000]
"""

import argparse
import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "gambar"
PASSWORD = "Belajar-Terus-2026"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
WIDE, PHONE = (1280, 800), (360, 740)

# name of the picture, who looks, where, how wide, dark or light
PICTURES_WANTED = (
    ("beranda", "pengelola.sibolga", "/", WIDE, "light"),
    ("beranda-gelap", "pengelola.sibolga", "/", WIDE, "dark"),
    ("beranda-telepon", "asn.sibolga", "/", PHONE, "light"),
    ("data-masuk", "pengelola.sibolga", "/data/unggah/", WIDE, "light"),
    ("pegawai", "pengelola.sibolga", "/pegawai/", WIDE, "light"),
    ("kesenjangan", "pengelola.sibolga", "/kesenjangan/", WIDE, "light"),
    ("kesenjangan-telepon", "pengelola.sibolga", "/kesenjangan/", PHONE, "light"),
    ("program", "pengelola.sibolga", "/program/", WIDE, "light"),
    ("rencana-baru", "pengelola.sibolga", "/rencana/baru/", WIDE, "light"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://localhost:8000")
    address = parser.parse_args().address
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        program = os.environ.get("SIBINA_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        for name, who, path, size, colours in PICTURES_WANTED:
            page = log_in(browser, address, who, size, colours)
            page.goto(address + path)
            page.screenshot(path=PICTURES / f"{name}.png")
            page.context.close()
        plan_pictures(browser, address)
        browser.close()


def log_in(browser: Browser, address: str, who: str, size: tuple[int, int], colours: str) -> Page:
    """A fresh window in which this person is logged in."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=colours,
        locale="id-ID",  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(f"{address}/akun/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    return page


def plan_pictures(browser: Browser, address: str) -> None:
    """The newest plan of the example city, tab by tab; nothing is taken where there is none."""
    page = log_in(browser, address, "pengelola.sibolga", WIDE, "light")
    page.goto(f"{address}/rencana/")
    first = page.locator("main table tbody a").first
    if first.count():
        first.click()
        page.wait_for_load_state()
        own = page.url.removeprefix(address).split("?")[0]
        for name in ("", "kalender/", "peserta/", "tidak-terpilih/", "sebelum-sesudah/", "andai/"):
            page.goto(f"{address}{own}{name}")
            page.screenshot(path=PICTURES / f"rencana{'-' + name.strip('/') if name else ''}.png")
    page.context.close()


if __name__ == "__main__":
    main()
