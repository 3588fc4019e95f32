"""The offices that pay sessions of a plan from their own money, as it was when the plan was asked for."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel
from sibina.plan.planning.models.plans import CityPlan


class PlanPayer(CityModel):
    """An office that pays sessions of the plan: its money, and the most that they can come to, which is never above it."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="payers")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    money = models.PositiveBigIntegerField(_("dana perangkat daerah (Rp)"))
    most = models.PositiveBigIntegerField(_("biaya bila semua kursi terisi (Rp)"))

    class Meta:
        ordering = ["office__name", "office_id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "office"], name="planning_payer_once"),
            models.CheckConstraint(condition=Q(most__lte=F("money")), name="planning_payer_can_pay"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.office_id}"
