"""What is decided in placements, without a database."""

from sibina.deliver.placements.rules.countries import HOME, country_name, country_names, is_abroad
from sibina.deliver.placements.rules.duties import (
    AdoptionStanding,
    CommitmentStanding,
    PlacementStanding,
    duties_of,
)
from sibina.deliver.placements.rules.papers import (
    check_ready,
    missing_of,
    papers_needed,
    starting_papers,
)
from sibina.deliver.placements.rules.placing import (
    BEEN_THERE,
    BEFORE,
    ENDED,
    NEXT,
    PLACEMENT_FORMS,
    REPORTED,
    WAY,
    check_cover,
    check_host,
    check_return,
    check_state,
    check_step,
)
from sibina.deliver.placements.rules.practices import cost_per_practice, stage_of

__all__ = [
    "BEEN_THERE",
    "BEFORE",
    "ENDED",
    "HOME",
    "NEXT",
    "PLACEMENT_FORMS",
    "REPORTED",
    "WAY",
    "AdoptionStanding",
    "CommitmentStanding",
    "PlacementStanding",
    "check_cover",
    "check_host",
    "check_ready",
    "check_return",
    "check_state",
    "check_step",
    "cost_per_practice",
    "country_name",
    "country_names",
    "duties_of",
    "is_abroad",
    "missing_of",
    "papers_needed",
    "stage_of",
    "starting_papers",
]
