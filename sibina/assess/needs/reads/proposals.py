"""Questions about proposals: the own ones, those that a member answers for, what became of one."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from sibina.assess.needs import rules
from sibina.assess.needs.models import Gap, GapSnapshot, Proposal, ProposalEvent
from sibina.assess.needs.types import Endorsement, GapState, Outcome, ProposalState, ProposalStep, Voice
from sibina.ground.competencies.api import Competency
from sibina.ground.cycles.api import get_rule
from sibina.ground.cycles.rules import STARTING_RULES, rule_on
from sibina.ground.cycles.types import NoRule, RuleKey, RuleVersion
from sibina.ground.people.api import Membership, get_sight, seen_by
from sibina.ground.people.types import Sight
from sibina.lib.keeping import kept
from sibina.lib.questions import among, written_once

OWN_GAPS_OFFERED = 6
ANSWERED = frozenset(
    {ProposalStep.ENDORSED, ProposalStep.NOT_ENDORSED, ProposalStep.TAKEN, ProposalStep.DECLINED}
)


def standing_as(*found: ProposalState | Voice) -> Q:
    """Proposals that are in one of these states, or count as one of these voices."""
    wanted = Q(pk__in=[])
    for one in found:
        for endorsement, outcome in rules.answers_that_are(one):
            wanted |= Q(endorsement=endorsement, outcome=outcome)
    return wanted


# Whose proposals a member sees.
def list_own_proposals(*, person_id: int) -> QuerySet[Proposal]:
    """What a person has proposed, the latest first."""
    return Proposal.objects.filter(person_id=person_id).select_related("topic", "cycle")


def list_staff_proposals(*, sight: Sight) -> QuerySet[Proposal]:
    """What the staff of the city, or of the units that the member answers for, has proposed."""
    return Proposal.objects.filter(seen_by(sight, unit="person__unit_id"))


def join_proposers(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Each proposal with what a list tells of it."""
    return rows.select_related("person__office", "cycle")


def find_visible_proposal(*, proposal_id: int, member: Membership) -> Proposal | None:
    """One proposal, if it is the member's own, or of somebody whom the member answers for."""
    sight = get_sight(member)
    rows = Proposal.objects.filter(pk=proposal_id)
    if not sight.whole_city:
        own = Q(person_id=member.person_id) if member.person_id else Q(pk__in=[])
        rows = rows.filter(seen_by(sight, unit="person__unit_id") | own)
    return rows.select_related("topic", "cycle", "person__office", "person__position").first()


def list_events(*, proposal: Proposal) -> list[ProposalEvent]:
    """Everything that happened to it, in order."""
    return list(proposal.events.select_related("by", "topic").order_by("at", "pk"))


def find_last_event(*, proposal_id: int, steps: frozenset[ProposalStep]) -> ProposalEvent | None:
    """The latest of these steps, with who took it."""
    rows = ProposalEvent.objects.filter(proposal_id=proposal_id, step__in=sorted(steps))
    return rows.select_related("by").order_by("-at", "-pk").first()


def count_others(*, proposal: Proposal) -> int:
    """How many other persons have proposed the same, by the topic that the proposal stands in."""
    if proposal.topic_id is None:
        return 0
    same = Proposal.objects.filter(topic_id=proposal.topic_id).exclude(outcome=Outcome.WITHDRAWN)
    others = same.exclude(person_id=proposal.person_id)
    return others.aggregate(people=Count("person_id", distinct=True))["people"]


# What can be proposed.
def list_own_short(*, snapshot: GapSnapshot | None, person_id: int) -> list[tuple[int, str]]:
    """Competencies that the person lacks most, number and name: offered first."""
    if snapshot is None:
        return []
    rows = Gap.objects.filter(snapshot=snapshot, person_id=person_id, state=GapState.SHORT)
    ordered = rows.order_by(F("shortfall").desc(), "competency__name")
    return list(ordered.values_list("competency_id", "competency__name")[:OWN_GAPS_OFFERED])


@written_once
def list_dictionary() -> QuerySet[Competency]:
    """Competencies that can be proposed, by name."""
    return Competency.objects.filter(is_active=True).order_by("name")


# What waits, and for how long.
def get_answer_rule(*, city_id: int, today: date) -> RuleVersion:
    """Within how many days a proposal is to be answered, and by what ground: the city's, or what cities begin with.

    Looked up once a minute: it stands on every home.
    """

    def find() -> RuleVersion:
        try:
            return get_rule(key=RuleKey.PROPOSAL_ANSWER, day=today)
        except NoRule:
            return rule_on(STARTING_RULES, RuleKey.PROPOSAL_ANSWER, today)

    return kept("answer rule", city_id, today, find=find, seconds=60)


def late_before(*, today: date, rule: RuleVersion) -> datetime:
    """What was sent before this moment and is undecided is late."""
    day = rules.last_timely_day(today, int(rule.value))
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Waiting:
    """Proposals that wait, how many of them have done so for too long, and how many own ones were answered lately."""

    proposals: int = 0
    late: int = 0
    answered: int = 0


def count_for_member(*, sight: Sight, person_id: int | None, before: datetime, since: datetime) -> Waiting:
    """What waits for the word of a head, of the own units and never the own proposals; own ones answered since then."""
    (found,) = _for_member(
        keys=sorted(sight.unit_ids or ()), person_id=person_id or 0, before=before, since=since
    )
    return Waiting(*found)


@written_once
def _for_member(
    keys: Any, person_id: int, before: datetime, since: datetime
) -> QuerySet[Proposal, tuple[int, int, int]]:
    own, of_staff = Q(person_id=person_id), among("person__unit_id", keys)
    waiting = of_staff & ~own & Q(outcome=Outcome.WAITING, endorsement=Endorsement.WAITING)
    events = ProposalEvent.objects.filter(
        proposal_id=OuterRef("pk"), step__in=sorted(ANSWERED), at__gte=since
    )
    counts = {
        "waiting": Count("pk", filter=waiting),
        "late": Count("pk", filter=waiting & Q(sent_at__lt=before)),
        "answered": Count("pk", filter=own & Q(Exists(events))),
    }
    rows = Proposal.objects.filter(of_staff | own).order_by().annotate(all=Value(1)).values("all")
    return rows.annotate(**counts).values_list(*counts)


def counts_for_agency(before: datetime) -> tuple[Subquery, Subquery]:
    """How many proposals the agency has not decided on, and how many of these are late, for a query to ask on the way."""
    waiting = Proposal.objects.filter(outcome=Outcome.WAITING)
    return _count_of(waiting), _count_of(waiting.filter(sent_at__lt=before))


def _count_of(rows: QuerySet[Proposal]) -> Subquery:
    return Subquery(rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n"))


INBOX_SHOWN = 10


def list_for_superior(*, sight: Sight, person_id: int | None) -> list[Proposal]:
    """What waits for the word of a head, the oldest first: as many as are shown, and one more where there are more."""
    return _for_superior(keys=sorted(sight.unit_ids or ()), person_id=person_id or 0)


@written_once
def _for_superior(keys: Any, person_id: int) -> QuerySet[Proposal]:
    waiting = Proposal.objects.filter(
        among("person__unit_id", keys), outcome=Outcome.WAITING, endorsement=Endorsement.WAITING
    )
    ordered = join_proposers(waiting.exclude(person_id=person_id)).order_by("sent_at", "pk")
    return ordered[: INBOX_SHOWN + 1]
