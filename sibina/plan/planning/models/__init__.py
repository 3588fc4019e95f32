"""Tables of planning: `plans` (a plan and its rows), `approval` (its way to be the city's own),
`budget` (the money of a year), `funding` (what partners add), `payers` (offices that pay themselves),
`replanning` (a set plan in mid-year), `weights` (what the needs round weighs in a plan), `hours` (what people have
already), `contents` (what the paper of a set plan says)."""

from sibina.plan.planning.models.approval import (
    PlanStep,
)
from sibina.plan.planning.models.budget import (
    SOURCE_KIND_TITLES,
    BudgetLine,
    CitySpending,
    FundSource,
)
from sibina.plan.planning.models.contents import PlanProgramme
from sibina.plan.planning.models.funding import (
    PlanFunding,
)
from sibina.plan.planning.models.hours import KnownHours, PlanHours
from sibina.plan.planning.models.payers import PlanPayer
from sibina.plan.planning.models.plans import (
    DIMENSION_TITLES,
    REASON_TITLES,
    TITLE_OF_REASON,
    CityPlan,
    PlanCheckpoint,
    PlanGapCell,
    PlanOffice,
    PlanPerson,
    PlanSeat,
    PlanSession,
    PlanShare,
)
from sibina.plan.planning.models.replanning import WHY_TITLES, SeatChange, SessionMark, SettledSession
from sibina.plan.planning.models.weights import PlanWeight

__all__ = [
    "DIMENSION_TITLES",
    "REASON_TITLES",
    "SOURCE_KIND_TITLES",
    "TITLE_OF_REASON",
    "WHY_TITLES",
    "BudgetLine",
    "CityPlan",
    "CitySpending",
    "FundSource",
    "KnownHours",
    "PlanCheckpoint",
    "PlanFunding",
    "PlanGapCell",
    "PlanHours",
    "PlanOffice",
    "PlanPayer",
    "PlanPerson",
    "PlanProgramme",
    "PlanSeat",
    "PlanSession",
    "PlanShare",
    "PlanStep",
    "PlanWeight",
    "SeatChange",
    "SessionMark",
    "SettledSession",
]
