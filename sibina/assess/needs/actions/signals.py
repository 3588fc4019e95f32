"""The inbox of findings: received from later modules, taken or declined by the agency."""

from dataclasses import asdict
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.assess.needs.models import NeedsRound, Signal, SignalDecision
from sibina.assess.needs.types import (
    AlreadyDecided,
    Decision,
    NoEvidence,
    NoRoundOpen,
    ReasonMissing,
    SignalFacts,
)
from sibina.ground.cycles.api import Cycle
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City


@transaction.atomic
def receive_signal(
    *, city: City, cycle: Cycle, facts: SignalFacts, at: datetime, by: User | None = None
) -> Signal:
    """Take in a finding of `cycle`, the year that it was found in; the next open round decides about it.

    The same source and key again is the signal that is there already, unchanged. Raises NoEvidence.
    """
    evidence = [asdict(one) for one in facts.evidence if one.label.strip()]
    if not evidence:
        raise NoEvidence
    signal, is_new = Signal.objects.get_or_create(
        city=city,
        source=facts.source,
        key=facts.key,
        defaults={
            "cycle": cycle,
            "title": facts.title,
            "found": facts.found,
            "evidence": evidence,
            "competency_id": facts.competency_id,
            "unit_id": facts.unit_id,
            "received_at": at,
        },
    )
    if is_new:
        data = {"name": facts.title, "year": cycle.year}
        record(verb="needs.signal.received", city=city, by=by, at=at, target=signal, data=data)
    return signal


@transaction.atomic
def decide_signal(
    *,
    signal: Signal,
    version: int,
    decision: Decision,
    reason: str,
    at: datetime,
    by: User | None = None,
) -> None:
    """Take or decline a finding for the open round, with the reason. `version` is that of the signal looked at.

    A decision may be changed until its round is closed; the earlier one stays beside it.
    Raises ReasonMissing, NoRoundOpen and AlreadyDecided.
    """
    if not reason.strip():
        raise ReasonMissing
    needs_round = NeedsRound.objects.select_for_update(no_key=True).filter(closed_at__isnull=True).first()
    found = Signal.objects.select_for_update(of=("self",)).select_related("decided_in").get(pk=signal.pk)
    if found.version != version:
        raise AlreadyDecided
    if needs_round is None or (found.decided_in and found.decided_in != needs_round):
        raise NoRoundOpen
    found.decision, found.decided_in = decision, needs_round
    found.version += 1
    found.save(update_fields=["decision", "decided_in", "version"])
    SignalDecision.objects.create(
        city_id=found.city_id, signal=found, decision=decision, reason=reason.strip(), at=at, by=by
    )
    data = {"name": found.title, "decision": decision, "reason": reason.strip()}
    record(verb="needs.signal.decided", city=found.city, by=by, at=at, target=found, data=data)
