"""The door of programmes."""

from sibina.plan.programmes.actions import hold_offerings, take_starter_programmes
from sibina.plan.programmes.models import FORM_TITLES, CostPart, Objective, Offering, Programme

__all__ = [
    "FORM_TITLES",
    "CostPart",
    "Objective",
    "Offering",
    "Programme",
    "hold_offerings",
    "take_starter_programmes",
]
