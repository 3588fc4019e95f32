"""The rooms in which a city holds its sessions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel


class Venue(CityModel, Revised):
    """A room that can be booked. `key` is the name folded, so that one room is not written down twice."""

    key = models.CharField(max_length=120)
    name = models.CharField(_("nama tempat"), max_length=120)
    capacity = models.PositiveIntegerField(_("kapasitas (orang)"), null=True, blank=True)
    address = models.CharField(_("alamat"), max_length=240, blank=True)
    is_own = models.BooleanField(_("milik pemerintah kota"), default=False)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        ordering = ["-is_own", "name"]
        constraints = [models.UniqueConstraint(fields=["city", "key"], name="deliver_venue_key")]

    def __str__(self) -> str:
        return self.name
