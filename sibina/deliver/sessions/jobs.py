"""Sessions in the background: made from the plan, and what is brought to mind every day."""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibina.deliver.sessions import actions
from sibina.deliver.sessions.sentences import conflict_sentence, refusal_of
from sibina.deliver.sessions.types import SessionError
from sibina.lib.jobs.api import JobRun, Told, daily, job
from sibina.lib.tenancy.context import city_context
from sibina.lib.words import number
from sibina.plan.planning.api import list_plans

PREPARE = "sessions.prepare"
REMIND = "sessions.remind"
DRAW = "sessions.draw"
ASK = "sessions.ask_cooperation"
MOST_TOLD = 20
"""So many things that the calendar did not allow are told with the result; the others show on the sessions themselves."""


@job(PREPARE)
def prepare(
    run: JobRun, *, plan_id: int, begins: str, ends: str, invite: bool, offerings: list[int] | None
) -> dict[str, Any]:
    """All sessions of the plan in one transaction: killed in between, none is there, and it starts anew."""

    def progress(done: int, of: int) -> None:
        values = {"done": number(done), "of": number(of)}
        run.progress(5 + 80 * done // max(of, 1), _("Menyiapkan sesi %(done)s dari %(of)s") % values)

    with city_context(run.city), timezone.override(ZoneInfo(run.city.time_zone)):
        plan = list_plans().filter(pk=plan_id).select_related("cycle").first()
        if plan is None or not plan.is_set:
            raise Told(_("Rencana itu bukan lagi rencana kota. Buka Sesi lalu siapkan lagi."))
        try:
            told = actions.prepare_sessions(
                plan=plan,
                hours=actions.Hours(time.fromisoformat(begins), time.fromisoformat(ends)),
                invite=invite,
                by=run.by,
                at=run.started_at,
                offerings=offerings,
                progress=progress,
            )
        except SessionError as refused:
            raise Told(refusal_of(refused)) from refused
        lines = [conflict_sentence(one) for one in told.conflicts[:MOST_TOLD]]
    return {
        "made": told.made,
        "there": told.there,
        "people": told.people,
        "conflicts": lines,
        "next_url": reverse("sessions:prepare"),
    }


@daily(REMIND, gettext_lazy("Mengingatkan undangan dan keputusan sesi"))
def remind(run: JobRun) -> dict[str, Any]:
    """Invitations that were not answered, sessions to be decided on."""
    with city_context(run.city), timezone.override(ZoneInfo(run.city.time_zone)):
        return {"told": actions.remind(city=run.city, at=run.started_at)}


@daily(DRAW, gettext_lazy("Mengumumkan daftar pemohon dan mengundi kursi"))
def run_draws(run: JobRun) -> dict[str, Any]:
    """Lists that are to be published and seats that are to be drawn by today."""
    with timezone.override(ZoneInfo(run.city.time_zone)), city_context(run.city):
        return {"done": actions.run_due_draws(city=run.city, at=run.started_at)}


@daily(ASK, gettext_lazy("Menanyakan kerja sama sesudah sesi"))
def ask_cooperation(run: JobRun) -> dict[str, Any]:
    """Participants of sessions that ended as long ago as the city's rule says."""
    with timezone.override(ZoneInfo(run.city.time_zone)), city_context(run.city):
        return {"asked": actions.ask_cooperation(city=run.city, at=run.started_at)}
