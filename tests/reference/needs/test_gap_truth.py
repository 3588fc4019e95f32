"""The three totals of the example city with a known truth, from its workbooks, on both engines."""

import datetime
import json

import pytest

from sibina.assess.needs.files import run_gaps
from sibina.ground.intake.files import read_folder
from tests.conftest import shared_folder


@pytest.mark.django_db
@pytest.mark.parametrize("engine", ["duckdb", "postgres"])
def test_the_totals_of_the_workbooks_equal_the_truth(tmp_path, engine):
    folder = shared_folder("data") / "sibolga"
    truth = json.loads((folder / "truth.json").read_text())
    report = run_gaps(
        folder, tmp_path, as_of=datetime.date(2026, 1, 2), engine=engine, read_workbooks=read_folder
    )
    assert report["people"] == truth["active"]
    assert report["shortfall"] == truth["shortfall_levels_total_of_active"]
    assert report["unmeasured"] == truth["unmeasured_of_active"]
    assert report["met"] == truth["met_of_active"]
    assert [[row["competency"], row["shortfall"]] for row in report["top"]] == truth["top_shortfall"]
    header = (tmp_path / "gaps.csv").read_text().splitlines()[0]
    assert header == "person,competency,required,present,low,high,shortfall,surplus,state"
