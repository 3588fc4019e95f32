"""Which activities are certified together."""

import hashlib
from collections.abc import Iterable

from sibina.credit.certificates.types import Group
from sibina.plan.programmes.types import Activity, ActivityKind

CERTIFIED_KINDS = (ActivityKind.SESSION, ActivityKind.PLACEMENT)
"""A meeting with a mentor is proven by the logbook that both have confirmed; nobody hands out a sheet for each."""


def group_activities(activities: Iterable[Activity]) -> list[Group]:
    """Completed activities by the event that they belong to: the latest event first, its people as they came."""
    found: dict[str, list[Activity]] = {}
    for one in activities:
        if one.completed and one.kind in CERTIFIED_KINDS:
            found.setdefault(code_of(one), []).append(one)
    groups = [group_of(code, members) for code, members in found.items()]
    return sorted(groups, key=lambda group: (-group.ends_on.toordinal(), group.title, group.code))


def group_of(code: str, members: list[Activity]) -> Group:
    """The group of these activities, which are of one event."""
    first = members[0]
    return Group(
        code=code,
        kind=first.kind,
        title=first.title,
        organiser=first.organiser,
        starts_on=first.starts_on,
        ends_on=first.ends_on,
        programme_id=first.programme_id,
        activities=tuple(members),
    )


def code_of(one: Activity) -> str:
    """The same for activities of the same event, and for no others."""
    told = (one.kind, one.programme_id, one.title, one.organiser, one.starts_on, one.ends_on)
    return hashlib.sha256(repr(tuple(map(str, told))).encode()).hexdigest()[:12]
