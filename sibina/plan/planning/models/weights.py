"""What the year's needs round weighs in a plan: a factor for each competency of an office, as it was read then."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel
from sibina.plan.planning.models.plans import CityPlan


class PlanWeight(CityModel):
    """A need of an office that weighs more or less than its computed gap; all others weigh what was computed."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="weights")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    gap = models.PositiveBigIntegerField(_("kesenjangan terhitung (per sepuluh ribu tingkat)"))
    weight = models.PositiveBigIntegerField(_("bobot menurut peringkat (per sepuluh ribu tingkat)"))
    factor = models.PositiveSmallIntegerField(_("faktor (per seratus)"))

    class Meta:
        ordering = ["-factor", "office__name", "competency__name"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "office", "competency"], name="planning_weight_once"),
            models.CheckConstraint(condition=Q(gap__gt=0, factor__gt=0), name="planning_weight_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.office_id} × {self.competency_id} = {self.factor}"
