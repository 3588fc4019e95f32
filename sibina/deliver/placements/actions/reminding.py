"""The daily reminder of what is owed: the person, the head, and who heads the person's unit."""

from datetime import datetime, timedelta

from django.utils import timezone

from sibina.deliver.placements.actions.telling import heads_of, tell_of_duty
from sibina.deliver.placements.reads import DutyRow, list_all_duties
from sibina.deliver.placements.types import DutyOwner
from sibina.ground.people.api import Membership, Unit
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City

SOON = timedelta(days=7)
"""So long before its day a duty is brought to mind."""


def remind_of_duties(*, city: City, at: datetime) -> int:
    """Tell whoever owes something that is due within a week or late; heads also of what their people owe late.

    Nobody is told the same twice. Returns how many duties were looked at.
    """
    today = timezone.localdate(at)
    rows = [row for row in list_all_duties(today=today) if row.duty.due_on <= today + SOON]
    officers = list(
        Membership.objects.filter(role=Role.PENGELOLA, person__isnull=False).values_list(
            "person_id", flat=True
        )
    )
    for row in rows:
        late = row.duty.is_late(today)
        people = _owing(row, officers)
        if late and row.duty.owner == DutyOwner.PERSON:
            people += heads_of([row.placement.person.unit_id, row.placement.person.office_id])
        tell_of_duty(city, row.duty, people, late=late, at=at)
    return len(rows)


def _owing(row: DutyRow, officers: list[int]) -> list[int]:
    """The persons behind the owner of a duty."""
    if row.duty.owner == DutyOwner.PERSON:
        return [row.placement.person_id]
    if row.duty.owner == DutyOwner.HEAD:
        office = Unit.objects.filter(pk=row.duty.unit or 0).values_list("office_id", flat=True).first()
        return heads_of([row.duty.unit, office])
    return list(officers)
