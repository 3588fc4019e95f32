"""The door of programmes."""

from sibina.plan.programmes.actions import take_starter_programmes
from sibina.plan.programmes.models import CostPart, Objective, Offering, Programme

__all__ = ["CostPart", "Objective", "Offering", "Programme", "take_starter_programmes"]
