"""Where an agreement stands on a day, and how contributions count in the plan of a year (decision 0015)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sibina.plan.programmes.types import (
    AgreementState,
    ContributionKind,
    ContributionState,
    Counting,
    Given,
    Share,
)


def agreement_state(starts_on: date, ends_on: date, *, day: date, days_before: int) -> AgreementState:
    """Where the agreement stands on the day; `days_before` its last day it counts as ending."""
    if day < starts_on:
        return AgreementState.COMING
    if day > ends_on:
        return AgreementState.ENDED
    if day >= ends_on - timedelta(days=days_before):
        return AgreementState.ENDING
    return AgreementState.IN_FORCE


@dataclass(frozen=True)
class Resting:
    """A session of the year that rests on an agreement."""

    session: int
    programme: int
    agreement: int


def sessions_helped(given: Given, resting: Iterable[Resting]) -> list[int]:
    """The sessions that a contribution to a programme helps: those of the programme under the same agreement."""
    return [
        one.session
        for one in resting
        if one.programme == given.programme and one.agreement == given.agreement
    ]


def counting_of(given: Given, resting: Iterable[Resting]) -> Counting:
    """How the plan of the year counts the contribution, or why it does not."""
    if given.state == ContributionState.WITHDRAWN:
        return Counting.WITHDRAWN
    if given.programme is None:
        return Counting.CEILING if given.kind == ContributionKind.MONEY else Counting.NO_PROGRAMME
    return Counting.SESSIONS if sessions_helped(given, resting) else Counting.NO_SESSIONS


def shares_of(contributions: Iterable[Given], resting: Sequence[Resting]) -> list[Share]:
    """What the plan counts: money for no programme in particular raises the ceiling; what is given to a programme
    lowers the price of its sessions under the agreement, an equal part each, so that no rupiah counts twice whichever
    of them run.
    """
    found = []
    for given in contributions:
        counting = counting_of(given, resting)
        if counting == Counting.CEILING:
            found.append(Share(given.key, None, given.rupiah))
        elif counting == Counting.SESSIONS:
            sessions = sessions_helped(given, resting)
            part = given.rupiah // len(sessions)
            found.extend(Share(given.key, session, part) for session in sessions if part)
    return found


def given_to_ceiling(shares: Iterable[Share]) -> int:
    """Whole rupiah that the partners add to the city's own ceiling."""
    return sum(share.rupiah for share in shares if share.session is None)


def given_to_sessions(shares: Iterable[Share]) -> dict[int, int]:
    """Whole rupiah that the partners give to each session."""
    found: dict[int, int] = {}
    for share in shares:
        if share.session is not None:
            found[share.session] = found.get(share.session, 0) + share.rupiah
    return found
