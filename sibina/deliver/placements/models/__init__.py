"""Tables of placements."""

from sibina.deliver.placements.models.papers import Paper, PaperRule
from sibina.deliver.placements.models.placing import (
    HIGHEST_SCORE,
    LONGEST_HOST,
    LONGEST_TEXT,
    LOWEST_SCORE,
    PLACEMENT_FORM_TITLES,
    Placement,
    PlacementCost,
    PlacementGoal,
    PlacementStep,
)
from sibina.deliver.placements.models.practices import (
    LONGEST_LOG,
    LONGEST_PRACTICE,
    MOST_TAUGHT,
    Adoption,
    Change,
    Commitment,
    LogEntry,
    Sharing,
    SharingUnit,
)

__all__ = [
    "HIGHEST_SCORE",
    "LONGEST_HOST",
    "LONGEST_LOG",
    "LONGEST_PRACTICE",
    "LONGEST_TEXT",
    "LOWEST_SCORE",
    "MOST_TAUGHT",
    "PLACEMENT_FORM_TITLES",
    "Adoption",
    "Change",
    "Commitment",
    "LogEntry",
    "Paper",
    "PaperRule",
    "Placement",
    "PlacementCost",
    "PlacementGoal",
    "PlacementStep",
    "Sharing",
    "SharingUnit",
]
