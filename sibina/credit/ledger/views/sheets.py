"""Trainings in bulk from SIASN: upload, look at what would come in and what would not, import or drop."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.credit.ledger import actions, reads
from sibina.credit.ledger.forms import SheetForm
from sibina.credit.ledger.jobs import CHECK_SHEET, IMPORT_SHEET
from sibina.credit.ledger.models import TrainingSheet
from sibina.credit.ledger.sentences import COLUMNS_MISSING, SHEET_SETTLED, SHEET_UNKNOWN
from sibina.credit.ledger.types import SheetSettled, SheetState, SheetUnknown
from sibina.ground.intake.api import fault_sentence
from sibina.ground.intake.types import WorkbookFault
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.jobs.api import start_job
from sibina.lib.lists.api import Column, Empty, ListSpec, address_of, list_page

READERS = (Role.PENGELOLA, Role.ANALIS, Role.INSPEKTORAT)
CHECKED_AT_ONCE = 5_000
"""Rows up to which the page waits for the check; beyond, it is a job."""


@allow(*READERS)
def sheets(request: CityRequest) -> HttpResponse:
    """Every sheet that was uploaded, and the way to upload one."""
    may_write = request.membership.role == Role.PENGELOLA
    spec = ListSpec(
        name="impor-riwayat",
        title=_("Impor riwayat dari SIASN"),
        lead=_(
            "Lembar kursus atau diklat. Diperiksa lebih dulu; tidak ada yang dicatat sebelum Anda mengimpornya."
        ),
        columns=[
            Column("berkas", _("Berkas"), "name", sort="name", link=address_of("ledger:sheet")),
            Column("isi", _("Isi"), "get_file_display", sort="file"),
            Column("baris", _("Baris"), "rows", kind="number", sort="rows"),
            Column("masuk", _("Dapat masuk"), "taken", kind="number", sort="taken"),
            Column("ditolak", _("Ditolak"), "refused", kind="number", sort="refused"),
            Column("diunggah", _("Diunggah"), "uploaded_at", kind="moment", sort="uploaded_at"),
            Column("keadaan", _("Keadaan"), "get_state_display", kind="badge", tone=lambda row: row.tone),
        ],
        order="-diunggah",
        crumbs=[(_("Buku JP"), reverse("ledger:city"))],
        empty=Empty(
            _("Belum ada lembar"),
            _("Unduh riwayat kursus atau diklat dari SIASN, lalu unggah di sini."),
            reverse("ledger:sheet-upload") if may_write else "",
            _("Unggah lembar"),
            "upload",
        ),
    )
    extra = {"may_write": may_write, "tab": "ledger:trainings"}
    return list_page(request, rows=reads.list_sheets(), spec=spec, template="ledger/sheets.html", extra=extra)


@allow(Role.PENGELOLA)
def upload(request: CityRequest) -> HttpResponse:
    """Drop a sheet; what is read of it is kept and checked."""
    is_sent = request.method == "POST"
    form = SheetForm(request.POST, request.FILES) if is_sent else SheetForm()
    if is_sent and form.is_valid():
        given = form.cleaned_data["sheet"]
        try:
            made = actions.upload_sheet(
                city=request.city, name=given.name, content=given.read(), at=timezone.now(), by=request.user
            )
        except WorkbookFault as fault:
            form.add_error("sheet", f"{fault.file}: {fault_sentence(fault)}")
        except SheetUnknown as unknown:
            form.add_error("sheet", f"{given.name}: {_sentence(unknown)}")
        else:
            return _check(request, made)
    return render(request, "ledger/sheet_upload.html", {"form": form})


def _sentence(unknown: SheetUnknown) -> str:
    if unknown.missing:
        return str(COLUMNS_MISSING) % {"columns": ", ".join(unknown.missing)}
    return str(SHEET_UNKNOWN)


def _check(request: CityRequest, made: TrainingSheet) -> HttpResponse:
    now = timezone.now()
    if made.rows <= CHECKED_AT_ONCE:
        actions.check_sheet(sheet_id=made.pk, at=now, by=request.user)
        return redirect("ledger:sheet", pk=made.pk)
    title = _("Memeriksa %(name)s") % {"name": made.name}
    return _start(request, made, CHECK_SHEET, title, SheetState.CHECKING)


def _start(
    request: CityRequest, made: TrainingSheet, kind: str, title: str, state: SheetState
) -> HttpResponse:
    job = start_job(
        city=request.city,
        kind=kind,
        title=title,
        at=timezone.now(),
        by=request.user,
        arguments={"sheet_id": made.pk},
    )
    actions.link_sheet(sheet=made, job=job, state=state)
    return redirect("jobs:detail", pk=job.pk)


def _get_sheet(pk: int) -> TrainingSheet:
    found = reads.find_sheet(pk=pk)
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def sheet(request: CityRequest, pk: int) -> HttpResponse:
    """One sheet: what would come in, and each refused row with its reason."""
    found = _get_sheet(pk)
    is_waiting = found.state == SheetState.CHECKED or found.has_failed
    may_write = request.membership.role == Role.PENGELOLA and is_waiting and found.stored_id is not None
    spec = ListSpec(
        name=f"impor-riwayat-{found.pk}",
        title=found.name,
        lead=str(found.get_state_display()),
        columns=[
            Column("baris", _("Baris"), lambda row: str(row.row), sort="row"),
            Column("kolom", _("Kolom"), "column", sort="column"),
            Column("isi", _("Isi sel"), "value"),
            Column("sebab", _("Sebab"), "sentence", sort="reason", width=60),
        ],
        search=["column", "value"],
        search_label=_("Cari kolom atau isi sel"),
        order="baris",
        crumbs=[(_("Buku JP"), reverse("ledger:city")), (_("Impor riwayat"), reverse("ledger:sheets"))],
        empty=Empty(_("Tidak ada baris yang ditolak"), _("Semua baris dapat diterima.")),
    )
    extra: dict[str, Any] = {
        "sheet": found,
        "may_write": may_write,
        "may_import": may_write and found.taken > 0,
    }
    rows = reads.list_findings(sheet=found)
    return list_page(request, rows=rows, spec=spec, template="ledger/sheet.html", extra=extra)


@require_POST
@allow(Role.PENGELOLA)
def start_import(request: CityRequest, pk: int) -> HttpResponse:
    """Record what the sheet gives, in the background."""
    found = _get_sheet(pk)
    if found.state not in {SheetState.CHECKED, SheetState.IMPORTING} or (found.job and found.job.is_open):
        messages.error(request, SHEET_SETTLED)
        return redirect("ledger:sheet", pk=pk)
    title = _("Mengimpor %(name)s") % {"name": found.name}
    return _start(request, found, IMPORT_SHEET, title, SheetState.IMPORTING)


@require_POST
@allow(Role.PENGELOLA)
def drop(request: CityRequest, pk: int) -> HttpResponse:
    """Lay the sheet aside; nothing of it was recorded."""
    try:
        actions.drop_sheet(sheet_id=_get_sheet(pk).pk, at=timezone.now(), by=request.user)
    except SheetSettled:
        messages.error(request, SHEET_SETTLED)
    else:
        messages.success(request, _("Lembar dibatalkan. Tidak ada yang dicatat."))
    return redirect("ledger:sheets")
