"""Programmes, their objectives with the gain expected of them, what they cost, and sessions on offer."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.ground.cycles.api import CERTAINTY_TITLES
from sibina.lib.editing.api import Revised
from sibina.lib.tenancy.models import CityModel
from sibina.plan.programmes.types import CostKind, CostPer, Days, Form, GainSource, Series

FORM_TITLES = [
    (Form.STRUKTURAL, _("Pelatihan struktural kepemimpinan")),
    (Form.MANAJERIAL, _("Pelatihan manajerial")),
    (Form.TEKNIS, _("Pelatihan teknis")),
    (Form.FUNGSIONAL, _("Pelatihan fungsional")),
    (Form.SOSIAL_KULTURAL, _("Pelatihan sosial kultural")),
    (Form.SEMINAR, _("Seminar/konferensi/sarasehan")),
    (Form.WORKSHOP, _("Workshop/lokakarya")),
    (Form.KURSUS, _("Kursus")),
    (Form.PENATARAN, _("Penataran")),
    (Form.BIMTEK, _("Bimbingan teknis")),
    (Form.SOSIALISASI, _("Sosialisasi")),
    (Form.COACHING, _("Coaching")),
    (Form.MENTORING, _("Mentoring")),
    (Form.E_LEARNING, _("E-learning")),
    (Form.PJJ, _("Pelatihan jarak jauh")),
    (Form.DETASERING, _("Detasering")),
    (Form.OUTBOND, _("Pembelajaran alam terbuka")),
    (Form.PATOK_BANDING, _("Patok banding")),
    (Form.PERTUKARAN, _("Pertukaran dengan swasta/BUMN/BUMD")),
    (Form.BELAJAR_MANDIRI, _("Belajar mandiri")),
    (Form.KOMUNITAS_BELAJAR, _("Komunitas belajar")),
    (Form.BIMBINGAN_KERJA, _("Bimbingan di tempat kerja")),
    (Form.MAGANG, _("Magang/praktik kerja")),
]
COST_KIND_TITLES = [
    (CostKind.SPEAKER, _("Narasumber")),
    (CostKind.VENUE, _("Tempat")),
    (CostKind.TRAVEL, _("Perjalanan")),
    (CostKind.MATERIALS, _("Bahan dan ATK")),
    (CostKind.MEALS, _("Makan dan minum")),
    (CostKind.OTHER, _("Lainnya")),
]
COST_PER_TITLES = [(CostPer.SESSION, _("per sesi")), (CostPer.SEAT, _("per kursi"))]
GAIN_SOURCE_TITLES = [(GainSource.ASSUMED, _("Asumsi")), (GainSource.MEASURED, _("Terukur"))]


class Programme(CityModel, Revised):
    """Something that can be held: what for, in which form, for how many hours, for whom."""

    key = models.CharField(max_length=120)
    name = models.CharField(_("nama program"), max_length=160)
    form = models.CharField(_("bentuk"), max_length=20, choices=FORM_TITLES)
    purpose = models.TextField(_("tujuan"), blank=True)
    jp = models.PositiveSmallIntegerField(_("jam pelajaran (JP)"))
    min_participants = models.PositiveSmallIntegerField(_("peserta paling sedikit"), default=1)
    max_participants = models.PositiveIntegerField(_("peserta paling banyak"))
    sector = models.ForeignKey(
        "people.Sector", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(_("ditawarkan"), default=True)
    organiser = models.CharField(_("penyelenggara"), max_length=160, blank=True)
    """Who holds it; empty: the city's own agency."""
    series_every = models.PositiveSmallIntegerField(_("setiap (bulan)"), null=True)
    series_times = models.PositiveSmallIntegerField(_("kali setahun"), null=True)

    aims: list["Objective"]
    costs: list["CostPart"]
    """Its objectives and cost parts, where `reads.join_parts` brought them along."""

    @property
    def series(self) -> Series | None:
        """How the programme recurs; None where it does not."""
        if self.series_every is None or self.series_times is None:
            return None
        return Series(self.series_every, self.series_times)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "key"], name="programmes_programme_key"),
            models.CheckConstraint(
                condition=Q(max_participants__gte=F("min_participants")), name="programmes_programme_min_max"
            ),
            models.CheckConstraint(
                condition=Q(series_every__isnull=True, series_times__isnull=True)
                | Q(
                    series_every__isnull=False,
                    series_times__isnull=False,
                    series_every__gte=1,
                    series_times__gte=2,
                ),
                name="programmes_programme_series",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Objective(CityModel):
    """A competency that the programme raises, from which level to which, and by how much on average.

    Without a gain nobody has said yet what to expect, and the programme cannot be planned.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="objectives")
    competency = models.ForeignKey("competencies.Competency", on_delete=models.PROTECT, related_name="+")
    from_level = models.PositiveSmallIntegerField(_("dari tingkat"))
    to_level = models.PositiveSmallIntegerField(_("ke tingkat"))
    gain = models.DecimalField(
        _("kenaikan yang diharapkan (tingkat)"), max_digits=4, decimal_places=2, null=True
    )
    gain_low = models.DecimalField(_("batas bawah"), max_digits=4, decimal_places=2, null=True)
    gain_high = models.DecimalField(_("batas atas"), max_digits=4, decimal_places=2, null=True)
    gain_source = models.CharField(_("asal angka"), max_length=10, choices=GAIN_SOURCE_TITLES)
    note = models.CharField(_("keterangan"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "competency"], name="programmes_objective_once"),
            models.CheckConstraint(
                condition=Q(from_level__gte=0, to_level__lte=5, to_level__gt=F("from_level")),
                name="programmes_objective_levels",
            ),
            models.CheckConstraint(
                condition=Q(gain__isnull=True, gain_low__isnull=True, gain_high__isnull=True)
                | Q(
                    gain__isnull=False,
                    gain_low__isnull=False,
                    gain_high__isnull=False,
                    gain__gt=0,
                    gain_low__lte=F("gain"),
                    gain_high__gte=F("gain"),
                    gain__lte=5,
                ),
                name="programmes_objective_gain",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.from_level}→{self.to_level}"


class CostPart(CityModel):
    """One line of a programme's cost, in whole rupiah: a free amount, or a quantity at a standard unit price.

    The price stays the one that the part was written with, whatever becomes of the list of prices.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="cost_parts")
    kind = models.CharField(_("jenis biaya"), max_length=10, choices=COST_KIND_TITLES)
    label = models.CharField(_("uraian"), max_length=160)
    per = models.CharField(_("dihitung"), max_length=8, choices=COST_PER_TITLES)
    rupiah = models.PositiveBigIntegerField(_("jumlah (Rp)"))
    account_code = models.CharField(_("kode rekening"), max_length=40, blank=True)
    unit_price = models.ForeignKey(
        "programmes.UnitPrice", on_delete=models.PROTECT, null=True, related_name="+"
    )
    quantity = models.PositiveIntegerField(_("banyaknya"), null=True)
    price = models.PositiveBigIntegerField(_("harga satuan (Rp)"), null=True)
    unit = models.CharField(_("satuan"), max_length=40, blank=True)
    basis = models.CharField(_("dasar harga"), max_length=300, blank=True)
    certainty = models.CharField(_("kepastian harga"), max_length=10, choices=CERTAINTY_TITLES, blank=True)

    class Meta:
        ordering = ["per", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit_price__isnull=True, quantity__isnull=True, price__isnull=True, basis="")
                | Q(
                    unit_price__isnull=False,
                    quantity__isnull=False,
                    price__isnull=False,
                    quantity__gt=0,
                    rupiah=F("quantity") * F("price"),
                )
                & ~Q(basis=""),
                name="programmes_costpart_price",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Offering(CityModel):
    """A session on offer in a year: when, where, with whom, for how many. The plan says whether it runs."""

    fixed_when = "is_held"
    fixed_but = ("is_held", "speaker_id")

    cycle = models.ForeignKey("cycles.Cycle", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="offerings")
    agreement = models.ForeignKey(
        "programmes.Agreement", on_delete=models.PROTECT, null=True, blank=True, related_name="offerings"
    )
    """The agreement with a partner that the session rests on: without it the session would not be held."""
    payer = models.ForeignKey(
        "people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The office that pays it from its own money, for its own people; none: the city."""
    code = models.CharField(_("kode sesi"), max_length=40)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    class_ends_on = models.DateField(_("hari kelas terakhir"), null=True)
    """Where weeks beside the daily work follow the days in class: until then the room is taken and people are away."""
    seats = models.PositiveIntegerField(_("kursi"))
    min_seats = models.PositiveIntegerField(_("paling sedikit terisi"), default=1)
    fixed_cost = models.PositiveBigIntegerField(_("biaya per sesi (Rp)"))
    seat_cost = models.PositiveBigIntegerField(_("biaya per kursi (Rp)"))
    venue = models.CharField(_("tempat"), max_length=120, blank=True)
    speaker = models.ForeignKey(
        "programmes.Speaker", on_delete=models.PROTECT, null=True, related_name="offerings"
    )
    counts_as_absence = models.BooleanField(_("peserta meninggalkan kantor"), default=True)
    is_held = models.BooleanField(_("dipegang rencana yang ditetapkan"), default=False)
    """The year's set plan runs it: it stays as it was planned until another plan takes that one's place."""

    fixed_now: int | None
    seat_now: int | None
    """What the programme's cost parts come to, a session and a seat, where `reads.find_offering` brought them along."""

    class Meta:
        ordering = ["starts_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["city", "cycle", "code"], name="programmes_offering_code"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="programmes_offering_dates"
            ),
            models.CheckConstraint(
                condition=Q(class_ends_on__isnull=True)
                | Q(class_ends_on__gte=F("starts_on"), class_ends_on__lt=F("ends_on")),
                name="programmes_offering_class_days",
            ),
            models.CheckConstraint(
                condition=Q(seats__gt=0, min_seats__lte=F("seats")), name="programmes_offering_seats"
            ),
        ]

    @property
    def days(self) -> Days:
        """The days that it takes."""
        return Days(self.starts_on, self.ends_on, self.class_ends_on)

    def __str__(self) -> str:
        return self.code
