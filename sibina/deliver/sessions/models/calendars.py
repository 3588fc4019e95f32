"""The secret address under which a person's own calendar is read by a phone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel


class CalendarFeed(CityModel):
    """Only a digest of the secret is kept; whoever ends an address makes it answer nothing."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("dibuat"))
    ended_at = models.DateTimeField(_("diakhiri"), null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="deliver_feed_digest"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="deliver_feed_one_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"
