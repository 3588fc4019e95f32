"""The national export: what is ready and what is missing, said before anything is sent; the files; what was sent when."""

import csv
import io
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.credit.ledger import actions, reads
from sibina.credit.ledger.forms import AgencyForm, ExportForm
from sibina.credit.ledger.jobs import PREPARE
from sibina.credit.ledger.models import NationalExport, NationalLine
from sibina.credit.ledger.rules import COLUMNS, LEFT_EMPTY
from sibina.credit.ledger.sentences import (
    LACKING,
    NATIONAL_FILES,
    NATIONAL_STATES,
    NATIONAL_TONES,
    NOTHING_READY,
    SENT_ELSEWHERE,
    SETTLED,
)
from sibina.credit.ledger.types import (
    Lacking,
    NationalFile,
    NationalState,
    NothingReady,
    SentElsewhere,
    SettledAlready,
)
from sibina.credit.ledger.views.places import year_of
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.documents import Sheet, SheetColumn, write_workbook
from sibina.lib.files.api import XLSX, attachment
from sibina.lib.jobs.api import start_job
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import number

READERS = (Role.PENGELOLA, Role.ANALIS, Role.INSPEKTORAT)
SENDERS = (Role.PENGELOLA, Role.ANALIS)
CSV = "text/csv; charset=utf-8"


@allow(*READERS)
def exports(request: CityRequest) -> HttpResponse:
    """What was prepared and sent, and the way to prepare the next."""
    may_send = request.membership.role in SENDERS
    is_sent = request.method == "POST"
    form = ExportForm(request.POST if is_sent else None, initial={"year": year_of(request)})
    if is_sent and form.is_valid():
        year, with_sent = form.cleaned_data["year"], form.cleaned_data["with_sent"]
        return _prepare(request, year, with_sent=with_sent)
    spec = ListSpec(
        name="ekspor-siasn",
        title=_("Ekspor ke SIASN"),
        lead=_("Berkas kursus dan diklat dengan nama kolom SIASN. Yang kurang disebut sebelum dikirim."),
        columns=[
            Column(
                "disiapkan",
                _("Disiapkan"),
                "made_at",
                kind="moment",
                sort="made_at",
                link=address_of("ledger:export"),
            ),
            Column("tahun", _("Tahun"), lambda row: str(row.year), sort="year"),
            Column("siap", _("Siap"), "ready", kind="number", sort="ready"),
            Column("belum", _("Belum siap"), "lacking", kind="number", sort="lacking"),
            Column("dikirim", _("Dikirim"), "sent_at", kind="moment", sort="sent_at"),
            Column(
                "keadaan",
                _("Keadaan"),
                "get_state_display",
                kind="badge",
                tone=lambda row: NATIONAL_TONES[NationalState(row.state)],
                sort="state",
            ),
        ],
        filters=[Filter("keadaan", _("Keadaan"), list(NATIONAL_STATES.items()), "state")],
        order="-disiapkan",
        crumbs=[(_("Buku JP"), reverse("ledger:city"))],
        empty=Empty(
            _("Belum ada yang disiapkan"),
            _("Pilih tahunnya, lalu siapkan. Tidak ada yang terkirim dengan sendirinya."),
            icon="upload",
        ),
    )
    extra = {"tab": "ledger:exports", "form": form, "may_send": may_send, "agency": reads.find_agency()}
    return list_page(
        request, rows=reads.list_exports(), spec=spec, template="ledger/exports.html", extra=extra
    )


def _prepare(request: CityRequest, year: int, *, with_sent: bool) -> HttpResponse:
    now = timezone.now()
    made = actions.begin_export(city=request.city, year=year, with_sent=with_sent, at=now, by=request.user)
    job = start_job(
        city=request.city,
        kind=PREPARE,
        title=_("Menyiapkan ekspor SIASN %(year)s") % {"year": str(year)},
        at=now,
        by=request.user,
        arguments={"export_id": made.pk},
    )
    actions.link_export(export=made, job=job)
    return redirect("jobs:detail", pk=job.pk)


def _get_export(pk: int) -> NationalExport:
    found = reads.find_export(pk=pk)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def export(request: CityRequest, pk: int) -> HttpResponse:
    """One export: rows ready and not ready apart, with what each lacks."""
    found = _get_export(pk)
    spec = ListSpec(
        name=f"ekspor-siasn-{found.pk}",
        title=_("Ekspor SIASN tahun %(year)s") % {"year": str(found.year)},
        lead=str(found.get_state_display()),
        columns=[
            Column("kegiatan", _("Kegiatan"), "title", sort="title"),
            Column("pegawai", _("Pegawai"), "person", sort="person__name"),
            Column("opd", _("OPD"), "person__office__name", sort="person__office__name"),
            Column("berkas", _("Berkas"), "get_file_display", sort="file"),
            Column(
                "siap",
                _("Keadaan"),
                _state_of,
                kind="badge",
                tone=lambda row: "good" if row.is_ready else "warn",
            ),
            Column("kurang", _("Yang kurang"), "what_lacks", width=60),
        ],
        search=["title", "person__folded_name__contains", "person__number__contains"],
        search_label=_("Kegiatan atau nama"),
        filters=[
            Filter("siap", _("Keadaan"), [("ya", _("Siap")), ("belum", _("Belum siap"))], _only_ready),
            Filter("berkas", _("Berkas"), list(NATIONAL_FILES.items()), "file"),
            Filter("kurang", _("Yang kurang"), list(LACKING.items()), _only_lacking),
        ],
        joining=reads.join_line,
        crumbs=[(_("Buku JP"), reverse("ledger:city")), (_("Ekspor SIASN"), reverse("ledger:exports"))],
        empty=Empty(
            _("Tidak ada yang perlu dikirim"),
            _("Semua yang selesai pada tahun itu sudah dikirim, atau berasal dari SIASN."),
        ),
    )
    extra: dict[str, Any] = {
        "export": found,
        "reasons": [
            (code, str(LACKING[Lacking(code)]), _("%(n)s baris") % {"n": number(many)})
            for code, many in reads.count_lacking_lines(export=found)
        ],
        "files": list(NATIONAL_FILES.items()),
        "may_send": request.membership.role in SENDERS and found.state == NationalState.PREPARED,
        "left_empty": ", ".join(LEFT_EMPTY),
    }
    rows = reads.list_lines(export=found)
    return list_page(request, rows=rows, spec=spec, template="ledger/export.html", extra=extra)


def _state_of(row: NationalLine) -> str:
    return _("Siap") if row.is_ready else _("Belum siap")


def _only_ready(rows: QuerySet[NationalLine], value: str) -> QuerySet[NationalLine]:
    return rows.filter(is_ready=value == "ya")


def _only_lacking(rows: QuerySet[NationalLine], value: str) -> QuerySet[NationalLine]:
    return rows.filter(lacking__contains=[value])


@allow(*READERS)
def export_file(request: CityRequest, pk: int, file: str, kind: str) -> HttpResponse:
    """The ready rows of one file, in SIASN's exact columns, as XLSX or CSV."""
    found = _get_export(pk)
    if file not in set(NationalFile) or kind not in {"xlsx", "csv"}:
        raise Http404
    names = COLUMNS[NationalFile(file)]
    rows = ([values[name] for name in names] for values in reads.list_ready_values(export=found, file=file))
    stem = f"siasn-{file}-{found.year}-{found.pk}"
    if kind == "xlsx":
        columns = [SheetColumn(name, "number" if name == "jumlahJam" else "text") for name in names]
        content = write_workbook([Sheet(file, columns, rows)])
        return attachment(name=f"{stem}.xlsx", content=content, content_type=XLSX)
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(rows)
    return attachment(name=f"{stem}.csv", content=held.getvalue().encode(), content_type=CSV)


@require_POST
@allow(*SENDERS)
def export_sent(request: CityRequest, pk: int) -> HttpResponse:
    """Note that the ready rows were handed to SIASN."""
    found = _get_export(pk)
    try:
        made = actions.mark_sent(export=found, at=timezone.now(), by=request.user)
    except NothingReady:
        messages.error(request, NOTHING_READY)
    except SentElsewhere:
        messages.error(request, SENT_ELSEWHERE)
    except SettledAlready:
        messages.error(request, SETTLED)
    else:
        told = _("%(n)s baris ditandai terkirim; tidak ikut lagi dalam berkas berikutnya.")
        messages.success(request, told % {"n": number(made.ready)})
    return redirect("ledger:export", pk=pk)


@require_POST
@allow(*SENDERS)
def export_drop(request: CityRequest, pk: int) -> HttpResponse:
    """Lay a prepared export aside."""
    try:
        actions.drop_export(export=_get_export(pk), at=timezone.now(), by=request.user)
    except SettledAlready:
        messages.error(request, SETTLED)
    else:
        messages.success(request, _("Berkas dibatalkan. Tidak ada yang ditandai terkirim."))
    return redirect("ledger:exports")


@allow(*SENDERS)
def agency(request: CityRequest) -> HttpResponse:
    """The city's instansiId."""
    known = reads.find_agency()
    is_sent = request.method == "POST"
    form = AgencyForm(request.POST if is_sent else None, initial={"code": known.code if known else ""})
    if is_sent and form.is_valid():
        actions.set_agency(
            city=request.city, code=form.cleaned_data["code"], at=timezone.now(), by=request.user
        )
        messages.success(request, _("instansiId tersimpan; berkas berikutnya memakainya."))
        return redirect("ledger:exports")
    return render(request, "ledger/agency.html", {"form": form})
