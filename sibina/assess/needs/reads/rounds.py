"""Questions about a needs round: the current one, where each office stands, one sheet with its lines and steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from sibina.assess.needs.models import (
    Gap,
    NeedsRound,
    OfficeSheet,
    PerformanceGap,
    SheetLine,
    SheetStep,
    Signal,
)
from sibina.assess.needs.rules import sheet_state
from sibina.assess.needs.types import Answer, Decision, SheetState, StepKind
from sibina.ground.people.api import Membership
from sibina.ground.people.types import Sight
from sibina.lib.access import Role
from sibina.lib.questions import among, written_once


def find_current_round() -> NeedsRound | None:
    """The round of the latest year that has one."""
    return _current_round.first()


@written_once
def _current_round() -> QuerySet[NeedsRound]:
    return _whole_rounds().order_by("-cycle__year")[:1]


def _whole_rounds() -> QuerySet[NeedsRound]:
    """With year, snapshot, and the names of the offices that have not signed."""
    rounds = NeedsRound.objects.select_related("cycle", "snapshot")
    return rounds.annotate(missing=_missing_in("pk"))


def _missing_in(key: str) -> ArraySubquery:
    """Names of the offices of a round that have not signed, by name."""
    sheets = OfficeSheet.objects.filter(round_id=OuterRef(key), signed_at__isnull=True)
    return ArraySubquery(sheets.order_by("office__name").values("office__name"))


def find_round_of(cycle_id: int) -> NeedsRound | None:
    """The round of a year, which has one at most."""
    return _round_of.first(cycle_id=cycle_id)


@written_once
def _round_of(cycle_id: int) -> QuerySet[NeedsRound]:
    return NeedsRound.objects.select_related("cycle").filter(cycle_id=cycle_id).order_by()


def find_round(pk: int) -> NeedsRound | None:
    """A round with its year, its snapshot and the offices missing."""
    return _round.first(pk=pk)


@written_once
def _round(pk: int) -> QuerySet[NeedsRound]:
    return _whole_rounds().filter(pk=pk).order_by()


def list_rounds() -> list[NeedsRound]:
    """All rounds of the city, the latest first."""
    return _rounds()


@written_once
def _rounds() -> QuerySet[NeedsRound]:
    return NeedsRound.objects.select_related("cycle").order_by("-cycle__year")


def may_see_sheet(sight: Sight, sheet: OfficeSheet) -> bool:
    """The whole city's readers see every sheet; a head the own office's."""
    return sight.whole_city or (sight.unit_ids is not None and sheet.office_id in sight.unit_ids)


@dataclass(frozen=True)
class OfficeStanding:
    """Where an office stands: answers, own additions, the last reminder, whether anybody can sign."""

    sheet: OfficeSheet
    state: SheetState
    needs: int
    answered: int
    amended: int
    performance: int
    reminded_at: datetime | None
    has_head: bool


def list_sheets(needs_round: NeedsRound, sight: Sight, today: date) -> list[OfficeStanding]:
    """The offices of a round that the member sees, by name."""
    rows = _sheets(round_id=needs_round.pk)
    heads = set(_offices_with_head())
    return [
        OfficeStanding(
            sheet=row,
            state=_state(row, needs_round, today),
            needs=row.needs or 0,
            answered=row.answered or 0,
            amended=row.amended or 0,
            performance=row.performance or 0,
            reminded_at=row.reminded_at,
            has_head=row.office_id in heads,
        )
        for row in rows
        if may_see_sheet(sight, row)
    ]


def _state(sheet: OfficeSheet, needs_round: NeedsRound, today: date) -> SheetState:
    return sheet_state(
        is_signed=sheet.signed_at is not None,
        has_begun=sheet.has_begun,
        closes_on=needs_round.closes_on,
        today=today,
    )


@written_once
def _sheets(round_id: int) -> QuerySet[OfficeSheet]:
    lines, gaps = SheetLine.objects.all(), PerformanceGap.objects.all()
    reminders = SheetStep.objects.filter(kind=StepKind.REMINDED)
    return (
        OfficeSheet.objects.filter(round_id=round_id)
        .select_related("office")
        .only("round_id", "people", "has_begun", "signed_at", "office__name")
        .annotate(
            needs=_of_sheet(lines, Count("pk")),
            answered=_of_sheet(lines.exclude(answer=Answer.OPEN), Count("pk")),
            amended=_of_sheet(lines.filter(answer=Answer.AMENDED), Count("pk")),
            performance=_of_sheet(gaps, Count("pk")),
            reminded_at=_of_sheet(reminders, Max("at")),
        )
        .order_by("office__name", "pk")
    )


def _of_sheet(rows: QuerySet[Any], figure: Any) -> Subquery:
    """One figure of the rows that hang on a sheet."""
    of_one = rows.filter(sheet=OuterRef("pk")).order_by().values("sheet")
    return Subquery(of_one.annotate(figure=figure).values("figure"))


@written_once
def _offices_with_head() -> QuerySet[Membership, int]:
    heads = Membership.objects.filter(role=Role.KEPALA_OPD, user__is_active=True).order_by()
    return heads.values_list("unit_id", flat=True)


def find_sheet(pk: int) -> OfficeSheet | None:
    """A sheet with its office and its round; whether the reader may see it is asked apart (`may_see_sheet`)."""
    return _sheet.first(pk=pk)


@written_once
def _sheet(pk: int) -> QuerySet[OfficeSheet]:
    told = OfficeSheet.objects.select_related("office", "round__cycle", "round__snapshot")
    unanswered = _of_sheet(SheetLine.objects.filter(answer=Answer.OPEN), Count("pk"))
    return told.annotate(unanswered=unanswered, missing=_missing_in("round_id")).filter(pk=pk).order_by()


def list_own_sheets(needs_round: NeedsRound, sight: Sight) -> list[OfficeSheet]:
    """The sheets that a head answers for, by name."""
    return _own_sheets(round_id=needs_round.pk, keys=sorted(sight.unit_ids or ()))


@written_once
def _own_sheets(round_id: int, keys: Any) -> QuerySet[OfficeSheet]:
    sheets = OfficeSheet.objects.filter(among("office_id", keys), round_id=round_id)
    return sheets.select_related("office").order_by("office__name")


def list_lines(sheet: OfficeSheet) -> QuerySet[SheetLine]:
    """The needs of a sheet."""
    return SheetLine.objects.filter(sheet=sheet)


def join_competencies(lines: QuerySet[SheetLine]) -> QuerySet[SheetLine]:
    """Each line with the name and kind of its competency."""
    return lines.select_related("competency")


def find_line(pk: int) -> SheetLine | None:
    """A need of a sheet with everything that its page says."""
    return _line.first(pk=pk)


@written_once
def _line(pk: int) -> QuerySet[SheetLine]:
    joined = SheetLine.objects.select_related("competency", "sheet__office", "sheet__round__cycle")
    return joined.filter(pk=pk).order_by()


def list_levels(line: SheetLine) -> list[tuple[int, int | None, int]]:
    """How many people at which level: required, present (None: not measured), people; as the round counted them."""
    sheet = line.sheet
    counted = _levels(
        snapshot_id=sheet.round.snapshot_id, office_id=sheet.office_id, competency_id=line.competency_id
    )
    return sorted(counted, key=lambda row: (-row[0], row[1] is None, row[1] or 0))


@written_once
def _levels(snapshot_id: int, office_id: int, competency_id: int) -> QuerySet[Gap, tuple[Any, ...]]:
    rows = Gap.objects.filter(snapshot_id=snapshot_id, office_id=office_id, competency_id=competency_id)
    return rows.order_by().values_list("required", "present").annotate(people=Count("pk"))


def list_performance_gaps(sheet: OfficeSheet) -> list[PerformanceGap]:
    """What the office added to its sheet, in the order written."""
    return _performance_gaps(sheet_id=sheet.pk)


@written_once
def _performance_gaps(sheet_id: int) -> QuerySet[PerformanceGap]:
    return PerformanceGap.objects.filter(sheet_id=sheet_id).select_related("competency").order_by("pk")


def find_performance_gap(pk: int) -> PerformanceGap | None:
    """One of them with its sheet."""
    joined = PerformanceGap.objects.select_related("sheet__office", "sheet__round__cycle", "competency")
    return joined.filter(pk=pk).first()


def list_steps(sheet: OfficeSheet) -> list[SheetStep]:
    """What happened to a sheet, the latest first."""
    return _steps(sheet_id=sheet.pk)


@written_once
def _steps(sheet_id: int) -> QuerySet[SheetStep]:
    return SheetStep.objects.filter(sheet_id=sheet_id).select_related("by").order_by("-at", "-pk")


@dataclass(frozen=True)
class RoundStanding:
    """What the home of an officer says of the round: offices, those without a signature, undecided findings."""

    round: NeedsRound | None
    offices: int = 0
    unsigned: int = 0
    undecided: int = 0


def get_standing_of_round() -> RoundStanding:
    """The current round in figures, with the findings that wait for a decision."""
    row = _standing.first()
    return RoundStanding(row, row.offices, row.unsigned, row.undecided or 0) if row else RoundStanding(None)


@written_once
def _standing() -> QuerySet[NeedsRound]:
    unsigned = Count("sheets", filter=Q(sheets__signed_at__isnull=True))
    waiting = Signal.objects.filter(decision=Decision.WAITING).order_by().values("city")
    undecided = Subquery(waiting.annotate(all=Count("pk")).values("all"))
    rounds = NeedsRound.objects.select_related("cycle").annotate(offices=Count("sheets"), unsigned=unsigned)
    return rounds.annotate(undecided=undecided).order_by("-cycle__year")[:1]


@dataclass(frozen=True)
class OwnSheet:
    """What the home of a head says of one sheet."""

    sheet: OfficeSheet
    state: SheetState
    reminded_at: datetime | None


def list_sheets_to_fill(sight: Sight, today: date) -> Sequence[OwnSheet]:
    """Sheets of open rounds that wait for this head's signature."""
    rows = _to_fill(keys=sorted(sight.unit_ids or ()), today=today)
    return [OwnSheet(row, _state(row, row.round, today), row.reminded_at) for row in rows]


@written_once
def _to_fill(keys: Any, today: date) -> QuerySet[OfficeSheet]:
    reminders = SheetStep.objects.filter(kind=StepKind.REMINDED)
    return (
        OfficeSheet.objects.filter(
            among("office_id", keys),
            signed_at__isnull=True,
            round__closed_at__isnull=True,
            round__opens_on__lte=today,
        )
        .select_related("office", "round__cycle")
        .annotate(reminded_at=_of_sheet(reminders, Max("at")))
        .order_by("office__name")
    )
