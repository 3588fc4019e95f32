"""What placements report to whoever counts: raw facts, one for each person and placement."""

from collections.abc import Collection
from datetime import date

from django.db.models import Prefetch, Q

from sibina.deliver.placements.models import LogEntry, Placement
from sibina.deliver.placements.rules import REPORTED
from sibina.deliver.placements.types import PlacementState
from sibina.lib.questions import among
from sibina.plan.programmes.types import Activity, ActivityKind, Form

NOT_BEGUN = (PlacementState.PROPOSED, PlacementState.APPROVED, PlacementState.CANCELLED)


def list_activities(
    *, people: Collection[int] | None = None, since: date | None = None, until: date | None = None
) -> list[Activity]:
    """Placements that have begun, one for each: form, days written in the logbook, abroad or not.

    `people` None: everybody of the city. What touches the window from `since` to `until` counts. Completed: the person
    is back and has reported. Ordered by person, first day, key.
    """
    rows = Placement.objects.exclude(state__in=NOT_BEGUN)
    if people is not None:
        rows = rows.filter(among("person_id", people))
    if since is not None:
        rows = rows.filter(Q(returned_on__isnull=True, ends_on__gte=since) | Q(returned_on__gte=since))
    if until is not None:
        rows = rows.filter(starts_on__lte=until)
    written = Prefetch("log", LogEntry.objects.only("placement_id", "day").order_by("day"), to_attr="written")
    return [_activity(row) for row in rows.prefetch_related(written).order_by("person_id", "starts_on", "pk")]


def _activity(row: Placement) -> Activity:
    return Activity(
        kind=ActivityKind.PLACEMENT,
        key=row.pk,
        person_id=row.person_id,
        form=Form(row.form),
        title=str(row),
        organiser=row.host,
        starts_on=row.starts_on,
        ends_on=row.last_day,
        days=tuple(sorted({entry.day for entry in row.written})),
        minutes=None,
        jp=None,
        abroad=row.abroad,
        completed=row.state in REPORTED,
    )
