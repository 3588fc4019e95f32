"""A change in demand: recorded, tried without being set, set, ended."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from sibina.assess.needs import reads, rules
from sibina.assess.needs.actions.measuring import (
    NAMES,
    NUMBER_KEYS,
    PLACE,
    Taken,
    count_gaps,
    drop,
    hundredths,
    insert,
    keep_snapshot,
    take,
    taken_tables,
)
from sibina.assess.needs.models import (
    DemandChange,
    DemandEffect,
    DemandLevel,
    DemandLine,
    DemandPosition,
    GapSnapshot,
)
from sibina.assess.needs.types import (
    ChangesCross,
    DemandFacts,
    DemandFixed,
    DemandIncomplete,
    DemandState,
    EndsTooEarly,
    LevelFalls,
    NothingRises,
    Rise,
    Rises,
    SavedMeanwhile,
    StandardMoved,
)
from sibina.ground.competencies.api import Competency, set_levels
from sibina.ground.competencies.types import LevelBlocked, LevelWish
from sibina.ground.people.api import Position
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City

RISES = "demand_rises"
EFFECT_PLACE = ("unit", "office")
Tell = Callable[[int], None]


@transaction.atomic
def record_demand(*, city: City, facts: DemandFacts, by: User | None, at: datetime) -> DemandChange:
    """Write down a change as a draft; positions are chosen after it."""
    change = DemandChange.objects.create(city=city, saved_by=by, saved_at=at, **_own(facts))
    _write_levels(change, facts)
    record(verb="needs.demand.recorded", city=city, by=by, at=at, target=change, data=_told(change))
    return change


@transaction.atomic
def change_demand(
    *, change: DemandChange, facts: DemandFacts, revision: int, by: User | None, at: datetime
) -> DemandChange:
    """Write a draft anew. Raises DemandFixed, SavedMeanwhile, LevelFalls, ChangesCross."""
    found = _draft(change, revision)
    for name, value in _own(facts).items():
        setattr(found, name, value)
    _save(found, by=by, at=at)
    found.levels.all().delete()
    _write_levels(found, facts)
    refuse_wrong(found, reads.get_rises(found, found.levels.all()))
    record(verb="needs.demand.changed", city=found.city, by=by, at=at, target=found, data=_told(found))
    return found


@transaction.atomic
def choose_positions(
    *,
    change: DemandChange,
    shown: Collection[int],
    chosen: Collection[int],
    revision: int,
    by: User | None,
    at: datetime,
) -> DemandChange:
    """Of the positions `shown` exactly those `chosen` are touched; others stay. Raises as `change_demand`."""
    found = _draft(change, revision)
    held = set(found.positions.values_list("position_id", flat=True))
    found.positions.filter(position_id__in=set(shown) - set(chosen)).delete()
    added = Position.objects.filter(pk__in=set(chosen) & set(shown) - held).order_by("pk")
    DemandPosition.objects.bulk_create(
        DemandPosition(city=found.city, change=found, position=position) for position in added
    )
    _save(found, by=by, at=at)
    refuse_wrong(found, reads.get_rises(found, found.levels.all()))
    data = _told(found) | {"positions": found.positions.count()}
    record(verb="needs.demand.changed", city=found.city, by=by, at=at, target=found, data=data)
    return found


def refuse_wrong(change: DemandChange, rises: Rises) -> None:
    """Raises LevelFalls and ChangesCross where the draft does to standards what a change may not."""
    if rises.falling:
        raise LevelFalls(reads.name_falling(rises.falling))
    other = reads.find_crossing(change, rises.rising, since=change.starts_on)
    if other is not None:
        raise _crossing(other)


def rises_to_write(change: DemandChange) -> tuple[Rise, ...]:
    """What the draft raises. Raises as `refuse_wrong`, and DemandIncomplete and NothingRises."""
    found = reads.get_rises(change, change.levels.all())
    refuse_wrong(change, found)
    if not (found.rising or found.same):
        raise DemandIncomplete
    if not found.rising:
        raise NothingRises
    return found.rising


@transaction.atomic
def try_demand(*, change: DemandChange, by: User | None, at: datetime, tell: Tell) -> GapSnapshot:
    """Count the gaps as they would be, and keep them apart: standards and the city's own gaps stay as they are.

    Raises DemandFixed and what `rises_to_write` raises. `tell` hears how many percent are done.
    """
    found = _draft(change)
    rises = rises_to_write(found)
    _forget_trial(found)
    _write_lines(found, rises)
    with taken_tables(found.city, rules.day_of_trial(found.starts_on, timezone.localdate(at))) as taken:
        take(RISES, rules.STANDARD_COLUMNS, _lines_as_standards(found))
        tell(20)
        trial = _count_trial(found, taken, at=at, tell=tell)
        drop(RISES)
    found.tried_at, found.tried_for, found.tried_rule = at, trial.as_of, trial.rule_version
    found.save(update_fields=["tried_at", "tried_for", "tried_rule"])
    data = _told(found) | {"as_of": trial.as_of.isoformat(), "shortfall": trial.shortfall}
    record(verb="needs.demand.tried", city=found.city, by=by, at=at, target=found, data=data)
    return trial


def _count_trial(change: DemandChange, taken: Taken, *, at: datetime, tell: Tell) -> GapSnapshot:
    """The whole city under the changed standards, and the touched pairs before and after."""
    _people, rises, _measurements = rules.unbound_tables(NUMBER_KEYS, {**NAMES, "standards": RISES}, PLACE)
    changed = replace(taken, standards=rules.changed_standards(taken.standards, rises))
    found = count_gaps(changed)
    tell(60)
    trial = keep_snapshot(found, changed, city=change.city, at=at, change=change)
    tell(80)
    before = replace(taken, standards=rules.touched(taken.standards, rises)).gaps()
    after = rules.touched(found, rises)
    for keys in (EFFECT_PLACE, (*EFFECT_PLACE, "competency")):
        rows = rules.effects(before, after, keys)
        insert(DemandEffect, rows, city_id=change.city_id, change_id=change.pk)
    return trial


@transaction.atomic
def set_demand(*, change: DemandChange, revision: int, by: User | None, at: datetime) -> DemandChange:
    """Write the new versions of all standards at once; the change is fixed from then on, its trial goes.

    Raises DemandFixed, SavedMeanwhile, StandardMoved and what `rises_to_write` raises.
    """
    _one_at_a_time(change)
    found = _draft(change, revision)
    rises = rises_to_write(found)
    GapSnapshot.objects.filter(change=found).delete()
    _write_lines(found, rises)
    found.state, found.set_by, found.set_at = DemandState.SET, by, at
    found.save(update_fields=["state", "set_by", "set_at"])
    wishes = [
        LevelWish(rise.position_id, rise.competency_id, rise.after.level, rise.after.weight) for rise in rises
    ]
    _set_levels(found, wishes, valid_from=found.starts_on, legal_basis=found.legal_basis, by=by, at=at)
    positions = len({rise.position_id for rise in rises})
    data = _told(found) | {"positions": positions, "standards": len(rises)}
    record(verb="needs.demand.set", city=found.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def drop_demand(*, change: DemandChange, reason: str, by: User | None, at: datetime) -> DemandChange:
    """A draft that will not be set, and why. It stays readable; its trial goes. Raises DemandFixed."""
    found = _draft(change)
    GapSnapshot.objects.filter(change=found).delete()
    _end(found, DemandState.DROPPED, reason=reason, by=by, at=at)
    record(verb="needs.demand.dropped", city=found.city, by=by, at=at, target=found, data=_told(found))
    return found


@transaction.atomic
def revoke_demand(
    *, change: DemandChange, day: date, reason: str, by: User | None, at: datetime
) -> DemandChange:
    """From a day on let each standard be what it was before the change; the reason is the ground of these versions.

    Raises DemandFixed, EndsTooEarly, ChangesCross (another change builds on it), StandardMoved (set by hand since).
    """
    _one_at_a_time(change)
    found = _locked(change)
    if not found.is_set:
        raise DemandFixed
    first = max(found.starts_on, timezone.localdate(at))
    if day < first:
        raise EndsTooEarly(first)
    rises = [line.rise for line in found.lines.all()]
    other = reads.find_crossing(found, rises, since=found.starts_on)
    if other is not None:
        raise _crossing(other)
    moved = reads.find_moved(found, rises, day=day)
    if moved is not None:
        raise _moved(*moved)
    wishes = [
        LevelWish(rise.position_id, rise.competency_id, rise.before.level, rise.before.weight)
        if rise.before
        else LevelWish(rise.position_id, rise.competency_id, None)
        for rise in rises
    ]
    found.ended_from = day
    _end(found, DemandState.REVOKED, reason=reason, by=by, at=at)
    _set_levels(found, wishes, valid_from=day, legal_basis=reason, by=by, at=at)
    data = _told(found) | {"reason": reason, "day": day.isoformat()}
    record(verb="needs.demand.revoked", city=found.city, by=by, at=at, target=found, data=data)
    return found


# Pieces.
def _own(facts: DemandFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in ("title", "what", "starts_on", "legal_basis")}


def _told(change: DemandChange) -> dict[str, Any]:
    return {"title": change.title, "valid_from": change.starts_on.isoformat()}


def _write_levels(change: DemandChange, facts: DemandFacts) -> None:
    DemandLevel.objects.bulk_create(
        DemandLevel(city=change.city, change=change, **vars(asked)) for asked in facts.levels
    )


def _one_at_a_time(change: DemandChange) -> None:
    """Of two changes of a city set at the same moment the second waits, and then sees what the first has set."""
    City.objects.select_for_update(no_key=True).get(pk=change.city_id)


def _locked(change: DemandChange) -> DemandChange:
    return DemandChange.objects.select_for_update().get(pk=change.pk)


def _draft(change: DemandChange, revision: int | None = None) -> DemandChange:
    """The change locked, if it is a draft still and nobody has saved it after `revision`."""
    found = _locked(change)
    if revision is not None and found.revision != revision:
        raise SavedMeanwhile(str(found.saved_by or ""), found.saved_at)
    if not found.is_draft:
        raise DemandFixed
    return found


def _save(change: DemandChange, *, by: User | None, at: datetime) -> None:
    """Another draft than the one that was tried: the trial goes."""
    _forget_trial(change)
    change.revision += 1
    change.saved_by, change.saved_at = by, at
    change.tried_at, change.tried_for, change.tried_rule = None, None, ""
    change.save()


def _forget_trial(change: DemandChange) -> None:
    GapSnapshot.objects.filter(change=change).delete()
    change.effects.all().delete()
    change.lines.all().delete()


def _write_lines(change: DemandChange, rises: Sequence[Rise]) -> None:
    change.lines.all().delete()
    DemandLine.objects.bulk_create(
        DemandLine(
            city=change.city,
            change=change,
            position_id=rise.position_id,
            competency_id=rise.competency_id,
            level_before=rise.before.level if rise.before else None,
            weight_before=rise.before.weight if rise.before else None,
            level=rise.after.level,
            weight=rise.after.weight,
        )
        for rise in rises
    )


def _lines_as_standards(change: DemandChange) -> QuerySet[DemandLine, tuple[Any, ...]]:
    """The lines by the columns of `STANDARD_COLUMNS`."""
    return change.lines.values_list(
        "position_id", "competency_id", Cast("level", BigIntegerField()), hundredths(F("weight"))
    )


def _end(change: DemandChange, state: DemandState, *, reason: str, by: User | None, at: datetime) -> None:
    change.state, change.ended_by, change.ended_at, change.ended_reason = state, by, at, reason.strip()
    change.save(update_fields=["state", "ended_by", "ended_at", "ended_reason", "ended_from"])


def _set_levels(change: DemandChange, wishes: Sequence[LevelWish], **ground: Any) -> None:
    try:
        set_levels(city=change.city, wishes=wishes, **ground)
    except LevelBlocked as blocked:
        raise _moved(blocked.position_id, blocked.competency_id, blocked.later) from blocked


def _moved(position_id: int, competency_id: int, since: date) -> StandardMoved:
    names = (Position.objects.get(pk=position_id).name, Competency.objects.get(pk=competency_id).name)
    return StandardMoved(*names, since)


def _crossing(line: DemandLine) -> ChangesCross:
    return ChangesCross(line.change.title, line.change.starts_on, line.position.name, line.competency.name)
