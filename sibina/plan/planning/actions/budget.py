"""Verbs of the year's budget: where money comes from, a line with its four figures, lines from the city's plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.api import Unit
from sibina.lib.audit.api import record
from sibina.plan.planning.models import BudgetLine, CityPlan, CitySpending, FundSource
from sibina.plan.planning.reads import planned_programmes, standing_on_source
from sibina.plan.planning.rules.budget import (
    Figures,
    Refusal,
    account_key,
    lines_of_plan,
    problem_of_source,
    problem_of_year,
    problems_of_figures,
    standing,
)
from sibina.plan.planning.types import BudgetProblem, BudgetStage, SourceKind
from sibina.plan.programmes.api import Programme


class BudgetRefused(ValueError):
    """What was typed cannot stand, with every reason."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(", ".join(one.problem for one in refusals))
        self.refusals = tuple(refusals)


@dataclass(frozen=True)
class SourceFacts:
    """A source of money as it was typed; whole rupiah."""

    name: str
    kind: SourceKind
    office: Unit | None
    ceiling: int
    basis: str


@dataclass(frozen=True)
class LineFacts:
    """A line as it was typed: of each stage the amount in whole rupiah and its day."""

    source: FundSource
    programme: Programme | None
    account_code: str
    label: str
    figures: Mapping[BudgetStage, tuple[int | None, date | None]]


def _check_open(cycle: Cycle, part: Part) -> None:
    """May this part of the year's budget still be written? Raises BudgetRefused."""
    if refusal := problem_of_year(CyclePhase(cycle.phase), part):
        raise BudgetRefused([refusal])


@transaction.atomic
def set_spending(*, cycle: Cycle, rupiah: int, basis: str, by: User | None, at: datetime) -> CitySpending:
    """Say what the city spends in the year, and where that is written. Raises BudgetRefused in a closed year.

    What was spent is known for certain after the year, so that it may be written as long as what was paid.
    """
    _check_open(cycle, Part.PAYMENTS)
    found, _new = CitySpending.objects.update_or_create(
        cycle=cycle, defaults={"city_id": cycle.city_id, "rupiah": rupiah, "basis": basis}
    )
    data = {"rupiah": rupiah, "basis": basis, "year": cycle.year}
    record(verb="planning.spending.set", city=cycle.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def save_source(
    *, cycle: Cycle, source: FundSource | None, facts: SourceFacts, by: User | None, at: datetime
) -> FundSource:
    """Write a source of money.

    Raises BudgetRefused: its name is taken, its lines are above the new ceiling, or the year is over.
    """
    _check_open(cycle, Part.BUDGET)
    same = FundSource.objects.filter(cycle=cycle, name=facts.name, office=facts.office).first()
    if same is not None and same != source:
        raise BudgetRefused([Refusal(BudgetProblem.SOURCE_THERE)])
    if source is not None:
        source = FundSource.objects.select_for_update().get(pk=source.pk)
        there = standing_on_source(source=source)
        if there > facts.ceiling:
            raise BudgetRefused(
                [Refusal(BudgetProblem.CEILING_BELOW_LINES, amount=there, most=facts.ceiling)]
            )
    found = source or FundSource(city_id=cycle.city_id, cycle=cycle)
    for name, value in vars(facts).items():
        setattr(found, name, value)
    found.save()
    data = {"name": facts.name, "ceiling": facts.ceiling, "year": cycle.year}
    record(verb="planning.source.saved", city=cycle.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def save_line(
    *, line: BudgetLine | None, revision: int, facts: LineFacts, by: User, at: datetime
) -> BudgetLine:
    """Write a line with its four figures. Raises BudgetRefused with every reason.

    `revision`: of the line as it was when the form was opened; when somebody saved it since, nothing is written over.
    In a year that is being evaluated only what was paid may change.
    """
    source = (
        FundSource.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=facts.source.pk)
    )
    _check_open(source.cycle, Part.PAYMENTS)
    if not line or _without_payment(_facts_of(line)) != _without_payment(facts):
        _check_open(source.cycle, Part.BUDGET)
    found = BudgetLine.objects.select_for_update().get(pk=line.pk) if line else BudgetLine(revision=0)
    if line and found.revision != revision:
        raise BudgetRefused([Refusal(BudgetProblem.CHANGED_BY_ANOTHER)])
    refusals = list(problems_of_figures(facts.figures))
    amounts = {stage: amount for stage, (amount, _day) in facts.figures.items()}
    over = problem_of_source(
        source.ceiling, standing_on_source(source=source, without=line), standing(amounts)
    )
    key = account_key(facts.account_code)
    same = BudgetLine.objects.filter(
        source=source, programme=facts.programme, account_key=key, label=facts.label
    ).first()
    if over:
        refusals.append(over)
    if same is not None and same != line:
        refusals.append(Refusal(BudgetProblem.LINE_THERE))
    if refusals:
        raise BudgetRefused(refusals)
    found.city_id, found.source, found.programme = source.city_id, source, facts.programme
    found.account_code, found.account_key, found.label = facts.account_code, key, facts.label
    for stage, (amount, day) in facts.figures.items():
        setattr(found, stage.value, amount)
        setattr(found, f"{stage.value}_on", day)
    found.revision += 1
    found.save()
    data = {"label": found.label} | {stage.value: amount for stage, amount in amounts.items()}
    record(verb="planning.budget_line.saved", city=source.city, by=by, at=at, target=found, data=data)
    return found


def _facts_of(line: BudgetLine) -> LineFacts:
    figures = {
        stage: (getattr(line, stage.value), getattr(line, f"{stage.value}_on")) for stage in BudgetStage
    }
    return LineFacts(line.source, line.programme, line.account_code, line.label, figures)


def _without_payment(facts: LineFacts) -> LineFacts:
    kept: Figures = {stage: figure for stage, figure in facts.figures.items() if stage != BudgetStage.SPJ}
    return replace(facts, figures=kept)


@transaction.atomic
def take_lines_from_plan(
    *, plan: CityPlan, source: FundSource, adjustment: str, by: User, at: datetime
) -> list[BudgetLine]:
    """What the source's payer, an office or the city, pays of the plan as lines of the source, asked for (RKA) as of the
    day of `at`; asking again changes nothing else.

    `adjustment`: what the line is called that carries prices of sessions beyond the programme's cost parts. Lines that are
    approved already keep what was asked for. Raises BudgetRefused where the source's ceiling would be passed, where the plan
    has nothing that this payer pays, and where the year is over.
    """
    _check_open(plan.cycle, Part.BUDGET)
    source = FundSource.objects.select_for_update(of=("self",)).select_related("office").get(pk=source.pk)
    planned = planned_programmes(plan=plan, payer=source.office)
    if not planned:
        raise BudgetRefused([Refusal(BudgetProblem.PAYS_NOTHING)])
    day = timezone.localdate(at)
    kept = []
    for draft in lines_of_plan(planned):
        line = BudgetLine.objects.filter(
            source=source,
            programme_id=draft.programme_id,
            account_key=account_key(draft.account_code),
            label=draft.label or adjustment,
        ).first()
        line = line or BudgetLine(
            city_id=source.city_id,
            source=source,
            programme_id=draft.programme_id,
            account_code=draft.account_code,
            account_key=account_key(draft.account_code),
            label=draft.label or adjustment,
            revision=0,
        )
        if line.dpa is None and line.rka != draft.rupiah:
            line.rka, line.rka_on, line.revision = draft.rupiah, day, line.revision + 1
            line.save()
        kept.append(line)
    there = standing_on_source(source=source)
    if there > source.ceiling:
        raise BudgetRefused([Refusal(BudgetProblem.OVER_SOURCE, amount=there, most=source.ceiling)])
    data = {"plan": plan.name, "source": source.name, "lines": len(kept)}
    record(verb="planning.budget.taken_from_plan", city=source.city, by=by, at=at, target=plan, data=data)
    return kept
