"""Questions about sessions: lists, one session with its days, venues, and the rules of the city that hold."""

from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from sibina.deliver.sessions.models import Session, SessionDay, SessionSpeaker, Venue
from sibina.ground.cycles.api import get_rule
from sibina.ground.cycles.rules import STARTING_RULES, rule_on
from sibina.ground.cycles.types import NoRule, RuleKey, RuleVersion


def list_sessions() -> QuerySet[Session]:
    """Sessions of the city in the order of the calendar."""
    return Session.objects.all()


def join_sessions(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Each session with its venue."""
    return rows.select_related("venue")


def find_session(*, pk: int) -> Session | None:
    """One session with its year, plan's session, venue and programme, or None."""
    joined = Session.objects.select_related("cycle", "city", "offering", "programme", "venue", "changed_by")
    return joined.filter(pk=pk).first()


def list_days(*, session: Session) -> list[SessionDay]:
    """The days of a session in their order, each with its venue and speakers (`speakers.all()`)."""
    speakers = SessionSpeaker.objects.select_related("speaker").order_by("speaker__name")
    days = SessionDay.objects.filter(session=session).select_related("venue")
    return list(days.prefetch_related(Prefetch("speakers", speakers)))


def list_venues(*, active: bool = False) -> QuerySet[Venue]:
    """Venues, the city's own first; `active`: only those that are still used."""
    rows = Venue.objects.all()
    return rows.filter(is_active=True) if active else rows


def rule_of_city(*, key: RuleKey, day: date) -> RuleVersion:
    """The city's rule on the day; where it has none, what cities begin with."""
    try:
        return get_rule(key=key, day=day)
    except NoRule:
        return rule_on(STARTING_RULES, key, day)


def days_before(*, day: date) -> int:
    """How many days before a session it is decided whether it goes ahead."""
    return int(rule_of_city(key=RuleKey.SESSION_DECISION, day=day).value)


def share_to_attend(*, day: date) -> Decimal:
    """The least share of a session's days on which a person must be there for it to be complete."""
    return Decimal(rule_of_city(key=RuleKey.ATTENDANCE_SHARE, day=day).value)
