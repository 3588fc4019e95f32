"""Money of the example cities: two past years from RKA to SPJ, and the ceilings of the open year."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from sibina.ground.cycles.api import Cycle
from sibina.ground.people.api import Unit
from sibina.plan.planning.api import BudgetLine, CitySpending, FundSource
from sibina.plan.planning.rules.budget import account_key
from sibina.plan.planning.types import SourceKind
from sibina.plan.programmes.api import CostPart, Programme

A_HEAD = 600_000
SPENDING_A_HEAD = 340_000_000
"""Belanja daerah per ASN, so that the share of development comes out near the least that the guideline asks for."""
GROWTH = 0.94
"""Each year back there was a little less money."""
OFFICE_SHARE = 0.08
LINES = 14
THOUSAND = 1_000


def write_budgets(
    *, cycles: Sequence[Cycle], programmes: Sequence[Programme], office_id: int, heads: int, seed: int
) -> None:
    """Sources of every year, and lines of those that are over. Seeded: equal cities get equal money."""
    chance = np.random.default_rng([seed, heads])
    office = Unit.objects.get(pk=office_id)
    parts = list(CostPart.objects.filter(programme__in=programmes).order_by("pk"))
    newest = max(cycle.year for cycle in cycles)
    for cycle in cycles:
        money = heads * GROWTH ** (newest - cycle.year)
        CitySpending.objects.create(
            city_id=cycle.city_id,
            cycle=cycle,
            rupiah=_rounded(money * SPENDING_A_HEAD),
            basis=f"Perda APBD {cycle.year} (data contoh)",
        )
        city_source = _source(cycle, "DAU", SourceKind.APBD, None, money * A_HEAD)
        _source(cycle, "DAK Nonfisik Kesehatan", SourceKind.NATIONAL, office, money * A_HEAD * OFFICE_SHARE)
        if cycle.closed_on is not None:
            chosen = chance.permutation(len(parts))[:LINES]
            BudgetLine.objects.bulk_create(_lines(city_source, [parts[at] for at in sorted(chosen)], chance))


def _source(cycle: Cycle, name: str, kind: SourceKind, office: Unit | None, rupiah: float) -> FundSource:
    return FundSource.objects.create(
        city_id=cycle.city_id,
        cycle=cycle,
        name=name,
        kind=kind,
        office=office,
        ceiling=_rounded(rupiah),
        basis=f"KUA-PPAS {cycle.year} (data contoh)",
    )


def _lines(source: FundSource, parts: Sequence[CostPart], chance: np.random.Generator) -> list[BudgetLine]:
    """Asked for below the ceiling, approved with cuts, changed in September, mostly paid by December."""
    year, shares = source.cycle.year, chance.dirichlet(np.full(len(parts), 4.0)) * 0.97
    found = []
    for part, share in zip(parts, shares, strict=True):
        asked = _rounded(source.ceiling * float(share))
        approved = _rounded(asked * float(chance.choice([1.0, 1.0, 0.95, 0.85])))
        changed = _rounded(approved * float(chance.choice([0.85, 1.0, 1.0])))
        found.append(
            BudgetLine(
                city_id=source.city_id,
                source=source,
                programme_id=part.programme_id,
                account_code=part.account_code,
                account_key=account_key(part.account_code),
                label=part.label,
                rka=asked,
                rka_on=date(year - 1, 10, 15),
                dpa=approved,
                dpa_on=date(year, 1, 8),
                dppa=changed,
                dppa_on=date(year, 9, 20),
                spj=_rounded(changed * float(chance.uniform(0.82, 1.0))),
                spj_on=date(year, 12, 29),
            )
        )
    return found


def _rounded(rupiah: float) -> int:
    """Budgets are written in whole thousands."""
    return int(rupiah // THOUSAND) * THOUSAND
