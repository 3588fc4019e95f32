"""Who takes part in a session. A person has one seat in it, and is in one place at a time: the database says so."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.models.sessions import Session, SessionDay, one_at_a_time
from sibina.deliver.sessions.sentences import CONSENTS, ENROLMENT_STATES, REASON_KINDS
from sibina.deliver.sessions.types import ENDED_WITH_REASON, Consent, EnrolmentState
from sibina.lib.tenancy.models import CityModel

REASON = Q(reason__regex=r"\S")
WAITS = Q(state=EnrolmentState.WAITING)


class Enrolment(CityModel):
    """How it stands between a person and a session; `unit` and `office` are those of the day on which it was made."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("keadaan"), max_length=10, choices=list(ENROLMENT_STATES.items()))
    reason = models.TextField(_("alasan"), blank=True)
    reason_kind = models.CharField(
        _("jenis alasan"), max_length=10, choices=list(REASON_KINDS.items()), blank=True
    )
    consent = models.CharField(
        _("izin atasan"), max_length=8, choices=list(CONSENTS.items()), default=Consent.PENDING
    )
    consent_at = models.DateTimeField(_("izin diputuskan"), null=True)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    place = models.PositiveIntegerField(_("urutan tunggu"), null=True)
    substitute_for = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="substitute"
    )
    """Instead of whom the person goes."""
    made_at = models.DateTimeField(_("dicatat"))
    invited_at = models.DateTimeField(_("diundang"), null=True)
    answered_at = models.DateTimeField(_("dijawab"), null=True)
    reminded_at = models.DateTimeField(_("diingatkan"), null=True)

    class Meta:
        ordering = ["session", "place", "id"]
        indexes = [
            models.Index(fields=["person", "session"], name="deliver_enrolment_person"),
            models.Index(fields=["city", "office", "state"], name="deliver_enrolment_office"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="deliver_enrolment_once"),
            models.UniqueConstraint(
                fields=["session", "place"], condition=Q(place__isnull=False), name="deliver_enrolment_queue"
            ),
            models.CheckConstraint(
                condition=(WAITS & Q(place__isnull=False)) | (~WAITS & Q(place=None)),
                name="deliver_enrolment_waits_in_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ENDED_WITH_REASON) | REASON, name="deliver_enrolment_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(EnrolmentState.DECLINED, EnrolmentState.WITHDRAWN))
                | ~Q(reason_kind=""),
                name="deliver_enrolment_reason_kind",
            ),
            models.CheckConstraint(
                condition=~Q(consent=Consent.REFUSED) | REASON, name="deliver_enrolment_consent_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id} {self.state}"


class EnrolmentStep(CityModel):
    """What became of an enrolment, step by step, with the reason of then. Rows are only added."""

    append_only = True

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("keadaan"), max_length=10, choices=list(ENROLMENT_STATES.items()))
    reason = models.TextField(_("alasan"), blank=True)
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=ENDED_WITH_REASON) | REASON, name="deliver_enrolmentstep_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.state}"


class EnrolmentDay(CityModel):
    """The time of a person that a seat takes; there as long as the enrolment holds a seat."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="times")
    day = models.ForeignKey(SessionDay, on_delete=models.CASCADE, related_name="times")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "day"], name="deliver_enrolmentday_once"),
            one_at_a_time("deliver_person_one_place", "person_id", Q()),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.starts_at}"
