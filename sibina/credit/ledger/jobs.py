"""In the background: counting, by a button and every morning; preparing what goes to SIASN; sheets that come from there."""

from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.credit.ledger.actions import check_sheet, count_year, import_sheet, prepare_export
from sibina.credit.ledger.reads import find_export
from sibina.credit.ledger.sentences import NOTHING_TO_TAKE, SHEET_SETTLED
from sibina.credit.ledger.types import NothingToTake, SheetSettled
from sibina.lib.jobs.api import JobRun, Told, daily, job
from sibina.lib.tenancy.context import city_context
from sibina.lib.words import number

COUNT, PREPARE = "ledger.count", "ledger.prepare_export"
CHECK_SHEET, IMPORT_SHEET = "ledger.check_sheet", "ledger.import_sheet"
COUNT_TITLE = gettext_lazy("Menghitung JP setiap pegawai")


@daily(COUNT, COUNT_TITLE)
def run_count(run: JobRun) -> dict[str, Any]:
    """Count last year, in which records still arrive, and this one. Each is a transaction of its own."""
    year = timezone.localdate().year
    changed = 0
    for number_of_year, one in enumerate((year - 1, year)):
        told = _("Menghitung JP tahun %(year)s") % {"year": str(one)}
        with city_context(run.city):
            found = count_year(
                city=run.city,
                year=one,
                at=run.started_at,
                by=run.by,
                progress=lambda share, base=number_of_year, told=told: run.progress(  # type: ignore[misc]
                    int(50 * (base + share) * 0.98), told
                ),
            )
        changed += found.counting.people if found.counting else 0
    run.progress(100, _("Selesai; JP %(n)s pegawai berubah.") % {"n": number(changed)})
    return {"people": changed, "next_url": reverse("ledger:city")}


@job(PREPARE)
def run_prepare(run: JobRun, *, export_id: int) -> dict[str, Any]:
    """Prepare the rows of a national export."""
    run.progress(10, _("Mengumpulkan kegiatan yang selesai"))
    with city_context(run.city):
        export = find_export(pk=export_id)
        if export is None:
            raise Told(_("Berkas itu sudah tidak ada."))
        made = prepare_export(export=export, at=run.started_at, by=person_behind(run))
    told = {"ready": number(made.ready), "lacking": number(made.lacking)}
    run.progress(100, _("%(ready)s baris siap, %(lacking)s belum siap.") % told)
    return {
        "ready": made.ready,
        "lacking": made.lacking,
        "next_url": reverse("ledger:export", args=[export_id]),
    }


@job(CHECK_SHEET)
def run_check_sheet(run: JobRun, *, sheet_id: int) -> dict[str, Any]:
    """Check a sheet that is too long for a page to wait for."""
    run.progress(10, _("Memeriksa baris demi baris"))
    try:
        with city_context(run.city):
            check_sheet(sheet_id=sheet_id, at=run.started_at, by=person_behind(run))
    except SheetSettled as settled:
        raise Told(str(SHEET_SETTLED)) from settled
    run.progress(100, _("Sudah diperiksa; belum ada yang dicatat."))
    return {"next_url": reverse("ledger:sheet", args=[sheet_id])}


@job(IMPORT_SHEET)
def run_import_sheet(run: JobRun, *, sheet_id: int) -> dict[str, Any]:
    """Record what a sheet gives: one transaction, so that a killed worker leaves nothing half done."""
    run.progress(10, _("Memeriksa dan mencatat"))
    try:
        with city_context(run.city):
            sheet = import_sheet(sheet_id=sheet_id, at=run.started_at, by=person_behind(run))
    except SheetSettled as settled:
        raise Told(str(SHEET_SETTLED)) from settled
    except NothingToTake as nothing:
        raise Told(str(NOTHING_TO_TAKE)) from nothing
    run.progress(100, _("%(n)s pelatihan tercatat.") % {"n": number(sheet.taken)})
    return {"taken": sheet.taken, "next_url": reverse("ledger:sheet", args=[sheet_id])}


def person_behind(run: JobRun) -> User | None:
    """Who asked, read on the connection that the work writes on: Django joins no rows of two connections."""
    return User.objects.filter(pk=run.by.pk).first() if run.by else None
