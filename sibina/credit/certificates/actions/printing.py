"""From the row to the sheet: typeset, stored once, and all together for the printer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import typst
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from sibina.credit.certificates.models import Certificate, Issue
from sibina.credit.certificates.sentences import BACK_NOTE, DONE_WORDS, hours_sentence
from sibina.lib.codes import qr_svg
from sibina.lib.documents import Typesetter
from sibina.lib.files.api import PDF, StoredFile, store_file, store_files
from sibina.lib.jobs.api import Job, start_job
from sibina.lib.words import date_span, long_date
from sibina.plan.programmes.types import ActivityKind

PRINT = "certificates.print"
TEMPLATE = "certificate.typ"
LONGEST_FAILURE = 200


@transaction.atomic
def render_next(*, issue: Issue, most: int, at: datetime) -> int:
    """Make and store the sheets of the next `most` certificates that have none; how many were looked at.

    Call until it answers 0: what a call has stored stays, whatever happens to the next one. One that cannot be typeset is
    noted with its reason, and does not stop the others.
    """
    rows = Certificate.objects.filter(issue=issue, file__isnull=True, failure="")
    rows = rows.select_related("replaces").select_for_update(of=("self",)).order_by("sequence")
    return _store(issue, list(rows[:most]), site=issue.site, at=at)


def _store(issue: Issue, rows: Sequence[Certificate], *, site: str, at: datetime) -> int:
    """Set these sheets and keep them; one that cannot be set says why in its row. Returns how many were looked at."""
    setter, shared = Typesetter(TEMPLATE), shared_by(issue, site)
    made: list[tuple[Certificate, bytes]] = []
    for row in rows:
        try:
            made.append((row, setter.set(shared | {"sheets": [own_of(row, site)]})))
        except typst.TypstError as wrong:
            row.failure = str(wrong)[:LONGEST_FAILURE]
    named = [(file_name(row), content) for row, content in made]
    files = store_files(city=issue.city, named=named, at=at, content_type=PDF)
    for (row, _content), stored in zip(made, files, strict=True):
        row.file, row.failure = stored, ""
    Certificate.objects.bulk_update(rows, ["file", "failure"])
    return len(rows)


@transaction.atomic
def ensure_file(*, certificate: Certificate, site: str, at: datetime) -> StoredFile | None:
    """The sheet as it is handed out: signed, else unsigned; made now where it has not been asked for yet.

    None where it cannot be typeset.
    """
    if certificate.signed_file is not None:
        return certificate.signed_file
    locked = Certificate.objects.select_for_update(of=("self",)).select_related("replaces", "file")
    row = locked.get(pk=certificate.pk)
    if row.file is None:
        issue = certificate.issue
        _store(issue, [row], site=issue.site or site, at=at)
    return row.file


@transaction.atomic
def start_print(*, issue: Issue, site: str, by: User | None, at: datetime) -> Job:
    """Have one file made of all valid sheets of the issue, for the printer; the job offers it."""
    return start_job(
        city=issue.city,
        kind=PRINT,
        title=_("Berkas cetak %(title)s") % {"title": issue.title},
        at=at,
        by=by,
        arguments={"issue_id": issue.pk, "site": site},
    )


@transaction.atomic
def make_print_file(*, issue: Issue, site: str, at: datetime) -> StoredFile:
    """All valid sheets of the issue in one file, in the order of their numbers; those of before make room for it."""
    site = issue.site or site
    rows = Certificate.objects.filter(issue=issue, revoked_on__isnull=True).select_related("replaces")
    sheets = [own_of(row, site) for row in rows.order_by("sequence")]
    content = Typesetter(TEMPLATE).set(shared_by(issue, site) | {"sheets": sheets})
    name = f"sertifikat-{issue.issued_on.isoformat()}-{issue.pk}.pdf"
    StoredFile.objects.filter(name=name).delete()
    return store_file(city=issue.city, name=name, content=content, at=at, content_type=PDF)


def shared_by(issue: Issue, site: str) -> dict[str, Any]:
    """What every sheet of the issue prints."""
    return {
        "city": issue.city.name if issue.city.name.lower().startswith("kota ") else f"Kota {issue.city.name}",
        "agency": issue.agency,
        "heading": _("Sertifikat"),
        "is_example": issue.city.is_example,
        "done": str(DONE_WORDS[ActivityKind(issue.kind)]),
        "title": issue.title,
        "when": _when(issue),
        "check_at": f"{site}/periksa/".removeprefix("https://").removeprefix("http://"),
        "place_and_day": f"{issue.place}, {long_date(issue.issued_on)}",
        "signer_position": issue.signer_position,
        "signer_name": issue.signer_name,
        "signer_number": issue.signer_number,
        "modules": issue.modules,
        "note": str(BACK_NOTE),
    }


def _when(issue: Issue) -> str:
    days = date_span(issue.starts_on, issue.ends_on)
    held_elsewhere = issue.organiser not in ("", issue.agency) and issue.organiser not in issue.title
    if not held_elsewhere:
        return days
    return _("%(days)s, diselenggarakan oleh %(organiser)s") % {"days": days, "organiser": issue.organiser}


def own_of(row: Certificate, site: str) -> dict[str, str]:
    """What one sheet prints of its own."""
    return {
        "number": row.number,
        "name": row.name,
        "facts": row.facts,
        "hours": hours_sentence(row.jp),
        "replaces": row.replaces.number if row.replaces else "",
        "qr": qr_svg(f"{site}/s/{row.token}/"),
    }


def file_name(row: Certificate) -> str:
    """The name of the sheet's file: the number, with what file systems do not like left out."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in row.number)
    return f"sertifikat-{kept}.pdf"
