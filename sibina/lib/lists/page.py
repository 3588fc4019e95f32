"""The page of a list, and its export."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from sibina.lib import words
from sibina.lib.lists.exports import export_list
from sibina.lib.lists.rows import PER_PAGE, find_rows, read_wish, value_at
from sibina.lib.lists.types import Column, ListSpec, Wish
from sibina.lib.questions import Question, among

ROWS_TARGET = "baris"


def list_page(
    request: HttpRequest,
    *,
    rows: Any,
    spec: ListSpec,
    template: str = "ui/list.html",
    extra: dict[str, Any] | None = None,
    count: int | None = None,
) -> HttpResponse:
    """A list as a page, as its rows alone (htmx), or as a workbook of all pages (`?unduh=xlsx`; a long one as a job).

    `rows` is a QuerySet (count and page; far pages and joined rows by their keys first) or a sequence. `count` is
    how many rows there are after filters and search, where that is known already. The address may hold `q`
    (words), `urut` (a column's key, minus for downward), `hal`, `per` (25, 50, 100) and the filters' keys.
    """
    wish = read_wish(request.GET, spec)
    found = find_rows(rows, spec, wish)
    if count is None and not (wish.words or wish.chosen):
        count = spec.total
    if wish.export:
        whole = spec.joining(found, **spec.told) if spec.joining and isinstance(found, QuerySet) else found
        return export_list(request, spec, wish, whole, count=count)
    page = _page_of(found, spec, wish, count)
    context = (extra or {}) | list_context(request, spec, wish, page)
    only_rows = (
        request.headers.get("HX-Target") == ROWS_TARGET
        and "HX-History-Restore-Request" not in request.headers
    )
    response = render(request, "ui/_list_rows.html" if only_rows else template, context)
    # The same address answers with a page or with its rows: a cache must keep the two apart.
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _page_of(found: Any, spec: ListSpec, wish: Wish, count: int | None) -> Page[Any]:
    """The page asked for.

    Where its rows cannot be read off an index, what is joined or looked up for a row is so for the rows shown only:
    their keys come first, and with them how many there are in all.
    """
    paginator = Paginator(found, wish.per_page)
    keys: list[int] | None = None
    is_narrowed = bool(wish.words or wish.chosen)
    is_scanned = is_narrowed or wish.order != spec.order
    if isinstance(found, QuerySet) and (is_scanned or spec.joining or wish.page > 1):
        begin = (wish.page - 1) * wish.per_page
        # Rows that have to be looked for are counted on the way; all rows are counted faster off an index.
        counted = [Window(Count("*"))] if is_narrowed and count is None else []
        rows = list(found.values_list("pk", *counted)[begin : begin + wish.per_page])
        if rows:
            keys = [row[0] for row in rows]
            count = rows[0][1] if counted else count
        if count is None and len(rows) < wish.per_page and (rows or not begin):
            count = begin + len(rows)
    if count is not None:
        paginator.count = count  # type: ignore[misc]  # a cached property
    page = paginator.get_page(wish.page)
    if keys is not None:
        shown = {row.pk: row for row in _rows_of(found, spec, keys)}
        page.object_list = [shown[key] for key in keys if key in shown]
    return page


def _rows_of(found: QuerySet[Any], spec: ListSpec, keys: list[int]) -> Iterable[Any]:
    """The rows with these keys, in no order, with everything that is shown of them."""
    if spec.joining is None:
        return found.order_by().in_bulk(keys).values()
    model: Any = found.model
    return _shown(model, spec.joining, tuple(spec.told))(keys=keys, **spec.told)


@lru_cache(maxsize=128)
def _shown(model: type[Any], joining: Callable[..., QuerySet[Any]], told: tuple[str, ...]) -> Question[Any]:
    def rows(keys: Any, **values: Any) -> QuerySet[Any]:
        return joining(model.objects.filter(among("pk", keys)), **values).order_by()

    return Question(rows, ("keys", *told))


def list_context(request: HttpRequest, spec: ListSpec, wish: Wish, page: Page[Any]) -> dict[str, Any]:
    """Everything that the templates of a list show."""
    return {
        "spec": spec,
        "title": spec.title,
        "lead": spec.lead,
        "wish": wish,
        "page": page,
        "heads": [_head(request, column, wish) for column in spec.columns],
        "lines": [[cell_of(column, row) for column in spec.columns] for row in page.object_list],
        "filters": [
            {"filter": narrow, "options": narrow.options(), "chosen": wish.chosen.get(narrow.key, "")}
            for narrow in spec.filters
        ],
        "orders": _orders(spec),
        "kept": _kept(request, spec),
        "is_narrowed": bool(wish.words or wish.chosen),
        "export_address": _address(request, unduh="xlsx", hal=None),
        "pages": [
            {"number": number, "address": _address(request, hal=number) if isinstance(number, int) else ""}
            for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ],
        "previous": _address(request, hal=page.previous_page_number()) if page.has_previous() else "",
        "next": _address(request, hal=page.next_page_number()) if page.has_next() else "",
        "sizes": [
            {"size": size, "address": _address(request, per=size, hal=None), "here": size == wish.per_page}
            for size in PER_PAGE
        ],
    }


def table_of(columns: Sequence[Column], rows: Iterable[Any]) -> dict[str, Any]:
    """A table inside a page, for `ui/table.html`: the same columns as a list, in the order given."""
    heads = [{"column": column, "address": "", "sorted": ""} for column in columns]
    return {"heads": heads, "lines": [[cell_of(column, row) for column in columns] for row in rows]}


def cell_of(column: Column, row: Any) -> dict[str, Any]:
    """One cell as the screen shows it."""
    value = value_at(row, column.value)
    return {
        "column": column,
        "text": show(column.kind, value),
        "url": column.link(row) if column.link else "",
        "tone": column.tone(row) if column.tone and column.kind == "badge" else "",
    }


def show(kind: str, value: Any) -> str:
    """A value in words. Unknown is a dash, never nought; a word in a column of figures stays a word."""
    if value is None or value == "":
        return words.UNKNOWN
    if isinstance(value, str) or kind in AS_IT_IS:
        return str(value)
    if kind == "moment":
        return words.moment(timezone.localtime(value))
    return WORDS_OF[kind](value)


AS_IT_IS = frozenset({"text", "nip", "badge", "chart"})
WORDS_OF: dict[str, Callable[[Any], str]] = {
    "number": words.number,
    "decimal": partial(words.number, decimals=2),
    "percent": words.percent,
    "rupiah": words.rupiah,
    "date": words.short_date,
}


def _head(request: HttpRequest, column: Column, wish: Wish) -> dict[str, Any]:
    """A heading; where it sorts, the address that it leads to and how the list stands now."""
    upward, downward = wish.order == column.key, wish.order == f"-{column.key}"
    return {
        "column": column,
        "address": _address(request, urut=f"-{column.key}" if upward else column.key, hal=None)
        if column.sort
        else "",
        "sorted": "ascending" if upward else "descending" if downward else "",
        "icon": "chevron-up" if upward else "chevron-down" if downward else "sort",
    }


def _address(request: HttpRequest, **changes: Any) -> str:
    """The address of this list with these parts changed; None takes a part out."""
    kept = [(key, values) for key, values in request.GET.lists() if key != "unduh" and key not in changes]
    changed = [(key, str(value)) for key, value in changes.items() if value is not None]
    return f"?{urlencode([*kept, *changed], doseq=True)}"


def _orders(spec: ListSpec) -> list[tuple[str, str]]:
    """Every order that the list can stand in: on a phone the headings are not there to be pressed."""
    found = [("", _("Urutan asal"))] if not spec.order else []
    up, down = _("naik"), _("turun")
    for column in spec.columns:
        if column.sort:
            found += [(column.key, f"{column.label}, {up}"), (f"-{column.key}", f"{column.label}, {down}")]
    return found if len(found) > 1 else []


def _kept(request: HttpRequest, spec: ListSpec) -> list[tuple[str, str]]:
    """What else the address says, such as a day or a tab; a search must not lose it."""
    own = {"q", "urut", "hal", "per", "unduh"} | {narrow.key for narrow in spec.filters}
    return [(key, value) for key, values in request.GET.lists() if key not in own for value in values]
