"""The door of needs."""

from sibina.assess.needs.actions import measure_gaps
from sibina.assess.needs.jobs import MEASURE_GAPS, TRY_DEMAND
from sibina.assess.needs.models import DemandChange, Gap, GapSnapshot, GapSummary
from sibina.assess.needs.reads import (
    EffectLine,
    Impact,
    RiseRow,
    current_snapshot,
    find_change,
    find_trial,
    get_impact,
    get_rises,
    is_stale,
    list_rise_rows,
    plan_needs,
)

__all__ = [
    "MEASURE_GAPS",
    "TRY_DEMAND",
    "DemandChange",
    "EffectLine",
    "Gap",
    "GapSnapshot",
    "GapSummary",
    "Impact",
    "RiseRow",
    "current_snapshot",
    "find_change",
    "find_trial",
    "get_impact",
    "get_rises",
    "is_stale",
    "list_rise_rows",
    "measure_gaps",
    "plan_needs",
]
