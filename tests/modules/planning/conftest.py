"""A small city with sixty persons, and sessions to choose among."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sibina.assess.needs.api import GapSnapshot, measure_gaps
from sibina.ground.competencies.models import Competency, Measurement, Standard
from sibina.ground.cycles.api import Cycle, give_starting_rules, open_cycle
from sibina.ground.people.models import Person, PersonNumber, Position, Posting, Sector, Unit
from sibina.lib.jobs.api import run_job
from sibina.lib.tenancy.models import City
from sibina.plan.planning.actions import propose_plan, review_plan, set_plan, start_plan
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.reads import get_standing
from sibina.plan.planning.rules.orders import Order
from sibina.plan.programmes.models import Objective, Offering, Programme

AT = datetime(2026, 1, 2, 3, 0, tzinfo=UTC)
TODAY = date(2026, 1, 2)
SINCE = date(2020, 1, 1)
USUAL = Order(name="Pagu penuh", ceiling=60_000_000, jp_first=True, away_percent=40, seconds=20, seed=1)


@dataclass
class Town:
    """What tests of the plan stand on."""

    city: City
    cycle: Cycle
    units: list[Unit]
    persons: list[Person]
    programmes: list[Programme]
    offerings: list[Offering]
    snapshot: GapSnapshot

    def ask(self, order: Order = USUAL) -> CityPlan:
        standing = get_standing(city=self.city, cycle=self.cycle, today=TODAY)
        return start_plan(city=self.city, order=order, standing=standing, title="Menyusun", by=None, at=AT)


def _units(city: City) -> list[Unit]:
    sector = Sector.objects.create(
        city=city, key="kes", name="Kesehatan", weight="1.50", reason="Layanan dasar"
    )
    units = []
    for office_name, its in (("Dinas Kesehatan", sector), ("Dinas Perhubungan", None)):
        office = Unit.objects.create(
            city=city, key=office_name, name=office_name, sector=its, valid_from=SINCE
        )
        units.extend(
            Unit.objects.create(
                city=city, key=f"{office_name} {part}", name=part, parent=office, office=office,
                sector=its, valid_from=SINCE,
            )
            for part in ("Bidang Satu", "Bidang Dua")
        )  # fmt: skip
    return units


def _persons(city: City, units: list[Unit], competencies: list[Competency]) -> list[Person]:
    position = Position.objects.create(
        city=city, key="analis", name="Analis", kind="fungsional", position_class="ahli_pertama"
    )
    for competency, level in zip(competencies, (3, 3, 2), strict=True):
        Standard.objects.create(
            city=city, position=position, competency=competency, level=level, valid_from=SINCE
        )
    persons = Person.objects.bulk_create(
        Person(
            city=city,
            name=f"Orang {number:02d}",
            number=f"{199001010000000000 + number:018d}",
            sex="F",
            birth_date=date(1990, 1, 1),
            employment="pppk" if number % 6 == 5 else "pns",
            legal_standing="Aktif",
        )
        for number in range(60)
    )
    PersonNumber.objects.bulk_create(
        PersonNumber(city=city, person=person, number=person.number) for person in persons
    )
    Posting.objects.bulk_create(
        Posting(city=city, person=person, unit=units[number % 4], position=position, valid_from=SINCE)
        for number, person in enumerate(persons)
    )
    # A level from 1 to 4; every fifth pair is not measured.
    levels = {
        (number, index): (number + index * 2) % 5
        for number in range(len(persons))
        for index in range(len(competencies))
    }
    Measurement.objects.bulk_create(
        Measurement(
            city=city, person=persons[number], competency=competencies[index], level=level, method="test",
            measured_on=TODAY, recorded_at=AT,
        )
        for (number, index), level in levels.items()
        if level
    )  # fmt: skip
    return persons


def _programmes(city: City, competencies: list[Competency]) -> list[Programme]:
    programmes = []
    for key, jp, aims in (
        ("Pelayanan", 20, [(0, 1, 3, "0.80"), (2, 1, 2, "0.40")]),
        ("Etika", 10, [(1, 1, 3, "0.60")]),
        ("Kepemimpinan", 30, [(0, 2, 4, "0.90")]),
        ("Seminar Umum", 4, []),
    ):
        programme = Programme.objects.create(
            city=city,
            key=key.lower(),
            name=key,
            form="bimtek",
            jp=jp,
            min_participants=4,
            max_participants=40,
        )
        for index, low, high, gain in aims:
            Objective.objects.create(
                city=city, programme=programme, competency=competencies[index], from_level=low, to_level=high,
                gain=Decimal(gain), gain_low=Decimal("0.1"), gain_high=Decimal("1.2"), gain_source="assumed",
            )  # fmt: skip
        programmes.append(programme)
    return programmes


def _offerings(city: City, cycle: Cycle, programmes: list[Programme]) -> list[Offering]:
    rows = [
        ("P-1", 0, (3, 2), (3, 4), 12, "Aula", True),
        ("P-2", 0, (3, 3), (3, 5), 12, "Aula", True),
        ("P-3", 0, (6, 1), (6, 3), 15, "Ruang A", True),
        ("E-1", 1, (3, 2), (3, 2), 20, "Ruang A", True),
        ("E-2", 1, (9, 7), (9, 7), 30, "", False),
        ("K-1", 2, (5, 4), (5, 8), 10, "Aula", True),
        ("S-1", 3, (8, 3), (8, 3), 40, "Aula", True),
    ]
    return [
        Offering.objects.create(
            city=city, cycle=cycle, programme=programmes[which], code=code, starts_on=date(2026, *start),
            ends_on=date(2026, *end), seats=seats, min_seats=4, fixed_cost=5_000_000, seat_cost=250_000,
            venue=venue, counts_as_absence=away,
        )
        for code, which, start, end, seats, venue, away in rows
    ]  # fmt: skip


def build_town(city: City) -> Town:
    give_starting_rules(city=city, at=AT)
    cycle = open_cycle(city=city, year=2026, at=AT)
    competencies = [
        Competency.objects.create(city=city, key=name, name=name, kind=kind)
        for name, kind in (
            ("Melayani", "teknis"),
            ("Integritas", "manajerial"),
            ("Perekat", "sosial_kultural"),
        )
    ]
    units = _units(city)
    persons = _persons(city, units, competencies)
    programmes = _programmes(city, competencies)
    return Town(
        city=city,
        cycle=cycle,
        units=units,
        persons=persons,
        programmes=programmes,
        offerings=_offerings(city, cycle, programmes),
        snapshot=measure_gaps(city=city, as_of=TODAY, at=AT),
    )


def set_by_all(plan: CityPlan) -> None:
    """Propose, review and set the plan, as three people would."""
    for step in (propose_plan, review_plan, set_plan):
        step(plan=plan, reason="Disepakati rapat 2 Januari", by=None, at=AT)


def finish(plan: CityPlan) -> CityPlan:
    """Run the plan's job as a worker does; the plan as it stands after it."""
    assert plan.job_id is not None
    run_job(city_id=plan.city_id, job_id=plan.job_id)
    return CityPlan.objects.select_related("cycle", "job", "what_if_job").get(pk=plan.pk)


@pytest.fixture
def answered(town: Town) -> CityPlan:
    """A plan of the town that has its answer."""
    return finish(town.ask())


@pytest.fixture
def drawn(town: Town) -> CityPlan:
    """A plan of the town that keeps every rule and was searched for a moment only."""
    plan = town.ask()
    CityPlan.objects.filter(pk=plan.pk).update(seconds=1)
    return finish(plan)


@pytest.fixture
def town(city: City) -> Iterator[Town]:
    return build_town(city)
