"""A city with a dictionary, an open year and one programme of the starter catalogue."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from sibina.ground.competencies.api import Competency, take_reference_competencies
from sibina.ground.competencies.rules import national_competencies
from sibina.ground.cycles.api import Cycle
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.actions import take_starter_programmes
from sibina.plan.programmes.models import Offering, Programme
from sibina.plan.programmes.rules import starter_catalogue

AT = datetime(2026, 1, 2, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Shelf:
    programme: Programme
    session: Offering
    cycle: Cycle
    integrity: Competency


@pytest.fixture
def shelf(city: City) -> Shelf:
    take_reference_competencies(city=city, competencies=national_competencies(), at=AT)
    cycle = Cycle.objects.create(city=city, year=2027, phase="plan", opened_on=date(2026, 10, 1))
    one = next(row for row in starter_catalogue() if row.code == "KOM")
    programme = take_starter_programmes(city=city, programmes=[one], at=AT)[0]
    session = Offering.objects.create(
        city=city,
        cycle=cycle,
        programme=programme,
        code="KOM-01",
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 3, 2),
        seats=20,
        min_seats=12,
        fixed_cost=19_400_000,
        seat_cost=190_000,
    )
    return Shelf(programme, session, cycle, Competency.objects.get(code="INT"))
