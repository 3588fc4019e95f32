"""The tables of notices."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.tenancy.models import CityModel


class Notice(CityModel):
    """One thing that one person was told: what, when, where it leads, and whether it was read and sent as e-mail."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80, blank=True)
    """What it is about, where the same must not be told twice; empty: it may."""
    title = models.CharField(_("pesan"), max_length=160)
    text = models.TextField(_("isi"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(_("waktu"))
    read_at = models.DateTimeField(_("dibaca"), null=True)
    mailed_at = models.DateTimeField(_("dikirim lewat surel"), null=True)
    mail_due = models.BooleanField(default=False)
    """Is it still to be sent as e-mail?"""

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notices_notice_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notices_notice_unread"),
            models.Index(fields=["city"], condition=Q(mail_due=True), name="notices_notice_mail_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "key"], condition=~Q(key=""), name="notices_notice_told_once"
            ),
            models.CheckConstraint(
                condition=Q(mail_due=False) | Q(mailed_at__isnull=True), name="notices_notice_mailed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
