"""What a pair wants to reach, and what it did."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.deliver.mentoring.models.pairs import Pair
from sibina.deliver.mentoring.models.reasons import is_reason
from sibina.deliver.mentoring.rules import LONGEST_MEETING, LONGEST_REASON, LONGEST_WHAT, SHORTEST_MEETING
from sibina.deliver.mentoring.sentences import ENTRY_STATES, ENTRY_TONES, LOG_KINDS, SIDES, VERDICTS
from sibina.deliver.mentoring.types import EntryState, Verdict
from sibina.ground.competencies.types import HIGHEST_LEVEL, LOWEST_LEVEL
from sibina.lib.tenancy.models import CityModel


class Goal(CityModel):
    """What is to be reached by a day: a competency up to a level, or something in own words; and what both say of it."""

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="goals")
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    text = models.CharField(_("sasaran"), max_length=LONGEST_WHAT)
    level_from = models.PositiveSmallIntegerField(_("tingkat sekarang"), null=True)
    level_to = models.PositiveSmallIntegerField(_("tingkat sasaran"), null=True)
    due_on = models.DateField(_("paling lambat"))
    side = models.CharField(_("ditulis"), max_length=6, choices=list(SIDES.items()))
    made_at = models.DateTimeField(_("dibuat"))
    mentor_says = models.CharField(
        _("kata mentor"), max_length=12, choices=list(VERDICTS.items()), blank=True
    )
    mentee_says = models.CharField(
        _("kata yang didampingi"), max_length=12, choices=list(VERDICTS.items()), blank=True
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level_to=None) | Q(level_to__range=(LOWEST_LEVEL, HIGHEST_LEVEL)),
                name="mentoring_goal_level",
            ),
            models.CheckConstraint(
                condition=Q(level_from=None) | Q(level_from__lt=F("level_to")), name="mentoring_goal_rises"
            ),
            models.UniqueConstraint(fields=["pair", "competency"], name="mentoring_goal_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_judged(self) -> bool:
        """Both have said whether it was reached."""
        return bool(self.mentor_says and self.mentee_says)

    @property
    def is_reached(self) -> bool:
        """Both say so."""
        return self.mentor_says == self.mentee_says == Verdict.REACHED


class LogEntry(CityModel):
    """A meeting or guidance at work: what, when, how long. It counts when the other side has confirmed; then it stays.

    One of a kind a day, so that a double tap, or both writing the same, is not counted twice.
    """

    fixed_when = f"state <> '{EntryState.WAITING.value}'"

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("jenis"), max_length=10, choices=list(LOG_KINDS.items()))
    day = models.DateField(_("tanggal"))
    minutes = models.PositiveSmallIntegerField(_("lama (menit)"))
    what = models.CharField(_("yang dibahas"), max_length=LONGEST_WHAT)
    side = models.CharField(_("ditulis"), max_length=6, choices=list(SIDES.items()))
    written_at = models.DateTimeField(_("ditulis pada"))
    state = models.CharField(
        _("keadaan"), max_length=10, choices=list(ENTRY_STATES.items()), default=EntryState.WAITING
    )
    answered_at = models.DateTimeField(_("dijawab"), null=True)
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "day", "kind"],
                condition=~Q(state=EntryState.DECLINED),
                name="mentoring_entry_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(SHORTEST_MEETING, LONGEST_MEETING)),
                name="mentoring_entry_minutes",
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.DECLINED) | is_reason("reason"), name="mentoring_entry_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.WAITING, answered_at=None)
                | (~Q(state=EntryState.WAITING) & Q(answered_at__isnull=False)),
                name="mentoring_entry_answered_at",
            ),
        ]
        indexes = [
            models.Index(
                fields=["pair", "-day"],
                condition=Q(state=EntryState.CONFIRMED),
                name="mentoring_entry_counts",
            ),
            models.Index(
                fields=["city", "day"], condition=Q(state=EntryState.CONFIRMED), name="mentoring_entry_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.what}"

    @property
    def state_title(self) -> str:
        """The state on the screen."""
        return str(ENTRY_STATES[EntryState(self.state)])

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return ENTRY_TONES[EntryState(self.state)]
