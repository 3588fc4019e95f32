"""The arithmetic of the year's budget: what stands, what is left, the share that the law asks for, lines from a plan.

Money is whole rupiah. What nobody has said yet is None and adds nothing, so that a sum never stands for more than it knows.

Ground: domain of regional finance: RKA → DPA → DPPA → SPJ are four acts; the least share for the development of ASN is a
versioned rule of the city (cycles.Rule `budget_share`) with its basis.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.plan.planning.types import BudgetProblem, BudgetStage

Figures = Mapping[BudgetStage, tuple[int | None, date | None]]
"""Of each stage the amount in whole rupiah and its day; None where it is not known."""


@dataclass(frozen=True)
class Refusal:
    """What is wrong, at which stage, and the amounts that the sentence names."""

    problem: BudgetProblem
    stage: BudgetStage | None = None
    amount: int | None = None
    most: int | None = None
    by: str = ""


def problem_of_year(phase: CyclePhase, part: Part) -> Refusal | None:
    """What stands in the way of writing this part of a year's budget; None where nothing does."""
    if may_change(phase, part):
        return None
    paying = may_change(phase, Part.PAYMENTS)
    return Refusal(BudgetProblem.ONLY_PAYMENTS if paying else BudgetProblem.YEAR_CLOSED)


def account_key(code: str) -> str:
    """The code for matching: «5.1.02.02.12.0001» and «5.1.2.2.12.00001» are one account. Letters stay."""
    parts = [part.strip() for part in code.strip().lower().split(".") if part.strip()]
    return ".".join(part.lstrip("0") or "0" for part in parts)


def standing(figures: Mapping[BudgetStage, int | None]) -> int | None:
    """What may be spent as it stands: the changed budget, else the approved, else what was asked for."""
    for stage in (BudgetStage.DPPA, BudgetStage.DPA, BudgetStage.RKA):
        amount = figures.get(stage)
        if amount is not None:
            return amount
    return None


def problems_of_figures(figures: Figures) -> tuple[Refusal, ...]:
    """Everything that is wrong with the four figures of a line; empty when they may stand."""
    found = [
        Refusal(
            BudgetProblem.DAY_WITHOUT_AMOUNT if amount is None else BudgetProblem.AMOUNT_WITHOUT_DAY, stage
        )
        for stage, (amount, day) in figures.items()
        if (amount is None) != (day is None)
    ]
    amount_of = {stage: amount for stage, (amount, _day) in figures.items()}
    if all(amount is None for amount in amount_of.values()):
        found.append(Refusal(BudgetProblem.NOTHING_AT_ALL))
    approved, changed, paid = (
        amount_of.get(stage) for stage in (BudgetStage.DPA, BudgetStage.DPPA, BudgetStage.SPJ)
    )
    if changed is not None and approved is None:
        found.append(Refusal(BudgetProblem.CHANGE_WITHOUT_APPROVAL, BudgetStage.DPPA))
    if paid is not None:
        most = approved if changed is None else changed
        if approved is None:
            found.append(Refusal(BudgetProblem.PAID_WITHOUT_APPROVAL, BudgetStage.SPJ))
        elif most is not None and paid > most:
            found.append(Refusal(BudgetProblem.PAID_MORE_THAN_APPROVED, BudgetStage.SPJ, paid, most))
    found.extend(_out_of_order(figures))
    return tuple(found)


def _out_of_order(figures: Figures) -> Iterable[Refusal]:
    days = [(stage, figures[stage][1]) for stage in BudgetStage if stage in figures]
    known = [(stage, day) for stage, day in days if day is not None]
    for (_before, first), (stage, second) in pairwise(known):
        if second < first:
            yield Refusal(BudgetProblem.STAGES_OUT_OF_ORDER, stage)


def problem_of_source(ceiling: int, others: int, line: int | None) -> Refusal | None:
    """Is the source's ceiling passed? `others`: what stands on its other lines; `line`: what stands on this one."""
    total = others + (line or 0)
    return Refusal(BudgetProblem.OVER_SOURCE, amount=total, most=ceiling) if total > ceiling else None


@dataclass(frozen=True)
class Share:
    """The share of the city's spending that goes to development, beside the least; `lacking`: rupiah short of it."""

    share: Decimal
    least: Decimal
    lacking: int

    @property
    def is_enough(self) -> bool:
        return self.lacking == 0


def share_of_spending(budget: int, spending: int, least: Decimal) -> Share:
    """`budget` ÷ `spending` beside the least share; what lacks is rounded up to a whole rupiah."""
    asked = -(-int(least * spending * 10**9) // 10**9)
    return Share(Decimal(budget) / Decimal(spending), least, max(0, asked - budget))


@dataclass(frozen=True)
class CostLine:
    """A cost part of a programme: rupiah a session or a seat, under an account."""

    account_code: str
    label: str
    per_seat: bool
    rupiah: int


@dataclass(frozen=True)
class PlannedProgramme:
    """What a plan asks of a programme: sessions that run, seats taken, and their cost."""

    programme_id: int
    sessions: int
    seats: int
    cost: int
    parts: Sequence[CostLine]


@dataclass(frozen=True)
class DraftLine:
    """A line that a plan brings into the budget; an empty label: what its own prices add to the cost parts."""

    programme_id: int
    account_code: str
    label: str
    rupiah: int


def lines_of_plan(programmes: Iterable[PlannedProgramme]) -> list[DraftLine]:
    """The plan's cost as lines under accounts; they add up to the cost of the plan, to the rupiah.

    Sessions may have prices of their own. What they cost beyond the cost parts is a line without an account; where they
    cost less, the parts are lowered in their order, because a budget knows no negative line.
    """
    found: list[DraftLine] = []
    for one in programmes:
        rest = one.cost
        for part in one.parts:
            amount = min(rest, part.rupiah * (one.seats if part.per_seat else one.sessions))
            if amount:
                found.append(DraftLine(one.programme_id, part.account_code, part.label, amount))
                rest -= amount
        if rest:
            found.append(DraftLine(one.programme_id, "", "", rest))
    return found
