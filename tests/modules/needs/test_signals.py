"""The inbox of findings: once each, with evidence, and every decision with its reason."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sibina.assess.needs import actions, reads
from sibina.assess.needs.api import receive_signal
from sibina.assess.needs.models import Signal, SignalDecision
from sibina.assess.needs.types import AlreadyDecided, Decision, Driver, NoEvidence, NoRoundOpen, ReasonMissing
from sibina.lib.audit.api import Event
from tests.modules.needs.conftest import AT, RoundTown


def decide(signal: Signal, decision: Decision, reason: str = "Dua sumber menyebut hal yang sama.") -> None:
    signal.refresh_from_db()
    actions.decide_signal(signal=signal, version=signal.version, decision=decision, reason=reason, at=AT)


def finding_weight(asked: RoundTown) -> int:
    return sum(need.drivers[Driver.FINDING] for need in reads.get_ranking(asked.round).needs)


def test_the_door_of_needs_is_where_findings_come_in() -> None:
    assert receive_signal is actions.receive_signal


def test_the_same_source_and_key_twice_is_one_finding_and_stays_as_it_came(asked: RoundTown) -> None:
    first = asked.receive()
    again = asked.receive(title="Judul lain")
    assert (again.pk, again.title) == (first.pk, "Komunikasi lemah menurut peserta")
    assert Event.objects.filter(verb="needs.signal.received").count() == 1
    assert asked.receive("2").pk != first.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.filter(pk=first.pk).update(key="2")


def test_a_finding_without_evidence_is_refused_by_the_action_and_by_the_database(asked: RoundTown) -> None:
    with pytest.raises(NoEvidence):
        asked.receive(evidence=())
    kept = asked.receive()
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.filter(pk=kept.pk).update(evidence=[])


def test_a_finding_is_taken_or_declined_with_a_reason(asked: RoundTown) -> None:
    signal = asked.receive()
    for decision in (Decision.TAKEN, Decision.DECLINED):
        with pytest.raises(ReasonMissing):
            decide(signal, decision, " ")
        with pytest.raises(IntegrityError), transaction.atomic():
            SignalDecision.objects.create(city=asked.city, signal=signal, decision=decision, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(decision=Decision.DECLINED)


def test_only_a_finding_that_was_taken_moves_the_ranking(asked: RoundTown) -> None:
    signal = asked.receive()
    assert finding_weight(asked) == 0
    decide(signal, Decision.TAKEN)
    assert finding_weight(asked) == 50_000
    decide(signal, Decision.DECLINED, "Ternyata satu kelas saja.")
    assert finding_weight(asked) == 0
    decisions = [(row.decision, row.reason) for row in SignalDecision.objects.order_by("pk")]
    assert decisions == [
        ("taken", "Dua sumber menyebut hal yang sama."),
        ("declined", "Ternyata satu kelas saja."),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        SignalDecision.objects.all().delete()


def test_the_second_of_two_who_decide_at_once_is_told(asked: RoundTown) -> None:
    signal = asked.receive()
    seen = signal.version
    decide(signal, Decision.TAKEN)
    with pytest.raises(AlreadyDecided):
        actions.decide_signal(
            signal=signal, version=seen, decision=Decision.DECLINED, reason="Tidak perlu", at=AT
        )
    assert Signal.objects.get().decision == Decision.TAKEN


def test_findings_are_decided_within_an_open_round_and_stay_decided_after_it(asked: RoundTown) -> None:
    signal = asked.receive()
    decide(signal, Decision.TAKEN)
    actions.close_round(needs_round=asked.round, reason="Cukup", at=AT + timedelta(days=1))
    late = asked.receive("2")
    for each in (signal, late):
        with pytest.raises(NoRoundOpen):
            decide(each, Decision.DECLINED)
    assert finding_weight(asked) == 50_000


def test_a_finding_about_a_unit_counts_for_its_office(asked: RoundTown) -> None:
    ward = asked.town.units["Puskesmas Utara"]
    decide(asked.receive(unit_id=ward.pk), Decision.TAKEN)
    (need,) = [
        need
        for need in reads.get_ranking(asked.round).needs
        if need.competency_id == asked.town.competencies["Komunikasi"].pk
    ]
    assert [office.office_id for office in need.offices] == [asked.town.units["Dinas Kesehatan"].pk]
