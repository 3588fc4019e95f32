"""The sessions that a programme's terms of reference are about, and what they cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sibina.ground.cycles.api import Cycle
from sibina.plan.planning.models import CityPlan, PlanFunding
from sibina.plan.planning.rules.budget import CostLine
from sibina.plan.planning.rules.funding import taken_off
from sibina.plan.planning.rules.terms import PricedSession, TermsBudget, terms_budget
from sibina.plan.programmes.api import Agreement, CostPart, Offering, Programme, get_funding
from sibina.plan.programmes.rules import given_to_sessions
from sibina.plan.programmes.types import CostPer, Days


@dataclass(frozen=True)
class TermsSession:
    """A session as the paper tells it. Empty venue or speaker: not known yet; without a payer the city pays."""

    code: str
    days: Days
    venue: str
    speaker: str
    agreement: Agreement | None
    payer: str
    priced: PricedSession


@dataclass(frozen=True)
class Terms:
    """The sessions of a programme in a year and their budget: those that run in the plan; without one, those on offer.

    `partners`: who gives what to these sessions.
    """

    cycle: Cycle | None
    plan: CityPlan | None
    sessions: Sequence[TermsSession]
    budget: TermsBudget
    partners: Sequence[tuple[str, str]]

    @property
    def burdens(self) -> list[tuple[str, int]]:
        """Who pays the sessions, and how much of `budget.cost`: the city (no name) first, then offices by name."""
        payers = sorted({one.payer for one in self.sessions}) or [""]
        return [
            (payer, sum(one.priced.cost for one in self.sessions if one.payer == payer)) for payer in payers
        ]

    @property
    def participants(self) -> int:
        """Seats taken in the plan; those on offer where no plan says who comes."""
        return sum(one.priced.participants for one in self.sessions)


def get_terms_of(*, programme: Programme, cycle: Cycle | None, plan: CityPlan | None) -> Terms:
    """Sessions and budget of a programme (of `join_parts`) in the plan; without a plan of those on offer in the year."""
    sessions: list[TermsSession] = []
    partners: list[tuple[str, str]] = []
    if plan is not None:
        sessions, partners = _planned(programme, plan), _partners_of_plan(programme, plan)
    elif cycle is not None:
        sessions, partners = _offered(programme, cycle)
    budget = terms_budget(_parts(programme.costs), [one.priced for one in sessions])
    return Terms(cycle=cycle, plan=plan, sessions=sessions, budget=budget, partners=partners)


def _parts(costs: Iterable[CostPart]) -> list[CostLine]:
    return [CostLine(one.account_code, one.label, one.per == CostPer.SEAT, one.rupiah) for one in costs]


def _planned(programme: Programme, plan: CityPlan) -> list[TermsSession]:
    rows = plan.sessions.filter(programme=programme, runs=True).order_by("starts_on", "code")
    return [
        TermsSession(
            row.code, row.offering.days, row.venue, row.speaker, row.offering.agreement,
            row.payer.name if row.payer else "",
            PricedSession(row.fixed_cost, row.seat_cost, row.taken, row.contributed),
        )
        for row in rows.select_related("offering__agreement__partner", "payer")
    ]  # fmt: skip


def _partners_of_plan(programme: Programme, plan: CityPlan) -> list[tuple[str, str]]:
    rows = PlanFunding.objects.filter(plan=plan, offering__programme=programme)
    return list(rows.order_by("partner", "description").values_list("partner", "description").distinct())


def _offered(programme: Programme, cycle: Cycle) -> tuple[list[TermsSession], list[tuple[str, str]]]:
    """Every session on offer, as if all of them ran and were full."""
    rows = Offering.objects.filter(programme=programme, cycle=cycle).order_by("starts_on", "code")
    found = list(rows.select_related("speaker", "payer", "agreement__partner"))
    given: Mapping[int, int] = {}
    partners: list[tuple[str, str]] = []
    if any(row.agreement for row in found):
        funding = get_funding(cycle=cycle)
        given = given_to_sessions(funding.shares)
        partners = [
            (row.agreement.partner.name, row.description)
            for row in funding.contributions
            if row.programme_id == programme.pk
        ]
    return [_as_offered(row, given.get(row.pk, 0)) for row in found], partners


def _as_offered(row: Offering, given: int) -> TermsSession:
    priced = PricedSession(row.fixed_cost, row.seat_cost, row.seats, taken_off(row.fixed_cost, given))
    speaker = row.speaker.name if row.speaker else ""
    payer = row.payer.name if row.payer else ""
    return TermsSession(row.code, row.days, row.venue, speaker, row.agreement, payer, priced)
