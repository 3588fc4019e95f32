"""A plan as the city keeps it: what was asked, what was answered, and the rows behind every figure.

Everything that a page shows is written once, when the plan is ready, so that no request does work that grows
with the city, and so that a plan stays what it was when people, prices or gaps change after it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibina.lib.jobs.models import Job
from sibina.lib.tenancy.models import CityModel
from sibina.plan.planning.sentences import APPROVALS
from sibina.plan.planning.types import Approval, Dimension, Reason


class CityPlan(CityModel):
    """One answer to one question: this ceiling, these settings, these gaps. Many a cycle; one is set."""

    fixed_when = f"approval IN ('{Approval.SET}', '{Approval.REPLACED}')"
    # It can be replaced by another; and what more or less money would do is computed after the plan itself.
    fixed_but = ("approval", "job_id", "what_if", "what_if_job_id")

    class State(models.TextChoices):
        COMPUTING = "computing", _("Sedang dihitung")
        READY = "ready", _("Selesai")
        STOPPED = "stopped", _("Dihentikan, terbaik disimpan")
        FAILED = "failed", _("Tidak jadi")

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nama rencana"), max_length=120)
    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.COMPUTING)
    failure = models.CharField(max_length=400, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    what_if_job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("dibuat"))
    computed_at = models.DateTimeField(_("selesai dihitung"), null=True)

    # A plan made anew in mid-year: which set plan it is to replace, and from which day sessions may begin.
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    from_day = models.DateField(_("sesi baru mulai paling awal"), null=True)

    # What was asked.
    ceiling = models.PositiveBigIntegerField(_("pagu (Rp)"))
    contributed = models.PositiveBigIntegerField(_("di antaranya uang dari mitra (Rp)"), default=0)
    # How many offices pay sessions from their own money, beside the ceiling (`PlanPayer`).
    paying_offices = models.PositiveSmallIntegerField(_("perangkat daerah yang membayar sendiri"), default=0)
    jp_first = models.BooleanField(_("batas bawah JP didahulukan"), default=True)
    jp_floor = models.PositiveSmallIntegerField(_("batas bawah JP"), default=0)
    jp_basis = models.CharField(_("dasar batas bawah JP"), max_length=400, blank=True)
    jp_ceiling = models.PositiveSmallIntegerField(_("batas atas JP PPPK"), null=True)
    # How many people had hours already by other ways than a session of the plan (`PlanHours`), and when that was counted.
    hours_people = models.PositiveIntegerField(_("sudah mempunyai JP"), default=0)
    hours_told_at = models.DateTimeField(_("JP yang sudah ada dihitung"), null=True)
    away_percent = models.PositiveSmallIntegerField(_("paling banyak meninggalkan unit (%)"))
    seconds = models.PositiveSmallIntegerField(_("waktu hitung (detik)"))
    seed = models.PositiveIntegerField(_("benih acak"))
    # The snapshot may be cleared away later; the plan keeps what names it.
    snapshot_number = models.BigIntegerField(_("nomor potret kesenjangan"))
    snapshot_as_of = models.DateField(_("kesenjangan per tanggal"))
    snapshot_computed_at = models.DateTimeField(_("kesenjangan dihitung"))
    # A plan on the trial of a change in demand: to be compared, never the city's own.
    change = models.ForeignKey("needs.DemandChange", on_delete=models.PROTECT, null=True, related_name="+")
    gap_rule = models.CharField(_("versi aturan kesenjangan"), max_length=60, blank=True)
    # The needs round whose ranking weighs the gaps, by which rule, and when it was read; without one, gaps alone weigh.
    needs_round = models.ForeignKey("needs.NeedsRound", on_delete=models.PROTECT, null=True, related_name="+")
    weighing_rule = models.CharField(_("versi aturan bobot kebutuhan"), max_length=20, blank=True)
    ranked_at = models.DateTimeField(_("peringkat kebutuhan dibaca"), null=True)
    digest = models.CharField(_("sidik masukan"), max_length=64, blank=True)
    aside = models.JSONField(_("yang tidak ikut dihitung"), default=dict)

    # What was answered.
    status = models.CharField(max_length=10, blank=True)
    objective = models.FloatField(_("nilai kesenjangan tertutup"), null=True)
    bound = models.FloatField(_("batas terbukti"), null=True)
    cost = models.PositiveBigIntegerField(_("biaya (Rp)"), null=True)
    elapsed = models.FloatField(_("lama menghitung (detik)"), null=True)
    rupiah_per_point = models.FloatField(null=True)
    sessions_offered = models.PositiveIntegerField(_("sesi ditawarkan"), default=0)
    sessions_run = models.PositiveIntegerField(_("sesi berjalan"), default=0)
    seats = models.PositiveIntegerField(_("kursi terisi"), default=0)
    people = models.PositiveIntegerField(_("pegawai aktif"), default=0)
    people_short = models.PositiveIntegerField(_("pegawai dengan kesenjangan"), default=0)
    people_reached = models.PositiveIntegerField(_("pegawai yang ikut"), default=0)
    people_helped = models.PositiveIntegerField(_("pegawai yang kesenjangannya berkurang"), default=0)
    levels_short = models.FloatField(_("kesenjangan sebelum (tingkat)"), default=0)
    levels_closed = models.FloatField(_("kesenjangan tertutup (tingkat)"), default=0)
    points_short = models.FloatField(_("kesenjangan tertimbang sebelum"), default=0)
    jp_people = models.PositiveIntegerField(_("wajib batas bawah JP"), default=0)
    jp_met = models.PositiveIntegerField(_("mencapai batas bawah JP"), default=0)
    jp_possible = models.PositiveIntegerField(_("dapat mencapai batas bawah JP"), default=0)
    jp_proven = models.BooleanField(default=False)
    # Pairs of people of different offices in one session, before people changed places; unknown where nobody searched.
    mixed_before = models.PositiveBigIntegerField(_("pasangan lintas perangkat daerah semula"), null=True)
    comparisons = models.JSONField(default=list)
    what_if = models.JSONField(default=dict)

    approval = models.CharField(
        _("persetujuan"), max_length=8, choices=list(APPROVALS.items()), default=Approval.DRAFT
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["city", "cycle", "-made_at"], name="planning_plan_cycle")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ceiling__gt=models.F("contributed")), name="planning_plan_ceiling"
            ),
            models.CheckConstraint(
                condition=Q(base__isnull=True, from_day__isnull=True)
                | Q(base__isnull=False, from_day__isnull=False),
                name="planning_plan_base_and_day",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__lte=models.F("ceiling")),
                name="planning_plan_cost_under_ceiling",
            ),
            models.CheckConstraint(
                condition=Q(away_percent__range=(1, 100)), name="planning_plan_away_percent"
            ),
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(approval=Approval.SET), name="planning_plan_one_set"
            ),
            models.CheckConstraint(
                condition=Q(approval=Approval.DRAFT) | Q(state__in=("ready", "stopped")),
                name="planning_plan_approved_has_answer",
            ),
            models.CheckConstraint(
                condition=Q(approval=Approval.DRAFT) | Q(change=None), name="planning_plan_trial_is_a_draft"
            ),
            models.CheckConstraint(
                condition=Q(needs_round=None, weighing_rule="", ranked_at=None)
                | (Q(needs_round__isnull=False) & ~Q(weighing_rule="")),
                name="planning_plan_weighing",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_answer(self) -> bool:
        return self.state in {self.State.READY, self.State.STOPPED}

    @property
    def was_made_elsewhere(self) -> bool:
        """Was it written down instead of searched for? Then nothing is proven of it."""
        return self.has_answer and self.bound is None

    @property
    def is_set(self) -> bool:
        """Is it the city's own plan of the year?"""
        return self.approval == Approval.SET

    @property
    def is_fixed(self) -> bool:
        """Is it the city's own, or was it until another one took its place?"""
        return self.approval in {Approval.SET, Approval.REPLACED}

    @property
    def is_trial(self) -> bool:
        """Does it rest on the gaps as they would be under a change in demand?"""
        return self.change_id is not None

    @property
    def ranking_was_closed(self) -> bool:
        """Was the round closed when its ranking was read, so that it is the same for every later plan?"""
        closed = self.needs_round.closed_at if self.needs_round else None
        return closed is not None and self.ranked_at is not None and self.ranked_at >= closed

    def weighs_like(self, other: "CityPlan") -> bool:
        """Do the same factors stand behind the values of both, so that these may be compared?"""
        if (self.needs_round_id, self.weighing_rule) != (other.needs_round_id, other.weighing_rule):
            return False
        return self.ranked_at == other.ranked_at or (self.ranking_was_closed and other.ranking_was_closed)

    @property
    def has_failed(self) -> bool:
        """A job that died more often than it may be tried again leaves the plan as failed."""
        gone = self.state == self.State.COMPUTING and self.job is not None and not self.job.is_open
        return self.state == self.State.FAILED or gone

    @property
    def gap(self) -> float | None:
        """The proven distance from the best, as a share of the bound."""
        if self.objective is None or self.bound is None:
            return None
        return max(0.0, (self.bound - self.objective) / self.bound) if self.bound > 0 else 0.0

    @property
    def city_ceiling(self) -> int:
        """The city's own money, in whole rupiah."""
        return self.ceiling - self.contributed

    @property
    def money_left(self) -> int | None:
        return None if self.cost is None else self.ceiling - self.cost

    @property
    def levels_left(self) -> float:
        return self.levels_short - self.levels_closed


class PlanCheckpoint(CityModel):
    """The best plan found so far, kept while the search goes on: a killed worker loses nothing of it."""

    plan = models.OneToOneField(CityPlan, on_delete=models.CASCADE, related_name="checkpoint")
    at = models.DateTimeField(_("disimpan"))
    digest = models.CharField(max_length=64)
    objective = models.FloatField()
    bound = models.FloatField()
    cost = models.PositiveBigIntegerField()
    seats = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.objective:.1f}"


REASON_TITLES = [
    (Reason.CEILING.value, _("Pagu")),
    (Reason.SEATS.value, _("Kursi penuh")),
    (Reason.MIN_SEATS.value, _("Peserta kurang")),
    (Reason.ABSENCE.value, _("Batas meninggalkan unit")),
    (Reason.CLASH_PERSON.value, _("Bentrok waktu")),
    (Reason.CLASH_VENUE.value, _("Bentrok tempat")),
    (Reason.CLASH_SPEAKER.value, _("Bentrok narasumber")),
    (Reason.NO_GAIN.value, _("Tidak menutup kesenjangan")),
    (Reason.NOT_ELIGIBLE.value, _("Tidak ada program yang sesuai")),
    (Reason.JP_CEILING.value, _("Batas JP PPPK")),
    (Reason.LOWER_VALUE.value, _("Nilai lebih rendah")),
    (Reason.LAPSED.value, _("Sesi gugur")),
    (Reason.BEGUN.value, _("Sudah lewat mulainya")),
]


TITLE_OF_REASON = dict(REASON_TITLES)


class PlanSession(CityModel):
    """A session on offer in this plan, as it stood then: does it run, for whom, at what cost; if not, why."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="sessions")
    offering = models.ForeignKey("programmes.Offering", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("kode sesi"), max_length=40)
    programme_name = models.CharField(_("program"), max_length=160)
    jp = models.PositiveSmallIntegerField(_("JP"))
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    venue = models.CharField(_("tempat"), max_length=120, blank=True)
    speaker = models.CharField(_("narasumber"), max_length=160, blank=True)
    offered = models.PositiveIntegerField(_("kursi"))
    min_seats = models.PositiveIntegerField(_("paling sedikit"))
    fixed_cost = models.PositiveBigIntegerField(_("biaya per sesi (Rp)"))
    contributed = models.PositiveBigIntegerField(_("kontribusi mitra per sesi (Rp)"), default=0)
    """What partners take off the price once a session; `cost` is what is left for the payer to pay."""
    payer = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    """The office that pays it, for its own people (`PlanPayer`); none: the city, within the ceiling of the plan."""
    seat_cost = models.PositiveBigIntegerField(_("biaya per kursi (Rp)"))
    runs = models.BooleanField(_("berjalan"))
    taken = models.PositiveIntegerField(_("kursi terisi"), default=0)
    cost = models.PositiveBigIntegerField(_("biaya (Rp)"), default=0)
    # Unknown in plans made before it was counted.
    offices = models.PositiveIntegerField(_("perangkat daerah"), null=True)
    mixed = models.PositiveBigIntegerField(_("pasangan lintas perangkat daerah"), null=True)
    reason = models.CharField(_("alasan"), max_length=16, choices=REASON_TITLES, blank=True)
    price = models.BigIntegerField(_("harga bila dimasukkan (Rp)"), null=True)

    class Meta:
        ordering = ["starts_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "offering"], name="planning_session_once"),
            models.CheckConstraint(
                condition=Q(runs=False, taken=0, cost=0)
                | Q(runs=True, taken__lte=models.F("offered"), taken__gte=models.F("min_seats")),
                name="planning_session_taken",
            ),
            models.CheckConstraint(
                condition=Q(contributed__lte=models.F("fixed_cost")), name="planning_session_contributed"
            ),
            models.CheckConstraint(
                condition=Q(offices=None, mixed=None)
                | Q(
                    offices__lte=models.F("taken"), mixed__lte=models.F("taken") * (models.F("taken") - 1) / 2
                ),
                name="planning_session_mixed",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def why_not(self) -> str:
        """The reason in a word or two. Django's own display compares every choice: too slow for long exports."""
        return str(TITLE_OF_REASON.get(self.reason, ""))


class PlanPerson(CityModel):
    """What the plan does for one person, and why it does no more."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="persons")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    short = models.FloatField(_("kesenjangan sebelum (tingkat)"), default=0)
    closed = models.FloatField(_("tertutup (tingkat)"), default=0)
    seats = models.PositiveSmallIntegerField(_("sesi diikuti"), default=0)
    jp = models.FloatField(_("JP"), default=0)
    reason = models.CharField(_("alasan"), max_length=16, choices=REASON_TITLES, blank=True)
    price = models.BigIntegerField(_("harga bila dimasukkan (Rp)"), null=True)
    line = models.PositiveIntegerField(default=0)
    """Where the person stands in the list of the plan: the largest shortfall left first, then by name."""

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="planning_person_once")]
        indexes = [
            models.Index(fields=["plan", "office"], name="planning_person_office"),
            models.Index(fields=["plan", "reason"], name="planning_person_reason"),
            models.Index(fields=["plan", "line"], condition=~Q(reason=""), name="planning_person_left_out"),
            models.Index(fields=["plan", "line"], condition=Q(seats=0), name="planning_person_no_seat"),
            models.Index(fields=["plan", "person"], condition=Q(seats__gt=0), name="planning_person_seated"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.person_id}"

    @property
    def why_not(self) -> str:
        """The reason in a word or two."""
        return str(TITLE_OF_REASON.get(self.reason, ""))

    @property
    def place(self) -> str:
        """Where the person works: the unit, and the office unless it is the same."""
        return self.unit.name if self.unit_id == self.office_id else f"{self.unit.name}, {self.office.name}"


class PlanOffice(CityModel):
    """What the plan does for one office: the sums of its persons."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="office_rows")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    short = models.FloatField(_("kesenjangan sebelum (tingkat)"), default=0)
    closed = models.FloatField(_("tertutup (tingkat)"), default=0)
    seats = models.PositiveIntegerField(_("sesi diikuti"), default=0)

    class Meta:
        ordering = ["office__name", "office_id"]
        constraints = [models.UniqueConstraint(fields=["plan", "office"], name="planning_office_once")]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.office_id}"


DIMENSION_TITLES = [
    (Dimension.GRADE.value, _("Golongan")),
    (Dimension.SEX.value, _("Jenis kelamin")),
    (Dimension.EMPLOYMENT.value, _("Jenis ASN")),
    (Dimension.DISTANCE.value, _("Jarak")),
]


class PlanShare(CityModel):
    """What a group of an office's people gets of the plan; counted by `rules.fairness` when the plan is ready."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="shares")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=DIMENSION_TITLES)
    value = models.CharField(max_length=20, blank=True)
    people = models.PositiveIntegerField(_("pegawai"))
    reached = models.PositiveIntegerField(_("pegawai yang ikut"))
    seats = models.PositiveIntegerField(_("kursi"))
    jp = models.PositiveIntegerField(_("JP"))

    class Meta:
        ordering = ["office_id", "kind", "value"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "office", "value"], name="planning_share_once"),
            models.CheckConstraint(
                condition=Q(reached__lte=models.F("people"), seats__gte=models.F("reached")),
                name="planning_share_reached",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.kind} {self.value}"


class PlanSeat(CityModel):
    """Who goes to which session. `plan_person` says where that person works."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="seat_rows")
    session = models.ForeignKey(PlanSession, on_delete=models.CASCADE, related_name="seat_rows")
    plan_person = models.ForeignKey(PlanPerson, on_delete=models.CASCADE, related_name="seat_rows")
    line = models.PositiveIntegerField(default=0)
    """Where the seat stands in the list of the plan: by the person's name, then by time."""

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["session", "plan_person"], name="planning_seat_once"),
        ]
        indexes = [models.Index(fields=["plan", "line"], name="planning_seat_line")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.plan_person_id}"


class PlanGapCell(CityModel):
    """Shortfall of one office in one competency, before the plan and as expected after it."""

    fixed_with = "plan"

    plan = models.ForeignKey(CityPlan, on_delete=models.CASCADE, related_name="cells")
    office = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    required = models.PositiveIntegerField(_("pasangan pegawai dan kompetensi yang dituntut"))
    unmeasured = models.PositiveIntegerField(_("belum terukur"), default=0)
    short = models.PositiveIntegerField(_("pegawai dengan kesenjangan"), default=0)
    levels_before = models.FloatField(_("sebelum (tingkat)"), default=0)
    levels_closed = models.FloatField(_("tertutup (tingkat)"), default=0)

    class Meta:
        ordering = ["office_id", "competency_id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "office", "competency"], name="planning_cell_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.office_id} × {self.competency_id}"

    @property
    def levels_after(self) -> float:
        return self.levels_before - self.levels_closed
