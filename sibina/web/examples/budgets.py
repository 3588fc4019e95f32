"""Money of the example cities: the sources of every year, and what became of the plan of a year that is over."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import numpy as np
from django.contrib.auth.models import User

from sibina.ground.cycles.api import Cycle
from sibina.ground.people.api import Unit
from sibina.plan.planning.api import BudgetLine, CityPlan, CitySpending, FundSource, take_lines_from_plan
from sibina.plan.planning.types import SourceKind
from sibina.plan.programmes.api import Offering, Programme
from sibina.web.examples.rules.recipes import money_of_year

SPENDING_FOR_EACH = 567
"""Belanja daerah for every rupiah of development: the share comes out near the least that the guideline asks for."""
OFFICE_SHARE = 0.08
THOUSAND = 1_000
CITY_SOURCE = "DAU"
OWN_BUSINESS = ("KEP", "MRS")
"""Programmes for those who work in health: the office could as well hold them with its own money."""
PAYING_CITIES = {"tanjungpinang"}


def write_sources(*, cycles: Sequence[Cycle], office_id: int, heads: int) -> None:
    """Where the money of every year comes from, and what the city spends in all."""
    office = Unit.objects.get(pk=office_id)
    newest = max(cycle.year for cycle in cycles)
    for cycle in cycles:
        money = money_of_year(heads, newest - cycle.year)
        CitySpending.objects.create(
            city_id=cycle.city_id,
            cycle=cycle,
            rupiah=_rounded(money * SPENDING_FOR_EACH),
            basis=f"Perda APBD {cycle.year} (data contoh)",
        )
        _source(cycle, CITY_SOURCE, SourceKind.APBD, None, money)
        _source(cycle, "DAK Nonfisik Kesehatan", SourceKind.NATIONAL, office, money * OFFICE_SHARE)


def _source(cycle: Cycle, name: str, kind: SourceKind, office: Unit | None, rupiah: float) -> None:
    FundSource.objects.create(
        city_id=cycle.city_id,
        cycle=cycle,
        name=name,
        kind=kind,
        office=office,
        ceiling=_rounded(rupiah),
        basis=f"KUA-PPAS {cycle.year} (data contoh)",
    )


def let_office_pay(*, cycle: Cycle, office_id: int, programmes: Mapping[str, Programme]) -> None:
    """One session of each programme that is its own business the office pays itself, as far as its money goes."""
    left = FundSource.objects.get(cycle=cycle, office=office_id).ceiling
    for code in OWN_BUSINESS:
        offered = Offering.objects.filter(cycle=cycle, programme=programmes[code], agreement=None)
        for session in offered.order_by("starts_on", "code"):
            most = session.fixed_cost + session.seats * session.seat_cost
            if most <= left:
                session.payer_id, left = office_id, left - most
                session.save(update_fields=["payer"])
                break


def write_lines(*, plan: CityPlan, last_day: date, by: User, at: datetime, seed: int) -> None:
    """The plan's cost asked for; approved with cuts, changed in September, mostly paid by the last day. Seeded."""
    year, chance = plan.cycle.year, np.random.default_rng([seed, plan.cycle.year])
    source = FundSource.objects.get(cycle=plan.cycle, name=CITY_SOURCE)
    lines = take_lines_from_plan(
        plan=plan, source=source, adjustment="Selisih harga sesi terhadap unsur biaya program", by=by, at=at
    )
    for line in lines:
        assert line.rka is not None
        line.dpa = _rounded(line.rka * float(chance.choice([1.0, 1.0, 1.0, 0.97])))
        line.dppa = _rounded(line.dpa * float(chance.choice([0.97, 1.0, 1.0])))
        line.spj = _rounded(line.dppa * float(chance.uniform(0.9, 1.0)))
        line.dpa_on, line.dppa_on, line.spj_on = date(year, 1, 8), date(year, 9, 20), last_day
    BudgetLine.objects.bulk_update(lines, ["dpa", "dpa_on", "dppa", "dppa_on", "spj", "spj_on"])


def _rounded(rupiah: float) -> int:
    """Budgets are written in whole thousands."""
    return int(rupiah // THOUSAND) * THOUSAND
