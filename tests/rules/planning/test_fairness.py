"""Who gets what: every person counted once in each dimension, offices add up to the city, unknown is a group of its own."""

import duckdb
import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sibina.plan.planning.rules.fairness import (
    BANDS,
    Group,
    beside,
    everybody,
    people_of_plan,
    shares,
)
from sibina.plan.planning.types import Dimension

PERSON = st.tuples(
    st.integers(1, 3),
    st.sampled_from(["III/a", "III/d", "II/c", "IX", ""]),
    st.sampled_from(["M", "F"]),
    st.sampled_from(["pns", "pppk"]),
    st.one_of(st.none(), st.integers(0, 90)),
    st.integers(0, 3),
)


def table(rows: list[tuple[int, str, str, str, int | None, int]]) -> pd.DataFrame:
    names = ["office", "grade", "sex", "employment", "distance", "seats"]
    frame = pd.DataFrame(rows, columns=names).assign(person=range(len(rows)))
    return frame.assign(jp=frame["seats"] * 7, distance=frame["distance"].astype("Int64"))


def counted(frame: pd.DataFrame) -> pd.DataFrame:
    """The expression's answer, by DuckDB."""
    with duckdb.connect() as connection:
        connection.register("people", frame)
        return connection.sql(str(ibis.to_sql(shares(people_of_plan("people")), dialect="duckdb"))).df()


def value_of(row: pd.Series, dimension: str) -> str:
    """The same said once more, by hand."""
    if dimension == Dimension.DISTANCE:
        if pd.isna(row["distance"]):
            return ""
        return next((str(most) for most in BANDS if row["distance"] <= most), "+")
    return str(row[dimension]).partition("/")[0]


@settings(max_examples=25, deadline=None)
@given(st.lists(PERSON, min_size=1, max_size=40))
def test_every_group_is_what_counting_by_hand_gives(
    rows: list[tuple[int, str, str, str, int | None, int]],
) -> None:
    frame = table(rows)
    found = {
        (row.office, row.kind, row.value): (row.people, row.reached, row.seats, row.jp)
        for row in counted(frame).itertuples()
    }
    byhand: dict[tuple[int, str, str], list[int]] = {}
    for _at, row in frame.iterrows():
        for dimension in Dimension:
            sums = byhand.setdefault((row["office"], dimension.value, value_of(row, dimension)), [0, 0, 0, 0])
            for at, more in enumerate((1, int(row["seats"] > 0), row["seats"], row["jp"])):
                sums[at] += more
    assert found == {key: tuple(sums) for key, sums in byhand.items()}


@settings(max_examples=15, deadline=None)
@given(st.lists(PERSON, min_size=1, max_size=40))
def test_the_sum_over_offices_and_over_groups_is_the_city(
    rows: list[tuple[int, str, str, str, int | None, int]],
) -> None:
    frame = table(rows)
    sums = counted(frame).groupby("kind")[["people", "seats", "jp"]].sum()
    for dimension in Dimension:
        assert sums.loc[dimension.value].tolist() == [len(frame), frame["seats"].sum(), frame["jp"].sum()]


def test_a_group_is_told_beside_everybody_and_nobody_is_no_comparison() -> None:
    far, near = Group("50", 10, 1, 1, 8), Group("5", 10, 9, 12, 90)
    whole = everybody([far, near])
    assert (whole.people, whole.reached, whole.share) == (20, 10, 0.5)
    assert beside(far, whole) == pytest.approx(0.2)
    assert beside(near, whole) == pytest.approx(1.8)
    assert beside(Group("x", 0, 0, 0, 0), whole) is None
    assert beside(far, Group("", 20, 0, 0, 0)) is None
    assert (near.seats_a_hundred, near.jp_each) == (120, 9)
