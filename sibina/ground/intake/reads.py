"""Questions about what is on its way in: batches, what was found in them, who is missing."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from sibina.ground.competencies.api import Competency
from sibina.ground.intake import files
from sibina.ground.intake.models import Batch, BatchFile, BatchFinding
from sibina.ground.intake.sentences import ORIGIN
from sibina.ground.intake.types import Book
from sibina.ground.people.api import PersonNumber


def list_batches() -> QuerySet[Batch]:
    """Every batch of the city, the latest first."""
    return Batch.objects.select_related("uploaded_by", "job").annotate(
        refused=Count("findings", filter=Q(findings__is_refused=True))
    )


def get_batch(*, batch_id: int) -> Batch:
    """One batch with its job. Raises Batch.DoesNotExist."""
    return Batch.objects.select_related("job", "uploaded_by", "imported_by").get(pk=batch_id)


def list_files(*, batch: Batch) -> list[BatchFile]:
    """The batch's workbooks, without their bytes, in the order people, standards, measurements."""
    order = list(Book)
    return sorted(BatchFile.objects.filter(batch=batch), key=lambda kept: order.index(Book(kept.book)))


def list_findings(*, batch: Batch) -> QuerySet[BatchFinding]:
    """What was refused or warned of in the batch."""
    return BatchFinding.objects.filter(batch=batch)


def count_reasons(*, batch: Batch) -> list[tuple[str, bool, str, int]]:
    """How often each reason occurs: workbook, refused or warned, reason, count; the most frequent first."""
    counted = (
        BatchFinding.objects.filter(batch=batch)
        .values_list("book", "is_refused", "reason")
        .annotate(count=Count("id"))
        .order_by("-is_refused", "-count", "book", "reason")
    )
    return [(book, is_refused, reason, count) for book, is_refused, reason, count in counted]


def known_competencies() -> Mapping[str, str]:
    """The city's competencies: key to name."""
    return dict(Competency.objects.values_list("key", "name"))


def known_nips() -> frozenset[str]:
    """Every number under which a person of the city is or was known."""
    return frozenset(PersonNumber.objects.values_list("number", flat=True))


def list_missing(*, nips: frozenset[str]) -> list[tuple[str, str]]:
    """People on record of whom none of these numbers speaks: NIP and name, by name."""
    current = PersonNumber.objects.filter(is_current=True, person__left_on__isnull=True)
    pairs = current.values_list("number", "person__name").order_by("person__name", "number")
    return [(number, name) for number, name in pairs if number not in nips]


def find_latest_export() -> date | None:
    """The day of the latest personnel export that was imported."""
    imported = Batch.objects.filter(state=Batch.State.IMPORTED, result__has_key="people")
    return imported.aggregate(latest=Max("as_of"))["latest"]


def find_file(*, batch: Batch, book: str) -> BatchFile | None:
    """The batch's workbook of this kind, or None."""
    return BatchFile.objects.filter(batch=batch, book=book).select_related("stored").first()


def get_marked_workbook(*, kept: BatchFile) -> bytes:
    """The workbook in its own layout, personal columns blank, with refused and doubtful cells marked."""
    marks: dict[tuple[int, int], files.Mark] = {}
    # Refused cells come last, so that of two marks on one cell the graver one is seen.
    found = BatchFinding.objects.filter(batch_id=kept.batch_id, book=kept.book).order_by("is_refused", "id")
    for finding in found:
        if finding.row is not None:
            place = (finding.row, finding.place or 0)
            marks[place] = files.Mark(finding.sentence, finding.is_refused)
    source = files.open_kept(bytes(kept.stored.content))
    return files.marked_workbook(source, marks, rows=kept.rows, origin=str(ORIGIN))
