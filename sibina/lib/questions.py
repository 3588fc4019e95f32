"""Questions that many pages ask: Django writes their SQL once for the process, not at every request.

To build a queryset and to turn it into SQL takes Django two or three times as long as PostgreSQL takes to answer a
look-up by key. Where the question is always the same one and only its values differ, `@written_once` keeps the SQL.
"""

import copy
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from inspect import signature
from types import SimpleNamespace
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.models import Expression, F, Lookup, Prefetch, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django_scopes import get_scope, scope
from django_scopes.exceptions import ScopeError

Row = TypeVar("Row")


class _Asked(Expression):
    """The place of a value that is known only when the question is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class _Among(Lookup):  # type: ignore[type-arg]  # the class itself takes none
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        field, values = self.process_lhs(compiler, connection)
        keys = self.rhs if isinstance(self.rhs, _Asked) else sorted(self.rhs)
        return f"{field} = ANY(%s::bigint[])", [*values, keys]


def among(field: str, keys: Collection[int]) -> Q:
    """The rows whose `field` is one of these keys: the `__in` of Django as one value instead of one a key.

    For hundreds of keys that is quicker to write and to read, and the SQL is the same however many there are.
    """
    return Q(_Among(F(field), keys))


class _Written(NamedTuple):
    rows: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]
    converters: dict[int, Any]
    parts: tuple["_Part", ...]


class _Part(NamedTuple):
    """Rows that hang on the rows: asked for together, and put on each as a list."""

    rows: "Question[Any]"
    key: str
    name: str

    def hang(self, on: list[Any]) -> None:
        found: dict[Any, list[Any]] = {row.pk: [] for row in on}
        for part in self.rows(keys=list(found)):
            found[getattr(part, self.key)].append(part)
        for row in on:
            setattr(row, self.name, found[row.pk])


class Question(Generic[Row]):
    """A function that makes a queryset from its arguments, asked without making it again.

    The arguments may only stand in filters, as values: the function must not look at them. A list of keys stands in
    `among`. What is prefetched goes into lists (`to_attr`). The first lock between cities stays: the city is that of
    the scope in which the question is asked, and there is no answer outside one.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], names: Sequence[str] = ()) -> None:
        self.make = make
        self.names = tuple(names or signature(make).parameters)
        self.__doc__ = make.__doc__

    def __call__(self, **values: Any) -> list[Row]:
        """The rows, as the queryset itself would give them."""
        written = self._written
        told = {name: values.pop(name) for name in self.names}
        if values:
            raise TypeError(f"nothing asks for {', '.join(values)}")
        bound = tuple(
            self._value_of(value, told) if isinstance(value, _Asked) else value for value in written.values
        )
        compiler = copy.copy(written.compiler)
        compiler.connection = connections[written.rows.db]
        compiler.as_sql = lambda *_, **__: (written.sql, bound)  # type: ignore[assignment,method-assign]
        compiler.get_converters = lambda *_: written.converters  # type: ignore[method-assign]
        query = copy.copy(written.rows.query)
        query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        # What the readers of rows want to know of a queryset; a clone of it would cost as much as all the rest.
        rows: Any = SimpleNamespace(
            db=written.rows.db,
            query=query,
            model=written.rows.model,
            _fields=written.rows._fields,  # type: ignore[attr-defined]
            _known_related_objects={},
        )
        reader: Any = written.rows._iterable_class  # type: ignore[attr-defined]
        found = list(reader(rows))
        for part in written.parts if found else ():
            part.hang(found)
        return found

    def first(self, **values: Any) -> Row | None:
        """The first row, or None; for a question that finds one."""
        return next(iter(self(**values)), None)

    @cached_property
    def _written(self) -> _Written:
        with scope(city=_Asked("city of the scope")):
            rows = self.make(**{name: _Asked(name) for name in self.names})
        prefetches = rows._prefetch_related_lookups  # type: ignore[attr-defined]
        parts = tuple(_part_of(rows.model, prefetch) for prefetch in prefetches)
        compiler = rows.query.get_compiler(using=rows.db)
        sql, values = compiler.as_sql()
        told = [column for column, *_rest in compiler.select[: compiler.col_count]]  # type: ignore[index]
        return _Written(rows, compiler, sql, tuple(values), compiler.get_converters(told), parts)

    def _value_of(self, asked: _Asked, told: dict[str, Any]) -> Any:
        if asked.name in told:
            return told[asked.name]
        city = get_scope().get("city")
        if city is None:
            raise ScopeError("A city needs to be entered for this question.")
        return city.pk


def _part_of(model: type[Any], prefetch: Any) -> _Part:
    """The rows that point at the model's, by the foreign key that does."""
    if not isinstance(prefetch, Prefetch) or prefetch.to_attr is None:
        raise TypeError(
            "a question that is written once puts what it prefetches into a list: give it to_attr"
        )
    related: Any = model._meta.get_field(prefetch.prefetch_through)
    key = related.field.attname

    def hanging(keys: Any) -> QuerySet[Any]:
        rows = related.related_model.objects.all() if prefetch.queryset is None else prefetch.queryset
        return rows.filter(among(key, keys))

    return _Part(Question(hanging), key, prefetch.to_attr)


def written_once(make: Callable[..., QuerySet[Any, Row]]) -> Question[Row]:
    """Keep the SQL of this question. See `Question` for what the function may do."""
    return Question(make)
