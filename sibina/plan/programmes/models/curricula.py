"""The curriculum of a programme in versions: its modules in their order, and what was done to each version."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel
from sibina.plan.programmes.models.catalogue import FORM_TITLES, Programme
from sibina.plan.programmes.types import VersionState, VersionStep

STATE_TITLES = [
    (VersionState.DRAFT, _("Draf")),
    (VersionState.REVIEW, _("Ditinjau")),
    (VersionState.RELEASED, _("Dirilis")),
    (VersionState.DROPPED, _("Dibatalkan")),
]
STEP_TITLES = [
    (VersionStep.SENT, _("Dikirim untuk ditinjau")),
    (VersionStep.RETURNED, _("Dikembalikan ke draf")),
    (VersionStep.RELEASED, _("Dirilis")),
    (VersionStep.DROPPED, _("Dibatalkan")),
]


class CurriculumVersion(CityModel, Revised):
    """One version of a programme's curriculum. Once released or dropped, the database keeps it as it is.

    `revision` counts every change of the draft, those of its modules too. The version in force is the released one
    with the highest number.
    """

    fixed_when = "state IN ('released', 'dropped')"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versi"))
    state = models.CharField(_("keadaan"), max_length=10, choices=STATE_TITLES, default=VersionState.DRAFT)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("alasan"), blank=True)
    lineages = models.PositiveSmallIntegerField(_("nomor modul tertinggi"), default=0)
    begun_at = models.DateTimeField(_("dimulai"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    outline: list["CurriculumModule"]
    trail: list["CurriculumStep"]
    """Its modules in their order and its steps in time, where `reads.join_trail` brought them along."""

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_version_number"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(state__in=[VersionState.DRAFT, VersionState.REVIEW]),
                name="programmes_version_one_open",
            ),
            models.CheckConstraint(
                condition=Q(number=1, based_on__isnull=True) | (Q(number__gt=1) & ~Q(reason="")),
                name="programmes_version_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"


class CurriculumModule(CityModel, Revised):
    """One module of a version: what is learnt, for how long, in which way, and what shows that it was learnt.

    `lineage` numbers the modules of a programme for good: a module keeps it from version to version.
    """

    fixed_with = "version"

    version = models.ForeignKey(CurriculumVersion, on_delete=models.CASCADE, related_name="modules")
    lineage = models.PositiveSmallIntegerField(_("nomor tetap"))
    place = models.PositiveSmallIntegerField(_("urutan"))
    title = models.CharField(_("judul modul"), max_length=160)
    jp = models.PositiveSmallIntegerField(_("jam pelajaran (JP)"))
    form = models.CharField(_("metode"), max_length=20, choices=FORM_TITLES)
    competency = models.ForeignKey(
        "competencies.Competency", on_delete=models.PROTECT, null=True, related_name="+"
    )
    from_level = models.PositiveSmallIntegerField(_("dari tingkat"), null=True)
    to_level = models.PositiveSmallIntegerField(_("ke tingkat"), null=True)
    material = models.TextField(_("pokok materi"), blank=True)
    proof = models.TextField(_("bukti belajar"), blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["version", "lineage"], name="programmes_module_once"),
            models.UniqueConstraint(
                fields=["version", "place"],
                name="programmes_module_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(jp__gt=0) & ~Q(title=""), name="programmes_module_hours"),
            models.CheckConstraint(
                condition=Q(competency__isnull=True, from_level__isnull=True, to_level__isnull=True)
                | Q(
                    competency__isnull=False,
                    from_level__isnull=False,
                    to_level__isnull=False,
                    from_level__gte=0,
                    to_level__lte=5,
                    to_level__gt=F("from_level"),
                ),
                name="programmes_module_levels",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CurriculumStep(CityModel):
    """What was done to a version, by whom, when and why. Added only."""

    append_only = True

    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(_("langkah"), max_length=10, choices=STEP_TITLES)
    at = models.DateTimeField(_("waktu"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("alasan"), blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=[VersionStep.SENT, VersionStep.RELEASED]) | ~Q(reason=""),
                name="programmes_step_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d}"
