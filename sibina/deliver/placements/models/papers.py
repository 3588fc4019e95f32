"""Permit papers: the city's rules on which are needed, and the papers of each placement."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.deliver.placements.models.placing import PLACEMENT_FORM_TITLES, SAID, Placement, kept_file
from sibina.deliver.placements.sentences import PAPER_KINDS, PAPER_PLACES
from sibina.deliver.placements.types import PaperKind, PaperPlace, PaperRuleFacts
from sibina.ground.cycles.api import CERTAINTY_TITLES
from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel


class PaperRule(CityModel):
    """A paper that placements of a form (empty: all) need, over a period, with its basis and how sure we are."""

    kind = models.CharField(_("surat"), max_length=24, choices=list(PAPER_KINDS.items()))
    form = models.CharField(_("bentuk"), max_length=20, blank=True, choices=PLACEMENT_FORM_TITLES)
    place = models.CharField(_("berlaku untuk"), max_length=8, choices=list(PAPER_PLACES.items()))
    days_before = models.PositiveSmallIntegerField(_("hari sebelum berangkat"))
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    legal_basis = models.CharField(_("dasar"), max_length=300)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=CERTAINTY_TITLES)

    class Meta:
        ordering = ["place", "-days_before", "kind", "form", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "kind", "form", "place", "valid_from"], name="placements_paperrule_from"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="placements_paperrule_period",
            ),
            models.CheckConstraint(
                condition=Q(days_before__lte=365, legal_basis__regex=SAID), name="placements_paperrule_basis"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def facts(self) -> PaperRuleFacts:
        """As the rules read it."""
        return PaperRuleFacts(
            kind=PaperKind(self.kind),
            form=self.form,
            place=PaperPlace(self.place),
            days_before=self.days_before,
            valid_from=self.valid_from,
            legal_basis=self.legal_basis,
            certainty=self.certainty,
            valid_to=self.valid_to,
        )


class Paper(CityModel, Revised):
    """A paper of a placement: its number, its day, until when it holds, and a scan of it."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("surat"), max_length=24, choices=list(PAPER_KINDS.items()))
    number = models.CharField(_("nomor"), max_length=120)
    issued_on = models.DateField(_("tanggal"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    file = kept_file()

    class Meta:
        ordering = ["issued_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "kind"], name="placements_paper_once"),
            models.CheckConstraint(
                condition=Q(number__regex=SAID)
                & (Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on"))),
                name="placements_paper_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
