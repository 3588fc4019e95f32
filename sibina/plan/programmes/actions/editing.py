"""Two officers at once: the second one is told, and nothing is overwritten unseen."""

from datetime import datetime
from typing import TypeVar

from django.contrib.auth.models import User

from sibina.plan.programmes.models.editing import Revised
from sibina.plan.programmes.types import Overtaken

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
