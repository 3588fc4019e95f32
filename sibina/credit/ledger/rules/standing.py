"""Where a person stands: PNS against a floor of the calendar year, PPPK against a ceiling of the contract's year.

Ground: PP 11/2017 Pasal 203 ayat (4); PP 49/2018 Pasal 40 ayat (1). Two periods, two directions (domain 1.3).
"""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from sibina.credit.ledger.types import Cause, CreditState, Limits, Period, Recognition, Stand, Worker
from sibina.ground.people.types import Employment

NOTHING = Decimal(0)


def contract_start(appointed_on: date | None, first_posted_on: date | None) -> date | None:
    """The first day of a contract, or None where it is not known.

    A number (NI PPPK) tells the year of a contract and no month, and is then kept as the first of January. Such a day is
    no answer; the first posting is one where it lies in that year.
    """
    for day in (appointed_on, first_posted_on):
        if day is not None and (day.month, day.day) != (1, 1):
            return day if appointed_on is None or day.year == appointed_on.year else None
    return None


def contract_year(since: date, day: date) -> Period:
    """The year of the contract that a day lies in; one that began on 29 February turns on 1 March."""
    first = _anniversary(since, day.year)
    if first > day:
        first = _anniversary(since, day.year - 1)
    return Period(first, _anniversary(since, first.year + 1))


def _anniversary(since: date, year: int) -> date:
    try:
        return since.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def day_of_year(year: int, today: date) -> date:
    """The day by which a year is judged: today in the running year, its last day afterwards."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def stand_of(
    worker: Worker,
    recognised: Collection[Recognition],
    *,
    year: int,
    day: date,
    limits: Limits,
) -> Stand:
    """How a person stands in a year as of a day in it. `recognised` is of this person alone, of this year and the one
    before: a contract's year reaches over New Year.
    """
    of_year = [one for one in recognised if one.fact.ends_on.year == year]
    jp = sum_of(of_year)
    period = (
        contract_year(worker.since, day) if worker.employment == Employment.PPPK and worker.since else None
    )
    in_period = (
        sum_of(one for one in recognised if period.first <= one.fact.ends_on < period.end) if period else None
    )
    return Stand(
        state=_state(worker.employment, jp, in_period, limits),
        recognised=jp,
        printed=sum(one.fact.printed or 0 for one in of_year),
        uncounted=sum(one.jp is None for one in of_year),
        short=max(NOTHING, limits.floor - jp) if worker.employment == Employment.PNS else NOTHING,
        period=period,
        period_jp=in_period,
    )


def sum_of(recognised: Iterable[Recognition]) -> Decimal:
    """JP recognised; what is not known adds nothing and is told beside the sum."""
    return sum((one.jp for one in recognised if one.jp is not None), NOTHING)


def _state(employment: Employment, jp: Decimal, in_period: Decimal | None, limits: Limits) -> CreditState:
    if employment == Employment.PNS:
        return CreditState.MET if jp >= limits.floor else CreditState.SHORT
    if employment != Employment.PPPK:
        return CreditState.NOTED
    if in_period is None:
        return CreditState.NO_CONTRACT
    return CreditState.OVER if in_period > limits.ceiling else CreditState.WITHIN


BANDS: tuple[int, ...] = (0, 5, 10, 15, 20, 40)
"""Lower ends of the bands of a distribution, in JP; the first holds nought alone."""


def band_of(jp: Decimal) -> int:
    """In which band a person's JP lies: 0 for nought, then from above 0 to below 5, and so on."""
    return 0 if not jp else sum(jp >= lower for lower in BANDS[1:]) + 1


def cause_of(*, is_first: bool, rule_changed: bool, records_changed: bool) -> Cause:
    """Why a counting was written."""
    if is_first:
        return Cause.FIRST
    if rule_changed:
        return Cause.BOTH if records_changed else Cause.RULE
    return Cause.RECORDS
