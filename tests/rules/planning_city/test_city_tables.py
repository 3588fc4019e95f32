"""From what a city knows to the tables of the contract: who may go, and how much it gives them."""

from dataclasses import replace

import pandas as pd
import pytest

from sibina.plan.planning.rules.city_tables import CityFacts, Limits, city_tables, most_away

LIMITS = Limits(ceiling=1_000_000, jp_floor=20, jp_first=True, jp_ceiling=24, away_percent=20)
NONE = pd.NA


def facts(gaps: list[tuple[int, int, int, object]], **changed: pd.DataFrame) -> CityFacts:
    """Persons 1 (PNS), 2 (PPPK), 3 (PNS); programme 100 raises competency 7 from 1 to 3, 101 from 3 to 4."""
    gap_rows = pd.DataFrame(gaps, columns=["person", "competency", "required", "present"])
    gap_rows["present"] = gap_rows["present"].astype("Int64")
    short = gap_rows.dropna(subset=["present"])
    short = short.assign(short=short["required"] - short["present"].astype(int), weight=1.5)
    made = CityFacts(
        persons=pd.DataFrame(
            [(3, 11, 10, "pns"), (1, 11, 10, "pns"), (2, 12, 10, "pppk")],
            columns=["person", "unit", "office", "employment"],
        ),
        gaps=gap_rows,
        needs=short.loc[short["short"] > 0, ["person", "competency", "short", "weight"]],
        programmes=pd.DataFrame([(100, 20), (101, 30)], columns=["programme", "jp"]),
        objectives=pd.DataFrame(
            [(100, 7, 1, 3, 0.8), (101, 7, 3, 4, 1.6)],
            columns=["programme", "competency", "from_level", "to_level", "gain"],
        ),
        sessions=pd.DataFrame(
            [(500, 100, "2026-03-02", "2026-03-04", 10, 1, 100_000, 5_000, "", "", 1)],
            columns=[
                "session", "programme", "start", "end", "seats", "min_seats", "fixed_cost", "seat_cost",
                "venue", "speaker", "away",
            ],
        ),
    )  # fmt: skip
    return replace(made, **changed)


def eligible(made: CityFacts, limits: Limits = LIMITS) -> set[tuple[str, str]]:
    return set(city_tables(made, limits).eligible.itertuples(index=False, name=None))


def test_a_person_may_take_a_programme_whose_range_holds_the_present_level() -> None:
    assert eligible(facts([(1, 7, 4, 2)])) == {("1", "100")}
    assert eligible(facts([(1, 7, 4, 3)])) == {("1", "101")}


def test_a_person_below_or_above_the_range_may_not_take_it() -> None:
    assert eligible(facts([(1, 7, 5, 4)])) == set()


def test_the_unmeasured_may_take_only_what_begins_at_the_lowest_level() -> None:
    assert eligible(facts([(1, 7, 4, NONE)])) == {("1", "100")}


def test_the_unmeasured_have_no_shortfall_that_a_plan_could_close() -> None:
    assert city_tables(facts([(1, 7, 4, NONE)]), LIMITS).needs.empty


def test_a_programme_for_a_competency_that_the_position_does_not_require_is_not_for_this_person() -> None:
    assert eligible(facts([(1, 8, 4, 1)])) == set()


def test_a_contract_worker_takes_no_programme_longer_than_the_ceiling_of_hours() -> None:
    gaps = facts([(2, 7, 5, 3)])
    assert eligible(gaps) == set()
    assert eligible(gaps, replace(LIMITS, jp_ceiling=None)) == {("2", "101")}


def test_a_gain_counts_at_each_level_inside_and_never_beyond_the_upper_level() -> None:
    gains = city_tables(facts([(1, 7, 4, 2)]), LIMITS).gains
    assert list(gains.itertuples(index=False, name=None)) == [
        ("100", "7@1", 0.8),
        ("100", "7@2", 0.8),
        ("101", "7@3", 1.0),
    ]


def test_a_need_stands_under_the_level_that_the_person_has() -> None:
    needs = city_tables(facts([(1, 7, 4, 2), (3, 7, 4, 1)]), LIMITS).needs
    assert list(needs.itertuples(index=False, name=None)) == [("1", "7@2", 2.0, 1.5), ("3", "7@1", 3.0, 1.5)]


def test_whom_the_floor_of_hours_does_not_bind_stands_at_it_from_the_start() -> None:
    tables = city_tables(facts([]), LIMITS)
    assert dict(zip(tables.people["person"], tables.people["jp_done"], strict=True)) == {
        "1": 0,
        "2": 20,
        "3": 0,
    }
    assert tables.outside_floor == 1


@pytest.mark.parametrize(("heads", "percent", "most"), [(1, 20, 1), (9, 20, 1), (10, 20, 2), (50, 100, 50)])
def test_at_least_one_of_a_unit_may_be_away_and_else_the_share_rounded_down(
    heads: int, percent: int, most: int
) -> None:
    assert most_away(heads, percent) == most


def test_equal_facts_in_another_order_give_equal_tables() -> None:
    made = facts([(1, 7, 4, 2), (3, 7, 4, 1)])
    turned = replace(made, persons=made.persons[::-1], gaps=made.gaps[::-1], needs=made.needs[::-1])
    assert city_tables(made, LIMITS).digest() == city_tables(turned, LIMITS).digest()


def test_another_level_gives_another_digest() -> None:
    one, two = (city_tables(facts([(1, 7, 4, level)]), LIMITS).digest() for level in (1, 2))
    assert one != two


def test_hours_that_people_have_already_count_for_the_floor_and_against_the_ceiling() -> None:
    had = pd.DataFrame({"person": [1, 2, 99], "jp": [12.5, 30.0, 7.0]})
    people = city_tables(facts([(1, 7, 4, 2), (2, 7, 4, 2)], hours=had), LIMITS).people.set_index("person")
    assert people["jp_done"].to_dict() == {"1": 12.5, "2": 20.0, "3": 0.0}
    assert people["jp_most"].to_dict() == {"1": float("inf"), "2": 0.0, "3": float("inf")}
