"""When a session meets: its days in class, at which hours, and by when it is decided whether it goes ahead."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sibina.deliver.sessions.types import DayFacts, NoDays, TimeBackwards
from sibina.plan.programmes.rules import AT_WORK
from sibina.plan.programmes.types import Days, Form, Stretch

NOT_SESSIONS = AT_WORK | {
    Form.DETASERING,
    Form.PATOK_BANDING,
    Form.PERTUKARAN,
    Form.MAGANG,
    Form.KOMUNITAS_BELAJAR,
    Form.BIMBINGAN_KERJA,
}
"""Forms that are delivered in another way: with a mentor, in another place, or beside the daily work."""
FIRST_HOUR, LAST_HOUR = time(8), time(16)
"""What a day in class is proposed with: 8 JP of 45 minutes, and two hours of breaks."""
DAYS_A_WEEK = 5


def is_session(form: Form) -> bool:
    """Is it held as a session: people in one room, or before one screen, at one time?"""
    return form not in NOT_SESSIONS


def class_days(course: Sequence[Stretch], days: Days, free: Collection[date]) -> list[date]:
    """On which days between its first and last the session meets: Monday to Friday, no holiday (`free`), and not in the
    weeks beside the daily work that come before days in class.

    A session that has only such days between its first and last is meant to: it meets on all of them.
    """
    span = (days.away_until - days.starts_on).days + 1
    between = [days.starts_on + timedelta(days=number) for number in range(span)]
    weeks = 0
    for stretch in course:
        if stretch.days:
            break
        weeks += stretch.weeks
    first = days.starts_on + timedelta(weeks=weeks)
    usual = [day for day in between if day >= first and day.weekday() < DAYS_A_WEEK and day not in free]
    return usual or between


def at_hours(day: date, begins: time, ends: time, zone: str) -> tuple[datetime, datetime]:
    """The moments of these hours of a day, as clocks in the zone show them."""
    where = ZoneInfo(zone)
    return datetime.combine(day, begins, where), datetime.combine(day, ends, where)


def decision_day(starts_on: date, days_before: int) -> date:
    """By when it is decided whether a session goes ahead."""
    return starts_on - timedelta(days=days_before)


def check_days(days: Sequence[DayFacts]) -> None:
    """Raises NoDays and TimeBackwards: a day that ends before it begins, or two that overlap."""
    if not days:
        raise NoDays
    ordered = sorted(days, key=lambda one: one.starts_at)
    for one in ordered:
        if one.ends_at <= one.starts_at:
            raise TimeBackwards(one.starts_at.date())
    for one, following in pairwise(ordered):
        if following.starts_at < one.ends_at:
            raise TimeBackwards(following.starts_at.date())
