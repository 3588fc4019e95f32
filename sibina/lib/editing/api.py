"""The door of editing: the row's count of savings is compared before it is written."""

from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User

from sibina.lib.editing.models import Revised
from sibina.lib.editing.types import Overtaken

__all__ = ["Overtaken", "Revised", "check_revision", "mark_changed"]

Row = TypeVar("Row", bound=Revised)


def check_revision(row: Revised, revision: int) -> None:
    """Is the row still as it was when the officer opened it? `row` must be locked. Raises Overtaken."""
    if row.revision != revision:
        raise Overtaken(str(row.changed_by or ""), row.changed_at)


def mark_changed(row: Row, *, by: User | None, at: datetime) -> Row:
    """Count one more saving; the caller writes the row."""
    row.revision += 1
    row.changed_by, row.changed_at = by, at
    return row
