"""Questions about standard unit prices: those of a year, which cost parts stand at another, what a year still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from sibina.plan.programmes.models import CostPart, UnitPrice


def list_prices_of(*, year: int) -> list[UnitPrice]:
    """The standard prices of a year, by kind and name."""
    return list(UnitPrice.objects.filter(year=year).order_by("kind", "name"))


@dataclass(frozen=True)
class NewerPrice:
    """A cost part that stands at another price than the year's; `rupiah`: what it would come to."""

    part: CostPart
    price: UnitPrice

    @property
    def rupiah(self) -> int:
        return (self.part.quantity or 0) * self.price.rupiah


def list_newer_prices(*, parts: Iterable[CostPart], year: int) -> list[NewerPrice]:
    """Those of the cost parts whose standard price is another in the year than the one they were written with."""
    priced = [(part, part.unit_price.key) for part in parts if part.unit_price]
    if not priced:
        return []
    prices = {row.key: row for row in UnitPrice.objects.filter(year=year, key__in=[key for _, key in priced])}
    pairs = [(part, prices[key]) for part, key in priced if key in prices]
    return [NewerPrice(part, price) for part, price in pairs if price.rupiah != part.price]


def find_last_priced_year(*, before: int) -> int | None:
    """The latest year before this one that has standard prices, or None."""
    found: int | None = UnitPrice.objects.filter(year__lt=before).aggregate(last=Max("year"))["last"]
    return found


def list_missing_prices(*, source: int, year: int) -> QuerySet[UnitPrice]:
    """Standard prices of one year that another does not have."""
    there = UnitPrice.objects.filter(year=year).values("key")
    return UnitPrice.objects.filter(year=source).exclude(key__in=there).order_by("kind", "name")
