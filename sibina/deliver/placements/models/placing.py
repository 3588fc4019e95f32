"""A placement: who, where, what for, how long, what it costs, how far it has come."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sibina.deliver.placements.rules import (
    BEEN_THERE,
    HOME,
    PLACEMENT_FORMS,
    REPORTED,
    country_name,
    is_abroad,
)
from sibina.deliver.placements.sentences import COST_KINDS, PLACEMENT_STATES, PLACEMENT_TONES
from sibina.deliver.placements.types import PlacementState
from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel
from sibina.plan.programmes.api import FORM_TITLES

LONGEST_HOST = 160
LONGEST_TEXT = 4000
LOWEST_SCORE, HIGHEST_SCORE = 1, 5
SAID = r"\S"
PLACEMENT_FORM_TITLES = [(form, title) for form, title in FORM_TITLES if form in PLACEMENT_FORMS]


def written_by() -> models.ForeignKey:
    """Who wrote it; nobody where the program itself did."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )


def kept_file() -> models.ForeignKey:
    """A file that goes with the row."""
    return models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("berkas")
    )


class Placement(CityModel, Revised):
    """One person at one host, from the first to the last day, both inclusive; `returned_on` once they are back."""

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(_("bentuk"), max_length=20, choices=PLACEMENT_FORM_TITLES)
    partner = models.ForeignKey("programmes.Partner", on_delete=models.PROTECT, null=True, related_name="+")
    host = models.CharField(_("tuan rumah"), max_length=LONGEST_HOST)
    """Its name; of a partner the name that it had when this was last saved."""
    country = models.CharField(_("negara"), max_length=2, default=HOME)
    place = models.CharField(_("kota"), max_length=80, blank=True)
    agreement = models.ForeignKey(
        "programmes.Agreement", on_delete=models.PROTECT, null=True, related_name="+"
    )
    purpose = models.TextField(_("tujuan"))
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    returned_on = models.DateField(_("hari terakhir di sana"), null=True)
    state = models.CharField(
        _("keadaan"),
        max_length=10,
        choices=list(PLACEMENT_STATES.items()),
        default=PlacementState.PROPOSED,
    )
    approval = models.CharField(_("dasar persetujuan"), max_length=200, blank=True)
    reason = models.TextField(_("alasan batal"), blank=True)
    report = models.TextField(_("laporan"), blank=True)
    report_file = kept_file()
    host_score = models.PositiveSmallIntegerField(_("penilaian tuan rumah"), null=True)
    host_words = models.TextField(_("catatan tuan rumah"), blank=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
        indexes = [
            models.Index(fields=["city", "-starts_on", "-id"], name="placements_by_day"),
            models.Index(fields=["city", "person"], name="placements_by_person"),
        ]
        constraints = [
            # One person is in one place on a day, whoever writes it; who has come back earlier is free again.
            ExclusionConstraint(
                name="placements_one_place_a_day",
                expressions=[
                    (Func(F("person_id"), F("person_id"), Value("[]"), function="int8range"), "&&"),
                    (
                        Func(
                            F("starts_on"),
                            Coalesce(F("returned_on"), F("ends_on")),
                            Value("[]"),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                condition=~Q(state=PlacementState.CANCELLED),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"))
                & (Q(returned_on__isnull=True) | Q(returned_on__gte=F("starts_on"))),
                name="placements_days",
            ),
            models.CheckConstraint(condition=Q(form__in=PLACEMENT_FORMS), name="placements_form"),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$", host__regex=SAID, purpose__regex=SAID),
                name="placements_host_and_purpose",
            ),
            models.CheckConstraint(
                condition=Q(agreement__isnull=True) | Q(partner__isnull=False),
                name="placements_agreement_of_partner",
            ),
            models.CheckConstraint(
                condition=Q(state=PlacementState.CANCELLED, reason__regex=SAID)
                | ~Q(state=PlacementState.CANCELLED) & Q(reason=""),
                name="placements_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PlacementState.PROPOSED, PlacementState.CANCELLED])
                | Q(approval__regex=SAID),
                name="placements_approved_on_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(BEEN_THERE), returned_on__isnull=False)
                | ~Q(state__in=sorted(BEEN_THERE)) & Q(returned_on__isnull=True),
                name="placements_returned_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(REPORTED)) | Q(report__regex=SAID),
                name="placements_reported_has_report",
            ),
            models.CheckConstraint(
                condition=Q(host_score__isnull=True) | Q(host_score__range=(LOWEST_SCORE, HIGHEST_SCORE)),
                name="placements_host_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()}, {self.host}"

    @property
    def abroad(self) -> bool:
        """Does it lie outside Indonesia?"""
        return is_abroad(self.country)

    @property
    def country_title(self) -> str:
        """The country as it is called here."""
        return country_name(self.country)

    @property
    def whereabouts(self) -> str:
        """«Darwin, Australia»; within Indonesia the city alone."""
        parts = [self.place, self.country_title if self.abroad else ""]
        return ", ".join(part for part in parts if part) or self.country_title

    @property
    def last_day(self) -> date:
        """The last day there: as it was, or as it is agreed."""
        return self.returned_on or self.ends_on

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return PLACEMENT_TONES[self.state]


class PlacementGoal(CityModel):
    """What the person is to reach there: from the level on record (none: not measured) to a higher one."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="goals")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    from_level = models.PositiveSmallIntegerField(_("dari tingkat"), null=True)
    to_level = models.PositiveSmallIntegerField(_("ke tingkat"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "competency"], name="placements_goal_once"),
            models.CheckConstraint(
                condition=Q(to_level__range=(1, 5))
                & (Q(from_level__isnull=True) | Q(from_level__lt=F("to_level"))),
                name="placements_goal_upward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.from_level} → {self.to_level}"


class PlacementCost(CityModel):
    """A part of the allowance in whole rupiah: from a source of the city's budget, or paid by whom `payer` names."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="costs")
    kind = models.CharField(_("untuk"), max_length=10, choices=list(COST_KINDS.items()))
    rupiah = models.PositiveBigIntegerField(_("jumlah (Rp)"))
    fund = models.ForeignKey("planning.FundSource", on_delete=models.PROTECT, null=True, related_name="+")
    payer = models.CharField(_("dibayar oleh"), max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="placements_cost_positive"),
            models.CheckConstraint(
                condition=Q(fund__isnull=False, payer="") | Q(fund__isnull=True, payer__regex=SAID),
                name="placements_cost_has_payer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.rupiah}"


class PlacementStep(CityModel):
    """One step of a placement: to which state, when, by whom, why. Rows are only added."""

    append_only = True

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("keadaan"), max_length=10, choices=list(PLACEMENT_STATES.items()))
    at = models.DateTimeField(_("waktu"))
    by = written_by()
    note = models.TextField(_("catatan"), blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PlacementState.CANCELLED) | Q(note__regex=SAID),
                name="placements_step_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.placement_id}: {self.state}"
