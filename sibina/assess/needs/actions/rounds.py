"""The agency's side of a needs round: opened, offices reminded, sheets returned, closed."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from sibina.assess.needs import reads, rules
from sibina.assess.needs.models import (
    GapSnapshot,
    GapSummary,
    NeedsRound,
    OfficeSheet,
    SheetLine,
    SheetStep,
    Signal,
)
from sibina.assess.needs.types import (
    Decision,
    FindingsUndecided,
    NoGapsYet,
    NotSigned,
    ReasonMissing,
    RoundBackwards,
    RoundClosed,
    RoundThere,
    StepKind,
    YearShut,
)
from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.ground.people.api import Unit
from sibina.lib.audit.api import record
from sibina.lib.tenancy.models import City
from sibina.lib.words import long_date


def open_round(
    *, city: City, cycle: Cycle, opens_on: date, closes_on: date, at: datetime, by: User | None = None
) -> NeedsRound:
    """Open the year's round on the current gaps, with a sheet for each office that has people in them.

    Raises YearShut, RoundBackwards, NoGapsYet and RoundThere.
    """
    if not may_change(CyclePhase(cycle.phase), Part.NEEDS):
        raise YearShut
    if closes_on <= opens_on:
        raise RoundBackwards(opens=long_date(opens_on), closes=long_date(closes_on))
    snapshot = reads.current_snapshot(city)
    if snapshot is None:
        raise NoGapsYet
    with transaction.atomic():
        try:
            with transaction.atomic():
                made = NeedsRound.objects.create(
                    city=city,
                    cycle=cycle,
                    snapshot=snapshot,
                    rule_version=rules.RANKING_RULES[-1].version,
                    opens_on=opens_on,
                    closes_on=closes_on,
                    opened_at=at,
                    opened_by=by,
                )
        except IntegrityError as there:
            raise RoundThere(year=cycle.year) from there
        _write_sheets(made, snapshot)
        data = {"year": cycle.year, "starts_on": opens_on.isoformat(), "ends_on": closes_on.isoformat()}
        record(verb="needs.round.opened", city=city, by=by, at=at, target=made, data=data)
    return made


def _write_sheets(made: NeedsRound, snapshot: GapSnapshot) -> None:
    """A sheet for each office and a line for each competency that is short or unmeasured there."""
    summed = GapSummary.objects.filter(snapshot=snapshot).order_by()
    people = dict(summed.filter(competency__isnull=True).values_list("office_id").annotate(all=Sum("people")))
    offices = Unit.objects.in_bulk(people)
    weights = {key: Decimal(weight) for key, (_name, weight) in snapshot.sectors.items()}
    sheets = OfficeSheet.objects.bulk_create(
        OfficeSheet(
            city_id=made.city_id,
            round=made,
            office=office,
            people=people[key],
            sector_weight=weights.get(str(office.sector_id), Decimal(1)),
        )
        for key, office in offices.items()
    )
    sheet_of = {sheet.office_id: sheet for sheet in sheets}
    figures = ("people", "short", "unmeasured", "shortfall", "weighted")
    counted: Any = (
        summed.filter(competency__isnull=False, office_id__in=sheet_of)
        .values("office_id", "competency_id")
        .annotate(**{f"{name}_all": Sum(name) for name in figures})
        .filter(Q(short_all__gt=0) | Q(unmeasured_all__gt=0))
    )
    SheetLine.objects.bulk_create(
        SheetLine(
            city_id=made.city_id,
            sheet=sheet_of[row["office_id"]],
            competency_id=row["competency_id"],
            **{name: row[f"{name}_all"] for name in figures},
        )
        for row in counted
    )


def _take(needs_round: NeedsRound) -> NeedsRound:
    """The round, held for this transaction; raises RoundClosed."""
    rounds = NeedsRound.objects.select_for_update(of=("self",), no_key=True).select_related("cycle")
    found = rounds.get(pk=needs_round.pk)
    if found.closed_at is not None:
        raise RoundClosed(year=found.cycle.year)
    return found


@transaction.atomic
def remind_offices(
    *, needs_round: NeedsRound, sheet_ids: Collection[int], at: datetime, by: User | None = None
) -> int:
    """Remind these offices, where they have not signed and were not reminded the same day. Returns how many were.

    The reminder waits on the home of the office's head. Raises RoundClosed.
    """
    found = _take(needs_round)
    today = timezone.localdate(at)
    reminded = SheetStep.objects.filter(kind=StepKind.REMINDED, at__date=today).values("sheet_id")
    sheets = found.sheets.filter(pk__in=sheet_ids, signed_at__isnull=True).exclude(pk__in=reminded)
    made = SheetStep.objects.bulk_create(
        SheetStep(city_id=found.city_id, sheet=sheet, kind=StepKind.REMINDED, at=at, by=by)
        for sheet in sheets
    )
    if made:
        data = {"offices": len(made), "year": found.cycle.year}
        record(verb="needs.offices.reminded", city=found.city, by=by, at=at, target=found, data=data)
    return len(made)


@transaction.atomic
def return_sheet(*, sheet: OfficeSheet, reason: str, at: datetime, by: User | None = None) -> None:
    """Give a signed sheet back to its office, with the reason. Raises ReasonMissing, NotSigned and RoundClosed."""
    if not reason.strip():
        raise ReasonMissing
    _take(sheet.round)
    found = OfficeSheet.objects.select_for_update(of=("self",)).select_related("office").get(pk=sheet.pk)
    if found.signed_at is None:
        raise NotSigned
    found.signed_at = None
    found.version += 1
    found.save(update_fields=["signed_at", "version"])
    SheetStep.objects.create(
        city_id=found.city_id, sheet=found, kind=StepKind.RETURNED, at=at, by=by, reason=reason.strip()
    )
    data = {"office": found.office.name, "reason": reason.strip()}
    record(verb="needs.sheet.returned", city=found.city, by=by, at=at, target=found, data=data)


@transaction.atomic
def close_round(*, needs_round: NeedsRound, reason: str, at: datetime, by: User | None = None) -> NeedsRound:
    """End the round: what is not signed stands as computed. With offices missing, the reason is demanded.

    Raises RoundClosed, FindingsUndecided and ReasonMissing.
    """
    found = _take(needs_round)
    undecided = Signal.objects.filter(decision=Decision.WAITING).count()
    if undecided:
        raise FindingsUndecided(count=undecided)
    missing = found.sheets.filter(signed_at__isnull=True).count()
    if missing and not reason.strip():
        raise ReasonMissing
    found.closed_at, found.closed_by = at, by
    found.offices_missing, found.reason = missing, reason.strip()
    found.voices = {pk: vars(told) for pk, told in reads.count_voices(found.cycle_id).items()}
    found.save(update_fields=["closed_at", "closed_by", "offices_missing", "reason", "voices"])
    data = {"year": found.cycle.year, "offices": missing, "reason": found.reason}
    record(verb="needs.round.closed", city=found.city, by=by, at=at, target=found, data=data)
    return found
