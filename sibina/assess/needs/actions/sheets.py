"""The office's side of a needs round: needs endorsed or amended, performance gaps added, the sheet signed."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sibina.assess.needs.models import NeedsRound, OfficeSheet, PerformanceGap, SheetLine, SheetStep
from sibina.assess.needs.rules import check_amendment
from sibina.assess.needs.types import (
    AlreadySigned,
    Amendment,
    Answer,
    ChangedMeanwhile,
    NotYourOffice,
    PerformanceFacts,
    Priority,
    RoundClosed,
    RoundNotOpen,
    StepKind,
    TooManyPeople,
    Unanswered,
)
from sibina.ground.people.types import Sight
from sibina.lib.audit.api import record
from sibina.lib.words import long_date


def _take_open(sheet_id: int, sight: Sight, at: datetime) -> OfficeSheet:
    """The sheet, held for this transaction, if its office may write in it now.

    Raises NotYourOffice, RoundClosed, RoundNotOpen and AlreadySigned.
    """
    # The round is held first, as the agency's actions do: nobody closes it while this is written.
    rounds = NeedsRound.objects.select_for_update(of=("self",), no_key=True).select_related("cycle")
    needs_round = rounds.get(sheets=sheet_id)
    found = OfficeSheet.objects.select_for_update(of=("self",)).select_related("office").get(pk=sheet_id)
    if sight.unit_ids is None or found.office_id not in sight.unit_ids:
        raise NotYourOffice(office=found.office.name)
    if needs_round.closed_at is not None:
        raise RoundClosed(year=needs_round.cycle.year)
    if timezone.localdate(at) < needs_round.opens_on:
        raise RoundNotOpen(opens=long_date(needs_round.opens_on))
    if found.signed_at is not None:
        raise AlreadySigned
    return found


def _touch(sheet: OfficeSheet) -> None:
    sheet.has_begun = True
    sheet.version += 1
    sheet.save(update_fields=["has_begun", "version", "signed_at"])


@transaction.atomic
def endorse_lines(*, sheet: OfficeSheet, sight: Sight, at: datetime, by: User | None = None) -> int:
    """Endorse every need that is not answered yet; returns how many. Raises as `_take_open` says."""
    found = _take_open(sheet.pk, sight, at)
    lines = SheetLine.objects.filter(sheet=found, answer=Answer.OPEN)
    count = lines.update(answer=Answer.ENDORSED, answered_at=at, version=F("version") + 1)
    if count:
        _touch(found)
        data = {"office": found.office.name, "needs": count}
        record(verb="needs.lines.endorsed", city=found.city, by=by, at=at, target=found, data=data)
    return count


@transaction.atomic
def answer_line(
    *,
    line: SheetLine,
    version: int,
    amendment: Amendment | None,
    sight: Sight,
    at: datetime,
    by: User | None = None,
) -> None:
    """Endorse a need (no amendment) or amend it. `version` is that of the line that was looked at.

    Raises ChangedMeanwhile, what `check_amendment` and what `_take_open` raise.
    """
    sheet = _take_open(line.sheet_id, sight, at)
    found = SheetLine.objects.select_for_update(of=("self",)).select_related("competency").get(pk=line.pk)
    if found.version != version:
        raise ChangedMeanwhile
    if amendment is None:
        kept = Amendment(None, Priority.USUAL, "")
    else:
        kept = check_amendment(amendment, short=found.short, most=found.people)
    found.answer = Answer.ENDORSED if amendment is None else Answer.AMENDED
    found.amended_people, found.priority, found.reason = kept.people, kept.priority, kept.reason
    found.answered_at = at
    found.version += 1
    found.save()
    _touch(sheet)
    data: dict[str, Any] = {"office": sheet.office.name, "competency": found.competency.name}
    if amendment is None:
        record(verb="needs.line.endorsed", city=found.city, by=by, at=at, target=found, data=data)
    else:
        data |= {"people": kept.people, "priority": kept.priority, "reason": kept.reason}
        record(verb="needs.line.amended", city=found.city, by=by, at=at, target=found, data=data)


@transaction.atomic
def add_performance_gap(
    *, sheet: OfficeSheet, facts: PerformanceFacts, sight: Sight, at: datetime, by: User | None = None
) -> PerformanceGap:
    """Report a gap in the work itself. Raises TooManyPeople and what `_take_open` raises."""
    found = _take_open(sheet.pk, sight, at)
    made = PerformanceGap(city_id=found.city_id, sheet=found, made_at=at, made_by=by)
    _write(made, found, facts)
    data = {"office": found.office.name, **vars(facts)}
    record(verb="needs.performance.added", city=found.city, by=by, at=at, target=made, data=data)
    return made


@transaction.atomic
def change_performance_gap(
    *,
    gap: PerformanceGap,
    version: int,
    facts: PerformanceFacts,
    sight: Sight,
    at: datetime,
    by: User | None = None,
) -> None:
    """Write it anew. Raises ChangedMeanwhile, TooManyPeople and what `_take_open` raises."""
    sheet, found = _take_gap(gap, version, sight, at)
    _write(found, sheet, facts)
    data = {"office": sheet.office.name, **vars(facts)}
    record(verb="needs.performance.changed", city=found.city, by=by, at=at, target=found, data=data)


@transaction.atomic
def drop_performance_gap(
    *, gap: PerformanceGap, version: int, sight: Sight, at: datetime, by: User | None = None
) -> None:
    """Take it out before it is signed; the trail keeps what it said. Raises as changing it does."""
    sheet, found = _take_gap(gap, version, sight, at)
    told = {"observed": found.observed, "evidence": found.evidence, "people": found.people}
    data = {"office": sheet.office.name, **told}
    record(verb="needs.performance.dropped", city=found.city, by=by, at=at, target=found, data=data)
    found.delete()
    _touch(sheet)


def _take_gap(
    gap: PerformanceGap, version: int, sight: Sight, at: datetime
) -> tuple[OfficeSheet, PerformanceGap]:
    sheet = _take_open(gap.sheet_id, sight, at)
    found = PerformanceGap.objects.select_for_update(of=("self",)).filter(pk=gap.pk, version=version).first()
    if found is None:
        raise ChangedMeanwhile
    return sheet, found


def _write(gap: PerformanceGap, sheet: OfficeSheet, facts: PerformanceFacts) -> None:
    if not 0 < facts.people <= sheet.people:
        raise TooManyPeople(most=sheet.people)
    gap.competency_id, gap.people = facts.competency_id, facts.people
    gap.observed, gap.evidence = facts.observed, facts.evidence
    gap.version += 1
    gap.save()
    _touch(sheet)


@transaction.atomic
def sign_sheet(
    *, sheet: OfficeSheet, version: int, sight: Sight, at: datetime, by: User | None = None
) -> None:
    """Sign the sheet as it was looked at (`version`): from now on it counts, and is fixed.

    Raises ChangedMeanwhile, Unanswered and what `_take_open` raises.
    """
    found = _take_open(sheet.pk, sight, at)
    if found.version != version:
        raise ChangedMeanwhile
    lines = list(SheetLine.objects.filter(sheet=found))
    unanswered = sum(line.answer == Answer.OPEN for line in lines)
    if unanswered:
        raise Unanswered(count=unanswered)
    gaps = list(PerformanceGap.objects.filter(sheet=found))
    found.signed_at = at
    _touch(found)
    SheetStep.objects.create(
        city_id=found.city_id, sheet=found, kind=StepKind.SIGNED, at=at, by=by, signed=_signed(lines, gaps)
    )
    data = {"office": found.office.name, "needs": len(lines), "performance": len(gaps)}
    record(verb="needs.sheet.signed", city=found.city, by=by, at=at, target=found, data=data)


def _signed(lines: list[SheetLine], gaps: list[PerformanceGap]) -> dict[str, Any]:
    """What was signed, to the letter: it stays when the sheet is returned and changed."""
    told = ("competency_id", "short", "unmeasured", "answer", "amended_people", "priority", "reason")
    reported = ("competency_id", "people", "observed", "evidence")
    return {
        "needs": [{name: getattr(line, name) for name in told} for line in lines],
        "performance": [{name: getattr(gap, name) for name in reported} for gap in gaps],
    }
