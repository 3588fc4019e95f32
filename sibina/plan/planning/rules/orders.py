"""May this plan be asked for? Every reason against it at once."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sibina.plan.planning.rules.payers import Payer

HIGHEST_CEILING = 10**14
"""A hundred trillion rupiah: more than any city's whole budget, so it is a slip of the hand."""
MOST_SECONDS = 600
LEAST_SECONDS = 5


class OrderProblem(StrEnum):
    """Why a plan cannot be asked for as it was filled in."""

    CEILING_NOT_POSITIVE = "ceiling_not_positive"
    CEILING_TOO_LARGE = "ceiling_too_large"
    CEILING_BELOW_CHEAPEST = "ceiling_below_cheapest"
    CEILING_BELOW_KEPT = "ceiling_below_kept"
    DAY_OUTSIDE_YEAR = "day_outside_year"
    NO_SNAPSHOT = "no_snapshot"
    NO_SESSIONS = "no_sessions"
    NO_GAINS = "no_gains"
    NO_ROUND = "no_round"
    OFFICE_SHORT = "office_short"
    CYCLE_CLOSED = "cycle_closed"
    CYCLE_PAST = "cycle_past"
    AWAY_PERCENT = "away_percent"
    SECONDS = "seconds"


@dataclass(frozen=True)
class Order:
    """What the person typed; money in whole rupiah. `by_ranking`: the year's needs round weighs the gaps.

    `from_day`: of a plan made anew, when sessions may begin.
    """

    name: str
    ceiling: int
    jp_first: bool
    away_percent: int
    seconds: int
    seed: int
    by_ranking: bool = False
    from_day: date | None = None


@dataclass(frozen=True)
class Ground:
    """What the plan would stand on: the year, the gaps, the sessions.

    `cheapest`: least rupiah to run any session. `contributed`: rupiah that partners add to the city's ceiling.
    `kept_cost`: rupiah of the city that a plan made anew keeps bound. `has_round`: the year has a needs round.
    `payers`: the offices that pay sessions themselves.
    """

    year: int
    this_year: int
    is_closed: bool
    has_snapshot: bool
    sessions: int
    sessions_with_gain: int
    cheapest: int | None
    contributed: int = 0
    kept_cost: int = 0
    has_round: bool = False
    payers: tuple[Payer, ...] = ()

    @property
    def short_payers(self) -> tuple[Payer, ...]:
        """The offices whose money does not pay for all that they offer."""
        return tuple(one for one in self.payers if one.lacking)


class OrderRefused(Exception):
    """The plan cannot be asked for: all the reasons, and the figures that their sentences need."""

    def __init__(self, problems: tuple[OrderProblem, ...], order: Order, ground: Ground):
        super().__init__(", ".join(problems))
        self.problems, self.order, self.ground = problems, order, ground


def problems_of_order(order: Order, ground: Ground) -> tuple[OrderProblem, ...]:
    """Empty when the plan may be computed."""
    found = []
    if order.ceiling <= 0:
        found.append(OrderProblem.CEILING_NOT_POSITIVE)
    elif order.ceiling > HIGHEST_CEILING:
        found.append(OrderProblem.CEILING_TOO_LARGE)
    elif order.ceiling + ground.contributed < ground.kept_cost:
        found.append(OrderProblem.CEILING_BELOW_KEPT)
    elif (
        not ground.kept_cost
        and ground.cheapest is not None
        and order.ceiling + ground.contributed < ground.cheapest
    ):
        found.append(OrderProblem.CEILING_BELOW_CHEAPEST)
    if order.from_day is not None and order.from_day.year != ground.year:
        found.append(OrderProblem.DAY_OUTSIDE_YEAR)
    if not 1 <= order.away_percent <= 100:
        found.append(OrderProblem.AWAY_PERCENT)
    if not LEAST_SECONDS <= order.seconds <= MOST_SECONDS:
        found.append(OrderProblem.SECONDS)
    if order.by_ranking and not ground.has_round:
        found.append(OrderProblem.NO_ROUND)
    return (*found, *problems_of_ground(ground))


def problems_of_ground(ground: Ground) -> tuple[OrderProblem, ...]:
    """What stands in the way before anything is typed."""
    found = []
    if ground.is_closed:
        found.append(OrderProblem.CYCLE_CLOSED)
    elif ground.year < ground.this_year:
        found.append(OrderProblem.CYCLE_PAST)
    if not ground.has_snapshot:
        found.append(OrderProblem.NO_SNAPSHOT)
    if not ground.sessions:
        found.append(OrderProblem.NO_SESSIONS)
    elif not ground.sessions_with_gain:
        found.append(OrderProblem.NO_GAINS)
    if ground.short_payers:
        found.append(OrderProblem.OFFICE_SHORT)
    return tuple(found)
