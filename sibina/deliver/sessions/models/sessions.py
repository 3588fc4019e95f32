"""A session of the set plan as it is carried out: its days, where and with whom, and how it came to stand where it does.

One venue and one speaker are in one place at a time: the database refuses anything else, whoever writes it. The ranges
stand in for `btree_gist`, which the PostgreSQL that comes with the program does not have.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.models.venues import Venue
from sibina.deliver.sessions.sentences import STAGES
from sibina.deliver.sessions.types import SessionStage
from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel
from sibina.plan.programmes.api import FORM_TITLES


def one_at_a_time(name: str, whose: str, condition: Q) -> ExclusionConstraint:
    """No two rows that name the same one share a moment; `whose` is the column of its key."""
    same = Func(F(whose), F(whose), Value("[]"), function="int8range")
    during = Func(F("starts_at"), F("ends_at"), function="tstzrange")
    return ExclusionConstraint(
        name=name, expressions=[(same, "&&"), (during, "&&")], condition=condition or None
    )


class Session(CityModel, Revised):
    """A session that the set plan runs, from the day that it is prepared to the day that it is held or called off.

    What the programme said when it was made stays: title, form, hours. `taken`, `starts_on` and `ends_on` say once more
    what the enrolments and the days say, so that a list reads one table; `actions.seating` and `actions.editing` keep them.
    `revision` counts every change: it is the sequence number of calendars too.
    """

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    offering = models.OneToOneField("programmes.Offering", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("kode sesi"), max_length=40)
    title = models.CharField(_("judul"), max_length=160)
    form = models.CharField(_("bentuk"), max_length=20, choices=FORM_TITLES)
    jp = models.PositiveSmallIntegerField(_("JP"))
    organiser = models.CharField(_("penyelenggara"), max_length=160, blank=True)
    abroad = models.BooleanField(_("di luar negeri"), default=False)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, related_name="+")
    """Where it is held unless a day says otherwise."""
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    seats = models.PositiveIntegerField(_("kursi"))
    min_seats = models.PositiveIntegerField(_("paling sedikit terisi"))
    taken = models.PositiveIntegerField(_("kursi terisi"), default=0)
    decide_on = models.DateField(_("diputuskan paling lambat"))
    stage = models.CharField(
        _("keadaan"), max_length=10, choices=list(STAGES.items()), default=SessionStage.PREPARED
    )
    reason = models.TextField(_("alasan batal"), blank=True)
    made_at = models.DateTimeField(_("disiapkan"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["starts_on", "code"]
        indexes = [
            models.Index(fields=["city", "cycle", "starts_on", "code"], name="deliver_session_calendar")
        ]
        constraints = [
            models.UniqueConstraint(fields=["city", "cycle", "code"], name="deliver_session_code"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="deliver_session_dates"),
            models.CheckConstraint(
                condition=Q(seats__gt=0, min_seats__gte=1, min_seats__lte=F("seats")),
                name="deliver_session_seats",
            ),
            # The last seat is taken once, by whoever comes first.
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="deliver_session_not_overfull"),
            models.CheckConstraint(
                condition=Q(decide_on__lte=F("starts_on")), name="deliver_session_decided_before"
            ),
            models.CheckConstraint(
                condition=Q(stage=SessionStage.CANCELLED, reason__regex=r"\S")
                | ~Q(stage=SessionStage.CANCELLED) & Q(reason=""),
                name="deliver_session_cancelled_has_reason",
            ),
        ]

    @property
    def free(self) -> int:
        """Seats that nobody has."""
        return self.seats - self.taken

    @property
    def is_off(self) -> bool:
        """Was it called off?"""
        return self.stage == SessionStage.CANCELLED

    def __str__(self) -> str:
        return self.code


class SessionStep(CityModel):
    """How a session came to stand where it does: the stage it reached, when, by whom and why. Rows are only added."""

    append_only = True

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(_("keadaan"), max_length=10, choices=list(STAGES.items()))
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
                condition=~Q(stage=SessionStage.CANCELLED) | Q(reason__regex=r"\S"),
                name="deliver_sessionstep_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.stage}"


class SessionDay(CityModel):
    """One day of a session. `holds`: the session is not called off, so that its room and its people are taken."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("hari"))
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, related_name="+")
    is_online = models.BooleanField(_("daring"), default=False)
    holds = models.BooleanField(default=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            # Looked at when the transaction ends, so that the days of a session may change places.
            models.UniqueConstraint(
                fields=["session", "starts_at"],
                name="deliver_day_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="deliver_day_times"),
            models.CheckConstraint(condition=Q(is_online=False) | Q(venue=None), name="deliver_day_online"),
            one_at_a_time("deliver_venue_once_at_a_time", "venue_id", Q(holds=True, venue__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.day}"


class SessionSpeaker(CityModel):
    """Who speaks on a day of a session; the times are the day's."""

    day = models.ForeignKey(SessionDay, on_delete=models.CASCADE, related_name="speakers")
    speaker = models.ForeignKey("programmes.Speaker", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    holds = models.BooleanField(default=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["day", "speaker"], name="deliver_speaker_once"),
            one_at_a_time("deliver_speaker_one_place", "speaker_id", Q(holds=True)),
        ]

    def __str__(self) -> str:
        return f"{self.day_id}: {self.speaker_id}"
