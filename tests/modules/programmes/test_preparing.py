"""Sessions prepared from the catalogue and the gaps: written once, by officers, in their own city only."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from sibina.assess.needs.api import measure_gaps
from sibina.ground.competencies.api import Competency, Measurement, Standard, take_reference_competencies
from sibina.ground.competencies.rules import national_competencies, technical_competencies
from sibina.ground.cycles.api import Cycle
from sibina.ground.people.api import Person, Position, Posting, Unit
from sibina.lib.access import Role
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.actions import prepare_sessions, take_starter_programmes
from sibina.plan.programmes.models import Offering, Programme
from sibina.plan.programmes.reads import list_proposal
from sibina.plan.programmes.rules import starter_catalogue
from sibina.plan.programmes.types import YearShut
from tests.conftest import make_city

ClientAs = Callable[..., Client]
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SINCE = date(2020, 1, 1)


@pytest.fixture
def cycle(city: City) -> Cycle:
    """Seventy persons who lack «integritas» at level 1, ten who have it, and an open year without programmes."""
    dictionary = [*national_competencies(), *technical_competencies()]
    take_reference_competencies(city=city, competencies=dictionary, at=AT)
    unit = Unit.objects.create(city=city, key="dinas", name="Dinas", valid_from=SINCE)
    position = Position.objects.create(
        city=city, key="analis", name="Analis", kind="fungsional", position_class="ahli_pertama"
    )
    integrity = Competency.objects.get(code="INT")
    Standard.objects.create(city=city, position=position, competency=integrity, level=2, valid_from=SINCE)
    people = Person.objects.bulk_create(
        Person(
            city=city, name=f"Orang {n:02d}", sex="F", birth_date=SINCE, employment="pns",
            legal_standing="Aktif",
        )
        for n in range(80)
    )  # fmt: skip
    Posting.objects.bulk_create(
        Posting(city=city, person=person, unit=unit, position=position, valid_from=SINCE) for person in people
    )
    Measurement.objects.bulk_create(
        Measurement(
            city=city, person=person, competency=integrity, level=1 if number < 70 else 2, method="test",
            measured_on=SINCE, recorded_at=AT,
        )
        for number, person in enumerate(people)
    )  # fmt: skip
    measure_gaps(city=city, as_of=TODAY, at=AT)
    return Cycle.objects.create(city=city, year=2027, phase="needs", opened_on=TODAY)


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("petugas")


def ask(city: City, cycle: Cycle, by: User, **wanted: int) -> tuple[int, int, int]:
    done = prepare_sessions(city=city, cycle=cycle, wanted=wanted, venues=["Aula"], by=by, at=AT)
    return done.made, done.there, done.programmes


def test_a_city_without_programmes_is_proposed_the_starters_by_whom_they_help(
    city: City, cycle: Cycle
) -> None:
    rows = {row.subject.key: row for row in list_proposal(city=city, cycle=cycle, today=TODAY)}
    assert set(rows) == {one.code for one in starter_catalogue()}
    assert (rows["ITR"].helped, rows["ITR"].wanted) == (70, 2)
    assert (rows["MPP"].helped, rows["MPP"].wanted) == (0, 0)


def test_without_counted_gaps_nobody_is_said_to_be_helped_and_nothing_is_proposed(city: City) -> None:
    take_reference_competencies(city=city, competencies=national_competencies(), at=AT)
    cycle = Cycle.objects.create(city=city, year=2027, phase="needs", opened_on=TODAY)
    rows = list_proposal(city=city, cycle=cycle, today=TODAY)
    assert rows
    assert {row.helped for row in rows} == {None}
    assert {row.wanted for row in rows} == {0}


def test_wanted_starters_become_programmes_with_sessions_at_their_own_price(
    city: City, cycle: Cycle, officer: User
) -> None:
    assert ask(city, cycle, officer, ITR=2, KOM=0) == (2, 0, 1)
    assert [row.name for row in Programme.objects.all()] == ["Integritas dan Transparansi"]
    first, second = Offering.objects.order_by("starts_on")
    assert [first.code, second.code] == ["ITR-01", "ITR-02"]
    assert first.ends_on < second.starts_on
    assert first.venue == "Aula"
    parts = first.programme.cost_parts
    assert first.fixed_cost == sum(parts.filter(per="session").values_list("rupiah", flat=True))
    assert first.seat_cost == sum(parts.filter(per="seat").values_list("rupiah", flat=True))
    assert (first.seats, first.min_seats) == (
        first.programme.max_participants,
        first.programme.min_participants,
    )
    event = Event.objects.get(verb="programmes.sessions.prepared")
    assert event.data == {"codes": ["ITR-01", "ITR-02"], "programmes_taken": 1}


def test_asking_again_says_what_is_there_and_changes_nothing(city: City, cycle: Cycle, officer: User) -> None:
    ask(city, cycle, officer, ITR=2)
    assert ask(city, cycle, officer, ITR=2) == (0, 2, 0)
    assert ask(city, cycle, officer, ITR=1) == (0, 2, 0)
    assert ask(city, cycle, officer, ITR=3) == (1, 2, 0)
    assert sorted(Offering.objects.values_list("code", flat=True)) == ["ITR-01", "ITR-02", "ITR-03"]
    assert Event.objects.filter(verb="programmes.sessions.prepared").count() == 2


def test_a_city_with_programmes_is_proposed_its_own_and_its_sessions_are_counted(
    city: City, cycle: Cycle, officer: User
) -> None:
    one = next(row for row in starter_catalogue() if row.code == "ITR")
    take_starter_programmes(city=city, programmes=[one], at=AT)
    ask(city, cycle, officer, ITR=5)
    [row] = list_proposal(city=city, cycle=cycle, today=TODAY)
    assert (row.subject.offered, row.wanted, row.helped) == (5, 5, 70)


def test_a_year_that_is_shut_takes_no_sessions(city: City, cycle: Cycle, officer: User) -> None:
    cycle.phase, cycle.closed_on = "closed", TODAY
    cycle.save()
    with pytest.raises(YearShut):
        ask(city, cycle, officer, ITR=2)
    assert not Programme.objects.exists()


def test_officer_prepares_sessions_from_the_planning_page(client_as: ClientAs, cycle: Cycle) -> None:
    client = client_as(Role.PENGELOLA)
    address = reverse("programmes:prepare")
    assert address in client.get(reverse("planning:list")).content.decode()
    assert address in client.get(reverse("planning:new")).content.decode()
    page = client.get(address).content.decode()
    assert "Integritas dan Transparansi" in page
    assert 'name="sesi-ITR" value="2"' in page
    typed = {"sesi-ITR": "3", "venues": "Aula Balai Kota\n\n  Ruang  Mawar "}
    shown = client.post(address, {**typed, "hitung": "1"}).content.decode()
    assert 'value="3"' in shown
    assert not Offering.objects.exists()
    answer = client.post(address, typed, follow=True)
    assert "3 sesi ditambahkan" in answer.content.decode()
    assert set(Offering.objects.values_list("venue", flat=True)) <= {"Aula Balai Kota", "Ruang Mawar"}
    again = client.post(address, typed, follow=True).content.decode()
    assert "Tidak ada sesi baru: 3 sesi yang diminta sudah ada." in again
    assert Offering.objects.count() == 3


@pytest.mark.parametrize("typed", ["-1", "9999", "dua"])
def test_an_impossible_number_is_refused_and_nothing_is_written(
    client_as: ClientAs, cycle: Cycle, typed: str
) -> None:
    answer = client_as(Role.PENGELOLA).post(
        reverse("programmes:prepare"), {"sesi-ITR": typed, "venues": "Aula"}
    )
    assert answer.status_code == 200
    assert "Ada jumlah yang perlu diperbaiki" in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    assert not Offering.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PENGELOLA])
def test_nobody_but_an_officer_prepares_sessions(client_as: ClientAs, cycle: Cycle, role: Role) -> None:
    client = client_as(role)
    assert client.get(reverse("programmes:prepare")).status_code == 403
    assert client.post(reverse("programmes:prepare"), {"sesi-ITR": "2"}).status_code == 403


def test_another_citys_officer_prepares_for_the_own_city_only(client_as: ClientAs, cycle: Cycle) -> None:
    other = make_city("Kota Lain")
    client = client_as(Role.PENGELOLA, city=other)
    assert "Integritas" not in client.get(reverse("programmes:prepare")).content.decode()
    client.post(reverse("programmes:prepare"), {"sesi-ITR": "2", "venues": ""})
    assert not Offering.objects.exists()
    with city_context(other):
        assert not Offering.objects.exists()


def test_a_recurring_programme_is_proposed_as_often_as_it_recurs_at_its_months(
    city: City, cycle: Cycle, officer: User
) -> None:
    starter = next(one for one in starter_catalogue() if one.code == "ITR")
    take_starter_programmes(city=city, programmes=[starter], at=AT)
    Programme.objects.update(series_every=3, series_times=4)
    (row,) = list_proposal(city=city, cycle=cycle, today=TODAY)
    assert row.wanted == 4
    assert ask(city, cycle, officer, ITR=row.wanted) == (4, 0, 0)
    days = list(Offering.objects.order_by("starts_on").values_list("starts_on", flat=True))
    assert all(80 <= (after - before).days <= 105 for before, after in pairwise(days))
