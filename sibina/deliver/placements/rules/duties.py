"""What is still owed of a placement, by whom and by when. Nothing is written down: it follows from what is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sibina.deliver.placements.types import (
    AdoptionState,
    Duty,
    DutyKind,
    DutyOwner,
    Limits,
    PaperNeed,
    PlacementState,
)


@dataclass(frozen=True)
class AdoptionStanding:
    """What a unit was asked and said: `asked_on`, and when it will be measured; `measured`: a change was written down."""

    key: int
    unit: int
    state: AdoptionState
    asked_on: date
    measure_on: date | None
    measured: bool


@dataclass(frozen=True)
class CommitmentStanding:
    """A promise as it stands; `taught_on` is the last day of teaching, None where nobody was taught."""

    key: int
    practice: str
    due_on: date
    taught_on: date | None
    adoptions: Sequence[AdoptionStanding] = ()


@dataclass(frozen=True)
class PlacementStanding:
    """A placement with what its duties follow from; dropped promises are left out, `missing` papers too late or not."""

    key: int
    state: PlacementState
    starts_on: date
    ends_on: date
    returned_on: date | None
    missing: Sequence[PaperNeed] = ()
    commitments: Sequence[CommitmentStanding] = ()


def duties_of(standing: PlacementStanding, limits: Limits) -> list[Duty]:
    """Everything that is owed, the earliest day first; nothing once the placement is closed or cancelled."""
    return sorted(
        (*_before(standing), *_after(standing, limits), *_practices(standing, limits)),
        key=lambda duty: (duty.due_on, duty.kind, duty.key),
    )


def _before(standing: PlacementStanding) -> Iterator[Duty]:
    if standing.state in (PlacementState.PROPOSED, PlacementState.APPROVED):
        for need in standing.missing:
            yield Duty(DutyKind.PAPERS, DutyOwner.OFFICER, need.due_on, standing.key, need.kind)
    if standing.state == PlacementState.APPROVED and not standing.missing:
        yield Duty(DutyKind.DEPART, DutyOwner.OFFICER, standing.starts_on, standing.key)
    if standing.state == PlacementState.UNDER_WAY:
        yield Duty(DutyKind.RETURN, DutyOwner.PERSON, standing.ends_on, standing.key)


def _after(standing: PlacementStanding, limits: Limits) -> Iterator[Duty]:
    if standing.returned_on is None or standing.state not in (
        PlacementState.RETURNED,
        PlacementState.REPORTED,
    ):
        return
    due_on = standing.returned_on + timedelta(limits.report_days)
    if standing.state == PlacementState.RETURNED:
        yield Duty(DutyKind.REPORT, DutyOwner.PERSON, due_on, standing.key)
    if not standing.commitments:
        yield Duty(DutyKind.PROMISE, DutyOwner.PERSON, due_on, standing.key)


def _practices(standing: PlacementStanding, limits: Limits) -> Iterator[Duty]:
    if standing.state in (PlacementState.CLOSED, PlacementState.CANCELLED):
        return
    for one in standing.commitments:
        if one.taught_on is None:
            yield Duty(DutyKind.TEACH, DutyOwner.PERSON, one.due_on, standing.key, one.practice, key=one.key)
        elif not one.adoptions:
            due_on = one.taught_on + timedelta(limits.answer_days)
            yield Duty(DutyKind.OFFER, DutyOwner.PERSON, due_on, standing.key, one.practice, key=one.key)
        for adoption in one.adoptions:
            yield from _adoption(standing, one, adoption, limits)


def _adoption(
    standing: PlacementStanding, one: CommitmentStanding, adoption: AdoptionStanding, limits: Limits
) -> Iterator[Duty]:
    if adoption.state == AdoptionState.ASKED:
        kind, due_on = DutyKind.ANSWER, adoption.asked_on + timedelta(limits.answer_days)
    elif adoption.state == AdoptionState.ADOPTED and not adoption.measured and adoption.measure_on:
        kind, due_on = DutyKind.MEASURE, adoption.measure_on
    else:
        return
    yield Duty(kind, DutyOwner.HEAD, due_on, standing.key, one.practice, adoption.key, adoption.unit)
