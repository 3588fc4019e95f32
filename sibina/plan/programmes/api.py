"""The door of programmes."""

from sibina.plan.programmes.actions import (
    hold_offerings,
    rest_sessions,
    save_agreement,
    save_partner,
    save_price,
    speak_for_partner,
    take_starter_programmes,
    valued_contribution,
)
from sibina.plan.programmes.models import (
    FORM_TITLES,
    Agreement,
    Contribution,
    CostPart,
    Objective,
    Offering,
    Partner,
    Programme,
    UnitPrice,
)
from sibina.plan.programmes.reads import (
    find_partner_of,
    get_funding,
    list_lapsing,
    list_partner_choices,
    list_restable,
    partners_of_members,
)

__all__ = [
    "FORM_TITLES",
    "Agreement",
    "Contribution",
    "CostPart",
    "Objective",
    "Offering",
    "Partner",
    "Programme",
    "UnitPrice",
    "find_partner_of",
    "get_funding",
    "hold_offerings",
    "list_lapsing",
    "list_partner_choices",
    "list_restable",
    "partners_of_members",
    "rest_sessions",
    "save_agreement",
    "save_partner",
    "save_price",
    "speak_for_partner",
    "take_starter_programmes",
    "valued_contribution",
]
