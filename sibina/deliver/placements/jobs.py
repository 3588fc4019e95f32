"""Work of placements in the background."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sibina.deliver.placements.actions import remind_of_duties
from sibina.lib.jobs.api import JobRun, daily
from sibina.lib.tenancy.context import city_context

REMIND = "placements.remind"


@daily(REMIND, _("Mengingatkan kewajiban penempatan"))
def run_reminder(run: JobRun) -> dict[str, Any]:
    """What is due soon or late is brought to mind, once each."""
    with city_context(run.city):
        return {"duties": remind_of_duties(city=run.city, at=run.started_at)}
