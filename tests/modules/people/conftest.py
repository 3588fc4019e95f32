"""A small city: two offices, one merged away, a head, staff, one who has left and one just appointed."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from sibina.ground.people.actions import keep_present
from sibina.ground.people.models import Person, PersonNumber, Position, Posting, Sector, Unit
from sibina.lib.tenancy.models import City


@dataclass(frozen=True)
class Town:
    health: Unit
    ward: Unit
    schools: Unit
    former: Unit
    nurse: Position
    teacher: Position
    rina: Person
    budi: Person
    tono: Person


def add_person(city: City, name: str, number: str, **values: object) -> Person:
    defaults: dict[str, object] = {
        "sex": "F",
        "birth_date": date(1990, 1, 1),
        "employment": "pns",
        "legal_standing": "Aktif",
        "appointed_on": date(2015, 1, 1),
    }
    person = Person.objects.create(city=city, name=name, **(defaults | values))
    PersonNumber.objects.create(city=city, person=person, number=number)
    return person


@pytest.fixture
def town(city: City) -> Town:
    since = date(2017, 1, 1)
    sector = Sector.objects.create(
        city=city, key="kesehatan", name="Kesehatan", weight="1.5", reason="Pasien"
    )
    health = Unit.objects.create(
        city=city, key="dinas kesehatan", name="Dinas Kesehatan", sector=sector, valid_from=since
    )
    ward = Unit.objects.create(
        city=city,
        key="dinas kesehatan / puskesmas",
        name="Puskesmas Kota",
        parent=health,
        office=health,
        valid_from=since,
    )
    schools = Unit.objects.create(
        city=city, key="dinas pendidikan", name="Dinas Pendidikan", valid_from=date(2024, 1, 1)
    )
    former = Unit.objects.create(
        city=city,
        key="dinas sekolah",
        name="Dinas Sekolah",
        valid_from=since,
        valid_to=date(2024, 1, 1),
        successor=schools,
    )
    nurse = Position.objects.create(
        city=city,
        key="perawat terampil",
        name="Perawat Terampil",
        kind="fungsional",
        position_class="terampil",
    )
    teacher = Position.objects.create(
        city=city,
        key="guru ahli muda",
        name="Guru Ahli Muda",
        kind="fungsional",
        position_class="ahli_muda",
        grade=9,
    )
    rina = add_person(city, "Rina Siregar", "199001012015012901")
    budi = add_person(city, "Budi Lubis", "198801012014011901", sex="M")
    new_day = date.today() - timedelta(days=60)
    tono = add_person(
        city, "Tono Wijaya", "200001012026011901", employment="cpns", appointed_on=new_day, sex="M"
    )
    Posting.objects.create(
        city=city, person=rina, unit=health, position=nurse, valid_from=since, valid_to=date(2020, 1, 1)
    )
    Posting.objects.create(city=city, person=rina, unit=ward, position=nurse, valid_from=date(2020, 1, 1))
    Posting.objects.create(
        city=city, person=budi, unit=schools, position=teacher, valid_from=date(2024, 1, 1)
    )
    Posting.objects.create(city=city, person=tono, unit=ward, position=nurse, valid_from=new_day)
    keep_present(city=city)
    return Town(health, ward, schools, former, nurse, teacher, rina, budi, tono)
