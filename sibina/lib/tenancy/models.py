"""The city, and what every table of a city inherits."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.base import ModelState
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager


class City(models.Model):
    """A city government. It is the tenant: nothing is shared between two of them."""

    name = models.CharField(_("nama kota"), max_length=80, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    province = models.CharField(_("provinsi"), max_length=80, blank=True)
    time_zone = models.CharField(_("zona waktu"), max_length=40, default="Asia/Jakarta")
    is_example = models.BooleanField(_("data contoh"), default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


READ_BY_TOKEN = "token = (SELECT NULLIF(current_setting('app.token', true), ''))"
"""A `reading_policy`: a row is also read by who holds its secret `token` (`context.holding_token`)."""


class CityModel(models.Model):
    """A row that belongs to one city.

    `objects` refuses to answer outside a scope; `secure_database` puts row-level security on each
    table that inherits this, so that a forgotten scope still shows nothing.
    """

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = ScopedManager(city="city")

    reading_policy: ClassVar[str] = ""
    """SQL that lets a row be read, though not written, beside the city's own policy."""
    append_only: ClassVar[bool] = False
    """Rows are only ever added: the database refuses to change or delete one."""
    fixed_when: ClassVar[str] = ""
    """SQL on a row's own columns: from then on the database refuses to change or delete the row."""
    fixed_but: ClassVar[tuple[str, ...]] = ()
    """Columns of a fixed row that may change all the same."""
    fixed_with: ClassVar[str] = ""
    """A foreign key: once the row there is fixed, the database refuses to add, change or delete a row here."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs tell of a later Django
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """A row as it was read. Django's own goes through every column of the table, read or not, and tells signals that
        nobody hears; a page of a list makes a hundred such rows and more.
        """
        row = cls.__new__(cls)
        row._state = ModelState()
        row._state.adding = False
        row._state.db = db
        row.__dict__.update(zip(field_names, values, strict=True))
        return row

    def _get_FIELD_display(self, field: Any) -> str:
        """The title of a choice. Django's own hashes every title anew, translated, at each call: too slow for lists."""
        value = getattr(self, field.attname)
        return next((str(title) for key, title in field.flatchoices if key == value), str(value))
