"""A city-sized example with its truth: every count must be equal."""

import json
from datetime import date

import pytest

from sibina.ground.intake import files
from tests.conftest import shared_folder


@pytest.fixture(scope="module")
def report() -> dict[str, dict[str, object]]:
    return files.check_folder(shared_folder("data/sibolga"), today=date(2026, 11, 23))  # type: ignore[return-value]


@pytest.fixture(scope="module")
def truth() -> dict[str, object]:
    return json.loads((shared_folder("data/sibolga") / "truth.json").read_text())


def test_every_count_of_the_check_equals_the_truth(report: dict, truth: dict) -> None:
    people, standards, measurements = report["people"], report["standards"], report["measurements"]
    found = {
        "data_rows": people["rows"],
        "refused_rows": people["refused_by_kind"],
        "refused_total": len(people["refused"]),
        "doubled_rows": people["doubled"],
        "persons": people["persons"],
        "active": people["active"],
        "birth_date_warnings": len(people["warnings"]),
        "pppk_of_active": people["pppk"],
        "new_since_2025_active": people["new"],
        "positions": people["positions"],
        "offices": people["offices"],
        "standards": standards["accepted"],
        "measurements": measurements["accepted"],
        "measurement_cells_refused": len(measurements["refused"]),
    }
    assert found == {name: truth[name] for name in found} | {
        "refused_rows": {kind: count for kind, count in truth["refused_rows"].items() if count}
    }


def test_no_personal_value_of_a_column_that_is_not_needed_is_in_the_report(report: dict) -> None:
    assert {"AGAMA NAMA", "JENIS KAWIN NAMA", "NIK", "NOMOR HP", "ALAMAT", "NPWP NOMOR", "BPJS"} <= set(
        report["people"]["columns_not_read"]
    )


def test_the_report_is_plain_json(report: dict) -> None:
    assert json.loads(json.dumps(report)) == report
