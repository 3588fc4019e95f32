"""Questions about who takes part, who may, and whose word is waited for."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from sibina.assess.needs.api import Gap, current_snapshot
from sibina.deliver.sessions.models import Enrolment, EnrolmentDay, EnrolmentStep, Session, SessionDay
from sibina.deliver.sessions.types import LIVE, Consent, EnrolmentState, Place, SessionStage
from sibina.ground.competencies.types import LOWEST_LEVEL
from sibina.ground.people.api import Membership, Person, seen_by
from sibina.ground.people.types import Sight
from sibina.lib.access import Role
from sibina.lib.tenancy.models import City
from sibina.plan.programmes.api import Objective, Programme

ANSWERABLE = (SessionStage.INVITING, SessionStage.CONFIRMED)
"""Stages in which invitations are out and may be answered."""


def list_enrolments(*, session: Session, sight: Sight) -> QuerySet[Enrolment]:
    """Everybody who has to do with the session and whom the reader may see, by name."""
    rows = Enrolment.objects.filter(seen_by(sight), session=session)
    return rows.order_by("person__name", "pk")


def join_enrolments(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Each with its person and place of work."""
    return rows.select_related("person", "unit", "office")


def find_enrolment(*, pk: int, sight: Sight) -> Enrolment | None:
    """One enrolment that the reader may see, with its session, person and place of work, or None."""
    joined = Enrolment.objects.select_related(
        "session__cycle", "session__city", "session__venue", "person", "unit", "office", "consent_by"
    )
    return joined.filter(seen_by(sight), pk=pk).first()


def find_own_enrolment(*, session_id: int, person_id: int) -> Enrolment | None:
    """The person's part in a session whose invitations are out or that is over, or None."""
    joined = Enrolment.objects.select_related("session__cycle", "session__city", "session__venue", "person")
    found = joined.exclude(session__stage=SessionStage.PREPARED)
    return found.filter(session_id=session_id, person_id=person_id).first()


def list_own_enrolments(*, person_id: int) -> QuerySet[Enrolment]:
    """The person's invitations and sessions, the next one first; of those not yet invited nothing is told."""
    rows = Enrolment.objects.filter(person_id=person_id).exclude(session__stage=SessionStage.PREPARED)
    return rows.select_related("session__venue").order_by("session__starts_on", "pk")


def list_to_answer(*, person_id: int) -> QuerySet[Enrolment]:
    """Invitations of the person that wait for an answer."""
    rows = Enrolment.objects.filter(person_id=person_id, state=EnrolmentState.INVITED)
    return rows.filter(session__stage__in=ANSWERABLE).order_by("session__starts_on")


def list_to_consent(*, sight: Sight, today: date) -> QuerySet[Enrolment]:
    """People of the reader's units who have a seat in a session to come and wait for the superior's word."""
    rows = waiting_for_consent(today=today).filter(seen_by(sight))
    return rows.order_by("session__starts_on", "person__name", "pk")


def waiting_for_consent(*, today: date) -> QuerySet[Enrolment]:
    """Everybody of the city who does."""
    rows = Enrolment.objects.filter(consent=Consent.PENDING, state__in=LIVE)
    return rows.filter(session__stage__in=ANSWERABLE, session__starts_on__gte=today)


def list_unanswered(*, before: datetime, today: date) -> list[Enrolment]:
    """Invitations sent before a moment, to sessions to come, neither answered nor brought to mind."""
    rows = Enrolment.objects.filter(state=EnrolmentState.INVITED, invited_at__lt=before, reminded_at=None)
    ahead = rows.filter(session__stage__in=ANSWERABLE, session__starts_on__gte=today)
    return list(ahead.select_related("session"))


def list_open_to(*, person_id: int, city: City, today: date) -> list[Session]:
    """Sessions to come whose programmes serve the person, and with which the person has nothing to do yet."""
    ahead = Session.objects.filter(stage__in=ANSWERABLE, starts_on__gt=today)
    inside = Enrolment.objects.filter(session_id=OuterRef("pk"), person_id=person_id)
    ahead = ahead.filter(~Exists(inside)).select_related("venue").order_by("starts_on", "code")
    serving = list_serving(city=city, person_id=person_id)
    return [one for one in ahead if one.programme_id in serving]


def list_serving(*, city: City, person_id: int) -> set[int]:
    """Programmes that serve the person (see `list_entitled`)."""
    snapshot = current_snapshot(city)
    gaps = Gap.objects.filter(snapshot=snapshot, person_id=person_id) if snapshot else Gap.objects.none()
    levels = dict(gaps.values_list("competency_id", "present"))
    found, stating = set(), set()
    told = ("programme_id", "competency_id", "from_level", "to_level")
    for programme_id, competency_id, first, last in Objective.objects.order_by().values_list(*told):
        stating.add(programme_id)
        if competency_id in levels:
            level = levels[competency_id]
            if first <= LOWEST_LEVEL if level is None else first <= level < last:
                found.add(programme_id)
    everybody = set(Programme.objects.exclude(pk__in=stating).values_list("pk", flat=True))
    return found | everybody if snapshot else everybody | stating


def list_steps(*, enrolment: Enrolment) -> list[EnrolmentStep]:
    """What became of it, the latest first."""
    return list(EnrolmentStep.objects.filter(enrolment=enrolment).select_related("by"))


def list_entitled(*, city: City, programme_id: int, office_id: int | None = None) -> QuerySet[Person]:
    """Active persons (of an office) whom the programme serves, by the rule of the plan (decision 0006): the position
    requires one of its competencies and the level lies inside the objective, or is not measured and the objective begins
    at the lowest. Everybody where the programme states no objective.
    """
    people = Person.objects.filter(is_active=True, unit__isnull=False)
    if office_id is not None:
        people = people.filter(office_id=office_id)
    objectives = Objective.objects.filter(programme_id=programme_id)
    inside = Q()
    for one in objectives:
        levels = Q(present__gte=one.from_level, present__lt=one.to_level)
        if one.from_level <= LOWEST_LEVEL:
            levels |= Q(present__isnull=True)
        inside |= Q(competency_id=one.competency_id) & levels
    snapshot = current_snapshot(city)
    if not inside or snapshot is None:
        return people.order_by("name", "pk")
    gaps = Gap.objects.filter(inside, snapshot=snapshot, person_id=OuterRef("pk"))
    return people.filter(Exists(gaps)).order_by("name", "pk")


def list_addable(*, session: Session, words: str) -> QuerySet[Person]:
    """Whom the programme serves and who has nothing to do with the session yet; by a part of the name or NIP."""
    people = list_entitled(city=session.city, programme_id=session.programme_id)
    inside = Enrolment.objects.filter(session=session, person_id=OuterRef("pk"))
    people = people.filter(~Exists(inside)).select_related("office")
    if words:
        people = people.filter(Q(folded_name__contains=words.lower()) | Q(number__contains=words))
    return people


def list_substitutes(*, enrolment: Enrolment) -> QuerySet[Person]:
    """Who could go instead: of the same office, entitled, not in the session, free at its times; by name."""
    session = enrolment.session
    entitled = list_entitled(
        city=session.city, programme_id=session.programme_id, office_id=enrolment.office_id
    )
    inside = Enrolment.objects.filter(session=session, person_id=OuterRef("pk"))
    days = SessionDay.objects.filter(
        session=session, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    elsewhere = EnrolmentDay.objects.filter(Exists(days), person_id=OuterRef("pk"))
    return entitled.filter(~Exists(inside), ~Exists(elsewhere))


def place_of(*, person_id: int) -> Place | None:
    """The person and where the person works now; None where that is not known."""
    found = (
        Person.objects.filter(pk=person_id, unit__isnull=False).values_list("unit_id", "office_id").first()
    )
    return Place(person_id, found[0], found[1] or found[0]) if found else None


def persons_of_roles(*, roles: Collection[Role], unit_ids: Collection[int] | None = None) -> set[int]:
    """Persons who stand behind members with these roles (who speak for one of these units)."""
    rows = Membership.objects.filter(role__in=roles, person__isnull=False)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return set(rows.values_list("person_id", flat=True))
