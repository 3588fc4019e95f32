"""From the address to the rows: search, filters and order, for a query or for rows worked out already."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import F, Q, QuerySet

from sibina.lib.addresses import row_address
from sibina.lib.lists.types import Column, ListSpec, Wish

PER_PAGE = (25, 50, 100)


def read_wish(query: Mapping[str, str], spec: ListSpec) -> Wish:
    """What the address asks for. What it asks wrongly falls back to the list's own way."""
    sortable = {column.key for column in spec.columns if column.sort}
    order = query.get("urut", "")
    if order.lstrip("-") not in sortable:
        order = spec.order
    chosen = {}
    for narrow in spec.filters:
        value = query.get(narrow.key, "")
        if value and value in {option for option, _ in narrow.options()}:
            chosen[narrow.key] = value
    return Wish(
        words=" ".join(query.get("q", "").replace("\x00", "").split())[:200],
        order=order,
        chosen=chosen,
        page=_whole(query.get("hal", ""), 1),
        per_page=_whole(query.get("per", ""), spec.per_page, PER_PAGE),
        export=query.get("unduh", "") == "xlsx",
    )


def _whole(text: str, otherwise: int, allowed: Sequence[int] = ()) -> int:
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise
    return found if not allowed or found in allowed else otherwise


def address_of(name: str, key: str = "pk", *, before: tuple[int, ...] = ()) -> Callable[[Any], str]:
    """A row's own page, for `Column.link`: the address of this name with the row's number as its last part.

    `before` are the numbers that come earlier in the address.
    """
    return lambda row: row_address(name, value_at(row, key), before)


def find_rows(rows: Any, spec: ListSpec, wish: Wish) -> Any:
    """The rows that the reader asked for, in order; still a query when it was one."""
    for narrow in spec.filters:
        if narrow.key not in wish.chosen:
            continue
        value = wish.chosen[narrow.key]
        if callable(narrow.apply):
            rows = narrow.apply(rows, value)
        elif isinstance(rows, QuerySet):
            rows = rows.filter(**{narrow.apply: value})
        else:
            rows = [row for row in rows if str(value_at(row, narrow.apply)) == value]
    if isinstance(rows, QuerySet):
        return _order_query(_search_query(rows, spec, wish.words), spec, wish.order)
    return _order_rows(_search_rows(rows, spec, wish.words), spec, wish.order)


def _search_query(rows: QuerySet[Any], spec: ListSpec, words: str) -> QuerySet[Any]:
    """Every word must stand somewhere in the fields searched."""
    fields = [name for name in spec.search if isinstance(name, str)]
    if not words or not fields:
        return rows
    numbers = {column.value for column in spec.columns if column.kind == "nip"}
    letters = [name for name in fields if name.removesuffix(AS_IT_STANDS) not in numbers]

    def stands(word: str) -> Q:
        # A name is no part of a NIP; looking for it there costs more than all the rest.
        places = fields if word.isdigit() or not letters else letters
        return reduce(or_, (_stands_in(name, word) for name in places))

    return rows.filter(reduce(and_, map(stands, words.split())))


AS_IT_STANDS = "__contains"


def _stands_in(name: str, word: str) -> Q:
    return Q(**{name: word.lower()}) if name.endswith(AS_IT_STANDS) else Q(**{f"{name}__icontains": word})


def _order_query(rows: QuerySet[Any], spec: ListSpec, order: str) -> QuerySet[Any]:
    """By the column, missing values last, and by key where two are equal."""
    column = _column(spec, order)
    if column is None:
        return rows
    assert isinstance(column.sort, str), "a query is ordered by a field"
    field = F(column.sort)
    asked = field.desc(nulls_last=True) if order.startswith("-") else field.asc(nulls_last=True)
    return rows.order_by(asked, "pk")


def _search_rows(rows: Sequence[Any], spec: ListSpec, words: str) -> Sequence[Any]:
    if not words or not spec.search:
        return rows
    wanted = words.casefold().split()

    def holds(row: Any) -> bool:
        text = " ".join(str(value_at(row, place)) for place in spec.search).casefold()
        return all(word in text for word in wanted)

    return [row for row in rows if holds(row)]


def _order_rows(rows: Sequence[Any], spec: ListSpec, order: str) -> Sequence[Any]:
    column = _column(spec, order)
    if column is None:
        return rows
    place = column.sort if callable(column.sort) else column.value
    known = [row for row in rows if value_at(row, place) is not None]
    missing = [row for row in rows if value_at(row, place) is None]
    known.sort(key=lambda row: _comparable(value_at(row, place)), reverse=order.startswith("-"))
    return known + missing


def _comparable(value: Any) -> Any:
    return value if isinstance(value, int | float | date) else str(value).casefold()


def _column(spec: ListSpec, order: str) -> Column | None:
    key = order.lstrip("-")
    return next((column for column in spec.columns if column.key == key and column.sort), None)


def value_at(row: Any, place: str | Callable[[Any], Any]) -> Any:
    """The value of a row at a path («unit__name», over attributes and keys) or by a function; None on the way ends it."""
    if callable(place):
        return place(row)
    found = row
    for part in place.split("__"):
        if found is None:
            return None
        found = found[part] if isinstance(found, dict) else getattr(found, part)
    return found() if callable(found) else found
