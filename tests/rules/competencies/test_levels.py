"""Single levels of many positions change from a day on, and can be taken back before they held."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sibina.ground.competencies.rules import LevelOnRecord, LevelsChange, change_levels
from sibina.ground.competencies.types import LevelWish

JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)
ONE = Decimal(1)


def row(
    pk: int, level: int, since: date = JANUARY, until: date | None = None, competency: int = 1
) -> LevelOnRecord:
    return LevelOnRecord(pk, 1, competency, level, ONE, since, until)


def written(
    rows: list[LevelOnRecord], change: LevelsChange, day: date
) -> list[tuple[int, int, date, date | None]]:
    """Competency, level and period of every row once the change is written."""
    reopened, replaced = dict(change.reopen), dict(change.replace)
    found = []
    for one in rows:
        if one.standard_id in change.drop:
            continue
        until = day if one.standard_id in change.close else reopened.get(one.standard_id, one.valid_to)
        wish = replaced.get(one.standard_id)
        found.append((one.competency_id, wish.level if wish else one.level, one.valid_from, until))
    found += [(wish.competency_id, wish.level, day, until) for wish, until in change.add]
    return sorted(found, key=lambda each: each[:3])


def test_a_level_rises_and_what_held_before_ends_on_the_day() -> None:
    change = change_levels([row(10, 2)], [LevelWish(1, 1, 4)], valid_from=JULY)
    assert written([row(10, 2)], change, JULY) == [(1, 2, JANUARY, JULY), (1, 4, JULY, None)]


def test_what_is_not_named_stays_and_what_says_the_same_is_not_written() -> None:
    rows = [row(10, 2), row(20, 3, competency=2)]
    change = change_levels(rows, [LevelWish(1, 1, 2)], valid_from=JULY)
    assert change == LevelsChange((), (), (), (), (), ())


def test_a_version_that_begins_later_blocks_and_is_told() -> None:
    later = row(11, 3, since=JULY)
    change = change_levels([row(10, 2, until=JULY), later], [LevelWish(1, 1, 4)], valid_from=date(2026, 3, 1))
    assert change.blocked == (later,)


def test_a_new_version_ends_where_the_one_that_it_follows_would_have_ended() -> None:
    end = date(2027, 1, 1)
    change = change_levels([row(10, 2, until=end)], [LevelWish(1, 1, 4)], valid_from=JULY)
    assert change.add == ((LevelWish(1, 1, 4), end),)


def test_a_version_of_the_very_day_is_written_over() -> None:
    change = change_levels([row(10, 3, since=JULY)], [LevelWish(1, 1, 4)], valid_from=JULY)
    assert change.replace == ((10, LevelWish(1, 1, 4)),)


levels = st.dictionaries(st.integers(1, 5), st.integers(1, 5))


@given(before=levels, wished=levels)
def test_a_change_taken_back_on_its_own_day_leaves_no_trace(
    before: dict[int, int], wished: dict[int, int]
) -> None:
    rows = [row(key, level, competency=key) for key, level in before.items()]
    there = change_levels(rows, [LevelWish(1, key, level) for key, level in wished.items()], valid_from=JULY)
    after = [
        row(100 + number, level, since, until, competency)
        for number, (competency, level, since, until) in enumerate(written(rows, there, JULY))
    ]
    back = change_levels(after, [LevelWish(1, key, before.get(key)) for key in wished], valid_from=JULY)
    assert written(after, back, JULY) == written(rows, LevelsChange((), (), (), (), (), ()), JULY)


@given(before=levels, wished=levels, days=st.integers(1, 400))
def test_from_the_day_on_the_wished_levels_hold_and_never_two_at_once(
    before: dict[int, int], wished: dict[int, int], days: int
) -> None:
    rows = [row(key, level, competency=key) for key, level in before.items()]
    day = JANUARY + timedelta(days=days)
    change = change_levels(rows, [LevelWish(1, key, level) for key, level in wished.items()], valid_from=day)
    found = written(rows, change, day)
    held = [
        (key, level) for key, level, since, until in found if since <= day and (until is None or until > day)
    ]
    assert sorted(held) == sorted((before | wished).items())
