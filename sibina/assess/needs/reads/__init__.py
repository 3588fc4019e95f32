"""Questions about gaps: snapshots, the picture, the rows behind a figure, a person's sheet."""

from sibina.assess.needs.reads.persons import PersonSheet, SheetRow, Trace, find_person_sheet
from sibina.assess.needs.reads.picture import Standpoint, find_standpoint, get_picture, list_competencies
from sibina.assess.needs.reads.snapshots import (
    current_snapshot,
    data_marks,
    is_stale,
    plan_needs,
    sector_weights,
)
from sibina.assess.needs.reads.sources import get_sums, join_names, list_gaps, narrow_to_sector

__all__ = [
    "PersonSheet",
    "SheetRow",
    "Standpoint",
    "Trace",
    "current_snapshot",
    "data_marks",
    "find_person_sheet",
    "find_standpoint",
    "get_picture",
    "get_sums",
    "is_stale",
    "join_names",
    "list_competencies",
    "list_gaps",
    "narrow_to_sector",
    "plan_needs",
    "sector_weights",
]
