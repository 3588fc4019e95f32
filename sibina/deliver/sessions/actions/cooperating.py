"""Asking what cooperation came of a session, and the answer."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from sibina.deliver.sessions.models import CooperationAnswer, Enrolment
from sibina.deliver.sessions.reads import list_asked_by, list_to_ask
from sibina.deliver.sessions.sentences import cooperation as sentences
from sibina.deliver.sessions.types.cooperation import Colleagues
from sibina.ground.cycles.api import Cycle
from sibina.ground.notices.api import tell
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City


@transaction.atomic
def ask_cooperation(*, city: City, at: datetime) -> int:
    """Put the question to everybody who is due to be asked, once each; how many."""
    rows = list_to_ask(today=timezone.localdate(at))
    made = CooperationAnswer.objects.bulk_create(
        CooperationAnswer(city=city, session=row.session, enrolment=row, asked_at=at) for row in rows
    )
    for question in made:
        message = sentences.asked(question.pk, question.session.title)
        tell(city=city, people=[question.enrolment.person_id], message=message, at=at)
    return len(made)


@transaction.atomic
def answer_cooperation(
    *, question: CooperationAnswer, colleagues: Colleagues, purpose: str, by: User | None, at: datetime
) -> None:
    """With how many, and for what; whoever answers again says it anew."""
    found = CooperationAnswer.objects.select_for_update().get(pk=question.pk)
    found.colleagues, found.purpose, found.answered_at = colleagues, purpose.strip(), at
    found.save()
    record(verb="sessions.cooperation.answered", city=found.city, by=by, at=at, target=found.session)


@transaction.atomic
def record_cooperation(
    *, cycle: Cycle, choose: Callable[[Enrolment], Colleagues | None], by: User | None, at: datetime
) -> int:
    """What people of a year that is over have said, as far as they were to be asked by now: written down at once, and nobody
    is told. `choose` gives each one's answer; None: asked and not answered. Returns how many were asked.
    """
    rows = list_asked_by(cycle=cycle, today=timezone.localdate(at))
    answers = [(row, choose(row)) for row in rows]
    CooperationAnswer.objects.bulk_create(
        (
            CooperationAnswer(
                city_id=row.city_id,
                session_id=row.session_id,
                enrolment=row,
                asked_at=at,
                answered_at=at if answer else None,
                colleagues=answer or "",
            )
            for row, answer in answers
        ),
        batch_size=2000,
    )
    data = {"year": cycle.year, "asked": len(rows)}
    record(verb="sessions.cooperation.recorded", city=cycle.city, by=by, at=at, target=cycle, data=data)
    return len(rows)
