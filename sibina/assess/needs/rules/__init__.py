"""The gap as one expression: which level counts, what is short, what is unknown, and how it is pictured."""

from sibina.assess.needs.rules.demand import changed_standards, day_of_trial, effects, rises_of, touched
from sibina.assess.needs.rules.gaps import (
    GAP_COLUMNS,
    HUNDREDTHS,
    MEASUREMENT_COLUMNS,
    PEOPLE_COLUMNS,
    RULE_VERSION,
    STANDARD_COLUMNS,
    WEIGHT_UNIT,
    gaps,
    levels_on_record,
    summary,
    unbound_tables,
)
from sibina.assess.needs.rules.pictures import AVERAGE_BANDS, SHARE_BANDS, figure_of, picture_of, step_of
from sibina.assess.needs.rules.strength import FIRST_DAY, METHOD_ORDERS, method_order, record_key

__all__ = [
    "AVERAGE_BANDS",
    "FIRST_DAY",
    "GAP_COLUMNS",
    "HUNDREDTHS",
    "MEASUREMENT_COLUMNS",
    "METHOD_ORDERS",
    "PEOPLE_COLUMNS",
    "RULE_VERSION",
    "SHARE_BANDS",
    "STANDARD_COLUMNS",
    "WEIGHT_UNIT",
    "changed_standards",
    "day_of_trial",
    "effects",
    "figure_of",
    "gaps",
    "levels_on_record",
    "method_order",
    "picture_of",
    "record_key",
    "rises_of",
    "step_of",
    "summary",
    "touched",
    "unbound_tables",
]
