"""Speakers: who they are, what they know, on which days they are not free, and how their sessions were rated."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel
from sibina.plan.programmes.models.catalogue import Offering
from sibina.plan.programmes.types import HIGHEST_SCORE, LOWEST_SCORE


class Speaker(CityModel, Revised):
    """Somebody who may be asked to speak: a person of the city, or one from an institution outside.

    No address, telephone or account is kept. `name` is as it stands on invitations: of a person of the city the name
    with its titles when the row was last saved.
    """

    key = models.CharField(max_length=330)
    name = models.CharField(_("nama"), max_length=160)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    institution = models.CharField(_("lembaga"), max_length=160, blank=True)
    fee_class = models.CharField(_("golongan honorarium"), max_length=80, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)

    knows: list["SpeakerField"]
    """What the speaker knows, where `reads.find_speaker` brought it along."""

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            # Two persons of the city may share a name; two rows from one institution are one speaker.
            models.UniqueConstraint(
                fields=["city", "key"], condition=Q(person__isnull=True), name="programmes_speaker_key"
            ),
            models.UniqueConstraint(fields=["person"], name="programmes_speaker_person"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(institution=""), name="programmes_speaker_origin"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SpeakerField(CityModel):
    """One thing that a speaker knows: a competency of the dictionary, or words where the dictionary has none."""

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="fields")
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = models.CharField(_("bidang"), max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(competency__isnull=False, words="") | Q(competency__isnull=True) & ~Q(words=""),
                name="programmes_speakerfield_one_kind",
            ),
            models.UniqueConstraint(fields=["speaker", "competency"], name="programmes_speakerfield_once"),
            models.UniqueConstraint(
                fields=["speaker", "words"], condition=~Q(words=""), name="programmes_speakerfield_words_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words or self.competency.name  # type: ignore[union-attr]  # one of the two, by the constraint


class SpeakerPeriod(CityModel):
    """Days that are not free: of a session that runs (`offering`, held by the year's set plan), or of an absence.

    A session on offer holds no days: only the plan says whether it runs.
    """

    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="periods")
    offering = models.OneToOneField(Offering, on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    reason = models.CharField(_("alasan"), max_length=120, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="programmes_speakerperiod_days"
            ),
            # Two sessions, or a session and an absence, never share a day of one speaker, whoever writes them.
            ExclusionConstraint(
                name="programmes_speaker_one_place_a_day",
                expressions=[
                    (Func(F("speaker_id"), F("speaker_id"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker_id}: {self.starts_on}–{self.ends_on}"


class SpeakerRating(CityModel):
    """How one person rated the speaker of one session. A later rating by the same person counts instead; both stay."""

    append_only = True

    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="ratings")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="ratings")
    score = models.PositiveSmallIntegerField(_("nilai"))
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    given_at = models.DateTimeField(_("diberikan"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__range=(LOWEST_SCORE, HIGHEST_SCORE)), name="programmes_speakerrating_score"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker_id}: {self.score}"
