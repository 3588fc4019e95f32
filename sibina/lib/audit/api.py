"""The door of the audit trail: one verb."""

import re
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from sibina.lib.audit.models import Event
from sibina.lib.tenancy.models import City

__all__ = ["Event", "record"]

_DOTTED = re.compile(r"^[a-z_]+(\.[a-z_]+){1,3}$")


def record(
    *,
    verb: str,
    city: City,
    at: datetime,
    by: User | None = None,
    target: models.Model | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Write one line of the trail; `verb` is dotted, module first (`people.unit.merged`)."""
    if not _DOTTED.match(verb):
        raise ValueError(f"audit verb is not dotted: {verb!r}")
    return Event.objects.create(
        city=city,
        at=at,
        verb=verb,
        by=by,
        actor=str(by) if by else "",
        target_type=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target else "",
        data=data or {},
    )
