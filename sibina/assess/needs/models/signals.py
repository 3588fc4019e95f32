"""The inbox: findings of past cycles with their evidence, and each decision about them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.models.rounds import SAID, NeedsRound, done_by
from sibina.assess.needs.sentences import DECISIONS, SOURCES
from sibina.assess.needs.types import Decision
from sibina.lib.tenancy.models import CityModel


class Signal(CityModel):
    """A finding that a later module returned. What became of it stands here; how, in its decisions."""

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("asal"), max_length=12, choices=list(SOURCES.items()))
    key = models.CharField(_("nomor asal"), max_length=120)
    title = models.CharField(_("temuan"), max_length=200)
    found = models.TextField(_("yang ditemukan"))
    evidence = models.JSONField(_("bukti"))
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(_("diterima"))
    decision = models.CharField(_("keputusan"), max_length=10, choices=list(DECISIONS.items()), blank=True)
    decided_in = models.ForeignKey(NeedsRound, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["decision", "-received_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["city", "source", "key"], name="needs_signal_once"),
            models.CheckConstraint(condition=~Q(evidence=[]), name="needs_signal_has_evidence"),
            models.CheckConstraint(
                condition=Q(decision=Decision.WAITING, decided_in__isnull=True)
                | (~Q(decision=Decision.WAITING) & Q(decided_in__isnull=False)),
                name="needs_signal_decided_in_a_round",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SignalDecision(CityModel):
    """A finding taken or declined, and why. A later decision stands beside the earlier one."""

    append_only = True

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(_("keputusan"), max_length=10, choices=list(DECISIONS.items()))
    reason = models.TextField(_("alasan"))
    at = models.DateTimeField(_("waktu"))
    by = done_by()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=SAID & ~Q(decision=Decision.WAITING), name="needs_decision_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.signal_id}: {self.decision}"
