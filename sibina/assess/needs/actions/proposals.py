"""Verbs of one proposal: its person sends and withdraws it, the superior answers it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from sibina.assess.needs import rules
from sibina.assess.needs.models import Proposal, ProposalEvent, ProposalTopic
from sibina.assess.needs.types import (
    AlreadyProposed,
    Endorsement,
    NoOpenYear,
    Outcome,
    OwnProposal,
    ProposalFacts,
    ProposalStep,
)
from sibina.ground.competencies.api import Competency
from sibina.ground.cycles.api import Cycle, find_open_cycle
from sibina.ground.people.api import Membership, Person, get_sight, seen_by
from sibina.ground.people.rules import name_key
from sibina.lib.access import Role
from sibina.lib.audit.api import record


def send_proposal(
    *, person: Person, facts: ProposalFacts, at: datetime, by: Membership | None = None
) -> Proposal:
    """Propose something in the open year; what is about a competency joins the others about it.

    The same proposal once more, as a double tap sends it, is the one that is there. Raises NoOpenYear, and
    AlreadyProposed where an undecided one is about the same thing with another reason.
    """
    cycle = find_open_cycle()
    if cycle is None:
        raise NoOpenYear
    competency = Competency.objects.get(pk=facts.competency_id) if facts.competency_id else None
    subject = competency.name if competency else facts.subject
    same = {"cycle": cycle, "person": person, "kind": facts.kind, "key": name_key(subject)}
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                city_id=person.city_id,
                **same,
                competency=competency,
                subject=subject,
                reason=facts.reason,
                sent_at=at,
                topic=_topic_of(cycle, facts, competency, at) if competency else None,
                endorsement=_endorsement_of(person),
            )
    except IntegrityError:
        # Two taps at once reach the database's own rule; the second finds what the first has written.
        there = Proposal.objects.filter(**same, outcome=Outcome.WAITING).first()
        if there is None:
            raise
        if there.reason != facts.reason:
            raise AlreadyProposed(there.pk) from None
        return there
    add_events([proposal], ProposalStep.SENT, at=at, by=by)
    if proposal.topic:
        add_events([proposal], ProposalStep.GATHERED, at=at, topic=proposal.topic)
    # The trail does not name who proposes: inspectors read it, and are not to know. The event above does.
    data = {"subject": subject}
    record(verb="needs.proposal.sent", city=proposal.city, at=at, target=proposal, data=data)
    return proposal


def _topic_of(cycle: Cycle, facts: ProposalFacts, competency: Competency, at: datetime) -> ProposalTopic:
    key = name_key(competency.name)
    topic, _ = ProposalTopic.objects.get_or_create(
        city_id=cycle.city_id,
        cycle=cycle,
        kind=facts.kind,
        competency=competency,
        defaults={"key": key, "name": competency.name, "made_at": at},
    )
    return topic


def _endorsement_of(person: Person) -> Endorsement:
    """Who heads an office or unit has no superior here: the agency answers."""
    heads = Membership.objects.filter(role=Role.KEPALA_OPD, person=person).exists()
    return Endorsement.NOT_NEEDED if heads else Endorsement.WAITING


def answer_proposal(
    *, proposal: Proposal, step: ProposalStep, reason: str, by: Membership, at: datetime
) -> Proposal:
    """The superior endorses or declines. Raises OwnProposal, StepRefused, ReasonOwed.

    Only who heads the person's unit today may: for anybody else there is no such proposal (DoesNotExist).
    """
    if proposal.person_id == by.person_id:
        raise OwnProposal
    with transaction.atomic():
        seen = Proposal.objects.filter(seen_by(get_sight(by), unit="person__unit_id"))
        found = seen.select_for_update(of=("self",)).get(pk=proposal.pk)
        standing = rules.after(found.standing, step, reason)
        found.endorsement, found.endorsement_reason = standing.endorsement, standing.endorsement_reason
        found.save(update_fields=["endorsement", "endorsement_reason"])
        add_events([found], step, at=at, by=by, reason=standing.endorsement_reason)
        data = {"subject": found.subject, "reason": standing.endorsement_reason}
        if step == ProposalStep.ENDORSED:
            record(
                verb="needs.proposal.endorsed", city=found.city, by=by.user, at=at, target=found, data=data
            )
        else:
            record(
                verb="needs.proposal.not_endorsed",
                city=found.city,
                by=by.user,
                at=at,
                target=found,
                data=data,
            )
    return found


def withdraw_proposal(*, proposal: Proposal, by: Membership, at: datetime) -> Proposal:
    """Its person takes a proposal back while it is undecided. Raises StepRefused."""
    with transaction.atomic():
        found = Proposal.objects.select_for_update().get(pk=proposal.pk, person=by.person)
        standing = rules.after(found.standing, ProposalStep.WITHDRAWN)
        found.outcome = standing.outcome
        found.save(update_fields=["outcome"])
        add_events([found], ProposalStep.WITHDRAWN, at=at, by=by)
        record(
            verb="needs.proposal.withdrawn",
            city=found.city,
            at=at,
            target=found,
            data={"subject": found.subject},
        )
    return found


def add_events(
    proposals: Iterable[Proposal],
    step: ProposalStep,
    *,
    at: datetime,
    by: Membership | None = None,
    reason: str = "",
    topic: ProposalTopic | None = None,
) -> None:
    """One line of history on each of these proposals. Nobody took it where `by` is None: it came by itself."""
    ProposalEvent.objects.bulk_create(
        ProposalEvent(
            city_id=one.city_id,
            proposal=one,
            step=step,
            at=at,
            by=by.user if by else None,
            role=by.role if by else "",
            reason=reason,
            topic=topic,
        )
        for one in proposals
    )
