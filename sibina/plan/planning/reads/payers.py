"""Who pays the sessions of a plan: the city within the ceiling, or an office from its own money."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from sibina.ground.cycles.api import Cycle
from sibina.ground.people.api import Unit
from sibina.ground.people.types import Sight
from sibina.plan.planning.models import CityPlan, FundSource, PlanPayer, PlanSession
from sibina.plan.planning.rules.funding import taken_off
from sibina.plan.planning.rules.payers import PaidSession, Payer, payers_of


def get_payers(
    *, cycle: Cycle, rows: Iterable[Mapping[str, Any]], given: Mapping[int, int]
) -> tuple[Payer, ...]:
    """The offices that pay sessions among these rows on offer, each with its own money of the year."""
    paid = [row for row in rows if row["payer_id"] is not None]
    if not paid:
        return ()
    names = {row["payer_id"]: row["payer__name"] for row in paid}
    sources = FundSource.objects.filter(cycle=cycle, office__in=names).order_by()
    money = dict(sources.values_list("office_id").annotate(Sum("ceiling")))
    return payers_of(
        (
            PaidSession(
                session=row["pk"],
                office=row["payer_id"],
                code=row["code"],
                fixed_cost=row["fixed_cost"] - taken_off(row["fixed_cost"], given.get(row["pk"], 0)),
                seat_cost=row["seat_cost"],
                seats=row["seats"],
            )
            for row in paid
        ),
        names,
        money,
    )


@dataclass(frozen=True)
class PayerLine:
    """What one payer pays of a plan, beside what it has; whole rupiah. Without an office: the city, within the ceiling."""

    office: Unit | None
    money: int
    offered: int
    running: int
    seats: int
    cost: int

    @property
    def left(self) -> int:
        return self.money - self.cost

    @property
    def key(self) -> str:
        """How lists of sessions name the payer."""
        return str(self.office.pk) if self.office else CITY


CITY = "kota"


def list_payers(*, plan: CityPlan, sight: Sight) -> list[PayerLine]:
    """The city first, for who sees it, then the offices that this member sees; empty where the city pays for all."""
    if not plan.paying_offices:
        return []
    offices = PlanPayer.objects.filter(plan=plan).select_related("office")
    rows = PlanSession.objects.filter(plan=plan).order_by().values("payer_id")
    sums = rows.annotate(
        offered=Count("pk"), running=Count("pk", filter=Q(runs=True)), seats=Sum("taken"), cost=Sum("cost")
    )
    figures = ("offered", "running", "seats", "cost")
    of: dict[int | None, dict[str, int]] = {
        payer: dict(zip(figures, counted, strict=True))
        for payer, *counted in sums.values_list("payer_id", *figures)
    }
    none = dict.fromkeys(figures, 0)
    lines = [PayerLine(one.office, one.money, **of.get(one.office_id, none)) for one in offices]
    if sight.whole_city:
        return [PayerLine(None, plan.ceiling, **of.get(None, none)), *lines]
    return [line for line in lines if line.office and line.office.pk in (sight.unit_ids or ())]


def list_payer_names(*, plan: CityPlan) -> list[tuple[str, str]]:
    """The offices that pay sessions of the plan, as `PayerLine.key` names them."""
    offices = PlanPayer.objects.filter(plan=plan).values_list("office_id", "office__name")
    return [(str(key), name) for key, name in offices]


def paid_by(key: str) -> Q:
    """Sessions of a plan that this payer pays, as `PayerLine.key` names it."""
    return Q(payer=None) if key == CITY else Q(payer=key)
