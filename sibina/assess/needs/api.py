"""The door of needs."""

from sibina.assess.needs.actions import measure_gaps
from sibina.assess.needs.jobs import MEASURE_GAPS, TRY_DEMAND
from sibina.assess.needs.models import Gap, GapSnapshot, GapSummary
from sibina.assess.needs.reads import current_snapshot, is_stale, plan_needs

__all__ = [
    "MEASURE_GAPS",
    "TRY_DEMAND",
    "Gap",
    "GapSnapshot",
    "GapSummary",
    "current_snapshot",
    "is_stale",
    "measure_gaps",
    "plan_needs",
]
