"""Checking and importing in the background."""

from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from sibina.ground.intake.actions import check_batch, import_batch
from sibina.ground.intake.reads import get_batch
from sibina.ground.intake.sentences import NOTHING_TO_IMPORT, older_export_sentence
from sibina.ground.intake.types import NothingToImport, OlderExport
from sibina.lib.jobs.api import JobRun, Stopped, Told, job
from sibina.lib.tenancy.context import city_context

CHECK = "intake.check"
IMPORT = "intake.import"


@job(CHECK)
def run_check(run: JobRun, batch_id: int) -> dict[str, Any]:
    """Check a batch that is too long for a page to wait for."""
    run.progress(5, _("Memeriksa baris demi baris"))
    with city_context(run.city):
        check_batch(batch=get_batch(batch_id=batch_id), at=run.started_at, by=_person_behind(run))
    run.progress(100, _("Sudah diperiksa; belum ada yang diimpor."))
    return {"next_url": reverse("intake:detail", args=[batch_id])}


@job(IMPORT)
def run_import(run: JobRun, batch_id: int, mark_left: bool = False) -> dict[str, Any]:
    """Import a batch: one transaction, so that a killed worker leaves nothing half done."""
    try:
        with city_context(run.city):
            batch = import_batch(
                batch_id=batch_id,
                at=run.started_at,
                by=_person_behind(run),
                mark_left=mark_left,
                progress=lambda share, message: _tell(run, share, message),
            )
    except NothingToImport as nothing:
        raise Told(str(NOTHING_TO_IMPORT)) from nothing
    except OlderExport as older:
        raise Told(older_export_sentence(older)) from older
    run.progress(100, _("Data sudah masuk.") if batch.result["changed"] else _("Tidak ada yang berubah."))
    return {**batch.result, "next_url": reverse("intake:detail", args=[batch_id])}


def _person_behind(run: JobRun) -> User | None:
    """Who asked, read on the connection that the work writes on: Django joins no rows of two connections."""
    return User.objects.filter(pk=run.by.pk).first() if run.by else None


def _tell(run: JobRun, share: float, message: str) -> None:
    """Show how far it is; a stop that was asked for ends the transaction, and nothing is kept."""
    run.progress(int(share * 100), message)
    if run.should_stop():
        raise Stopped
