"""What officers type about members."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sibina.ground.people.api import Membership
from sibina.lib.access import ROLE_TITLES, Role
from sibina.web.members import reads
from sibina.web.members.types import (
    MAY_HAVE_PERSON,
    NEEDS_PARTNER,
    NEEDS_PERSON,
    NEEDS_UNIT,
    NewMember,
    Place,
)


class PlaceForm(forms.Form):
    """A role, with the unit, the person or the partner that it speaks for."""

    role = forms.ChoiceField(
        label=_("Peran"),
        choices=[("", _("Pilih peran")), *ROLE_TITLES.items()],
        error_messages={"required": _("Pilih perannya; peran menentukan apa yang dilihat dan diubah.")},
    )
    unit = forms.TypedChoiceField(
        label=_("OPD"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Wajib untuk kepala OPD: ia melihat OPD ini dan unit di bawahnya."),
    )
    number = forms.CharField(
        label=_("NIP"),
        required=False,
        max_length=30,
        help_text=_("Wajib untuk ASN dan mentor: mereka melihat data dirinya sendiri."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    partner = forms.TypedChoiceField(
        label=_("Mitra"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Wajib untuk peran mitra: ia hanya melihat perjanjian, kontribusi, dan sesi lembaganya."),
    )

    def __init__(self, *args: Any, member: Membership | None = None, **options: Any) -> None:
        if member is not None:
            person, partner = member.person, reads.find_partner_of(member)
            options["initial"] = {
                "role": member.role,
                "unit": member.unit_id,
                "number": person.number if person else "",
                "partner": partner.pk if partner else None,
            }
        super().__init__(*args, **options)
        offices = [(unit.pk, unit.name) for unit in reads.list_units(day=timezone.localdate())]
        if member is not None and member.unit and member.unit_id not in dict(offices):
            offices.insert(0, (member.unit.pk, member.unit.name))
        self.fields["unit"].choices = [("", _("Tanpa OPD")), *offices]  # type: ignore[attr-defined]
        partners = [("", _("Bukan mitra")), *reads.list_partner_choices()]
        self.fields["partner"].choices = partners  # type: ignore[attr-defined]
        self.person_id: int | None = None

    def clean_number(self) -> str:
        """The digits alone; a number that nobody in the city has is said so."""
        number = "".join(str(self.cleaned_data["number"]).split())
        if number:
            found = reads.find_person_by_number(number=number)
            if found is None:
                raise ValidationError(
                    _("Tidak ada pegawai kota ini dengan NIP itu. Periksa angkanya di halaman Pegawai.")
                )
            self.person_id = found.pk
        return number

    def clean(self) -> dict[str, Any]:
        """What the role needs is there."""
        found = super().clean() or {}
        role = found.get("role")
        if role in NEEDS_UNIT and not found.get("unit"):
            self.add_error("unit", _("Pilih OPD yang dipimpinnya."))
        if role in NEEDS_PERSON and not found.get("number") and "number" not in self.errors:
            self.add_error("number", _("Tulis NIP orangnya; tanpa itu tidak ada yang dapat dilihatnya."))
        if role in NEEDS_PARTNER and not found.get("partner") and "partner" not in self.errors:
            self.add_error(
                "partner", _("Pilih mitra yang diwakilinya. Bila belum ada, catat dulu di halaman Mitra.")
            )
        return found

    def place(self) -> Place:
        """What was typed; a unit or person that the role has no use for is left out. Only after `is_valid`."""
        role = Role(self.cleaned_data["role"])
        return Place(
            role=role,
            unit_id=self.cleaned_data["unit"] if role in NEEDS_UNIT else None,
            person_id=self.person_id if role in MAY_HAVE_PERSON else None,
            partner_id=self.cleaned_data["partner"] if role in NEEDS_PARTNER else None,
        )


class NewMemberForm(PlaceForm):
    """A log-in with its place."""

    login = forms.CharField(
        label=_("Nama masuk"),
        max_length=150,
        help_text=_("Boleh surel. Huruf, angka, titik, garis, dan @; tanpa spasi."),
        validators=[RegexValidator(r"^[\w.@+-]+\Z", _("Pakai huruf, angka, titik, garis, atau @ saja."))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    full_name = forms.CharField(label=_("Nama orangnya"), max_length=150)
    field_order = ["login", "full_name", "role", "unit", "number", "partner"]

    def facts(self) -> NewMember:
        """Only after `is_valid`."""
        return NewMember(
            login=self.cleaned_data["login"], full_name=self.cleaned_data["full_name"], place=self.place()
        )
