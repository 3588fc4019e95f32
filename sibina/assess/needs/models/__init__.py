"""Tables of needs."""

from sibina.assess.needs.models.demand import (
    DemandChange,
    DemandEffect,
    DemandLevel,
    DemandLine,
    DemandPosition,
)
from sibina.assess.needs.models.gaps import (
    Gap,
    GapLevel,
    GapSnapshot,
    GapSummary,
)
from sibina.assess.needs.models.proposals import (
    Proposal,
    ProposalEvent,
    ProposalTopic,
)
from sibina.assess.needs.models.rounds import (
    NeedsRound,
    OfficeSheet,
    PerformanceGap,
    SheetLine,
    SheetStep,
)
from sibina.assess.needs.models.signals import (
    Signal,
    SignalDecision,
)

__all__ = [
    "DemandChange",
    "DemandEffect",
    "DemandLevel",
    "DemandLine",
    "DemandPosition",
    "Gap",
    "GapLevel",
    "GapSnapshot",
    "GapSummary",
    "NeedsRound",
    "OfficeSheet",
    "PerformanceGap",
    "Proposal",
    "ProposalEvent",
    "ProposalTopic",
    "SheetLine",
    "SheetStep",
    "Signal",
    "SignalDecision",
]
