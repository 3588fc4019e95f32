"""The hours that a plan counts from."""

from decimal import Decimal

from django.db.models import QuerySet

from sibina.plan.planning.models import CityPlan, PlanHours


def list_hours(*, plan: CityPlan) -> QuerySet[PlanHours, tuple[int, Decimal]]:
    """Person and JP of everybody who had some when the plan was asked for, in one order."""
    return PlanHours.objects.filter(plan=plan).order_by("person_id").values_list("person_id", "jp")
