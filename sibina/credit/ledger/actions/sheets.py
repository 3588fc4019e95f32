"""Verbs of sheets from SIASN: upload, check, import, drop. An import is one transaction: all of it, or nothing."""

import gzip
import json
from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from sibina.credit.ledger import reads, rules
from sibina.credit.ledger.models import OutsideEvent, OutsideTraining, SheetFinding, TrainingSheet
from sibina.credit.ledger.types import (
    NationalFile,
    NothingToTake,
    OutsideState,
    OutsideStep,
    RawRow,
    SheetColumns,
    SheetSettled,
    SheetState,
    SheetTaken,
    SheetUnknown,
)
from sibina.ground.intake.api import open_workbook
from sibina.ground.people.rules import name_key
from sibina.lib.audit.api import record
from sibina.lib.files.api import store_file
from sibina.lib.jobs.api import Job
from sibina.lib.tenancy.models import City

KEPT_TYPE = "application/gzip"
DAY_MARK = "\u0001"
AT_ONCE = 5_000


def upload_sheet(*, city: City, name: str, content: bytes, at: datetime, by: User | None) -> TrainingSheet:
    """Keep what is read of a file. Raises WorkbookFault, SheetUnknown."""
    columns, rows = _read(name, content)
    lines = [_line(row) for row in rows]
    told = {"file": columns.file, "headings": dict(columns.headings)}
    kept = gzip.compress("\n".join([json.dumps(told), *lines]).encode(), compresslevel=1, mtime=0)
    stored = store_file(
        city=city, name=f"{columns.file}.json.gz", content=kept, at=at, by=by, content_type=KEPT_TYPE
    )
    sheet = TrainingSheet.objects.create(
        city=city,
        name=name[-200:],
        file=columns.file,
        stored=stored,
        rows=len(lines),
        uploaded_at=at,
        uploaded_by=by,
    )
    data = {"name": sheet.name, "rows": sheet.rows}
    record(verb="ledger.sheet.uploaded", city=city, by=by, at=at, target=sheet, data=data)
    return sheet


def _read(name: str, content: bytes) -> tuple[SheetColumns, Iterable[RawRow]]:
    """The first sheet of the file that has SIASN's headings."""
    missing: tuple[str, ...] = ()
    for sheet in open_workbook(name, content).sheets:
        head = [list(row) for row in islice(sheet.rows, rules.LOOK_AHEAD)]
        columns = rules.columns_of(head)
        if columns is None:
            continue
        if not columns.missing:
            below = columns.position + 1
            rows = chain(head[below:], sheet.rows)
            return columns, rules.raw_rows(rows, columns, sheet.first_row + below)
        missing = columns.missing
    raise SheetUnknown(missing)


def _line(row: RawRow) -> str:
    return json.dumps([row.number, row.cells], ensure_ascii=False, default=_plain)


def _plain(cell: Any) -> str:
    if isinstance(cell, datetime):
        return DAY_MARK + cell.date().isoformat()
    return DAY_MARK + cell.isoformat() if isinstance(cell, date) else str(cell)


def _open_kept(sheet: TrainingSheet) -> tuple[SheetColumns, list[RawRow]]:
    """The kept cells as they were read the first time."""
    assert sheet.stored is not None, "a sheet that waits has its cells"
    first, *lines = gzip.decompress(bytes(sheet.stored.content)).decode().split("\n")
    told = json.loads(first)
    columns = SheetColumns(NationalFile(told["file"]), 0, {}, told["headings"])
    rows = [json.loads(line) for line in lines if line]
    return columns, [
        RawRow(number, {name: _cell(cell) for name, cell in cells.items()}) for number, cells in rows
    ]


def _cell(cell: Any) -> Any:
    is_day = isinstance(cell, str) and cell.startswith(DAY_MARK)
    return date.fromisoformat(cell[1:]) if is_day else cell


def _take(sheet: TrainingSheet) -> SheetTaken:
    columns, rows = _open_kept(sheet)
    versions = reads.list_versions()
    return rules.take_sheet(
        rows,
        columns,
        reads.get_known(),
        today=timezone.localdate(sheet.uploaded_at),
        by_hours=lambda day: reads.forms_by_hours(versions, day),
    )


def link_job(*, sheet: TrainingSheet, job: Job, state: SheetState) -> None:
    """The sheet waits for this job."""
    TrainingSheet.objects.filter(pk=sheet.pk).update(job=job, state=state)


@transaction.atomic
def check_sheet(*, sheet_id: int, at: datetime, by: User | None) -> TrainingSheet:
    """Say what would be taken and what is refused; nothing is recorded. Raises SheetSettled."""
    sheet = _locked(sheet_id)
    taken = _take(sheet)
    sheet.taken, sheet.known, sheet.doubled = len(taken.taken), taken.known, taken.doubled
    sheet.refused = len(taken.refused)
    sheet.state = SheetState.CHECKED
    sheet.save()
    SheetFinding.objects.filter(sheet=sheet).delete()
    SheetFinding.objects.bulk_create(
        (
            SheetFinding(
                city_id=sheet.city_id,
                sheet=sheet,
                row=flaw.row,
                column=flaw.column[:80],
                value=flaw.value,
                reason=flaw.reason,
            )
            for flaw in taken.refused
        ),
        batch_size=AT_ONCE,
    )
    data = {"rows": sheet.rows, "taken": sheet.taken, "refused": sheet.refused}
    record(verb="ledger.sheet.checked", city=sheet.city, by=by, at=at, target=sheet, data=data)
    return sheet


@transaction.atomic
def import_sheet(*, sheet_id: int, at: datetime, by: User | None) -> TrainingSheet:
    """Record what can be taken, verified by who imports: it is SIASN's own data. Run twice, it changes nothing.

    It is checked once more, so that what was recorded since is not doubled. Raises SheetSettled, NothingToTake.
    """
    sheet = _locked(sheet_id)
    taken = _take(sheet)
    if not taken.taken:
        raise NothingToTake
    made = OutsideTraining.objects.bulk_create(
        (
            OutsideTraining(
                city_id=sheet.city_id,
                person_id=row.person_id,
                **vars(row.facts) | {"form": str(row.facts.form)},
                title_key=name_key(row.facts.title),
                is_imported=True,
                state=OutsideState.VERIFIED,
                sent_at=at,
                changed_at=at,
                changed_by=by,
            )
            for row in taken.taken
        ),
        batch_size=AT_ONCE,
    )
    OutsideEvent.objects.bulk_create(
        (
            OutsideEvent(city_id=sheet.city_id, training=one, step=OutsideStep.IMPORTED, at=at, by=by)
            for one in made
        ),
        batch_size=AT_ONCE,
    )
    sheet.taken, sheet.known, sheet.doubled = len(taken.taken), taken.known, taken.doubled
    sheet.refused, sheet.state = len(taken.refused), SheetState.IMPORTED
    sheet.imported_at, sheet.imported_by = at, by
    sheet.save()
    data = {"taken": sheet.taken, "known": sheet.known, "refused": sheet.refused}
    record(verb="ledger.sheet.imported", city=sheet.city, by=by, at=at, target=sheet, data=data)
    return sheet


@transaction.atomic
def drop_sheet(*, sheet_id: int, at: datetime, by: User | None) -> TrainingSheet:
    """Lay a sheet aside; its kept cells are deleted. Raises SheetSettled."""
    sheet = _locked(sheet_id)
    stored = sheet.stored
    sheet.state, sheet.stored = SheetState.DROPPED, None
    sheet.save()
    if stored is not None:
        stored.delete()
    record(verb="ledger.sheet.dropped", city=sheet.city, by=by, at=at, target=sheet)
    return sheet


def _locked(sheet_id: int) -> TrainingSheet:
    rows = TrainingSheet.objects.select_for_update(of=("self",)).select_related("city", "stored")
    sheet = rows.get(pk=sheet_id)
    if sheet.state in {SheetState.IMPORTED, SheetState.DROPPED}:
        raise SheetSettled
    return sheet
