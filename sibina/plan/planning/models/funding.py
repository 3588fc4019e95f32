"""What a plan counted of the partners' contributions, as it stood when the plan was asked for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel
from sibina.plan.planning.models.plans import CityPlan


class PlanFunding(CityModel):
    """A part of a contribution: added to the ceiling, or taken off the price of one session."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="funding")
    contribution = models.ForeignKey("programmes.Contribution", on_delete=models.PROTECT, related_name="+")
    offering = models.ForeignKey("programmes.Offering", on_delete=models.PROTECT, null=True, related_name="+")
    partner = models.CharField(_("mitra"), max_length=160)
    description = models.CharField(_("uraian"), max_length=160)
    code = models.CharField(_("sesi"), max_length=40, blank=True)
    rupiah = models.PositiveBigIntegerField(_("jumlah (Rp)"))

    class Meta:
        ordering = ["partner", "description", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "contribution", "offering"],
                nulls_distinct=False,
                name="planning_funding_once",
            ),
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="planning_funding_rupiah"),
        ]

    def __str__(self) -> str:
        return self.description
