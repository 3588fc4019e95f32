"""Questions about sessions: lists, one session with its days, venues, and the rules of the city that hold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from sibina.deliver.sessions.models import (
    Enrolment,
    Session,
    SessionDay,
    SessionSpeaker,
    SessionStep,
    Venue,
)
from sibina.deliver.sessions.rules.enrolment import OPEN_STAGES
from sibina.deliver.sessions.types import LIVE, SessionStage
from sibina.ground.cycles.api import Cycle, get_rule
from sibina.ground.cycles.rules import STARTING_RULES, may_change, rule_on
from sibina.ground.cycles.types import CyclePhase, NoRule, Part, RuleKey, RuleVersion
from sibina.lib.keeping import kept
from sibina.plan.planning.api import find_set_plan
from sibina.plan.programmes.api import Speaker


def list_sessions(*, cycle: Cycle | None = None) -> QuerySet[Session]:
    """Sessions of the city, or of a year, in the order of the calendar."""
    rows = Session.objects.all()
    return rows if cycle is None else rows.filter(cycle=cycle)


def list_years() -> list[Cycle]:
    """Years that have sessions or whose delivery is recorded now, the latest first."""
    now = [phase for phase in CyclePhase if may_change(phase, Part.DELIVERY)]
    has_sessions = Exists(Session.objects.filter(cycle_id=OuterRef("pk")))
    return list(Cycle.objects.filter(Q(phase__in=now) | Q(has_sessions)).order_by("-year"))


def needing_attention(rows: QuerySet[Session], what: str, *, today: date) -> QuerySet[Session]:
    """Sessions that are still ahead and lack something: a decision (`putus`), a room (`tempat`), a speaker (`narasumber`),
    or people (`kurang`).
    """
    ahead = rows.filter(stage__in=OPEN_STAGES)
    days = SessionDay.objects.filter(session_id=OuterRef("pk"))
    speakers = SessionSpeaker.objects.filter(day__session_id=OuterRef("pk"))
    lacking = {
        "putus": Q(stage=SessionStage.INVITING, decide_on__lte=today),
        "tempat": Exists(days.filter(venue=None, is_online=False)),
        "narasumber": ~Exists(speakers),
        "kurang": Q(taken__lt=F("min_seats")),
    }
    return ahead.filter(lacking[what])


def count_people(*, session: Session) -> list[tuple[str, str, int]]:
    """State, office, and how many of its people are in that state."""
    counted = (
        Enrolment.objects.filter(session=session)
        .order_by("office__name")
        .values_list("state", "office__name")
    )
    return list(counted.annotate(n=Count("pk")))


def list_session_steps(*, session: Session) -> list[SessionStep]:
    """How the session came to stand where it does, the latest first."""
    return list(SessionStep.objects.filter(session=session).select_related("by"))


def list_days_between(*, first: date, last: date) -> list[SessionDay]:
    """Days of sessions between two days, inclusive, that are not called off, in their order."""
    rows = SessionDay.objects.filter(day__gte=first, day__lte=last, holds=True)
    return list(rows.select_related("session", "venue"))


@dataclass(frozen=True)
class Participation:
    """How many people have a seat in sessions of a year and of the one before, and of how many (`of`: when the plan of the
    year was made). None: not known.
    """

    year: int
    people: int
    of: int | None
    before: int | None
    before_of: int | None

    @property
    def share(self) -> float | None:
        return self.people / self.of if self.of else None

    @property
    def before_share(self) -> float | None:
        return self.before / self.before_of if self.before and self.before_of else None


def get_participation(*, cycle: Cycle) -> Participation:
    """People reached this year beside last year. Counted again at most once a minute."""

    def find() -> Participation:
        known = {one.year: one for one in Cycle.objects.filter(year__in=(cycle.year, cycle.year - 1))}
        people = {year: _people_of(one) for year, one in known.items()}
        plans = {year: find_set_plan(cycle=one) for year, one in known.items()}
        of = {year: plan.people for year, plan in plans.items() if plan and plan.people}
        last = cycle.year - 1
        return Participation(
            cycle.year, people[cycle.year], of.get(cycle.year), people.get(last) or None, of.get(last)
        )

    return kept("participation", cycle.pk, find=find, seconds=60)


def _people_of(cycle: Cycle) -> int:
    rows = Enrolment.objects.filter(session__cycle=cycle, state__in=LIVE)
    rows = rows.exclude(session__stage=SessionStage.CANCELLED)
    return rows.aggregate(n=Count("person_id", distinct=True))["n"]


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


def find_venue(*, pk: int) -> Venue | None:
    """One venue, or None."""
    return Venue.objects.filter(pk=pk).first()


def list_speakers() -> list[Speaker]:
    """Speakers who may be chosen, by name."""
    return list(Speaker.objects.filter(is_active=True).order_by("name", "pk"))


def rule_of_city(*, key: RuleKey, day: date) -> RuleVersion:
    """The city's rule on the day; where it has none, what cities begin with."""
    try:
        return get_rule(key=key, day=day)
    except NoRule:
        return rule_on(STARTING_RULES, key, day)


def days_before(*, day: date) -> int:
    """How many days before a session it is decided whether it goes ahead."""
    return int(rule_of_city(key=RuleKey.SESSION_DECISION, day=day).value)


def answer_days(*, day: date) -> int:
    """Within how many days an invitation is to be answered."""
    return int(rule_of_city(key=RuleKey.INVITATION_ANSWER, day=day).value)


def list_undecided(*, today: date) -> list[Session]:
    """Sessions whose invitations are out and on which it should have been decided by today."""
    due = Session.objects.filter(stage=SessionStage.INVITING, decide_on__lte=today)
    return list(due.order_by("decide_on", "code"))


def share_to_attend(*, day: date) -> Decimal:
    """The least share of a session's days on which a person must be there for it to be complete."""
    return Decimal(rule_of_city(key=RuleKey.ATTENDANCE_SHARE, day=day).value)
