"""Tables of needs."""

from sibina.assess.needs.models.demand import (
    DemandChange,
    DemandEffect,
    DemandLevel,
    DemandLine,
    DemandPosition,
)
from sibina.assess.needs.models.gaps import Gap, GapSnapshot, GapSummary
from sibina.assess.needs.models.proposals import Proposal, ProposalEvent, ProposalTopic

__all__ = [
    "DemandChange",
    "DemandEffect",
    "DemandLevel",
    "DemandLine",
    "DemandPosition",
    "Gap",
    "GapSnapshot",
    "GapSummary",
    "Proposal",
    "ProposalEvent",
    "ProposalTopic",
]
