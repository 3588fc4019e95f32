"""Pages of intake: upload, preview, import, and what came of it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.ground.intake import actions, reads
from sibina.ground.intake.forms import ImportForm, UploadForm
from sibina.ground.intake.jobs import CHECK, IMPORT
from sibina.ground.intake.models import BOOK_CHOICES, Batch, BatchFinding
from sibina.ground.intake.sentences import (
    BOOK_HINTS,
    BOOK_TITLES,
    fault_sentence,
    reason_sentence,
)
from sibina.ground.intake.types import Book, Reason, WorkbookFault
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.files.api import XLSX, attachment
from sibina.lib.jobs.api import start_job
from sibina.lib.lists.api import Column, Empty, Filter, ListSpec, address_of, list_page
from sibina.lib.words import number

READERS = (Role.PENGELOLA, Role.ANALIS, Role.INSPEKTORAT)
CHECKED_AT_ONCE = 30_000
"""Rows up to which the page waits for the check; beyond, it is a job."""
MISSING_SHOWN = 8
STATE_TONES = {
    Batch.State.CHECKING: "now",
    Batch.State.CHECKED: "warn",
    Batch.State.IMPORTING: "now",
    Batch.State.IMPORTED: "good",
    Batch.State.DISCARDED: "",
}


@allow(*READERS)
def batch_list(request: CityRequest) -> HttpResponse:
    """Every batch: when, by whom, what is in it, how it stands."""
    may_write = request.membership.role == Role.PENGELOLA
    spec = ListSpec(
        name="data-masuk",
        title=_("Data masuk"),
        lead=_("Buku kerja yang diunggah: diperiksa, dilihat dulu, lalu diimpor."),
        columns=[
            Column(
                "uploaded",
                _("Diunggah"),
                "uploaded_at",
                sort="uploaded_at",
                kind="moment",
                link=address_of("intake:detail"),
            ),
            Column("as_of", _("Keadaan per"), "as_of", sort="as_of", kind="date"),
            Column("persons", _("ASN"), lambda row: _count(row, "people", "persons"), kind="number"),
            Column(
                "standards", _("Standar"), lambda row: _count(row, "standards", "accepted"), kind="number"
            ),
            Column(
                "levels",
                _("Tingkat terukur"),
                lambda row: _count(row, "measurements", "accepted"),
                kind="number",
            ),
            Column("refused", _("Ditolak"), "refused", sort="refused", kind="number"),
            Column("by", _("Oleh"), lambda row: str(row.uploaded_by or _("baris perintah"))),
            Column(
                "state",
                _("Keadaan"),
                "get_state_display",
                kind="badge",
                tone=lambda row: STATE_TONES[row.state],
            ),
        ],
        filters=[Filter("keadaan", _("Keadaan"), Batch.State.choices, "state")],
        order="-uploaded",
        empty=Empty(
            _("Belum ada data yang masuk"),
            _("Unggah tiga buku kerja yang sudah Anda punya: Data ASN, standar kompetensi, hasil penilaian."),
            reverse("intake:upload") if may_write else "",
            _("Unggah buku kerja"),
            "upload",
        ),
    )
    return list_page(
        request,
        rows=reads.list_batches(),
        spec=spec,
        template="intake/list.html",
        extra={"may_write": may_write},
    )


def _count(row: Batch, book: str, name: str) -> int | None:
    return (row.report.get(book) or {}).get(name)


@allow(Role.PENGELOLA)
def upload(request: CityRequest) -> HttpResponse:
    """Drop the workbooks; each is recognised by what is in it."""
    if request.method != "POST":
        return render(request, "intake/upload.html", _upload_context(UploadForm()))
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        return _take_files(request, form, None)
    return render(request, "intake/upload.html", _upload_context(form))


@require_POST
@allow(Role.PENGELOLA)
def add_files(request: CityRequest, pk: int) -> HttpResponse:
    """Add a workbook to a batch that waits, or put a mended one in its place."""
    batch = _waiting_batch(pk)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        return _take_files(request, form, batch)
    return render(request, "intake/upload.html", _upload_context(form, batch))


def _take_files(request: CityRequest, form: UploadForm, batch: Batch | None) -> HttpResponse:
    contents: dict[str, bytes] = {}
    for given in form.cleaned_data["workbooks"]:
        name = given.name if given.name not in contents else f"{len(contents) + 1}-{given.name}"
        contents[name] = given.read()
    found, faults = actions.upload_workbooks(
        city=request.city, contents=contents, at=timezone.now(), by=request.user, batch=batch
    )
    if len(faults) == len(contents) or found is None:
        for fault in faults:
            form.add_error("workbooks", _told(fault))
        return render(request, "intake/upload.html", _upload_context(form, batch))
    for fault in faults:
        messages.error(request, _told(fault))
    return _check(request, found)


def _told(fault: WorkbookFault) -> str:
    return f"{fault.file}: {fault_sentence(fault)}"


def _check(request: CityRequest, batch: Batch) -> HttpResponse:
    if sum(kept.rows for kept in reads.list_files(batch=batch)) <= CHECKED_AT_ONCE:
        actions.check_batch(batch=batch, at=timezone.now(), by=request.user)
        return redirect("intake:detail", pk=batch.pk)
    job = start_job(
        city=request.city,
        kind=CHECK,
        title=_("Memeriksa buku kerja"),
        at=timezone.now(),
        by=request.user,
        arguments={"batch_id": batch.pk},
    )
    actions.link_job(batch=batch, job=job, state=Batch.State.CHECKING)
    return redirect("jobs:detail", pk=job.pk)


def _upload_context(form: UploadForm, batch: Batch | None = None) -> dict[str, Any]:
    books = [{"title": BOOK_TITLES[book], "hint": BOOK_HINTS[book]} for book in Book]
    return {"form": form, "batch": batch, "books": books, "steps": _step_titles()}


def _step_titles() -> list[str]:
    return [_("Unggah"), _("Lihat apa yang masuk"), _("Impor"), _("Selesai")]


def _waiting_batch(pk: int) -> Batch:
    batch = get_object_or_404(reads.list_batches(), pk=pk)
    if not batch.is_waiting:
        raise Http404(_("Berkas ini sudah tidak menunggu keputusan."))
    return batch


@allow(*READERS)
def detail(request: CityRequest, pk: int) -> HttpResponse:
    """What would be taken, or what was; refused and doubtful cells by reason; the decision."""
    batch = get_object_or_404(reads.list_batches(), pk=pk)
    kept = reads.list_files(batch=batch)
    there = {file.book for file in kept}
    reasons = reads.count_reasons(batch=batch)
    missing = batch.report.get("missing") or []
    missing_count = batch.report.get("missing_count") or 0
    context = {
        "batch": batch,
        "report": _told_report(batch.report),
        "result": batch.result,
        "changes": _changes(batch.result),
        "result_sentence": _("Kesenjangan dihitung ulang di belakang layar."),
        "columns_not_read": _columns_not_read(batch.report),
        "files": [{"kept": file, "part": batch.report.get(_part(file.book)) or {}} for file in kept],
        "absent": [
            {"title": BOOK_TITLES[book], "hint": BOOK_HINTS[book]} for book in Book if book not in there
        ],
        "reasons": [_reason_line(line) for line in reasons],
        "refused": sum(count for _book, is_refused, _reason, count in reasons if is_refused),
        "warned": sum(count for _book, is_refused, _reason, count in reasons if not is_refused),
        "missing": missing[:MISSING_SHOWN],
        "missing_count": missing_count,
        "may_write": request.membership.role == Role.PENGELOLA,
        "may_import": batch.is_waiting and bool(kept) and not batch.report.get("older_than"),
        "import_form": ImportForm(missing=missing_count),
        "upload_form": UploadForm(auto_id="tambah_%s"),
        "steps": _step_titles(),
        "step": 4 if batch.state == Batch.State.IMPORTED else 3 if batch.is_importing else 2,
        "tone": STATE_TONES[Batch.State(batch.state)],
    }
    return render(request, "intake/detail.html", context)


def _part(book: str) -> str:
    return {Book.PEOPLE: "people", Book.STANDARDS: "standards", Book.MEASUREMENTS: "measurements"}[Book(book)]


def _reason_line(line: tuple[str, bool, str, int]) -> dict[str, Any]:
    book, is_refused, reason, count = line
    return {
        "book": book,
        "title": BOOK_TITLES[Book(book)],
        "is_refused": is_refused,
        "reason": reason,
        "sentence": reason_sentence(Reason(reason)),
        "ditolak": _("%(count)s ditolak") % {"count": number(count)},
        "diperingatkan": _("%(count)s diperingatkan") % {"count": number(count)},
    }


def _told_report(report: dict[str, Any]) -> dict[str, Any]:
    """The report with the small notes that stand below its figures."""
    told = dict(report)
    if people := report.get("people"):
        values = {
            "rows": number(people["rows"]),
            "doubled": number(people["doubled"]),
            "pppk": number(people["pppk"]),
            "positions": number(people["positions"]),
        }
        told["people_note"] = _("dari %(rows)s baris; %(doubled)s baris ganda") % values
        told["active_note"] = _("di antaranya %(pppk)s PPPK") % values
        told["position_note"] = _("dengan %(positions)s jabatan") % values
    if measured := report.get("measurements"):
        told["measurement_note"] = _("dari %(rows)s baris orang") % {"rows": number(measured["rows"])}
    return told


def _columns_not_read(report: dict[str, Any]) -> str:
    return ", ".join((report.get("people") or {}).get("columns_not_read") or [])


def _changes(result: dict[str, Any]) -> list[tuple[str, int]]:
    """What the import changed, in words and figures; what did not change is left out."""
    people, standards = result.get("people") or {}, result.get("standards") or {}
    measured = result.get("measurements") or {}
    lines = [
        (_("Orang baru"), people.get("new")),
        (_("Orang yang datanya berubah"), people.get("changed")),
        (_("NIP baru bagi orang yang sudah ada"), people.get("renumbered")),
        (_("Kembali tercatat"), people.get("returned")),
        (_("Penempatan baru"), people.get("postings_opened")),
        (_("Penempatan berakhir"), people.get("postings_closed")),
        (_("Unit baru"), people.get("units_new")),
        (_("Jabatan baru"), people.get("positions_new")),
        (_("Ditandai keluar"), people.get("left")),
        (_("Tidak ada di berkas, tetap tercatat"), people.get("missing")),
        (_("Standar baru"), standards.get("new")),
        (_("Standar versi lama yang berakhir"), standards.get("changed")),
        (
            _("Kompetensi baru"),
            (standards.get("competencies_new") or 0) + (measured.get("competencies_new") or 0),
        ),
        (_("Tingkat terukur baru"), measured.get("new")),
        (_("Tingkat yang sudah tercatat"), measured.get("known")),
        (_("NIP hasil penilaian yang belum dikenal"), measured.get("strangers")),
    ]
    return [(label, count) for label, count in lines if count]


@allow(*READERS)
def findings(request: CityRequest, pk: int) -> HttpResponse:
    """Every refused or doubtful cell: file, row, column, value, why."""
    batch = get_object_or_404(reads.list_batches(), pk=pk)
    spec = ListSpec(
        name=f"temuan-{batch.pk}",
        title=_("Ditolak dan diperingatkan"),
        lead=_("Nomor baris sama dengan nomor di aplikasi lembar kerja."),
        columns=[
            Column("book", _("Berkas"), "book_title", sort="book"),
            Column("row", _("Baris"), _row_of, sort="row"),
            Column("column", _("Kolom"), "column", sort="column"),
            Column("value", _("Isi sel"), "value"),
            Column("state", _("Keadaan"), _state_of, kind="badge", tone=_tone_of),
            Column("why", _("Sebab"), "sentence", sort="reason", width=60),
        ],
        search=("column", "value"),
        search_label=_("Cari kolom atau isi sel"),
        filters=[
            Filter("berkas", _("Berkas"), BOOK_CHOICES, "book"),
            Filter("keadaan", _("Keadaan"), _states(), _only_state),
            Filter("sebab", _("Sebab"), lambda: _reason_choices(batch), "reason"),
        ],
        empty=Empty(_("Tidak ada yang ditolak"), _("Semua baris dan sel dapat diterima.")),
        crumbs=_crumbs(batch),
    )
    return list_page(request, rows=reads.list_findings(batch=batch), spec=spec)


def _states() -> list[tuple[str, str]]:
    return [("ditolak", _("Ditolak")), ("diperingatkan", _("Diperingatkan"))]


def _only_state(rows: Any, value: str) -> Any:
    return rows.filter(is_refused=value == "ditolak")


def _row_of(row: BatchFinding) -> str:
    """The number as the spreadsheet writes it: a name, not a figure."""
    return "" if row.row is None else str(row.row)


def _state_of(row: BatchFinding) -> str:
    return _("Ditolak") if row.is_refused else _("Diperingatkan")


def _tone_of(row: BatchFinding) -> str:
    return "bad" if row.is_refused else "warn"


def _reason_choices(batch: Batch) -> list[tuple[str, str]]:
    found = {reason for _book, _refused, reason, _count in reads.count_reasons(batch=batch)}
    return [(reason, reason_sentence(Reason(reason))) for reason in sorted(found)]


def _crumbs(batch: Batch) -> Sequence[tuple[str, str]]:
    return [
        (_("Data masuk"), reverse("intake:list")),
        (str(batch), reverse("intake:detail", args=[batch.pk])),
    ]


@allow(*READERS)
def missing(request: CityRequest, pk: int) -> HttpResponse:
    """People on record who are not in the export of this batch."""
    batch = get_object_or_404(reads.list_batches(), pk=pk)
    rows = [{"nip": nip, "name": name} for nip, name in batch.report.get("missing") or []]
    spec = ListSpec(
        name=f"tidak-ada-{batch.pk}",
        title=_("Tercatat, tetapi tidak ada di berkas"),
        lead=_("Mereka tetap seperti yang tercatat, kecuali Anda menandainya keluar saat mengimpor."),
        columns=[
            Column("name", _("Nama"), "name", sort="name"),
            Column("nip", _("NIP"), "nip", sort="nip", kind="nip"),
        ],
        search=("name", "nip"),
        search_label=_("Cari nama atau NIP"),
        order="name",
        empty=Empty(_("Semua orang yang tercatat ada di berkas")),
        crumbs=_crumbs(batch),
    )
    return list_page(request, rows=rows, spec=spec)


@allow(*READERS)
def marked(request: CityRequest, pk: int, book: str) -> HttpResponse:
    """The workbook in its own layout with the bad cells marked and commented."""
    batch = get_object_or_404(reads.list_batches(), pk=pk)
    kept = reads.find_file(batch=batch, book=book)
    if kept is None:
        raise Http404(_("Berkas ini tidak disimpan."))
    stem = kept.name.rsplit(".", 1)[0]
    content = reads.get_marked_workbook(kept=kept)
    return attachment(name=f"{stem}-{_('bertanda')}.xlsx", content=content, content_type=XLSX)


@require_POST
@allow(Role.PENGELOLA)
def start_import(request: CityRequest, pk: int) -> HttpResponse:
    """Start the import in the background."""
    batch = _waiting_batch(pk)
    form = ImportForm(request.POST, missing=batch.report.get("missing_count") or 0)
    form.is_valid()
    job = start_job(
        city=request.city,
        kind=IMPORT,
        title=_("Mengimpor data keadaan per %(day)s") % {"day": f"{batch.as_of:%d-%m-%Y}"},
        at=timezone.now(),
        by=request.user,
        arguments={"batch_id": batch.pk, "mark_left": bool(form.cleaned_data.get("mark_left"))},
    )
    actions.link_job(batch=batch, job=job, state=Batch.State.IMPORTING)
    return redirect("jobs:detail", pk=job.pk)


@require_POST
@allow(Role.PENGELOLA)
def discard(request: CityRequest, pk: int) -> HttpResponse:
    """Lay the batch aside; nothing of it was imported."""
    actions.discard_batch(batch=_waiting_batch(pk), at=timezone.now(), by=request.user)
    messages.success(request, _("Berkas dibatalkan. Tidak ada data kota yang berubah."))
    return redirect("intake:list")
