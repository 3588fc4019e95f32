"""Questions about the inbox: all findings, one with its decisions, those that a ranking counts."""

from django.db.models import OuterRef, QuerySet, Subquery

from sibina.assess.needs.models import NeedsRound, Signal, SignalDecision
from sibina.assess.needs.types import Decision
from sibina.lib.questions import written_once


def list_signals() -> QuerySet[Signal]:
    """All findings that the city received."""
    return Signal.objects.all()


def join_signals(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """Each finding with its year, competency, unit, and the reason of its last decision."""
    last = SignalDecision.objects.filter(signal=OuterRef("pk")).order_by("-pk").values("reason")[:1]
    return signals.select_related("cycle", "competency", "unit").annotate(reason=Subquery(last))


def find_signal(pk: int) -> Signal | None:
    """One finding with everything that its page shows."""
    return (
        Signal.objects.select_related("cycle", "competency", "unit", "decided_in__cycle")
        .filter(pk=pk)
        .first()
    )


def list_signal_decisions(signal: Signal) -> list[SignalDecision]:
    """Every decision about a finding, the latest first."""
    return list(SignalDecision.objects.filter(signal=signal).select_related("by").order_by("-pk"))


def list_taken_signals(needs_round: NeedsRound) -> list[Signal]:
    """The findings that move this round's ranking, in the order received."""
    return _taken(round_id=needs_round.pk)


@written_once
def _taken(round_id: int) -> QuerySet[Signal]:
    taken = join_signals(Signal.objects.filter(decided_in_id=round_id, decision=Decision.TAKEN))
    return taken.order_by("received_at", "pk")
