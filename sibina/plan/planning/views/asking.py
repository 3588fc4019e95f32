"""The plans of a year, and asking for one."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibina.assess.needs.api import GapSnapshot, find_trial
from sibina.ground.cycles.api import Cycle
from sibina.ground.people.api import CityRequest
from sibina.lib.access import Role, allow
from sibina.lib.addresses import key_of
from sibina.plan.planning import actions, reads
from sibina.plan.planning.forms import AskingForm, PlanForm, RemakeForm, next_step_of, sentences_of_ground
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.rules.orders import OrderRefused
from sibina.plan.planning.sentences import refusal_of
from sibina.plan.planning.types import BaseReplaced
from sibina.plan.planning.views.reading import READERS, frame, get_plan


def job_title(name: str) -> str:
    """What the job of a plan is called in the list of jobs."""
    return _("Menyusun rencana «%(name)s»") % {"name": name}


@allow(*READERS)
def plan_list(request: CityRequest) -> HttpResponse:
    """The plans of a year, the one that is the city's own first."""
    cycle = reads.find_cycle(year=asked_year(request))
    plans = list(reads.list_plans(cycle=cycle)) if cycle else []
    context = {
        "cycle": cycle,
        "cycles": reads.list_cycles(),
        "plans": plans,
        "next_step": None if plans or cycle is None else _next_step(request, cycle),
        "has_set": any(plan.is_set for plan in plans),
        "comparable": [plan for plan in plans if plan.has_answer],
        "may_ask": request.membership.role in {Role.PENGELOLA, Role.ANALIS},
    }
    return render(request, "planning/list.html", context)


def _next_step(request: CityRequest, cycle: Cycle) -> dict[str, str]:
    """What an officer does now, in a year without plans: count the gaps, prepare sessions, or ask for a plan."""
    standing = reads.get_standing(city=request.city, cycle=cycle, today=timezone.localdate())
    return next_step_of(standing.ground, may_prepare=request.membership.role == Role.PENGELOLA)


@allow(Role.PENGELOLA, Role.ANALIS)
def new(request: CityRequest) -> HttpResponse:
    """Ask for a plan. What was typed stays when something is wrong."""
    cycle = reads.find_cycle(year=asked_year(request))
    if cycle is None:
        return render(request, "planning/new.html", {"cycle": None})
    trial = _trial(request)
    standing = reads.get_standing(city=request.city, cycle=cycle, today=timezone.localdate(), trial=trial)
    form = PlanForm(
        request.POST or None,
        initial=PlanForm.usual(cycle.year, trial.change.title if trial and trial.change else "")
        | {"ceiling": reads.city_ceiling(cycle=cycle)},
        rule=standing.jp_rule,
        needs_round=standing.round,
    )
    if request.method == "POST" and form.is_valid():
        plan = _ask(request, form, partial(actions.start_plan, city=request.city, standing=standing))
        if plan:
            return redirect("planning:summary", pk=plan.pk)
    context = {
        "cycle": cycle,
        "standing": standing,
        "trial": trial,
        "form": form,
        "obstacles": sentences_of_ground(standing.ground),
        "next_step": next_step_of(standing.ground, may_prepare=request.membership.role == Role.PENGELOLA),
    }
    return render(request, "planning/new.html", context)


@allow(Role.PENGELOLA)
def remake(request: CityRequest, pk: int) -> HttpResponse:
    """Ask for a plan in the place of the set one, which keeps what is bound or done."""
    base, today = get_plan(pk, whole=False), timezone.localdate()
    if not base.is_set:
        messages.error(request, _("Hanya rencana yang ditetapkan yang disusun ulang."))
        return redirect("planning:approval", pk=pk)
    standing = reads.get_standing(city=request.city, cycle=base.cycle, today=today)
    usual = RemakeForm.usual_after(base, today)
    form = RemakeForm(request.POST or None, initial=usual, rule=standing.jp_rule)
    day = usual["from_day"]
    if request.method == "POST" and form.is_valid():
        day = form.order().from_day
        plan = _ask(request, form, partial(actions.remake_plan, base=base, standing=standing))
        if plan:
            return redirect("planning:summary", pk=plan.pk)
    context = frame(request, base, "approval") | {
        "form": form,
        "day": day,
        "settled": reads.get_settled(plan=base, day=day),
        "standing": standing,
    }
    return render(request, "planning/remake.html", context)


def _ask(request: CityRequest, form: AskingForm, ask: Callable[..., CityPlan]) -> CityPlan | None:
    """The plan that was asked for; None, with every reason on the form, where it is refused."""
    order = form.order()
    try:
        return ask(order=order, title=job_title(order.name), by=request.user, at=timezone.now())
    except OrderRefused as refused:
        form.refuse(refused)
    except BaseReplaced as refused:
        form.add_error(None, refusal_of(refused))
    return None


@require_POST
@allow(Role.PENGELOLA, Role.ANALIS)
def again(request: CityRequest, pk: int) -> HttpResponse:
    """A plan that was interrupted is computed again; the best that was kept is not lost."""
    plan = get_plan(pk)
    actions.restart_plan(plan=plan, title=job_title(plan.name), by=request.user, at=timezone.now())
    return redirect("planning:summary", pk=plan.pk)


def _trial(request: CityRequest) -> GapSnapshot | None:
    """The trial of the change in demand that the address names; its plan is for comparing only."""
    text = request.GET.get("percobaan", "")
    if not text:
        return None
    key = key_of(text)
    found = find_trial(key) if key is not None else None
    if found is None:
        raise Http404
    return found


def asked_year(request: CityRequest) -> int | None:
    text = request.GET.get("tahun", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
