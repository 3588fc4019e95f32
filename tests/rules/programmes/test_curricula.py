"""Rules of curricula: what a module and a version must be, what release makes of objectives, two versions compared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibina.plan.programmes.rules import (
    Difference,
    compare,
    goals_of,
    hours_of,
    may_release,
    objectives_after,
    problems_of_module,
    problems_of_version,
    starter_catalogue,
)
from sibina.plan.programmes.types import (
    Form,
    GainSource,
    Goal,
    ModuleFacts,
    ModuleProblem,
    ObjectiveFacts,
    VersionProblem,
)


def module(competency: int | None = 1, low: int | None = 1, high: int | None = 2, jp: int = 4) -> ModuleFacts:
    return ModuleFacts("Modul", jp, Form.KURSUS, competency, low, high)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (ModuleFacts("  ", 4, Form.KURSUS), ModuleProblem.NO_TITLE),
        (module(jp=0), ModuleProblem.NO_HOURS),
        (module(low=None), ModuleProblem.NO_LEVELS),
        (module(competency=None), ModuleProblem.NO_COMPETENCY),
        (module(low=2), ModuleProblem.LEVELS_DO_NOT_RISE),
        (module(low=3), ModuleProblem.LEVELS_DO_NOT_RISE),
    ],
)
def test_a_module_that_cannot_be_says_why(wrong: ModuleFacts, problem: ModuleProblem) -> None:
    assert problems_of_module(wrong) == (problem,)


def test_a_module_may_raise_nothing_when_it_opens_or_closes() -> None:
    assert not problems_of_module(module(None, None, None))


@pytest.mark.parametrize(
    ("modules", "problems"),
    [
        ([], (VersionProblem.NO_MODULE,)),
        ([module(None, None, None)], (VersionProblem.NO_OBJECTIVE,)),
        ([module(1, 1, 2), module(1, 3, 4)], (VersionProblem.LEVELS_APART,)),
        ([module(jp=600), module(jp=401)], (VersionProblem.TOO_MANY_HOURS,)),
        ([module(jp=600), module(jp=400)], ()),
        ([module(1, 1, 3), module(1, 2, 4), module(2, 3, 4)], ()),
    ],
)
def test_a_version_that_cannot_be_released_says_why(
    modules: list[ModuleFacts], problems: tuple[VersionProblem, ...]
) -> None:
    assert problems_of_version(modules) == problems
    assert may_release(modules) == problems


def test_a_version_waits_for_the_partners_who_were_asked_to_sign_it() -> None:
    assert may_release([module()], ["Universitas A"]) == (VersionProblem.NOT_SIGNED,)
    assert may_release([], ["Universitas A"]) == (VersionProblem.NO_MODULE, VersionProblem.NOT_SIGNED)


def test_the_whole_raises_from_the_lowest_to_the_highest_level_of_its_modules() -> None:
    modules = [module(2, 2, 3), module(1, 1, 2), module(None, None, None), module(1, 2, 4)]
    assert goals_of(modules) == (Goal(2, 2, 3), Goal(1, 1, 4))
    assert hours_of(modules) == 16


def expected(competency: int, low: int, high: int, gain: str) -> ObjectiveFacts:
    return ObjectiveFacts(
        low,
        high,
        Decimal(gain),
        Decimal("0.10"),
        Decimal("2.50"),
        competency,
        GainSource.MEASURED,
        "Diukur 2026",
    )


def test_release_keeps_the_gain_of_what_stays_and_asks_for_that_of_what_is_new() -> None:
    stays, new = objectives_after(
        [expected(1, 1, 3, "0.65"), expected(9, 1, 2, "0.20")], [Goal(1, 1, 4), Goal(2, 1, 2)]
    )
    assert (stays.from_level, stays.to_level, stays.gain) == (1, 4, Decimal("0.65"))
    assert (stays.source, stays.note) == (GainSource.MEASURED, "Diukur 2026")
    assert (new.competency_id, new.gain, new.gain_low, new.gain_high) == (2, None, None, None)


def test_a_gain_larger_than_the_new_distance_is_cut_off_there() -> None:
    (cut,) = objectives_after([expected(1, 1, 4, "1.40")], [Goal(1, 1, 2)])
    assert (cut.gain, cut.gain_low, cut.gain_high) == (Decimal(1), Decimal("0.10"), Decimal("2.50"))


@pytest.mark.parametrize("starter", starter_catalogue(), ids=lambda one: one.code)
def test_the_first_curriculum_of_a_starter_says_the_same_as_its_programme(starter) -> None:  # type: ignore[no-untyped-def]
    keys = {
        code: number
        for number, code in enumerate(sorted({one.competency for one in starter.modules} - {""}), 1)
    }
    modules = [
        ModuleFacts(
            one.title,
            one.jp,
            one.form,
            keys.get(one.competency),
            one.from_level if one.competency else None,
            one.to_level if one.competency else None,
        )
        for one in starter.modules
    ]
    assert not [problem for one in modules for problem in problems_of_module(one)]
    assert not problems_of_version(modules)
    assert hours_of(modules) == starter.jp
    assert set(goals_of(modules)) == {
        Goal(keys[one.competency], one.from_level, one.to_level) for one in starter.objectives
    }
    assert 2 <= len(modules) <= 6


# Comparing.
LINEAGES = st.permutations(range(1, 9)).flatmap(
    lambda order: st.integers(0, 8).map(lambda many: order[:many])
)


@st.composite
def outlines(draw: st.DrawFn) -> list[ModuleFacts]:
    return [
        ModuleFacts(
            title=draw(st.sampled_from(["A", "B"])),
            jp=draw(st.integers(1, 3)),
            form=draw(st.sampled_from([Form.KURSUS, Form.SEMINAR])),
            competency_id=1,
            from_level=1,
            to_level=draw(st.sampled_from([2, 3])),
            material=draw(st.sampled_from(["", "x"])),
            lineage=lineage,
        )
        for lineage in draw(LINEAGES)
    ]


def applied(before: list[ModuleFacts], difference: Difference) -> list[ModuleFacts]:
    """The earlier outline with the difference done to it: what left goes, what is said to come is put in its place."""
    leaving = {
        change.before.lineage
        for change in difference.modules
        if change.before and (change.is_removed or change.is_moved)
    }
    found = [one for one in before if one.lineage not in leaving]
    for change in difference.modules:
        if change.after is None:
            continue
        if change.is_added or change.is_moved:
            source = change.after if change.before is None else change.before
            found.insert((change.place_after or 0) - 1, source)
        place = next(at for at, one in enumerate(found) if one.lineage == change.after.lineage)
        values = vars(found[place]) | {name: getattr(change.after, name) for name in change.fields}
        found[place] = ModuleFacts(**values)
    return found


@given(outlines())
def test_a_version_differs_in_nothing_from_itself(outline: list[ModuleFacts]) -> None:
    assert compare(outline, outline).is_empty


@given(outlines(), outlines())
def test_the_difference_done_to_the_earlier_version_gives_the_later_one(
    before: list[ModuleFacts], after: list[ModuleFacts]
) -> None:
    difference = compare(before, after)
    assert applied(before, difference) == after
    assert difference.is_empty == (before == after)
    assert (difference.hours_before, difference.hours_after) == (hours_of(before), hours_of(after))


def test_one_module_moved_to_the_front_moves_no_other() -> None:
    outline = [ModuleFacts("A", 1, Form.KURSUS, lineage=number) for number in (1, 2, 3, 4)]
    found = compare(outline, [outline[3], *outline[:3]])
    assert [change.is_moved for change in found.modules] == [True, False, False, False]
