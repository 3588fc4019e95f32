"""Counting in the background: by a button, and every morning."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.credit.ledger.actions import count_year
from sibina.lib.jobs.api import JobRun, daily
from sibina.lib.tenancy.context import city_context
from sibina.lib.words import number

COUNT = "ledger.count"
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
