"""A position and the reference dictionary of a small city."""

from datetime import UTC, date, datetime

import pytest

from sibina.ground.competencies.actions import take_reference_competencies
from sibina.ground.competencies.models import Competency, Standard
from sibina.ground.competencies.rules import national_competencies, technical_competencies
from sibina.ground.people.models import Position
from sibina.lib.tenancy.models import City

AT = datetime(2026, 1, 2, 3, tzinfo=UTC)
SINCE = date(2020, 1, 1)


@pytest.fixture
def words(city: City) -> dict[str, Competency]:
    taken = (*national_competencies(), *technical_competencies()[:2])
    return {row.code: row for row in take_reference_competencies(city=city, competencies=taken, at=AT)}


@pytest.fixture
def nurse(city: City, words: dict[str, Competency]) -> Position:
    position = Position.objects.create(
        city=city,
        key="perawat terampil",
        name="Perawat Terampil",
        kind="fungsional",
        position_class="terampil",
    )
    for code, level in (("INT", 1), ("LDG", 2)):
        Standard.objects.create(
            city=city,
            position=position,
            competency=words[code],
            level=level,
            legal_basis="Keputusan lama",
            valid_from=SINCE,
        )
    return position
