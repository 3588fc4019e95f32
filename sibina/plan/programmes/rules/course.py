"""How long a session takes: days in class and weeks beside the daily work, one after the other."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from math import ceil

from sibina.plan.programmes.types import Days, Form, Stretch

HOURS_A_DAY = 8
HOURS_OF_FORM = {Form.WORKSHOP: 5, Form.SEMINAR: 4}
"""A workshop counts 5 JP a day and a seminar 4. Ground: conversion of JP, Peraturan LAN 10/2018."""
WEEKS_OF_FORM = {Form.E_LEARNING: 4, Form.MENTORING: 16, Form.COACHING: 16, Form.BELAJAR_MANDIRI: 4}
AT_WORK = frozenset(WEEKS_OF_FORM)
"""Forms that take nobody away from the office, and need no venue."""
HOURS_OF_MEETING = {Form.MENTORING: 2, Form.COACHING: 2}
WEEKS_OF_MEETING = 2
"""A meeting counts 2 JP, and a month has two of them. Ground: conversion of JP, Peraturan LAN 10/2018."""
DAYS_A_WEEK = 5


def course_of(form: Form, jp: int, modules: Sequence[tuple[Form, int]] = ()) -> tuple[Stretch, ...]:
    """The stretches of a session: those of the modules in force (form and JP of each, in their order), else of the form.

    Modules in class that follow one another share their days; those of one form beside the work share their weeks.
    """
    if not modules:
        weeks = WEEKS_OF_FORM.get(form)
        return (Stretch((form,), weeks=weeks) if weeks else _in_class([(form, jp)]),)
    beside = groupby(modules, key=lambda module: module[0] if module[0] in WEEKS_OF_FORM else None)
    return tuple(
        _beside_work(own, sum(hours for _form, hours in group)) if own else _in_class(list(group))
        for own, group in beside
    )


def _in_class(modules: Iterable[tuple[Form, int]]) -> Stretch:
    modules = tuple(modules)
    days = sum(Fraction(jp, HOURS_OF_FORM.get(form, HOURS_A_DAY)) for form, jp in modules)
    return Stretch(tuple(dict.fromkeys(form for form, _jp in modules)), days=max(ceil(days), 1))


def _beside_work(form: Form, jp: int) -> Stretch:
    """As long as the form takes; a few hours of coaching only as long as their meetings."""
    weeks = WEEKS_OF_FORM[form]
    if form in HOURS_OF_MEETING:
        weeks = min(weeks, -(-jp // HOURS_OF_MEETING[form]) * WEEKS_OF_MEETING)
    return Stretch((form,), weeks=weeks)


def meets_in_class(course: Iterable[Stretch]) -> bool:
    """Does it take people away from the office on some day, and need a room?"""
    return any(stretch.days for stretch in course)


def days_from(course: Iterable[Stretch], starts_on: date, *, days_a_week: int = DAYS_A_WEEK) -> Days:
    """The days of a session that begins on this day, holidays not looked at.

    `days_a_week`: 5 from Monday to Friday; 7 the fewest days that the course can be held in.
    """
    ends_on, class_ends_on = starts_on - timedelta(days=1), None
    for stretch in course:
        first = ends_on + timedelta(days=1)
        if stretch.weeks:
            ends_on = end_of_weeks(first, stretch.weeks)
        else:
            ends_on = class_ends_on = _day_in_class(first, stretch.days, days_a_week)
    return Days(starts_on, ends_on, class_ends_on if class_ends_on != ends_on else None)


def _day_in_class(first: date, many: int, days_a_week: int) -> date:
    """The so-manieth day from this one that may be a day in class."""
    day = first
    while True:
        many -= day.weekday() < days_a_week
        if not many:
            return day
        day += timedelta(days=1)


def end_of_weeks(first: date, weeks: int) -> date:
    """The last day of so many weeks from this one; not in a week-end."""
    last = first + timedelta(days=weeks * 7 - 1)
    return last - timedelta(days=max(last.weekday() - DAYS_A_WEEK + 1, 0))
