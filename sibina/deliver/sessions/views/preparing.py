"""From the set plan to sessions, in one step."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.deliver.sessions import actions, reads
from sibina.deliver.sessions.forms import PrepareForm
from sibina.deliver.sessions.jobs import PREPARE
from sibina.deliver.sessions.sentences import conflict_sentence, refusal_of
from sibina.deliver.sessions.types import SessionError
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.jobs.api import find_open_job, start_job
from sibina.lib.words import number
from sibina.plan.planning.api import CityPlan, find_set_plan

AT_ONCE = 3
"""So few sessions are made while one waits; more of them in the background."""


@allow(Role.PENGELOLA)
def prepare(request: CityRequest) -> HttpResponse:
    """All that the plan runs and that is not there yet, or the sessions chosen."""
    cycle = reads.find_changeable_cycle()
    plan = find_set_plan(cycle=cycle) if cycle else None
    if cycle is None or plan is None:
        return render(request, "sessions/prepare.html", {"plan": None})
    pending = reads.get_pending(cycle=cycle)
    form = PrepareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = [int(key) for key in request.POST.getlist("sesi") if key.isdigit()]
        answer = _start(request, plan, form, chosen or None, len(pending.new))
        if answer is not None:
            return answer
    context = {
        "plan": plan,
        "cycle": cycle,
        "form": form,
        "pending": pending,
        "job": find_open_job(PREPARE),
        "last": reads.find_last_prepared(kind=PREPARE),
    }
    return render(request, "sessions/prepare.html", context)


def _start(
    request: CityRequest, plan: CityPlan, form: PrepareForm, chosen: list[int] | None, waiting: int
) -> HttpResponse | None:
    """Made at once where they are few; None where it was refused, and the form says why."""
    hours, invite = form.hours(), form.cleaned_data["invite"]
    if (len(chosen) if chosen else waiting) > AT_ONCE:
        arguments: dict[str, Any] = {
            "plan_id": plan.pk,
            "begins": hours.begins.isoformat(),
            "ends": hours.ends.isoformat(),
            "invite": invite,
            "offerings": chosen,
        }
        title = _("Menyiapkan sesi %(year)s") % {"year": plan.cycle.year}
        made = start_job(
            city=request.city,
            kind=PREPARE,
            title=title,
            at=timezone.now(),
            by=request.user,
            arguments=arguments,
        )
        return redirect("jobs:detail", pk=made.pk)
    try:
        told = actions.prepare_sessions(
            plan=plan, hours=hours, invite=invite, by=request.user, at=timezone.now(), offerings=chosen
        )
    except SessionError as refused:
        form.add_error(None, refusal_of(refused))
        return None
    messages.success(
        request,
        _("%(made)s sesi disiapkan, %(people)s orang mendapat kursi.")
        % {"made": number(told.made), "people": number(told.people)},
    )
    for conflict in told.conflicts:
        messages.warning(request, conflict_sentence(conflict))
    return redirect("sessions:list")
