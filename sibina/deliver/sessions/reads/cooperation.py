"""Questions about cooperation: whom to ask, what a person is asked, and what the answers of a session or programme say."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from sibina.deliver.sessions.models import CooperationAnswer, Enrolment, Session
from sibina.deliver.sessions.reads.attendance import attended_days
from sibina.deliver.sessions.reads.sessions import rule_of_city
from sibina.deliver.sessions.types import EnrolmentState, SessionStage
from sibina.deliver.sessions.types.cooperation import Colleagues, Cooperation
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.types import RuleKey
from sibina.plan.planning.api import PlanSession
from sibina.plan.planning.types import Approval

LATEST = 60
"""So many days after it was due a question is still put; later nobody remembers."""


def list_to_ask(*, today: date) -> list[Enrolment]:
    """Who took part in a session of several offices that ended as long ago as the city's rule says, and was not asked yet.

    Where attendance was recorded, those who were there; else all who had accepted.
    """
    due = _due(today)
    rows = _took_part(Q(session__ends_on__range=(due - timedelta(days=LATEST), due)))
    sessions = {row.session_id for row in rows}
    known = set(CooperationAnswer.objects.filter(session__in=sessions).values_list("enrolment_id", flat=True))
    return [row for row in rows if row.pk not in known]


def list_asked_by(*, cycle: Cycle, today: date) -> list[Enrolment]:
    """Who of a year's sessions was to be asked by this day."""
    return _took_part(Q(session__cycle=cycle, session__ends_on__lte=_due(today)))


def _due(today: date) -> date:
    return today - timedelta(days=int(rule_of_city(key=RuleKey.COOPERATION_ASKED, day=today).value))


def _took_part(which: Q) -> list[Enrolment]:
    rows = Enrolment.objects.filter(which, state=EnrolmentState.ACCEPTED, session__stage=SessionStage.HELD)
    people: dict[int, list[Enrolment]] = {}
    for row in rows.select_related("session").order_by("session_id", "pk"):
        people.setdefault(row.session_id, []).append(row)
    mixed = [row for rows in people.values() if len({row.office_id for row in rows}) > 1 for row in rows]
    there = attended_days(enrolments=[row.pk for row in mixed])
    recorded = {row.session_id for row in mixed if there.get(row.pk)}
    return [row for row in mixed if row.session_id not in recorded or there.get(row.pk)]


def find_question(*, pk: int, person_id: int) -> CooperationAnswer | None:
    """The question, where it was put to this person."""
    rows = CooperationAnswer.objects.select_related("session")
    return rows.filter(pk=pk, enrolment__person_id=person_id).first()


def get_cooperation(*, session: Session) -> Cooperation:
    """What the participants of a session answered."""
    return _told(CooperationAnswer.objects.filter(session=session))


def _told(rows: QuerySet[CooperationAnswer]) -> Cooperation:
    counted = dict(rows.order_by().values_list("colleagues").annotate(n=Count("pk")))
    answers = {one: counted[one] for one in Colleagues if one in counted}
    return Cooperation(sum(counted.values()), answers)


def list_asked_sessions() -> QuerySet[Session]:
    """Sessions after which people were asked, the latest first."""
    return Session.objects.filter(pk__in=CooperationAnswer.objects.values("session_id")).order_by(
        "-ends_on", "code"
    )


def join_cooperation(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Each with how many were asked, answered, and named somebody, and how mixed the plan seated it."""
    answers = CooperationAnswer.objects.filter(session_id=OuterRef("pk"))
    plan = PlanSession.objects.filter(offering_id=OuterRef("offering_id"), plan__approval=Approval.SET)
    return rows.annotate(
        asked=_counted(answers),
        answered=_counted(answers.exclude(colleagues="")),
        together=_counted(answers.exclude(colleagues__in=("", Colleagues.NONE))),
        seated=Subquery(plan.values("taken")[:1]),
        mixed=Subquery(plan.values("mixed")[:1]),
    )


def _counted(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("session_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def list_programme_cooperation() -> list[tuple[str, Cooperation]]:
    """Programme by programme what participants of its sessions answered, by name."""
    counted = CooperationAnswer.objects.order_by("session__programme__name").values_list(
        "session__programme__name", "colleagues"
    )
    found: dict[str, dict[str, int]] = {}
    for name, colleagues, people in counted.annotate(n=Count("pk")):
        found.setdefault(name, {})[colleagues] = people
    return [
        (name, Cooperation(sum(told.values()), {one: told[one] for one in Colleagues if one in told}))
        for name, told in found.items()
    ]
