"""An education office with two schools: a head, two principals, seniors, and new teachers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model

from sibina.assess.needs.api import measure_gaps
from sibina.deliver.mentoring import actions
from sibina.deliver.mentoring.models import Mentor, MentoringRound, Pair
from sibina.deliver.mentoring.types import EntryFacts, LogKind, PoolRule
from sibina.ground.competencies.models import Competency, Measurement, Standard
from sibina.ground.cycles.models import Cycle
from sibina.ground.people.actions import keep_present
from sibina.ground.people.models import Membership, Person, PersonNumber, Position, Posting, Unit
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City

AT = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
TODAY = date(2027, 3, 1)
SINCE = date(2015, 1, 1)
RULE = PoolRule(senior_rank=11, senior_years=8, capacity=2, superior_may=True)
REASON = "Mentor sedang menyelesaikan akreditasi sekolah."


@dataclass
class School:
    """The office, its people by name, and short words for what they do."""

    city: City
    cycle: Cycle
    units: dict[str, Unit] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def add_person(self, name: str, unit: str, position: str, grade: str, since: date = SINCE) -> Person:
        made = Person.objects.create(
            city=self.city,
            name=name,
            sex="F",
            birth_date=date(1985, 1, 1),
            employment="pns",
            legal_standing="Aktif",
            grade=grade,
            appointed_on=since,
        )
        number = f"{198501012015010000 + len(self.people):018d}"
        PersonNumber.objects.create(city=self.city, person=made, number=number)
        Posting.objects.create(
            city=self.city,
            person=made,
            unit=self.units[unit],
            position=self.positions[position],
            valid_from=since,
        )
        self.people[name] = made
        return made

    def measure(self, name: str, level: int) -> None:
        Measurement.objects.create(
            city=self.city,
            person=self.people[name],
            competency=Competency.objects.get(name="Pedagogi"),
            level=level,
            method="test",
            measured_on=date(2027, 1, 5),
            recorded_at=AT,
        )

    def member(self, role: Role, name: str = "", unit: str = "") -> Membership:
        user = get_user_model().objects.create_user(f"{role}-{name}-{Membership.objects.count()}")
        return Membership.objects.create(
            city=self.city,
            user=user,
            role=role,
            person=self.people.get(name),
            unit=self.units.get(unit),
        )

    def pedagogy_id(self) -> int:
        return Competency.objects.get(name="Pedagogi").pk

    def open(self, rule: PoolRule = RULE) -> MentoringRound:
        return actions.open_round(cycle=self.cycle, rule=rule, silence_days=30, at=AT)

    def propose(self, rule: PoolRule = RULE) -> MentoringRound:
        made = self.open(rule)
        actions.propose_pairs(round_=made, at=AT)
        made.refresh_from_db()
        return made

    def run(self) -> dict[str, Pair]:
        """Everything proposed is set; pairs by the mentee's name."""
        made = self.propose()
        waiting = Pair.objects.filter(round=made).count()
        actions.set_pairs(round_=made, seen=waiting, at=AT, by=self.member(Role.PENGELOLA))
        return self.pairs()

    def pairs(self) -> dict[str, Pair]:
        """Live pairs by the mentee's name."""
        rows = Pair.objects.filter(closed_at=None).select_related("mentor__person", "mentee", "city")
        return {one.mentee.name: one for one in rows}

    def mentor_of(self, name: str) -> str:
        return self.pairs()[name].mentor.person.name

    def mentor(self, name: str) -> Mentor:
        return Mentor.objects.select_related("person", "city").get(person=self.people[name])


def meeting(day: date = TODAY, minutes: int = 60, kind: LogKind = LogKind.MENTORING) -> EntryFacts:
    return EntryFacts(kind, day, minutes, "Tugas harian")


def later(days: int) -> datetime:
    return AT + timedelta(days=days)


def build_school(city: City) -> School:
    cycle = Cycle.objects.create(city=city, year=2027, phase="deliver", opened_on=date(2026, 10, 1))
    town = School(city, cycle)
    above_of = {
        "Dinas Pendidikan": "",
        "SD 1": "Dinas Pendidikan",
        "SD 2": "Dinas Pendidikan",
        "Dinas Lain": "",
    }
    for name, office in above_of.items():
        above = town.units.get(office)
        town.units[name] = Unit.objects.create(
            city=city, key=name.lower(), name=name, parent=above, office=above, valid_from=SINCE
        )
    for name, kind, step in (
        ("Kepala Dinas", "struktural", "jpt_pratama"),
        ("Kepala Sekolah", "struktural", "pengawas"),
        ("Guru", "fungsional", "ahli_pertama"),
    ):
        town.positions[name] = Position.objects.create(
            city=city, key=name.lower(), name=name, kind=kind, position_class=step
        )
    pedagogy = Competency.objects.create(city=city, key="pedagogi", name="Pedagogi", kind="teknis")
    for name, level in (("Guru", 3), ("Kepala Sekolah", 3)):
        Standard.objects.create(
            city=city,
            position=town.positions[name],
            competency=pedagogy,
            level=level,
            valid_from=SINCE,
        )
    town.add_person("Kepala", "Dinas Pendidikan", "Kepala Dinas", "IV/c")
    town.add_person("Pimpin Satu", "SD 1", "Kepala Sekolah", "IV/a")
    town.add_person("Pimpin Dua", "SD 2", "Kepala Sekolah", "IV/a")
    town.add_person("Senior Satu", "SD 1", "Guru", "III/d")
    town.add_person("Senior Dua", "SD 2", "Guru", "III/d")
    town.add_person("Muda", "SD 1", "Guru", "III/b", date(2022, 1, 1))
    town.add_person("Baru A", "SD 1", "Guru", "III/a", date(2026, 12, 1))
    town.add_person("Baru B", "SD 1", "Guru", "IX", date(2027, 1, 1))
    town.add_person("Baru C", "SD 2", "Guru", "III/a", date(2027, 2, 1))
    keep_present(city=city)
    for person in town.people.values():
        person.refresh_from_db()
    for name, level in (
        ("Senior Satu", 5),
        ("Senior Dua", 3),
        ("Pimpin Satu", 2),
        ("Baru A", 1),
        ("Baru B", 2),
    ):
        town.measure(name, level)
    measure_gaps(city=city, as_of=date(2027, 2, 28), at=AT)
    return town


@pytest.fixture
def school(city: City) -> Iterator[School]:
    return build_school(city)
