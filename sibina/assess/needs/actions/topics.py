"""Verbs of the agency: gathering proposals into topics, and deciding on a topic."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sibina.assess.needs import rules
from sibina.assess.needs.actions.proposals import add_events
from sibina.assess.needs.models import Proposal, ProposalTopic
from sibina.assess.needs.types import (
    NotFree,
    Outcome,
    ProposalStep,
    TopicChanged,
    TopicFacts,
    TopicThere,
)
from sibina.ground.people.api import Membership
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.questions import among


def gather_proposals(
    *,
    proposals: Mapping[int, int | None],
    into: ProposalTopic | TopicFacts,
    by: Membership,
    at: datetime,
) -> ProposalTopic:
    """Put proposals in own words into a topic, or into a new one. `proposals`: key, and the topic it was seen in.

    Raises NotFree for one about a competency, TopicChanged where one was moved meanwhile or is of another year or kind,
    StepRefused where one is decided, and TopicThere where the year's topics have the new one's name or competency.
    """
    with transaction.atomic():
        found = list(Proposal.objects.select_for_update().filter(pk__in=proposals).order_by("pk"))
        if any(one.competency_id for one in found):
            raise NotFree
        if not found or any(one.topic_id != proposals[one.pk] for one in found):
            raise TopicChanged(len(found))
        for one in found:
            rules.after(one.standing, ProposalStep.GATHERED)
        topic = _make_topic(found[0], into, at) if isinstance(into, TopicFacts) else into
        if any((one.cycle_id, one.kind) != (topic.cycle_id, topic.kind) for one in found):
            raise TopicChanged(len(found))
        Proposal.objects.filter(pk__in=proposals).update(topic=topic)
        add_events(found, ProposalStep.GATHERED, at=at, by=by, topic=topic)
        data = {"name": topic.name, "proposals": len(found)}
        record(verb="needs.topic.gathered", city=by.city, by=by.user, at=at, target=topic, data=data)
    return topic


def _make_topic(first: Proposal, facts: TopicFacts, at: datetime) -> ProposalTopic:
    key = name_key(facts.name)
    there = ProposalTopic.objects.filter(cycle_id=first.cycle_id, kind=first.kind)
    same = there.filter(competency_id=facts.competency_id) if facts.competency_id else there.filter(key=key)
    taken = same.first()
    if taken is not None:
        raise TopicThere(taken.name)
    return ProposalTopic.objects.create(
        city_id=first.city_id,
        cycle_id=first.cycle_id,
        kind=first.kind,
        competency_id=facts.competency_id,
        key=key,
        name=facts.name,
        made_at=at,
    )


def take_out_proposal(*, proposal: Proposal, by: Membership, at: datetime) -> Proposal:
    """Take a proposal in own words out of its topic. Raises NotFree and StepRefused."""
    with transaction.atomic():
        found = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if found.competency_id:
            raise NotFree
        left = found.topic
        rules.after(found.standing, ProposalStep.TAKEN_OUT)
        found.topic = None
        found.save(update_fields=["topic"])
        add_events([found], ProposalStep.TAKEN_OUT, at=at, by=by, topic=left)
        data = {"subject": found.subject, "name": left.name if left else ""}
        record(verb="needs.proposal.taken_out", city=by.city, by=by.user, at=at, target=found, data=data)
    return found


def decide_topic(
    *, topic: ProposalTopic, step: ProposalStep, reason: str, mark: str, by: Membership, at: datetime
) -> int:
    """Take or decline everything that waits in a topic, with the reason that each proposer reads. Returns how many.

    `mark` is what the officer has seen waiting (`rules.mark_of`). Raises TopicChanged where it is not that any more,
    and ReasonOwed. What comes into the topic later waits anew: a decision is about what was there.
    """
    with transaction.atomic():
        rows = Proposal.objects.filter(topic=topic, outcome=Outcome.WAITING)
        waiting = list(rows.select_for_update().order_by("pk"))
        keys = [one.pk for one in waiting]
        if not waiting or rules.mark_of(keys) != mark:
            raise TopicChanged(len(waiting))
        decided = [rules.after(one.standing, step, reason) for one in waiting]
        told = decided[0].outcome_reason
        Proposal.objects.filter(among("pk", keys)).update(outcome=decided[0].outcome, outcome_reason=told)
        add_events(waiting, step, at=at, by=by, reason=told, topic=topic)
        data = {"name": topic.name, "proposals": len(waiting), "reason": told}
        if step == ProposalStep.TAKEN:
            record(verb="needs.topic.taken", city=by.city, by=by.user, at=at, target=topic, data=data)
        else:
            record(verb="needs.topic.declined", city=by.city, by=by.user, at=at, target=topic, data=data)
    return len(waiting)
