"""A small city whose JP can be reckoned by hand: two offices, people of each kind, the rules that cities begin with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from sibina.credit.ledger.actions import Evidence, count_year, judge_training, send_training
from sibina.credit.ledger.models import OutsideTraining
from sibina.credit.ledger.types import OutsideFacts, OutsideStep
from sibina.ground.cycles.api import Cycle, give_starting_rules
from sibina.ground.people.actions import keep_present
from sibina.ground.people.models import Membership, Person, PersonNumber, Position, Posting, Unit
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.types import Form

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\nsertifikat\n%%EOF\n"


@dataclass
class Hall:
    """The city, its people by name, and short words for what they do."""

    city: City
    units: dict[str, Unit] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)

    def add_person(self, name: str, unit: str, employment: str = "pns", since: Any = None) -> Person:
        made = Person.objects.create(
            city=self.city,
            name=name,
            sex="F",
            birth_date=date(1990, 1, 1),
            employment=employment,
            legal_standing="Aktif",
            appointed_on=since,
        )
        PersonNumber.objects.create(
            city=self.city, person=made, number=f"{199001012015010000 + len(self.persons):018d}"
        )
        Posting.objects.create(
            city=self.city,
            person=made,
            unit=self.units[unit],
            position=Position.objects.get(),
            valid_from=since or date(2020, 1, 1),
        )
        self.persons[name] = made
        return made

    def member(self, role: Role, **place: Any) -> Membership:
        user = get_user_model().objects.create_user(f"akun{len(self.members)}")
        made = Membership.objects.create(city=self.city, user=user, role=role, **place)
        self.members[user.username] = made
        return made

    def own(self, name: str) -> Membership:
        """The log-in of a person."""
        person = self.persons[name]
        found = Membership.objects.filter(person=person).select_related("user", "city").first()
        return found or self.member(Role.ASN, person=person)

    def send(self, name: str = "Ani", at: datetime = AT, **facts: Any) -> OutsideTraining:
        return send_training(
            person=self.persons[name],
            facts=told(**facts),
            evidence=Evidence("sertifikat.pdf", PDF),
            at=at,
            by=self.own(name),
        )

    def verified(self, name: str = "Ani", **facts: Any) -> OutsideTraining:
        sent = self.send(name, **facts)
        return self.judge(sent)

    def judge(
        self, sent: OutsideTraining, step: OutsideStep = OutsideStep.VERIFIED, reason: str = ""
    ) -> OutsideTraining:
        officer = Membership.objects.select_related("user", "city").get(role=Role.PENGELOLA)
        sent.refresh_from_db()
        return judge_training(
            training=sent, step=step, reason=reason, revision=sent.revision, by=officer, at=AT
        )

    def count(self, year: int = 2026, at: datetime = AT) -> Any:
        return count_year(city=self.city, year=year, at=at)


def told(**facts: Any) -> OutsideFacts:
    """What a certificate says, unless said otherwise: eight JP of a technical training on one day in March."""
    day = facts.pop("day", date(2026, 3, 2))
    usual: dict[str, Any] = {
        "title": "Pelatihan arsip digital",
        "organiser": "LAN",
        "form": Form.TEKNIS,
        "abroad": False,
        "starts_on": day,
        "ends_on": day,
        "days": 1,
        "jp": 8,
        "number": "001/LAN/2026",
    }
    return OutsideFacts(**usual | facts)


@pytest.fixture
def hall(city: City) -> Iterator[Hall]:
    give_starting_rules(city=city, at=AT)
    Cycle.objects.create(city=city, year=2026, opened_on=date(2025, 10, 1), phase="deliver")
    made = Hall(city)
    for name in ("Dinas Kesehatan", "Dinas Perhubungan"):
        made.units[name] = Unit.objects.create(
            city=city, key=name.lower(), name=name, valid_from=date(2020, 1, 1)
        )
    Position.objects.create(
        city=city, key="perawat", name="Perawat", kind="fungsional", position_class="mahir"
    )
    made.add_person("Ani", "Dinas Kesehatan")
    made.add_person("Budi", "Dinas Perhubungan")
    made.add_person("Cici", "Dinas Kesehatan", "pppk", date(2024, 3, 1))
    made.add_person("Dodi", "Dinas Perhubungan", "pppk", date(2024, 1, 1))
    made.add_person("Euis", "Dinas Kesehatan", "cpns")
    keep_present(city=city)
    made.member(Role.PENGELOLA)
    return made
