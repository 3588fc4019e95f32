"""Verbs of contributions: the standard prices of a year, what a partner promises, gives, or takes back."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import Certainty, CyclePhase, Part
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.plan.programmes.models import Agreement, Contribution, UnitPrice
from sibina.plan.programmes.types import (
    AlreadySettled,
    ContributionFacts,
    ContributionKind,
    ContributionState,
    CountedTwice,
    OutsideAgreement,
    PriceFacts,
    PriceKnown,
    PriceOfOtherYear,
    ReasonMissing,
    YearShut,
)


@transaction.atomic
def save_price(
    *,
    price: UnitPrice,
    facts: PriceFacts,
    revision: int,
    by: User | None,
    at: datetime,
) -> UnitPrice:
    """Write a standard price of a year (unsaved: a new one). Raises Overtaken and PriceKnown.

    Contributions that were valued before keep the price that they were valued at.
    """
    found = price
    if price.pk is None:
        found.revision = 0
    else:
        found = UnitPrice.objects.select_for_update().get(pk=price.pk)
        check_revision(found, revision)
    found.key = name_key(facts.name)
    same = UnitPrice.objects.filter(year=found.year, key=found.key)
    if same.exclude(pk=found.pk).exists():
        raise PriceKnown(facts.name)
    for name, value in vars(facts).items():
        setattr(found, name, value)
    mark_changed(found, by=by, at=at).save()
    data = {"name": facts.name, "value": facts.rupiah, "year": found.year, "typed": vars(facts)}
    record(verb="programmes.price.set", city=found.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def add_contribution(
    *, agreement: Agreement, facts: ContributionFacts, by: User | None, at: datetime
) -> Contribution:
    """Record what a partner promises for a year, valued at the standard price of that year.

    Raises YearShut, OutsideAgreement, PriceOfOtherYear and CountedTwice.
    """
    cycle = Cycle.objects.get(pk=facts.cycle_id)
    if not may_change(CyclePhase(cycle.phase), Part.PLAN):
        raise YearShut
    if agreement.ends_on < date(cycle.year, 1, 1) or agreement.starts_on > date(cycle.year, 12, 31):
        raise OutsideAgreement(agreement.starts_on, agreement.ends_on)
    # One writer at a time under an agreement, so that the same thing is not counted by two at once.
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    found = valued_contribution(agreement=agreement, facts=facts)
    if found.unit_price and found.unit_price.year != cycle.year:
        raise PriceOfOtherYear(cycle.year)
    same = Contribution.objects.exclude(state=ContributionState.WITHDRAWN).filter(
        agreement=agreement, kind=found.kind, programme=facts.programme_id, cycle=cycle, key=found.key
    )
    other = same.first()
    if other:
        raise CountedTwice(other.pk, other.description)
    found.save()
    data = {"description": found.description, "value": found.value, "year": cycle.year}
    record(
        verb="programmes.contribution.promised",
        city=agreement.city,
        by=by,
        at=at,
        target=found,
        data=data | {"number": agreement.number},
    )
    return found


def valued_contribution(*, agreement: Agreement, facts: ContributionFacts) -> Contribution:
    """The contribution at its value, for the caller to write: money by its amount, all else by the standard price."""
    found = Contribution(
        city_id=agreement.city_id,
        agreement=agreement,
        cycle_id=facts.cycle_id,
        programme_id=facts.programme_id,
        key=name_key(facts.description),
        description=facts.description,
    )
    if facts.price_id is None:
        found.kind, found.certainty = ContributionKind.MONEY, Certainty.READ
        found.quantity, found.price = 1, facts.rupiah or 0
    else:
        price = UnitPrice.objects.get(pk=facts.price_id)
        found.kind, found.certainty = price.kind, price.certainty
        found.quantity, found.price = facts.quantity or 0, price.rupiah
        found.unit_price, found.unit, found.basis = price, price.unit, price.basis
    found.value = found.quantity * found.price
    return found


@transaction.atomic
def receive_contribution(*, contribution: Contribution, on: date, by: User | None, at: datetime) -> None:
    """What was promised has come. Raises AlreadySettled."""
    found = _standing(contribution, ContributionState.PROMISED)
    found.state, found.received_on = ContributionState.RECEIVED, on
    found.save()
    data = {"description": found.description, "value": found.value, "received_on": str(on)}
    record(verb="programmes.contribution.received", city=found.city, by=by, at=at, target=found, data=data)


@transaction.atomic
def withdraw_contribution(*, contribution: Contribution, reason: str, by: User | None, at: datetime) -> None:
    """It will not come, or was written wrongly: it counts no more. Raises ReasonMissing and AlreadySettled."""
    if not reason.strip():
        raise ReasonMissing
    found = _standing(contribution, ContributionState.PROMISED, ContributionState.RECEIVED)
    found.state, found.reason, found.received_on = ContributionState.WITHDRAWN, reason.strip(), None
    found.save()
    data = {"description": found.description, "value": found.value, "reason": found.reason}
    record(verb="programmes.contribution.withdrawn", city=found.city, by=by, at=at, target=found, data=data)


def _standing(contribution: Contribution, *states: ContributionState) -> Contribution:
    found = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    if found.state not in states:
        raise AlreadySettled
    return found
