"""The gap as one expression: which level counts, what is short, what is unknown."""

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
from sibina.assess.needs.rules.strength import METHOD_ORDERS, method_order, record_key

__all__ = [
    "GAP_COLUMNS",
    "HUNDREDTHS",
    "MEASUREMENT_COLUMNS",
    "METHOD_ORDERS",
    "PEOPLE_COLUMNS",
    "RULE_VERSION",
    "STANDARD_COLUMNS",
    "WEIGHT_UNIT",
    "gaps",
    "levels_on_record",
    "method_order",
    "record_key",
    "summary",
    "unbound_tables",
]
