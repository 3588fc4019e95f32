"""The door of planning."""

from sibina.plan.planning.actions import (
    mark_sessions,
    propose_plan,
    receive_hours,
    record_plan,
    review_plan,
    set_plan,
    take_lines_from_plan,
)
from sibina.plan.planning.models import BudgetLine, CityPlan, CitySpending, FundSource, PlanSession
from sibina.plan.planning.reads import (
    LooseEnds,
    TrialPair,
    city_ceiling,
    find_person,
    find_set_plan,
    get_loose_ends,
    get_standing,
    list_plan_seats,
    list_plans,
    list_plans_under_way,
    list_sessions,
    list_trial_pairs,
)

__all__ = [
    "BudgetLine",
    "CityPlan",
    "CitySpending",
    "FundSource",
    "LooseEnds",
    "PlanSession",
    "TrialPair",
    "city_ceiling",
    "find_person",
    "find_set_plan",
    "get_loose_ends",
    "get_standing",
    "list_plan_seats",
    "list_plans",
    "list_plans_under_way",
    "list_sessions",
    "list_trial_pairs",
    "mark_sessions",
    "propose_plan",
    "receive_hours",
    "record_plan",
    "review_plan",
    "set_plan",
    "take_lines_from_plan",
]
