"""Pairs, and everything that happened to one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.deliver.mentoring.models.reasons import is_reason
from sibina.deliver.mentoring.models.rounds import Mentor, MentoringRound
from sibina.deliver.mentoring.rules import LIVE, LONGEST_REASON, REASONED
from sibina.deliver.mentoring.sentences import PAIR_STATES, PAIR_STEPS, PAIR_TONES
from sibina.deliver.mentoring.types import PairState, PairStep
from sibina.lib.access import ROLE_TITLES
from sibina.lib.tenancy.models import CityModel

IS_LIVE = Q(state__in=sorted(LIVE))
EVER_SET = [PairState.SET, PairState.ENDED, PairState.COMPLETED]


class Pair(CityModel):
    """A mentor and a mentee. One live pair a mentee; of a mentor as many as there are places, by the database itself.

    `place` is one of the mentor's places, 1 to `capacity`. The capacity is a copy of the mentor's, which the database
    holds equal by a foreign key of two columns (see the migration), so that it can compare the two.
    """

    round = models.ForeignKey(MentoringRound, on_delete=models.PROTECT, related_name="pairs")
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="pairs")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    """The mentor's office when they were paired."""
    capacity = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    mentee = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("keadaan"), max_length=10, choices=list(PAIR_STATES.items()))
    score = models.IntegerField(_("nilai"), null=True)
    """In thousandths of a point; none where a person chose the mentor."""
    reasons = models.JSONField(_("alasan pasangan"), default=list)
    proposed_at = models.DateTimeField(_("diusulkan"))
    set_at = models.DateTimeField(_("ditetapkan"), null=True)
    closed_at = models.DateTimeField(_("berakhir"), null=True)
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON, blank=True)
    """Why it was refused or ended."""
    next_on = models.DateField(_("pertemuan berikutnya"), null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["mentee"], condition=IS_LIVE, name="mentoring_pair_one_live"),
            models.UniqueConstraint(
                fields=["mentor", "place"], condition=IS_LIVE, name="mentoring_pair_place"
            ),
            models.CheckConstraint(
                condition=~IS_LIVE | Q(place__gte=1, place__lte=F("capacity")),
                name="mentoring_pair_within_capacity",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(REASONED)) | is_reason("reason"), name="mentoring_pair_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=EVER_SET, set_at__isnull=False)
                | (~Q(state__in=EVER_SET) & Q(set_at=None)),
                name="mentoring_pair_set_at",
            ),
            models.CheckConstraint(
                condition=IS_LIVE & Q(closed_at=None) | ~IS_LIVE & Q(closed_at__isnull=False),
                name="mentoring_pair_closed_at",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state"], name="mentoring_pair_round"),
            models.Index(fields=["mentee"], name="mentoring_pair_mentee"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} → {self.mentee_id}"

    @property
    def state_title(self) -> str:
        """The state on the screen."""
        return str(PAIR_STATES[PairState(self.state)])

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return PAIR_TONES[PairState(self.state)]


class PairEvent(CityModel):
    """One thing that happened to a pair: who, in which role, when, why."""

    append_only = True

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(_("langkah"), max_length=10, choices=list(PAIR_STEPS.items()))
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(_("peran"), max_length=16, choices=list(ROLE_TITLES.items()), blank=True)
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=[PairStep.REFUSED, PairStep.ENDED]) | is_reason("reason"),
                name="mentoring_event_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.step}"
