"""Verbs of people: `importing` (what a personnel export says), `places` (what officers say of units and sectors)."""

from sibina.ground.people.actions.importing import import_people, keep_present, take_positions
from sibina.ground.people.actions.places import merge_office, save_sector, set_distance

__all__ = [
    "import_people",
    "keep_present",
    "merge_office",
    "save_sector",
    "set_distance",
    "take_positions",
]
