"""The trail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel


class Event(CityModel):
    """One thing that somebody did. Rows are added and never touched again."""

    append_only = True

    at = models.DateTimeField(_("waktu"))
    verb = models.CharField(_("tindakan"), max_length=80)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )
    actor = models.CharField(_("nama pelaku"), max_length=160, blank=True)
    target_type = models.CharField(max_length=80, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["city", "-at"], name="audit_event_city_at"),
            models.Index(fields=["city", "target_type", "target_id"], name="audit_event_target"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
