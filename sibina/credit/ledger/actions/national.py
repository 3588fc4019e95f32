"""Verbs of the national export: preparing its rows, and noting that they were sent."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction

from sibina.credit.ledger import reads, rules
from sibina.credit.ledger.models import AgencyCode, NationalExport, NationalLine
from sibina.credit.ledger.types import (
    NationalState,
    NothingReady,
    SentElsewhere,
    SettledAlready,
)
from sibina.lib.audit.api import record
from sibina.lib.bulk import Columns, fill_temporary
from sibina.lib.jobs.api import Job
from sibina.lib.tenancy.models import City


def set_agency(*, city: City, code: str, at: datetime, by: User | None) -> AgencyCode:
    """Write the city's instansiId."""
    found, _ = AgencyCode.objects.update_or_create(
        city=city, defaults={"code": code, "changed_at": at, "changed_by": by}
    )
    record(verb="ledger.agency.set", city=city, by=by, at=at, target=found, data={"code": code})
    return found


def begin_export(*, city: City, year: int, with_sent: bool, at: datetime, by: User | None) -> NationalExport:
    """An export whose rows are prepared in the background."""
    return NationalExport.objects.create(city=city, year=year, with_sent=with_sent, made_at=at, made_by=by)


def link_job(*, export: NationalExport, job: Job) -> None:
    """The export waits for this job."""
    NationalExport.objects.filter(pk=export.pk).update(job=job)


@transaction.atomic
def prepare_export(*, export: NationalExport, at: datetime, by: User | None) -> NationalExport:
    """Write its rows: ready ones and those that lack something. What was sent before is left out unless asked for.

    An export that is prepared already stays as it is, so a job that is started anew does no harm.
    """
    found = NationalExport.objects.select_for_update(of=("self",)).select_related("city").get(pk=export.pk)
    if found.state != NationalState.PREPARING:
        return found
    agency = reads.find_agency()
    sent = reads.list_sent_marks(year=found.year)
    rows, again = [], []
    for one in reads.list_sendable(year=found.year):
        is_again = (str(one.source), one.key, one.person_id) in sent
        if is_again and not found.with_sent:
            found.left_out += 1
            continue
        rows.append(rules.national_row(one, agency=agency.code if agency else ""))
        again.append(is_again)
    encode = DjangoJSONEncoder(ensure_ascii=False).encode
    columns: Columns = {
        "file": ("varchar", [str(row.file) for row in rows]),
        "person_id": ("bigint", [row.of.person_id for row in rows]),
        "source": ("varchar", [str(row.of.source) for row in rows]),
        "key": ("bigint", [row.of.key for row in rows]),
        "title": ("varchar", [row.of.title[:300] for row in rows]),
        "values": ("jsonb", [encode(dict(row.values)) for row in rows]),
        "lacking": ("jsonb", [encode(list(row.lacking)) for row in rows]),
        "is_ready": ("boolean", [not row.lacking for row in rows]),
        "is_again": ("boolean", again),
    }
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        fill_temporary(cursor, "national_rows", {f'"{name}"': column for name, column in columns.items()})
        cursor.execute(
            f"INSERT INTO ledger_nationalline (city_id, export_id, is_sent, {names})"
            f" SELECT %s, %s, FALSE, {names} FROM national_rows ORDER BY person_id, title",
            [found.city_id, found.pk],
        )
    found.ready = sum(not row.lacking for row in rows)
    found.lacking = len(rows) - found.ready
    found.state = NationalState.PREPARED
    found.save()
    data = {"year": found.year, "ready": found.ready, "lacking": found.lacking}
    record(verb="ledger.export.prepared", city=found.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def mark_sent(*, export: NationalExport, at: datetime, by: User | None) -> NationalExport:
    """Note that the ready rows were handed to SIASN; from then on they go into no other export by themselves.

    Raises SettledAlready, NothingReady, SentElsewhere.
    """
    found = NationalExport.objects.select_for_update(of=("self",)).select_related("city").get(pk=export.pk)
    if found.state != NationalState.PREPARED:
        raise SettledAlready
    if not found.ready:
        raise NothingReady
    try:
        with transaction.atomic():
            NationalLine.objects.filter(export=found, is_ready=True).update(is_sent=True)
    except IntegrityError as known:
        raise SentElsewhere from known
    found.state, found.sent_at, found.sent_by = NationalState.SENT, at, by
    found.save()
    data = {"year": found.year, "ready": found.ready}
    record(verb="ledger.export.sent", city=found.city, by=by, at=at, target=found, data=data)
    return found


@transaction.atomic
def drop_export(*, export: NationalExport, at: datetime, by: User | None) -> NationalExport:
    """Lay a prepared export aside; its rows may go into the next one. Raises SettledAlready."""
    found = NationalExport.objects.select_for_update(of=("self",)).select_related("city").get(pk=export.pk)
    if found.state not in {NationalState.PREPARED, NationalState.PREPARING}:
        raise SettledAlready
    NationalLine.objects.filter(export=found).delete()
    found.state = NationalState.DROPPED
    found.save()
    record(
        verb="ledger.export.dropped", city=found.city, by=by, at=at, target=found, data={"year": found.year}
    )
    return found
