"""The ranked needs of a round: what the offices signed for and what was computed, brought to the one rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from sibina.assess.needs.models import NeedsRound, OfficeSheet, PerformanceGap, SheetLine, Signal
from sibina.assess.needs.reads.picture import list_competencies
from sibina.assess.needs.reads.signals import list_taken_signals
from sibina.assess.needs.reads.topics import count_voices
from sibina.assess.needs.rules import HUNDREDTHS, rank_needs, ranking_rule
from sibina.assess.needs.types import (
    CountedNeed,
    Priority,
    RankedNeed,
    RankingRule,
    Reported,
    TakenFinding,
    Voices,
)
from sibina.lib.keeping import kept
from sibina.lib.questions import written_once

KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Ranking:
    """The needs in order, the rule, and what stands behind the drivers.

    `sheets`: the key of each office's sheet and the office's name, by office.
    """

    needs: tuple[RankedNeed, ...]
    rule: RankingRule
    names: dict[int, str]
    kinds: dict[int, str]
    performance: Sequence[PerformanceGap]
    findings: Sequence[Signal]
    voices: Mapping[int, Voices]
    sheets: Mapping[int, tuple[int, str]]


def get_ranking(needs_round: NeedsRound, *, by_office: bool = True) -> Ranking:
    """The city's needs, ranked. Of an office that has not signed, only what was computed counts.

    Not `by_office`: without what each office adds, which is nearly all of what is kept and would be read each time.
    """
    dictionary = list_competencies(needs_round.city_id)
    names = {pk: name for pk, name, _kind in dictionary}
    sheets = _sheets(round_id=needs_round.pk)
    performance = _signed_performance(round_id=needs_round.pk)
    reported = [
        Reported(gap.sheet.office_id, gap.competency_id, gap.people, _hundredths(gap.sheet.sector_weight))
        for gap in performance
    ]
    findings = list_taken_signals(needs_round)
    taken = [TakenFinding(each.competency_id, _office_of(each)) for each in findings]
    voices = _voices(needs_round)
    rule = ranking_rule(needs_round.rule_version)

    def rank() -> tuple[RankedNeed, ...]:
        lines = [_counted(row) for row in _lines(round_id=needs_round.pk)]
        ranked = rank_needs(lines, reported, taken, voices, names, rule)
        return ranked if by_office else tuple(replace(need, offices=()) for need in ranked)

    # Whatever changes a line or signs it raises the version of its sheet.
    versions = sum(version for *_name, version in sheets)
    parts = (by_office, needs_round.pk, versions, reported, taken, voices, names, rule)
    needs = kept("ranking", *parts, find=rank, seconds=KEPT_SECONDS)
    kinds = {pk: kind for pk, _name, kind in dictionary}
    offices = {office: (pk, name) for office, pk, name, _version in sheets}
    return Ranking(needs, rule, names, kinds, performance, findings, voices, offices)


@written_once
def _sheets(round_id: int) -> QuerySet[OfficeSheet, tuple[int, int, str, int]]:
    sheets = OfficeSheet.objects.filter(round_id=round_id).order_by("office__name")
    return sheets.values_list("office_id", "pk", "office__name", "version")


def _voices(needs_round: NeedsRound) -> dict[int, Voices]:
    """The staff's proposals by competency; once the round is closed, as they stood then."""
    if needs_round.closed_at is None:
        return count_voices(needs_round.cycle_id)
    return {int(competency): Voices(**told) for competency, told in needs_round.voices.items()}


@written_once
def _lines(round_id: int) -> QuerySet[SheetLine, tuple[Any, ...]]:
    return (
        SheetLine.objects.filter(sheet__round_id=round_id)
        .order_by()
        .values_list(
            "sheet__office_id",
            "competency_id",
            "short",
            "unmeasured",
            "weighted",
            "sheet__sector_weight",
            "amended_people",
            "priority",
            "sheet__signed_at",
        )
    )


def _counted(row: tuple[Any, ...]) -> CountedNeed:
    office, competency, short, unmeasured, weighted, sector_weight, people, priority, signed_at = row
    if signed_at is None:
        people, priority = None, Priority.USUAL
    weight = _hundredths(sector_weight)
    return CountedNeed(office, competency, short, unmeasured, weighted, weight, people, Priority(priority))


def _hundredths(weight: Any) -> int:
    return int(weight * HUNDREDTHS)


def _office_of(signal: Signal) -> int | None:
    return None if signal.unit is None else signal.unit.office_id or signal.unit_id


@written_once
def _signed_performance(round_id: int) -> QuerySet[PerformanceGap]:
    signed = PerformanceGap.objects.filter(sheet__round_id=round_id, sheet__signed_at__isnull=False)
    return signed.select_related("sheet__office", "competency").order_by("sheet__office__name", "pk")
