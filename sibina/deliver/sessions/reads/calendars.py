"""What stands in a calendar file: the days of one session, or of a person's own sessions."""

import hashlib
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from sibina.deliver.sessions.models import CalendarFeed, SessionDay
from sibina.deliver.sessions.rules.ics import Entry
from sibina.deliver.sessions.types import LIVE, EnrolmentState, SessionStage
from sibina.lib.tenancy.models import City


def digest_of(secret: str) -> str:
    """What is kept of the secret of an address."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_feed(*, secret: str) -> CalendarFeed | None:
    """The calendar behind a secret address that has not been ended, or None."""
    return CalendarFeed.objects.filter(digest=digest_of(secret), ended_at=None).first()


def find_own_feed(*, person_id: int) -> CalendarFeed | None:
    """The person's address that works now, or None."""
    return CalendarFeed.objects.filter(person_id=person_id, ended_at=None).first()


def list_entries_of_session(*, session_id: int, city: City, site: str) -> list[Entry]:
    """The days of one session."""
    return _entries(SessionDay.objects.filter(session_id=session_id), city, site)


def list_entries_of_person(*, person_id: int, city: City, site: str) -> list[Entry]:
    """The days on which the person has a seat, and those of sessions called off while the person had one."""
    seated = Q(session__enrolments__state__in=LIVE)
    called_off = Q(session__enrolments__state=EnrolmentState.CANCELLED, session__stage=SessionStage.CANCELLED)
    days = SessionDay.objects.filter(seated | called_off, session__enrolments__person_id=person_id)
    return _entries(days.exclude(session__stage=SessionStage.PREPARED), city, site)


def _entries(days: QuerySet[SessionDay], city: City, site: str) -> list[Entry]:
    zone = ZoneInfo(city.time_zone)
    return [
        Entry(
            uid=f"sesi-{day.session_id}-{day.pk}@{city.slug}.sibina",
            sequence=day.session.revision,
            title=day.session.title,
            place=str(day.venue) if day.venue else "",
            text=f"{day.session.code} · {day.session.jp} JP",
            address=site,
            starts_at=day.starts_at.astimezone(zone),
            ends_at=day.ends_at.astimezone(zone),
            changed_at=day.session.changed_at or day.session.made_at,
            is_off=day.session.stage == SessionStage.CANCELLED,
        )
        for day in days.select_related("session", "venue").order_by("starts_at", "pk")
    ]
