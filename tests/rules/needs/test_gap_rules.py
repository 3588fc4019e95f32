"""The gap itself: which measurement counts, what is short, what is unknown."""

import datetime
from collections.abc import Sequence

import duckdb
import ibis
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sibina.assess.needs import rules
from sibina.assess.needs.files import NAMES, TEXT_KEYS, DuckSession, _arrow, count_gaps, run_gaps
from sibina.assess.needs.types import MethodOrder
from sibina.ground.competencies.types import Method
from sibina.lib.tables import BadInput

AS_OF = datetime.date(2026, 1, 2)
METHODS = [str(method) for method in Method]


def gaps_of(
    standards: Sequence[tuple[str, int]],
    measured: Sequence[tuple[str, int, str, str]],
    order: MethodOrder | None = None,
) -> dict[str, dict]:
    """The gaps of one person in one position; measured: competency, level, method, ISO date."""
    frames = {
        "people": pd.DataFrame(
            [("A", "U", "J", 100)], columns=["person", "unit", "position", "sector_weight"]
        ),
        "standards": pd.DataFrame(
            [("J", competency, level, rules.HUNDREDTHS) for competency, level in standards],
            columns=["position", "competency", "required", "weight"],
        ),
        "measurements": pd.DataFrame(
            [
                ("A", competency, level, method, datetime.date.fromisoformat(day))
                for competency, level, method, day in measured
            ]
            or None,
            columns=list(rules.MEASUREMENT_COLUMNS),
        ).astype(
            {"level": "int64", "date": "datetime64[s]", "person": "str", "competency": "str", "method": "str"}
        ),
    }
    tables = rules.unbound_tables(TEXT_KEYS, NAMES, {"unit": "string"})
    expression = rules.gaps(*tables, as_of=AS_OF, order=order or rules.method_order(AS_OF))
    with duckdb.connect() as connected:
        session = DuckSession(connected)
        for name, table in NAMES.items():
            session.load(table, _arrow(frames[name]))
        return {row["competency"]: row for row in session.fetch(expression).to_pylist()}


def test_a_hand_worked_sheet():
    found = gaps_of(
        [("Komunikasi", 3), ("Integritas", 2), ("Logistik", 4)],
        [
            ("Komunikasi", 2, "superior", "2025-03-01"),
            ("Komunikasi", 4, "self", "2025-12-01"),
            ("Integritas", 4, "assessment", "2024-05-01"),
        ],
    )
    columns = ("required", "present", "low", "high", "shortfall", "surplus", "state")
    assert {name: tuple(row[column] for column in columns) for name, row in found.items()} == {
        "Komunikasi": (3, 2, 2, 4, 1, 0, "short"),
        "Integritas": (2, 4, 4, 4, 0, 2, "met"),
        "Logistik": (4, None, None, None, None, None, "unmeasured"),
    }


def test_the_stronger_method_counts_even_when_it_is_older():
    found = gaps_of([("K", 5)], [("K", 2, "assessment", "2020-01-01"), ("K", 5, "superior", "2025-01-01")])
    assert (found["K"]["present"], found["K"]["low"], found["K"]["high"]) == (2, 2, 5)


def test_among_equal_methods_the_latest_counts():
    found = gaps_of([("K", 5)], [("K", 2, "test", "2020-01-01"), ("K", 4, "test", "2021-01-01")])
    assert found["K"]["present"] == 4


def test_two_raters_of_one_day_leave_the_lower_level():
    found = gaps_of([("K", 4)], [("K", 5, "peer", "2025-01-01"), ("K", 3, "peer", "2025-01-01")])
    assert (found["K"]["present"], found["K"]["shortfall"]) == (3, 1)


def test_what_is_measured_after_the_day_does_not_count():
    found = gaps_of([("K", 4)], [("K", 5, "test", "2026-01-03"), ("K", 3, "self", "2026-01-02")])
    assert (found["K"]["present"], found["K"]["high"]) == (3, 3)


def test_the_order_of_methods_is_data():
    other = MethodOrder(("assessment", "self"), AS_OF, "percobaan", "remembered", "x")
    measured = [("K", 2, "assessment", "2025-01-01"), ("K", 5, "self", "2024-01-01")]
    assert gaps_of([("K", 5)], measured)["K"]["present"] == 2
    assert gaps_of([("K", 5)], measured, other)["K"]["present"] == 5


def test_every_method_has_its_place_in_the_order():
    order = rules.method_order(AS_OF)
    assert set(order.methods) == set(Method)
    assert order.basis
    assert order.methods[-1] == "assessment"
    assert order.strength("unheard of") == 0


levels = st.integers(1, 5)
days = st.dates(datetime.date(2015, 1, 1), AS_OF).map(datetime.date.isoformat)
measurements = st.lists(
    st.tuples(st.sampled_from(["K1", "K2", "K3"]), levels, st.sampled_from(METHODS), days), max_size=12
)
standards = st.dictionaries(st.sampled_from(["K1", "K2", "K3", "K4"]), levels, min_size=1).map(
    lambda each: sorted(each.items())
)


@settings(max_examples=60, deadline=None)
@given(standards, measurements)
def test_unknown_is_never_zero_and_surplus_never_hides_a_shortfall(required, measured):
    found = gaps_of(required, measured)
    assert sorted(found) == [competency for competency, _ in required]
    for competency, level in required:
        row, seen = found[competency], [each[1] for each in measured if each[0] == competency]
        if not seen:
            assert row["state"] == "unmeasured"
            assert row["shortfall"] is row["surplus"] is row["present"] is row["low"] is None
            continue
        assert row["low"] == min(seen) <= row["present"] <= max(seen) == row["high"]
        assert row["present"] in seen
        assert row["shortfall"] - row["surplus"] == level - row["present"]
        assert row["shortfall"] >= 0 <= row["surplus"]
        assert 0 in (row["shortfall"], row["surplus"])
        assert row["state"] == ("short" if row["shortfall"] else "met")


@settings(max_examples=25, deadline=None)
@given(standards, measurements, st.randoms())
def test_the_order_of_rows_does_not_matter(required, measured, chance):
    shuffled = list(measured)
    chance.shuffle(shuffled)
    assert gaps_of(required, measured) == gaps_of(required[::-1], shuffled)


def write_plain(folder, people="A,U,J\nB,U,J\nC,V,L\n", measured="A,K,2,test,01-02-2025\n"):
    (folder / "people.csv").write_text("person,unit,position\n" + people)
    (folder / "standards.csv").write_text("position,competency,level,weight\nJ,K,4,2\nJ,M,1,\n")
    (folder / "measurements.csv").write_text("person,competency,level,method,date\n" + measured)


def test_totals_count_pairs_and_levels(tmp_path):
    write_plain(tmp_path)
    report = run_gaps(tmp_path, tmp_path / "out", as_of=AS_OF, by=("unit",))
    warnings = report.pop("warnings")
    assert report == {
        "people": 3,
        "competencies": 2,
        "shortfall": 2,
        "short": 1,
        "unmeasured": 3,
        "met": 0,
        "top": [{"competency": "K", "shortfall": 2}],
    }
    assert len(warnings) == 1
    assert (tmp_path / "out" / "summary.csv").read_text() == (
        "unit,people,short,unmeasured,shortfall\nU,2,1,3,2\n"
    )
    assert (tmp_path / "out" / "gaps.csv").read_text() == (
        "person,competency,required,present,low,high,shortfall,surplus,state\n"
        "A,K,4,2,2,2,2,0,short\nA,M,1,,,,,,unmeasured\nB,K,4,,,,,,unmeasured\nB,M,1,,,,,,unmeasured\n"
    )


def test_the_summary_adds_levels_times_weight(tmp_path):
    write_plain(tmp_path)
    frame = {
        "people": pd.DataFrame({"person": ["A"], "unit": ["U"], "position": ["J"], "sector_weight": [150]}),
        "standards": pd.DataFrame({"position": ["J"], "competency": ["K"], "required": [4], "weight": [125]}),
        "measurements": pd.DataFrame(
            {
                "person": ["A"],
                "competency": ["K"],
                "level": [1],
                "method": ["test"],
                "date": pd.to_datetime(["2025-01-01"]),
            }
        ),
    }
    with duckdb.connect() as connected:
        session = DuckSession(connected)
        count_gaps(session, frame, AS_OF, ())
        gap = rules.gaps(
            *rules.unbound_tables(TEXT_KEYS, NAMES, {}), as_of=AS_OF, order=rules.method_order(AS_OF)
        )
        (row,) = session.fetch(rules.summary(gap, ())).to_pylist()
    assert row["weighted"] == 3 * 125 * 150  # levels × standard × sector, in ten-thousandths


@pytest.mark.parametrize(
    ("options", "value"),
    [({"engine": "spark"}, "spark"), ({"engine": "oracle"}, "oracle"), ({"by": ("unit", "agama")}, "agama")],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(tmp_path, options, value):
    write_plain(tmp_path)
    with pytest.raises(BadInput) as caught:
        run_gaps(tmp_path, tmp_path / "out", as_of=AS_OF, **options)
    assert [each.value for each in caught.value.problems] == [value]
    assert not (tmp_path / "out").exists()


def test_bad_cells_of_all_three_files_are_named_at_once(tmp_path):
    write_plain(tmp_path, people="A,U,\nA,U,J\n", measured="A,K,9,feeling,31-31-2025\n")
    with pytest.raises(BadInput) as caught:
        run_gaps(tmp_path, tmp_path / "out", as_of=AS_OF)
    assert [(each.file, each.row, each.column) for each in caught.value.problems] == [
        ("people.csv", 2, "position"),
        ("people.csv", 3, "person"),
        ("measurements.csv", 2, "level"),
        ("measurements.csv", 2, "method"),
        ("measurements.csv", 2, "date"),
    ]
    assert not (tmp_path / "out").exists()


def test_spark_gets_the_same_expression():
    expression = rules.gaps(
        *rules.unbound_tables(TEXT_KEYS, NAMES, {}), as_of=AS_OF, order=rules.method_order(AS_OF)
    )
    assert "GROUP BY" in ibis.to_sql(expression, dialect="pyspark")
