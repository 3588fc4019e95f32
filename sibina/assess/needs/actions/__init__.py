"""Verbs of needs."""

from sibina.assess.needs.actions.measuring import measure_gaps

__all__ = [
    "measure_gaps",
]
