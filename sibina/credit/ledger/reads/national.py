"""Questions about the national export: what could be sent, what was, and with which numbers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, F, Func, QuerySet

from sibina.credit.ledger.models import AgencyCode, NationalExport, NationalLine, OutsideTraining
from sibina.credit.ledger.reads.facts import list_facts
from sibina.credit.ledger.types import Sendable, Source
from sibina.ground.people.api import Person

Mark = tuple[str, int, int]
"""Source, key and person: what an activity is known by."""


def find_agency() -> AgencyCode | None:
    """The city's number in SIASN, or None where nobody has written it."""
    return AgencyCode.objects.first()


def list_sendable(*, year: int) -> Iterator[Sendable]:
    """What people completed in a year and SIASN does not have: what came from there is left out."""
    imported = OutsideTraining.objects.filter(is_imported=True, ends_on__year=year)
    from_there = frozenset(imported.values_list("pk", flat=True))
    siasn_ids = dict(Person.objects.values_list("pk", "siasn_id"))
    for fact in list_facts(since=date(year, 1, 1), until=date(year, 12, 31)):
        is_known = fact.source == Source.OUTSIDE and fact.key in from_there
        if fact.ends_on.year != year or not fact.completed or is_known:
            continue
        yield Sendable(
            source=fact.source,
            key=fact.key,
            person_id=fact.person_id,
            siasn_id=siasn_ids.get(fact.person_id, ""),
            form=fact.form,
            title=fact.title,
            organiser=fact.organiser,
            starts_on=fact.starts_on,
            ends_on=fact.ends_on,
            jp=fact.printed,
            number=fact.number,
        )


def list_sent_marks(*, year: int) -> frozenset[Mark]:
    """What was sent of a year."""
    lines = NationalLine.objects.filter(is_sent=True, export__year=year)
    return frozenset(lines.values_list("source", "key", "person_id"))


def list_exports() -> QuerySet[NationalExport]:
    """Every export of the city, the latest first."""
    return NationalExport.objects.select_related("made_by", "sent_by", "job")


def find_export(*, pk: int) -> NationalExport | None:
    """One export of the city, or None."""
    return list_exports().filter(pk=pk).first()


def list_lines(*, export: NationalExport) -> QuerySet[NationalLine]:
    """Its rows, ready or not."""
    return NationalLine.objects.filter(export=export)


def join_line(rows: QuerySet[NationalLine]) -> QuerySet[NationalLine]:
    """Each row with its person."""
    return rows.select_related("person__office")


def count_lacking_lines(*, export: NationalExport) -> list[tuple[str, int]]:
    """How many rows lack what, the most first."""
    code = Func(F("lacking"), function="jsonb_array_elements_text")
    rows: Any = NationalLine.objects.filter(export=export, is_ready=False).order_by().annotate(code=code)
    counted = rows.values_list("code").annotate(many=Count("pk"))
    return sorted(counted, key=lambda row: (-row[1], row[0]))


def list_ready_values(*, export: NationalExport, file: str) -> Iterator[dict[str, Any]]:
    """The rows of one file that may be sent, column by column."""
    lines = NationalLine.objects.filter(export=export, file=file, is_ready=True)
    return lines.order_by("pk").values_list("values", flat=True).iterator(5000)
