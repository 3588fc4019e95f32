"""How long a session takes when its curriculum has several methods, and when it has none."""

from datetime import date
from itertools import pairwise

import pytest

from sibina.plan.programmes.rules import course_of, days_from, holidays_of, place_sessions, season_of
from sibina.plan.programmes.rules.course import AT_WORK
from sibina.plan.programmes.types import Days, Form, Stretch, Wish

MONDAY = date(2027, 3, 1)
WORKSHOP, COACHING, LEARNING = Form.WORKSHOP, Form.COACHING, Form.E_LEARNING


def lengths(*modules: tuple[Form, int]) -> list[tuple[int, int]]:
    """Days and weeks of each stretch."""
    return [(one.days, one.weeks) for one in course_of(Form.TEKNIS, 40, modules)]


@pytest.mark.parametrize("form", sorted(AT_WORK))
def test_without_a_curriculum_a_form_beside_the_work_takes_its_weeks_whatever_the_hours(form: Form) -> None:
    weeks = 16 if form in {Form.MENTORING, Form.COACHING} else 4
    assert course_of(form, 3) == course_of(form, 90) == (Stretch((form,), weeks=weeks),)


def test_modules_in_class_share_their_days_and_weeks_follow_in_the_order_of_the_modules() -> None:
    assert lengths((WORKSHOP, 3), (WORKSHOP, 4), (LEARNING, 8), (LEARNING, 4)) == [(2, 0), (0, 4)]
    assert lengths((LEARNING, 8), (WORKSHOP, 5), (COACHING, 3)) == [(0, 4), (1, 0), (0, 4)]


def test_hours_of_different_forms_fill_one_day_together() -> None:
    assert lengths((Form.TEKNIS, 4), (Form.SEMINAR, 2)) == [(1, 0)]
    assert lengths((Form.TEKNIS, 6), (WORKSHOP, 10), (Form.TEKNIS, 4), (Form.BIMBINGAN_KERJA, 4)) == [(4, 0)]


@pytest.mark.parametrize(("jp", "weeks"), [(1, 2), (3, 4), (4, 4), (14, 14), (16, 16), (40, 16)])
def test_a_few_hours_of_coaching_take_two_weeks_a_meeting_and_never_longer_than_the_form(
    jp: int, weeks: int
) -> None:
    assert lengths((COACHING, jp)) == [(0, weeks)]


def test_the_days_from_a_start_leave_out_week_ends_and_name_the_last_day_in_class() -> None:
    mixed = course_of(Form.TEKNIS, 0, [(Form.TEKNIS, 16), (LEARNING, 12)])
    assert days_from(mixed, MONDAY) == Days(MONDAY, date(2027, 3, 30), date(2027, 3, 2))
    assert days_from(mixed, date(2027, 3, 5)) == Days(date(2027, 3, 5), date(2027, 4, 5), date(2027, 3, 8))
    week_long = course_of(Form.TEKNIS, 48)
    assert days_from(week_long, MONDAY).ends_on == date(2027, 3, 8)
    assert days_from(week_long, MONDAY, days_a_week=7).ends_on == date(2027, 3, 6)


def test_a_course_that_ends_in_class_is_in_class_to_its_end() -> None:
    course = course_of(Form.TEKNIS, 0, [(LEARNING, 4), (WORKSHOP, 5)])
    assert days_from(course, MONDAY) == Days(MONDAY, date(2027, 3, 29))


def test_placed_sessions_of_a_mixed_course_hold_their_room_only_while_in_class() -> None:
    course = course_of(Form.TEKNIS, 0, [(Form.TEKNIS, 16), (LEARNING, 12)])
    season, free = season_of(2027, date(2026, 11, 23)), holidays_of(2027)
    wishes = [Wish("A", course, 12), Wish("B", course_of(Form.BIMTEK, 16), 60)]
    placed = place_sessions(wishes, season=season, free=free, booked=[], venues=["Aula"])
    taken = sorted((one.days.starts_on, one.days.away_until) for one in placed)
    assert len(placed) == 72
    assert all(before[1] < after[0] for before, after in pairwise(taken))
    for one in placed:
        if one.programme == "A":
            assert one.days.class_ends_on == one.days.away_until < one.days.ends_on
            assert (one.days.ends_on - one.days.away_until).days >= 26
        assert season is not None
        assert one.days.ends_on <= season[1]


def test_a_mixed_course_whose_weeks_no_longer_fit_gets_no_day() -> None:
    late = season_of(2026, date(2026, 11, 23))
    course = course_of(Form.TEKNIS, 0, [(WORKSHOP, 5), (LEARNING, 12)])
    assert place_sessions([Wish("A", course, 1)], season=late, free=frozenset(), booked=[], venues=[]) == []
