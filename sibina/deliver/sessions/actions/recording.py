"""Sessions that are over and were not kept here: what became of them is written down at once, for a whole plan."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from sibina.deliver.sessions.models import (
    Enrolment,
    EnrolmentDay,
    EnrolmentStep,
    Session,
    SessionDay,
    SessionSpeaker,
    SessionStep,
)
from sibina.deliver.sessions.types import LIVE, Consent, EnrolmentState, ReasonKind, SessionStage
from sibina.ground.cycles.api import Cycle
from sibina.lib.audit.api import record


@transaction.atomic
def record_past_sessions(
    *,
    cycle: Cycle,
    lapsed: Mapping[int, str],
    declined: Mapping[tuple[int, int], tuple[ReasonKind, str]],
    by: User | None,
    at: datetime,
) -> int:
    """Sessions of the year that were only prepared and are over were held, but for those that lapsed (offering → reason).

    Everybody who was to come accepted and was let go, but for who declined (offering and person → why). Nobody is told:
    it is over. Returns how many were held.
    """
    past = Q(ends_on__lt=timezone.localdate(at)) | Q(offering_id__in=lapsed)
    rows = list(Session.objects.filter(past, cycle=cycle, stage=SessionStage.PREPARED))
    for row in rows:
        row.reason = lapsed.get(row.offering_id, "")
        row.stage = SessionStage.CANCELLED if row.reason else SessionStage.HELD
        row.changed_at, row.changed_by = at, by
    Session.objects.bulk_update(rows, ["stage", "reason", "changed_at", "changed_by"])
    SessionStep.objects.bulk_create(
        SessionStep(city_id=row.city_id, session=row, stage=row.stage, reason=row.reason, at=at, by=by)
        for row in rows
    )
    off = [row.pk for row in rows if row.is_off]
    SessionDay.objects.filter(session_id__in=off).update(holds=False)
    SessionSpeaker.objects.filter(day__session_id__in=off).update(holds=False)
    _answer(rows, declined, by, at)
    held = len(rows) - len(off)
    data = {"year": cycle.year, "held": held, "cancelled": len(off)}
    record(verb="sessions.sessions.recorded", city=cycle.city, by=by, at=at, target=cycle, data=data)
    return held


def _answer(
    sessions: list[Session],
    declined: Mapping[tuple[int, int], tuple[ReasonKind, str]],
    by: User | None,
    at: datetime,
) -> None:
    of = {row.pk: row for row in sessions}
    rows = list(Enrolment.objects.filter(session__in=of, state__in=LIVE))
    for row in rows:
        session = of[row.session_id]
        kind, why = declined.get((session.offering_id, row.person_id), ("", ""))
        row.invited_at = row.answered_at = row.consent_at = at
        row.consent, row.consent_by = Consent.GIVEN, by
        row.reason_kind, row.reason = kind, session.reason or why
        row.state = EnrolmentState.ACCEPTED
        if session.is_off:
            row.state, row.reason_kind = EnrolmentState.CANCELLED, ""
        elif why:
            row.state = EnrolmentState.DECLINED
    changed = ("state", "reason", "reason_kind", "invited_at", "answered_at", "consent", "consent_at")
    Enrolment.objects.bulk_update(rows, [*changed, "consent_by"], batch_size=2000)
    EnrolmentStep.objects.bulk_create(
        (
            EnrolmentStep(
                city_id=row.city_id, enrolment=row, state=row.state, reason=row.reason, at=at, by=by
            )
            for row in rows
        ),
        batch_size=2000,
    )
    gone = Enrolment.objects.filter(pk=OuterRef("enrolment_id"), session__in=of).exclude(state__in=LIVE)
    EnrolmentDay.objects.filter(Exists(gone)).delete()
    seated = Count("enrolments", filter=Q(enrolments__state__in=LIVE))
    counted = Session.objects.filter(pk=OuterRef("pk")).annotate(n=seated).values("n")
    Session.objects.filter(pk__in=of).exclude(taken=Subquery(counted)).update(taken=Subquery(counted))
