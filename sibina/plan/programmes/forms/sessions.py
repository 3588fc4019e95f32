"""What officers type about a session."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.lib.ui.forms import DayField, RupiahField
from sibina.plan.programmes import reads
from sibina.plan.programmes.forms.catalogue import NOT_NEGATIVE
from sibina.plan.programmes.forms.speakers import SpeakerChoiceField
from sibina.plan.programmes.models import Offering
from sibina.plan.programmes.rules import days_from
from sibina.plan.programmes.types import OfferingFacts, Stretch


class OfferingForm(forms.Form):
    """A session: when, where, with whom, for how many, for how much."""

    code = forms.CharField(label=_("Kode sesi"), max_length=40)
    starts_on = DayField(label=_("Mulai"))
    ends_on = DayField(
        label=_("Selesai"),
        required=False,
        help_text=_("Kosongkan untuk diisi menurut lamanya: kurikulum yang berlaku, atau bentuk programnya."),
    )
    class_ends_on = DayField(
        label=_("Hari kelas terakhir"),
        required=False,
        help_text=_(
            "Isi bila sesudah kelas masih ada minggu belajar di sela tugas, misalnya e-learning. "
            "Sampai hari ini tempatnya terpakai dan peserta meninggalkan kantor."
        ),
    )
    seats = forms.IntegerField(label=_("Kursi"), min_value=1, max_value=100_000)
    min_seats = forms.IntegerField(
        label=_("Paling sedikit terisi"),
        min_value=1,
        help_text=_("Sesi yang pesertanya kurang dari ini tidak dijalankan."),
    )
    fixed_cost = RupiahField(label=_("Biaya per sesi"), min_value=0, error_messages=NOT_NEGATIVE)
    seat_cost = RupiahField(label=_("Biaya per kursi"), min_value=0, error_messages=NOT_NEGATIVE)
    venue = forms.CharField(
        label=_("Tempat"),
        max_length=120,
        required=False,
        help_text=_("Tulis sama untuk tempat yang sama; satu tempat hanya untuk satu sesi pada satu waktu."),
    )
    speaker_id = SpeakerChoiceField()
    counts_as_absence = forms.BooleanField(
        label=_("Peserta meninggalkan kantor"),
        required=False,
        help_text=_("Hapus centang untuk belajar di sela tugas, misalnya e-learning."),
    )
    agreement_id = forms.TypedChoiceField(
        label=_("Bersandar pada perjanjian"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_(
            "Pilih bila sesi ini hanya dapat diadakan bersama mitra; kontribusinya menurunkan biaya sesi."
        ),
    )
    payer_id = forms.TypedChoiceField(
        label=_("Dibayar oleh"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_(
            "Yang dibayar perangkat daerah dari dananya sendiri hanya untuk pegawainya, dan tidak memakai pagu kota. "
            "Dananya harus tercatat pada Anggaran dan cukup untuk semua kursi; bila tidak, rencana tidak dapat disusun."
        ),
    )

    def __init__(
        self, data: QueryDict | None = None, *, offering: Offering, course: Sequence[Stretch]
    ) -> None:
        self.course = course
        super().__init__(data, initial={name: getattr(offering, name) for name in self.base_fields})
        year = offering.cycle.year
        agreements = reads.list_agreements_over(first=date(year, 1, 1), last=date(year, 12, 31))
        self.fields["agreement_id"].choices = [  # type: ignore[attr-defined]
            ("", _("Tidak bersandar pada perjanjian")),
            *((row.pk, f"{row.partner.name} · {row.number}") for row in agreements),
        ]
        offices = dict(reads.list_offices(on=offering.cycle.opened_on))
        if offering.payer:
            offices.setdefault(offering.payer.pk, offering.payer.name)
        self.fields["payer_id"].choices = [("", _("Kota")), *offices.items()]  # type: ignore[attr-defined]
        days = self._typed_days() or (offering.starts_on, offering.ends_on)
        self.fields["speaker_id"].offer(offering=offering, days=days)  # type: ignore[attr-defined]

    def _typed_days(self) -> tuple[date, date] | None:
        """First and last day as typed, where both can be read."""
        try:
            first, last = (self.fields[name].clean(self.data.get(name)) for name in ("starts_on", "ends_on"))
        except ValidationError:
            return None
        return (first, last) if last and first <= last else None

    def clean(self) -> dict[str, Any]:
        """A last day that was left open is the one that the course needs."""
        found = super().clean() or {}
        if found.get("starts_on") and not found.get("ends_on") and "ends_on" not in self.errors:
            days = days_from(self.course, found["starts_on"])
            found["ends_on"] = days.ends_on
            found["class_ends_on"] = found.get("class_ends_on") or days.class_ends_on
        return found

    def facts(self) -> OfferingFacts:
        return OfferingFacts(**self.cleaned_data)
