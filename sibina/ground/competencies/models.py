"""The dictionary, the versioned standards of positions, and measurements that are never overwritten."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from sibina.ground.competencies.types import HIGHEST_LEVEL, LOWEST_LEVEL, Kind, Method
from sibina.lib.tenancy.models import CityModel

KIND_TITLES = [
    (Kind.TEKNIS, _("Teknis")),
    (Kind.MANAJERIAL, _("Manajerial")),
    (Kind.SOSIAL_KULTURAL, _("Sosial Kultural")),
]
METHOD_TITLES = [
    (Method.ASSESSMENT, _("Asesmen")),
    (Method.TEST, _("Tes")),
    (Method.CERTIFICATE, _("Sertifikat")),
    (Method.SUPERIOR, _("Penilaian atasan")),
    (Method.PEER, _("Penilaian rekan")),
    (Method.SELF, _("Penilaian diri")),
]
LEVELS = (LOWEST_LEVEL, HIGHEST_LEVEL)


class Competency(CityModel):
    """A word of the city's dictionary."""

    key = models.CharField(max_length=120)
    code = models.CharField(_("kode"), max_length=12, blank=True)
    name = models.CharField(_("nama kompetensi"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=16, choices=KIND_TITLES)
    definition = models.TextField(_("pengertian"), blank=True)
    is_national = models.BooleanField(_("standar nasional"), default=False)
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["city", "key"], name="competencies_competency_key")]

    def __str__(self) -> str:
        return self.name


class LevelDescriptor(CityModel):
    """What a person shows at one level of a competency."""

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField(_("tingkat"))
    text = models.TextField(_("perilaku"))

    class Meta:
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["competency", "level"], name="competencies_descriptor_once"),
            models.CheckConstraint(condition=Q(level__range=LEVELS), name="competencies_descriptor_level"),
        ]

    def __str__(self) -> str:
        return f"{self.level}"


class Standard(CityModel):
    """The level that a position requires, over a period, and the decision that says so."""

    position = models.ForeignKey("people.Position", on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="standards")
    level = models.PositiveSmallIntegerField(_("tingkat wajib"))
    weight = models.DecimalField(_("bobot"), max_digits=4, decimal_places=2, default=1)
    legal_basis = models.CharField(_("dasar"), max_length=200, blank=True)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        ordering = ["position_id", "competency_id", "-valid_from"]
        indexes = [models.Index(fields=["city", "position"], name="competencies_standard_position")]
        constraints = [
            models.CheckConstraint(condition=Q(level__range=LEVELS), name="competencies_standard_level"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="competencies_standard_weight"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="competencies_standard_period",
            ),
            ExclusionConstraint(
                name="competencies_standard_one_at_a_time",
                expressions=[
                    (Func(F("position_id"), F("position_id"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("competency_id"), F("competency_id"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("valid_from"), F("valid_to"), function="daterange"), "&&"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.level}"


class Measurement(CityModel):
    """A level found for a person. History: rows are added and never changed."""

    append_only = True

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="measurements")
    level = models.PositiveSmallIntegerField(_("tingkat"))
    method = models.CharField(_("cara"), max_length=12, choices=METHOD_TITLES)
    rater = models.CharField(_("penilai"), max_length=160, blank=True)
    measured_on = models.DateField(_("tanggal"))
    purpose = models.CharField(_("tujuan"), max_length=120, blank=True)
    evidence = models.CharField(_("bukti"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("dicatat"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-measured_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "competency", "measured_on", "method", "level", "rater"],
                name="competencies_measurement_once",
            ),
            models.CheckConstraint(condition=Q(level__range=LEVELS), name="competencies_measurement_level"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.level}"
