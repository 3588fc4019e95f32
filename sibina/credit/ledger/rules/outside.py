"""What an outside training may say, and the way of its record from hand to hand."""

from collections.abc import Collection
from datetime import date, timedelta

from sibina.credit.ledger.types import (
    CreditForm,
    EvidenceProblem,
    Fact,
    Flaw,
    OtherForm,
    OutsideFacts,
    OutsideProblem,
    OutsideState,
    OutsideStep,
    ReasonOwed,
    Source,
    StepRefused,
)

MOST_JP = 1_000
"""The longest leadership training is said to have about 900 JP."""
MOST_JP_A_DAY = 16
"""Twelve hours of learning on one day; more is a slip of the pen."""
EARLIEST = date(1970, 1, 1)
LONGEST_DAYS = 2 * 366
SEMESTER_DAYS = 214
SHORTEST_REASON, LONGEST_REASON = 10, 500
BY_SEMESTER = frozenset({OtherForm.TUGAS_BELAJAR, OtherForm.IZIN_BELAJAR})
MOST_EVIDENCE_BYTES = 5 * 1024**2
EVIDENCE_KINDS: dict[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
"""What a file begins with, and what it then is."""


def span_of(facts: OutsideFacts) -> int:
    """Calendar days from the first to the last."""
    return (facts.ends_on - facts.starts_on).days + 1


def flaws_of(facts: OutsideFacts, *, today: date, by_hours: Collection[CreditForm]) -> list[Flaw]:
    """Everything that cannot be so. `by_hours`: forms that are converted by the JP of their certificate."""
    found = [*_flaws_of_words(facts), *_flaws_of_days(facts, today)]
    if not any(flaw.field in {"starts_on", "ends_on"} for flaw in found):
        found += _flaws_of_figures(facts, by_hours)
    return found


def _flaws_of_words(facts: OutsideFacts) -> list[Flaw]:
    found = []
    if not facts.title.strip():
        found.append(Flaw("title", OutsideProblem.NO_TITLE))
    if not facts.organiser.strip():
        found.append(Flaw("organiser", OutsideProblem.NO_ORGANISER))
    return found


def _flaws_of_days(facts: OutsideFacts, today: date) -> list[Flaw]:
    if facts.starts_on < EARLIEST:
        return [Flaw("starts_on", OutsideProblem.TOO_OLD)]
    if facts.ends_on < facts.starts_on:
        return [Flaw("ends_on", OutsideProblem.ENDS_BEFORE)]
    if facts.ends_on > today:
        return [Flaw("ends_on", OutsideProblem.IN_FUTURE)]
    if facts.form in BY_SEMESTER and span_of(facts) > SEMESTER_DAYS:
        return [Flaw("ends_on", OutsideProblem.MORE_THAN_A_SEMESTER)]
    return [Flaw("ends_on", OutsideProblem.TOO_LONG)] if span_of(facts) > LONGEST_DAYS else []


def _flaws_of_figures(facts: OutsideFacts, by_hours: Collection[CreditForm]) -> list[Flaw]:
    found = []
    if facts.days < 1:
        found.append(Flaw("days", OutsideProblem.DAYS_TOO_FEW))
    elif facts.days > span_of(facts):
        found.append(Flaw("days", OutsideProblem.DAYS_BEYOND_SPAN))
    if facts.jp is None:
        return [*found, Flaw("jp", OutsideProblem.NO_JP)] if facts.form in by_hours else found
    if facts.jp < 1:
        found.append(Flaw("jp", OutsideProblem.JP_TOO_LOW))
    elif facts.jp > MOST_JP:
        found.append(Flaw("jp", OutsideProblem.JP_TOO_HIGH))
    elif facts.jp > MOST_JP_A_DAY * span_of(facts):
        found.append(Flaw("jp", OutsideProblem.JP_BEYOND_DAYS))
    return found


def fact_of_outside(*, key: int, person_id: int, facts: OutsideFacts) -> Fact:
    """A verified record as the ledger counts it: on so many days from its first on, since only their number is known."""
    return Fact(
        source=Source.OUTSIDE,
        key=key,
        person_id=person_id,
        form=facts.form,
        title=facts.title,
        organiser=facts.organiser,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        days=tuple(facts.starts_on + timedelta(days=n) for n in range(facts.days)),
        minutes=None,
        jp=facts.jp,
        abroad=facts.abroad,
        completed=True,
        printed=facts.jp,
        number=facts.number,
    )


_STEPS: dict[OutsideStep, tuple[frozenset[OutsideState], OutsideState]] = {
    OutsideStep.SENT_AGAIN: (
        frozenset({OutsideState.WAITING, OutsideState.REFUSED}),
        OutsideState.WAITING,
    ),
    OutsideStep.VERIFIED: (frozenset({OutsideState.WAITING}), OutsideState.VERIFIED),
    OutsideStep.REFUSED: (frozenset({OutsideState.WAITING}), OutsideState.REFUSED),
    OutsideStep.REVOKED: (frozenset({OutsideState.VERIFIED}), OutsideState.REFUSED),
    OutsideStep.WITHDRAWN: (
        frozenset({OutsideState.WAITING, OutsideState.REFUSED}),
        OutsideState.WITHDRAWN,
    ),
}
REASONED = frozenset({OutsideStep.REFUSED, OutsideStep.REVOKED})


def after(state: OutsideState, step: OutsideStep, reason: str = "") -> OutsideState:
    """Where a record stands after a step. Raises StepRefused, ReasonOwed."""
    begins, ends = _STEPS[step]
    if state not in begins:
        raise StepRefused(state)
    if step in REASONED and len(reason.strip()) < SHORTEST_REASON:
        raise ReasonOwed
    return ends


def kind_of_evidence(content: bytes) -> str | EvidenceProblem:
    """What the file is by its first bytes, whatever its name says; or why it is no evidence."""
    if not content.strip(b"\0 \r\n\t"):
        return EvidenceProblem.EMPTY
    if len(content) > MOST_EVIDENCE_BYTES:
        return EvidenceProblem.TOO_LARGE
    found = next((kind for head, kind in EVIDENCE_KINDS.items() if content.startswith(head)), None)
    return found or EvidenceProblem.OTHER_KIND
