"""Counting in the background."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs.actions import measure_gaps
from sibina.lib.jobs.api import JobRun, job
from sibina.lib.tenancy.context import city_context

MEASURE_GAPS = "needs.measure_gaps"


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
