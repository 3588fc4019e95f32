"""The example city with a known truth, imported from its workbooks and counted in PostgreSQL."""

import json
from datetime import UTC, date, datetime

from sibina.assess.needs.api import GapSummary, measure_gaps
from sibina.ground.intake.actions import import_folder
from tests.conftest import shared_folder

AT = datetime(2026, 1, 2, 3, 0, tzinfo=UTC)


def test_an_imported_city_has_the_totals_of_its_truth(city):
    folder = shared_folder("data") / "sibolga"
    truth = json.loads((folder / "truth.json").read_text())
    import_folder(folder=folder, city=city, at=AT)
    snapshot = measure_gaps(city=city, as_of=date(2026, 1, 2), at=AT)
    assert snapshot.people == truth["active"]
    assert snapshot.shortfall == truth["shortfall_levels_total_of_active"]
    assert snapshot.unmeasured == truth["unmeasured_of_active"]
    assert snapshot.met == truth["met_of_active"]
    by_competency: dict[str, int] = {}
    for row in GapSummary.objects.filter(snapshot=snapshot, competency__isnull=False).select_related(
        "competency"
    ):
        name = row.competency.name
        by_competency[name] = by_competency.get(name, 0) + row.shortfall
    worst = sorted(by_competency.items(), key=lambda each: (-each[1], each[0]))[:5]
    assert [list(each) for each in worst] == truth["top_shortfall"]
