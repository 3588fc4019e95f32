"""What is taken when: venues, speakers and persons, with the session that takes them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from sibina.deliver.sessions.models import EnrolmentDay, SessionDay, SessionSpeaker
from sibina.deliver.sessions.rules.clashes import Taken
from sibina.deliver.sessions.types import ConflictKind
from sibina.lib.questions import among


def list_taken_venues(
    *, first: datetime, last: datetime, besides: int = 0, keys: Collection[int] | None = None
) -> list[Taken]:
    """Venues that are taken between two moments, by other sessions than `besides`."""
    rows = SessionDay.objects.filter(holds=True, venue__isnull=False)
    if keys is not None:
        rows = rows.filter(among("venue_id", keys))
    names = ("venue_id", "venue__name", "session__code", "session__title")
    return _taken(ConflictKind.VENUE, rows.exclude(session_id=besides), first, last, names)


def list_taken_speakers(
    *, first: datetime, last: datetime, besides: int = 0, keys: Collection[int] | None = None
) -> list[Taken]:
    """Speakers who speak between two moments, in other sessions than `besides`."""
    rows = SessionSpeaker.objects.filter(holds=True)
    if keys is not None:
        rows = rows.filter(among("speaker_id", keys))
    names = ("speaker_id", "speaker__name", "day__session__code", "day__session__title")
    return _taken(ConflictKind.SPEAKER, rows.exclude(day__session_id=besides), first, last, names)


def list_taken_persons(
    *, first: datetime, last: datetime, besides: int = 0, keys: Collection[int] | None = None
) -> list[Taken]:
    """Persons who have a seat in a session between two moments, other than `besides`."""
    rows = EnrolmentDay.objects.all()
    if keys is not None:
        rows = rows.filter(among("person_id", keys))
    names = ("person_id", "person__name", "enrolment__session__code", "enrolment__session__title")
    return _taken(ConflictKind.PERSON, rows.exclude(enrolment__session_id=besides), first, last, names)


def _taken(
    kind: ConflictKind, rows: QuerySet[Any], first: datetime, last: datetime, names: tuple[str, ...]
) -> list[Taken]:
    meeting = rows.filter(starts_at__lt=last, ends_at__gt=first).order_by()
    told = meeting.values_list(*(F(name) for name in names), "starts_at", "ends_at")
    return [Taken(kind, *row) for row in told]
