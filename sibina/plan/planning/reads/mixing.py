"""Questions about how mixed the cohorts of a plan are across offices."""

from django.db.models import BigIntegerField, ExpressionWrapper, F, FloatField, Func, QuerySet, Value

from sibina.plan.planning.models import CityPlan, PlanSession

PAIRS = ExpressionWrapper(F("taken") * (F("taken") - 1) / 2, output_field=BigIntegerField())
"""`rules.mixing.pairs_among`, said to the database."""


def list_session_mixing(*, plan: CityPlan) -> QuerySet[PlanSession]:
    """The sessions that run, each with its `pairs` and the `share` of mixed ones; None where nobody has company."""
    some = Func(F("pairs"), Value(0), function="NULLIF", output_field=FloatField())
    share = ExpressionWrapper(F("mixed") * 1.0 / some, output_field=FloatField())
    counted = plan.sessions.filter(runs=True, mixed__isnull=False)
    return counted.annotate(pairs=PAIRS).annotate(share=share)
