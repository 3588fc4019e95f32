"""A year's round, its pool of mentors, and who may not guide whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.deliver.mentoring.models.reasons import is_reason
from sibina.deliver.mentoring.rules import LONGEST_REASON, MOST_GUIDED
from sibina.deliver.mentoring.sentences import ROLES
from sibina.lib.editing.models import Revised
from sibina.lib.tenancy.models import CityModel


class MentoringRound(CityModel):
    """The mentoring of one year: matched once for everybody new, then again for whoever is without a mentor.

    The city's rules are kept as they were when it was opened (`PoolRule`, and after how many days a pair is silent). What
    the last matching found is kept: the rule's version, the score and its bound in thousandths of a point, and who was
    left without whom, with why (`Unmatched`).
    """

    cycle = models.OneToOneField("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("dibuka"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    superior_may = models.BooleanField(_("atasan langsung boleh menjadi mentor"))
    mentor_capacity = models.PositiveSmallIntegerField(_("daya bimbing biasa"))
    senior_rank = models.PositiveSmallIntegerField(_("golongan terendah senior"))
    senior_years = models.PositiveSmallIntegerField(_("masa kerja senior (tahun)"))
    silence_days = models.PositiveSmallIntegerField(_("dianggap senyap setelah (hari)"))
    computed_at = models.DateTimeField(_("dipasangkan"), null=True)
    needs_as_of = models.DateField(_("kesenjangan per"), null=True)
    rule_version = models.CharField(_("versi aturan"), max_length=30, blank=True)
    score = models.BigIntegerField(_("nilai"), null=True)
    bound = models.BigIntegerField(_("batas terbukti"), null=True)
    unmatched = models.JSONField(_("belum terpasang"), default=list)

    class Meta:
        ordering = ["-cycle__year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None, bound=None) | Q(bound__gte=models.F("score")),
                name="mentoring_round_bound",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle}"


class Mentor(Revised, CityModel):
    """Somebody in the city's pool, as what, and how many the office lets this person guide at a time.

    Found by rule with every matching (`is_listed`: still so), or added by the office. Who was taken out stays, with the
    reason.
    """

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("sebagai"), max_length=10, choices=list(ROLES.items()))
    capacity = models.PositiveSmallIntegerField(_("daya bimbing"))
    by_office = models.BooleanField(_("ditambahkan OPD"), default=False)
    is_listed = models.BooleanField(_("memenuhi syarat"), default=True)
    is_out = models.BooleanField(_("dikeluarkan"), default=False)
    out_reason = models.CharField(_("alasan"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            # What a pair's copy of the capacity points at; see the migration.
            models.UniqueConstraint(fields=["id", "capacity"], name="mentoring_mentor_capacity"),
            models.CheckConstraint(condition=Q(capacity__lte=MOST_GUIDED), name="mentoring_mentor_most"),
            models.CheckConstraint(
                condition=Q(is_out=False) | is_reason("out_reason"), name="mentoring_mentor_out_reason"
            ),
        ]
        indexes = [models.Index(fields=["city", "office"], name="mentoring_mentor_office")]

    def __str__(self) -> str:
        return str(self.person)


class Bar(CityModel):
    """Who may not guide whom, and why. It holds in every round until it is lifted."""

    mentor = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    mentee = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("alasan"), max_length=LONGEST_REASON)
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["mentor", "mentee"], name="mentoring_bar_once"),
            models.CheckConstraint(condition=~Q(mentor=models.F("mentee")), name="mentoring_bar_two_people"),
            models.CheckConstraint(condition=is_reason("reason"), name="mentoring_bar_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} × {self.mentee_id}"
