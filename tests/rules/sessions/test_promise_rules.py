"""A promise after a workshop: what makes it whole, and where it may go from where it stands."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from sibina.deliver.sessions.rules.promises import NEXT, check_complete, check_move, gaps_of
from sibina.deliver.sessions.types import (
    PromiseFacts,
    PromiseGap,
    PromiseIncomplete,
    PromiseShut,
    PromiseState,
    PromiseTold,
)

TODAY = date(2026, 6, 2)
WHOLE = PromiseFacts(
    problem="Warga menunggu lama di loket 3.",
    innovation="Berkas diperiksa sambil antre.",
    indicator="Waktu tunggu",
    unit_of_measure="menit",
    workplace="Loket 3",
    baseline=Decimal("45"),
    target=Decimal("20"),
    due_on=TODAY + timedelta(90),
    source="Nomor antrean",
)


def test_an_empty_draft_lacks_everything_and_a_whole_one_nothing() -> None:
    lacking = set(gaps_of(PromiseFacts(), today=TODAY))
    assert lacking == set(PromiseGap) - {PromiseGap.SAME, PromiseGap.PAST}
    check_complete(WHOLE, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"problem": "  "}, PromiseGap.PROBLEM),
        ({"baseline": None}, PromiseGap.BASELINE),
        ({"target": Decimal("45.00")}, PromiseGap.SAME),
        ({"due_on": TODAY}, PromiseGap.PAST),
    ],
)
def test_a_promise_without_a_number_or_a_day_ahead_is_none(
    changes: dict[str, object], gap: PromiseGap
) -> None:
    with pytest.raises(PromiseIncomplete) as refused:
        check_complete(replace(WHOLE, **changes), today=TODAY)  # type: ignore[arg-type]
    assert refused.value.gaps == (gap,)


def test_nought_is_a_number() -> None:
    check_complete(replace(WHOLE, target=Decimal(0)), today=TODAY)


def test_a_promise_goes_forward_and_a_dropped_one_nowhere() -> None:
    check_move(PromiseState.DRAFT, PromiseState.MADE)
    check_move(PromiseState.MADE, PromiseState.AGREED)
    for state in PromiseState:
        for to in set(PromiseState) - NEXT[state]:
            with pytest.raises(PromiseShut):
                check_move(state, to)


def test_the_direction_is_read_off_the_two_figures() -> None:
    told = PromiseTold(
        1, 2, 3, 4, 5, "Waktu tunggu", "menit", "Loket 3", Decimal(45), Decimal(20), TODAY, "x", TODAY, False
    )
    assert told.less_is_better
    assert not replace(told, target=Decimal(60)).less_is_better
