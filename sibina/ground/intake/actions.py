"""Verbs of intake: upload, check, import, discard. An import is one transaction: all of it, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.ground.competencies.api import import_measurements, import_standards
from sibina.ground.competencies.types import MeasurementRows, StandardRows
from sibina.ground.intake import files, reads
from sibina.ground.intake.models import Batch, BatchFile, BatchFinding
from sibina.ground.intake.rules import check_workbooks
from sibina.ground.intake.sentences import fault_sentence, older_export_sentence, report_of
from sibina.ground.intake.types import (
    Book,
    Checked,
    FaultKind,
    Finding,
    MeasurementsTaken,
    NothingToImport,
    OlderExport,
    PeopleTaken,
    StandardsTaken,
    WorkbookFault,
)
from sibina.ground.people.api import import_people
from sibina.ground.people.types import PeopleRows, PositionRow, UnitRow
from sibina.lib.audit.api import record
from sibina.lib.files.api import store_file
from sibina.lib.jobs.models import Job
from sibina.lib.table_problems import BadInput, Problem
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City

Progress = Callable[[float, str], None]
MOST_MISSING_LISTED = 2_000
KEPT_TYPE = "application/gzip"


def upload_workbooks(
    *, city: City, contents: Mapping[str, bytes], at: datetime, by: User | None, batch: Batch | None = None
) -> tuple[Batch | None, tuple[WorkbookFault, ...]]:
    """Keep each file that is one of the three workbooks, without its personal columns; tell each that is not.

    A workbook of a kind that the batch has already takes its place. No file kept: no batch is made.
    """
    sources, faults = files.open_all(contents)
    kept: dict[Book, tuple[str, files.Kept]] = {}
    for source in sources:
        try:
            copy = files.keep(source)
            if copy.book in kept:
                raise WorkbookFault(
                    source.file, FaultKind.SAME_BOOK_TWICE, book=copy.book, other=kept[copy.book][0]
                )
        except WorkbookFault as fault:
            faults.append(fault)
        else:
            kept[copy.book] = (source.file, copy)
    if not kept:
        return batch, tuple(faults)
    batch = batch or Batch.objects.create(city=city, uploaded_at=at, uploaded_by=by)
    for name, copy in kept.values():
        _put_file(batch, name, copy, size=len(contents[name]), at=at, by=by)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CHECKING)
    batch.state = Batch.State.CHECKING
    data = {"files": [{"name": name, "book": copy.book.value} for name, copy in kept.values()]}
    record(verb="intake.batch.uploaded", city=city, by=by, at=at, target=batch, data=data)
    return batch, tuple(faults)


def _put_file(batch: Batch, name: str, copy: files.Kept, *, size: int, at: datetime, by: User | None) -> None:
    for old in BatchFile.objects.filter(batch=batch, book=copy.book).select_related("stored"):
        old.delete()
        old.stored.delete()
    stored = store_file(
        city=batch.city,
        name=f"{copy.book.value}.json.gz",
        content=copy.content,
        at=at,
        by=by,
        content_type=KEPT_TYPE,
    )
    BatchFile.objects.create(
        city=batch.city,
        batch=batch,
        book=copy.book,
        name=name[-200:],
        sheet=copy.sheet[:120],
        rows=copy.rows,
        size=size,
        stored=stored,
    )


def check_batch(*, batch: Batch, at: datetime, by: User | None) -> Batch:
    """Check the kept workbooks and write down what would be taken, what is refused, and who is missing."""
    checked = _check_again(batch)
    batch.as_of = checked.as_of
    batch.report = _short_report(checked)
    batch.state = Batch.State.CHECKED
    batch.save(update_fields=["as_of", "report", "state"])
    BatchFinding.objects.filter(batch=batch).delete()
    BatchFinding.objects.bulk_create(_findings(batch, checked), batch_size=2_000)
    counts = {book.value: _counts(checked, book) for book in Book}
    record(
        verb="intake.batch.checked",
        city=batch.city,
        by=by,
        at=at,
        target=batch,
        data={"as_of": checked.as_of.isoformat()} | counts,
    )
    return batch


def _check_again(batch: Batch) -> Checked:
    """The check is a pure rule on what was kept, so it gives the same each time."""
    kept = BatchFile.objects.filter(batch=batch).select_related("stored")
    sources = [files.open_kept(bytes(file.stored.content)) for file in kept]
    return check_workbooks(
        sources,
        today=timezone.localdate(batch.uploaded_at),
        known_competencies=reads.known_competencies(),
        known_nips=reads.known_nips(),
    )


def _short_report(checked: Checked) -> dict[str, object]:
    """The report with counts in place of lists, and who is on record but not in the export."""
    report = report_of(checked)
    for book in ("people", "standards", "measurements"):
        part = report[book]
        if isinstance(part, dict):
            for name in ("refused", "warnings"):
                part[name] = len(part[name])
    if checked.people is not None:
        missing = reads.list_missing(nips=frozenset(checked.people.columns.nip))
        report["missing"] = missing[:MOST_MISSING_LISTED]
        report["missing_count"] = len(missing)
        latest = reads.find_latest_export()
        report["older_than"] = latest.isoformat() if latest and checked.as_of < latest else None
    report["faults"] = [{"file": fault.file, "sentence": fault_sentence(fault)} for fault in checked.faults]
    return report


def _taken(checked: Checked, book: Book) -> PeopleTaken | StandardsTaken | MeasurementsTaken | None:
    return {
        Book.PEOPLE: checked.people,
        Book.STANDARDS: checked.standards,
        Book.MEASUREMENTS: checked.measurements,
    }[book]


def _counts(checked: Checked, book: Book) -> dict[str, int] | None:
    taken = _taken(checked, book)
    if taken is None:
        return None
    return {"rows": taken.rows, "refused": len(taken.refused), "warnings": len(taken.warnings)}


def _findings(batch: Batch, checked: Checked) -> list[BatchFinding]:
    made = []
    for book in Book:
        taken = _taken(checked, book)
        if taken is None:
            continue
        for is_refused, findings in ((True, taken.refused), (False, taken.warnings)):
            made += [_finding(batch, book, is_refused, found) for found in findings]
    return made


def _finding(batch: Batch, book: Book, is_refused: bool, found: Finding) -> BatchFinding:
    return BatchFinding(
        city=batch.city,
        batch=batch,
        book=book,
        is_refused=is_refused,
        row=found.row,
        place=found.place,
        column=found.column[:200],
        value=found.value[:200],
        reason=found.reason,
        detail=found.detail[:40],
    )


def import_batch(
    *,
    batch_id: int,
    at: datetime,
    by: User | None,
    mark_left: bool = False,
    progress: Progress = lambda share, message: None,
) -> Batch:
    """Write everything that the check accepts, in the caller's one transaction; then the batch is imported.

    Raises NothingToImport, OlderExport. A batch that is imported already stays as it is.
    """
    batch = Batch.objects.select_for_update(of=("self",)).select_related("city").get(pk=batch_id)
    if batch.state == Batch.State.IMPORTED:
        return batch
    progress(0.02, _("Membaca dan memeriksa berkas"))
    checked = _check_again(batch)
    batch.result = _write(batch.city, checked, at=at, by=by, mark_left=mark_left, progress=progress)
    batch.state = Batch.State.IMPORTED
    batch.as_of, batch.imported_at, batch.imported_by = checked.as_of, at, by
    batch.save(update_fields=["result", "state", "as_of", "imported_at", "imported_by"])
    record(verb="intake.batch.imported", city=batch.city, by=by, at=at, target=batch, data=batch.result)
    return batch


def link_job(*, batch: Batch, job: Job, state: Batch.State) -> None:
    """The batch waits for this job; the job itself tells its end."""
    Batch.objects.filter(pk=batch.pk).update(job=job, state=state)


def discard_batch(*, batch: Batch, at: datetime, by: User | None) -> None:
    """Lay a batch aside; its kept copies are deleted."""
    for kept in BatchFile.objects.filter(batch=batch).select_related("stored"):
        kept.delete()
        kept.stored.delete()
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.DISCARDED)
    record(verb="intake.batch.discarded", city=batch.city, by=by, at=at, target=batch)


def import_folder(
    *,
    city: City,
    folder: Path,
    at: datetime,
    by: User | None = None,
    confirm_shrink: bool = False,
    progress: Progress = lambda share, message: None,
) -> dict[str, object]:
    """Check and import a folder's three workbooks in one transaction. Raises BadInput and then writes nothing.

    Run again, nothing changes, and no second batch is made.
    """
    progress(0.0, _("Membaca dan memeriksa berkas"))
    checked = files.read_folder(folder, today=timezone.localdate(at))
    with city_context(city):
        try:
            result = _write(city, checked, at=at, by=by, mark_left=confirm_shrink, progress=progress)
        except OlderExport as older:
            sentence = older_export_sentence(older)
            raise BadInput([Problem(Book.PEOPLE.value, allowed=sentence, code="note")]) from older
        if result["changed"]:
            batch = Batch.objects.create(
                city=city,
                state=Batch.State.IMPORTED,
                as_of=checked.as_of,
                report=_short_report(checked),
                result=result,
                uploaded_at=at,
                uploaded_by=by,
                imported_at=at,
                imported_by=by,
            )
            BatchFinding.objects.bulk_create(_findings(batch, checked), batch_size=2_000)
            record(verb="intake.folder.imported", city=city, by=by, at=at, target=batch, data=result)
    progress(1.0, _("Selesai"))
    return {"city": city.name, "as_of": checked.as_of.isoformat(), **result}


def _write(
    city: City,
    checked: Checked,
    *,
    at: datetime,
    by: User | None,
    mark_left: bool,
    progress: Progress,
) -> dict[str, object]:
    """Hand what was taken to people and competencies. The order is theirs: a level needs its person."""
    if checked.people is None and checked.standards is None and checked.measurements is None:
        raise NothingToImport
    result: dict[str, object] = {"changed": False}
    if checked.people is not None:
        latest = reads.find_latest_export()
        if latest is not None and checked.as_of < latest:
            raise OlderExport(checked.as_of, latest)
        message = _("Menulis %(count)s orang") % {
            "count": f"{len(checked.people.columns.nip):,}".replace(",", ".")
        }
        people = import_people(
            city=city,
            people=_people_rows(checked.people),
            at=at,
            by=by,
            mark_missing_as_left=mark_left,
            progress=lambda share: progress(0.25 + 0.45 * share, message),
        )
        counts = asdict(people)
        missing = counts.pop("missing")
        result["people"] = counts | {"missing": 0 if mark_left else len(missing)}
        result["missing"] = (
            [] if mark_left else [[nip, name] for _id, nip, name in missing[:MOST_MISSING_LISTED]]
        )
        result["changed"] = not people.is_nothing
    if checked.standards is not None:
        progress(0.72, _("Menulis standar kompetensi"))
        standards = import_standards(city=city, standards=_standard_rows(checked), at=at, by=by)
        result["standards"] = asdict(standards)
        result["changed"] = result["changed"] or not standards.is_nothing
    if checked.measurements is not None:
        progress(0.8, _("Menulis hasil penilaian"))
        rows = _measurement_rows(checked.measurements)
        measured = import_measurements(city=city, measurements=rows, at=at, by=by)
        result["measurements"] = asdict(measured) | {"strangers": len(measured.strangers)}
        result["changed"] = result["changed"] or not measured.is_nothing
    progress(0.97, _("Menyimpan"))
    return result


def _people_rows(taken: PeopleTaken) -> PeopleRows:
    columns = {name: values for name, values in vars(taken.columns).items() if name != "row"}
    return PeopleRows(
        as_of=taken.as_of,
        units=[UnitRow(unit.office, unit.unit) for unit in taken.units],
        positions=[PositionRow(found.name, found.kind, found.echelon) for found in taken.positions],
        **columns,
    )


def _standard_rows(checked: Checked) -> StandardRows:
    assert checked.standards is not None
    columns = checked.standards.columns
    stated = {} if checked.people is None else {found.key: found for found in checked.people.positions}
    positions = [
        PositionRow(name, stated[key].kind, stated[key].echelon) if key in stated else PositionRow(name)
        for key, name in zip(columns.position_key, columns.position, strict=True)
    ]
    return StandardRows(
        valid_from=checked.as_of,
        position=positions,
        competency=columns.competency,
        kind=columns.kind,
        level=columns.level,
        basis=columns.basis,
    )


def _measurement_rows(taken: MeasurementsTaken) -> MeasurementRows:
    columns = taken.columns
    return MeasurementRows(
        nip=columns.nip,
        competency=columns.competency,
        level=columns.level,
        method=columns.method,
        measured_on=columns.measured_on,
        rater=columns.rater,
    )
