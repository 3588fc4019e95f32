"""Questions about the year's budget: its sums, its lines, the share of the city's spending."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import RuleKey, RuleVersion
from sibina.ground.people.api import Unit, holding_on
from sibina.ground.people.types import Sight
from sibina.lib.questions import written_once
from sibina.plan.planning.models import BudgetLine, CityPlan, CitySpending, FundSource, PlanSession
from sibina.plan.planning.reads.asking import rule_of_year
from sibina.plan.planning.rules.budget import CostLine, PlannedProgramme, Share, share_of_spending
from sibina.plan.planning.types import BudgetStage
from sibina.plan.programmes.api import CostPart, Programme
from sibina.plan.programmes.types import CostPer

STANDING_ORDER = (BudgetStage.DPPA, BudgetStage.DPA, BudgetStage.RKA)
STANDING = Coalesce(*STANDING_ORDER, output_field=BigIntegerField())
"""What a line may spend as it stands; `rules.budget.standing` says the same of one line."""


@dataclass(frozen=True)
class SourceSums:
    """A source with what its lines add up to, per stage; None where no line says anything of the stage yet."""

    source: FundSource | None
    lines: int
    ceiling: int
    rka: int | None
    dpa: int | None
    dppa: int | None
    spj: int | None
    standing: int

    @property
    def left(self) -> int:
        """What of the ceiling no line asks for yet."""
        return self.ceiling - self.standing


@dataclass(frozen=True)
class YearBudget:
    """The year's money on one page; `share` is None while the city's spending, its lines or the rule is not known."""

    sources: list[SourceSums]
    total: SourceSums
    spending: CitySpending | None
    share: Share | None
    rule: RuleVersion | None


def list_sources(*, cycle: Cycle, sight: Sight) -> QuerySet[FundSource]:
    """Sources of the year that the member sees: of the whole city for those who see it, else of the own office."""
    return FundSource.objects.filter(_seen(sight, "office_id"), cycle=cycle).select_related("office")


def _seen(sight: Sight, office: str) -> Q:
    if sight.whole_city:
        return Q()
    return Q(**{f"{office}__in": sorted(sight.unit_ids or ())})


def get_year_budget(*, cycle: Cycle, sight: Sight) -> YearBudget:
    """Sources with their sums, the whole, and the share that the law asks for."""
    own = _with_sums(list_sources(cycle=cycle, sight=sight))
    summed = _sources_of(cycle_id=cycle.pk) if sight.whole_city else own
    sources = [_sums_of(source) for source in summed]
    total = _whole(sources)
    spending = find_spending(cycle=cycle)
    rule = rule_of_year(RuleKey.BUDGET_SHARE, cycle)
    share = None
    if spending is not None and rule is not None and total.lines and sight.whole_city:
        share = share_of_spending(total.standing, spending.rupiah, Decimal(str(rule.value)))
    return YearBudget(sources, total, spending, share, rule)


@written_once
def _sources_of(cycle_id: int) -> QuerySet[FundSource]:
    return _with_sums(FundSource.objects.filter(cycle_id=cycle_id).select_related("office"))


def _with_sums(sources: QuerySet[FundSource]) -> QuerySet[FundSource]:
    """Each source with how many lines it has (`many`) and what they add up to, as they stand and per stage."""
    sums = {f"{stage}_sum": Sum(f"lines__{stage}") for stage in BudgetStage}
    standing = Coalesce(*(f"lines__{stage}" for stage in STANDING_ORDER), output_field=BigIntegerField())
    return sources.annotate(many=Count("lines"), standing=Sum(standing, default=0), **sums)


def _sums_of(source: Any) -> SourceSums:
    stages = {stage.value: getattr(source, f"{stage}_sum") for stage in BudgetStage}
    return SourceSums(source, source.many, source.ceiling, standing=source.standing, **stages)


def _whole(sources: Sequence[SourceSums]) -> SourceSums:
    stages: dict[str, int | None] = {}
    for stage in BudgetStage:
        known = [amount for one in sources if (amount := getattr(one, stage.value)) is not None]
        stages[stage.value] = sum(known) if known else None
    return SourceSums(
        source=None,
        lines=sum(one.lines for one in sources),
        ceiling=sum(one.ceiling for one in sources),
        standing=sum(one.standing for one in sources),
        **stages,
    )


def standing_on_source(*, source: FundSource, without: BudgetLine | None = None) -> int:
    """What the lines of a source ask for as they stand, but for one of them."""
    rows = BudgetLine.objects.filter(source=source)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    return rows.aggregate(total=Sum(STANDING))["total"] or 0


def list_lines(*, cycle: Cycle, sight: Sight) -> QuerySet[BudgetLine]:
    """The lines of the year that the member sees."""
    rows = BudgetLine.objects.filter(_seen(sight, "source__office_id"), source__cycle=cycle)
    return rows.select_related("source", "programme").annotate(standing=STANDING)


def find_line(*, line_id: int) -> BudgetLine | None:
    """One line with its source, or None."""
    return BudgetLine.objects.select_related("source__cycle", "programme").filter(pk=line_id).first()


def find_source(*, source_id: int) -> FundSource | None:
    """One source with its year, or None."""
    return FundSource.objects.select_related("cycle", "office").filter(pk=source_id).first()


def find_spending(*, cycle: Cycle) -> CitySpending | None:
    """What the city spends in the year, or None while nobody has said so."""
    return _spending.first(cycle_id=cycle.pk)


@written_once
def _spending(cycle_id: int) -> QuerySet[CitySpending]:
    return CitySpending.objects.filter(cycle_id=cycle_id).order_by("pk")[:1]


def city_ceiling(*, cycle: Cycle) -> int | None:
    """What the year's sources of the whole city hold together; None where there is none."""
    return FundSource.objects.filter(cycle=cycle, office__isnull=True).aggregate(total=Sum("ceiling"))[
        "total"
    ]


def list_budget_offices(*, cycle: Cycle) -> list[Unit]:
    """Offices that hold in the year."""
    return list(Unit.objects.filter(holding_on(cycle.opened_on), parent__isnull=True).order_by("name"))


def list_programmes_to_pay() -> list[Programme]:
    """Programmes that a line may be for."""
    return list(Programme.objects.order_by("name").only("pk", "name"))


def planned_programmes(*, plan: CityPlan, payer: Unit | None) -> list[PlannedProgramme]:
    """What the plan's running sessions that this office (none: the city) pays come to per programme, with its cost parts."""
    rows = PlanSession.objects.filter(plan=plan, runs=True, payer=payer)
    rows = rows.order_by("programme_name", "programme_id")
    sums = rows.values("programme_id").annotate(many=Count("pk"), seats=Sum("taken"), rupiah=Sum("cost"))
    found = list(sums)
    parts: dict[int, list[CostLine]] = {}
    for part in CostPart.objects.filter(programme_id__in=[row["programme_id"] for row in found]):
        line = CostLine(part.account_code, part.label, part.per == CostPer.SEAT, part.rupiah)
        parts.setdefault(part.programme_id, []).append(line)
    return [
        PlannedProgramme(
            programme_id=row["programme_id"],
            sessions=row["many"],
            seats=row["seats"],
            cost=row["rupiah"],
            parts=parts.get(row["programme_id"], []),
        )
        for row in found
    ]
