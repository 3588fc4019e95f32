"""Questions about promises: the own ones, those of the own staff, what evaluation follows up."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from sibina.deliver.sessions.models import Enrolment, WorkPromise
from sibina.deliver.sessions.rules import PROMISING_FORMS, PROMISING_STATES
from sibina.deliver.sessions.types import PromiseState, PromiseTold, SessionStage
from sibina.ground.people.api import seen_by
from sibina.ground.people.types import Sight
from sibina.lib.questions import among

JOINED = ("enrolment__session__cycle", "enrolment__person", "enrolment__unit", "enrolment__office")


def list_promises_seen(*, sight: Sight, person_id: int | None) -> QuerySet[WorkPromise]:
    """Promises that a member sees: the own ones, drafts too; of the city's or the own units' staff once they were made."""
    seen = seen_by(sight, person="enrolment__person_id", unit="enrolment__person__unit_id")
    others = seen & ~Q(state=PromiseState.DRAFT)
    return WorkPromise.objects.filter(others | Q(enrolment__person_id=person_id or 0))


def join_promises(rows: QuerySet[WorkPromise]) -> QuerySet[WorkPromise]:
    """What a list tells of each."""
    return rows.select_related(*JOINED)


def find_promise(*, promise_id: int, sight: Sight, person_id: int | None) -> WorkPromise | None:
    """One promise that the member sees, or None."""
    rows = list_promises_seen(sight=sight, person_id=person_id).filter(pk=promise_id)
    return rows.select_related(*JOINED, "agreed_by", "changed_by").first()


def _promising(today: date) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(
        session__form__in=PROMISING_FORMS, session__starts_on__lte=today, state__in=PROMISING_STATES
    )
    return rows.exclude(session__stage=SessionStage.CANCELLED)


def list_unpromised(*, person_id: int, today: date) -> list[Enrolment]:
    """Workshops of a person that have begun, without a promise so far; the latest first."""
    rows = _promising(today).filter(person_id=person_id, promise=None)
    return list(rows.select_related("session").order_by("-session__starts_on"))


def find_promising(*, enrolment_id: int, person_id: int, today: date) -> Enrolment | None:
    """The person's part in a workshop after which a promise may be written, or None."""
    rows = _promising(today).filter(pk=enrolment_id, person_id=person_id)
    return rows.select_related("session", "person", "promise").first()


def list_promises(
    *, people: Collection[int] | None = None, since: date | None = None, until: date | None = None
) -> list[PromiseTold]:
    """Promises that were made and not dropped, for evaluation to follow up; those due in the window from `since` to `until`.

    `people` None: everybody of the city. Ordered by day, person, key.
    """
    rows: QuerySet[Any] = WorkPromise.objects.filter(state__in=(PromiseState.MADE, PromiseState.AGREED))
    if people is not None:
        rows = rows.filter(among("enrolment__person_id", people))
    if since is not None:
        rows = rows.filter(due_on__gte=since)
    if until is not None:
        rows = rows.filter(due_on__lte=until)
    ordered = rows.select_related("enrolment__session").order_by("due_on", "enrolment__person_id", "pk")
    return [_told(row) for row in ordered]


def _told(row: Any) -> PromiseTold:
    same = ("indicator", "unit_of_measure", "workplace", "baseline", "target", "due_on", "source")
    return PromiseTold(
        key=row.pk,
        person_id=row.enrolment.person_id,
        unit_id=row.enrolment.unit_id,
        session_id=row.enrolment.session_id,
        programme_id=row.enrolment.session.programme_id,
        made_on=timezone.localdate(row.made_at),
        agreed=row.state == PromiseState.AGREED,
        **{name: getattr(row, name) for name in same},
    )
