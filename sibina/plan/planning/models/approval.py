"""The way of a plan to be the city's own: who moved it on, when, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel
from sibina.plan.planning.models.plans import CityPlan
from sibina.plan.planning.sentences import STEPS


class PlanStep(CityModel):
    """One step of one plan. Rows are added and never touched again."""

    append_only = True

    plan = models.ForeignKey(CityPlan, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(_("langkah"), max_length=8, choices=list(STEPS.items()))
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )
    reason = models.TextField(_("alasan"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="planning_step_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.step}"
