"""Tables of needs."""

from sibina.assess.needs.models.gaps import Gap, GapSnapshot, GapSummary

__all__ = [
    "Gap",
    "GapSnapshot",
    "GapSummary",
]
