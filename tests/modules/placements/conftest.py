"""A city by the sea: two offices with their heads, a partner abroad with an agreement, and somebody to be placed there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sibina.deliver.placements import actions
from sibina.deliver.placements.models import Adoption, Commitment, Placement
from sibina.deliver.placements.reads import list_papers
from sibina.deliver.placements.types import (
    AdoptionState,
    AnswerFacts,
    CommitmentFacts,
    CostFacts,
    CostKind,
    GoalFacts,
    PaperFacts,
    PlacementFacts,
    ReturnFacts,
    SharingFacts,
)
from sibina.ground.cycles.api import Cycle, give_starting_rules
from sibina.ground.people.models import Person, Unit
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import Agreement, Partner
from sibina.plan.programmes.types import Form
from tests.modules.needs.conftest import Town, build_town
from tests.modules.partners.conftest import make_agreement, make_partner

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
FIRST, LAST = TODAY - timedelta(40), TODAY - timedelta(10)
ClientAs = Callable[..., Client]


@dataclass(frozen=True)
class Port:
    """The city with what a placement is made of. Dodi goes; Dinas Perhubungan is his office."""

    city: City
    town: Town
    partner: Partner
    agreement: Agreement
    dodi: Person
    office: Unit
    other: Unit

    def facts(self, **changes: Any) -> PlacementFacts:
        """A month at the partner, as it would be typed."""
        logistics = self.town.competencies["Logistik"].pk
        known = {
            "form": Form.MAGANG,
            "partner_id": self.partner.pk,
            "host": "",
            "country": "AU",
            "place": "Darwin",
            "agreement_id": self.agreement.pk,
            "purpose": "Belajar melayani kapal tanpa kertas.",
            "starts_on": FIRST,
            "ends_on": LAST,
            "goals": [GoalFacts(logistics, 2, 4)],
            "costs": [
                CostFacts(CostKind.TRAVEL, 30_000_000, payer="APBD kota"),
                CostFacts(CostKind.LODGING, 12_000_000, payer="tuan rumah"),
            ],
        }
        return PlacementFacts(**(known | changes))

    def propose(self, person: Person | None = None, **changes: Any) -> Placement:
        """Proposed."""
        facts = self.facts(**changes)
        return actions.propose_placement(
            city=self.city, person=person or self.dodi, facts=facts, by=None, at=NOW
        )

    def approved(self, person: Person | None = None, **changes: Any) -> Placement:
        """Approved; no paper is there yet."""
        made = self.propose(person, **changes)
        return actions.approve_placement(placement=made, basis="Surat 12/2026", by=None, at=NOW)

    def give_papers(self, placement: Placement, *, but: str = "") -> None:
        """Every paper that is needed, but for one."""
        for line in list_papers(placement):
            if line.kind != but:
                facts = PaperFacts(line.kind, f"{line.kind}/1", FIRST - timedelta(40))
                actions.save_paper(placement=placement, facts=facts, scan=None, revision=0, by=None, at=NOW)

    def under_way(self, person: Person | None = None, **changes: Any) -> Placement:
        """The person is there."""
        made = self.approved(person, **changes)
        self.give_papers(made)
        return actions.begin_placement(placement=made, by=None, at=NOW)

    def reported(self, person: Person | None = None, **changes: Any) -> Placement:
        """The person is back and has reported."""
        made = self.under_way(person, **changes)
        on = changes.get("ends_on", LAST)
        made = actions.end_placement(placement=made, facts=ReturnFacts(on), by=None, at=NOW)
        return actions.report_placement(placement=made, text="Belajar banyak.", scan=None, by=None, at=NOW)

    def promise(self, placement: Placement, practice: str = "Antrean lewat pesan") -> Commitment:
        """Promised."""
        facts = CommitmentFacts(practice, "Petugas loket", TODAY + timedelta(5), "menit menunggu")
        return actions.save_commitment(
            placement=placement, commitment=None, facts=facts, revision=0, by=None, at=NOW
        )

    def teach(self, commitment: Commitment, people: int = 12, on: date = TODAY) -> None:
        """Taught to people of the own office."""
        facts = SharingFacts(on, "Lembar kerja", {self.office.pk: people})
        actions.teach_practice(commitment=commitment, facts=facts, scan=None, by=None, at=NOW)

    def offer(self, commitment: Commitment, unit: Unit | None = None) -> Adoption:
        """Offered to a unit."""
        return actions.offer_practice(commitment=commitment, unit=unit or self.office, by=None, at=NOW)

    def adopt(self, adoption: Adoption, at: datetime = NOW) -> Adoption:
        """Taken up by the unit."""
        facts = AnswerFacts(AdoptionState.ADOPTED, "Memudahkan warga", TODAY - timedelta(5), TODAY)
        return actions.answer_offer(adoption=adoption, facts=facts, by=None, at=at)


@pytest.fixture
def port(city: City) -> Port:
    give_starting_rules(city=city, at=NOW)
    actions.give_paper_rules(city=city, at=NOW)
    for year in range(TODAY.year - 1, TODAY.year + 2):
        Cycle.objects.create(city=city, year=year, phase="deliver", opened_on=date(year - 1, 10, 1))
    town = build_town(city)
    town.count()
    partner = make_partner(city, "Institut Pelabuhan Uji")
    agreement = make_agreement(
        partner, "PKS/9", starts_on=TODAY - timedelta(400), ends_on=TODAY + timedelta(400)
    )
    dodi = Person.objects.select_related("unit", "office").get(name="Dodi")
    units = town.units
    return Port(city, town, partner, agreement, dodi, units["Dinas Perhubungan"], units["Dinas Kesehatan"])


@pytest.fixture
def own_client(port: Port, client_as: ClientAs) -> Client:
    """Dodi's own log-in."""
    return client_as(Role.ASN, person=port.dodi)


@pytest.fixture
def head_client(port: Port, client_as: ClientAs) -> Client:
    """The head of Dodi's office."""
    return client_as(Role.KEPALA_OPD, unit=port.office)


def address(name: str, *args: object) -> str:
    return reverse(f"placements:{name}", args=args)


def page(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(address(name, *args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
