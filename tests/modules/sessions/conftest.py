"""A small city with a set plan: two offices, twelve persons, and sessions that the plan runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest

from sibina.assess.needs.models import Gap, GapSnapshot
from sibina.deliver.sessions.actions import Hours, Prepared, prepare_sessions
from sibina.deliver.sessions.models import Enrolment, Session
from sibina.ground.competencies.models import Competency
from sibina.ground.cycles.api import Cycle, give_starting_rules, open_cycle
from sibina.ground.cycles.types import CyclePhase
from sibina.ground.people.models import Person, Position, Posting, Unit
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.plan.planning.models import CityPlan, PlanPerson, PlanSeat, PlanSession
from sibina.plan.programmes.models import Objective, Offering, Programme, Speaker

AT = datetime(2026, 2, 2, 3, 0, tzinfo=UTC)
SINCE = date(2020, 1, 1)
HOURS = Hours(time(8), time(16))
SEATS = {"P-1": range(6), "P-2": range(6, 10), "E-1": range(3), "S-1": range(4), "M-1": range(2)}
"""Who of the twelve sits where in the plan."""


@dataclass
class Town:
    """What tests of sessions stand on."""

    city: City
    cycle: Cycle
    plan: CityPlan
    offices: list[Unit]
    persons: list[Person]
    speaker: Speaker

    def prepare(
        self, *, invite: bool = True, only: Sequence[str] | None = None, hours: Hours = HOURS
    ) -> Prepared:
        """The plan's sessions made, all of them or only these codes."""
        offerings = None
        if only is not None:
            offerings = list(Offering.objects.filter(code__in=only).values_list("pk", flat=True))
        return prepare_sessions(
            plan=self.plan, hours=hours, invite=invite, by=None, at=AT, offerings=offerings
        )

    def serve(self, programme: str, *, numbers: Sequence[int]) -> None:
        """The programme gets an objective, and only these of the twelve have its gap."""
        competency = Competency.objects.create(
            city=self.city, key="melayani", name="Melayani", kind="technical"
        )
        Objective.objects.create(
            city=self.city, programme=Programme.objects.get(name=programme), competency=competency,
            from_level=1, to_level=3, gain_source="assumed",
        )  # fmt: skip
        snapshot = GapSnapshot.objects.create(
            city=self.city, as_of=SINCE, computed_at=AT, rule_version="1", method_order=[], marks={}, people=12,
            competencies=1, short=len(numbers), unmeasured=0, met=0, shortfall=len(numbers), weighted=0, is_current=True,
        )  # fmt: skip
        Gap.objects.bulk_create(
            Gap(
                city=self.city, snapshot=snapshot, person=one, unit=one.unit, office=one.office,
                position=one.position, competency=competency, required=3, present=2, shortfall=1, state="short", weight=0,
            )
            for one in (self.persons[number] for number in numbers)
        )  # fmt: skip

    def session(self, code: str) -> Session:
        """The session of this code."""
        return Session.objects.get(code=code)

    def enrolment(self, code: str, number: int) -> Enrolment:
        """The part of one of the twelve in a session."""
        return Enrolment.objects.get(session__code=code, person=self.persons[number])


def make_town(city: City) -> Town:
    """The city with everything in it; call inside its context."""
    give_starting_rules(city=city, at=AT)
    cycle = open_cycle(city=city, year=2026, at=AT, phase=CyclePhase.DELIVER)
    offices = [
        Unit.objects.create(city=city, key=name.lower(), name=name, valid_from=SINCE)
        for name in ("Dinas Pendidikan", "Dinas Perhubungan")
    ]
    position = Position.objects.create(
        city=city, key="analis", name="Analis", kind="fungsional", position_class="ahli_pertama"
    )
    persons = Person.objects.bulk_create(
        Person(
            city=city, name=f"Orang {number:02d}", number=f"{199001010000000000 + number}", sex="F",
            birth_date=date(1990, 1, 1), employment="pns", legal_standing="Aktif",
            unit=offices[number % 2], office=offices[number % 2], position=position,
        )
        for number in range(12)
    )  # fmt: skip
    Posting.objects.bulk_create(
        Posting(city=city, person=one, unit=one.unit, position=position, valid_from=SINCE) for one in persons
    )
    speaker = Speaker.objects.create(
        city=city, key="pembicara", name="Sri Pembicara", institution="Universitas"
    )
    plan = _plan(city, cycle, persons, speaker)
    return Town(city, cycle, plan, offices, persons, speaker)


def _plan(city: City, cycle: Cycle, persons: list[Person], speaker: Speaker) -> CityPlan:
    plan = CityPlan.objects.create(
        city=city, cycle=cycle, name="Rencana 2026", state="ready", made_at=AT, computed_at=AT,
        ceiling=100_000_000, cost=0, away_percent=40, seconds=5, seed=1, snapshot_number=1,
        snapshot_as_of=SINCE, snapshot_computed_at=AT,
    )  # fmt: skip
    people = PlanPerson.objects.bulk_create(
        PlanPerson(city=city, plan=plan, person=one, unit=one.unit, office=one.office, line=number)
        for number, one in enumerate(persons)
    )
    rows = [
        ("P-1", "Pelayanan", "bimtek", 20, (3, 2), (3, 4), 6, "Aula Balai Kota", True),
        ("P-2", "Pelayanan", "bimtek", 20, (3, 5), (3, 9), 6, "Aula Balai Kota", True),
        ("E-1", "Etika", "seminar", 4, (4, 3), (4, 3), 10, "Ruang A", False),
        ("S-1", "Inovasi", "workshop", 10, (6, 1), (6, 2), 4, "", False),
        ("M-1", "Mentoring ASN baru", "mentoring", 16, (3, 2), (6, 26), 10, "", False),
    ]
    for number, (code, name, form, jp, start, end, seats, venue, speaks) in enumerate(rows):
        programme, _new = Programme.objects.get_or_create(
            city=city,
            key=name.lower(),
            defaults={"name": name, "form": form, "jp": jp, "max_participants": 40},
        )
        offering = Offering.objects.create(
            city=city, cycle=cycle, programme=programme, code=code, starts_on=date(2026, *start),
            ends_on=date(2026, *end), seats=seats, min_seats=2, fixed_cost=0, seat_cost=0, venue=venue,
            speaker=speaker if speaks else None, is_held=True,
        )  # fmt: skip
        row = PlanSession.objects.create(
            city=city, plan=plan, offering=offering, programme=programme, code=code, programme_name=name, jp=jp,
            starts_on=offering.starts_on, ends_on=offering.ends_on, venue=venue, offered=seats, min_seats=2,
            fixed_cost=0, seat_cost=0, runs=True, taken=len(SEATS[code]),
        )  # fmt: skip
        PlanSeat.objects.bulk_create(
            PlanSeat(city=city, plan=plan, session=row, plan_person=people[who], line=number * 100 + who)
            for who in SEATS[code]
        )
    CityPlan.objects.filter(pk=plan.pk).update(approval="set")
    return CityPlan.objects.select_related("cycle").get(pk=plan.pk)


@pytest.fixture
def town(city: City) -> Iterator[Town]:
    with city_context(city):
        yield make_town(city)
