"""Tables of planning: `plans` (a plan and its rows), `approval` (its way to be the city's own)."""

from sibina.plan.planning.models.approval import PlanStep
from sibina.plan.planning.models.plans import (
    REASON_TITLES,
    TITLE_OF_REASON,
    CityPlan,
    PlanCheckpoint,
    PlanGapCell,
    PlanOffice,
    PlanPerson,
    PlanSeat,
    PlanSession,
)

__all__ = [
    "REASON_TITLES",
    "TITLE_OF_REASON",
    "CityPlan",
    "PlanCheckpoint",
    "PlanGapCell",
    "PlanOffice",
    "PlanPerson",
    "PlanSeat",
    "PlanSession",
    "PlanStep",
]
