"""Rows that several officers may write: each saving is counted, so that nobody overwrites what they have not seen."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Revised(models.Model):
    """How often the row was saved, and who saved it last. `editing.api` compares the count before it writes."""

    revision = models.PositiveIntegerField(_("revisi"), default=1)
    changed_at = models.DateTimeField(_("disimpan"), null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )

    class Meta:
        abstract = True
