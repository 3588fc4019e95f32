"""The two locks between cities."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django_scopes import scopes_disabled
from django_scopes.exceptions import ScopeError

from sibina.ground.people.models import Unit
from sibina.lib.audit.api import Event, record
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.lib.tenancy.security import city_models
from tests.conftest import make_city


def test_every_table_of_a_city_is_locked_by_the_database(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
        )
        locked = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'city_id'")
        with_city = {row[0] for row in cursor.fetchall()}
    assert {model._meta.db_table for model in city_models()} == with_city
    assert with_city <= locked


def test_the_web_role_owns_nothing_and_cannot_pass_by_the_lock(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_without_a_scope_the_first_lock_refuses(db: None) -> None:
    with pytest.raises(ScopeError):
        Unit.objects.count()


def test_when_the_first_lock_is_forgotten_the_second_still_shows_nothing_of_the_other_city(
    city: City,
) -> None:
    Unit.objects.create(city=city, key="a", name="Milik kota ini", valid_from=date(2020, 1, 1))
    other = make_city("Kota Lain")
    with city_context(other), scopes_disabled():
        assert Unit.objects.count() == 0


def test_a_row_for_another_city_is_refused_by_the_database(city: City) -> None:
    other = make_city("Kota Lain")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), scopes_disabled():
        Unit.objects.create(city=other, key="a", name="Salah kota", valid_from=date(2020, 1, 1))


def test_a_row_is_read_as_django_reads_it_and_what_was_not_read_is_fetched_when_asked_for(city: City) -> None:
    Unit.objects.create(city=city, key="a", name="Dinas A", valid_from=date(2020, 1, 1))
    row = Unit.objects.only("name").get()
    django_way = Model.from_db.__func__  # type: ignore[attr-defined]
    same = django_way(Unit, "default", ["id", "name"], [row.pk, "Dinas A"])
    assert row.get_deferred_fields() == same.get_deferred_fields() >= {"key", "city_id"}
    plain, by_django = (vars(one) | {"_state": vars(one._state)} for one in (row, same))
    assert plain == by_django
    assert (row.key, row.city) == ("a", city)
    row.name = "Dinas B"
    row.save()
    assert Unit.objects.get().name == "Dinas B"


def test_no_table_of_a_city_makes_its_rows_in_a_way_of_its_own() -> None:
    """A row that is read passes by `__init__`: what a model did there would not be done."""
    assert {model.__init__ for model in city_models()} == {Model.__init__}  # type: ignore[misc]


def test_the_trail_is_added_to_and_never_changed(city: City) -> None:
    record(verb="people.unit.merged", city=city, at=datetime(2026, 1, 1, tzinfo=UTC))
    for change in (lambda: Event.objects.update(verb="x.y"), lambda: Event.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Event.objects.get().verb == "people.unit.merged"


def test_an_audit_verb_without_a_dot_is_refused(city: City) -> None:
    with pytest.raises(ValueError, match="dotted"):
        record(verb="merged", city=city, at=datetime(2026, 1, 1, tzinfo=UTC))
