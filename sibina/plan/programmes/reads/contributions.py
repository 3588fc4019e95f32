"""Questions about contributions: what partners give, at which price, and how the plan of a year counts it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.plan.programmes.models import Agreement, Contribution, Offering, Partner, UnitPrice
from sibina.plan.programmes.rules import Resting, counting_of, shares_of
from sibina.plan.programmes.types import ContributionKind, ContributionState, Counting, Given, Share


def list_prices() -> QuerySet[UnitPrice]:
    """Standard unit prices of all years, the latest year first."""
    return UnitPrice.objects.all()


def find_price(*, price_id: int) -> UnitPrice | None:
    """One standard price, or None."""
    return UnitPrice.objects.filter(pk=price_id).first()


def list_cycles() -> list[Cycle]:
    """Years of the city, the latest first."""
    return list(Cycle.objects.order_by("-year"))


def list_plannable_cycles() -> list[Cycle]:
    """Years whose plan may still change, the earliest first: what is given now counts in one of them."""
    found = Cycle.objects.order_by("year")
    return [cycle for cycle in found if may_change(CyclePhase(cycle.phase), Part.PLAN)]


def list_contributions(
    *, agreement: Agreement | None = None, partner: Partner | None = None
) -> QuerySet[Contribution]:
    """Contributions with agreement, partner, programme and year; of one agreement or partner, or of all."""
    found = Contribution.objects.select_related("agreement__partner", "programme", "cycle")
    if agreement:
        found = found.filter(agreement=agreement)
    return found.filter(agreement__partner=partner) if partner else found


def find_contribution(*, contribution_id: int) -> Contribution | None:
    """One contribution, or None."""
    return list_contributions().filter(pk=contribution_id).first()


@dataclass(frozen=True)
class Funding:
    """What partners add to a year: each contribution that counts, and its parts in the plan. Whole rupiah."""

    contributions: tuple[Contribution, ...]
    shares: tuple[Share, ...]


def get_funding(*, cycle: Cycle) -> Funding:
    """What the plan of the year counts of the partners' contributions, promised or received."""
    rows = list_contributions().filter(cycle=cycle).exclude(state=ContributionState.WITHDRAWN)
    found = list(rows.order_by("pk"))
    shares = shares_of(map(given_of, found), resting_in(cycle)) if found else []
    counted = {share.contribution for share in shares}
    return Funding(tuple(row for row in found if row.pk in counted), tuple(shares))


def resting_in(cycle: Cycle) -> list[Resting]:
    """The sessions of the year that rest on agreements."""
    rows = Offering.objects.filter(cycle=cycle, agreement__isnull=False).order_by("pk")
    return [Resting(*row) for row in rows.values_list("pk", "programme_id", "agreement_id")]


def given_of(row: Contribution) -> Given:
    """A row as the noun that rules compute with."""
    return Given(
        key=row.pk,
        kind=ContributionKind(row.kind),
        state=ContributionState(row.state),
        agreement=row.agreement_id,
        programme=row.programme_id,
        rupiah=row.value,
    )


def count_in_plans(rows: list[Contribution]) -> dict[int, Counting]:
    """How the plan of its year counts each contribution, by its key."""
    resting = {cycle: resting_in(cycle) for cycle in {row.cycle for row in rows}}
    return {row.pk: counting_of(given_of(row), resting[row.cycle]) for row in rows}
