"""Verbs of standard unit prices: cost parts at a price, the price of a new year, last year's prices copied."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.ground.cycles.types import Certainty
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.models import CostPart, Programme, UnitPrice
from sibina.plan.programmes.reads import list_missing_prices, list_newer_prices
from sibina.plan.programmes.types import CostFacts

KEPT = ("price", "unit", "basis", "certainty")


def write_cost_parts(programme: Programme, costs: Iterable[CostFacts]) -> None:
    """Put these cost parts in the place of those that are there.

    A part at a standard price keeps the price that it was written with; only a price that it did not have is looked up.
    """
    kept = {part.unit_price_id: part for part in programme.cost_parts.exclude(unit_price=None)}
    programme.cost_parts.all().delete()
    parts = []
    for cost in costs:
        part = CostPart(
            city_id=programme.city_id,
            programme=programme,
            kind=cost.kind,
            label=cost.label,
            per=cost.per,
            rupiah=cost.rupiah,
            account_code=cost.account_code,
        )
        if cost.price_id is not None:
            known = kept.get(cost.price_id)
            _set_price(part, UnitPrice.objects.get(pk=cost.price_id), cost.quantity or 0)
            if known is not None:
                _keep_price(part, known)
        parts.append(part)
    CostPart.objects.bulk_create(parts)


def _set_price(part: CostPart, price: UnitPrice, quantity: int) -> None:
    part.unit_price, part.quantity, part.price = price, quantity, price.rupiah
    part.unit, part.basis, part.certainty = price.unit, price.basis, price.certainty
    part.rupiah = quantity * price.rupiah


def _keep_price(part: CostPart, known: CostPart) -> None:
    for name in KEPT:
        setattr(part, name, getattr(known, name))
    part.rupiah = (part.quantity or 0) * (part.price or 0)


@transaction.atomic
def take_newer_prices(
    *, programme: Programme, year: int, revision: int, by: User | None, at: datetime
) -> list[CostPart]:
    """Value the programme's cost parts at the standard prices of the year, where these differ. Raises Overtaken.

    Sessions on offer keep the prices that they were written with.
    """
    found = Programme.objects.select_for_update().get(pk=programme.pk)
    check_revision(found, revision)
    changed = []
    for newer in list_newer_prices(parts=found.cost_parts.select_related("unit_price"), year=year):
        _set_price(newer.part, newer.price, newer.part.quantity or 0)
        newer.part.save()
        changed.append(newer.part)
    if changed:
        mark_changed(found, by=by, at=at).save()
        data = {"name": found.name, "year": year, "rupiah": {part.label: part.rupiah for part in changed}}
        record(verb="programmes.prices.taken", city=found.city, by=by, at=at, target=found, data=data)
    return changed


@transaction.atomic
def copy_prices(*, city: City, source: int, year: int, by: User | None, at: datetime) -> int:
    """Copy the standard prices of one year into another that lacks them; how many. What is there stays as it is.

    A copied price is to be confirmed: nobody has said yet that it holds in that year.
    """
    rows = [
        UnitPrice(
            city=city,
            year=year,
            kind=row.kind,
            key=row.key,
            name=row.name,
            unit=row.unit,
            rupiah=row.rupiah,
            basis=row.basis,
            certainty=Certainty.REMEMBERED,
            changed_by=by,
            changed_at=at,
        )
        for row in list_missing_prices(source=source, year=year)
    ]
    UnitPrice.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        data = {"source": source, "year": year, "names": [row.name for row in rows]}
        record(verb="programmes.prices.copied", city=city, by=by, at=at, data=data)
    return len(rows)
