"""Attendance: every event that was noted, which is only added to, and what counts after it, which can be made anew.

Events come from several devices, late, twice and in any order; `rules.attendance.merge_marks` makes one presence of them.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.models.enrolment import Enrolment
from sibina.deliver.sessions.models.sessions import Session, SessionDay
from sibina.deliver.sessions.rules import CORRECTION_KINDS, LONGEST_CORRECTION
from sibina.deliver.sessions.sentences import ATTENDANCE_METHODS, EVENT_KINDS, PRESENCE_STATES
from sibina.deliver.sessions.types import AttendanceMethod, EventKind, PresenceState
from sibina.lib.tenancy.models import CityModel

LONGEST_DAY = 24 * 60


class AttendanceDevice(CityModel):
    """A telephone or computer of an organiser that notes attendance of one session, also without a network.

    Its pass (`reads.pass_of`) is good until somebody revokes it.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(_("perangkat"), max_length=80)
    made_at = models.DateTimeField(_("didaftarkan"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )
    revoked_at = models.DateTimeField(_("dicabut"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.name


class AttendancePaper(CityModel):
    """A signed attendance sheet, scanned or photographed: the evidence behind the marks that were entered from it."""

    append_only = True

    day = models.ForeignKey(SessionDay, on_delete=models.PROTECT, related_name="papers")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("diunggah"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.file)


class AttendanceEvent(CityModel):
    """One thing that was noted of one participant on one day: when by the device's clock, when it came, how, by whom."""

    append_only = True

    key = models.UUIDField()
    """Made where it was noted, so that the same event sent twice is one."""
    day = models.ForeignKey(SessionDay, on_delete=models.PROTECT, related_name="events")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("catatan"), max_length=8, choices=list(EVENT_KINDS.items()))
    method = models.CharField(_("sumber"), max_length=8, choices=list(ATTENDANCE_METHODS.items()))
    claimed_at = models.DateTimeField(_("jam perangkat"))
    skew = models.IntegerField(default=0)
    """Seconds that the server was ahead of the device's clock when the device last heard from it."""
    received_at = models.DateTimeField(_("diterima"))
    device = models.ForeignKey(AttendanceDevice, on_delete=models.PROTECT, null=True, related_name="events")
    sequence = models.PositiveIntegerField(null=True)
    """The how-manieth event of the device this is."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )
    cancels = models.UUIDField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    """Of a correction: which one of this participant and day it is. The highest counts."""
    minutes = models.PositiveSmallIntegerField(_("menit"), null=True)
    reason = models.CharField(_("alasan"), max_length=LONGEST_CORRECTION, blank=True)
    paper = models.ForeignKey(AttendancePaper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["city", "key"], name="deliver_event_once"),
            # Two officers who correct at once: the second is told.
            models.UniqueConstraint(
                fields=["day", "enrolment", "number"],
                condition=Q(number__isnull=False),
                name="deliver_event_correction_number",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(CORRECTION_KINDS), number__isnull=False, reason__regex=r"\S")
                | ~Q(kind__in=sorted(CORRECTION_KINDS)) & Q(number__isnull=True),
                name="deliver_event_correction_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind=EventKind.CANCEL, cancels__isnull=False)
                | ~Q(kind=EventKind.CANCEL) & Q(cancels__isnull=True),
                name="deliver_event_cancels",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(kind=EventKind.PRESENT, minutes__lte=LONGEST_DAY),
                name="deliver_event_minutes",
            ),
            models.CheckConstraint(
                condition=Q(method=AttendanceMethod.PAPER, paper__isnull=False)
                | ~Q(method=AttendanceMethod.PAPER) & Q(paper__isnull=True),
                name="deliver_event_paper",
            ),
            models.CheckConstraint(
                condition=Q(device__isnull=True) | Q(sequence__isnull=False), name="deliver_event_sequence"
            ),
        ]
        indexes = [models.Index(fields=["day", "enrolment"], name="deliver_event_of")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.kind}"


class Presence(CityModel):
    """What counts of one participant on one day, worked out from all events (`actions.keep_presence`)."""

    day = models.ForeignKey(SessionDay, on_delete=models.PROTECT, related_name="presences")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="presences")
    state = models.CharField(_("kehadiran"), max_length=10, choices=list(PRESENCE_STATES.items()))
    minutes = models.PositiveSmallIntegerField(_("menit"), null=True)
    """Within the hours of the day; nothing where it is not known how long."""
    method = models.CharField(_("sumber"), max_length=8, choices=list(ATTENDANCE_METHODS.items()), blank=True)
    arrived_at = models.DateTimeField(_("datang"), null=True)
    left_at = models.DateTimeField(_("pulang"), null=True)
    doubts = models.JSONField(_("perlu dilihat"), default=list)
    corrections = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "enrolment"], name="deliver_presence_once"),
            models.CheckConstraint(
                condition=Q(state=PresenceState.PRESENT)
                & (Q(minutes__isnull=True) | Q(minutes__lte=LONGEST_DAY))
                | Q(state=PresenceState.ABSENT, minutes=0)
                | Q(state=PresenceState.UNRECORDED, minutes__isnull=True),
                name="deliver_presence_minutes",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
