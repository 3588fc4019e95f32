"""Sessions that an office pays from its own money, for its own people: can its money pay them all? (Decision 0021.)

The plan fills such sessions as it likes, because the most that they can come to, all of them running with every seat
taken, is never above what the office has. Money is whole rupiah; unknown money (None) is not nought, and pays nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sibina.plan.planning.rules.city_tables import CityFacts


@dataclass(frozen=True)
class PaidSession:
    """A session that an office pays, at what is left of its price after the partners' part; `seats` that can be taken."""

    session: int
    office: int
    code: str
    fixed_cost: int
    seat_cost: int
    seats: int

    @property
    def most(self) -> int:
        """What it costs with every seat taken."""
        return self.fixed_cost + self.seat_cost * self.seats


@dataclass(frozen=True)
class Payer:
    """An office, its own money of the year, the sessions it would pay; `kept`: what it pays in any case."""

    office: int
    name: str
    money: int | None
    sessions: tuple[PaidSession, ...]
    kept: int = 0

    @property
    def most(self) -> int:
        """The most that the plan can ask of the office."""
        return self.kept + sum(one.most for one in self.sessions)

    @property
    def lacking(self) -> int:
        """What the office's money is short of the most; nought where nothing is offered beyond what is kept."""
        return max(0, self.most - (self.money or 0)) if self.sessions else 0


def payers_of(
    sessions: Iterable[PaidSession], names: Mapping[int, str], money: Mapping[int, int]
) -> tuple[Payer, ...]:
    """The offices that pay any of these sessions, by name."""
    of: dict[int, list[PaidSession]] = {}
    for one in sessions:
        of.setdefault(one.office, []).append(one)
    found = [Payer(office, names[office], money.get(office), tuple(own)) for office, own in of.items()]
    return tuple(sorted(found, key=lambda one: (one.name, one.office)))


def after_settled(
    payers: Iterable[Payer], settled: Collection[int], kept: Mapping[int, int]
) -> tuple[Payer, ...]:
    """The same where some sessions are decided already; `kept`: what each office pays of them in any case."""
    return tuple(
        replace(
            one,
            sessions=tuple(each for each in one.sessions if each.session not in settled),
            kept=kept.get(one.office, 0),
        )
        for one in payers
    )


def payers_in(facts: CityFacts, money: Mapping[int, int]) -> tuple[Payer, ...]:
    """The offices that pay sessions among the facts of a plan; a kept session costs what its seats cost."""
    taken = facts.fixed["session"].value_counts()
    office_of = dict(zip(facts.payers["session"], facts.payers["office"], strict=True))
    paid = [
        PaidSession(
            session=row.session,
            office=office_of[row.session],
            code="",
            fixed_cost=int(row.fixed_cost),
            seat_cost=int(row.seat_cost),
            seats=int(taken.get(row.session, row.seats)),
        )
        for row in facts.sessions.itertuples()
        if row.session in office_of
    ]
    kept: dict[int, int] = defaultdict(int)
    for one in paid:
        if one.session in taken:
            kept[one.office] += one.most
    return after_settled(payers_of(paid, defaultdict(str), money), set(taken.index), kept)
