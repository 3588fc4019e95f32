"""A city with one programme on offer, a partner with an agreement in force, and the standard prices of the year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from sibina.ground.competencies.api import take_reference_competencies
from sibina.ground.competencies.rules import national_competencies
from sibina.ground.cycles.api import Cycle, give_starting_rules
from sibina.ground.cycles.types import Certainty
from sibina.ground.people.api import Membership
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.actions import (
    save_agreement,
    save_partner,
    save_price,
    speak_for_partner,
    take_starter_programmes,
)
from sibina.plan.programmes.models import Agreement, Offering, Partner, Programme, Speaker, UnitPrice
from sibina.plan.programmes.rules import starter_catalogue
from sibina.plan.programmes.types import (
    AgreementFacts,
    AgreementKind,
    ContributionKind,
    PartnerFacts,
    PartnerKind,
    PriceFacts,
)

AT = datetime(2026, 11, 30, 3, tzinfo=UTC)
ClientAs = Callable[..., Client]


@dataclass(frozen=True)
class Harbour:
    city: City
    cycle: Cycle
    programme: Programme
    session: Offering
    partner: Partner
    agreement: Agreement
    price: UnitPrice


def make_partner(city: City, name: str) -> Partner:
    facts = PartnerFacts(name, PartnerKind.UNIVERSITY, "Indonesia", "Kota Uji", "Biro Kerja Sama", True)
    return save_partner(city=city, partner=None, facts=facts, revision=0, by=None, at=AT)


def make_agreement(partner: Partner, number: str, **changes: object) -> Agreement:
    typed = {
        "kind": AgreementKind.PKS,
        "number": number,
        "title": "Pelatihan kepelabuhanan",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        "scope": "Kepelabuhanan dan logistik",
        "document": "Arsip 12/2026",
        "programme_ids": [],
    }
    facts = AgreementFacts(**(typed | changes))  # type: ignore[arg-type]
    return save_agreement(partner=partner, agreement=None, facts=facts, revision=0, by=None, at=AT)


@pytest.fixture
def harbour(city: City) -> Harbour:
    give_starting_rules(city=city, at=AT)
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
        speaker=Speaker.objects.create(city=city, key="rahasia", name="Dr. Narasumber Rahasia"),
    )
    partner = make_partner(city, "Universitas Uji")
    price = save_price(
        price=UnitPrice(city=city, year=2027),
        facts=PriceFacts(
            ContributionKind.SPEAKER, "Narasumber doktor", "jam", 900_000, "Keputusan kota", Certainty.TOLD
        ),
        revision=0,
        by=None,
        at=AT,
    )
    return Harbour(city, cycle, programme, session, partner, make_agreement(partner, "PKS/1/2026"), price)


@pytest.fixture
def partner_client(client_as: ClientAs) -> Callable[[Partner], Client]:
    """A log-in that speaks for a partner."""

    def make(partner: Partner) -> Client:
        client = client_as(Role.MITRA)
        member = Membership.objects.filter(role=Role.MITRA).latest("pk")
        speak_for_partner(membership=member, partner_id=partner.pk, by=None, at=AT)
        return client

    return make


def text_of(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
