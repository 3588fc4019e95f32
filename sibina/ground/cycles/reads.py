"""Questions about the year and its rules."""

from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, When

from sibina.ground.cycles.models import Cycle, CycleStep, Rule
from sibina.ground.cycles.rules import rule_on
from sibina.ground.cycles.types import Certainty, CyclePhase, RuleKey, RuleVersion
from sibina.lib.questions import written_once


def find_open_cycle() -> Cycle | None:
    """The year that the city works on: one that is being planned before one that is carried out, that before one that is
    evaluated; of equals the earliest. None when all are closed.
    """
    return _open_cycle.first()


def rows_of_open_cycle() -> QuerySet[Cycle]:
    """The same as a query of one row or none, for questions that look it up on the way."""
    planned = When(phase__in=(CyclePhase.NEEDS, CyclePhase.PLAN), then=0)
    urgency = Case(planned, When(phase=CyclePhase.DELIVER, then=1), default=2, output_field=IntegerField())
    return Cycle.objects.exclude(phase=CyclePhase.CLOSED).order_by(urgency, "year")[:1]


_open_cycle = written_once(rows_of_open_cycle)


def get_rule(*, key: RuleKey, day: date) -> RuleVersion:
    """The rule as it holds on the day. Raises NoRule."""
    return rule_on((version_of(row) for row in _versions(key=key)), key, day)


@written_once
def _versions(key: str) -> QuerySet[Rule]:
    return Rule.objects.filter(key=key)


def rows_of_rule(*, key: RuleKey, day: date) -> QuerySet[Rule]:
    """The same as a query of one row or none, for questions that look it up on the way."""
    holding = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return Rule.objects.filter(holding, key=key, valid_from__lte=day).order_by("-valid_from")[:1]


def version_of(row: Rule) -> RuleVersion:
    """A row as the noun that rules compute with."""
    return RuleVersion(
        key=RuleKey(row.key),
        value=row.value,
        unit=row.unit,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        legal_basis=row.legal_basis,
        certainty=Certainty(row.certainty),
    )


def list_cycles() -> list[Cycle]:
    """Years of the city, the latest first."""
    return list(Cycle.objects.order_by("-year"))


def find_cycle(pk: int) -> Cycle | None:
    """One year of the city, or None."""
    return Cycle.objects.filter(pk=pk).first()


def list_steps(cycle: Cycle) -> list[CycleStep]:
    """How a year moved from phase to phase, the latest first."""
    return list(CycleStep.objects.filter(cycle=cycle).select_related("by"))


def list_rules() -> list[Rule]:
    """Every version of every rule, by rule and then the latest first."""
    return list(Rule.objects.order_by("key", "-valid_from"))
