"""What was done in sessions, as raw facts for whoever counts it."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from sibina.deliver.sessions.models import Enrolment, Presence, SessionDay
from sibina.deliver.sessions.reads.attendance import attended_days
from sibina.deliver.sessions.reads.sessions import share_to_attend
from sibina.deliver.sessions.rules.enrolment import has_completed
from sibina.deliver.sessions.types import EnrolmentState, PresenceState, SessionStage
from sibina.lib.questions import among
from sibina.plan.programmes.types import Activity, ActivityKind, Form


def list_activities(
    *, people: Collection[int] | None = None, since: date | None = None, until: date | None = None
) -> list[Activity]:
    """Sessions that were held and in which these persons (None: everybody of the city) had accepted a seat, or were there
    all the same, with the days on which they were there. A session that touches the time counts. Ordered by person, first
    day and key.
    """
    rows = list(_rows(people, since, until))
    attended = attended_days(enrolments=[row.pk for row in rows])
    shares: dict[date, Decimal] = {}
    found = []
    for row in rows:
        last = row.session.ends_on
        if last not in shares:
            shares[last] = share_to_attend(day=last)
        found.append(_activity(row, attended.get(row.pk, ()), shares[last]))
    return found


def _rows(people: Collection[int] | None, since: date | None, until: date | None) -> QuerySet[Any]:
    there = Presence.objects.filter(enrolment=OuterRef("pk"), state=PresenceState.PRESENT)
    rows = Enrolment.objects.filter(
        Q(state=EnrolmentState.ACCEPTED) | Exists(there), session__stage=SessionStage.HELD
    )
    if people is not None:
        rows = rows.filter(among("person_id", people))
    if since is not None:
        rows = rows.filter(session__ends_on__gte=since)
    if until is not None:
        rows = rows.filter(session__starts_on__lte=until)
    days = SessionDay.objects.filter(session_id=OuterRef("session_id")).order_by().values("session_id")
    counted = rows.annotate(session_days=Subquery(days.annotate(n=Count("pk")).values("n")))
    return counted.select_related("session").order_by("person_id", "session__starts_on", "pk")


def _activity(row: Any, attended: Sequence[tuple[date, int | None]], share: Decimal) -> Activity:
    session, days = row.session, tuple(day for day, _minutes in attended)
    minutes = [found for _day, found in attended if found is not None]
    return Activity(
        kind=ActivityKind.SESSION,
        key=row.pk,
        person_id=row.person_id,
        form=Form(session.form),
        title=session.title,
        organiser=session.organiser,
        starts_on=session.starts_on,
        ends_on=session.ends_on,
        days=days,
        # One day of which it is not known how long is enough not to know the sum.
        minutes=sum(minutes) if len(minutes) == len(attended) > 0 else None,
        jp=session.jp,
        abroad=session.abroad,
        completed=has_completed(days, row.session_days or 0, share),
        programme_id=session.programme_id,
    )
