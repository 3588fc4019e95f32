"""The money of a year: where it comes from, what it is for, and how it went from plan to payment.

Four figures stand on a line, each in whole rupiah with its day: asked for (RKA), approved (DPA), changed in mid-year (DPPA)
and paid (SPJ). They are kept apart because they are different acts of different people.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel
from sibina.plan.planning.types import BudgetStage, SourceKind

SOURCE_KIND_TITLES = [
    (SourceKind.APBD, _("APBD kota")),
    (SourceKind.PROVINCE, _("Bantuan provinsi")),
    (SourceKind.NATIONAL, _("Dana transfer pusat")),
    (SourceKind.GRANT, _("Hibah")),
    (SourceKind.OTHER, _("Lainnya")),
]


class CitySpending(CityModel):
    """All that the city spends in a year (belanja daerah): what the share for development is measured by."""

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    rupiah = models.PositiveBigIntegerField(_("belanja daerah (Rp)"))
    basis = models.CharField(_("dasar"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle"], name="planning_spending_once"),
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="planning_spending_positive"),
            models.CheckConstraint(condition=~Q(basis=""), name="planning_spending_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.rupiah}"


class FundSource(CityModel):
    """Money that may be used in a year, up to its ceiling; of the whole city, or of one office."""

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nama sumber"), max_length=120)
    kind = models.CharField(_("jenis sumber"), max_length=10, choices=SOURCE_KIND_TITLES)
    office = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ceiling = models.PositiveBigIntegerField(_("pagu (Rp)"))
    basis = models.CharField(_("dasar"), max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "name", "office"], nulls_distinct=False, name="planning_source_once"
            ),
            models.CheckConstraint(condition=Q(ceiling__gt=0), name="planning_source_ceiling"),
        ]

    def __str__(self) -> str:
        return self.name


def _dated(stage: BudgetStage) -> models.CheckConstraint:
    """An amount has its day, and a day its amount: unknown is not nought."""
    amount, day = stage.value, f"{stage.value}_on"
    known = Q(**{f"{amount}__isnull": False, f"{day}__isnull": False})
    unknown = Q(**{f"{amount}__isnull": True, f"{day}__isnull": True})
    return models.CheckConstraint(condition=known | unknown, name=f"planning_line_{stage.value}_dated")


def _rupiah(title: Any) -> models.PositiveBigIntegerField:
    return models.PositiveBigIntegerField(title, null=True, blank=True)


def _day(title: Any) -> models.DateField:
    return models.DateField(title, null=True, blank=True)


class BudgetLine(CityModel):
    """One line of the budget: paid by a source, for a programme, under an account. The code is text as it was written."""

    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="lines")
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    account_code = models.CharField(_("kode rekening"), max_length=40, blank=True)
    account_key = models.CharField(max_length=40, blank=True)
    """The code without points and leading noughts, for matching: it is spelled in several ways."""
    label = models.CharField(_("uraian"), max_length=200)
    rka = _rupiah(_("RKA (Rp)"))
    rka_on = _day(_("tanggal RKA"))
    dpa = _rupiah(_("DPA (Rp)"))
    dpa_on = _day(_("tanggal DPA"))
    dppa = _rupiah(_("DPPA (Rp)"))
    dppa_on = _day(_("tanggal DPPA"))
    spj = _rupiah(_("SPJ (Rp)"))
    spj_on = _day(_("keadaan SPJ per"))
    revision = models.PositiveIntegerField(default=1)
    """Raised at every change: who saves an older one is told so, and nothing is written over."""

    class Meta:
        ordering = ["source__name", "account_code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "programme", "account_key", "label"],
                nulls_distinct=False,
                name="planning_line_once",
            ),
            *(_dated(stage) for stage in BudgetStage),
            models.CheckConstraint(
                condition=Q(dppa__isnull=True) | Q(dpa__isnull=False), name="planning_line_change_of_approved"
            ),
            models.CheckConstraint(
                condition=Q(spj__isnull=True) | Q(spj__lte=Coalesce(F("dppa"), F("dpa"))),
                name="planning_line_paid_of_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.label
