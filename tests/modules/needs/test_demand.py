"""A change in demand: tried without being set, set, ended; what is refused, and that the trial tells the truth."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction

from sibina.assess.needs import actions, reads
from sibina.assess.needs.models import (
    DemandChange,
    DemandEffect,
    DemandLine,
    Gap,
    GapSnapshot,
    GapSummary,
)
from sibina.assess.needs.types import (
    ChangesCross,
    DemandFacts,
    DemandFixed,
    DemandIncomplete,
    DemandState,
    EndsTooEarly,
    LevelAsked,
    LevelFalls,
    NothingRises,
    SavedMeanwhile,
    StandardMoved,
)
from sibina.ground.competencies.models import Standard
from sibina.ground.people.types import Sight
from sibina.lib.audit.api import Event
from tests.modules.needs.conftest import AS_OF, AT, Town

JULY = date(2026, 7, 1)
CITY = Sight()
LATER = AT + timedelta(days=1)


def facts(town: Town, levels: dict[str, Any], **other: Any) -> DemandFacts:
    """`levels`: competency → level, or (level, weight)."""
    asked = []
    for name, wanted in levels.items():
        level, weight = wanted if isinstance(wanted, tuple) else (wanted, None)
        asked.append(LevelAsked(town.competencies[name].pk, level, weight and Decimal(weight)))
    usual = {
        "title": "Pelayanan serba digital",
        "what": "Loket ditutup, semua lewat aplikasi.",
        "starts_on": JULY,
        "legal_basis": "Perwal 12/2026",
    }
    return DemandFacts(**{**usual, **other}, levels=tuple(asked))


def draft(town: Town, levels: dict[str, Any], positions: Iterable[str], **other: Any) -> DemandChange:
    change = actions.record_demand(city=town.city, facts=facts(town, levels, **other), by=None, at=AT)
    keys = [town.positions[name].pk for name in positions]
    return actions.choose_positions(
        change=change, shown=keys, chosen=keys, revision=change.revision, by=None, at=AT
    )


def attempt(change: DemandChange, at: datetime = AT) -> GapSnapshot:
    return actions.try_demand(change=change, by=None, at=at, tell=lambda percent: None)


def enact(change: DemandChange) -> DemandChange:
    return actions.set_demand(change=change, revision=change.revision, by=None, at=AT)


def standards() -> list[tuple[Any, ...]]:
    names = ("position__name", "competency__name", "level", "weight", "valid_from", "valid_to", "legal_basis")
    return list(Standard.objects.order_by(*names[:2], "valid_from").values_list(*names))


GAP = [
    "person_id", "unit_id", "office_id", "position_id", "competency_id", "required", "present", "low", "high",
    "shortfall", "surplus", "state", "weight",
]  # fmt: skip
SUM = [
    "office_id", "unit_id", "sector_id", "position_class", "competency_id", "people", "short", "unmeasured", "met",
    "shortfall", "weighted",
]  # fmt: skip
TOTAL = [
    "as_of",
    "rule_version",
    "people",
    "competencies",
    "short",
    "unmeasured",
    "met",
    "shortfall",
    "weighted",
]


def counted(snapshot: GapSnapshot) -> tuple[Any, ...]:
    """Everything that a counting says, row by row."""
    gaps = Gap.objects.filter(snapshot=snapshot).order_by("person_id", "competency_id").values_list(*GAP)
    sums = GapSummary.objects.filter(snapshot=snapshot).values_list(*SUM)
    return [getattr(snapshot, name) for name in TOTAL], list(gaps), sorted(sums, key=repr)


def test_a_trial_equals_what_is_counted_after_the_change_is_set(town):
    town.measure("Cici", "Logistik", 3)
    change = draft(town, {"Logistik": (3, "1.50"), "Komunikasi": 4}, ["Perawat Mahir"])
    tried = counted(attempt(change))
    enact(change)
    assert counted(town.count(as_of=JULY)) == tried
    assert tried[0][2:] != counted(town.count())[0][2:]


def test_a_trial_changes_neither_standards_nor_the_citys_own_gaps(town):
    current = town.count()
    before, rows = standards(), counted(current)
    change = draft(town, {"Komunikasi": 5}, ["Perawat Mahir"])
    attempt(change)
    trial = attempt(change)
    assert standards() == before
    assert reads.current_snapshot(town.city) == current
    assert counted(current) == rows
    assert not trial.is_current
    assert GapSnapshot.objects.filter(change=change).count() == 1


def test_before_and_after_of_a_trial_as_they_would_be_reckoned_by_hand(town):
    change = draft(town, {"Komunikasi": 4, "Logistik": 2}, ["Perawat Mahir"])
    attempt(change)
    impact = reads.get_impact(change, CITY)
    effect = impact.whole
    # Komunikasi 3 → 4: Ani has 1, Budi and Cici are not measured. Logistik was not required; nobody is measured.
    assert (effect.before.people, effect.before.short, effect.before.unmeasured) == (3, 1, 2)
    assert (effect.after.short, effect.after.unmeasured) == (1, 5)
    assert (effect.before.shortfall, effect.after.shortfall) == (2, 3)
    (line,) = impact.offices
    assert (line.name, line.added) == ("Dinas Kesehatan", 1)
    names = {line.name: line.effect.after.people for line in impact.competencies}
    assert names == {"Komunikasi": 3, "Logistik": 3}


def test_the_sum_over_offices_and_over_competencies_is_the_whole(town):
    change = draft(town, {"Komunikasi": 4, "Integritas": 4}, ["Perawat Mahir", "Analis Logistik"])
    trial = attempt(change)
    impact = reads.get_impact(change, CITY)
    whole = impact.whole
    for name in ("short", "unmeasured", "met", "shortfall", "weighted"):
        for when in ("before", "after"):
            total = getattr(getattr(whole, when), name)
            assert sum(getattr(getattr(line.effect, when), name) for line in impact.competencies) == total
            assert sum(getattr(getattr(cell, when), name) for cell in impact.cells.values()) == total
    touched = reads.list_touched_gaps(trial, CITY)
    assert touched.count() == whole.after.pairs
    assert sum(gap.shortfall or 0 for gap in touched) == whole.after.shortfall


def test_setting_ends_the_old_versions_and_keeps_the_ground_on_the_new_ones(town):
    change = enact(draft(town, {"Komunikasi": 4, "Logistik": 2}, ["Perawat Mahir"]))
    assert change.state == DemandState.SET
    held = [row for row in standards() if row[0] == "Perawat Mahir" and row[1] != "Integritas"]
    since = town.units["Dinas Kesehatan"].valid_from
    assert held == [
        ("Perawat Mahir", "Komunikasi", 3, Decimal(2), since, JULY, ""),
        ("Perawat Mahir", "Komunikasi", 4, Decimal(2), JULY, None, "Perwal 12/2026"),
        ("Perawat Mahir", "Logistik", 2, Decimal(1), JULY, None, "Perwal 12/2026"),
    ]
    event = Event.objects.get(verb="needs.demand.set")
    assert (event.data["positions"], event.data["standards"]) == (1, 2)
    assert not GapSnapshot.objects.filter(change=change).exists()


def test_the_gaps_show_a_set_change_from_its_day_on_and_not_before(town):
    before = counted(town.count())
    enact(draft(town, {"Komunikasi": 5}, ["Perawat Mahir"]))
    assert counted(town.count()) == before
    assert town.count(as_of=JULY).shortfall > before[0][7]


def test_gaps_are_stale_once_the_day_of_a_set_change_has_come(town, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    enact(draft(town, {"Komunikasi": 5}, ["Perawat Mahir"]))
    snapshot = town.count()
    assert not reads.is_stale(snapshot, today=JULY - timedelta(days=1))
    assert reads.is_stale(snapshot, today=JULY)
    assert not reads.is_stale(town.count(as_of=JULY), today=JULY)


def test_what_is_wrong_with_a_change_is_refused(town):
    with pytest.raises(LevelFalls) as refused:
        draft(town, {"Logistik": 2}, ["Perawat Mahir", "Analis Logistik"])
    assert refused.value.pairs == (("Analis Logistik", "Logistik", 4),)
    with pytest.raises(NothingRises):
        enact(draft(town, {"Komunikasi": 3}, ["Perawat Mahir"]))
    with pytest.raises(DemandIncomplete):
        enact(draft(town, {"Komunikasi": 4}, []))
    assert not Standard.objects.filter(valid_from=JULY).exists()


def test_the_database_lets_no_line_fall_and_no_change_end_without_a_reason(town):
    change = draft(town, {"Komunikasi": 4}, ["Perawat Mahir"])
    attempt(change)
    for wrong in (
        lambda: DemandLine.objects.filter(change=change).update(level=1),
        lambda: DemandChange.objects.filter(pk=change.pk).update(state="dropped", ended_at=AT),
        lambda: GapSnapshot.objects.filter(change=change).update(is_current=True),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_changes_that_touch_the_same_standard_on_crossing_days_are_refused_by_name(town):
    enact(draft(town, {"Komunikasi": 4}, ["Perawat Mahir"], title="Satu pintu"))
    for day in (JULY, JULY - timedelta(days=60)):
        with pytest.raises(ChangesCross) as refused:
            draft(town, {"Komunikasi": 5}, ["Perawat Mahir"], starts_on=day)
        assert (refused.value.title, refused.value.competency) == ("Satu pintu", "Komunikasi")
    enact(draft(town, {"Integritas": 4}, ["Perawat Mahir"]))
    second = enact(draft(town, {"Komunikasi": 5}, ["Perawat Mahir"], starts_on=date(2027, 1, 1)))
    assert [line.level_before for line in second.lines.all()] == [4]


def test_of_two_drafts_on_the_same_standard_the_second_cannot_be_set(town):
    one = draft(town, {"Komunikasi": 4}, ["Perawat Mahir"])
    other = draft(town, {"Komunikasi": 5}, ["Perawat Mahir"])
    enact(one)
    with pytest.raises(ChangesCross):
        enact(other)


def test_a_standard_set_by_hand_for_a_later_day_stands_in_the_way(town):
    nurse = town.positions["Perawat Mahir"]
    Standard.objects.filter(position=nurse, competency=town.competencies["Komunikasi"]).update(
        valid_to=date(2026, 9, 1)
    )
    Standard.objects.create(
        city=town.city, position=nurse, competency=town.competencies["Komunikasi"], level=4,
        valid_from=date(2026, 9, 1),
    )  # fmt: skip
    change = draft(town, {"Komunikasi": 5}, ["Perawat Mahir"])
    with pytest.raises(StandardMoved) as refused:
        enact(change)
    assert refused.value.since == date(2026, 9, 1)
    change.refresh_from_db()
    assert change.is_draft


def test_a_set_change_is_fixed(town):
    change = enact(draft(town, {"Komunikasi": 4}, ["Perawat Mahir"]))
    with pytest.raises(DemandFixed):
        actions.change_demand(
            change=change,
            facts=facts(town, {"Komunikasi": 5}),
            revision=change.revision,
            by=None,
            at=AT,
        )
    with pytest.raises(DemandFixed):
        attempt(change)
    with pytest.raises(DemandFixed):
        actions.drop_demand(change=change, reason="Salah", by=None, at=AT)


def test_of_two_officers_the_second_is_told_and_nothing_is_overwritten(town):
    change = draft(town, {"Komunikasi": 4}, ["Perawat Mahir"])
    opened = change.revision
    save = {"change": change, "revision": opened, "by": None}
    actions.change_demand(facts=facts(town, {"Komunikasi": 5}, title="Pertama"), at=AT, **save)
    with pytest.raises(SavedMeanwhile):
        actions.change_demand(facts=facts(town, {"Komunikasi": 4}, title="Kedua"), at=LATER, **save)
    with pytest.raises(SavedMeanwhile):
        enact(change)
    change.refresh_from_db()
    assert (change.title, [row.level for row in change.levels.all()]) == ("Pertama", [5])


def test_a_changed_draft_loses_its_trial(town):
    change = draft(town, {"Komunikasi": 4}, ["Perawat Mahir"])
    attempt(change)
    actions.change_demand(
        change=change, facts=facts(town, {"Komunikasi": 5}), revision=change.revision, by=None, at=AT
    )
    change.refresh_from_db()
    assert change.tried_at is None
    assert not DemandEffect.objects.exists()
    assert reads.find_trial(change.pk) is None


def test_a_trial_is_stale_when_the_data_changed_since(town, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    trial = attempt(draft(town, {"Komunikasi": 4}, ["Perawat Mahir"]))
    assert not reads.is_stale(trial, today=AS_OF)
    town.measure("Cici", "Komunikasi", 2)
    assert reads.is_stale(trial, today=AS_OF)


def test_trials_outlive_later_countings_of_the_city(town):
    trial = attempt(draft(town, {"Komunikasi": 4}, ["Perawat Mahir"]))
    snapshots = [town.count() for _ in range(5)]
    assert Gap.objects.filter(snapshot=trial).exists()
    with_rows = [each for each in snapshots if Gap.objects.filter(snapshot=each).exists()]
    assert with_rows == snapshots[-3:]


def test_a_change_taken_back_before_its_day_leaves_standards_as_they_were(town):
    before = standards()
    change = enact(draft(town, {"Komunikasi": 4, "Logistik": 2}, ["Perawat Mahir"]))
    actions.revoke_demand(change=change, day=JULY, reason="Aplikasi belum siap", by=None, at=AT)
    assert standards() == before
    change.refresh_from_db()
    assert (change.state, change.lines.count()) == (DemandState.REVOKED, 2)


def test_a_change_in_force_is_revoked_from_a_day_on_and_its_versions_stay_readable(town):
    change = enact(draft(town, {"Komunikasi": 4, "Logistik": 2}, ["Perawat Mahir"]))
    end = date(2026, 10, 1)
    actions.revoke_demand(change=change, day=end, reason="Perwal 30/2026", by=None, at=AT)
    held = [row[1:] for row in standards() if row[4] >= JULY]
    assert held == [
        ("Komunikasi", 4, Decimal(2), JULY, end, "Perwal 12/2026"),
        ("Komunikasi", 3, Decimal(2), end, None, "Perwal 30/2026"),
        ("Logistik", 2, Decimal(1), JULY, end, "Perwal 12/2026"),
    ]


def test_a_change_is_not_revoked_for_the_past_nor_under_what_builds_on_it(town):
    change = enact(draft(town, {"Komunikasi": 4}, ["Perawat Mahir"], title="Satu"))
    with pytest.raises(EndsTooEarly):
        actions.revoke_demand(change=change, day=JULY - timedelta(days=1), reason="Salah", by=None, at=AT)
    later = date(2027, 1, 1)
    enact(draft(town, {"Komunikasi": 5}, ["Perawat Mahir"], title="Dua", starts_on=later))
    with pytest.raises(ChangesCross) as refused:
        actions.revoke_demand(change=change, day=later, reason="Salah", by=None, at=AT)
    assert refused.value.title == "Dua"


def test_a_standard_moved_by_hand_since_is_not_undone_by_a_revocation(town):
    change = enact(draft(town, {"Komunikasi": 4}, ["Perawat Mahir"]))
    moved = date(2026, 8, 1)
    Standard.objects.filter(valid_from=JULY).update(valid_to=moved)
    with pytest.raises(StandardMoved) as refused:
        actions.revoke_demand(change=change, day=date(2026, 9, 1), reason="Salah", by=None, at=AT)
    assert refused.value.since == moved


def test_who_else_holds_a_position_is_counted(town):
    change = draft(town, {"Komunikasi": 4}, ["Perawat Mahir"])
    found = reads.list_positions_to_choose(change, town.units["Puskesmas Utara"].pk)
    assert [(row.name, row.here, row.holders, row.chosen) for row in found] == [("Perawat Mahir", 2, 3, True)]


def test_a_trial_leaves_no_temporary_table_behind(town):
    attempt(draft(town, {"Komunikasi": 4}, ["Perawat Mahir"]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'")
        assert cursor.fetchone()[0] == 0
    assert town.count(as_of=AS_OF).people == 4


def test_the_database_keeps_a_set_change_as_it_was_set(town):
    change = enact(draft(town, {"Komunikasi": 4}, ["Perawat Mahir"]))
    for wrong in (
        lambda: DemandChange.objects.filter(pk=change.pk).update(legal_basis="Perwal lain"),
        lambda: DemandLine.objects.filter(change=change).update(level=5),
        lambda: change.positions.all().delete(),
        lambda: change.levels.all().delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            wrong()
