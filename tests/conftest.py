"""Real PostgreSQL for every test that asks for it: one template made once, locked as in production.

Tests speak as the web's role, which owns nothing. `city` opens a city; `client_as` logs a role in.
"""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections
from django.test import Client

from config.database import OWNER, admin_connection, is_embedded, start_embedded
from sibina.ground.people.models import Membership, Person, Unit
from sibina.lib.access import Role
from sibina.lib.tenancy.context import city_context
from sibina.lib.tenancy.models import City
from sibina.web.examples import load_examples
from sibina.web.examples.rules import city_recipes

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)
EXAMPLE_AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def shared_folder(name: str) -> Path:
    """A folder of the cities' own material beside the project; the test says so where it is not there."""
    found = ROOT.parent / "shared" / name
    if not found.exists():
        pytest.skip(f"material beside the project is not here: shared/{name}")
    return found


@pytest.fixture(scope="session", autouse=True)
def _test_settings() -> None:
    settings.PROGRESS_DATABASE = "default"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECURE_SSL_REDIRECT = False
    # Addresses without digests: nothing needs to be collected before a page can be asked for.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def database_name() -> str:
    return "test_sibina_" + os.environ.get("PYTEST_XDIST_WORKER", "main")


def make_database(name: str) -> None:
    """A fresh database with all tables, locked."""
    with admin_connection() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER}')


def pristine(name: str) -> str:
    """The database that others are copied from: all tables, locked, no rows, no visitors."""
    return f"{name}_pristine"


def point_at(name: str) -> None:
    """Let every connection of Django speak to this database."""
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(database_name: str, django_db_blocker: Any) -> Iterator[None]:
    """Made once per process; dropped at the end."""
    assert is_embedded(), "tests bring their own PostgreSQL; unset DATABASE_URL"
    start_embedded()
    with django_db_blocker.unblock():
        make_database(database_name)
        point_at(database_name)
        call_command("migrate", database="owner", verbosity=0)
        call_command("secure_database", stdout=io.StringIO())
        for alias in connections:
            connections[alias].close()
        # Nobody ever speaks to this one, so it can be copied whatever connections a test left open.
        with admin_connection() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{pristine(database_name)}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{pristine(database_name)}" TEMPLATE "{database_name}"')
        yield
        for alias in connections:
            connections[alias].close()
        with admin_connection() as connection:
            for name in (database_name, pristine(database_name)):
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def copied_database(source: str, copy: str) -> Iterator[None]:
    """Every connection speaks to a copy of the locked test database; what is written there is committed."""
    for alias in connections:
        connections[alias].close()
    with admin_connection() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{pristine(source)}" OWNER {OWNER}')
    point_at(copy)
    try:
        yield
    finally:
        point_at(source)
        with admin_connection() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


def load_small_example(*, size: int = 420) -> City:
    """An example city like Sabang, small enough for a test, with everything that a page may show."""
    recipe = next(one for one in city_recipes() if one.slug == "sabang")
    load_examples(lambda share, words: None, at=EXAMPLE_AT, recipes=[replace(recipe, size=size)], at_once=1)
    return City.objects.get(slug="sabang")


def make_city(name: str = "Kota Uji", *, is_example: bool = False) -> City:
    return City.objects.create(name=name, slug=name.lower().replace(" ", "-"), is_example=is_example)


@pytest.fixture
def city(db: None) -> Iterator[City]:
    """A city whose rows may be read and written in this test."""
    made = make_city()
    with city_context(made):
        yield made


def log_in(city: City, role: Role, **place: Any) -> Client:
    """A browser's client logged in as a member of the city. Head of office: give unit; ASN: give person."""
    number = get_user_model().objects.count()
    user = get_user_model().objects.create_user(
        f"{role}{number}", f"{role}{number}@contoh.go.id", "sandi-uji-123"
    )
    with city_context(city):
        if role == Role.KEPALA_OPD and "unit" not in place:
            place["unit"] = Unit.objects.create(
                city=city, key=f"opd{number}", name="OPD Uji", valid_from=date(2020, 1, 1)
            )
        if role == Role.ASN and "person" not in place:
            place["person"] = Person.objects.create(
                city=city,
                name="Orang Uji",
                sex="F",
                birth_date=date(1990, 1, 1),
                employment="pns",
                legal_standing="Aktif",
            )
        Membership.objects.create(city=city, user=user, role=role, **place)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client_as(city: City) -> Callable[..., Client]:
    """`client_as(Role.PENGELOLA)` in the test's city; `client_as(role, city=other)` in another."""

    def make(role: Role, *, city: City = city, **place: Any) -> Client:
        return log_in(city, role, **place)

    return make
