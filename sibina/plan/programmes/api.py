"""The door of programmes."""

from sibina.plan.programmes.models import CostPart, Objective, Offering, Programme

__all__ = ["CostPart", "Objective", "Offering", "Programme"]
