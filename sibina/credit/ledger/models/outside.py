"""What a person learnt elsewhere or before: a record with its evidence, and every step that it took."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from sibina.credit.ledger.models.forms import FORM_TITLES
from sibina.credit.ledger.rules import (
    LONGEST_REASON,
    MOST_JP,
    MOST_JP_A_DAY,
    REASONED,
    SHORTEST_REASON,
    form_of,
)
from sibina.credit.ledger.sentences import OUTSIDE_STATES, OUTSIDE_STEPS, OUTSIDE_TONES
from sibina.credit.ledger.types import OutsideFacts, OutsideState
from sibina.lib.access import ROLE_TITLES
from sibina.lib.editing.api import Revised
from sibina.lib.files.api import StoredFile
from sibina.lib.tenancy.models import CityModel

LONGEST_TITLE, LONGEST_ORGANISER, LONGEST_NUMBER = 300, 200, 100


SPAN = Func(
    F("ends_on"),
    F("starts_on"),
    # In the order in which a migration writes them: another order is another constraint to Django.
    arg_joiner=" - ",
    output_field=models.IntegerField(),
    template="(%(expressions)s + 1)",
)
"""Calendar days from the first to the last: a day less a day is a whole number in PostgreSQL."""


def _is_reason(field: str) -> Q:
    return Q(GreaterThanOrEqual(Length(Trim(field)), SHORTEST_REASON))


class OutsideTraining(CityModel, Revised):
    """A training elsewhere, as its evidence says; it counts once it is verified."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("nama pelatihan"), max_length=LONGEST_TITLE)
    title_key = models.CharField(max_length=LONGEST_TITLE)
    organiser = models.CharField(_("penyelenggara"), max_length=LONGEST_ORGANISER)
    form = models.CharField(_("bentuk"), max_length=20, choices=FORM_TITLES)
    abroad = models.BooleanField(_("di luar negeri"), default=False)
    starts_on = models.DateField(_("hari pertama"))
    ends_on = models.DateField(_("hari terakhir"))
    days = models.PositiveSmallIntegerField(_("jumlah hari"))
    jp = models.PositiveSmallIntegerField(_("JP pada sertifikat"), null=True)
    number = models.CharField(_("nomor sertifikat"), max_length=LONGEST_NUMBER, blank=True)
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    is_imported = models.BooleanField(_("dari lembar SIASN"), default=False)
    state = models.CharField(
        _("keadaan"), max_length=10, choices=list(OUTSIDE_STATES.items()), default=OutsideState.WAITING
    )
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON, blank=True)
    sent_at = models.DateTimeField(_("terkirim"))

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "person", "title_key", "starts_on"],
                condition=~Q(state=OutsideState.WITHDRAWN),
                name="ledger_outside_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="ledger_outside_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(jp=None) | Q(jp__range=(1, MOST_JP), jp__lte=SPAN * MOST_JP_A_DAY),
                name="ledger_outside_jp",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=SPAN),
                name="ledger_outside_days",
            ),
            models.CheckConstraint(
                condition=~Q(state=OutsideState.REFUSED) | _is_reason("reason"),
                name="ledger_outside_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_imported=True) | Q(evidence__isnull=False),
                name="ledger_outside_has_evidence",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "state", "-sent_at"], name="ledger_outside_state"),
            models.Index(fields=["city", "ends_on"], name="ledger_outside_ends"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def facts(self) -> OutsideFacts:
        """As the rules read it."""
        told: dict[str, Any] = {name: getattr(self, name) for name in OutsideFacts.__dataclass_fields__}
        return OutsideFacts(**told | {"form": form_of(self.form)})

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return OUTSIDE_TONES[OutsideState(self.state)]


class OutsideEvent(CityModel):
    """One thing that happened to a record: who, in which role, when, why, and what it said then."""

    append_only = True

    training = models.ForeignKey(OutsideTraining, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(_("langkah"), max_length=10, choices=list(OUTSIDE_STEPS.items()))
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(_("peran"), max_length=16, choices=list(ROLE_TITLES.items()), blank=True)
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON, blank=True)
    said = models.JSONField(_("isi saat itu"), default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=sorted(REASONED)) | _is_reason("reason"),
                name="ledger_outside_event_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.training_id}: {self.step}"
