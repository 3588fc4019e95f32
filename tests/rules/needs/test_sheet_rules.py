"""Where an office stands, and what an amendment may say."""

from datetime import date

import pytest

from sibina.assess.needs.rules import check_amendment, sheet_state
from sibina.assess.needs.types import (
    Amendment,
    NothingAmended,
    Priority,
    ReasonMissing,
    SheetState,
    TooManyPeople,
)

CLOSES = date(2026, 12, 9)


@pytest.mark.parametrize(
    ("is_signed", "has_begun", "day", "state"),
    [
        (False, False, 8, SheetState.NOT_BEGUN),
        (False, True, 8, SheetState.FILLING),
        (False, True, 9, SheetState.FILLING),
        (False, True, 10, SheetState.LATE),
        (False, False, 10, SheetState.LATE),
        (True, True, 10, SheetState.SIGNED),
    ],
)
def test_the_closing_day_itself_is_still_in_time(is_signed, has_begun, day, state):
    today = date(2026, 12, day)
    assert sheet_state(is_signed=is_signed, has_begun=has_begun, closes_on=CLOSES, today=today) == state


def test_an_amendment_keeps_another_number_of_people_and_its_reason():
    kept = check_amendment(Amendment(3, Priority.USUAL, "  pindah tugas "), short=5, most=9)
    assert kept == Amendment(3, Priority.USUAL, "pindah tugas")


def test_the_computed_number_said_again_is_no_amendment_of_it():
    assert check_amendment(Amendment(5, Priority.RAISED, "baru"), short=5, most=9).people is None
    with pytest.raises(NothingAmended):
        check_amendment(Amendment(5, Priority.USUAL, "sama"), short=5, most=9)


def test_an_amendment_without_a_reason_is_refused():
    with pytest.raises(ReasonMissing):
        check_amendment(Amendment(3, Priority.USUAL, "  "), short=5, most=9)


def test_more_people_than_the_position_requires_it_of_are_refused():
    with pytest.raises(TooManyPeople) as refused:
        check_amendment(Amendment(10, Priority.USUAL, "semua"), short=5, most=9)
    assert refused.value.told == {"most": 9}
