"""Questions about topics: what was proposed together, what waits in it, and how loud the voices are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from sibina.assess.needs import rules
from sibina.assess.needs.models import Proposal, ProposalEvent, ProposalTopic
from sibina.assess.needs.reads.proposals import standing_as
from sibina.assess.needs.types import (
    Endorsement,
    Outcome,
    ProposalKind,
    ProposalState,
    ProposalStep,
    Voice,
    Voices,
)
from sibina.lib.questions import written_once

WAITING = Q(proposals__outcome=Outcome.WAITING)
COUNTED = Q(proposals__outcome__in=[Outcome.WAITING, Outcome.TAKEN, Outcome.DECLINED])


def list_topics() -> QuerySet[ProposalTopic]:
    """Topics that hold a proposal, each with how many, of how many persons, what waits in it and since when."""
    return (
        ProposalTopic.objects.annotate(
            voices=Count("proposals", filter=COUNTED),
            people=Count("proposals__person_id", distinct=True, filter=COUNTED),
            endorsed=Count("proposals", filter=COUNTED & Q(proposals__endorsement=Endorsement.ENDORSED)),
            waiting=Count("proposals", filter=WAITING),
            taken=Count("proposals", filter=Q(proposals__outcome=Outcome.TAKEN)),
            declined=Count("proposals", filter=Q(proposals__outcome=Outcome.DECLINED)),
            oldest=Min("proposals__sent_at", filter=WAITING),
        )
        .filter(voices__gt=0)
        .select_related("cycle")
    )


def find_topic(*, topic_id: int) -> ProposalTopic | None:
    """One topic with its counts, or None; one whose proposals all left it is not shown."""
    return _topic.first(pk=topic_id)


@written_once
def _topic(pk: int) -> QuerySet[ProposalTopic]:
    return list_topics().select_related("competency").filter(pk=pk).order_by()


def list_topic_proposals(*, topic: ProposalTopic) -> QuerySet[Proposal]:
    """What is gathered in a topic."""
    return Proposal.objects.filter(topic=topic)


def get_topic_mark(*, topic: ProposalTopic) -> str:
    """What waits in the topic now, as a form carries it to the decision."""
    waiting = list_topic_proposals(topic=topic).filter(outcome=Outcome.WAITING)
    return rules.mark_of(list(waiting.values_list("pk", flat=True)))


@dataclass(frozen=True)
class Decision:
    """What was decided on a topic once: taken or declined, when, by whom, why."""

    step: ProposalStep
    at: datetime
    by: str
    reason: str


def list_decisions(*, topic: ProposalTopic) -> list[Decision]:
    """The decisions on a topic, the latest first; each was written on every proposal that waited then."""
    return [
        Decision(ProposalStep(step), at, f"{first} {last}".strip() or login or "", reason)
        for step, at, reason, first, last, login in _decisions(topic_id=topic.pk)
    ]


@written_once
def _decisions(topic_id: int) -> QuerySet[ProposalEvent, tuple[Any, ...]]:
    taken_or_not = [ProposalStep.TAKEN, ProposalStep.DECLINED]
    rows = ProposalEvent.objects.filter(topic_id=topic_id, step__in=taken_or_not).order_by("-at")
    names = ("by__first_name", "by__last_name", "by__username")
    return rows.values_list("step", "at", "reason", *names).distinct()


def list_free_proposals(*, cycle_id: int, kind: ProposalKind) -> QuerySet[Proposal]:
    """Undecided proposals of a year and kind in own words that stand in no topic yet, the oldest first."""
    rows = Proposal.objects.filter(outcome=Outcome.WAITING, topic=None, cycle_id=cycle_id, kind=kind)
    return rows.select_related("person__office").order_by("sent_at", "pk")


def list_topics_for(*, cycle_id: int, kind: ProposalKind) -> list[tuple[int, str]]:
    """Topics of a year and kind, number and name, by name: where proposals could be gathered."""
    same = ProposalTopic.objects.filter(cycle_id=cycle_id, kind=kind)
    return list(same.order_by("name").values_list("pk", "name"))


def count_voices(cycle_id: int) -> dict[int, Voices]:
    """How many voices of a year each competency has, by number; what was withdrawn is not counted.

    Proposals in own words count where an officer has gathered them in a topic with a competency.
    """
    return {competency: Voices(*counts) for competency, *counts in _voices(cycle_id=cycle_id)}


@written_once
def _voices(cycle_id: int) -> QuerySet[Proposal, tuple[int, ...]]:
    return (
        Proposal.objects.filter(cycle_id=cycle_id, topic__competency__isnull=False)
        .exclude(standing_as(ProposalState.WITHDRAWN))
        .order_by()
        .values_list("topic__competency_id")
        .annotate(
            proposals=Count("pk"),
            people=Count("person_id", distinct=True),
            endorsed=Count("pk", filter=standing_as(Voice.ENDORSED)),
            declined=Count("pk", filter=standing_as(Voice.DECLINED)),
            waiting=Count("pk", filter=standing_as(Voice.WAITING)),
        )
    )
