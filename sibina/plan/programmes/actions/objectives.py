"""Writing what a programme raises."""

from sibina.plan.programmes.models import Objective, Programme
from sibina.plan.programmes.types import ObjectiveFacts


def write_objective(row: Objective, programme: Programme, facts: ObjectiveFacts) -> Objective:
    """Put the facts on the row; the caller saves it."""
    row.city_id, row.programme, row.competency_id = programme.city_id, programme, facts.competency_id
    row.from_level, row.to_level = facts.from_level, facts.to_level
    row.gain, row.gain_low, row.gain_high = facts.gain, facts.gain_low, facts.gain_high
    row.gain_source, row.note = facts.source, facts.note
    return row
