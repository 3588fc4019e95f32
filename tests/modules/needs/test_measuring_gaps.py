"""Counting a city in PostgreSQL: the rows, the sums, the current snapshot, the other city."""

from collections import Counter
from datetime import date, timedelta

import pytest

from sibina.assess.needs.api import (
    Gap,
    GapSnapshot,
    GapSummary,
    count_levels,
    current_snapshot,
    is_stale,
    plan_needs,
)
from sibina.assess.needs.rules import METHOD_ORDERS
from sibina.assess.needs.types import MethodOrder
from sibina.ground.people.types import Sight
from sibina.lib.audit.api import Event
from sibina.lib.tenancy.context import city_context
from tests.conftest import make_city
from tests.modules.needs.conftest import AS_OF, AT, build_town


def rows_of(snapshot) -> dict:
    return {
        (gap.person.name, gap.competency.name): (
            gap.required,
            gap.present,
            gap.low,
            gap.high,
            gap.shortfall,
            gap.surplus,
            gap.state,
        )
        for gap in Gap.objects.filter(snapshot=snapshot).select_related("person", "competency")
    }


def test_a_city_is_counted_as_it_would_be_by_hand(town):
    assert rows_of(town.count()) == {
        ("Ani", "Integritas"): (2, 3, 3, 3, 0, 1, "met"),
        ("Ani", "Komunikasi"): (3, 1, 1, 4, 2, 0, "short"),
        ("Budi", "Integritas"): (2, 1, 1, 1, 1, 0, "short"),
        ("Budi", "Komunikasi"): (3, None, None, None, None, None, "unmeasured"),
        ("Cici", "Integritas"): (2, None, None, None, None, None, "unmeasured"),
        ("Cici", "Komunikasi"): (3, None, None, None, None, None, "unmeasured"),
        ("Dodi", "Integritas"): (2, None, None, None, None, None, "unmeasured"),
        ("Dodi", "Logistik"): (4, 2, 2, 2, 2, 0, "short"),
    }


def test_totals_sums_and_rows_tell_the_same(town):
    snapshot = town.count()
    assert (snapshot.people, snapshot.competencies) == (4, 3)
    assert (snapshot.shortfall, snapshot.short, snapshot.unmeasured, snapshot.met) == (5, 3, 4, 1)
    # Ani: 2 levels × weight 2 × sector 1.5; Budi: 1 × 1 × 1.5; Dodi: 2 × 1 × 1.
    assert snapshot.weighted == 10_000 * 6 + 15_000 + 20_000
    by_competency = GapSummary.objects.filter(snapshot=snapshot, competency__isnull=False)
    over_all = GapSummary.objects.filter(snapshot=snapshot, competency__isnull=True)
    for name in ("shortfall", "short", "unmeasured", "met", "weighted"):
        assert sum(by_competency.values_list(name, flat=True)) == getattr(snapshot, name)
        assert sum(over_all.values_list(name, flat=True)) == getattr(snapshot, name)
    assert sum(over_all.values_list("people", flat=True)) == snapshot.people


def test_a_unit_without_a_sector_bears_its_offices(town):
    snapshot = town.count()
    rows = GapSummary.objects.filter(snapshot=snapshot, unit=town.units["Puskesmas Utara"])
    assert {row.sector_id for row in rows} == {town.sectors["Kesehatan"].pk}
    assert {row.office_id for row in rows} == {town.units["Dinas Kesehatan"].pk}


def test_levels_written_down_are_those_of_a_plain_count(town):
    town.measure("Cici", "Komunikasi", 1)
    town.measure("Cici", "Integritas", 1)
    snapshot = town.count()
    clinic, office, other = (
        town.units[name] for name in ("Puskesmas Utara", "Dinas Kesehatan", "Dinas Perhubungan")
    )
    health = town.sectors["Kesehatan"].pk
    for narrowing, units in (
        ({}, {clinic, office, other}),
        ({"office_id": office.pk}, {clinic, office}),
        ({"sector_id": health}, {clinic, office}),
        ({"sight": Sight(unit_ids=frozenset({clinic.pk}))}, {clinic}),
        ({"sector_id": health, "sight": Sight(unit_ids=frozenset({other.pk}))}, set()),
    ):
        counted = Counter()
        lacking = Counter()
        for gap in Gap.objects.filter(snapshot=snapshot, unit__in=units).exclude(state="met"):
            counted[gap.competency_id, gap.present] += 1
            lacking[gap.competency_id, gap.present] += gap.shortfall or 0
        whole = {"office_id": None, "sector_id": None, "sight": Sight()}
        found = count_levels(snapshot, **(whole | narrowing))
        assert {(one.competency_id, one.present): one.people for one in found} == counted
        assert {(one.competency_id, one.present): one.shortfall for one in found} == lacking


def test_needs_of_a_plan_are_short_pairs_with_both_weights(town):
    frame = plan_needs(town.count())
    names = {person.pk: name for name, person in town.persons.items()}
    assert [(names[row.person], row.short, row.weight) for row in frame.itertuples()] == [
        ("Ani", 2, 3.0),
        ("Budi", 1, 1.5),
        ("Dodi", 2, 1.0),
    ]


def test_counting_twice_gives_equal_rows_and_one_current_snapshot(town):
    first, second = town.count(), town.count()
    assert rows_of(first) == rows_of(second)
    assert current_snapshot(town.city) == second
    assert GapSnapshot.objects.filter(is_current=True).count() == 1
    assert Event.objects.filter(verb="needs.gaps.measured").count() == 2


def test_old_snapshots_keep_their_sums_and_lose_their_rows(town):
    snapshots = [town.count() for _ in range(4)]
    assert not Gap.objects.filter(snapshot=snapshots[0]).exists()
    assert GapSummary.objects.filter(snapshot=snapshots[0]).exists()
    assert Gap.objects.filter(snapshot=snapshots[1]).count() == 8


def test_the_day_of_counting_decides_which_standards_and_measurements_hold(town):
    town.measure("Budi", "Komunikasi", 3, on=AS_OF + timedelta(days=1))
    assert rows_of(town.count())[("Budi", "Komunikasi")][-1] == "unmeasured"
    later = town.count(as_of=AS_OF + timedelta(days=1))
    assert rows_of(later)[("Budi", "Komunikasi")][-1] == "met"
    assert town.count(as_of=date(2019, 12, 31)).people == 0


def test_the_order_of_methods_that_was_used_is_kept(town):
    town.measure("Ani", "Integritas", 1, method="assessment", on=date(2021, 1, 1))
    assert rows_of(town.count())[("Ani", "Integritas")][1] == 1
    other = MethodOrder(("assessment", "self", "test"), AS_OF, "Keputusan percobaan", "read", "kota-1")
    snapshot = town.count(order=other)
    assert rows_of(snapshot)[("Ani", "Integritas")][1] == 3
    assert snapshot.method_order["basis"] == "Keputusan percobaan"
    assert snapshot.rule_version.endswith("/kota-1")
    assert METHOD_ORDERS[-1].version not in snapshot.rule_version


def test_what_came_in_since_the_counting_is_noticed(town, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    snapshot = town.count()
    assert not is_stale(snapshot, today=AS_OF)
    town.measure("Cici", "Komunikasi", 2)
    assert is_stale(snapshot, today=AS_OF)
    fresh = town.count()
    assert not is_stale(fresh, today=AS_OF)
    town.sectors["Umum"].weight = "2.00"
    town.sectors["Umum"].save()
    assert is_stale(fresh, today=AS_OF)


@pytest.mark.django_db
def test_a_city_counts_its_own_people_only():
    here, there = make_city("Sini"), make_city("Sana")
    with city_context(there):
        build_town(there).count()
    with city_context(here):
        snapshot = build_town(here).count(at=AT)
        assert snapshot.people == 4
        assert Gap.objects.count() == 8
        assert GapSnapshot.objects.count() == 1
