"""A small city whose gaps can be reckoned by hand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sibina.assess.needs import actions
from sibina.assess.needs.actions import measure_gaps
from sibina.assess.needs.models import GapSnapshot, NeedsRound, OfficeSheet, SheetLine, Signal
from sibina.assess.needs.types import Evidence, PerformanceFacts, SignalFacts, SignalSource
from sibina.ground.competencies.models import Competency, Measurement, Standard
from sibina.ground.cycles.models import Cycle
from sibina.ground.people.actions import keep_present
from sibina.ground.people.models import Person, PersonNumber, Position, Posting, Sector, Unit
from sibina.ground.people.types import Sight
from sibina.lib.tenancy.models import City

AS_OF = date(2026, 1, 2)
AT = datetime(2026, 1, 2, 3, 0, tzinfo=UTC)
SINCE = date(2020, 1, 1)


@dataclass
class Town:
    """Two offices, three units, three positions, three competencies, five persons."""

    city: City
    units: dict[str, Unit] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    competencies: dict[str, Competency] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    sectors: dict[str, Sector] = field(default_factory=dict)

    def add_unit(self, name: str, office: str = "", sector: str = "") -> None:
        above = self.units.get(office)
        self.units[name] = Unit.objects.create(
            city=self.city,
            key=name.lower(),
            name=name,
            parent=above,
            office=above,
            sector=self.sectors.get(sector),
            valid_from=SINCE,
        )

    def add_position(self, name: str, position_class: str, levels: dict[str, Any]) -> None:
        made = Position.objects.create(
            city=self.city, key=name.lower(), name=name, kind="fungsional", position_class=position_class
        )
        self.positions[name] = made
        for competency, level in levels.items():
            level, weight = level if isinstance(level, tuple) else (level, 1)
            Standard.objects.create(
                city=self.city,
                position=made,
                competency=self.competencies[competency],
                level=level,
                weight=weight,
                valid_from=SINCE,
            )

    def add_competency(self, name: str, kind: str) -> None:
        self.competencies[name] = Competency.objects.create(
            city=self.city, key=name.lower(), name=name, kind=kind
        )

    def add_person(self, name: str, unit: str, position: str, *, is_active: bool = True) -> Person:
        number = f"{199001010000000000 + len(self.persons):018d}"
        made = Person.objects.create(
            city=self.city,
            name=name,
            sex="F",
            birth_date=date(1990, 1, 1),
            employment="pns",
            legal_standing="Aktif",
            is_active=is_active,
        )
        PersonNumber.objects.create(city=self.city, person=made, number=number)
        Posting.objects.create(
            city=self.city,
            person=made,
            unit=self.units[unit],
            position=self.positions[position],
            valid_from=SINCE,
        )
        keep_present(city=self.city)
        self.persons[name] = made
        return made

    def measure(
        self, person: str, competency: str, level: int, method: str = "test", on: date = AS_OF
    ) -> None:
        Measurement.objects.create(
            city=self.city,
            person=self.persons[person],
            competency=self.competencies[competency],
            level=level,
            method=method,
            measured_on=on,
            recorded_at=AT,
        )

    def count(self, **options: Any) -> GapSnapshot:
        return measure_gaps(city=self.city, **{"as_of": AS_OF, "at": AT, **options})


def build_town(city: City) -> Town:
    town = Town(city)
    for name, weight in (("Kesehatan", "1.50"), ("Umum", "1.00")):
        town.sectors[name] = Sector.objects.create(
            city=city, key=name.lower(), name=name, weight=weight, reason="Pelayanan dasar"
        )
    for name, kind in (("Integritas", "manajerial"), ("Komunikasi", "manajerial"), ("Logistik", "teknis")):
        town.add_competency(name, kind)
    town.add_unit("Dinas Kesehatan", sector="Kesehatan")
    town.add_unit("Puskesmas Utara", office="Dinas Kesehatan")
    town.add_unit("Dinas Perhubungan", sector="Umum")
    town.add_position("Perawat Mahir", "mahir", {"Integritas": 2, "Komunikasi": (3, "2.00")})
    town.add_position("Analis Logistik", "ahli_pertama", {"Integritas": 2, "Logistik": 4})
    town.add_person("Ani", "Puskesmas Utara", "Perawat Mahir")
    town.add_person("Budi", "Puskesmas Utara", "Perawat Mahir")
    town.add_person("Cici", "Dinas Kesehatan", "Perawat Mahir")
    town.add_person("Dodi", "Dinas Perhubungan", "Analis Logistik")
    town.add_person("Edi", "Dinas Perhubungan", "Analis Logistik", is_active=False)
    town.measure("Ani", "Integritas", 3)
    town.measure("Ani", "Komunikasi", 1)
    town.measure("Ani", "Komunikasi", 4, method="self")
    town.measure("Budi", "Integritas", 1)
    town.measure("Dodi", "Logistik", 2)
    town.measure("Edi", "Logistik", 1)
    return town


@pytest.fixture
def town(city: City) -> Iterator[Town]:
    return build_town(city)


CLOSES = date(2026, 1, 30)


def open_year(city: City, year: int = 2027) -> Cycle:
    return Cycle.objects.create(city=city, year=year, phase="needs", opened_on=AS_OF)


def facts(*, people: int = 3, competency_id: int | None = None) -> PerformanceFacts:
    """Of Komunikasi in the town, unless another is named."""
    if competency_id is None:
        competency_id = SheetLine.objects.filter(competency__name="Komunikasi").values_list(
            "competency_id", flat=True
        )[0]
    return PerformanceFacts(competency_id, people, "Pengaduan dijawab tanpa penjelasan.", "Rekap pengaduan")


@dataclass
class RoundTown:
    """The town, its open round, and short words for what its offices do."""

    town: Town
    round: NeedsRound

    @property
    def city(self) -> City:
        return self.town.city

    def sheet(self, office: str) -> tuple[OfficeSheet, Sight]:
        """The sheet of an office, and what its head sees."""
        unit = self.town.units[office]
        return OfficeSheet.objects.get(office=unit), Sight(unit_ids=frozenset({unit.pk}))

    def line(self, office: str, competency: str) -> SheetLine:
        lines = SheetLine.objects.select_related("competency", "sheet__office", "sheet__round__cycle")
        return lines.get(sheet__office=self.town.units[office], competency__name=competency)

    def sign(self, office: str) -> None:
        sheet, sight = self.sheet(office)
        actions.sign_sheet(sheet=sheet, version=sheet.version, sight=sight, at=AT)

    def fill_and_sign(self, office: str) -> None:
        sheet, sight = self.sheet(office)
        actions.endorse_lines(sheet=sheet, sight=sight, at=AT)
        self.sign(office)

    def receive(self, key: str = "1", **changes: object) -> Signal:
        """A finding of the past year."""
        past, _is_new = Cycle.objects.get_or_create(
            city=self.city,
            year=2026,
            defaults={"phase": "closed", "opened_on": AS_OF, "closed_on": AS_OF},
        )
        told = {
            "source": SignalSource.SURVEYS,
            "key": key,
            "title": "Komunikasi lemah menurut peserta",
            "found": "Peserta menilai komunikasi paling rendah.",
            "evidence": (Evidence("Survei peserta", "2,6 dari 4"),),
            "competency_id": self.town.competencies["Komunikasi"].pk,
            **changes,
        }
        return actions.receive_signal(city=self.city, cycle=past, facts=SignalFacts(**told), at=AT)


def ask_town(town: Town) -> RoundTown:
    """Gaps counted, the year opened, every office asked."""
    town.count()
    made = actions.open_round(
        city=town.city, cycle=open_year(town.city), opens_on=AS_OF, closes_on=CLOSES, at=AT
    )
    return RoundTown(town, made)


@pytest.fixture
def asked(town: Town) -> RoundTown:
    """The town with an open needs round."""
    return ask_town(town)
