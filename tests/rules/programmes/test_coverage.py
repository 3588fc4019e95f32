"""Coverage counted a second time, person by person."""

from hypothesis import given
from hypothesis import strategies as st

from sibina.assess.needs.types import LevelCount
from sibina.plan.programmes.rules import coverage_of
from sibina.plan.programmes.types import Goal, Teacher

LEVELS = st.integers(0, 5)
PEOPLE = st.lists(st.tuples(st.integers(1, 3), st.one_of(st.none(), LEVELS), st.integers(1, 5)), max_size=40)
"""Each: a competency, the level on record or none, the level required."""


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    low = draw(st.integers(0, 4))
    return Goal(draw(st.integers(1, 4)), low, draw(st.integers(low + 1, 5)))


TEACHERS = st.lists(st.lists(goals(), min_size=1, max_size=3), max_size=4).map(
    lambda found: [Teacher(number, f"P{number}", tuple(each)) for number, each in enumerate(found)]
)


def counted(people: list[tuple[int, int | None, int]]) -> list[LevelCount]:
    found: dict[tuple[int, int | None], list[int]] = {}
    for competency, present, required in people:
        if present is None or present < required:
            found.setdefault((competency, present), []).append(
                required - present if present is not None else 0
            )
    return [LevelCount(*key, people=len(short), shortfall=sum(short)) for key, short in found.items()]


def is_helped(teacher: Teacher, competency: int, present: int) -> bool:
    return any(
        goal.competency_id == competency and present in range(goal.from_level, goal.to_level)
        for goal in teacher.goals
    )


@given(PEOPLE, TEACHERS)
def test_every_figure_is_what_counting_person_by_person_gives(
    people: list[tuple[int, int | None, int]], teachers: list[Teacher]
) -> None:
    found = coverage_of(counted(people), teachers)
    short = [(c, p, r) for c, p, r in people if p is not None and p < r]
    assert found.people == len(short)
    assert found.unmeasured == sum(present is None for _c, present, _r in people)
    assert found.uncovered == sum(
        not any(is_helped(teacher, c, p) for teacher in teachers) for c, p, _r in short
    )
    for place, teacher in enumerate(teachers):
        assert found.reached[place] == sum(is_helped(teacher, c, p) for c, p, _r in short)
    for band in found.bands:
        inside = [
            (c, p, r) for c, p, r in short if c == band.competency_id and band.from_level <= p < band.to_level
        ]
        assert (band.people, band.shortfall) == (len(inside), sum(r - p for _c, p, r in inside))
        for place, teacher in enumerate(teachers):
            assert {is_helped(teacher, c, p) for c, p, _r in inside} == {place in band.by}
    for place, goal in found.idle:
        assert not any(is_helped(Teacher(0, "", (goal,)), c, p) for c, p, _r in short), teachers[place]


@given(PEOPLE, TEACHERS)
def test_what_nothing_covers_stands_first_and_the_most_people_first(
    people: list[tuple[int, int | None, int]], teachers: list[Teacher]
) -> None:
    order = [(bool(band.by), -band.people) for band in coverage_of(counted(people), teachers).bands]
    assert order == sorted(order)


@given(PEOPLE, TEACHERS)
def test_one_more_teacher_leaves_no_more_people_uncovered(
    people: list[tuple[int, int | None, int]], teachers: list[Teacher]
) -> None:
    counts = counted(people)
    fewer = coverage_of(counts, teachers[:-1]).uncovered
    assert coverage_of(counts, teachers).uncovered <= fewer
