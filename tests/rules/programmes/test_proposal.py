"""Which sessions a year could offer: enough for the people, on working days, never clashing without need."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sibina.ground.cycles.rules import year_to_plan
from sibina.plan.programmes.rules import (
    codes_after,
    course_of,
    days_from,
    holidays_of,
    most_sessions,
    place_sessions,
    season_of,
    sessions_for,
    starter_catalogue,
)
from sibina.plan.programmes.types import Booking, Days, Form, Wish

SEASON = season_of(2027, date(2026, 11, 23))
FREE = holidays_of(2027)


def overlaps(bookings: Iterable[Booking], what: str) -> int:
    """Pairs of bookings on a common day that share a programme, or a venue."""
    rows = list(bookings)
    return sum(
        bool(getattr(one, what))
        and getattr(one, what) == getattr(other, what)
        and one.days.starts_on <= other.days.ends_on
        and other.days.starts_on <= one.days.ends_on
        for number, one in enumerate(rows)
        for other in rows[:number]
    )


def test_from_october_on_a_city_plans_for_the_next_year() -> None:
    assert [year_to_plan(date(2026, month, 1)) for month in (1, 9, 10, 12)] == [2026, 2026, 2027, 2027]


def test_sessions_seat_everybody_whom_the_programme_can_help() -> None:
    assert sessions_for(81, min_participants=15, max_participants=40, most=20) == 3
    assert sessions_for(80, min_participants=15, max_participants=40, most=20) == 2
    assert sessions_for(15, min_participants=15, max_participants=40, most=20) == 1


def test_fewer_people_than_the_programme_needs_get_no_session() -> None:
    assert sessions_for(14, min_participants=15, max_participants=40, most=20) == 0


def test_never_more_sessions_than_the_year_has_room_for() -> None:
    assert sessions_for(9_000, min_participants=15, max_participants=40, most=20) == 20
    assert most_sessions(course_of(Form.MANAJERIAL, 40), SEASON, FREE) < 43
    assert most_sessions(course_of(Form.E_LEARNING, 12), SEASON, FREE) == 12


def test_a_season_begins_two_weeks_from_now_and_is_over_before_christmas() -> None:
    assert (date(2027, 2, 1), date(2027, 11, 30)) == SEASON
    assert season_of(2026, date(2026, 11, 23)) == (date(2026, 12, 7), date(2026, 12, 18))
    assert season_of(2026, date(2026, 12, 10)) is None
    assert season_of(2025, date(2026, 1, 2)) is None


def test_a_programme_too_long_for_the_rest_of_the_year_gets_no_day() -> None:
    late = season_of(2026, date(2026, 11, 23))
    assert most_sessions(course_of(Form.MENTORING, 16), late, frozenset()) == 0
    wishes = [Wish("MEN", course_of(Form.MENTORING, 16), 2), Wish("ETP", course_of(Form.SEMINAR, 4), 1)]
    placed = place_sessions(wishes, season=late, free=frozenset(), booked=[], venues=[])
    assert [one.programme for one in placed] == ["ETP"]


def test_a_course_lies_inside_one_working_week_and_off_the_holidays() -> None:
    wishes = [Wish(one.code, course_of(one.form, one.jp), 4) for one in starter_catalogue()]
    placed = place_sessions(wishes, season=SEASON, free=FREE, booked=[], venues=["Aula"])
    form_of = {one.code: one.form for one in starter_catalogue()}
    assert Counter(one.programme for one in placed) == {one.code: 4 for one in starter_catalogue()}
    for one in placed:
        if form_of[one.programme] in {Form.E_LEARNING, Form.MENTORING}:
            assert one.days.starts_on.weekday() == 0
            assert one.venue == ""
            continue
        days = [
            one.days.starts_on + timedelta(days=n)
            for n in range((one.days.ends_on - one.days.starts_on).days + 1)
        ]
        assert one.days.starts_on.isocalendar()[:2] == one.days.ends_on.isocalendar()[:2]
        assert all(day.weekday() < 5 and day not in FREE for day in days)
        assert one.venue == "Aula"


def test_eid_and_independence_day_are_free() -> None:
    assert {date(2027, 3, 10), date(2027, 8, 17)} <= FREE


def test_a_course_longer_than_a_week_begins_on_a_monday_and_goes_on_the_next() -> None:
    wish = Wish("P", course_of(Form.MANAJERIAL, 80), 1)
    [one] = place_sessions([wish], season=SEASON, free=frozenset(), booked=[], venues=[])
    assert one.days.starts_on.weekday() == 0
    assert (one.days.ends_on - one.days.starts_on).days == 11


def test_two_venues_are_not_booked_twice_while_days_are_free() -> None:
    wishes = [Wish(one.code, course_of(one.form, one.jp), 5) for one in starter_catalogue()]
    placed = place_sessions(wishes, season=SEASON, free=FREE, booked=[], venues=["A", "B"])
    assert overlaps(placed, "venue") == 0
    # Sixteen weeks of mentoring run beside one another, each begun on another day.
    assert len({one.days.starts_on for one in placed if one.programme == "MEN"}) == 5
    assert overlaps((one for one in placed if one.programme != "MEN"), "programme") == 0


def test_what_is_offered_already_is_kept_clear_of() -> None:
    whole = Booking("X", Days(date(2027, 1, 1), date(2027, 10, 1)), "Aula")
    [one] = place_sessions(
        [Wish("ETP", course_of(Form.SEMINAR, 4), 1)],
        season=SEASON,
        free=FREE,
        booked=[whole],
        venues=["Aula"],
    )
    assert one.days.starts_on > whole.days.ends_on


@settings(max_examples=25, deadline=None)
@given(
    counts=st.lists(st.integers(0, 30), min_size=1, max_size=6),
    venues=st.lists(st.sampled_from(["A", "B", "C"]), max_size=3),
)
def test_every_wish_is_placed_inside_the_season_and_equal_wishes_give_equal_days(
    counts: list[int], venues: list[str]
) -> None:
    wishes = [Wish(f"P{number}", course_of(Form.BIMTEK, 16), many) for number, many in enumerate(counts)]
    placed = place_sessions(wishes, season=SEASON, free=FREE, booked=[], venues=venues)
    assert Counter(one.programme for one in placed) == {
        wish.programme: wish.sessions for wish in wishes if wish.sessions
    }
    assert SEASON is not None
    assert all(SEASON[0] <= one.days.starts_on <= one.days.ends_on <= SEASON[1] for one in placed)
    again = place_sessions(reversed(wishes), season=SEASON, free=FREE, booked=[], venues=venues)
    assert again == placed


def test_codes_go_on_after_those_in_use() -> None:
    codes = codes_after("MPP", ["MPP-01", "MPP-03"])
    assert [next(codes), next(codes)] == ["MPP-02", "MPP-04"]


@pytest.mark.parametrize(
    ("form", "jp", "days"), [(Form.BIMTEK, 16, 2), (Form.WORKSHOP, 15, 3), (Form.SEMINAR, 4, 1)]
)
def test_a_day_holds_the_hours_of_its_form(form: Form, jp: int, days: int) -> None:
    monday = date(2027, 3, 1)
    assert days_from(course_of(form, jp), monday) == Days(monday, monday + timedelta(days=days - 1))


@given(every=st.integers(1, 4), times=st.integers(2, 10), others=st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_the_sessions_of_a_series_lie_its_months_apart(every: int, times: int, others: int) -> None:
    series = Wish("S", course_of(Form.BIMTEK, 16), times, every)
    wishes = [series, *(Wish(f"W{number}", course_of(Form.KURSUS, 24), 3) for number in range(others))]
    placed = place_sessions(wishes, season=SEASON, free=FREE, booked=[], venues=["Aula", "Ruang 1"])
    days = sorted(one.days.starts_on for one in placed if one.programme == "S")
    fits = (times - 1) * every <= 9
    assert len(days) == times if fits else 2 <= len(days) <= times
    for before, after in pairwise(days):
        assert abs((after - before).days - every * 365 / 12) <= 21


def test_a_series_goes_on_from_its_last_session_and_leaves_out_what_the_year_has_no_room_for() -> None:
    booked = [Booking("S", Days(date(2027, 8, 2), date(2027, 8, 3)))]
    placed = place_sessions(
        [Wish("S", course_of(Form.BIMTEK, 16), 3, 2)], season=SEASON, free=FREE, booked=booked, venues=[]
    )
    assert [one.days.starts_on for one in placed] == [date(2027, 9, 30)]  # two months on is a Saturday
