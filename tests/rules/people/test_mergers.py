"""What becomes of the units of an office that merges into another."""

from datetime import date

import pytest

from sibina.ground.people.rules import moves_of_merger, problems_of_merger
from sibina.ground.people.types import MergeProblem, UnitMove, UnitOnDay

SINCE, DAY = date(2020, 1, 1), date(2027, 1, 1)


def unit(pk: int, name: str, parent: int | None, **period: date) -> UnitOnDay:
    return UnitOnDay(pk, name, parent, period.get("valid_from", SINCE), period.get("valid_to"))


LEAVING = [
    unit(1, "Dinas A", None),
    unit(2, "Sekretariat", 1),
    unit(3, "Bidang A", 1),
    unit(4, "Subbag Umum", 2),
]
STAYING = [unit(10, "Dinas B", None), unit(11, "SEKRETARIAT ", 10), unit(12, "Bidang B", 10)]


def test_units_of_one_name_meet_and_the_others_go_on_below_the_new_office() -> None:
    assert moves_of_merger(LEAVING, STAYING, office=1, into=10) == (
        UnitMove(3, "Bidang A", 1, None),
        UnitMove(2, "Sekretariat", 1, 11),
        UnitMove(4, "Subbag Umum", 2, None),
    )


def test_what_hangs_below_a_unit_that_is_made_meets_nothing() -> None:
    below = [*LEAVING, unit(5, "Bidang B", 3)]
    assert UnitMove(5, "Bidang B", 3, None) in moves_of_merger(below, STAYING, office=1, into=10)


@pytest.mark.parametrize(
    ("leaving", "into", "problem"),
    [
        (LEAVING, LEAVING[0], MergeProblem.SAME_OFFICE),
        ([], STAYING[0], MergeProblem.NOT_THERE),
        ([unit(1, "Dinas A", None, valid_to=date(2028, 1, 1))], STAYING[0], MergeProblem.ENDS_ALREADY),
        (LEAVING, None, MergeProblem.TARGET_NOT_THERE),
        (LEAVING, unit(10, "Dinas B", None, valid_to=date(2028, 1, 1)), MergeProblem.TARGET_ENDS),
        ([*LEAVING, unit(6, "Unit Baru", 1, valid_from=DAY)], STAYING[0], MergeProblem.BEGINS_THEN),
    ],
)
def test_a_merger_that_cannot_be_says_why(
    leaving: list[UnitOnDay], into: UnitOnDay | None, problem: MergeProblem
) -> None:
    assert problems_of_merger(leaving, into, office=1, day=DAY) == (problem,)


def test_a_merger_of_two_standing_offices_has_no_problem() -> None:
    assert problems_of_merger(LEAVING, STAYING[0], office=1, day=DAY) == ()
