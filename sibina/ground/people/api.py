"""The door of people."""

from sibina.ground.people.actions import import_people, keep_present, take_positions
from sibina.ground.people.models import (
    Headcount,
    Membership,
    Person,
    PersonNumber,
    Position,
    Posting,
    Sector,
    Unit,
)
from sibina.ground.people.reads import (
    CityRequest,
    count_people,
    find_membership,
    get_sight,
    has_member,
    holding_on,
    list_memberships,
    list_new_people,
    list_offices,
    list_unit_ids_below,
    seen_by,
)

__all__ = [
    "CityRequest",
    "Headcount",
    "Membership",
    "Person",
    "PersonNumber",
    "Position",
    "Posting",
    "Sector",
    "Unit",
    "count_people",
    "find_membership",
    "get_sight",
    "has_member",
    "holding_on",
    "import_people",
    "keep_present",
    "list_memberships",
    "list_new_people",
    "list_offices",
    "list_unit_ids_below",
    "seen_by",
    "take_positions",
]
