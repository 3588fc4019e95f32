"""The way of a plan to be the city's own: where it stands, and the next step of whoever may take it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.ground.people.api import CityRequest, has_member
from sibina.lib.access import Role, allow
from sibina.plan.planning import reads
from sibina.plan.planning.forms import ReasonForm
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.rules.approval import may_follow
from sibina.plan.planning.sentences import APPROVALS, refusal_of
from sibina.plan.planning.types import Approval, ApprovalRefused, Step
from sibina.plan.planning.views.reading import READERS, frame, get_plan, show
from sibina.plan.planning.views.steps import (
    ACTS,
    ENDS,
    MISSING,
    NEXT_STEP,
    OF_OTHERS,
    ROLES_OF,
    SETTERS,
    WAITING,
    WAY,
)
from sibina.plan.programmes.api import clash_sentence
from sibina.plan.programmes.types import SpeakerNotFree


@allow(*READERS)
def approval(request: CityRequest, pk: int) -> HttpResponse:
    """Every step so far, and the one that comes next: for whom, or what is missing for it."""
    plan = get_plan(pk, whole=False)
    steps, stage = reads.list_steps(plan=plan), Approval(plan.approval)
    proposed = [step.by_id for step in steps if step.step == Step.PROPOSED]
    proposer = proposed[-1] if proposed and stage != Approval.DRAFT else None
    mine = set() if plan.is_trial else {step for step in may_follow(stage) if _may(request, step, proposer)}
    following = NEXT_STEP.get(stage)
    context = {
        "steps": steps,
        "stages": [APPROVALS[one] for one in WAY],
        "at": len(WAY) + 1 if stage not in NEXT_STEP else WAY.index(stage) + 1,
        "next": ACTS[following] if following in mine else None,
        "back": ACTS[Step.RETURNED] if Step.RETURNED in mine else None,
        "notice": None if following in mine or plan.is_trial else _notice(request, plan, proposer),
    }
    return show(request, plan, "approval", **context)


def _may(request: CityRequest, step: Step, proposer: int | None) -> bool:
    barred = step in OF_OTHERS and request.user.pk == proposer
    return request.membership.role in ROLES_OF[step] and not barred


def _notice(request: CityRequest, plan: CityPlan, proposer: int | None) -> dict[str, Any]:
    """What a reader who cannot move the plan on is told: it is done, whom it waits for, or who is missing."""
    stage = Approval(plan.approval)
    following = NEXT_STEP.get(stage)
    if following is None:
        title, text = ENDS[stage]
        tone = "good" if stage == Approval.SET else "info"
        return {"title": title % {"year": plan.cycle.year}, "text": text, "tone": tone}
    if has_member(roles=ROLES_OF[following], besides=proposer):
        return {"title": _("Menunggu orang lain"), "text": WAITING[following], "tone": "info"}
    may_add = request.membership.role == Role.PENGELOLA
    return {
        "title": MISSING[following],
        "text": _(
            "Pengelola menambahkannya pada halaman Anggota; sesudah itu rencana ini dapat dilanjutkan."
        ),
        "tone": "warn",
        "link": reverse("web:members") if may_add else "",
    }


@allow(*ROLES_OF[Step.PROPOSED])
def propose(request: CityRequest, pk: int) -> HttpResponse:
    """Put the plan forward, with a reason."""
    return _act(request, pk, Step.PROPOSED)


@allow(*ROLES_OF[Step.REVIEWED])
def review(request: CityRequest, pk: int) -> HttpResponse:
    """Say that the plan has been looked through, and what of it."""
    return _act(request, pk, Step.REVIEWED)


@allow(*ROLES_OF[Step.SET], deciders=SETTERS)
def settle(request: CityRequest, pk: int) -> HttpResponse:
    """Set the plan: it is the city's own, and fixed."""
    return _act(request, pk, Step.SET)


@allow(*ROLES_OF[Step.RETURNED], deciders=SETTERS)
def send_back(request: CityRequest, pk: int) -> HttpResponse:
    """A plan that waits becomes a draft again, with a reason."""
    return _act(request, pk, Step.RETURNED)


def _act(request: CityRequest, pk: int, step: Step) -> HttpResponse:
    plan, act = get_plan(pk, whole=False), ACTS[step]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.do(plan=plan, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except ApprovalRefused as refused:
            form.add_error(None, refusal_of(refused))
        except SpeakerNotFree as taken:
            for clash in taken.clashes:
                form.add_error(None, clash_sentence(clash))
        else:
            messages.success(request, str(act.done))
            return redirect("planning:approval", pk=plan.pk)
    return render(
        request, "planning/step.html", frame(request, plan, "approval") | {"form": form, "act": act}
    )
