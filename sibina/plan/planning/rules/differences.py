"""What a plan made anew changes for people, seat by seat, and why somebody loses a seat."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sibina.plan.planning.types import ChangeKind, Reason, SeatReason


@dataclass(frozen=True)
class Seat:
    """Who sits where, by key."""

    person: int
    session: int
    programme: int


@dataclass(frozen=True)
class Change:
    """One line of the differences: the seat before, the seat after, and why it is lost (empty where it is not)."""

    kind: ChangeKind
    person: int
    before: int | None
    after: int | None
    why: str = ""


@dataclass(frozen=True)
class Afterwards:
    """What the new plan says: who is still there; whom a programme still serves; of each session that does not run,
    why; which running sessions are full; why people got no more."""

    people: frozenset[int]
    served: frozenset[tuple[int, int]]
    not_running: Mapping[int, str]
    full: frozenset[int]
    reasons: Mapping[int, str]


def seat_changes(before: Iterable[Seat], after: Iterable[Seat], then: Afterwards) -> list[Change]:
    """Every seat that is in one plan and not in the other, once; by person, then session.

    A seat lost and a seat gained by one person in one programme are one line: the person has moved.
    """
    old, new = set(before), set(after)
    gained = {(seat.person, seat.programme): seat for seat in new - old}
    lines = []
    for seat in old - new:
        there = gained.pop((seat.person, seat.programme), None)
        if there is not None:
            lines.append(Change(ChangeKind.MOVED, seat.person, seat.session, there.session))
        else:
            lines.append(Change(ChangeKind.LOST, seat.person, seat.session, None, why_lost(seat, then)))
    lines += [Change(ChangeKind.GAINED, seat.person, None, seat.session) for seat in gained.values()]
    return sorted(lines, key=lambda line: (line.person, line.before or 0, line.after or 0))


def why_lost(seat: Seat, then: Afterwards) -> str:
    """The first that holds: the person left; the session cannot run; nothing is left to gain; it does not run; others
    have the seats; what keeps the person from more."""
    if seat.person not in then.people:
        return SeatReason.LEFT
    reason = then.not_running.get(seat.session, "")
    if reason in {Reason.LAPSED, Reason.BEGUN}:
        return reason
    if (seat.person, seat.programme) not in then.served:
        return SeatReason.NEED_GONE
    if reason:
        return reason
    if seat.session in then.full:
        return SeatReason.REPLACED
    return then.reasons.get(seat.person) or Reason.LOWER_VALUE
