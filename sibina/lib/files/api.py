"""The door of the file store."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from django.contrib.auth.models import User
from django.http import HttpResponse

from sibina.lib.files.models import StoredFile
from sibina.lib.files.types import Scan
from sibina.lib.tenancy.models import City

__all__ = ["Scan", "StoredFile", "attachment", "store_file", "store_files", "store_scan"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def store_file(
    *,
    city: City,
    name: str,
    content: bytes,
    at: datetime,
    by: User | None = None,
    content_type: str = "application/octet-stream",
) -> StoredFile:
    """Keep the bytes; the caller's transaction decides whether they stay."""
    (stored,) = store_files(city=city, named=[(name, content)], at=at, by=by, content_type=content_type)
    return stored


def store_files(
    *,
    city: City,
    named: Iterable[tuple[str, bytes]],
    at: datetime,
    by: User | None = None,
    content_type: str = "application/octet-stream",
) -> list[StoredFile]:
    """The same for many files at once, each with its name; in their order."""
    return StoredFile.objects.bulk_create(
        StoredFile(
            city=city,
            name=name[-200:],
            content=content,
            content_type=content_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            stored_at=at,
            stored_by=by,
        )
        for name, content in named
    )


def store_scan(*, city: City, scan: Scan | None, at: datetime, by: User | None = None) -> StoredFile | None:
    """Keep what was scanned or photographed; nothing where nothing was sent."""
    if scan is None:
        return None
    return store_file(
        city=city, name=scan.name, content=scan.content, at=at, by=by, content_type=scan.content_type
    )


def attachment(*, name: str, content: bytes, content_type: str) -> HttpResponse:
    """A download whose name survives Indonesian letters and blanks."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
