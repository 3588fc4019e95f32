"""The secret address of a person's calendar: opened, and ended."""

import secrets
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.deliver.sessions.models import CalendarFeed
from sibina.deliver.sessions.reads import digest_of
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City


@transaction.atomic
def open_feed(*, city: City, person_id: int, by: User | None, at: datetime) -> str:
    """A new secret for the person's calendar, told this once; the one before answers no more."""
    CalendarFeed.objects.filter(person_id=person_id, ended_at=None).update(ended_at=at)
    secret = secrets.token_urlsafe(24)
    made = CalendarFeed.objects.create(city=city, person_id=person_id, digest=digest_of(secret), made_at=at)
    record(verb="sessions.calendar.opened", city=city, by=by, at=at, target=made)
    return secret


@transaction.atomic
def end_feed(*, city: City, person_id: int, by: User | None, at: datetime) -> None:
    """The address answers no more."""
    if CalendarFeed.objects.filter(person_id=person_id, ended_at=None).update(ended_at=at):
        record(verb="sessions.calendar.ended", city=city, by=by, at=at)
