"""Questions about draws: which are open, one with its list, who is entitled before whom, and what came of it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from sibina.assess.needs.api import Gap, current_snapshot
from sibina.deliver.sessions.models import Draw, DrawEntry, DrawResult, Enrolment, Session
from sibina.deliver.sessions.reads.sessions import rule_of_city
from sibina.deliver.sessions.rules.draw import order_of
from sibina.deliver.sessions.types import LIVE, EnrolmentState, Ground, SessionStage
from sibina.ground.cycles.types import RuleKey
from sibina.ground.people.api import Person
from sibina.lib.questions import among
from sibina.plan.planning.api import list_known_hours
from sibina.plan.planning.rules.city_tables import FLOOR_APPLIES_TO
from sibina.plan.programmes.api import Objective

UNDRAWN = Q(drawn_at=None, called_off_at=None)


def list_draws() -> QuerySet[Draw]:
    """Draws of the city, the latest first, each with how many `applicants` it has: those of the list, once it is out."""
    return _counted(Draw.objects.all()).order_by("-opened_at", "-pk")


def _counted(rows: QuerySet[Draw]) -> QuerySet[Draw]:
    applying = Q(entries__enrolment__state=EnrolmentState.APPLIED, published_at=None)
    return rows.annotate(applicants=Count("entries", filter=applying | Q(entries__band__isnull=False)))


def join_draws(rows: QuerySet[Draw]) -> QuerySet[Draw]:
    """Each with its session and how many applicants it has."""
    return _counted(rows).select_related("session")


def find_draw(*, pk: int) -> Draw | None:
    """One draw with its session, or None."""
    joined = list_draws().select_related(
        "session__cycle", "session__city", "session__offering", "published_by", "drawn_by"
    )
    return joined.filter(pk=pk).first()


def find_undrawn(*, session: Session) -> Draw | None:
    """The draw of the session that is not over yet, or None."""
    return Draw.objects.filter(UNDRAWN, session=session).first()


def find_latest_draw(*, session: Session) -> Draw | None:
    """The latest draw of the session, whatever came of it, or None."""
    return Draw.objects.filter(session=session).first()


def list_open_draws(*, today: date) -> QuerySet[Draw]:
    """Draws that may still be applied for, the next to close first."""
    rows = list_draws().filter(UNDRAWN, published_at=None, closes_on__gte=today)
    return rows.exclude(session__stage=SessionStage.CANCELLED).order_by("closes_on", "pk")


def list_due_draws(*, today: date) -> list[Draw]:
    """Draws whose list is to be published, or whose seats are to be drawn, by today."""
    due = Q(published_at=None, closes_on__lt=today) | Q(published_at__isnull=False, draws_on__lte=today)
    rows = Draw.objects.filter(UNDRAWN & due).exclude(
        session__stage__in=(SessionStage.CANCELLED, SessionStage.HELD)
    )
    return list(rows.select_related("session").order_by("pk"))


def list_own_entries(*, person_id: int) -> QuerySet[DrawEntry]:
    """What the person applied for, the latest first."""
    rows = DrawEntry.objects.filter(enrolment__person_id=person_id)
    return rows.select_related("draw__session", "enrolment", "result").order_by("-applied_at")


def find_own_entry(*, draw: Draw, person_id: int) -> DrawEntry | None:
    """The person's own line of the list, or None."""
    rows = DrawEntry.objects.filter(draw=draw, enrolment__person_id=person_id)
    return rows.select_related("enrolment", "result").first()


def list_entries(*, draw: Draw) -> QuerySet[DrawEntry]:
    """The published list, with what chance gave where it has been drawn."""
    return DrawEntry.objects.filter(draw=draw, band__isnull=False)


def join_results(rows: QuerySet[DrawEntry]) -> QuerySet[DrawEntry]:
    """Each with its result."""
    return rows.select_related("result")


def list_applying(*, draw: Draw) -> QuerySet[DrawEntry]:
    """Who asks for a seat now, by code."""
    rows = DrawEntry.objects.filter(draw=draw, enrolment__state=EnrolmentState.APPLIED)
    return rows.select_related("enrolment").order_by("code")


def list_results(*, draw: Draw) -> list[DrawResult]:
    """What chance gave, in its order."""
    return list(DrawResult.objects.filter(draw=draw).select_related("entry").order_by("rank"))


def band_order(*, day: date) -> tuple[str, tuple[Ground, ...]]:
    """The city's rule on bands on the day, as it is written and as an order."""
    rule = str(rule_of_city(key=RuleKey.SEAT_BANDS, day=day).value)
    return rule, order_of(rule)


def grounds_of(*, session: Session, people: Collection[int], day: date) -> dict[int, set[Ground]]:
    """Why each of these persons is more entitled to a seat in the session than others; nobody is left out."""
    found: dict[int, set[Ground]] = defaultdict(set, {person: set() for person in people})
    for ground, persons in (
        (Ground.LOST, _lost(session, people)),
        (Ground.GAP, _short(session, people)),
        (Ground.FLOOR, _below_floor(session, people, day)),
    ):
        for person in persons:
            found[person].add(ground)
    return dict(found)


def _lost(session: Session, people: Collection[int]) -> set[int]:
    """Lost a draw of the programme, or had a seat in a session of it that was called off; and has had no seat since."""
    programme = session.programme_id
    asked = among("enrolment__person_id", people)
    lost = DrawEntry.objects.filter(asked, result__seated=False, enrolment__session__programme_id=programme)
    others = Enrolment.objects.filter(among("person_id", people), session__programme_id=programme)
    others = others.exclude(session=session)
    called_off = others.filter(state=EnrolmentState.CANCELLED, session__stage=SessionStage.CANCELLED)
    served = others.filter(state__in=LIVE)
    unlucky = set(lost.exclude(draw__session=session).values_list("enrolment__person_id", flat=True))
    unlucky |= set(called_off.values_list("person_id", flat=True))
    return unlucky - set(served.values_list("person_id", flat=True))


def _short(session: Session, people: Collection[int]) -> set[int]:
    """Lacks a competency that the programme raises; what was not measured is not known to be lacking."""
    snapshot = current_snapshot(session.city)
    if snapshot is None:
        return set()
    aims = Objective.objects.filter(
        programme_id=session.programme_id, competency_id=OuterRef("competency_id")
    )
    rows = Gap.objects.filter(among("person_id", people), Exists(aims), snapshot=snapshot, shortfall__gt=0)
    return set(rows.values_list("person_id", flat=True))


def _below_floor(session: Session, people: Collection[int], day: date) -> set[int]:
    """PNS whose hours of the year, those of sessions with a seat included, are below the least."""
    floor = int(rule_of_city(key=RuleKey.JP_FLOOR_PNS, day=day).value)
    bound = Person.objects.filter(pk__in=people, employment__in=FLOOR_APPLIES_TO).values_list("pk", flat=True)
    known = list_known_hours(cycle=session.cycle, people=people)
    seated = Enrolment.objects.filter(
        among("person_id", people), state__in=LIVE, session__cycle_id=session.cycle_id
    )
    hours = dict(seated.order_by().values_list("person_id").annotate(jp=Sum(F("session__jp"))))
    return {person for person in bound if known.get(person, 0) + hours.get(person, 0) < floor}
