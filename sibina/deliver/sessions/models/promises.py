"""What a participant of a workshop promises to try at work, with the number by which one will know."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.models.enrolment import Enrolment
from sibina.deliver.sessions.sentences import PROMISE_STATES, PROMISE_TONES
from sibina.deliver.sessions.types import PromiseFacts, PromiseState
from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel

LONGEST_WORDS = 600
TEXTS = ("problem", "innovation", "indicator", "unit_of_measure", "workplace", "source")
COMPLETE = Q(
    **{f"{name}__regex": r"\S" for name in TEXTS},
    baseline__isnull=False,
    target__isnull=False,
    due_on__isnull=False,
    made_at__isnull=False,
) & ~Q(baseline=F("target"))


class WorkPromise(CityModel, Revised):
    """One promise of one participant. A draft may be half; what was promised is whole, whoever writes it."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="promise")
    state = models.CharField(
        _("keadaan"), max_length=8, choices=list(PROMISE_STATES.items()), default=PromiseState.DRAFT
    )
    problem = models.CharField(_("masalah di tempat kerja"), max_length=LONGEST_WORDS, blank=True)
    innovation = models.CharField(_("yang dicoba"), max_length=LONGEST_WORDS, blank=True)
    indicator = models.CharField(_("ukuran"), max_length=120, blank=True)
    unit_of_measure = models.CharField(_("satuan"), max_length=40, blank=True)
    workplace = models.CharField(_("tempat"), max_length=120, blank=True)
    baseline = models.DecimalField(_("sekarang"), max_digits=12, decimal_places=2, null=True)
    target = models.DecimalField(_("dijanjikan"), max_digits=12, decimal_places=2, null=True)
    due_on = models.DateField(_("sampai"), null=True)
    source = models.CharField(_("sumber angka"), max_length=160, blank=True)
    made_at = models.DateTimeField(_("dijanjikan pada"), null=True)
    agreed_at = models.DateTimeField(_("disepakati"), null=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("alasan dilepas"), blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PromiseState.DRAFT) | COMPLETE, name="deliver_promise_is_whole"
            ),
            models.CheckConstraint(
                condition=~Q(state=PromiseState.AGREED) | Q(agreed_at__isnull=False),
                name="deliver_promise_agreed_at",
            ),
            models.CheckConstraint(
                condition=Q(state=PromiseState.DROPPED, reason__regex=r"\S")
                | ~Q(state=PromiseState.DROPPED) & Q(reason=""),
                name="deliver_promise_dropped_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.indicator

    @property
    def facts(self) -> PromiseFacts:
        """As the rules read it."""
        return PromiseFacts(**{name: getattr(self, name) for name in PromiseFacts.__dataclass_fields__})

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return PROMISE_TONES[self.state]
