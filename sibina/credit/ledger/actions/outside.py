"""Verbs of trainings elsewhere: their person sends and mends them, the agency verifies or refuses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.credit.ledger import reads, rules
from sibina.credit.ledger.models import OutsideEvent, OutsideTraining
from sibina.credit.ledger.sentences import EVIDENCE_FLAWS
from sibina.credit.ledger.types import (
    BadFacts,
    EvidenceProblem,
    KnownAlready,
    NoEvidence,
    OutsideFacts,
    OutsideState,
    OutsideStep,
    OwnRecord,
)
from sibina.ground.notices.api import tell
from sibina.ground.notices.types import Message
from sibina.ground.people.api import Membership, Person
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.editing.api import check_revision, mark_changed
from sibina.lib.files.api import StoredFile, store_file


@dataclass(frozen=True)
class Evidence:
    """A file that was handed in."""

    name: str
    content: bytes


def send_training(
    *, person: Person, facts: OutsideFacts, evidence: Evidence | None, at: datetime, by: Membership
) -> OutsideTraining:
    """Send a record. The same one sent twice, as a double tap does, is the one that is there.

    Raises BadFacts, NoEvidence, KnownAlready.
    """
    _check(facts, at)
    there = reads.find_same(person_id=person.pk, facts=facts)
    if there is not None and there.facts == facts:
        return there
    _check_known(person.pk, facts, there)
    made = OutsideTraining(city_id=person.city_id, person=person, revision=0)
    try:
        with transaction.atomic():
            _write(made, facts, evidence, at=at, by=by)
            add_event(made, OutsideStep.SENT, at=at, by=by)
            data = {"title": made.title}
            record(verb="ledger.training.sent", city=by.city, by=by.user, at=at, target=made, data=data)
    except IntegrityError:
        # Two taps at once reach the database's own rule; the second finds what the first has written.
        there = reads.find_same(person_id=person.pk, facts=facts)
        if there is None:
            raise
        return there
    return made


@transaction.atomic
def mend_training(
    *,
    training: OutsideTraining,
    facts: OutsideFacts,
    evidence: Evidence | None,
    revision: int,
    at: datetime,
    by: Membership,
) -> OutsideTraining:
    """Its person mends a record that waits or was refused, and sends it once more; without a file the old one stays.

    Raises BadFacts, KnownAlready, StepRefused, Overtaken; for somebody else's record DoesNotExist.
    """
    found = OutsideTraining.objects.select_for_update().get(pk=training.pk, person_id=by.person_id or 0)
    found.state = rules.after(OutsideState(found.state), OutsideStep.SENT_AGAIN)
    check_revision(found, revision)
    _check(facts, at)
    same = reads.find_same(person_id=found.person_id, facts=facts, besides=found.pk)
    _check_known(found.person_id, facts, same)
    _write(found, facts, evidence, at=at, by=by)
    add_event(found, OutsideStep.SENT_AGAIN, at=at, by=by)
    data = {"title": found.title}
    record(verb="ledger.training.mended", city=by.city, by=by.user, at=at, target=found, data=data)
    return found


def _check(facts: OutsideFacts, at: datetime) -> None:
    by_hours = reads.forms_by_hours(reads.list_versions(), facts.ends_on)
    flaws = rules.flaws_of(facts, today=timezone.localdate(at), by_hours=by_hours)
    if flaws:
        raise BadFacts(flaws)


def _check_known(person_id: int, facts: OutsideFacts, same: OutsideTraining | None) -> None:
    if same is not None:
        raise KnownAlready(same.pk)
    if reads.is_of_city(person_id=person_id, facts=facts):
        raise KnownAlready(None)


def _write(
    found: OutsideTraining, facts: OutsideFacts, evidence: Evidence | None, *, at: datetime, by: Membership
) -> None:
    if evidence is not None:
        found.evidence = keep_evidence(evidence, by=by, at=at)
    if found.evidence_id is None:
        raise NoEvidence
    set_facts(found, facts)
    found.reason, found.sent_at = "", at
    mark_changed(found, by=by.user, at=at).save()


def keep_evidence(evidence: Evidence, *, by: Membership, at: datetime) -> StoredFile:
    """Store a file that is what evidence may be. Raises ValueError with its sentence: the form has asked before."""
    kind = rules.kind_of_evidence(evidence.content)
    if isinstance(kind, EvidenceProblem):
        raise ValueError(str(EVIDENCE_FLAWS[kind]))
    return store_file(
        city=by.city, name=evidence.name, content=evidence.content, at=at, by=by.user, content_type=kind
    )


def set_facts(found: OutsideTraining, facts: OutsideFacts) -> None:
    """Write the facts on the row."""
    for name, value in vars(facts).items():
        setattr(found, name, value)
    found.form = str(facts.form)
    found.title_key = name_key(facts.title)


def add_event(
    training: OutsideTraining, step: OutsideStep, *, at: datetime, by: Membership, reason: str = ""
) -> None:
    """One line of history, with what the record said then."""
    OutsideEvent.objects.create(
        city_id=training.city_id,
        training=training,
        step=step,
        at=at,
        by=by.user,
        role=by.role,
        reason=reason,
        said=said_by(training.facts) | {"evidence": training.evidence.name if training.evidence else ""},
    )


def said_by(facts: OutsideFacts) -> dict[str, Any]:
    """The facts as they are kept in the history."""
    return {
        name: value if isinstance(value, int | None) else str(value) for name, value in vars(facts).items()
    }


@transaction.atomic
def judge_training(
    *,
    training: OutsideTraining,
    step: OutsideStep,
    reason: str,
    revision: int,
    by: Membership,
    at: datetime,
) -> OutsideTraining:
    """The agency verifies, refuses, or takes a verification back. Its person is told. Raises OwnRecord, StepRefused,
    ReasonOwed, Overtaken.
    """
    found = OutsideTraining.objects.select_for_update(of=("self",)).select_related("city").get(pk=training.pk)
    if found.person_id == by.person_id:
        raise OwnRecord
    found.state = rules.after(OutsideState(found.state), step, reason)
    check_revision(found, revision)
    found.reason = reason.strip() if step in rules.REASONED else ""
    mark_changed(found, by=by.user, at=at).save()
    add_event(found, step, at=at, by=by, reason=found.reason)
    data = {"title": found.title, "reason": found.reason}
    if step == OutsideStep.VERIFIED:
        record(verb="ledger.training.verified", city=found.city, by=by.user, at=at, target=found, data=data)
        title = _("Riwayat pelatihan Anda diverifikasi")
    else:
        record(verb="ledger.training.refused", city=found.city, by=by.user, at=at, target=found, data=data)
        title = _("Riwayat pelatihan Anda ditolak")
    message = Message(
        kind="ledger.training",
        title=title,
        text=": ".join(part for part in (found.title, found.reason) if part),
        url=reverse("ledger:training", args=[found.pk]),
    )
    tell(city=found.city, people=[found.person_id], message=message, at=at)
    return found


@transaction.atomic
def withdraw_training(*, training: OutsideTraining, by: Membership, at: datetime) -> OutsideTraining:
    """Its person takes back a record that is not verified. Raises StepRefused; DoesNotExist for somebody else's."""
    found = OutsideTraining.objects.select_for_update().get(pk=training.pk, person_id=by.person_id or 0)
    found.state = rules.after(OutsideState(found.state), OutsideStep.WITHDRAWN)
    mark_changed(found, by=by.user, at=at).save()
    add_event(found, OutsideStep.WITHDRAWN, at=at, by=by)
    record(
        verb="ledger.training.withdrawn",
        city=by.city,
        by=by.user,
        at=at,
        target=found,
        data={"title": found.title},
    )
    return found
