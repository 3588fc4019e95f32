"""Pure rules of programmes: the starter catalogue, cost, and whether a programme is fit to be planned."""

from sibina.plan.programmes.rules.catalogue import (
    StarterCost,
    StarterObjective,
    StarterProgramme,
    starter_catalogue,
    starter_notes,
)
from sibina.plan.programmes.rules.fitness import (
    SessionCost,
    cost_of_session,
    price_at_level,
    problems_of_offering,
    problems_of_programme,
)

__all__ = [
    "SessionCost",
    "StarterCost",
    "StarterObjective",
    "StarterProgramme",
    "cost_of_session",
    "price_at_level",
    "problems_of_offering",
    "problems_of_programme",
    "starter_catalogue",
    "starter_notes",
]
