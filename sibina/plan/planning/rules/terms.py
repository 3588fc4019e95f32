"""The budget in terms of reference: cost parts times what they are paid for, beside what the sessions cost; whole rupiah."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sibina.plan.planning.rules.budget import CostLine


@dataclass(frozen=True)
class PricedSession:
    """A session at its own prices, for so many participants; `given`: what partners take off it."""

    fixed_cost: int
    seat_cost: int
    participants: int
    given: int

    @property
    def price(self) -> int:
        """The full price, whoever pays it."""
        return self.fixed_cost + self.seat_cost * self.participants

    @property
    def cost(self) -> int:
        """What the payer, the city or an office, pays of it."""
        return self.price - self.given


@dataclass(frozen=True)
class TermsLine:
    """A cost part and how often it is paid: once a session, or once a participant."""

    part: CostLine
    times: int

    @property
    def amount(self) -> int:
        return self.part.rupiah * self.times


@dataclass(frozen=True)
class TermsBudget:
    """Lines and `apart` add up to `price`; less what partners give, it is `cost`, what the city and offices pay.

    `apart`: how far the sessions' own prices stand above the cost parts (below them: negative).
    """

    lines: tuple[TermsLine, ...]
    apart: int
    price: int
    given: int

    @property
    def cost(self) -> int:
        return self.price - self.given


def terms_budget(parts: Iterable[CostLine], sessions: Sequence[PricedSession]) -> TermsBudget:
    """What so many sessions come to by the programme's cost parts, and by their own prices."""
    seats = sum(one.participants for one in sessions)
    lines = tuple(TermsLine(part, seats if part.per_seat else len(sessions)) for part in parts)
    price = sum(one.price for one in sessions)
    return TermsBudget(
        lines=lines,
        apart=price - sum(line.amount for line in lines),
        price=price,
        given=sum(one.given for one in sessions),
    )
