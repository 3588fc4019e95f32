"""Tables of programmes."""

from sibina.plan.programmes.models.catalogue import (
    COST_KIND_TITLES,
    COST_PER_TITLES,
    FORM_TITLES,
    GAIN_SOURCE_TITLES,
    CostPart,
    Objective,
    Offering,
    Programme,
)
from sibina.plan.programmes.models.curricula import (
    STATE_TITLES,
    STEP_TITLES,
    CurriculumModule,
    CurriculumStep,
    CurriculumVersion,
)

__all__ = [
    "COST_KIND_TITLES",
    "COST_PER_TITLES",
    "FORM_TITLES",
    "GAIN_SOURCE_TITLES",
    "STATE_TITLES",
    "STEP_TITLES",
    "CostPart",
    "CurriculumModule",
    "CurriculumStep",
    "CurriculumVersion",
    "Objective",
    "Offering",
    "Programme",
]
