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

__all__ = [
    "COST_KIND_TITLES",
    "COST_PER_TITLES",
    "FORM_TITLES",
    "GAIN_SOURCE_TITLES",
    "CostPart",
    "Objective",
    "Offering",
    "Programme",
]
