"""What was counted: entries that are added and never changed, the countings that wrote them, and the sums of now.

An entry holds until a later counting replaces it; which one that was is the only thing that is written on it afterwards.
So each counting can be read as it was, and beside it what it changed and why.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibina.credit.ledger.models.forms import FORM_TITLES
from sibina.credit.ledger.sentences import CAUSES, CREDIT_STATES, CREDIT_TONES, SOURCE_TITLES, WHYS
from sibina.credit.ledger.types import UNKNOWN, CreditState, Why
from sibina.lib.tenancy.models import CityModel

NOT_KNOWN = sorted(UNKNOWN)


def jp_field(name: object, *, null: bool = False) -> models.DecimalField:
    """JP with two decimals."""
    return models.DecimalField(name, max_digits=8, decimal_places=2, null=null)  # type: ignore[arg-type]


class Counting(CityModel):
    """One counting of a city's year that found something new: when, why, by whom, and what it changed in all."""

    append_only = True

    year = models.PositiveSmallIntegerField(_("tahun"))
    number = models.PositiveIntegerField(_("hitungan ke"))
    at = models.DateTimeField(_("dihitung"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("oleh"),
    )
    cause = models.CharField(_("sebab"), max_length=10, choices=list(CAUSES.items()))
    rules = models.JSONField(_("versi tabel konversi"))
    """First days of the versions that entries were counted by."""
    entries = models.PositiveIntegerField(_("catatan"))
    people = models.PositiveIntegerField(_("pegawai yang berubah"))
    before = jp_field(_("JP sebelumnya"), null=True)
    after = jp_field(_("JP sesudahnya"))

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["city", "year", "number"], name="ledger_counting_number"),
            models.CheckConstraint(
                condition=Q(number=1, before=None) | Q(number__gt=1, before__isnull=False),
                name="ledger_counting_first_has_no_before",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"


class Entry(CityModel):
    """One fact as it was counted: what was done, what it gives, by which version, and why it is less."""

    fixed_when = "TRUE"
    fixed_but = ("replaced_by_id",)

    year = models.PositiveSmallIntegerField(_("tahun"))
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(_("asal"), max_length=10, choices=list(SOURCE_TITLES.items()))
    key = models.PositiveBigIntegerField()
    form = models.CharField(_("bentuk"), max_length=20, choices=FORM_TITLES)
    title = models.CharField(_("kegiatan"), max_length=300)
    organiser = models.CharField(_("penyelenggara"), max_length=200, blank=True)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"))
    days = models.PositiveSmallIntegerField(_("hari"))
    minutes = models.PositiveIntegerField(_("menit"), null=True)
    abroad = models.BooleanField(_("di luar negeri"))
    completed = models.BooleanField(_("tuntas"))
    printed = models.PositiveSmallIntegerField(_("JP pada sertifikat"), null=True)
    number = models.CharField(_("nomor sertifikat"), max_length=100, blank=True, db_default="")
    uncapped = jp_field(_("JP sebelum batas"), null=True)
    jp = jp_field(_("JP diakui"), null=True)
    why = models.CharField(_("sebab"), max_length=16, choices=list(WHYS.items()), blank=True)
    rule = models.ForeignKey(
        "cycles.Rule", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    counted_by = models.ForeignKey(Counting, on_delete=models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey(Counting, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "year", "source", "key", "person"],
                condition=Q(replaced_by=None),
                name="ledger_entry_once",
            ),
            models.CheckConstraint(
                condition=Q(jp__isnull=False, uncapped__isnull=False, jp__gte=0, jp__lte=F("uncapped"))
                & ~Q(why__in=NOT_KNOWN)
                | Q(jp=None, uncapped=None, why__in=NOT_KNOWN),
                name="ledger_entry_unknown_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(jp=None) | Q(jp=F("uncapped")) | ~Q(why=""), name="ledger_entry_less_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(completed=True) | Q(jp=None) | Q(jp=0, why=Why.NOT_COMPLETED),
                name="ledger_entry_completed",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="ledger_entry_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "person", "-ends_on"], name="ledger_entry_person"),
            models.Index(fields=["city", "year"], condition=Q(replaced_by=None), name="ledger_entry_current"),
        ]

    def __str__(self) -> str:
        return self.title


class CreditChange(CityModel):
    """What a counting changed for one person, in JP of the year; `before` is missing in a person's first."""

    append_only = True

    counting = models.ForeignKey(Counting, on_delete=models.PROTECT, related_name="changes", db_index=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    before = jp_field(_("sebelum"), null=True)
    after = jp_field(_("sesudah"))
    cause = models.CharField(_("sebab"), max_length=10, choices=list(CAUSES.items()))

    class Meta:
        ordering = ["-counting", "person"]
        constraints = [
            models.UniqueConstraint(fields=["counting", "person"], name="ledger_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.counting_id}: {self.person_id}"


class PersonCredit(CityModel):
    """Where a person stands in a year, as last counted. Kept for lists; the entries are the truth (decision 0027)."""

    year = models.PositiveSmallIntegerField(_("tahun"))
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    recognised = jp_field(_("JP diakui"))
    printed = models.PositiveIntegerField(_("JP pada sertifikat"))
    uncounted = models.PositiveSmallIntegerField(_("belum dapat dihitung"))
    state = models.CharField(_("keadaan"), max_length=12, choices=list(CREDIT_STATES.items()))
    short = jp_field(_("masih kurang"))
    period_from = models.DateField(_("tahun kontrak sejak"), null=True)
    period_jp = jp_field(_("JP tahun kontrak"), null=True)

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "year", "person"], name="ledger_credit_once"),
            models.CheckConstraint(
                condition=Q(period_from=None, period_jp=None)
                | Q(period_from__isnull=False, period_jp__isnull=False),
                name="ledger_credit_period",
            ),
        ]
        indexes = [models.Index(fields=["city", "year", "state"], name="ledger_credit_state")]

    def __str__(self) -> str:
        return f"{self.year}: {self.person_id}"

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return CREDIT_TONES[CreditState(self.state)]


class UnitCredit(CityModel):
    """Sums of a year for one unit: people in each state, and how the JP of its PNS is distributed over the bands."""

    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("people.Unit", on_delete=models.CASCADE, related_name="+", db_index=False)
    office = models.ForeignKey("people.Unit", on_delete=models.CASCADE, related_name="+", db_index=False)
    states = models.JSONField()
    bands = models.JSONField()
    recognised = jp_field(_("JP diakui"))
    uncounted = models.PositiveIntegerField()

    class Meta:
        ordering = ["unit"]
        constraints = [
            models.UniqueConstraint(fields=["city", "year", "unit"], name="ledger_unit_credit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.unit_id}"


class YearCredit(CityModel):
    """A counted year: which counting holds, when somebody last looked, by which limits people were judged."""

    year = models.PositiveSmallIntegerField(_("tahun"))
    counting = models.ForeignKey(Counting, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(_("dihitung"))
    as_of = models.DateField(_("keadaan per"))
    floor = models.PositiveSmallIntegerField(_("JP paling sedikit PNS"))
    ceiling = models.PositiveSmallIntegerField(_("JP paling lama PPPK"))
    floor_basis = models.CharField(max_length=300)
    ceiling_basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["city", "year"], name="ledger_year_once")]

    def __str__(self) -> str:
        return str(self.year)
