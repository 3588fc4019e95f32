"""Units as a tree with dates, positions, persons (who are not their NIP), postings, memberships."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from sibina.ground.people.types import Employment, PositionClass, PositionKind
from sibina.lib.access import ROLE_TITLES
from sibina.lib.tenancy.models import CityModel

EMPLOYMENT_TITLES = [
    (Employment.PNS, _("PNS")),
    (Employment.CPNS, _("CPNS")),
    (Employment.PPPK, _("PPPK")),
    (Employment.PPPK_PARUH_WAKTU, _("PPPK Paruh Waktu")),
]
POSITION_KIND_TITLES = [
    (PositionKind.STRUKTURAL, _("Struktural")),
    (PositionKind.FUNGSIONAL, _("Fungsional")),
    (PositionKind.PELAKSANA, _("Pelaksana")),
]
POSITION_CLASS_TITLES = [
    (PositionClass.JPT_MADYA, _("JPT Madya")),
    (PositionClass.JPT_PRATAMA, _("JPT Pratama")),
    (PositionClass.ADMINISTRATOR, _("Administrator")),
    (PositionClass.PENGAWAS, _("Pengawas")),
    (PositionClass.AHLI_UTAMA, _("JF Ahli Utama")),
    (PositionClass.AHLI_MADYA, _("JF Ahli Madya")),
    (PositionClass.AHLI_MUDA, _("JF Ahli Muda")),
    (PositionClass.AHLI_PERTAMA, _("JF Ahli Pertama")),
    (PositionClass.PENYELIA, _("JF Penyelia")),
    (PositionClass.MAHIR, _("JF Mahir")),
    (PositionClass.TERAMPIL, _("JF Terampil")),
    (PositionClass.PEMULA, _("JF Pemula")),
    (PositionClass.PELAKSANA, _("Pelaksana")),
]


LAST_DAY = 4_000_000
"""Later than every day that a date can say here; counted from the first of January of the year 1."""


def days_of_a_person() -> Func:
    """A person's days as a box: as wide as the person's number, from the first day to half a day before `valid_to`.

    Two boxes meet where one person has two rows on a day. It says the same as two ranges, but an index over boxes
    compares plain numbers, and takes a hundred thousand rows in a third of the time.
    """
    number = F("person_id")
    until = Coalesce(_day_number("valid_to"), Value(LAST_DAY)) - Value(0.5)
    first = Func(number, _day_number("valid_from"), function="point")
    last = Func(number, until, function="point", output_field=models.FloatField())
    return Func(first, last, function="box", output_field=models.TextField())


def _day_number(field: str) -> Func:
    return Func(F(field), template="(%(expressions)s - DATE '0001-01-01')", output_field=models.FloatField())


class Sector(CityModel):
    """A field of service, with the weight that the city gives it (1 is neutral)."""

    key = models.CharField(max_length=60)
    name = models.CharField(_("nama sektor"), max_length=120)
    weight = models.DecimalField(_("bobot"), max_digits=4, decimal_places=2, default=1)
    reason = models.TextField(_("alasan"), blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "key"], name="people_sector_key"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=10), name="people_sector_weight"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(CityModel):
    """A unit of work over a period. A merger or a new name ends the row and names its successor.

    `office` is the top unit (OPD) that it belongs to; an office has none.
    """

    key = models.CharField(max_length=400)
    name = models.CharField(_("nama unit"), max_length=200)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    office = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, related_name="+")
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")
    basis = models.CharField(_("dasar"), max_length=200, blank=True)
    distance_km = models.PositiveSmallIntegerField(
        _("jarak ke tempat pelatihan kota (km)"), null=True, blank=True
    )
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    people = models.PositiveIntegerField(default=0, db_default=0)
    """Active persons posted in it now, kept by `actions.keep_present`."""

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "key", "valid_from"], name="people_unit_key_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="people_unit_period",
            ),
        ]
        indexes = [models.Index(fields=["city", "office"], name="people_unit_office")]

    def __str__(self) -> str:
        return self.name


class Position(CityModel):
    """A position (jabatan) of the city; what it requires stands in competencies."""

    key = models.CharField(max_length=200)
    name = models.CharField(_("nama jabatan"), max_length=200)
    kind = models.CharField(_("jenis jabatan"), max_length=12, choices=POSITION_KIND_TITLES)
    position_class = models.CharField(_("jenjang"), max_length=16, choices=POSITION_CLASS_TITLES)
    grade = models.PositiveSmallIntegerField(_("kelas jabatan"), null=True, blank=True)
    holders = models.PositiveIntegerField(default=0, db_default=0)
    """Active persons who hold it now, kept by `actions.keep_present`."""

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "key"], name="people_position_key"),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__range=(1, 17)), name="people_position_grade"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def _copied(to: type[CityModel]) -> Any:
    """A key that stands on the open posting too, where the database checks it."""
    return models.ForeignKey(
        to, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )


class Person(CityModel):
    """A civil servant. Numbers change (CPNS, PPPK, correction); the person does not.

    `number`, `unit`, `office` and `position` say once more what the current number and the open posting say, so that a
    list of everybody is read from one table; whoever changes those calls `actions.keep_present`.
    """

    siasn_id = models.CharField(max_length=40, blank=True)
    name = models.CharField(_("nama"), max_length=200)
    front_title = models.CharField(_("gelar depan"), max_length=40, blank=True)
    back_title = models.CharField(_("gelar belakang"), max_length=60, blank=True)
    sex = models.CharField(
        _("jenis kelamin"), max_length=1, choices=[("M", _("Laki-laki")), ("F", _("Perempuan"))]
    )
    birth_date = models.DateField(_("tanggal lahir"))
    employment = models.CharField(_("jenis ASN"), max_length=20, choices=EMPLOYMENT_TITLES)
    legal_standing = models.CharField(_("kedudukan hukum"), max_length=80)
    is_active = models.BooleanField(_("aktif"), default=True)
    appointed_on = models.DateField(_("diangkat"), null=True)
    grade = models.CharField(_("golongan"), max_length=12, blank=True)
    education = models.CharField(_("pendidikan"), max_length=60, blank=True)
    left_on = models.DateField(_("tidak lagi tercatat sejak"), null=True)
    folded_name = models.GeneratedField(
        expression=Lower("name"), output_field=models.CharField(max_length=200), db_persist=True
    )
    """The name in small letters: to fold fifteen thousand names takes longer than to search them."""
    number = models.CharField(_("NIP"), max_length=18, blank=True, default="")
    unit = _copied(Unit)
    office = _copied(Unit)
    position = _copied(Position)

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            # With the keys beside them, an order by one of these is read off the index alone.
            models.Index(fields=["city", "unit"], include=["id"], name="people_person_unit"),
            models.Index(fields=["city", "office"], include=["id"], name="people_person_office"),
            models.Index(fields=["city", "position"], include=["id"], name="people_person_position"),
            models.Index(fields=["city"], condition=Q(is_active=True), name="people_person_active"),
            # A page far down, and a search for a part of a name, read nothing but this.
            models.Index(fields=["city", "name", "id"], include=["folded_name"], name="people_person_name"),
            models.Index(F("city"), F("appointed_on").desc(nulls_last=True), name="people_person_appointed"),
        ]

    def __str__(self) -> str:
        full = " ".join(part for part in (self.front_title, self.name) if part)
        return f"{full}, {self.back_title}" if self.back_title else full


class Headcount(CityModel):
    """How many persons the city's data hold, kept by `actions.keep_present`."""

    persons = models.PositiveIntegerField()
    active = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city"], name="people_headcount_once")]

    def __str__(self) -> str:
        return f"{self.active}/{self.persons}"


class PersonNumber(CityModel):
    """A number by which a person is known (NIP, NI PPPK). Text, never arithmetic."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="numbers")
    number = models.CharField(_("NIP"), max_length=18)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "number"], name="people_number_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_current=True), name="people_number_one_current"
            ),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{18}$"), name="people_number_18_digits"),
        ]

    def __str__(self) -> str:
        return self.number


class Posting(CityModel):
    """Who holds which position in which unit, over a period. One at a time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="postings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="postings")
    valid_from = models.DateField(_("sejak"))
    valid_to = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        ordering = ["-valid_from", "-id"]
        indexes = [
            models.Index(fields=["city", "unit"], name="people_posting_unit"),
            models.Index(fields=["city", "position"], name="people_posting_position"),
            models.Index(fields=["person"], condition=Q(valid_to__isnull=True), name="people_posting_open"),
        ]
        constraints = [
            ExclusionConstraint(
                name="people_posting_one_at_a_time", expressions=[(days_of_a_person(), "&&")]
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="people_posting_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position_id} sejak {self.valid_from}"


class Membership(CityModel):
    """A log-in's place in a city: its role, and the unit or person that it speaks for."""

    # A person who logs in must find the own places before a city is chosen.
    objects_of_all_cities = models.Manager()
    reading_policy = "user_id = (SELECT NULLIF(current_setting('app.user', true), '')::bigint)"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("peran"), max_length=16, choices=list(ROLE_TITLES.items()))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["city", "user", "role"], name="people_membership_once"),
            models.CheckConstraint(
                condition=~Q(role="kepala_opd") | Q(unit__isnull=False),
                name="people_membership_head_has_unit",
            ),
            models.CheckConstraint(
                condition=~Q(role="asn") | Q(person__isnull=False), name="people_membership_asn_is_person"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
