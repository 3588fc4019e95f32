"""Sorong's placement abroad, walked in a real browser: from the proposal to a practice that a unit uses and what changed.

The person who goes works on a phone; the officer and the head of the office on a desk.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sibina.deliver.placements.api import Placement, give_paper_rules
from sibina.deliver.sessions.api import Enrolment, Session
from sibina.ground.cycles.api import Cycle, give_starting_rules
from sibina.ground.people.models import Person, Unit
from sibina.lib.access import Role
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import Offering, Programme
from tests.browser.conftest import PHONE, WIDE, Open, Site, assert_no_sideways_scroll, look_at, picture
from tests.modules.needs.conftest import build_town
from tests.modules.partners.conftest import make_agreement, make_partner

TODAY = timezone.localdate()
FIRST = TODAY - timedelta(30)
LEARNT = "Kapal dilayani tanpa kertas: agen mengirim data sehari sebelumnya."
PRACTICE = "Data kapal dikirim sehari sebelumnya"


@pytest.fixture(scope="module")
def city(live_site: Site) -> City:
    """A small city in Jayapura's zone whose year is carried out, with a partner in Darwin and Dodi of the harbour office."""
    city = live_site.city
    City.objects.filter(pk=city.pk).update(name="Kota Sorong Uji", time_zone="Asia/Jayapura")
    at = timezone.now()
    with city_context(city):
        give_starting_rules(city=city, at=at)
        give_paper_rules(city=city, at=at)
        for year in {FIRST.year, TODAY.year}:
            Cycle.objects.create(city=city, year=year, phase="deliver", opened_on=FIRST - timedelta(200))
        build_town(city).count()
        partner = make_partner(city, "Institut Pelabuhan Darwin Uji")
        days = {"starts_on": FIRST - timedelta(400), "ends_on": TODAY + timedelta(400)}
        make_agreement(partner, "PKS/9", **days)
    return city


@pytest.fixture
def enter(page_as: Open, city: City) -> Callable[[Role], Page]:
    """`enter(Role.ASN)`: Dodi on a phone, the head of his office and the officer at a desk."""

    def log_in(role: Role) -> Page:
        with city_context(city):
            dodi = Person.objects.get(name="Dodi")
            office = Unit.objects.get(name="Dinas Perhubungan")
        place = {Role.ASN: {"person": dodi}, Role.KEPALA_OPD: {"unit": office}}
        return page_as(role, PHONE if role == Role.ASN else WIDE, place=place.get(role))

    return log_in


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def say(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)


def test_from_a_proposal_to_what_changed(city: City, enter: Callable[[Role], Page]) -> None:
    officer = enter(Role.PENGELOLA)
    officer.goto("/penempatan/")
    look_at(officer, "penempatan-kosong")
    follow(officer, "Usulkan penempatan")
    officer.fill("input[name=q]", "dodi")
    officer.locator("main table").get_by_role("link", name="Dodi").click()
    look_at(officer, "penempatan-usulkan")
    officer.select_option("select[name=partner_id]", label="Institut Pelabuhan Darwin Uji, Kota Uji")
    officer.select_option("select[name=country]", "AU")
    officer.fill("input[name=place]", "Darwin")
    officer.select_option("select[name=agreement_id]", index=1)
    officer.fill("input[name=starts_on]", FIRST.isoformat())
    officer.fill("input[name=ends_on]", TODAY.isoformat())
    officer.fill("textarea[name=purpose]", "Belajar melayani kapal tanpa kertas.")
    officer.locator("input[name=goals]").first.check()
    officer.fill("input[name=biaya-0-rupiah]", "38 juta")
    officer.fill("input[name=biaya-0-payer]", "APBD kota")
    press(officer, "Usulkan penempatan")
    say(officer, "Lengkapi surat: visa")
    look_at(officer, "penempatan-diusulkan")
    with city_context(city):
        placement = Placement.objects.get()
    own = f"/penempatan/{placement.pk}/"

    follow(officer, "Catat persetujuan")
    officer.fill("input[name=basis]", "800.1.3/77")
    press(officer, "Catat persetujuan")
    follow(officer, "Catat keberangkatan")
    press(officer, "Catat keberangkatan")
    say(officer, "Belum ada: izin ke luar negeri, paspor dinas")
    look_at(officer, "penempatan-surat-kurang")
    officer.goto(f"{own}surat/")
    look_at(officer, "penempatan-surat")
    number = 0
    while (missing := officer.locator("main .s-todo").get_by_role("link", name="Catat")).count():
        number += 1
        missing.first.click()
        officer.fill("input[name=number]", f"800/{number}")
        officer.fill("input[name=issued_on]", (FIRST - timedelta(5)).isoformat())
        press(officer, "Simpan surat")
    officer.goto(f"{own}berangkat/")
    press(officer, "Catat keberangkatan")
    say(officer, "Berlangsung")

    dodi = enter(Role.ASN)
    dodi.goto("/penempatan/")
    look_at(dodi, "penempatan-telepon-daftar")
    follow(dodi, "Dodi")
    look_at(dodi, "penempatan-telepon")
    follow(dodi, "Tulis catatan hari ini")
    dodi.fill("textarea[name=learnt]", LEARNT)
    look_at(dodi, "penempatan-telepon-catatan")
    press(dodi, "Simpan catatan")
    say(dodi, "Catatan dari 1 hari")
    dodi.goto(f"{own}pulang/")
    press(dodi, "Catat kepulangan")
    follow(dodi, "Tulis laporan")
    dodi.fill("textarea[name=text]", "Sebulan di pelabuhan Darwin. Datanya datang sebelum kapalnya.")
    press(dodi, "Kirim laporan")
    say(dodi, "Janjikan apa yang dibawa pulang")

    dodi.goto(f"{own}bawa-pulang/")
    look_at(dodi, "penempatan-telepon-belum-ada-janji")
    follow(dodi, "Janjikan praktik")
    dodi.fill("input[name=practice]", PRACTICE)
    dodi.fill("input[name=audience]", "petugas loket kapal")
    dodi.fill("input[name=due_on]", (TODAY + timedelta(30)).isoformat())
    dodi.fill("input[name=measure]", "menit kapal menunggu di loket")
    look_at(dodi, "penempatan-telepon-janji")
    press(dodi, "Simpan janji")
    follow(dodi, "Catat yang diajari")
    dodi.fill("input[name=material]", "Lembar langkah kerja")
    dodi.select_option("select[name=unit-0-unit]", label="Dinas Perhubungan")
    dodi.fill("input[name=unit-0-people]", "9")
    look_at(dodi, "penempatan-telepon-ajarkan")
    press(dodi, "Simpan")
    follow(dodi, "Tawarkan kepada unit")
    dodi.select_option("select[name=unit]", label="Dinas Perhubungan")
    press(dodi, "Tawarkan")
    say(dodi, "Menunggu jawaban")
    look_at(dodi, "penempatan-telepon-ditawarkan")

    head = enter(Role.KEPALA_OPD)
    head.goto("/penempatan/kewajiban/")
    look_at(head, "penempatan-kewajiban")
    follow(head, f"Jawab tawaran praktik: {PRACTICE}")
    look_at(head, "penempatan-jawab")
    head.locator("input[name=state][value=adopted]").check()
    head.fill("textarea[name=reason]", "Loket tidak lagi mengetik dua kali.")
    head.fill("input[name=since]", (TODAY - timedelta(1)).isoformat())
    head.fill("input[name=measure_on]", TODAY.isoformat())
    press(head, "Simpan jawaban")
    head.fill("input[name=indicator]", "Menit menunggu di loket")
    head.fill("input[name=unit_of_measure]", "menit")
    head.fill("input[name=before]", "42")
    head.fill("input[name=before_on]", (FIRST - timedelta(3)).isoformat())
    head.fill("input[name=after]", "18,5")
    head.fill("input[name=after_on]", TODAY.isoformat())
    head.fill("input[name=source]", "catatan antrean loket")
    look_at(head, "penempatan-ukur")
    press(head, "Catat perubahan")
    say(head, "Membaik")

    dodi.goto(f"{own}bawa-pulang/")
    say(dodi, "42,00 → 18,50 menit")
    look_at(dodi, "penempatan-telepon-rantai")
    officer.goto("/penempatan/bawa-pulang/")
    say(officer, "Rp 38.000.000")
    look_at(officer, "penempatan-bawa-pulang")
    officer.goto(own)
    look_at(officer, "penempatan-dilaporkan")
    officer.goto("/penempatan/surat/")
    look_at(officer, "penempatan-aturan-surat")
    with officer.expect_download() as waiting:
        officer.goto(own)
        follow(officer, "Laporan PDF")
    assert waiting.value.path().read_bytes().startswith(b"%PDF")


def test_the_phone_in_the_dark_without_script(city: City, page_as: Open) -> None:
    with city_context(city):
        dodi, placement = Person.objects.get(name="Dodi"), Placement.objects.get()
    page = page_as(Role.ASN, PHONE, place={"person": dodi}, scheme="dark", script=False)
    for part in ("", "surat/", "catatan/", "bawa-pulang/"):
        page.goto(f"/penempatan/{placement.pk}/{part}")
        say(page, "Dodi")
        assert_no_sideways_scroll(page)
        picture(page, f"penempatan-telepon-gelap-{part.strip('/') or 'ringkasan'}")


def test_sibolgas_workshop_ends_in_a_promise_about_waiting_time(city: City, page_as: Open) -> None:
    with city_context(city):
        dodi = Person.objects.get(name="Dodi")
        part = _workshop_of(city, dodi)
    page = page_as(Role.ASN, PHONE, place={"person": dodi}, script=False)
    page.goto("/janji/")
    say(page, "Menunggu janji Anda")
    picture(page, "janji-telepon-daftar")
    page.goto(f"/janji/tulis/{part.pk}/")
    page.fill("textarea[name=problem]", "Warga menunggu lama di loket 3.")
    press(page, "Simpan draf")
    say(page, "Masih draf")
    follow(page, "Lanjutkan draf")
    press(page, "Janjikan")
    say(page, "Tulis angka yang Anda janjikan")
    picture(page, "janji-telepon-belum-lengkap")
    for name, value in {
        "indicator": "Waktu tunggu", "unit_of_measure": "menit", "workplace": "Loket 3", "baseline": "45",
        "target": "20", "due_on": (TODAY + timedelta(90)).isoformat(), "source": "nomor antrean",
    }.items():  # fmt: skip
        page.fill(f"input[name={name}]", value)
    page.fill("textarea[name=innovation]", "Berkas diperiksa sambil antre.")
    press(page, "Janjikan")
    say(page, "Dijanjikan")
    picture(page, "janji-telepon")
    with city_context(city):
        office = Unit.objects.get(name="Dinas Perhubungan")
    head = page_as(Role.KEPALA_OPD, WIDE, place={"unit": office})
    head.goto("/janji/")
    look_at(head, "janji-daftar")
    follow(head, "Waktu tunggu")
    look_at(head, "janji-satu")
    press(head, "Sepakati")
    say(head, "Disepakati atasan")


def _workshop_of(city: City, person: Person) -> Enrolment:
    """A workshop of yesterday in which the person sits."""
    yesterday, at = TODAY - timedelta(1), timezone.now()
    cycle = Cycle.objects.get(year=TODAY.year)
    programme = Programme.objects.create(
        city=city, key="waktu tunggu", name="Pengurangan Waktu Tunggu", form="workshop", jp=10, max_participants=30
    )  # fmt: skip
    offering = Offering.objects.create(
        city=city, cycle=cycle, programme=programme, code="MWK-1", starts_on=yesterday, ends_on=yesterday,
        seats=20, min_seats=2, fixed_cost=0, seat_cost=0, is_held=True,
    )  # fmt: skip
    session = Session.objects.create(
        city=city, cycle=cycle, offering=offering, programme=programme, code="MWK-1", title=programme.name,
        form="workshop", jp=10, starts_on=yesterday, ends_on=yesterday, seats=20, min_seats=2,
        decide_on=yesterday, made_at=at,
    )  # fmt: skip
    return Enrolment.objects.create(
        city=city, session=session, person=person, unit=person.unit, office=person.office, state="accepted", made_at=at
    )  # fmt: skip
