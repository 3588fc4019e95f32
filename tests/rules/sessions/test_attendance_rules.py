"""What was noted of a person on a day becomes one presence, whatever the order, the doubles and the clocks."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sibina.deliver.sessions.rules import (
    DAY_TOLERANCE,
    STEP_SECONDS,
    door_code,
    is_fresh_code,
    merge_marks,
    personal_code,
    seconds_left,
)
from sibina.deliver.sessions.types import (
    Attendance,
    AttendanceMethod,
    DayHours,
    Doubt,
    EventKind,
    Mark,
    PresenceState,
)

BEGIN = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
HOURS = DayHours(BEGIN, BEGIN + timedelta(hours=8))
WHOLE_DAY = 480


def at(minutes: float) -> datetime:
    """So many minutes after the day began."""
    return BEGIN + timedelta(minutes=minutes)


def mark(kind: EventKind, minutes_in: float = 0, key: int = 1, **more: object) -> Mark:
    known = {"device_id": 1, "method": AttendanceMethod.LIST} | more
    return Mark(key=UUID(int=key), kind=kind, claimed_at=at(minutes_in), **known)  # type: ignore[arg-type]


def minutes_of(*marks: Mark) -> int | None:
    found = merge_marks(marks, HOURS)
    assert found is not None
    return found.minutes


def test_nothing_noted_is_not_recorded() -> None:
    assert merge_marks([], HOURS) is None


def test_who_came_and_never_left_stayed_to_the_end() -> None:
    found = merge_marks([mark(EventKind.IN, 10)], HOURS)
    assert found == Attendance(
        PresenceState.PRESENT, WHOLE_DAY - 10, AttendanceMethod.LIST, arrived_at=at(10)
    )


def test_minutes_lie_within_the_hours_of_the_day() -> None:
    early_and_late = [mark(EventKind.IN, -40, 1), mark(EventKind.OUT, WHOLE_DAY + 25, 2)]
    assert minutes_of(*early_and_late) == WHOLE_DAY


def test_a_break_outside_is_not_counted() -> None:
    marks = [mark(EventKind.IN, 0, 1), mark(EventKind.OUT, 60, 2), mark(EventKind.IN, 120, 3)]
    assert minutes_of(*marks) == WHOLE_DAY - 60


def test_two_organisers_who_note_the_same_arrival_note_one() -> None:
    marks = [mark(EventKind.IN, 3, 1), mark(EventKind.IN, 5, 2, device_id=2)]
    assert minutes_of(*marks) == WHOLE_DAY - 3


def test_a_list_without_times_counts_the_whole_day_and_a_leaving_still_ends_it() -> None:
    listed = mark(EventKind.DAY, 5000, 1, method=AttendanceMethod.PAPER)
    assert merge_marks([listed], HOURS) == Attendance(
        PresenceState.PRESENT, WHOLE_DAY, AttendanceMethod.PAPER
    )
    assert minutes_of(listed, mark(EventKind.OUT, 200, 2)) == 200


def test_a_mark_that_was_taken_back_does_not_count() -> None:
    tapped, back = mark(EventKind.IN, 3, 1), mark(EventKind.CANCEL, 4, 2, cancels=UUID(int=1))
    assert merge_marks([tapped, back], HOURS) is None
    assert minutes_of(tapped, back, mark(EventKind.IN, 9, 3)) == WHOLE_DAY - 9


def test_a_device_takes_back_only_what_it_noted_itself() -> None:
    tapped = mark(EventKind.IN, 3, 1, device_id=1)
    assert minutes_of(tapped, mark(EventKind.CANCEL, 4, 2, device_id=2, cancels=UUID(int=1))) == WHOLE_DAY - 3


def test_a_clock_that_is_years_off_loses_nobody_and_claims_no_minutes() -> None:
    found = merge_marks([mark(EventKind.IN, -1_000_000)], HOURS)
    assert found is not None
    assert (found.state, found.minutes, found.doubts) == (PresenceState.PRESENT, None, (Doubt.CLOCK,))


def test_a_clock_whose_error_the_device_knew_is_set_right() -> None:
    two_hours_slow = mark(EventKind.IN, -110, skew=7200)
    assert minutes_of(two_hours_slow) == WHOLE_DAY - 10


def test_another_device_with_a_right_clock_gives_the_minutes() -> None:
    found = merge_marks([mark(EventKind.IN, -1_000_000, 1), mark(EventKind.IN, 15, 2, device_id=2)], HOURS)
    assert found is not None
    assert (found.minutes, found.doubts) == (WHOLE_DAY - 15, (Doubt.CLOCK,))


def test_an_arrival_noted_after_the_end_says_that_one_was_there_but_not_how_long() -> None:
    found = merge_marks([mark(EventKind.IN, WHOLE_DAY + 1)], HOURS)
    assert found is not None
    assert (found.minutes, found.doubts) == (None, (Doubt.AFTER_END,))


def test_a_leaving_without_an_arrival_says_that_one_was_there_but_not_how_long() -> None:
    found = merge_marks([mark(EventKind.OUT, 100)], HOURS)
    assert found is not None
    assert (found.minutes, found.doubts, found.left_at) == (None, (Doubt.NO_ARRIVAL,), at(100))


def test_the_officers_last_word_goes_before_everything() -> None:
    seen = mark(EventKind.IN, 0, 9)
    absent = mark(EventKind.ABSENT, 900, 2, number=1)
    half = mark(EventKind.PRESENT, 800, 1, number=2, minutes=240)
    assert merge_marks([half, seen, absent], HOURS) == Attendance(
        PresenceState.PRESENT, 240, AttendanceMethod.OFFICER
    )
    assert merge_marks([absent, seen], HOURS) == Attendance(PresenceState.ABSENT, 0, AttendanceMethod.OFFICER)
    assert minutes_of(mark(EventKind.PRESENT, 0, 3, number=3)) == WHOLE_DAY


def marks_of(seed: int) -> list[Mark]:
    """A dozen events at most, of three devices: numbers that repeat, clocks that are right, off, or far off."""
    chance = random.Random(seed)
    return [_mark_by(chance) for _ in range(chance.randrange(13))]


def _mark_by(chance: random.Random) -> Mark:
    kind = chance.choice(list(EventKind))
    is_word = kind in {EventKind.PRESENT, EventKind.ABSENT}
    far = chance.random() < 0.3
    return Mark(
        key=UUID(int=chance.randint(1, 12)),
        kind=kind,
        claimed_at=at(chance.randint(-2_000_000, 2_000_000) if far else chance.randint(-300, 900)),
        method=chance.choice(list(AttendanceMethod)),
        device_id=chance.randint(1, 3),
        skew=chance.randint(-7200, 7200),
        cancels=UUID(int=chance.randint(1, 12)) if kind == EventKind.CANCEL else None,
        number=chance.randint(1, 3) if is_word else None,
        minutes=chance.choice([None, chance.randint(0, WHOLE_DAY)]) if is_word else None,
    )


SEEDS = st.integers(0, 2**32 - 1)


@settings(deadline=None, max_examples=300)
@given(SEEDS)
def test_no_order_and_no_double_changes_what_counts(seed: int) -> None:
    marks, chance = marks_of(seed), random.Random(seed + 1)
    doubled = marks + chance.sample(marks, len(marks) // 2)
    chance.shuffle(doubled)
    assert merge_marks(doubled, HOURS) == merge_marks(marks, HOURS)


@settings(deadline=None, max_examples=300)
@given(SEEDS)
def test_minutes_are_never_less_than_none_nor_more_than_the_day(seed: int) -> None:
    found = merge_marks(marks_of(seed), HOURS)
    assert found is None or found.minutes is None or 0 <= found.minutes <= WHOLE_DAY


@settings(deadline=None, max_examples=300)
@given(SEEDS, st.timedeltas(timedelta(days=-3000), timedelta(days=3000)))
def test_no_clock_loses_or_doubles_a_presence(seed: int, wrong: timedelta) -> None:
    marks = marks_of(seed)
    shifted = [replace(one, claimed_at=one.claimed_at + wrong) for one in marks]
    before, after = merge_marks(marks, HOURS), merge_marks(shifted, HOURS)
    assert (before and before.state) == (after and after.state)


def test_a_mark_at_the_edge_of_the_tolerance_is_believed_and_one_beyond_is_not() -> None:
    edge = -DAY_TOLERANCE.total_seconds() / 60
    assert minutes_of(mark(EventKind.IN, edge)) == WHOLE_DAY
    assert minutes_of(mark(EventKind.IN, edge - 1)) is None


SECRET = b"a secret of the day"


def test_the_code_at_the_door_holds_for_its_step_and_one_more() -> None:
    code = door_code(SECRET, BEGIN)
    assert is_fresh_code(code, SECRET, BEGIN + timedelta(seconds=STEP_SECONDS - 1))
    assert is_fresh_code(code.lower(), SECRET, BEGIN + timedelta(seconds=2 * STEP_SECONDS - 1))
    assert not is_fresh_code(code, SECRET, BEGIN + timedelta(seconds=2 * STEP_SECONDS))


@pytest.mark.parametrize("later", [timedelta(minutes=5), timedelta(days=1)])
def test_a_photograph_of_the_code_is_worth_nothing_later(later: timedelta) -> None:
    assert not is_fresh_code(door_code(SECRET, BEGIN), SECRET, BEGIN + later)


def test_the_code_of_one_day_opens_no_other_and_none_is_known_beforehand() -> None:
    assert not is_fresh_code(door_code(b"another day", BEGIN), SECRET, BEGIN)
    assert not is_fresh_code(door_code(SECRET, BEGIN + timedelta(seconds=STEP_SECONDS)), SECRET, BEGIN)
    assert not is_fresh_code("", SECRET, BEGIN)
    assert not is_fresh_code("Ø" * 10, SECRET, BEGIN)


def test_the_code_stays_as_long_as_is_said() -> None:
    assert seconds_left(BEGIN) == STEP_SECONDS
    assert seconds_left(BEGIN + timedelta(seconds=STEP_SECONDS - 1)) == 1


def test_personal_codes_differ_and_can_be_typed() -> None:
    codes = {personal_code(SECRET, number) for number in range(2000)}
    assert len(codes) == 2000
    assert all(code.isalnum() and len(code) == 8 and code.upper() == code for code in codes)
