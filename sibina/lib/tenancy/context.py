"""Entering a city: one transaction, one scope, one setting that the database's policies read."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django_scopes import scope

from sibina.lib.tenancy.models import City


def set_database_city(*, city_id: int | None, user_id: int | None = None, using: str = "default") -> None:
    """Tell the open transaction for whom it speaks; the setting ends with the transaction."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.city', %s, true), set_config('app.user', %s, true)",
            [str(city_id or ""), str(user_id or "")],
        )


@contextmanager
def city_context(city: City, *, using: str = "default") -> Iterator[City]:
    """Open a transaction that sees and writes only this city's rows. For jobs, commands and tests."""
    with transaction.atomic(using=using), scope(city=city):
        set_database_city(city_id=city.pk, using=using)
        yield city


@contextmanager
def holding_token(token: str, *, using: str = "default") -> Iterator[None]:
    """Open a transaction, in no city, in which the one row that has this secret token may be read.

    For tables whose `reading_policy` is `READ_BY_TOKEN`: who holds the token sees that row, and nothing else of any city.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('app.token', %s, true)", [token])
        yield
        cursor.execute("SELECT set_config('app.token', '', true)")
