"""What the paper of a set plan says of its programmes, so that a paper that was signed reads the same ever after."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel
from sibina.plan.planning.models.plans import CityPlan


class PlanProgramme(CityModel):
    """A programme that runs in a set plan, as it stood on the day the plan was set. Its sums are those of the sessions.

    Lists are as they are told: `aims` are sentences, `partners` and `signers` names, `kinds` and `paths` codes.
    """

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="programme_rows")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(_("bentuk"), max_length=20)
    kinds = models.JSONField(_("jenis kompetensi"), default=list)
    aims = models.JSONField(_("sasaran"), default=list)
    paths = models.JSONField(_("jalur"), default=list)
    people = models.PositiveIntegerField(_("peserta"))
    pns = models.PositiveIntegerField(_("peserta PNS"))
    organiser = models.CharField(_("penyelenggara"), max_length=160, blank=True)
    partners = models.JSONField(_("mitra"), default=list)
    version = models.PositiveIntegerField(_("versi kurikulum"), null=True)
    signers = models.JSONField(_("yang menyetujui kurikulum"), default=list)

    class Meta:
        ordering = ["plan", "programme"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "programme"], name="planning_programme_once"),
            models.CheckConstraint(condition=Q(pns__lte=F("people")), name="planning_programme_pns"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.programme_id}"
