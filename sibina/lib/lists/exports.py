"""The workbook of a list: at once where it is short, by work in the background where it is long.

The background asks the very page for it again, as the same member (`sibina.web.jobs`), so that filters, order, sight
and columns are those of the screen.
"""

from collections.abc import Callable, Generator, Iterator
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.lib import words
from sibina.lib.documents import Sheet, SheetColumn, write_workbook
from sibina.lib.files.api import XLSX, attachment
from sibina.lib.jobs.api import Job, start_job
from sibina.lib.lists.rows import value_at
from sibina.lib.lists.types import Column, ListSpec, Wish
from sibina.lib.tenancy.models import City

EXPORT_LIST = "lists.export"
MOST_CELLS_AT_ONCE = 50_000
"""Cells up to which the reader waits: a second or two. All gaps of a city of 15,000 are two million."""
EXPORT_CHUNK = 2000
ROWS_BETWEEN_LOOKS = 500


class ExportRequest(HttpRequest):
    """A member's request; the background puts `tell` in it, which hears how many rows are written."""

    city: City
    membership: Any
    user: User
    tell: Callable[[int, int], None]


def export_list(
    request: HttpRequest, spec: ListSpec, wish: Wish, found: Any, *, count: int | None = None
) -> HttpResponse:
    """The same columns, filters and order as on the screen; every page. A long list: the page of the job."""
    rows = count if count is not None else found.count() if isinstance(found, QuerySet) else len(found)
    tell = getattr(request, "tell", None)
    if tell is None and rows * len(spec.columns) > MOST_CELLS_AT_ONCE:
        return redirect("jobs:detail", pk=_job_for(cast("ExportRequest", request), spec).pk)
    now = timezone.localtime()
    sheet = Sheet(
        name=str(spec.title),
        heading=str(spec.title),
        notes=_notes(request, spec, wish),
        columns=[
            SheetColumn(str(column.label), _sheet_kind(column), column.width) for column in spec.columns
        ],
        rows=_cells(found, spec, rows, tell),
    )
    content = write_workbook([sheet], is_long=tell is not None)
    return attachment(name=f"{spec.name}-{now:%Y%m%d}.xlsx", content=content, content_type=XLSX)


def _job_for(request: ExportRequest, spec: ListSpec) -> Job:
    """The job that makes it; one that is under way already is not started twice."""
    arguments = {
        "path": request.path,
        "query": request.GET.urlencode(),
        "membership_id": request.membership.pk,
    }
    under_way = Job.objects.filter(
        kind=EXPORT_LIST,
        arguments=arguments,
        requested_by=request.user,
        state__in=Job.OPEN,
    ).first()
    return under_way or start_job(
        city=request.city,
        kind=EXPORT_LIST,
        title=_("Unduhan: %(title)s") % {"title": spec.title},
        at=timezone.now(),
        by=request.user,
        arguments=arguments,
    )


def _notes(request: HttpRequest, spec: ListSpec, wish: Wish) -> list[str]:
    """Source, time, and what was searched and narrowed."""
    city = getattr(request, "city", None)
    notes = [
        _("Sumber: SIBINA%(city)s, %(at)s.")
        % {"city": f" {city}" if city else "", "at": words.moment(timezone.localtime())}
    ]
    if getattr(city, "is_example", False):
        notes.append(_("Kota contoh, untuk mencoba: isinya bukan data resmi kota."))
    if wish.words:
        notes.append(_("Dicari: %(words)s") % {"words": wish.words})
    for narrow in spec.filters:
        if narrow.key in wish.chosen:
            label = dict(narrow.options())[wish.chosen[narrow.key]]
            notes.append(f"{narrow.label}: {label}")
    return notes + [str(note) for note in spec.notes]


def _cells(
    found: Any, spec: ListSpec, count: int, tell: Callable[[int, int], None] | None
) -> Iterator[list[Any]]:
    rows = found.iterator(chunk_size=EXPORT_CHUNK) if isinstance(found, QuerySet) else iter(found)
    try:
        for done, row in enumerate(rows):
            if tell is not None and done % ROWS_BETWEEN_LOOKS == 0:
                tell(done, count)
            yield [_cell_value(column, row) for column in spec.columns]
    finally:
        if isinstance(rows, Generator):
            rows.close()  # whoever stops half-way leaves no cursor open behind the transaction


def _sheet_kind(column: Column) -> str:
    return "text" if column.kind == "badge" else column.kind


def _cell_value(column: Column, row: Any) -> Any:
    """A figure as a figure; a moment in the city's own time."""
    value = value_at(row, column.value)
    if column.kind == "moment" and value is not None:
        return timezone.localtime(value)
    return value
