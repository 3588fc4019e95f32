"""What a change does to standards: it only raises, keeps what it does not name, and its table says the same."""

from datetime import date
from decimal import Decimal

import ibis
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sibina.assess.needs.rules import changed_standards, day_of_trial, rises_of, touched
from sibina.assess.needs.types import LevelAsked, Required

PAIR = st.tuples(st.integers(1, 4), st.integers(1, 4))
REQUIRED = st.builds(Required, st.integers(1, 5), st.sampled_from([Decimal(1), Decimal("1.50")]))
ASKED = st.lists(
    st.builds(
        LevelAsked,
        st.integers(1, 4),
        st.integers(1, 5),
        st.sampled_from([None, Decimal(1), Decimal(2)]),
    ),
    unique_by=lambda asked: asked.competency_id,
)
COLUMNS = ["position", "competency", "required", "weight"]


@given(st.sets(st.integers(1, 4)), ASKED, st.dictionaries(PAIR, REQUIRED))
def test_every_chosen_pair_is_told_once_and_only_what_rises_is_written(positions, levels, holding):
    found = rises_of(positions, levels, holding)
    told = [(rise.position_id, rise.competency_id) for part in vars(found).values() for rise in part]
    wanted = [(position, asked.competency_id) for position in positions for asked in levels]
    assert sorted(told) == sorted(wanted)
    for rise in found.rising:
        assert rise.before is None or rise.after.level >= rise.before.level
        assert rise.after != rise.before
    assert all(rise.before and rise.after.level < rise.before.level for rise in found.falling)
    assert all(rise.after == rise.before for rise in found.same)


def test_a_weight_that_is_not_asked_for_stays_and_is_neutral_where_nothing_was_required():
    found = rises_of([1, 2], [LevelAsked(7, 4)], {(1, 7): Required(2, Decimal("1.50"))})
    assert [rise.after for rise in found.rising] == [Required(4, Decimal("1.50")), Required(4, Decimal(1))]


def test_a_weight_alone_may_rise_with_the_same_level():
    found = rises_of([1], [LevelAsked(7, 2, Decimal(2))], {(1, 7): Required(2)})
    assert [rise.after for rise in found.rising] == [Required(2, Decimal(2))]


def frame(rows: dict[tuple[int, int], tuple[int, int]]) -> ibis.Table:
    found = [(*pair, *values) for pair, values in rows.items()]
    return ibis.memtable(pd.DataFrame(found, columns=COLUMNS).astype("int64"))


TABLE = st.dictionaries(PAIR, st.tuples(st.integers(1, 5), st.integers(10, 200)), min_size=1)


@settings(max_examples=25, deadline=None)
@given(TABLE, TABLE)
def test_the_changed_standards_are_the_old_ones_with_the_rises_written_over_them(standards, rises):
    changed = changed_standards(frame(standards), frame(rises)).to_pandas()
    found = {(row.position, row.competency): (row.required, row.weight) for row in changed.itertuples()}
    assert len(changed) == len(found)
    assert found == standards | rises
    kept = touched(frame(standards), frame(rises)).to_pandas()
    assert {(row.position, row.competency) for row in kept.itertuples()} == set(standards) & set(rises)


def test_a_change_is_tried_for_its_day_or_for_today_where_that_has_come():
    july, today = date(2027, 7, 1), date(2026, 11, 30)
    assert day_of_trial(july, today) == july
    assert day_of_trial(date(2026, 1, 1), today) == today
