"""The pages of mentoring, as each of those who use them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sibina.deliver.mentoring import actions
from sibina.deliver.mentoring.models import Bar, Goal, LogEntry, Mentor, MentoringRound, Pair
from sibina.deliver.mentoring.types import EntryState, PairState
from sibina.ground.cycles.models import Cycle
from sibina.ground.people.models import Person
from sibina.lib.access import Role
from sibina.lib.jobs.api import Job, run_job
from sibina.lib.jobs.models import Job as Jobs
from tests.modules.mentoring.conftest import REASON, RULE, School

ClientAs = Callable[..., Client]
RULES = {
    "superior_may": "on",
    "capacity": "2",
    "senior_rank": "11",
    "senior_years": "8",
    "silence_days": "30",
}


@pytest.fixture
def today_school(school: School) -> School:
    """The school, with new people appointed lately by the real clock, and a year under way that holds today."""
    today = timezone.localdate()
    Cycle.objects.update(year=today.year)
    Person.objects.filter(name__startswith="Baru").update(appointed_on=today - timedelta(days=60))
    school.cycle.refresh_from_db()
    return school


@pytest.fixture
def running(today_school: School) -> School:
    """Pairs set a week ago."""
    made = actions.open_round(
        cycle=today_school.cycle,
        rule=RULE,
        silence_days=30,
        at=timezone.now() - timedelta(days=7),
    )
    actions.propose_pairs(round_=made, at=timezone.now() - timedelta(days=7))
    actions.set_pairs(
        round_=made,
        seen=3,
        at=timezone.now() - timedelta(days=7),
        by=today_school.member(Role.PENGELOLA),
    )
    return today_school


def test_the_officer_opens_the_year_and_everybody_new_is_proposed_a_mentor(
    today_school: School, client_as: ClientAs
) -> None:
    officer = client_as(Role.PENGELOLA)
    assert "belum dibuka" in officer.get("/pendampingan/").content.decode()
    page = officer.get("/pendampingan/buka/").content.decode()
    assert "<strong>3</strong> pegawai baru menunggu mentor" in page
    wrong = officer.post("/pendampingan/buka/", {**RULES, "capacity": "0"}).content.decode()
    assert "Paling sedikit 1." in wrong
    assert not MentoringRound.objects.exists()
    assert officer.post("/pendampingan/buka/", RULES).status_code == 302
    job = Jobs.objects.get(kind="mentoring.propose_pairs")
    run_job(city_id=today_school.city.pk, job_id=job.pk)
    found = MentoringRound.objects.get()
    assert Job.objects.get(pk=job.pk).next_url == f"/pendampingan/putaran/{found.pk}/"
    page = officer.get("/pendampingan/", follow=True).content.decode()
    assert "Baru A" in page
    assert "dari batas terbukti" in page
    assert officer.post("/pendampingan/buka/", RULES).status_code == 302, "opened twice it is one"
    assert MentoringRound.objects.count() == 1


def test_a_head_looks_through_the_own_office_and_nobody_elses(
    today_school: School, client_as: ClientAs
) -> None:
    made = actions.open_round(cycle=today_school.cycle, rule=RULE, silence_days=30, at=timezone.now())
    actions.propose_pairs(round_=made, at=timezone.now())
    pair = today_school.pairs()["Baru A"]
    own = client_as(Role.KEPALA_OPD, unit=today_school.units["Dinas Pendidikan"])
    other = client_as(Role.KEPALA_OPD, unit=today_school.units["Dinas Lain"])
    assert other.get(f"/pendampingan/pasangan/{pair.pk}/").status_code == 404
    assert other.post(f"/pendampingan/pasangan/{pair.pk}/setuju/").status_code == 404
    assert "Baru A" not in other.get(f"/pendampingan/putaran/{made.pk}/").content.decode()
    page = own.get(f"/pendampingan/pasangan/{pair.pk}/").content.decode()
    assert "Kuat dalam Pedagogi (tingkat 5), yang masih kurang 2 tingkat" in page
    short = own.post(f"/pendampingan/pasangan/{pair.pk}/tolak/", {"reason": "tidak"}).content.decode()
    assert "paling sedikit 10 huruf" in short
    assert "tidak</textarea>" in short, "what was typed stays"
    own.post(f"/pendampingan/pasangan/{pair.pk}/setuju/")
    pair.refresh_from_db()
    assert pair.state == PairState.AGREED
    again = own.post(f"/pendampingan/pasangan/{pair.pk}/setuju/", follow=True).content.decode()
    assert "tidak dapat dilakukan lagi" in again
    page = own.get(f"/pendampingan/pasangan/{pair.pk}/ganti/").content.decode()
    assert "Senior Dua" in page
    choice = Mentor.objects.get(person=today_school.people["Senior Dua"])
    own.post(f"/pendampingan/pasangan/{pair.pk}/ganti/", {"mentor": choice.pk, "reason": REASON})
    assert today_school.mentor_of("Baru A") == "Senior Dua"
    assert own.get("/pendampingan/buka/").status_code == 403


def test_the_agency_is_told_how_many_the_offices_have_not_looked_through(
    today_school: School, client_as: ClientAs
) -> None:
    made = actions.open_round(cycle=today_school.cycle, rule=RULE, silence_days=30, at=timezone.now())
    actions.propose_pairs(round_=made, at=timezone.now())
    officer, path = client_as(Role.PENGELOLA), f"/pendampingan/putaran/{made.pk}/tetapkan/"
    assert "3 pasangan belum ditinjau kepala OPD" in officer.get(path).content.decode()
    changed = officer.post(path, {"seen": "2"}, follow=True).content.decode()
    assert "Daftarnya berubah" in changed
    assert not Pair.objects.filter(state=PairState.SET).exists()
    officer.post(path, {"seen": "3"})
    assert Pair.objects.filter(state=PairState.SET).count() == 3


def test_a_meeting_is_written_in_two_taps_and_the_other_side_confirms_it(
    running: School, client_as: ClientAs
) -> None:
    pair = running.pairs()["Baru A"]
    mentor = client_as(Role.MENTOR, person=running.people["Senior Satu"])
    mentee = client_as(Role.ASN, person=running.people["Baru A"])
    stranger = client_as(Role.ASN, person=running.people["Baru C"])
    assert "Baru A" in mentor.get("/pendampingan/saya/").content.decode()
    path = f"/pendampingan/pasangan/{pair.pk}/catat/"
    mentor.post(path, {"what": "Tugas harian", "minutes": "60"})
    entry = LogEntry.objects.get()
    assert (entry.day, entry.minutes, entry.side) == (timezone.localdate(), 60, "mentor")
    assert "Setujui" in mentee.get("/pendampingan/saya/").content.decode()
    confirm = f"/pendampingan/catatan/{entry.pk}/setuju/"
    assert mentor.post(confirm).status_code == 404, "nobody confirms the own entry"
    assert stranger.post(confirm).status_code == 404
    assert stranger.get(f"/pendampingan/pasangan/{pair.pk}/").status_code == 404
    mentee.post(confirm)
    entry.refresh_from_db()
    assert entry.state == EntryState.CONFIRMED
    assert (
        "1 pertemuan disetujui kedua pihak, 60 menit"
        in mentee.get(f"/pendampingan/pasangan/{pair.pk}/").content.decode()
    )


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"minutes": "60"}, "Pilih dulu tentang apa"),
        ({"what": "Tugas harian", "minutes": "900"}, "Paling lama 480 menit"),
        ({"what": "lain", "minutes": "30"}, "Tulis halnya"),
        ({"what": "Tugas harian", "minutes": "30", "day": "31-02-2026"}, "Tulis tanggal sebagai"),
        ({"what": "Tugas harian", "minutes": "30", "day": "01-01-2020"}, "Tanggal harus di antara"),
    ],
)
def test_a_wrong_meeting_is_told_and_what_was_typed_stays(
    running: School, client_as: ClientAs, told: dict[str, str], sentence: str
) -> None:
    pair = running.pairs()["Baru A"]
    mentor = client_as(Role.MENTOR, person=running.people["Senior Satu"])
    typed = {
        **told,
        "own_words": told.get("own_words", "") or ("" if told.get("what") == "lain" else "Rapat mutu"),
    }
    page = mentor.post(f"/pendampingan/pasangan/{pair.pk}/catat/", typed).content.decode()
    assert sentence in page
    assert typed["own_words"] in page
    assert not LogEntry.objects.exists()


def test_a_goal_is_taken_from_the_mentees_gaps(running: School, client_as: ClientAs) -> None:
    pair = running.pairs()["Baru A"]
    mentee = client_as(Role.ASN, person=running.people["Baru A"])
    path = f"/pendampingan/pasangan/{pair.pk}/sasaran/"
    page = mentee.get(path).content.decode()
    assert "Pedagogi: dari tingkat 1 ke 3" in page
    gap = str(running.pedagogy_id())
    due = (timezone.localdate() + timedelta(days=30)).strftime("%d-%m-%Y")
    mentee.post(path, {"gap": gap, "due_on": due})
    goal = Goal.objects.get()
    assert (goal.text, goal.level_from, goal.level_to) == ("Pedagogi", 1, 3)
    mentee.post(f"/pendampingan/sasaran/{goal.pk}/jawab/", {"kata": "reached"})
    goal.refresh_from_db()
    assert (goal.mentee_says, goal.mentor_says) == ("reached", "")


def test_two_heads_at_one_mentor_the_second_is_told(running: School, client_as: ClientAs) -> None:
    mentor = Mentor.objects.get(person=running.people["Pimpin Dua"])
    head = client_as(Role.KEPALA_OPD, unit=running.units["Dinas Pendidikan"])
    path, told = f"/pendampingan/mentor/{mentor.pk}/", {"revision": "1", "out_reason": ""}
    assert head.post(path, {**told, "capacity": "3"}).status_code == 302
    page = head.post(path, {**told, "capacity": "4"}).content.decode()
    assert "ketikan Anda belum disimpan" in page
    assert "Yang tersimpan sekarang: 3" in page
    mentor.refresh_from_db()
    assert mentor.capacity == 3
    below = head.post(path, {"revision": "2", "out_reason": "", "capacity": "0"}).content.decode()
    assert "sedang membimbing 1 orang" in below


def test_an_office_adds_a_mentor_and_says_who_may_not_guide_whom(
    running: School, client_as: ClientAs
) -> None:
    head = client_as(Role.KEPALA_OPD, unit=running.units["Dinas Pendidikan"])
    Person.objects.filter(name="Muda").update(number="198501012022011001")
    Person.objects.filter(name="Baru B").update(number="199501012026011001")
    page = head.post("/pendampingan/mentor/tambah/", {"number": "123", "capacity": "1"}).content.decode()
    assert "Tidak ada pegawai aktif dengan NIP ini" in page
    head.post("/pendampingan/mentor/tambah/", {"number": "19850101 202201 1 001", "capacity": "1"})
    assert Mentor.objects.get(person__name="Muda").by_office
    told = {"mentor": "198501012022011001", "mentee": "199501012026011001", "reason": REASON}
    same = head.post(
        "/pendampingan/pengecualian/tambah/", {**told, "mentee": told["mentor"]}
    ).content.decode()
    assert "Ini orang yang sama" in same
    head.post("/pendampingan/pengecualian/tambah/", told)
    bar = Bar.objects.get()
    assert bar.reason == REASON
    assert "Baru B" in head.get("/pendampingan/pengecualian/").content.decode()
    head.post(f"/pendampingan/pengecualian/{bar.pk}/")
    assert not Bar.objects.exists()


def test_silent_pairs_stand_on_the_lists_of_the_officer_and_of_the_head(
    running: School, client_as: ClientAs
) -> None:
    Pair.objects.update(set_at=timezone.now() - timedelta(days=40))
    found = MentoringRound.objects.get()
    for client in (
        client_as(Role.PENGELOLA),
        client_as(Role.KEPALA_OPD, unit=running.units["Dinas Pendidikan"]),
    ):
        page = client.get(f"/pendampingan/putaran/{found.pk}/?keadaan=senyap").content.decode()
        assert "3 pasangan senyap" in page
        assert "Baru A" in page
    other = client_as(Role.KEPALA_OPD, unit=running.units["Dinas Lain"])
    assert "senyap" not in other.get(f"/pendampingan/putaran/{found.pk}/").content.decode().replace(
        "?keadaan=senyap", ""
    ).replace('value="senyap"', "")


def test_no_page_of_mentoring_asks_more_than_twelve_questions(running: School, client_as: ClientAs) -> None:
    found, pair = MentoringRound.objects.get(), running.pairs()["Baru A"]
    officer = client_as(Role.PENGELOLA)
    head = client_as(Role.KEPALA_OPD, unit=running.units["Dinas Pendidikan"])
    mentor = client_as(Role.MENTOR, person=running.people["Senior Satu"])
    for client, path in (
        (officer, f"/pendampingan/putaran/{found.pk}/"),
        (head, f"/pendampingan/putaran/{found.pk}/"),
        (officer, f"/pendampingan/pasangan/{pair.pk}/"),
        (officer, "/pendampingan/mentor/"),
        (officer, "/pendampingan/belum/"),
        (mentor, "/pendampingan/saya/"),
        (mentor, f"/pendampingan/pasangan/{pair.pk}/"),
    ):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        questions = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
        assert len(questions) <= 12, (path, questions)
