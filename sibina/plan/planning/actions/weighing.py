"""The factors of a plan are written down before it is searched for, so that it can be repeated as it was."""

from datetime import datetime

from django.db import transaction

from sibina.assess.needs.api import get_ranking
from sibina.plan.planning.models import CityPlan, PlanWeight
from sibina.plan.planning.rules.weighing import need_factors, weighing_rule

KEPT = ("office_id", "competency_id", "gap", "weight", "factor")


@transaction.atomic
def keep_weights(*, plan: CityPlan, at: datetime) -> None:
    """Write down what the plan's needs round weighs, once: of a plan made anew, what its plan before has kept."""
    if plan.needs_round is None or plan.ranked_at is not None:
        return
    if plan.base is not None:
        plan.ranked_at = plan.base.ranked_at
        factors = list(PlanWeight.objects.filter(plan=plan.base).order_by("pk").values(*KEPT))
    else:
        plan.ranked_at = at
        needs = get_ranking(plan.needs_round).needs
        factors = [vars(one) for one in need_factors(needs, weighing_rule(plan.weighing_rule))]
    PlanWeight.objects.bulk_create(
        PlanWeight(city_id=plan.city_id, plan=plan, **factor) for factor in factors
    )
    plan.save(update_fields=["ranked_at"])
