"""The door of planning."""

from sibina.plan.planning.models import BudgetLine, CityPlan, CitySpending, FundSource
from sibina.plan.planning.reads import (
    TrialPair,
    find_person,
    find_set_plan,
    list_plans,
    list_plans_under_way,
    list_trial_pairs,
)

__all__ = [
    "BudgetLine",
    "CityPlan",
    "CitySpending",
    "FundSource",
    "TrialPair",
    "find_person",
    "find_set_plan",
    "list_plans",
    "list_plans_under_way",
    "list_trial_pairs",
]
