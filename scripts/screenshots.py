"""Take the pictures of README and manual from the running product with the example cities.

Usage: make up (in another window), then python scripts/screenshots.py [--address http://localhost:8000] [--only NAME …].
Pictures of a computed plan are taken where the example city has one for the year to plan: ask for it first.
"""

import argparse
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "gambar"
PASSWORD = "Belajar-Terus-2026"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
WIDE, PHONE = (1280, 800), (360, 740)
FIRST_ROW = "main table tbody a"


@dataclass(frozen=True)
class Wanted:
    """A picture: who looks, from which page on, through which links (the first of each), how wide, dark or light."""

    name: str
    who: str
    path: str
    through: tuple[str, ...] = ()
    size: tuple[int, int] = WIDE
    colours: Literal["light", "dark"] = "light"


def _link(text: str) -> str:
    return f"main a:has-text('{text}')"


OFFICER, HEAD, STAFF = "pengelola.sibolga", "kepala.sibolga", "asn.sibolga"
PORT_OFFICER, PORT_PARTNER = "pengelola.tanjungpinang", "mitra.tanjungpinang"
PAST_PLAN = (FIRST_ROW,)
WANTED = (
    Wanted("beranda", OFFICER, "/"),
    Wanted("beranda-gelap", OFFICER, "/", colours="dark"),
    Wanted("beranda-telepon", STAFF, "/", size=PHONE),
    Wanted("data-masuk", OFFICER, "/data/unggah/"),
    Wanted("pegawai", OFFICER, "/pegawai/"),
    Wanted("kesenjangan", OFFICER, "/kesenjangan/"),
    Wanted("kesenjangan-telepon", OFFICER, "/kesenjangan/", size=PHONE),
    Wanted("program", OFFICER, "/program/"),
    Wanted(
        "kurikulum",
        PORT_OFFICER,
        "/program/?q=Pelabuhan",
        (FIRST_ROW, _link("Kurikulum")),
    ),
    Wanted("cakupan", OFFICER, "/program/cakupan/"),
    Wanted("narasumber", OFFICER, "/narasumber/?urut=-held", (FIRST_ROW,)),
    Wanted("narasumber-telepon", OFFICER, "/narasumber/", size=PHONE),
    Wanted("rencana-baru", OFFICER, "/rencana/baru/"),
    Wanted("persetujuan", OFFICER, "/rencana/?tahun=2026", (*PAST_PLAN, "main a:has-text('Persetujuan')")),
    Wanted("pelaksanaan", OFFICER, "/rencana/?tahun=2026", (*PAST_PLAN, "main a:has-text('Pelaksanaan')")),
    Wanted("pemerataan", OFFICER, "/rencana/?tahun=2026", (*PAST_PLAN, "main a:has-text('Pemerataan')")),
    Wanted("pengulangan", OFFICER, "/rencana/berulang/"),
    Wanted("anggaran", OFFICER, "/rencana/anggaran/?tahun=2026"),
    Wanted("anggaran-telepon", HEAD, "/rencana/anggaran/?tahun=2026", size=PHONE),
    Wanted("perjanjian", PORT_OFFICER, "/mitra/perjanjian/", (_link("PKS"),)),
    Wanted("kontribusi", PORT_OFFICER, "/mitra/kontribusi/"),
    Wanted("kerja-sama-saya", PORT_PARTNER, "/mitra/saya/"),
    Wanted("kerja-sama-saya-telepon", PORT_PARTNER, "/mitra/saya/", size=PHONE),
    Wanted("usulan-baru-telepon", STAFF, "/usulan/baru/", size=PHONE),
    Wanted("usulan-saya-telepon", STAFF, "/usulan/", size=PHONE),
    Wanted("usulan-staf", OFFICER, "/usulan/staf/"),
    Wanted("usulan-topik", OFFICER, "/usulan/staf/topik/", (FIRST_ROW,)),
    Wanted("akpk", OFFICER, "/kebutuhan/"),
    Wanted("akpk-lembar", HEAD, "/kebutuhan/"),
    Wanted("akpk-lembar-telepon", HEAD, "/kebutuhan/", (FIRST_ROW,), size=PHONE),
    Wanted("peringkat", OFFICER, "/kebutuhan/peringkat/"),
)
TABS = ("", "kalender/", "peserta/", "tidak-terpilih/", "sebelum-sesudah/", "andai/")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        program = os.environ.get("SIBINA_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        for wanted in WANTED:
            if not asked.only or wanted.name in asked.only:
                take(browser, asked.address, wanted)
        if not asked.only or "rencana" in asked.only:
            plan_pictures(browser, asked.address)
        browser.close()


def take(browser: Browser, address: str, wanted: Wanted) -> None:
    """Go there as that person does, and keep what the window shows."""
    page = log_in(browser, address, wanted)
    page.goto(address + wanted.path)
    for link in wanted.through:
        page.locator(link).first.click()
        page.wait_for_load_state()
    page.screenshot(path=PICTURES / f"{wanted.name}.png")
    page.context.close()


def log_in(browser: Browser, address: str, wanted: Wanted) -> Page:
    """A fresh window in which this person is logged in."""
    width, height = wanted.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=wanted.colours, locale="id-ID"
    )
    page = context.new_page()
    page.goto(f"{address}/akun/login/")
    page.fill("input[name=login]", wanted.who)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    return page


def plan_pictures(browser: Browser, address: str) -> None:
    """The newest plan of the year to plan, tab by tab; nothing is taken where there is none."""
    page = log_in(browser, address, Wanted("rencana", OFFICER, "/rencana/"))
    page.goto(f"{address}/rencana/")
    first = page.locator(FIRST_ROW).first
    if first.count():
        first.click()
        page.wait_for_load_state()
        own = page.url.removeprefix(address).split("?")[0]
        for name in TABS:
            page.goto(f"{address}{own}{name}")
            page.screenshot(path=PICTURES / f"rencana{'-' + name.strip('/') if name else ''}.png")
    page.context.close()


if __name__ == "__main__":
    main()
