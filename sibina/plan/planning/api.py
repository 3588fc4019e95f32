"""The door of planning."""

from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.reads import find_person, find_taken_plan, list_plans

__all__ = ["CityPlan", "find_person", "find_taken_plan", "list_plans"]
