"""Counting in the background."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs.actions import measure_gaps, try_demand
from sibina.assess.needs.models import DemandChange
from sibina.assess.needs.sentences import refusal_of
from sibina.assess.needs.types import DemandRefused
from sibina.lib.jobs.api import JobRun, Told, job
from sibina.lib.tenancy.context import city_context

MEASURE_GAPS = "needs.measure_gaps"
TRY_DEMAND = "needs.try_demand"


@job(MEASURE_GAPS)
def run_measure_gaps(run: JobRun, as_of: str | None = None) -> dict[str, Any]:
    """Count the city's gaps as of an ISO date, today where none is given."""
    day = date.fromisoformat(as_of) if as_of else timezone.localdate()
    run.progress(5, _("Menghitung kesenjangan setiap pegawai"))
    with city_context(run.city):
        snapshot = measure_gaps(city=run.city, as_of=day, at=run.started_at, by=run.by)
    run.progress(100, _("Selesai"))
    return {
        "people": snapshot.people,
        "short": snapshot.short,
        "unmeasured": snapshot.unmeasured,
        "met": snapshot.met,
        "shortfall": snapshot.shortfall,
        "next_url": reverse("needs:heatmap"),
    }


@job(TRY_DEMAND)
def run_try_demand(run: JobRun, *, change_id: int) -> dict[str, Any]:
    """Count the gaps as they would be under a change in demand, apart from the city's own."""
    run.progress(5, _("Membaca pegawai, standar, dan hasil ukur"))

    def tell(percent: int) -> None:
        run.progress(percent, _("Menghitung kesenjangan dengan tuntutan yang baru"))

    with city_context(run.city):
        change = DemandChange.objects.filter(pk=change_id).first()
        if change is None:
            raise Told(_("Perubahan itu sudah tidak ada."))
        try:
            trial = try_demand(change=change, by=run.by, at=run.started_at, tell=tell)
        except DemandRefused as refused:
            raise Told(refusal_of(refused)) from refused
    run.progress(100, _("Selesai"))
    return {"shortfall": trial.shortfall, "next_url": reverse("demand:effect", args=[change_id])}
