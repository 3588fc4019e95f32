"""What was counted, when and by which rule: snapshots, their gaps, and the sums that pages show.

Gaps are derived: each snapshot is counted anew from standards and measurements and never changed. Their
references to people, positions and competencies are therefore kept without a database constraint, which would
cost more than the counting itself; the snapshot is counted from those very tables in the same transaction.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.sentences import STATES
from sibina.lib.tenancy.models import CityModel


def derived(to: str, *, null: bool = False) -> models.ForeignKey:
    """A reference out of a counted row."""
    return models.ForeignKey(
        to, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+", null=null
    )


class GapSnapshot(CityModel):
    """One counting of a whole city. The current one is what pages show and what a plan is made from.

    With `change` it is a trial: the gaps as they would be under a change in demand; never the city's current one.
    """

    as_of = models.DateField(_("keadaan per"))
    computed_at = models.DateTimeField(_("dihitung"))
    rule_version = models.CharField(_("versi aturan"), max_length=20)
    method_order = models.JSONField(_("urutan cara mengukur"))
    marks = models.JSONField(_("data yang dipakai"))
    sectors = models.JSONField(_("bobot sektor"), default=dict)
    people = models.PositiveIntegerField(_("pegawai"))
    competencies = models.PositiveIntegerField(_("kompetensi"))
    short = models.PositiveIntegerField(_("kurang"))
    unmeasured = models.PositiveIntegerField(_("belum terukur"))
    met = models.PositiveIntegerField(_("terpenuhi"))
    shortfall = models.PositiveIntegerField(_("kekurangan (tingkat)"))
    weighted = models.PositiveBigIntegerField(_("kekurangan berbobot"))
    is_current = models.BooleanField(default=False)
    change = models.OneToOneField(
        "needs.DemandChange", on_delete=models.CASCADE, null=True, related_name="trial"
    )

    class Meta:
        ordering = ["-computed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["city"], condition=Q(is_current=True), name="needs_snapshot_one_current"
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(change=None), name="needs_snapshot_trial_is_not_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of} ({self.rule_version})"


class Gap(CityModel):
    """One person and one competency that the person's position requires. Missing figures are unknown, not zero."""

    snapshot = models.ForeignKey(GapSnapshot, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = derived("people.Person")
    unit = derived("people.Unit")
    office = derived("people.Unit")
    position = derived("people.Position")
    competency = derived("competencies.Competency")
    required = models.PositiveSmallIntegerField(_("wajib"))
    present = models.PositiveSmallIntegerField(_("tercatat"), null=True)
    low = models.PositiveSmallIntegerField(_("terendah"), null=True)
    high = models.PositiveSmallIntegerField(_("tertinggi"), null=True)
    shortfall = models.PositiveSmallIntegerField(_("kekurangan"), null=True)
    surplus = models.PositiveSmallIntegerField(_("kelebihan"), null=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=list(STATES.items()))
    weight = models.PositiveIntegerField(_("bobot (persepuluhribu)"))

    class Meta:
        ordering = ["person_id", "competency_id"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "person", "competency"], name="needs_gap_once")
        ]
        indexes = [
            models.Index(fields=["snapshot", "unit"], name="needs_gap_unit"),
            models.Index(fields=["snapshot", "office", "person"], name="needs_gap_office"),
            # By competency and position too: PostgreSQL skips over the few offices between the two.
            models.Index(
                fields=["snapshot", "competency", "office", "position"], name="needs_gap_competency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} × {self.competency_id}: {self.state}"


class GapSummary(CityModel):
    """Sums of a snapshot for one unit, class of position and sector; by competency, or over all of them (none).

    `people` counts persons; short, unmeasured and met count pairs of person and competency; `shortfall` adds
    levels; `weighted` adds levels × weight in ten-thousandths.
    """

    snapshot = models.ForeignKey(GapSnapshot, on_delete=models.CASCADE, related_name="+", db_index=False)
    office = derived("people.Unit")
    unit = derived("people.Unit")
    sector = derived("people.Sector", null=True)
    position_class = models.CharField(max_length=16)
    competency = derived("competencies.Competency", null=True)
    people = models.PositiveIntegerField()
    short = models.PositiveIntegerField()
    unmeasured = models.PositiveIntegerField()
    met = models.PositiveIntegerField()
    shortfall = models.PositiveIntegerField()
    weighted = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["unit_id", "competency_id"]
        indexes = [
            models.Index(fields=["snapshot", "office"], name="needs_summary_office"),
            models.Index(fields=["snapshot", "unit"], name="needs_summary_unit"),
            models.Index(fields=["snapshot", "competency"], name="needs_summary_competency"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} × {self.competency_id}: {self.shortfall}"


class GapLevel(CityModel):
    """Persons of a unit who are short in a competency with the same level on record, and the levels that they lack.

    No level: so many are not measured.
    """

    snapshot = models.ForeignKey(GapSnapshot, on_delete=models.CASCADE, related_name="+", db_index=False)
    office = derived("people.Unit")
    unit = derived("people.Unit")
    sector = derived("people.Sector", null=True)
    competency = derived("competencies.Competency")
    present = models.PositiveSmallIntegerField(_("tercatat"), null=True)
    people = models.PositiveIntegerField()
    shortfall = models.PositiveIntegerField()

    class Meta:
        ordering = ["unit_id", "competency_id", "present"]
        indexes = [
            models.Index(fields=["snapshot", "office"], name="needs_level_office"),
            models.Index(fields=["snapshot", "unit"], name="needs_level_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} × {self.competency_id}, {self.present}: {self.people}"
