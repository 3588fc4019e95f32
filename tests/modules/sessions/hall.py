"""A session of two days in a hall, with people who have a seat in it: what tests of attendance stand on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sibina.deliver.sessions.models import Enrolment, Session, SessionDay
from sibina.deliver.sessions.types import EnrolmentState, SessionStage
from sibina.ground.cycles.models import Cycle
from sibina.ground.people.models import Person, PersonNumber, Unit
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.models import Offering, Programme

BEGIN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Eight in the morning in Jakarta."""
HOURS = timedelta(hours=8)


@dataclass
class Hall:
    """The session, its days in order, and its participants in order of name."""

    session: Session
    days: list[SessionDay]
    people: list[Enrolment]

    @property
    def day(self) -> SessionDay:
        return self.days[0]


def build_hall(
    city: City, *, people: int = 3, days: int = 1, begin: datetime = BEGIN, code: str = "PEL-1"
) -> Hall:
    """A session in the year of `begin`, which is in delivery."""
    today = begin.astimezone(ZoneInfo(city.time_zone)).date()
    cycle, _made = Cycle.objects.get_or_create(
        city=city, year=today.year, defaults={"phase": "deliver", "opened_on": date(today.year, 1, 1)}
    )
    told = {
        "name": "Pelayanan prima",
        "form": "bimtek",
        "jp": 16,
        "min_participants": 1,
        "max_participants": 5000,
    }
    programme, _made = Programme.objects.get_or_create(city=city, key="pelayanan", defaults=told)
    last = today + timedelta(days=days - 1)
    offering = Offering.objects.create(
        city=city, cycle=cycle, programme=programme, code=code, starts_on=today, ends_on=last, seats=max(people, 1),
        min_seats=1, fixed_cost=0, seat_cost=0,
    )  # fmt: skip
    session = Session.objects.create(
        city=city, cycle=cycle, offering=offering, programme=programme, code=code, title="Pelayanan prima",
        form="bimtek", jp=16, starts_on=today, ends_on=last, seats=max(people, 1), min_seats=1, taken=people,
        decide_on=today, stage=SessionStage.CONFIRMED, made_at=begin,
    )  # fmt: skip
    rows = [
        SessionDay(
            city=city,
            session=session,
            day=today + timedelta(days=number),
            starts_at=begin + timedelta(days=number),
            ends_at=begin + timedelta(days=number) + HOURS,
        )
        for number in range(days)
    ]
    return Hall(session, SessionDay.objects.bulk_create(rows), enrol(city, session, people, begin))


def enrol(city: City, session: Session, many: int, at: datetime) -> list[Enrolment]:
    """People with an accepted seat, all of one office."""
    office, _made = Unit.objects.get_or_create(
        city=city, key="dinas", defaults={"name": "Dinas Kesehatan", "valid_from": date(2020, 1, 1)}
    )
    persons = Person.objects.bulk_create(
        Person(
            city=city, name=f"Peserta {number:04d}", sex="F", birth_date=date(1990, 1, 1), employment="pns",
            legal_standing="Aktif", unit=office, office=office, number=f"{199001012015000000 + number}",
        )
        for number in range(1, many + 1)
    )  # fmt: skip
    PersonNumber.objects.bulk_create(
        [PersonNumber(city=city, person=person, number=person.number) for person in persons],
        ignore_conflicts=True,
    )
    return Enrolment.objects.bulk_create(
        Enrolment(
            city=city, session=session, person=person, unit=office, office=office,
            state=EnrolmentState.ACCEPTED, made_at=at,
        )
        for person in persons
    )  # fmt: skip
