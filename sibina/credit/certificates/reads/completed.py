"""What may be certified: completed activities of the ways of delivery, month by month."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date

from sibina.credit.certificates.models import Issue
from sibina.credit.certificates.reads.certificates import without_certificate
from sibina.credit.certificates.rules import group_activities
from sibina.credit.certificates.types import Group
from sibina.deliver.placements import api as placements
from sibina.deliver.sessions import api as sessions
from sibina.ground.people.api import Person
from sibina.lib.questions import among
from sibina.plan.programmes.types import Activity

Way = Callable[..., list[Activity]]
WAYS: tuple[Way, ...] = (sessions.list_activities, placements.list_activities)
"""`list_activities` of each way of delivery whose work is certified."""


def list_completed(*, since: date, until: date) -> list[Activity]:
    """What people of the city completed, ended within these days, both included."""
    reported = [one for way in WAYS for one in way(since=since, until=until)]
    return [one for one in reported if one.completed and since <= one.ends_on <= until]


def list_groups(*, month: date) -> list[Group]:
    """Events that ended in the month of this day, with whoever completed them; the latest first."""
    first = month.replace(day=1)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    return group_activities(list_completed(since=first, until=last))


def find_group(*, month: date, code: str) -> Group | None:
    """One event of the month, by its code."""
    return next((group for group in list_groups(month=month) if group.code == code), None)


def count_waiting(groups: Sequence[Group]) -> dict[str, int]:
    """Of each event, by its code, how many of its people have no valid certificate."""
    waiting = {(one.kind, one.key) for one in without_certificate(_all_of(groups))}
    return {group.code: sum((one.kind, one.key) in waiting for one in group.activities) for group in groups}


def _all_of(groups: Sequence[Group]) -> list[Activity]:
    return [one for group in groups for one in group.activities]


def list_waiting_people(activities: Sequence[Activity]) -> list[Person]:
    """Who did these, by name."""
    keys = sorted({one.person_id for one in activities})
    return list(Person.objects.filter(among("pk", keys)).select_related("office").order_by("name", "pk"))


def list_of_issue(issue: Issue) -> list[Activity]:
    """Who completed the event of an issue, as the ways of delivery report it now."""
    ended = group_activities(list_completed(since=issue.ends_on, until=issue.ends_on))
    return [one for group in ended if group.code == issue.code for one in group.activities]
