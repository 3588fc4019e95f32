"""The mentoring year of an education office on a phone, as officer, head, mentor and mentee walk it.

Opened and matched, looked through, set; a meeting written in two taps and confirmed; a silent pair seen and re-matched.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sibina.deliver.mentoring.models import LogEntry, Pair
from sibina.deliver.mentoring.types import EntryState, PairState
from sibina.ground.cycles.models import Cycle
from sibina.ground.people.models import Person
from sibina.lib.access import Role
from sibina.lib.tenancy.context import city_context
from tests.browser.conftest import PHONE, Open, Site, look_at, run_waiting_jobs
from tests.modules.mentoring.conftest import School, build_school

WHY = "Mentor bertugas di luar kota sampai akhir tahun."


@pytest.fixture(scope="module")
def school(live_site: Site) -> School:
    """The office with its new teachers, in a year that is carried out by the clock of today."""
    today = timezone.localdate()
    with city_context(live_site.city):
        made = build_school(live_site.city)
        Cycle.objects.update(year=today.year)
        Person.objects.filter(name__startswith="Baru").update(appointed_on=today - timedelta(days=60))
    return made


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def say(page: Page, text: str) -> None:
    expect(page.locator("body")).to_contain_text(text)


def test_the_mentoring_year_of_an_education_office_on_a_phone(school: School, page_as: Open) -> None:
    city = school.city
    officer = page_as(Role.PENGELOLA, PHONE)
    officer.goto("/pendampingan/")
    say(officer, "belum dibuka")
    officer.locator("main").get_by_role("link", name="Buka pendampingan").click()
    say(officer, "3 pegawai baru menunggu mentor")
    look_at(officer, "pendampingan-buka")
    press(officer, "Buka dan pasangkan")
    run_waiting_jobs(city)
    officer.goto("/pendampingan/")
    say(officer, "Baru A")
    look_at(officer, "pendampingan-putaran")

    place = {"unit": school.units["Dinas Pendidikan"], "person": school.people["Kepala"]}
    head = page_as(Role.KEPALA_OPD, PHONE, place=place)
    head.goto("/pendampingan/")
    say(head, "3 usulan menunggu tinjauan Anda")
    head.locator("main").get_by_role("link", name="Baru A").first.click()
    say(head, "Mengapa mentor ini?")
    look_at(head, "pendampingan-tinjau")
    press(head, "Setujui")
    say(head, "Disetujui. BKPSDM menetapkannya.")

    officer.goto("/pendampingan/")
    officer.locator("main").get_by_role("link", name="Tetapkan pasangan").click()
    say(officer, "2 pasangan belum ditinjau kepala OPD")
    press(officer, "Tetapkan")
    say(officer, "3 pasangan ditetapkan")
    with city_context(city):
        pairs = {one.mentee.name: one for one in Pair.objects.select_related("mentor__person", "mentee")}

    mentor = page_as(Role.MENTOR, PHONE, place={"person": pairs["Baru A"].mentor.person})
    mentor.goto("/pendampingan/saya/")
    look_at(mentor, "pendampingan-mentor")
    card = mentor.locator("main section", has=mentor.get_by_role("link", name="Baru A"))
    card.get_by_label("Tugas harian").check()
    card.get_by_role("button", name="60 menit").click()
    say(mentor, "Dihitung setelah Baru A menyetujuinya")
    look_at(mentor, "pendampingan-tercatat")

    mentee = page_as(Role.ASN, PHONE, place={"person": school.people["Baru A"]})
    mentee.goto("/pendampingan/saya/")
    say(mentee, "Menunggu persetujuan Anda")
    look_at(mentee, "pendampingan-didampingi")
    press(mentee, "Setujui")
    say(mentee, "1 pertemuan disetujui kedua pihak, 60 menit")
    mentee.locator("main").get_by_role("link", name="Tambah sasaran").click()
    mentee.get_by_label("Pedagogi: dari tingkat 1 ke 3").check()
    press(mentee, "Simpan sasaran")
    say(mentee, "Sasaran tersimpan")
    look_at(mentee, "pendampingan-sasaran")
    with city_context(city):
        assert LogEntry.objects.get().state == EntryState.CONFIRMED
        Pair.objects.filter(pk=pairs["Baru C"].pk).update(set_at=timezone.now() - timedelta(days=40))

    head.goto("/pendampingan/")
    say(head, "1 pasangan senyap")
    head.locator("main").get_by_role("link", name="Lihat yang senyap").click()
    look_at(head, "pendampingan-senyap")
    head.locator("main").get_by_role("link", name="Baru C").first.click()
    head.locator("main").get_by_role("link", name="Carikan mentor lain").click()
    head.fill("textarea[name=reason]", WHY)
    press(head, "Akhiri dan carikan")
    say(head, "mentor lain diusulkan")
    look_at(head, "pendampingan-dipasangkan-lagi")
    with city_context(city):
        ended = Pair.objects.get(pk=pairs["Baru C"].pk)
        anew = Pair.objects.select_related("mentor").get(mentee=school.people["Baru C"], closed_at=None)
        assert (ended.state, ended.reason) == (PairState.ENDED, WHY)
        assert anew.state == PairState.PROPOSED
        assert anew.mentor_id != ended.mentor_id
        for name in ("Baru A", "Baru B"):
            kept = Pair.objects.get(pk=pairs[name].pk)
            assert (kept.state, kept.mentor_id) == (PairState.SET, pairs[name].mentor_id)
