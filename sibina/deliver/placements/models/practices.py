"""What is brought home: the logbook, what was promised, who was taught, which unit took it up, what changed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.deliver.placements.models.placing import SAID, Placement, kept_file, written_by
from sibina.deliver.placements.sentences import ADOPTION_STATES, ADOPTION_TONES
from sibina.deliver.placements.types import AdoptionState, ChangeFacts
from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel

LONGEST_LOG = 1000
LONGEST_PRACTICE = 160
MOST_TAUGHT = 5000


class LogEntry(CityModel):
    """What was learnt on a day, as it was written down there. Rows are only added; the same one sent twice is one."""

    append_only = True

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="log")
    day = models.DateField(_("hari"))
    learnt = models.CharField(_("yang dipelajari"), max_length=LONGEST_LOG)
    file = kept_file()
    written_at = models.DateTimeField(_("ditulis"))
    written_by = written_by()

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "day", "learnt"], name="placements_log_once"),
            models.CheckConstraint(condition=Q(learnt__regex=SAID), name="placements_log_says"),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id}: {self.day}"


class Commitment(CityModel, Revised):
    """A practice that the person promises to bring home: to whom, by when, and how one will see that it did."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="commitments")
    key = models.CharField(max_length=LONGEST_PRACTICE)
    practice = models.CharField(_("praktik"), max_length=LONGEST_PRACTICE)
    audience = models.CharField(_("untuk siapa"), max_length=200)
    due_on = models.DateField(_("diajarkan paling lambat"))
    measure = models.CharField(_("ukuran"), max_length=200)
    dropped_at = models.DateTimeField(_("dilepas"), null=True)
    dropped_reason = models.TextField(_("alasan dilepas"), blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "key"], name="placements_commitment_once"),
            models.CheckConstraint(
                condition=Q(practice__regex=SAID, audience__regex=SAID, measure__regex=SAID),
                name="placements_commitment_says",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_reason="")
                | Q(dropped_at__isnull=False, dropped_reason__regex=SAID),
                name="placements_commitment_dropped_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.practice


class Sharing(CityModel):
    """One session in which a practice was taught; how many people of which units stands in `SharingUnit`."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="sharings")
    held_on = models.DateField(_("hari"))
    material = models.CharField(_("bahan"), max_length=200)
    file = kept_file()
    recorded_at = models.DateTimeField(_("dicatat"))
    recorded_by = written_by()

    class Meta:
        ordering = ["held_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "held_on", "material"], name="placements_sharing_once"
            ),
            models.CheckConstraint(condition=Q(material__regex=SAID), name="placements_sharing_material"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.held_on}"


class SharingUnit(CityModel):
    """So many people of a unit were taught in a session."""

    sharing = models.ForeignKey(Sharing, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(_("orang"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sharing", "unit"], name="placements_sharingunit_once"),
            models.CheckConstraint(
                condition=Q(people__range=(1, MOST_TAUGHT)), name="placements_sharingunit_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.people}"


class Adoption(CityModel):
    """A unit that was asked to take a practice up, and what its head said."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="adoptions")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("jawaban"), max_length=10, choices=list(ADOPTION_STATES.items()), default=AdoptionState.ASKED
    )
    asked_on = models.DateField(_("ditawarkan"))
    answered_at = models.DateTimeField(_("dijawab"), null=True)
    answered_by = written_by()
    since = models.DateField(_("dipakai sejak"), null=True)
    measure_on = models.DateField(_("diukur pada"), null=True)
    reason = models.TextField(_("alasan"), blank=True)

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "unit"], name="placements_adoption_once"),
            models.CheckConstraint(
                condition=Q(state=AdoptionState.ASKED, answered_at__isnull=True, since__isnull=True)
                | Q(
                    state=AdoptionState.ADOPTED,
                    answered_at__isnull=False,
                    since__isnull=False,
                    measure_on__gte=F("since"),
                    reason__regex=SAID,
                )
                | Q(
                    state=AdoptionState.DECLINED,
                    answered_at__isnull=False,
                    since__isnull=True,
                    measure_on__isnull=True,
                    reason__regex=SAID,
                ),
                name="placements_adoption_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} × {self.unit_id}: {self.state}"

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return ADOPTION_TONES[self.state]


class Change(CityModel):
    """An indicator of the unit before and after it took the practice up. Rows are only added; the last one holds."""

    append_only = True

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="changes")
    indicator = models.CharField(_("indikator"), max_length=160)
    unit_of_measure = models.CharField(_("satuan"), max_length=40)
    before = models.DecimalField(_("sebelum"), max_digits=14, decimal_places=2)
    before_on = models.DateField(_("diukur sebelum"))
    after = models.DecimalField(_("sesudah"), max_digits=14, decimal_places=2)
    after_on = models.DateField(_("diukur sesudah"))
    less_is_better = models.BooleanField(_("makin kecil makin baik"))
    source = models.CharField(_("sumber"), max_length=200)
    recorded_at = models.DateTimeField(_("dicatat"))
    recorded_by = written_by()

    class Meta:
        ordering = ["after_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["adoption", "indicator", "after_on", "after"], name="placements_change_once"
            ),
            models.CheckConstraint(
                condition=Q(after_on__gt=F("before_on"), source__regex=SAID, indicator__regex=SAID),
                name="placements_change_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.before} → {self.after}"

    @property
    def facts(self) -> ChangeFacts:
        """As the rules read it."""
        return ChangeFacts(
            self.indicator,
            self.unit_of_measure,
            self.before,
            self.before_on,
            self.after,
            self.after_on,
            self.less_is_better,
            self.source,
        )
