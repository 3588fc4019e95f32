"""What is typed on the way home: the logbook, promises, teaching, offers, answers, figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.deliver.placements.forms.placing import text_field
from sibina.deliver.placements.models import LONGEST_LOG, LONGEST_PRACTICE, MOST_TAUGHT, Commitment
from sibina.deliver.placements.sentences import REASON_MISSING
from sibina.deliver.placements.types import (
    AdoptionState,
    AnswerFacts,
    ChangeFacts,
    CommitmentFacts,
    SharingFacts,
)
from sibina.lib.editing.forms import RevisedForm
from sibina.lib.files.forms import ScanField
from sibina.lib.ui.forms import DayField

FILE_HELP = _("PDF atau foto, paling banyak 5 MB.")
BLANK_UNITS, MOST_UNITS = 4, 20


class LogForm(forms.Form):
    """What was learnt on a day."""

    day = DayField(label=_("Hari"))
    learnt = forms.CharField(
        label=_("Yang dipelajari hari itu"),
        max_length=LONGEST_LOG,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tulis satu kalimat saja: apa yang Anda lihat atau pelajari.")},
    )
    scan = ScanField(
        label=_("Foto atau berkas"),
        required=False,
        help_text=_("Paling banyak 5 MB. Bila sambungan lemah, kirim kemudian dengan catatan baru."),
    )


class CommitmentForm(RevisedForm):
    """A practice that is promised."""

    practice = forms.CharField(
        label=_("Praktik yang dibawa pulang"),
        max_length=LONGEST_PRACTICE,
        help_text=_("Sebut caranya, misalnya «nomor antrean lewat pesan singkat»."),
    )
    audience = forms.CharField(
        label=_("Untuk siapa"), max_length=200, help_text=_("Unit atau petugas yang akan diajari.")
    )
    due_on = DayField(label=_("Diajarkan paling lambat"))
    measure = forms.CharField(
        label=_("Terlihat dari apa"),
        max_length=200,
        help_text=_("Satu ukuran, misalnya «menit menunggu di loket izin»."),
    )

    def __init__(self, data: QueryDict | None = None, *, commitment: Commitment | None) -> None:
        known = self.stored(commitment) | {"revision": commitment.revision} if commitment else {"revision": 0}
        super().__init__(data, initial=known)

    @staticmethod
    def stored(commitment: Commitment) -> dict[str, Any]:
        """What the row holds, by field."""
        return {name: getattr(commitment, name) for name in CommitmentFacts.__dataclass_fields__}

    def facts(self) -> CommitmentFacts:
        """Only after `is_valid`."""
        return CommitmentFacts(
            **{name: self.cleaned_data[name] for name in CommitmentFacts.__dataclass_fields__}
        )


class SharingForm(forms.Form):
    """One session of teaching."""

    held_on = DayField(label=_("Hari"))
    material = forms.CharField(
        label=_("Bahan"),
        max_length=200,
        help_text=_("Apa yang dipakai mengajar, misalnya «lembar langkah kerja»."),
    )
    scan = ScanField(label=_("Berkas"), required=False, help_text=FILE_HELP)


class TaughtForm(forms.Form):
    """So many people of one unit; a blank row is left out."""

    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)
    people = forms.IntegerField(
        label=_("Orang"), required=False, min_value=1, max_value=MOST_TAUGHT, widget=forms.NumberInput()
    )

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = [("", _("Pilih unit")), *units]  # type: ignore[attr-defined]
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        found = super().clean() or {}
        if found.get("unit") and found.get("people") is None and "people" not in self.errors:
            self.add_error("people", _("Tulis berapa orang dari unit ini yang diajari."))
        if found.get("people") and not found.get("unit"):
            self.add_error("unit", _("Pilih unitnya."))
        return found


class _TaughtRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Every unit once, and at least one."""

    def clean(self) -> None:
        units = [form.cleaned_data["unit"] for form in self.forms if form.cleaned_data.get("unit")]
        if not units:
            raise forms.ValidationError(_("Isi paling sedikit satu unit dan berapa orangnya."))
        if len(units) != len(set(units)):
            raise forms.ValidationError(_("Satu unit ditulis satu kali saja. Jumlahkan orangnya."))


TaughtRows = forms.formset_factory(
    TaughtForm, formset=_TaughtRows, extra=BLANK_UNITS, max_num=MOST_UNITS, validate_max=True
)


def taught_rows(data: QueryDict | None, *, units: Sequence[tuple[int, str]]) -> Any:
    """Who was taught."""
    return TaughtRows(data, prefix="unit", form_kwargs={"units": units})


def sharing_facts(form: SharingForm, rows: Any) -> SharingFacts:
    """Only after both are valid."""
    people = {
        row.cleaned_data["unit"]: row.cleaned_data["people"]
        for row in rows.forms
        if row.cleaned_data.get("unit")
    }
    return SharingFacts(form.cleaned_data["held_on"], form.cleaned_data["material"], people)


class OfferForm(forms.Form):
    """Which unit is asked."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)

    def __init__(self, data: QueryDict | None = None, *, units: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["unit"].choices = [("", _("Pilih unit")), *units]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What the unit's head says to a practice."""

    state = forms.ChoiceField(
        label=_("Jawaban"),
        choices=[(AdoptionState.ADOPTED, _("Dipakai")), (AdoptionState.DECLINED, _("Tidak dipakai"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih jawabannya: dipakai atau tidak.")},
    )
    reason = text_field(
        _("Alasan"), _("Pegawai yang membawanya pulang membaca kalimat ini."), rows=3, missing=REASON_MISSING
    )
    since = DayField(label=_("Dipakai sejak"), required=False, help_text=_("Hanya bila dipakai."))
    measure_on = DayField(
        label=_("Perubahan diukur pada"),
        required=False,
        help_text=_("Hanya bila dipakai: hari Anda akan mencatat angkanya, misalnya tiga bulan kemudian."),
    )

    def clean(self) -> dict[str, Any]:
        """Days belong to a yes, and stand in order."""
        found = super().clean() or {}
        if found.get("state") != AdoptionState.ADOPTED:
            return found | {"since": None, "measure_on": None}
        since, measure_on = found.get("since"), found.get("measure_on")
        if not since and "since" not in self.errors:
            self.add_error("since", _("Tulis sejak hari apa praktik ini dipakai."))
        if not measure_on and "measure_on" not in self.errors:
            self.add_error("measure_on", _("Tulis kapan perubahannya akan diukur."))
        if since and measure_on and measure_on < since:
            self.add_error("measure_on", _("Ukur sesudah praktiknya dipakai. Periksa kedua tanggalnya."))
        return found

    def facts(self) -> AnswerFacts:
        """Only after `is_valid`."""
        typed = self.cleaned_data
        return AnswerFacts(
            AdoptionState(typed["state"]), typed["reason"], typed["since"], typed["measure_on"]
        )


class ChangeForm(forms.Form):
    """An indicator before and after."""

    indicator = forms.CharField(label=_("Indikator"), max_length=160)
    unit_of_measure = forms.CharField(label=_("Satuan"), max_length=40, help_text=_("Misalnya menit."))
    before = forms.DecimalField(label=_("Sebelum"), max_digits=14, decimal_places=2, localize=True)
    before_on = DayField(label=_("Diukur pada (sebelum)"))
    after = forms.DecimalField(label=_("Sesudah"), max_digits=14, decimal_places=2, localize=True)
    after_on = DayField(label=_("Diukur pada (sesudah)"))
    less_is_better = forms.BooleanField(
        label=_("Makin kecil makin baik"), required=False, help_text=_("Seperti waktu tunggu.")
    )
    source = forms.CharField(
        label=_("Sumber"),
        max_length=200,
        help_text=_("Dari mana angkanya, misalnya «catatan antrean loket 3»."),
    )

    def __init__(self, data: QueryDict | None = None, *, today: date, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The figure after is a later one, and none is of tomorrow."""
        found = super().clean() or {}
        before, after = found.get("before_on"), found.get("after_on")
        if before and after and after <= before:
            self.add_error("after_on", _("Angka sesudah harus diukur setelah angka sebelum."))
        elif after and after > self.today:
            self.add_error("after_on", _("Hari itu belum tiba. Tulis angka yang sudah diukur."))
        return found

    def facts(self) -> ChangeFacts:
        """Only after `is_valid`."""
        return ChangeFacts(**self.cleaned_data)
