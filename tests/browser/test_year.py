"""Tanjungpinang's year from the opening of the needs round to a set plan, as six people walk it in a real browser.

Officer, head of office, ASN, partner, analyst and leader each do their own part and see only what is theirs.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sibina.assess.needs.models import OfficeSheet, Proposal
from sibina.ground.cycles.api import Cycle, find_open_cycle, open_cycle
from sibina.ground.people.models import Membership
from sibina.lib.access import Role
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.planning.models import CityPlan
from sibina.plan.programmes.api import Programme
from sibina.web.examples import load_examples
from sibina.web.examples.logins import EXAMPLE_PASSWORD, user_name
from sibina.web.examples.rules import city_recipes
from tests.browser.conftest import PHONE, WIDE, Open, Site, look_at, run_waiting_jobs, sign_in

SIZE = 420
PATIENCE = 60_000
UNIVERSITY = "Universitas Maritim Raja Ali Haji"
PORTS = "Manajemen Pelabuhan dan Logistik"
WHY = "Antrean di loket panjang karena berkas diketik dua kali."


@pytest.fixture(scope="module")
def city(live_site: Site) -> City:
    """The example city, small; its year is over and the next has just begun, so that nobody has done anything in it."""
    at = timezone.now()
    recipe = next(one for one in city_recipes() if one.slug == "tanjungpinang")
    load_examples(lambda share, words: None, at=at, recipes=[replace(recipe, size=SIZE)], at_once=1)
    found = City.objects.get(slug="tanjungpinang")
    with city_context(found):
        year = find_open_cycle()
        assert year is not None
        Cycle.objects.filter(pk=year.pk).update(phase="closed", closed_on=timezone.localdate(at))
        open_cycle(city=found, year=year.year + 1, at=at)
    return found


@pytest.fixture
def enter(page_at: Open, city: City) -> Open:
    """`enter(Role.ASN, 360)`: the page of the city's member with this role, logged in with name and password."""

    def log_in(role: Role, width: int = WIDE) -> Page:
        page = page_at(width)
        page.context.set_default_timeout(PATIENCE)
        sign_in(page, user_name(role, city), EXAMPLE_PASSWORD)
        return page

    return log_in


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def say(page: Page, text: str) -> None:
    expect(page.locator("body")).to_contain_text(text)


def status(page: Page, path: str) -> int:
    """What the address answers this person with; asked beside the page, which stays where it is."""
    return page.request.get(path).status


def test_the_agency_opens_the_round_and_an_asn_and_the_head_answer(city: City, enter: Open) -> None:
    officer = enter(Role.PENGELOLA)
    officer.goto("/kebutuhan/buka/")
    today = timezone.localdate()
    officer.fill("input[name=opens_on]", today.isoformat())
    officer.fill("input[name=closes_on]", (today + timedelta(days=14)).isoformat())
    press(officer, "Buka AKPK")
    say(officer, "belum menandatangani")
    look_at(officer, "tahun-akpk-dibuka")

    asn = enter(Role.ASN, PHONE)
    asn.goto("/usulan/baru/")
    look_at(asn, "tahun-usulan-baru")
    asn.locator("input[name=gap]").first.check()
    asn.locator("input[name=kind]").first.check()
    asn.fill("textarea[name=reason]", WHY)
    press(asn, "Kirim usulan")
    say(asn, WHY)
    look_at(asn, "tahun-usulan-terkirim")
    assert status(asn, "/rencana/") == 403
    assert status(asn, "/usulan/staf/") == 403

    head = enter(Role.KEPALA_OPD)
    head.goto("/usulan/staf/")
    say(head, WHY)
    look_at(head, "tahun-usulan-staf")
    head.locator("li", has_text=WHY).get_by_role("button", name="Dukung").click()
    head.goto("/kebutuhan/")
    look_at(head, "tahun-lembar")
    head.locator("main form[action$='/setujui/'] button").click()
    head.locator("main").get_by_role("link", name="Tanda tangani lembar").click()
    press(head, "Tanda tangani")
    say(head, "Ditandatangani")
    mine = head.url
    assert status(head, "/kebutuhan/temuan/") == 403

    asn.goto("/usulan/")
    say(asn, "Didukung atasan")
    with city_context(city):
        other = OfficeSheet.objects.exclude(office=Membership.objects.get(role=Role.KEPALA_OPD).unit).first()
    assert other is not None
    assert status(head, f"/kebutuhan/lembar/{other.pk}/") in {403, 404}, "a head opens another office's sheet"
    assert status(officer, mine) == 200


def test_the_agency_decides_on_voices_and_findings_and_closes_the_round(city: City, enter: Open) -> None:
    officer = enter(Role.PENGELOLA)
    with city_context(city):
        topic = Proposal.objects.get(reason=WHY).topic_id
    officer.goto(f"/usulan/staf/topik/{topic}/")
    officer.locator("main").get_by_role("link", name="Putuskan").click()
    officer.locator("input[name=verdict][value=taken]").check()
    officer.fill("textarea[name=reason]", "Masuk rencana tahun ini, karena loket paling padat.")
    press(officer, "Simpan keputusan")
    say(officer, "Masuk rencana tahun ini")

    officer.goto("/kebutuhan/temuan/")
    look_at(officer, "tahun-temuan")
    while officer.locator("main table tbody tr", has_text="Menunggu").count():
        officer.locator("main table tbody tr", has_text="Menunggu").locator("a").first.click()
        officer.locator("input[name=decision]").first.check()
        officer.fill("textarea[name=reason]", "Sesuai yang dilihat di lapangan tahun lalu.")
        officer.locator("main form button[type=submit]").first.click()
        officer.goto("/kebutuhan/temuan/")

    officer.goto("/kebutuhan/")
    officer.locator("main").get_by_role("link", name="Tutup AKPK").click()
    officer.fill(
        "textarea[name=reason]",
        "Batas waktunya tiba; yang belum menandatangani dipakai sebagaimana dihitung.",
    )
    officer.locator("main form button[type=submit]").last.click()
    officer.goto("/kebutuhan/peringkat/")
    look_at(officer, "tahun-peringkat")

    asn = enter(Role.ASN, PHONE)
    asn.goto("/usulan/")
    say(asn, "Diambil")


def test_the_university_signs_the_curriculum_before_it_is_released(city: City, enter: Open) -> None:
    officer, partner = enter(Role.PENGELOLA), enter(Role.MITRA)
    with city_context(city):
        programme = Programme.objects.get(name=PORTS)
        number = programme.versions.order_by("-number").values_list("number", "state")[0]
    own = f"/program/{programme.pk}/kurikulum"
    if number[1] == "released":
        officer.goto(f"{own}/baru/")
        officer.fill("textarea[name=reason]", "Materi bongkar muat diperdalam.")
        press(officer, "Mulai draf")
        number = (number[0] + 1, "draft")
    version = f"{own}/{number[0]}/"
    if number[1] == "draft":
        officer.goto(version)
        officer.locator("main .card form.s-form button[type=submit]").first.click()
    officer.goto(f"{version}telaah/")
    with city_context(city):
        asked = programme.versions.get(number=number[0]).reviews.exists()
    if not asked:
        officer.select_option("select[name=partner]", label=UNIVERSITY)
        press(officer, "Minta telaah")
    look_at(officer, "tahun-telaah")

    partner.goto("/mitra/saya/")
    look_at(partner, "tahun-kerja-sama-saya")
    partner.locator("main a[href*='/mitra/telaah/']").first.click()
    partner.fill("input[name=name]", "Dr. Contoh Lestari")
    partner.fill("input[name=office]", "Ketua Program Studi")
    press(partner, "Setujui kurikulum ini")
    say(partner, "Dr. Contoh Lestari")
    look_at(partner, "tahun-disetujui")
    for closed in ("/pegawai/", "/rencana/", "/kesenjangan/", version):
        assert status(partner, closed) in {403, 404}, closed

    officer.goto(version)
    say(officer, "Dr. Contoh Lestari")
    officer.locator("main .card form.s-form button[type=submit]").first.click()
    say(officer, "Dirilis")


def test_the_plan_is_computed_proposed_reviewed_and_set_by_different_people(city: City, enter: Open) -> None:
    officer = enter(Role.PENGELOLA)
    officer.goto("/program/sesi/siapkan/")
    press(officer, "Siapkan sesi")
    say(officer, "sesi ditambahkan")
    officer.goto("/rencana/baru/")
    officer.fill("input[name=name]", "Rencana satu tahun")
    officer.fill("input[name=ceiling]", "Rp 400.000.000")
    officer.fill("input[name=seconds]", "10")
    press(officer, "Susun rencana")
    officer.wait_for_url(lambda url: "/baru/" not in url)
    run_waiting_jobs(city)
    with city_context(city):
        plan = CityPlan.objects.get(name="Rencana satu tahun")
    way = f"/rencana/{plan.pk}/persetujuan/"
    for role, title in (
        (Role.PENGELOLA, "Ajukan untuk diperiksa"),
        (Role.ANALIS, "Nyatakan sudah diperiksa"),
        (Role.PIMPINAN, "Tetapkan rencana"),
    ):
        page = enter(role)
        page.goto(way)
        page.locator("main").get_by_role("link", name=title).click()
        page.fill("textarea[name=reason]", f"{title}: sesuai pagu dan kebutuhan.")
        press(page, title)
        look_at(page, f"tahun-persetujuan-{role}")
    say(page, "Inilah rencana kota tahun")

    head = enter(Role.KEPALA_OPD)
    head.goto(f"/rencana/{plan.pk}/peserta/")
    with city_context(city):
        office = Membership.objects.select_related("unit").get(role=Role.KEPALA_OPD).unit
        strangers = plan.persons.exclude(office=office).filter(seats__gt=0).select_related("person")
        names = [one.person.name for one in strangers[:20]]
    text = head.locator("main").inner_text()
    assert not [name for name in names if name in text], "a head sees another office's people"
    asn = enter(Role.ASN, PHONE)
    assert status(asn, "/rencana/saya/") == 200
    asn.goto("/rencana/saya/")
    look_at(asn, "tahun-rencana-saya")
    assert status(asn, f"/rencana/{plan.pk}/peserta/") == 403
