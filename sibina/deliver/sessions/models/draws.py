"""Seats by lot: what was announced, who asked in which band, and what chance gave.

What is published stays as it was published, and what was drawn as it was drawn: the database says so.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.models.enrolment import Enrolment
from sibina.deliver.sessions.models.sessions import Session
from sibina.deliver.sessions.sentences.draw import GROUNDS
from sibina.deliver.sessions.types import DrawStage
from sibina.lib.tenancy.models import CityModel


def whoever() -> models.ForeignKey:
    """Who did it; nobody where the daily task did."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


class Draw(CityModel):
    """A session that is opened for application: the words of the seed and the days are announced before anybody applies;
    the list, its digest and with it the seed are published when applying is over.
    """

    fixed_when = "published_at IS NOT NULL"
    fixed_but = ("drawn_at", "drawn_by_id", "called_off_at", "called_off_by_id", "reason")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="draws")
    words = models.CharField(_("kata benih"), max_length=200)
    closes_on = models.DateField(_("mendaftar sampai"))
    draws_on = models.DateField(_("diundi mulai"))
    opened_at = models.DateTimeField(_("dibuka"))
    opened_by = whoever()
    seats = models.PositiveIntegerField(_("kursi yang diundi"), null=True)
    rule = models.CharField(_("aturan lapis"), max_length=200, blank=True)
    digest = models.CharField(_("sidik daftar"), max_length=64, blank=True)
    seed = models.CharField(_("benih"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("diumumkan"), null=True)
    published_by = whoever()
    drawn_at = models.DateTimeField(_("diundi"), null=True)
    drawn_by = whoever()
    called_off_at = models.DateTimeField(_("dibatalkan"), null=True)
    called_off_by = whoever()
    reason = models.TextField(_("alasan batal"), blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(drawn_at=None, called_off_at=None),
                name="deliver_draw_one_open",
            ),
            models.CheckConstraint(condition=Q(draws_on__gt=F("closes_on")), name="deliver_draw_days"),
            models.CheckConstraint(condition=Q(words__regex=r"\S"), name="deliver_draw_words"),
            models.CheckConstraint(
                condition=Q(published_at=None, seats=None, digest="", seed="")
                | Q(
                    published_at__isnull=False, seats__gt=0, digest__regex="^[0-9a-f]{64}$", seed__regex=r"\S"
                ),
                name="deliver_draw_published_whole",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None) | Q(published_at__isnull=False, called_off_at=None),
                name="deliver_draw_after_publishing",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None, reason="")
                | Q(called_off_at__isnull=False, reason__regex=r"\S"),
                name="deliver_draw_called_off_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.words}"

    @property
    def stage(self) -> DrawStage:
        """How far it is."""
        if self.called_off_at is not None:
            return DrawStage.CALLED_OFF
        if self.drawn_at is not None:
            return DrawStage.DRAWN
        return DrawStage.PUBLISHED if self.published_at is not None else DrawStage.OPEN


class DrawEntry(CityModel):
    """Somebody who asks for a seat, under a code that says nothing of the person; the band since the list was published.

    Who withdrew before has no band, and is not in the list.
    """

    fixed_with = "draw"

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="entries")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("kode"), max_length=12)
    applied_at = models.DateTimeField(_("mendaftar"))
    band = models.PositiveSmallIntegerField(_("lapis"), null=True)
    ground = models.CharField(_("sebab lapis"), max_length=12, choices=list(GROUNDS.items()), blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "enrolment"], name="deliver_drawentry_once"),
            models.UniqueConstraint(fields=["draw", "code"], name="deliver_drawentry_code"),
            models.CheckConstraint(
                condition=Q(band=None, ground="") | Q(band__gte=1) & ~Q(ground=""),
                name="deliver_drawentry_band",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DrawResult(CityModel):
    """What chance gave: the place in the order, the probability before the draw, and whether there was a seat."""

    append_only = True

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="results")
    entry = models.OneToOneField(DrawEntry, on_delete=models.PROTECT, related_name="result")
    rank = models.PositiveIntegerField(_("urutan"))
    probability = models.FloatField(_("peluang"))
    seated = models.BooleanField(_("mendapat kursi"))

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "rank"], name="deliver_drawresult_rank"),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1)
                & (Q(seated=True, probability__gt=0) | Q(seated=False, probability__lt=1)),
                name="deliver_drawresult_probability",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id}: {self.rank}"
