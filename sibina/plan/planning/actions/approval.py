"""A plan becomes the city's own: proposed, reviewed, set; or sent back. Each step with who, when and why."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.ground.cycles.api import Cycle
from sibina.ground.cycles.rules import may_change
from sibina.ground.cycles.types import CyclePhase, Part
from sibina.lib.audit.api import record
from sibina.plan.planning.actions.marking import hold_running
from sibina.plan.planning.models import CityPlan, PlanProgramme, PlanStep
from sibina.plan.planning.reads import find_set_plan, list_contents, list_outdated
from sibina.plan.planning.rules.approval import after_step
from sibina.plan.planning.types import (
    AnotherPlanSet,
    Approval,
    BaseReplaced,
    OwnProposal,
    PlanNotReady,
    PlanOnTrial,
    PlanOutdated,
    ReasonMissing,
    Step,
    YearClosed,
)


@transaction.atomic
def propose_plan(*, plan: CityPlan, reason: str, by: User | None, at: datetime) -> None:
    """The drafting officer puts the plan forward to be reviewed. Raises ApprovalRefused, as all steps do."""
    found = _take(plan, Step.PROPOSED, reason, by, at)
    record(
        verb="planning.plan.proposed", city=found.city, at=at, by=by, target=found, data=_told(found, reason)
    )


@transaction.atomic
def review_plan(*, plan: CityPlan, reason: str, by: User | None, at: datetime) -> None:
    """Somebody else than who proposed it has looked through the plan; it waits to be set."""
    found = _take(plan, Step.REVIEWED, reason, by, at)
    _check_other(found, by)
    record(
        verb="planning.plan.reviewed", city=found.city, at=at, by=by, target=found, data=_told(found, reason)
    )


@transaction.atomic
def return_plan(*, plan: CityPlan, reason: str, by: User | None, at: datetime) -> None:
    """A plan that waits is a draft again: sent back by who reviews or sets it, or drawn back."""
    found = _take(plan, Step.RETURNED, reason, by, at)
    record(
        verb="planning.plan.returned", city=found.city, at=at, by=by, target=found, data=_told(found, reason)
    )


@transaction.atomic
def set_plan(*, plan: CityPlan, reason: str, by: User | None, at: datetime) -> None:
    """The authorised officer makes it the city's own plan of the year; from now on it is fixed, with its sessions.

    Raises SpeakerNotFree where a speaker cannot any more.
    """
    # The year first, so that two plans are not set at once.
    cycle = Cycle.objects.select_for_update().get(pk=plan.cycle_id)
    other = find_set_plan(cycle=cycle)
    if plan.base_id is None and other is not None:
        raise AnotherPlanSet(other.name)
    if plan.base_id is not None:
        _replace_base(plan, other, reason, by, at)
    _keep_contents(plan)
    found = _take(plan, Step.SET, reason, by, at)
    _check_other(found, by)
    hold_running(found)
    data = _told(found, reason) | {"cost": found.cost, "digest": found.digest}
    record(verb="planning.plan.set", city=found.city, at=at, by=by, target=found, data=data)


def _keep_contents(plan: CityPlan) -> None:
    """What the signed paper says of each programme; before the step, because after it the plan's rows are fixed."""
    PlanProgramme.objects.bulk_create(
        PlanProgramme(
            city_id=plan.city_id,
            plan=plan,
            programme_id=one.line.programme_id,
            form=one.line.form,
            kinds=one.kinds,
            aims=one.line.aims,
            paths=one.paths,
            people=one.people,
            pns=one.pns,
            organiser=one.organiser,
            partners=one.partners,
            version=one.version,
            signers=one.signers,
        )
        for one in list_contents(plan=plan)
    )


def _replace_base(plan: CityPlan, other: CityPlan | None, reason: str, by: User | None, at: datetime) -> None:
    """The plan that this one was made anew from gives way, if it still is the set one and nothing was bound since."""
    if other is None or other.pk != plan.base_id:
        raise BaseReplaced
    outdated = list_outdated(plan=plan)
    if outdated:
        raise PlanOutdated(tuple(outdated))
    _take(other, Step.REPLACED, reason, by, at)


def _take(plan: CityPlan, step: Step, reason: str, by: User | None, at: datetime) -> CityPlan:
    """The plan after the step, for nobody else to move meanwhile."""
    found = CityPlan.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=plan.pk)
    if not found.has_answer:
        raise PlanNotReady(found.name)
    if found.is_trial:
        raise PlanOnTrial
    if not reason.strip():
        raise ReasonMissing
    if not may_change(CyclePhase(found.cycle.phase), Part.PLAN):
        raise YearClosed(found.cycle.year)
    found.approval = after_step(Approval(found.approval), step)
    PlanStep.objects.create(city_id=found.city_id, plan=found, step=step, at=at, by=by, reason=reason.strip())
    found.save(update_fields=["approval"])
    return found


def _check_other(plan: CityPlan, by: User | None) -> None:
    """Decision 0016: nobody decides on what they proposed themselves."""
    proposed = plan.steps.filter(step=Step.PROPOSED).order_by("-pk").first()
    if by is not None and proposed is not None and proposed.by_id == by.pk:
        raise OwnProposal


def _told(plan: CityPlan, reason: str) -> dict[str, object]:
    return {"reason": reason.strip(), "year": plan.cycle.year}
