"""What partners give, valued at the standard prices of the year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.ground.cycles.api import CERTAINTY_TITLES
from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel
from sibina.plan.programmes.models.catalogue import Programme
from sibina.plan.programmes.models.partners import Agreement
from sibina.plan.programmes.types import ContributionKind, ContributionState

CONTRIBUTION_KIND_TITLES = [
    (ContributionKind.MONEY, _("Uang")),
    (ContributionKind.SPEAKER, _("Narasumber")),
    (ContributionKind.ROOM, _("Ruang")),
    (ContributionKind.EQUIPMENT, _("Peralatan")),
    (ContributionKind.HOURS, _("Jam kerja pendamping")),
    (ContributionKind.OTHER, _("Lainnya")),
]
CONTRIBUTION_STATE_TITLES = [
    (ContributionState.PROMISED, _("Dijanjikan")),
    (ContributionState.RECEIVED, _("Diterima")),
    (ContributionState.WITHDRAWN, _("Batal")),
]


class UnitPrice(CityModel, Revised):
    """What one unit of something that is not money is worth in a year, in whole rupiah."""

    year = models.PositiveSmallIntegerField(_("tahun"))
    kind = models.CharField(_("jenis"), max_length=10, choices=CONTRIBUTION_KIND_TITLES[1:])
    key = models.CharField(max_length=120)
    name = models.CharField(_("uraian"), max_length=120)
    unit = models.CharField(_("satuan"), max_length=40)
    rupiah = models.PositiveBigIntegerField(_("harga satuan (Rp)"))
    basis = models.CharField(_("dasar"), max_length=300)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=CERTAINTY_TITLES)

    class Meta:
        ordering = ["-year", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "year", "key"], name="programmes_price_once"),
            models.CheckConstraint(
                condition=Q(rupiah__gt=0) & ~Q(kind=ContributionKind.MONEY) & ~Q(basis=""),
                name="programmes_price_has_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contribution(CityModel):
    """Something that a partner gives in a year under an agreement, with the price that it was valued at."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="contributions")
    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=CONTRIBUTION_KIND_TITLES)
    key = models.CharField(max_length=160)
    description = models.CharField(_("uraian"), max_length=160)
    quantity = models.PositiveIntegerField(_("banyaknya"))
    unit_price = models.ForeignKey(UnitPrice, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.CharField(_("satuan"), max_length=40, blank=True)
    price = models.PositiveBigIntegerField(_("harga satuan (Rp)"))
    basis = models.CharField(_("dasar harga"), max_length=300)
    certainty = models.CharField(_("kepastian harga"), max_length=10, choices=CERTAINTY_TITLES)
    value = models.PositiveBigIntegerField(_("nilai (Rp)"))
    state = models.CharField(
        _("keadaan"), max_length=10, choices=CONTRIBUTION_STATE_TITLES, default=ContributionState.PROMISED
    )
    received_on = models.DateField(_("diterima"), null=True)
    reason = models.TextField(_("alasan batal"), blank=True)

    class Meta:
        ordering = ["-cycle__year", "agreement_id", "description"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "agreement", "kind", "programme", "cycle", "key"],
                condition=~Q(state=ContributionState.WITHDRAWN),
                nulls_distinct=False,
                name="programmes_contribution_once",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, price__gt=0, value=F("quantity") * F("price")),
                name="programmes_contribution_value",
            ),
            models.CheckConstraint(
                condition=Q(kind=ContributionKind.MONEY, unit_price__isnull=True, quantity=1)
                | ~Q(kind=ContributionKind.MONEY) & Q(unit_price__isnull=False),
                name="programmes_contribution_price",
            ),
            models.CheckConstraint(
                condition=Q(state=ContributionState.RECEIVED, received_on__isnull=False)
                | ~Q(state=ContributionState.RECEIVED) & Q(received_on__isnull=True),
                name="programmes_contribution_received",
            ),
            models.CheckConstraint(
                condition=Q(state=ContributionState.WITHDRAWN) & ~Q(reason="")
                | ~Q(state=ContributionState.WITHDRAWN) & Q(reason=""),
                name="programmes_contribution_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.description
