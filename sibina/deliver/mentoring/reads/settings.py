"""The city's rules of mentoring, and in which years something may be recorded."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from sibina.deliver.mentoring.rules import rank_of
from sibina.deliver.mentoring.types import PoolRule
from sibina.ground.cycles.api import Cycle, get_rule
from sibina.ground.cycles.rules import STARTING_RULES, may_change, rule_on
from sibina.ground.cycles.types import CyclePhase, NoRule, Part, RuleKey
from sibina.lib.questions import written_once

RECORDING = [phase for phase in CyclePhase if may_change(phase, Part.DELIVERY)]
YES = "ya"


def _value(key: RuleKey, day: date) -> Any:
    """The city's rule, or what cities begin with."""
    try:
        return get_rule(key=key, day=day).value
    except NoRule:
        return rule_on(STARTING_RULES, key, day).value


def get_pool_rule(*, day: date) -> PoolRule:
    """Who is a senior, and how many a mentor guides, as the city's rules say on a day."""
    return PoolRule(
        senior_rank=rank_of(str(_value(RuleKey.MENTORING_SENIOR_GRADE, day))) or 1,
        senior_years=int(_value(RuleKey.MENTORING_SENIOR_YEARS, day)),
        capacity=int(_value(RuleKey.MENTORING_CAPACITY, day)),
        superior_may=_value(RuleKey.MENTORING_SUPERIOR, day) == YES,
    )


def get_silence_days(*, day: date) -> int:
    """After how many days without a confirmed meeting a pair is silent."""
    return int(_value(RuleKey.MENTORING_SILENCE, day))


@written_once
def _years_recording() -> QuerySet[Cycle]:
    return Cycle.objects.filter(phase__in=RECORDING).order_by("-year")


def find_cycle_to_mentor() -> Cycle | None:
    """The latest year that is carried out or evaluated: the one whose round is opened and goes on."""
    return _years_recording.first()


def may_record(*, year: int) -> bool:
    """May something that happened in this year be recorded?"""
    return any(cycle.year == year for cycle in _years_recording())
