"""A position's standard changes only by a new version; what held before stays readable."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sibina.ground.competencies.rules import StandardChange, StandardOnRecord, change_standards

JANUARY = date(2026, 1, 1)
JULY = date(2026, 7, 1)


def on_record(
    competency: int, level: int, since: date = JANUARY, until: date | None = None
) -> StandardOnRecord:
    return StandardOnRecord(competency * 10, competency, level, since, until)


def test_unchanged_levels_write_nothing() -> None:
    change = change_standards([on_record(1, 2), on_record(2, 3)], {1: 2, 2: 3}, valid_from=JULY)
    assert change.is_empty


def test_changed_level_ends_the_old_row_and_adds_a_new_one() -> None:
    change = change_standards([on_record(1, 2)], {1: 3}, valid_from=JULY)
    assert change.close == (10,)
    assert [(one.competency_id, one.level) for one in change.add] == [(1, 3)]


def test_competency_that_is_no_longer_required_ends() -> None:
    change = change_standards([on_record(1, 2), on_record(2, 2)], {1: 2}, valid_from=JULY)
    assert change.close == (20,)
    assert change.add == ()


def test_correction_on_the_first_day_replaces_the_row_of_that_day() -> None:
    change = change_standards([on_record(1, 2), on_record(2, 2)], {1: 4}, valid_from=JANUARY)
    assert change.replace == ((10, 4),)
    assert change.drop == (20,)
    assert change.close == ()
    assert change.add == ()


def test_version_before_a_later_one_is_blocked_and_says_which() -> None:
    later = on_record(1, 3, since=JULY)
    change = change_standards([later], {1: 2}, valid_from=JANUARY)
    assert change.blocked == (later,)


def holding_after(rows: list[StandardOnRecord], change: StandardChange, day: date) -> dict[int, int]:
    """The levels on `day` once the change is written: an independent reading of what the change means."""
    levels = {}
    replaced = dict(change.replace)
    for row in rows:
        if row.standard_id in change.drop or row.standard_id in change.close:
            continue
        if row.valid_from <= day and (row.valid_to is None or row.valid_to > day):
            levels[row.competency_id] = replaced.get(row.standard_id, row.level)
    return levels | {one.competency_id: one.level for one in change.add}


levels = st.dictionaries(st.integers(1, 6), st.integers(1, 5))


@given(before=levels, wished=levels, same_day=st.sets(st.integers(1, 6)))
def test_after_a_change_exactly_the_wished_levels_hold(
    before: dict[int, int], wished: dict[int, int], same_day: set[int]
) -> None:
    rows = [on_record(key, level, JULY if key in same_day else JANUARY) for key, level in before.items()]
    change = change_standards(rows, wished, valid_from=JULY)
    assert not change.blocked
    assert holding_after(rows, change, JULY) == wished
