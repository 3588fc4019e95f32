"""Which sessions a year could offer: how many of each programme, on which days, in which venue.

A proposal for an officer to change, not a plan: the plan chooses among what is offered. Nothing is drawn by lot;
equal wishes give equal days.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import holidays

from sibina.plan.programmes.rules.course import DAYS_A_WEEK, end_of_weeks, meets_in_class
from sibina.plan.programmes.types import Booking, Days, Stretch, Wish

MOST_AT_WORK = 12
"""One beginning a month is as often as anybody opens an e-learning."""
DAYS_TO_PREPARE = 14
"""Between the proposal and the first session: invitations, letters of assignment."""


def holidays_of(year: int) -> frozenset[date]:
    """National holidays; those that follow the moon are estimates until the government has named them.

    Ground: Keppres 8/2024 (hari libur); collective leave is set yearly and is not in it.
    """
    return frozenset(holidays.country_holidays("ID", years=year))


def season_of(year: int, today: date) -> tuple[date, date] | None:
    """First and last day for sessions of a year as seen today; None when it is over.

    February to November: before it budgets are not open, after it they close. Who begins late has until
    the week before Christmas.
    """
    first = max(date(year, 2, 1), today + timedelta(days=DAYS_TO_PREPARE))
    last = date(year, 11, 30) if first <= date(year, 10, 31) else date(year, 12, 18)
    return (first, last) if first <= last else None


def sessions_for(people: int, *, min_participants: int, max_participants: int, most: int) -> int:
    """Sessions that would seat everybody whom the programme can help; none below its fewest participants."""
    if people < min_participants:
        return 0
    return min(-(-people // max_participants), most)


def most_sessions(course: Sequence[Stretch], season: tuple[date, date] | None, free: frozenset[date]) -> int:
    """Most sessions of a course whose days in class the season holds one after another; `free` days are holidays."""
    spans = _spans(course, season, free)
    if not meets_in_class(course):
        return min(len(spans), MOST_AT_WORK)
    weeks = {span.starts_on.isocalendar()[:2] for span in spans}
    return len(weeks) // -(-_days_in_class(course) // DAYS_A_WEEK)


def _days_in_class(course: Iterable[Stretch]) -> int:
    return sum(stretch.days for stretch in course)


def place_sessions(
    wishes: Iterable[Wish],
    *,
    season: tuple[date, date] | None,
    free: frozenset[date],
    booked: Iterable[Booking],
    venues: Sequence[str],
) -> list[Booking]:
    """Days and venues for every wish that the season has room for; in the order in which they were placed.

    A course lies inside one working week where it is short enough. Sessions of one programme follow one another,
    spread over the season or at the months of their series, so that one speaker can hold them all (weeks beside the
    work may run beside one another); a venue is booked twice only where every day is taken. A programme that is too long
    for what is left of the season gets none.
    """
    board = _Board(list(booked), tuple(dict.fromkeys(venues)))
    ordered = sorted(wishes, key=lambda wish: (-_days_in_class(wish.course), wish.programme))
    placed = []
    for number, wish in enumerate(ordered):
        spans = _spans(wish.course, season, free)
        if not spans:
            continue
        phase = (number + 0.5) / len(ordered)
        earliest, latest = spans[0].starts_on, spans[-1].starts_on
        if wish.every is None:
            shares = ((turn + phase) / wish.sessions for turn in range(wish.sessions))
            ideals = [earliest + timedelta(days=int((latest - earliest).days * share)) for share in shares]
        else:
            there = [one.days.starts_on for one in board.booked if one.programme == wish.programme]
            ideals = _recurring(wish, max(there, default=None), earliest, latest, phase)
        placed += [board.book(wish, spans, ideal) for ideal in ideals]
    return placed


def _recurring(wish: Wish, last: date | None, earliest: date, latest: date, phase: float) -> list[date]:
    """The days of a series, `wish.every` months apart: on from its last session, else from a day that leaves room.

    What would lie after the latest day is left out rather than moved nearer to the others.
    """
    apart = [_months(turn * (wish.every or 0)) for turn in range(wish.sessions + 1)]
    if last is not None:
        days = [last + step for step in apart[1:]]
    else:
        room = max(latest - earliest - apart[-2], timedelta())
        first = earliest + timedelta(days=int(room.days * phase))
        days = [first + step for step in apart[:-1]]
    return [day for day in days if earliest <= day <= latest]


def _months(many: int) -> timedelta:
    return timedelta(days=round(many * 365 / 12))


def codes_after(stem: str, taken: Iterable[str]) -> Iterator[str]:
    """«MPP-01», «MPP-02», … without those that the year uses already."""
    known = set(taken)
    return (code for turn in range(1, 100_000) if (code := f"{stem}-{turn:02d}") not in known)


@dataclass
class _Board:
    """What is booked so far."""

    booked: list[Booking]
    venues: tuple[str, ...]

    def book(self, wish: Wish, spans: Sequence[Days], ideal: date) -> Booking:
        """The best span left: no other session of the programme, a free venue, near the ideal day."""
        needs_venue = meets_in_class(wish.course)
        # Near ones first: the first that clashes with nothing is the best, and most searches end there.
        near = sorted(spans, key=lambda span: (abs((span.starts_on - ideal).days), span.starts_on))
        best: tuple[int, int, int] | None = None
        chosen = Booking(wish.programme, near[0])
        for place, span in enumerate(near):
            there = [one for one in self.booked if _meet(one.days, span)]
            own = sum(one.programme == wish.programme for one in there) if needs_venue else 0
            clashes, venue = self._venue(there) if needs_venue else (0, "")
            found = (own, clashes, place)
            if best is None or found < best:
                best, chosen = found, Booking(wish.programme, span, venue)
            if found[:2] == (0, 0):
                break
        self.booked.append(chosen)
        return chosen

    def _venue(self, there: Sequence[Booking]) -> tuple[int, str]:
        """The venue with the fewest bookings on these days, and how many those are."""
        if not self.venues:
            return 0, ""
        used = [sum(one.venue == venue for one in there) for venue in self.venues]
        return min(zip(used, self.venues, strict=True), key=lambda pair: pair[0])


def _meet(one: Days, other: Days) -> bool:
    """Are both in class on some day?"""
    return one.starts_on <= other.away_until and other.starts_on <= one.away_until


def _spans(course: Sequence[Stretch], season: tuple[date, date] | None, free: frozenset[date]) -> list[Days]:
    """All the days that a session of this course may have inside the season."""
    if season is None:
        return []
    first, last = season
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    working = [day for day in every if day.weekday() < DAYS_A_WEEK and day not in free]
    spans = [
        Days(day, end, None if course[0].weeks else end)
        for day, end in _runs(course[0], working)
        if day.weekday() == 0 or not course[0].weeks
    ]
    for stretch in course[1:]:
        spans = list(_go_on(spans, stretch, _runs(stretch, working)))
    whole = (replace(span, class_ends_on=None) if span.away_until == span.ends_on else span for span in spans)
    return [span for span in whole if span.ends_on <= last]


def _go_on(spans: Iterable[Days], stretch: Stretch, runs: Sequence[tuple[date, date]]) -> Iterator[Days]:
    """The spans with the earliest run of the next stretch after each; without those that none is left for."""
    starts = [day for day, _end in runs]
    for span in spans:
        at = bisect_right(starts, span.ends_on)
        if at < len(runs):
            end = runs[at][1]
            yield replace(span, ends_on=end, class_ends_on=span.class_ends_on if stretch.weeks else end)


def _runs(stretch: Stretch, working: Sequence[date]) -> list[tuple[date, date]]:
    """First and last day of each way to hold a stretch."""
    if stretch.weeks:
        return [(day, end_of_weeks(day, stretch.weeks)) for day in working]
    pairs = zip(working, working[stretch.days - 1 :], strict=False)
    if stretch.days > DAYS_A_WEEK:
        return [(day, end) for day, end in pairs if day.weekday() == 0]
    # Consecutive days: no week-end and no holiday inside.
    return [(day, end) for day, end in pairs if (end - day).days == stretch.days - 1]
