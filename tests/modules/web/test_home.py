"""The home of each role: what is open, what is late, what waits."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibina.assess.needs.api import GapSnapshot, GapSummary
from sibina.ground.cycles.api import Cycle
from sibina.ground.people.api import Membership, Person, Unit, keep_present
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.types import Approval
from sibina.plan.programmes.api import Offering, Programme
from sibina.web.home import Home, get_home

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, tzinfo=UTC)
MOST_QUERIES = 12


@pytest.fixture
def person(city: City) -> Person:
    return Person.objects.create(
        city=city,
        name="Orang Uji",
        sex="F",
        birth_date=date(1990, 1, 1),
        employment="pns",
        legal_standing="Aktif",
    )


def snapshot_of(city: City) -> GapSnapshot:
    return GapSnapshot.objects.create(
        city=city,
        as_of=TODAY,
        computed_at=datetime(2026, 11, 23, tzinfo=UTC),
        rule_version="1",
        method_order=[],
        marks={"standards": None},
        people=1,
        competencies=1,
        short=2,
        unmeasured=3,
        met=4,
        shortfall=5,
        weighted=5,
        is_current=True,
    )


def home_of(city: City, role: Role, today: date = TODAY, person: Person | None = None) -> Home:
    return get_home(member=Membership(city=city, role=role, person=person), today=today)


def states(home: Home) -> list[str]:
    return [phase["state"] for phase in home.phases]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home_in_few_queries(
    role: Role, client_as: Callable[..., Client], person: Person
) -> None:
    client = client_as(role)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/")
    assert page.status_code == 200
    first = "Perjalanan saya" if role in {Role.ASN, Role.MENTOR} else "Roda siklus"
    assert first in page.content.decode()
    assert len(asked) <= MOST_QUERIES, [query["sql"][:100] for query in asked]


def test_an_empty_city_begins_with_its_workbooks(city: City) -> None:
    home = home_of(city, Role.PENGELOLA)
    assert [task.title for task in home.tasks] == ["Unggah buku kerja kota"]
    assert states(home)[:3] == ["open", "waiting", "waiting"]


def test_people_without_a_measurement_wait_for_the_gaps_to_be_counted(city: City, person: Person) -> None:
    keep_present(city=city)
    home = home_of(city, Role.PENGELOLA)
    assert [task.title for task in home.tasks] == ["Hitung kesenjangan"]
    assert states(home)[:2] == ["done", "open"]


def test_once_the_gaps_are_known_sessions_come_first_and_then_the_plan(city: City, person: Person) -> None:
    snapshot_of(city)
    cycle = Cycle.objects.create(city=city, year=2027, opened_on=TODAY)
    home = home_of(city, Role.PENGELOLA)
    assert home.tasks[-1].title == "Siapkan sesi 2027"
    assert states(home)[2] == "open"
    assert home_of(city, Role.ANALIS).tasks[-1].title == "Susun rencana 2027"
    programme = Programme.objects.create(
        city=city, key="p", name="P", form="bimtek", jp=8, max_participants=30
    )
    Offering.objects.create(
        city=city, cycle=cycle, programme=programme, code="P-01", starts_on=date(2027, 3, 1),
        ends_on=date(2027, 3, 1), seats=30, fixed_cost=1, seat_cost=1,
    )  # fmt: skip
    assert home_of(city, Role.PENGELOLA).tasks[-1].title == "Susun rencana 2027"


def test_a_year_that_runs_without_a_plan_is_late_and_says_so(city: City, person: Person) -> None:
    snapshot_of(city)
    Cycle.objects.create(city=city, year=2027, opened_on=TODAY)
    home = home_of(city, Role.PENGELOLA, today=date(2027, 1, 1))
    assert states(home)[2] == "late"
    assert home.tasks[-1].word == "Terlambat"


@pytest.mark.parametrize(
    ("starts_on", "form", "is_held", "is_told"),
    [
        (date(2026, 12, 23), "bimtek", True, True),
        (date(2026, 12, 24), "bimtek", True, False),
        (date(2026, 11, 22), "bimtek", True, False),
        (date(2026, 12, 1), "mentoring", True, False),
        (date(2026, 12, 1), "bimtek", False, False),
    ],
)
def test_the_officer_hears_of_a_session_of_the_set_plan_that_begins_soon_with_nobody_to_teach(
    city: City, starts_on: date, form: str, is_held: bool, is_told: bool
) -> None:
    cycle = Cycle.objects.create(city=city, year=2026, opened_on=date(2025, 10, 1))
    programme = Programme.objects.create(city=city, key="p", name="P", form=form, jp=8, max_participants=30)
    Offering.objects.create(
        city=city, cycle=cycle, programme=programme, code="P-01", starts_on=starts_on,
        ends_on=date(2026, 12, 30), seats=30, fixed_cost=1, seat_cost=1, is_held=is_held,
    )  # fmt: skip
    title = "1 sesi belum mempunyai narasumber"
    assert (title in [task.title for task in home_of(city, Role.PENGELOLA).tasks]) == is_told
    assert title not in [task.title for task in home_of(city, Role.ANALIS).tasks]


@pytest.mark.parametrize(
    ("approval", "note"),
    [
        (Approval.DRAFT, "Sudah ada rencana yang dapat diajukan"),
        (Approval.PROPOSED, "Sebuah rencana menunggu diperiksa"),
        (Approval.REVIEWED, "Sebuah rencana menunggu ditetapkan pimpinan"),
    ],
)
def test_the_wheel_says_how_far_a_plan_has_come_and_asks_the_leader_only_where_it_can_be_set(
    city: City, person: Person, approval: Approval, note: str
) -> None:
    snapshot_of(city)
    cycle = Cycle.objects.create(city=city, year=2027, opened_on=TODAY)
    CityPlan.objects.create(
        city=city, cycle=cycle, name="Pagu penuh", state="ready", approval=approval, made_at=AT,
        computed_at=AT, ceiling=10, cost=5, away_percent=20, seconds=5, seed=1, snapshot_number=1,
        snapshot_as_of=AT.date(), snapshot_computed_at=AT,
    )  # fmt: skip
    home = home_of(city, Role.PIMPINAN)
    assert home.phases[2]["note"] == note
    assert bool(home.tasks) == (approval == Approval.REVIEWED)
    Cycle.objects.filter(pk=cycle.pk).update(phase="evaluate")
    home = home_of(city, Role.PIMPINAN)
    assert home.phases[2]["note"] == "Tahunnya berakhir tanpa rencana yang ditetapkan"
    assert home.tasks == []
    assert not [task for task in home_of(city, Role.ANALIS).tasks if "rencana" in task.title.lower()]


def test_who_only_reads_is_given_no_task(city: City) -> None:
    assert home_of(city, Role.PIMPINAN).tasks == []
    assert home_of(city, Role.INSPEKTORAT).tasks == []


def test_a_head_sees_the_sums_of_the_own_units_and_of_no_others(city: City) -> None:
    snapshot = snapshot_of(city)
    own, other = (
        Unit.objects.create(city=city, key=key, name=key, valid_from=date(2020, 1, 1)) for key in "ab"
    )
    for unit, people in ((own, 3), (own, 4), (other, 90)):
        GapSummary.objects.create(
            city=city,
            snapshot=snapshot,
            office=unit,
            unit=unit,
            people=people,
            short=0,
            unmeasured=people,
            met=0,
            shortfall=2 * people,
            weighted=0,
        )
    head = Membership(city=city, role=Role.KEPALA_OPD, unit=own)
    figures = [card.value for card in get_home(member=head, today=TODAY).figures]
    assert figures == ["7", "14", "7", "0"]


def test_a_log_in_without_a_place_is_told_whom_to_ask(
    client: Client, django_user_model: type, db: None
) -> None:
    client.force_login(django_user_model.objects.create_user("sendiri"))  # type: ignore[attr-defined]
    assert "belum punya peran" in client.get("/").content.decode()


def test_the_way_back_from_the_choice_of_light_stays_on_the_site(client: Client, db: None) -> None:
    answer = client.post("/tampilan/", {"tema": "gelap", "kembali": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert client.cookies["tema"].value == "gelap"


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_each_error_page_says_where_to_go(code: int) -> None:
    page = render_to_string(f"{code}.html", {"sentence": ""})
    assert "Ke beranda" in page
    assert 'lang="id"' in page
