"""Questions whose SQL is written once answer as the querysets that they are made of."""

import pytest
from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.db.models.functions import JSONObject
from django.test.utils import CaptureQueriesContext
from django_scopes.exceptions import ScopeError

from sibina.ground.people.api import Sector, Unit
from sibina.lib.questions import written_once
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City


@written_once
def units_in(sector: str, from_key: str) -> QuerySet[Unit]:
    """Units of a sector."""
    rows = Unit.objects.filter(sector__key=sector, key__gte=from_key).select_related("sector", "parent")
    return rows.order_by("key")


@written_once
def keys_of(sector: str) -> QuerySet[Unit, str]:
    return Unit.objects.filter(sector__key=sector).order_by("key").values_list("key", flat=True)


@written_once
def told_in(sector: str) -> QuerySet[Unit]:
    told = JSONObject(name="name", people="people")
    return Unit.objects.filter(sector__key=sector).annotate(told=told).order_by("key")


def furnish(city: City, *keys: str) -> None:
    sector = Sector.objects.create(city=city, key="sehat", name=f"Kesehatan {city}")
    above = None
    for key in keys:
        above = Unit.objects.create(
            city=city, key=key, name=key.title(), sector=sector, parent=above, valid_from="2020-01-01"
        )


def test_a_question_gives_the_rows_of_its_queryset_with_what_hangs_on_them(city: City) -> None:
    furnish(city, "a", "b", "c")
    found = units_in(sector="sehat", from_key="b")
    assert found == list(units_in.make(sector="sehat", from_key="b"))
    with CaptureQueriesContext(connection) as seen:
        assert [(unit.name, unit.parent.name, unit.sector.name) for unit in found if unit.parent] == [
            ("B", "A", f"Kesehatan {city}"),
            ("C", "B", f"Kesehatan {city}"),
        ]
    assert not seen.captured_queries
    assert units_in(sector="lain", from_key="") == []
    assert keys_of(sector="sehat") == ["a", "b", "c"]


def test_what_the_database_says_becomes_values_each_time_it_is_asked(city: City) -> None:
    furnish(city, "a")
    for _ in range(2):
        (unit,) = told_in(sector="sehat")
        assert unit.told == {"name": "A", "people": 0}  # type: ignore[attr-defined]


def test_a_question_answers_for_the_city_that_was_entered_last(city: City) -> None:
    furnish(city, "a")
    assert keys_of(sector="sehat") == ["a"]
    other = City.objects.create(name="Kota Lain", slug="lain")
    with city_context(other):
        furnish(other, "z")
        assert keys_of(sector="sehat") == ["z"]
    with city_context(city):
        assert keys_of(sector="sehat") == ["a"]


@pytest.mark.django_db
def test_outside_a_city_there_is_no_answer() -> None:
    with pytest.raises(ScopeError):
        keys_of(sector="sehat")


def test_values_with_quotes_are_values_and_never_sql(city: City) -> None:
    furnish(city, "a", "o'b %s")
    assert [unit.key for unit in units_in(sector="sehat", from_key="o'b %s")] == ["o'b %s"]
    assert keys_of(sector="' OR true --") == []


def test_a_value_that_nobody_asks_for_is_refused(city: City) -> None:
    with pytest.raises(TypeError, match="nothing asks for colour"):
        keys_of(sector="sehat", colour="red")
    with pytest.raises(KeyError):
        keys_of()


def test_what_hangs_on_the_rows_comes_as_lists(city: City) -> None:
    @written_once
    def with_children(from_key: str) -> QuerySet[Unit]:
        children = Prefetch("children", Unit.objects.order_by("-key"), to_attr="below")
        return Unit.objects.filter(key__gte=from_key).order_by("key").prefetch_related(children)

    furnish(city, "a", "b")
    Unit.objects.create(
        city=city, key="c", name="C", parent=Unit.objects.get(key="a"), valid_from="2020-01-01"
    )
    found = [(unit.key, [child.key for child in unit.below]) for unit in with_children(from_key="")]
    assert found == [("a", ["c", "b"]), ("b", []), ("c", [])]
    assert with_children(from_key="z") == []


def test_a_prefetch_without_a_list_to_go_into_is_refused(city: City) -> None:
    @written_once
    def with_children() -> QuerySet[Unit]:
        return Unit.objects.prefetch_related("children")

    with pytest.raises(TypeError, match="to_attr"):
        with_children()
