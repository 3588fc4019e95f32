"""Asking for a plan, asking again, and the end of one that has no answer."""

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from sibina.lib.audit.api import record
from sibina.lib.jobs.api import Job, start_job
from sibina.lib.tenancy.models import City
from sibina.plan.planning.actions.hours import keep_hours
from sibina.plan.planning.models import CityPlan, PlanFunding, PlanPayer, SettledSession
from sibina.plan.planning.reads import Standing, get_settled
from sibina.plan.planning.rules.orders import Order, OrderRefused, problems_of_order
from sibina.plan.planning.rules.payers import after_settled
from sibina.plan.planning.rules.weighing import WEIGHING_RULES
from sibina.plan.planning.types import BaseReplaced
from sibina.plan.programmes.api import Funding, Offering


@transaction.atomic
def start_plan(
    *, city: City, order: Order, standing: Standing, title: str, by: User | None, at: datetime
) -> CityPlan:
    """Ask for a plan: refused with every reason, or queued as a job. `title` is what the job is called."""
    plan = create_plan(city, order, standing, by=by, at=at)
    return _ask(plan, title=title, by=by, at=at)


@transaction.atomic
def remake_plan(
    *, base: CityPlan, order: Order, standing: Standing, title: str, by: User | None, at: datetime
) -> CityPlan:
    """Ask for a plan in the place of the set one: what is bound or done of it stays, the rest is chosen anew.

    What needs weigh is what they weighed in the set plan, so that only what has happened since moves people.

    Raises OrderRefused, and BaseReplaced when the other is not the set plan.
    """
    found = CityPlan.objects.select_for_update(of=("self",)).select_related("cycle", "city").get(pk=base.pk)
    if not found.is_set:
        raise BaseReplaced
    day = order.from_day
    assert day is not None, "a plan made anew says from which day on"
    settled = get_settled(plan=found, day=day)
    payers = after_settled(standing.ground.payers, settled.states, settled.paid)
    standing = replace(standing, ground=replace(standing.ground, kept_cost=settled.cost, payers=payers))
    plan = create_plan(found.city, order, standing, by=by, at=at, base=found)
    SettledSession.objects.bulk_create(
        SettledSession(city_id=plan.city_id, plan=plan, offering_id=offering, state=state)
        for offering, state in settled.states.items()
    )
    return _ask(plan, title=title, by=by, at=at)


def create_plan(
    city: City,
    order: Order,
    standing: Standing,
    *,
    by: User | None,
    at: datetime,
    base: CityPlan | None = None,
) -> CityPlan:
    """The row of a plan that has no answer yet, with what it was asked. Raises OrderRefused with every reason."""
    problems = problems_of_order(order, standing.ground)
    if problems or standing.snapshot is None:
        raise OrderRefused(problems, order, standing.ground)
    floor, most = standing.jp_rule, standing.jp_ceiling_rule
    needs_round = standing.round if order.by_ranking else None
    weighing = WEIGHING_RULES[-1].version if needs_round else ""
    if base is not None:
        needs_round, weighing = base.needs_round, base.weighing_rule
    plan = CityPlan.objects.create(
        city=city,
        cycle=standing.cycle,
        base=base,
        from_day=order.from_day,
        name=order.name,
        made_by=by,
        made_at=at,
        ceiling=order.ceiling + standing.ground.contributed,
        contributed=standing.ground.contributed,
        paying_offices=len(standing.ground.payers),
        jp_first=order.jp_first and floor is not None,
        jp_floor=int(floor.value) if floor else 0,
        jp_basis=floor.legal_basis if floor else "",
        jp_ceiling=int(most.value) if most else None,
        away_percent=order.away_percent,
        seconds=order.seconds,
        seed=order.seed,
        snapshot_number=standing.snapshot.pk,
        snapshot_as_of=standing.snapshot.as_of,
        snapshot_computed_at=standing.snapshot.computed_at,
        change_id=standing.snapshot.change_id,
        gap_rule=standing.snapshot.rule_version,
        needs_round=needs_round,
        weighing_rule=weighing,
        aside=standing.aside,
    )
    _keep_funding(plan, standing.funding)
    keep_hours(plan=plan)
    PlanPayer.objects.bulk_create(
        PlanPayer(city_id=plan.city_id, plan=plan, office_id=one.office, money=one.money or 0, most=one.most)
        for one in standing.ground.payers
    )
    return plan


def _ask(plan: CityPlan, *, title: str, by: User | None, at: datetime) -> CityPlan:
    plan.job = _queue(plan, title=title, by=by, at=at)
    plan.save(update_fields=["job"])
    data: dict[str, object] = {"ceiling": plan.ceiling, "seed": plan.seed, "year": plan.cycle.year}
    if plan.base is not None:
        data["base"] = plan.base.name
    record(verb="planning.plan.asked", city=plan.city, at=at, by=by, target=plan, data=data)
    return plan


def _keep_funding(plan: CityPlan, funding: Funding) -> None:
    """Write down which parts of which contributions the plan counts."""
    contributions = {row.pk: row for row in funding.contributions}
    codes = dict(Offering.objects.filter(cycle=plan.cycle_id).values_list("pk", "code"))
    PlanFunding.objects.bulk_create(
        PlanFunding(
            city_id=plan.city_id,
            plan=plan,
            contribution_id=share.contribution,
            offering_id=share.session,
            partner=contributions[share.contribution].agreement.partner.name,
            description=contributions[share.contribution].description,
            code=codes[share.session] if share.session else "",
            rupiah=share.rupiah,
        )
        for share in funding.shares
    )


@transaction.atomic
def restart_plan(*, plan: CityPlan, title: str, by: User | None, at: datetime) -> None:
    """Compute a plan again that has no answer. One that has an answer stays as it is."""
    found = CityPlan.objects.select_for_update(of=("self",)).select_related("job").get(pk=plan.pk)
    if not found.has_failed:
        return
    found.state, found.failure = CityPlan.State.COMPUTING, ""
    found.job = _queue(found, title=title, by=by, at=at)
    found.save(update_fields=["state", "failure", "job"])
    record(verb="planning.plan.asked_again", city=found.city, at=at, by=by, target=found)


def _queue(plan: CityPlan, *, title: str, by: User | None, at: datetime) -> Job:
    arguments = {"plan_id": plan.pk}
    return start_job(
        city=plan.city, kind="planning.make_plan", title=title, at=at, by=by, arguments=arguments
    )


def fail_plan(*, plan: CityPlan, sentence: str, at: datetime) -> None:
    """Say why there is no answer."""
    plan.state, plan.failure, plan.computed_at = CityPlan.State.FAILED, sentence[:400], at
    plan.save(update_fields=["state", "failure", "computed_at"])
    record(verb="planning.plan.failed", city=plan.city, at=at, target=plan, data={"why": sentence[:400]})
