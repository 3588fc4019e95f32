"""Terms of reference of programmes: the texts that no row of the system can give."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel
from sibina.plan.programmes.models.catalogue import Programme
from sibina.plan.programmes.types import LONGEST_RESPONSIBLE, LONGEST_TERMS_TEXT, TermsFacts


class TermsOfReference(CityModel, Revised):
    """What an officer wrote for a programme's terms of reference; all else on that paper is read from other rows.

    The audit trail keeps every earlier writing.
    """

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="+")
    background = models.CharField(_("latar belakang"), max_length=LONGEST_TERMS_TEXT, blank=True)
    intent = models.CharField(_("maksud"), max_length=LONGEST_TERMS_TEXT, blank=True)
    medium_result = models.CharField(_("hasil jangka menengah"), max_length=LONGEST_TERMS_TEXT, blank=True)
    long_result = models.CharField(_("hasil jangka panjang"), max_length=LONGEST_TERMS_TEXT, blank=True)
    responsible = models.CharField(_("penanggung jawab"), max_length=LONGEST_RESPONSIBLE, blank=True)

    def __str__(self) -> str:
        return f"{self.programme_id}"

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Each text behind its title, in the order of the paper; empty where it is not written yet."""
        written = [one for one in self._meta.concrete_fields if one.name in TermsFacts.__dataclass_fields__]
        return [(str(one.verbose_name), getattr(self, one.name)) for one in written]
