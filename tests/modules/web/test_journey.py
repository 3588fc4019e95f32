"""«Perjalanan saya»: everything that a person is asked, owes and has, on one page, and nothing of anybody else."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sibina.credit.ledger.models import PersonCredit
from sibina.deliver.mentoring.models import LogEntry, Mentor, MentoringRound, Pair
from sibina.deliver.sessions.actions import accept
from sibina.ground.notices.actions import tell
from sibina.ground.notices.types import Message
from sibina.ground.people.api import Membership
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.web.delivery import delivery_phase, officer_delivery
from sibina.web.home import get_home
from sibina.web.journey import Journey, get_journey
from tests.conftest import log_in
from tests.modules.sessions.conftest import AT, Town, make_town

TODAY = AT.date()
MOST_QUERIES = 12


@pytest.fixture
def town(city: City) -> Town:
    made = make_town(city)
    made.prepare()
    return made


def journey_of(town: Town, number: int) -> Journey:
    member = Membership(city=town.city, role=Role.ASN, person=town.persons[number])
    found = get_journey(member=member, today=TODAY)
    assert found is not None
    return found


def titles(journey: Journey) -> list[str]:
    return [str(task.title) for task in journey.tasks]


def test_an_invitation_waits_until_it_is_answered_and_then_stands_among_what_comes(town: Town) -> None:
    before = journey_of(town, 0)
    assert titles(before)[:2] == ["Jawab undangan: Pelayanan", "Jawab undangan: Etika"]
    assert not before.coming
    accept(enrolment=town.enrolment("P-1", 0), by=None, at=AT)
    after = journey_of(town, 0)
    assert "Jawab undangan: Pelayanan" not in titles(after)
    assert [(part.title, part.venue, part.when) for part in after.coming] == [
        ("Pelayanan", "Aula Balai Kota", "2–4 Maret 2026")
    ]


def test_what_the_other_of_a_pair_wrote_down_waits_for_my_word(town: Town) -> None:
    guide, guided = town.persons[11], town.persons[10]
    mentor = Mentor.objects.create(
        city=town.city, person=guide, unit=guide.unit, office=guide.office, role="senior", capacity=2
    )
    round_ = MentoringRound.objects.create(
        city=town.city, cycle=town.cycle, opened_at=AT, superior_may=True, mentor_capacity=2, senior_rank=12,
        senior_years=10, silence_days=30,
    )  # fmt: skip
    pair = Pair.objects.create(
        city=town.city, round=round_, mentor=mentor, mentee=guided, office=guided.office, capacity=2, place=1,
        state="set", score=1, proposed_at=AT, set_at=AT,
    )  # fmt: skip
    LogEntry.objects.create(
        city=town.city, pair=pair, kind="meeting", day=TODAY, minutes=60, what="Loket", side="mentor", written_at=AT
    )  # fmt: skip
    mine, theirs = journey_of(town, 10), journey_of(town, 11)
    assert titles(mine) == ["1 pertemuan dengan Orang 11 menunggu kata Anda"]
    assert (mine.bonds[0].name, mine.bonds[0].is_mentor) == ("Orang 11", False)
    assert not theirs.tasks
    assert (theirs.bonds[0].name, theirs.bonds[0].is_mentor) == ("Orang 10", True)
    quiet = [str(task.title) for task in officer_delivery(city=town.city, today=TODAY + timedelta(days=31))]
    assert "1 pasangan pendampingan senyap" in quiet
    assert not [task for task in officer_delivery(city=town.city, today=TODAY) if "senyap" in str(task.title)]


def test_hours_and_notices_are_told_and_only_ones_own(town: Town) -> None:
    PersonCredit.objects.create(
        city=town.city, year=TODAY.year, person=town.persons[11], recognised=Decimal("12.5"), printed=12,
        uncounted=0, state="short", short=Decimal("7.5"),
    )  # fmt: skip
    tell(city=town.city, people=[town.persons[11].pk], message=Message("uji", "Kabar"), at=AT)
    mine = journey_of(town, 11)
    assert mine.verdict == "Masih kurang 7,5 JP tahun ini."
    assert mine.floor == 20
    assert titles(mine) == ["1 pesan baru"]
    assert journey_of(town, 10).verdict == "JP tahun ini belum dihitung kota."
    assert not journey_of(town, 10).tasks


def test_nobody_behind_the_log_in_has_a_page_that_says_so(town: Town) -> None:
    assert get_journey(member=Membership(city=town.city, role=Role.MENTOR), today=TODAY) is None
    page = log_in(town.city, Role.PENGELOLA).get("/perjalanan/").content.decode()
    assert "belum dikaitkan dengan data pegawai" in page


def test_the_journey_is_the_home_of_an_asn_and_asks_the_database_little(town: Town) -> None:
    client = log_in(town.city, Role.ASN, person=town.persons[0])
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/").content.decode()
    told = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len(told) <= MOST_QUERIES, told
    assert "<h1>Perjalanan saya</h1>" in page


def test_a_head_is_told_of_the_own_people_who_wait_for_consent(town: Town) -> None:
    member = Membership(city=town.city, role=Role.KEPALA_OPD, unit=town.offices[0])
    told = [str(one.title) for one in get_home(member=member, today=TODAY).tasks]
    assert [one for one in told if one.endswith("pegawai menunggu izin Anda untuk mengikuti sesi")]


def test_a_session_past_its_day_of_decision_waits_for_the_officer(town: Town) -> None:
    def told(day: date) -> list[str]:
        return [str(task.title) for task in officer_delivery(city=town.city, today=day)]

    assert not [one for one in told(TODAY) if "jadi atau batal" in one]
    assert [one for one in told(date(2026, 3, 1)) if "jadi atau batal" in one]


def test_the_wheel_says_how_far_the_sessions_of_the_year_are() -> None:
    assert delivery_phase(None)[0] == "waiting"
    assert delivery_phase({"all": 5, "held": 2, "off": 1}) == (
        "open", "Sedang berjalan", "2 dari 4 sesi selesai",
    )  # fmt: skip
    assert delivery_phase({"all": 3, "held": 2, "off": 1})[0] == "done"
