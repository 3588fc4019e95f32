"""The partners of an example city, written by the same verbs that its officers use."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import CyclePhase
from sibina.ground.people.api import Membership
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import (
    Agreement,
    Offering,
    Partner,
    Programme,
    UnitPrice,
    list_restable,
    rest_sessions,
    save_agreement,
    save_partner,
    save_price,
    speak_for_partner,
    valued_contribution,
)
from sibina.plan.programmes.types import ContributionFacts, ContributionState
from sibina.web.examples.rules import example_prices, partners_of
from sibina.web.examples.types import AgreementRecipe, Calendar, GiftRecipe


def write_partnerships(
    city: City, calendar: Calendar, programmes: Mapping[str, Programme], *, at: datetime
) -> None:
    """Partners, agreements, prices and contributions, past and present; `programmes` by code. Sessions are there."""
    cycles = {cycle.year: cycle for cycle in Cycle.objects.all()}
    prices = {
        (year, facts.name): save_price(
            price=UnitPrice(city=city, year=year), facts=facts, revision=0, by=None, at=at
        )
        for year in cycles
        for facts in example_prices()
    }
    partners = []
    for recipe in partners_of(city.slug, calendar):
        partner = save_partner(city=city, partner=None, facts=recipe.facts, revision=0, by=None, at=at)
        partners.append(partner)
        for one in recipe.agreements:
            agreement = _write_agreement(partner, one, programmes, at=at)
            for gift in one.gifts:
                _give(agreement, gift, cycles[gift.year], prices, programmes.get(gift.programme))
    for member in Membership.objects.filter(role=Role.MITRA):
        speak_for_partner(membership=member, partner_id=partners[0].pk, by=None, at=at)


def _write_agreement(
    partner: Partner, recipe: AgreementRecipe, programmes: Mapping[str, Programme], *, at: datetime
) -> Agreement:
    facts = replace(recipe.facts, programme_ids=[programmes[code].pk for code in recipe.programmes])
    made = save_agreement(partner=partner, agreement=None, facts=facts, revision=0, by=None, at=at)
    if recipe.carries_sessions:
        resting = [row.pk for row in list_restable(agreement=made)]
        rest_sessions(agreement=made, offering_ids=resting, by=None, at=at)
        _rest_last_year(made, resting)
    return made


def _rest_last_year(agreement: Agreement, resting: list[int]) -> None:
    """Last year's sessions of the same programmes, where the agreement held on their days."""
    now = Offering.objects.filter(pk__in=resting).select_related("cycle").order_by("starts_on").first()
    if now is not None:
        same = Offering.objects.filter(
            cycle__year=now.cycle.year - 1,
            programme__offerings__in=resting,
            starts_on__gte=agreement.starts_on,
        )
        Offering.objects.filter(pk__in=same.values("pk")).update(agreement=agreement)


def _give(
    agreement: Agreement,
    gift: GiftRecipe,
    cycle: Cycle,
    prices: Mapping[tuple[int, str], UnitPrice],
    programme: Programme | None,
) -> None:
    """Promised in the year to plan; received in the years that are closed, which no officer may change any more."""
    price = prices.get((gift.year, gift.price))
    facts = ContributionFacts(
        description=gift.description,
        cycle_id=cycle.pk,
        price_id=price.pk if price else None,
        quantity=gift.quantity,
        rupiah=gift.rupiah,
        programme_id=programme.pk if programme else None,
    )
    row = valued_contribution(agreement=agreement, facts=facts)
    if cycle.phase == CyclePhase.CLOSED:
        row.state, row.received_on = ContributionState.RECEIVED, date(cycle.year, 3, 1)
    row.save()
