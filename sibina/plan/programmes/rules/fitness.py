"""Is a programme fit to be planned, and what does a session of it cost? All problems at once, never the first only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sibina.plan.programmes.types import (
    CostPer,
    ObjectiveFacts,
    OfferingFacts,
    OfferingProblem,
    ProgrammeProblem,
    Series,
)


@dataclass(frozen=True)
class SessionCost:
    """Whole rupiah: what a session costs once, and for each seat."""

    fixed: int
    per_seat: int

    def total(self, seats: int) -> int:
        return self.fixed + self.per_seat * seats


PRICE_STEP = 5_000
MONTHS_OF_SEASON = 10
"""February to November, as `proposal.season_of` places sessions; a series begins and ends inside it."""


def price_at_level(rupiah: int, level: float) -> int:
    """A price at another price level (1 is unchanged), in steps of Rp 5.000 and never free."""
    if level == 1:
        return rupiah
    return max(round(rupiah * level / PRICE_STEP), 1) * PRICE_STEP


def cost_of_session(parts: Iterable[tuple[CostPer, int]]) -> SessionCost:
    """The sum of a programme's cost parts, once a session and once a seat."""
    fixed = per_seat = 0
    for per, rupiah in parts:
        if per is CostPer.SESSION:
            fixed += rupiah
        else:
            per_seat += rupiah
    return SessionCost(fixed=fixed, per_seat=per_seat)


def problems_of_programme(
    objectives: Iterable[ObjectiveFacts],
    *,
    jp: int,
    min_participants: int,
    max_participants: int,
    series: Series | None = None,
) -> tuple[ProgrammeProblem, ...]:
    """Why a programme cannot be planned; empty when it can."""
    objectives = tuple(objectives)
    found = []
    if not objectives:
        found.append(ProgrammeProblem.NO_OBJECTIVE)
    if any(not one.gain or one.gain < 0 for one in objectives):
        found.append(ProgrammeProblem.NO_GAIN)
    if any(one.to_level <= one.from_level for one in objectives):
        found.append(ProgrammeProblem.LEVELS_DO_NOT_RISE)
    if any(_is_outside_band(one) for one in objectives):
        found.append(ProgrammeProblem.GAIN_OUTSIDE_BAND)
    if any(one.gain and one.gain > one.to_level - one.from_level for one in objectives):
        found.append(ProgrammeProblem.GAIN_ABOVE_LEVELS)
    if jp <= 0:
        found.append(ProgrammeProblem.NO_HOURS)
    if min_participants > max_participants:
        found.append(ProgrammeProblem.MIN_ABOVE_MAX)
    if series and (series.times - 1) * series.every > MONTHS_OF_SEASON - 1:
        found.append(ProgrammeProblem.SERIES_TOO_LONG)
    return tuple(found)


def _is_outside_band(one: ObjectiveFacts) -> bool:
    if one.gain is None or one.gain_low is None or one.gain_high is None:
        return False
    return not one.gain_low <= one.gain <= one.gain_high


def problems_of_offering(
    offering: OfferingFacts,
    *,
    year: int,
    min_participants: int,
    max_participants: int,
    term: tuple[date, date] | None = None,
) -> tuple[OfferingProblem, ...]:
    """Why a session cannot stand in the calendar of a year; empty when it can.

    `term`: first and last day of the agreement that it rests on.
    """
    found = []
    if offering.ends_on < offering.starts_on:
        found.append(OfferingProblem.ENDS_BEFORE_START)
    if offering.class_ends_on and not offering.starts_on <= offering.class_ends_on < offering.ends_on:
        found.append(OfferingProblem.CLASS_OUTSIDE_DAYS)
    if offering.starts_on.year != year or offering.ends_on.year != year:
        found.append(OfferingProblem.OUTSIDE_YEAR)
    if offering.fixed_cost < 0 or offering.seat_cost < 0:
        found.append(OfferingProblem.NEGATIVE_PRICE)
    if offering.seats < 1:
        found.append(OfferingProblem.NO_SEATS)
    if offering.seats < offering.min_seats:
        found.append(OfferingProblem.SEATS_BELOW_MIN)
    if offering.seats < min_participants:
        found.append(OfferingProblem.SEATS_BELOW_PROGRAMME)
    if offering.seats > max_participants:
        found.append(OfferingProblem.SEATS_ABOVE_PROGRAMME)
    if term and not term[0] <= offering.starts_on <= offering.ends_on <= term[1]:
        found.append(OfferingProblem.OUTSIDE_AGREEMENT)
    return tuple(found)
