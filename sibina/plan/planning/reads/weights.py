"""What the needs round weighs in a plan: the factors that the plan keeps, and the rows behind them."""

from django.db.models import QuerySet

from sibina.ground.people.types import Sight
from sibina.plan.planning.models import CityPlan, PlanWeight
from sibina.plan.planning.rules.weighing import ONE


def list_factors(*, plan: CityPlan) -> QuerySet[PlanWeight, tuple[int, int, int]]:
    """Office, competency and factor in hundredths of every need that weighs otherwise than computed, in one order."""
    rows = PlanWeight.objects.filter(plan=plan).order_by("office_id", "competency_id")
    return rows.values_list("office_id", "competency_id", "factor")


def list_weights(*, plan: CityPlan, sight: Sight) -> QuerySet[PlanWeight]:
    """The same as rows, for the eyes of this member: the whole city, or the own office's."""
    rows = PlanWeight.objects.filter(plan=plan).select_related("office", "competency")
    return rows if sight.whole_city else rows.filter(office_id__in=sorted(sight.unit_ids or ()))


def count_weights(*, plan: CityPlan) -> tuple[int, int]:
    """How many needs weigh more, and how many less, than their computed gap."""
    factors = [factor for _office, _competency, factor in list_factors(plan=plan)]
    return sum(factor > ONE for factor in factors), sum(factor < ONE for factor in factors)
