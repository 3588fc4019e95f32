"""From sums to figures and colours."""

from decimal import Decimal

import pytest

from sibina.assess.needs.rules import figure_of, picture_of, step_of
from sibina.assess.needs.types import Measure, Sums


def test_the_average_divides_by_those_who_are_measured():
    sums = Sums(people=10, short=2, met=2, unmeasured=6, shortfall=3)
    assert figure_of(Measure.AVERAGE, sums) == Decimal("0.75")
    assert figure_of(Measure.SHORT, sums) == 2
    assert figure_of(Measure.UNMEASURED, sums) == 6


def test_nothing_measured_is_unknown_and_not_zero():
    sums = Sums(people=5, unmeasured=5)
    for measure in (Measure.AVERAGE, Measure.SHORT, Measure.WEIGHTED):
        assert figure_of(measure, sums) is None
        assert step_of(measure, sums) == "none"
    assert figure_of(Measure.UNMEASURED, sums) == 5
    assert step_of(Measure.UNMEASURED, sums) == "5"


def test_nothing_required_has_no_colour():
    assert step_of(Measure.AVERAGE, Sums()) == ""


@pytest.mark.parametrize(
    ("shortfall", "step"), [(0, "0"), (1, "1"), (25, "1"), (26, "2"), (75, "3"), (76, "4"), (101, "5")]
)
def test_steps_of_the_average(shortfall, step):
    sums = Sums(people=100, short=min(shortfall, 100), met=100 - min(shortfall, 100), shortfall=shortfall)
    assert step_of(Measure.AVERAGE, sums) == step


def test_a_weight_raises_figure_and_colour():
    plain = Sums(people=4, short=2, met=2, shortfall=2, weighted=2 * 10_000)
    heavy = Sums(people=4, short=2, met=2, shortfall=2, weighted=2 * 15_000)
    assert figure_of(Measure.WEIGHTED, plain) == Decimal("2.00")
    assert figure_of(Measure.WEIGHTED, heavy) == Decimal("3.00")
    assert step_of(Measure.WEIGHTED, heavy) > step_of(Measure.WEIGHTED, plain)


def test_the_neediest_line_stands_first_and_ties_go_by_name():
    some, more = Sums(people=2, short=1, met=1, shortfall=1), Sums(people=2, short=2, shortfall=4)
    picture = picture_of(
        [(1, 7, some), (2, 7, more), (3, 7, some), (3, 8, some)],
        {1: "Zeta", 2: "Beta", 3: "alfa"},
        {1: 2, 2: 2, 3: 2},
        [(7, "Komunikasi", "manajerial"), (8, "Logistik", "teknis"), (9, "Integritas", "manajerial")],
        Measure.AVERAGE,
    )
    assert [line.name for line in picture.lines] == ["Beta", "alfa", "Zeta"]
    assert [name for _, name, _ in picture.competencies] == ["Komunikasi", "Logistik"]
    assert picture.columns[7].shortfall == 6
    assert (picture.total.shortfall, picture.people) == (7, 6)
