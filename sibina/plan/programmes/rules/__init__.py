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
from sibina.plan.programmes.rules.proposal import (
    AT_WORK,
    codes_after,
    holidays_of,
    last_day_of,
    most_sessions,
    place_sessions,
    season_of,
    sessions_for,
)

__all__ = [
    "AT_WORK",
    "SessionCost",
    "StarterCost",
    "StarterObjective",
    "StarterProgramme",
    "codes_after",
    "cost_of_session",
    "holidays_of",
    "last_day_of",
    "most_sessions",
    "place_sessions",
    "price_at_level",
    "problems_of_offering",
    "problems_of_programme",
    "season_of",
    "sessions_for",
    "starter_catalogue",
    "starter_notes",
]
