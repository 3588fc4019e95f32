"""What is typed about a change in demand: what changes, which levels rise, which positions, why it ends."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.models import DemandChange
from sibina.assess.needs.sentences import refusal_of
from sibina.assess.needs.types import DemandFacts, DemandRefused, LevelAsked
from sibina.ground.competencies.rules import level_names
from sibina.lib.ui.forms import DayField

BLANK_ROWS = 2
MOST_ROWS = 20
Words = Sequence[tuple[int, str]]


class DemandForm(forms.Form):
    """Which service or duty changes, from when, and on which ground."""

    title = forms.CharField(
        label=_("Judul"),
        max_length=160,
        help_text=_("Singkat, misalnya: Pelayanan kependudukan serba digital."),
        error_messages={"required": _("Beri judul, supaya perubahan ini mudah ditemukan kembali.")},
    )
    what = forms.CharField(
        label=_("Apa yang berubah dan mengapa"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Layanan atau tugas yang berubah, dan apa akibatnya bagi yang mengerjakannya."),
        error_messages={"required": _("Tulis layanan atau tugas yang berubah dan alasannya.")},
    )
    starts_on = DayField(
        label=_("Berlaku mulai"),
        help_text=_("Sejak hari ini jabatan menuntut tingkat yang baru. Boleh hari yang akan datang."),
        error_messages={"required": _("Tulis hari mulai berlakunya, misalnya 1-7-2027.")},
    )
    legal_basis = forms.CharField(
        label=_("Dasar"),
        max_length=200,
        help_text=_(
            "Keputusan atau peraturan, lengkap dengan nomor dan tahun. Tercatat pada setiap standar yang naik."
        ),
        error_messages={"required": _("Tulis dasarnya; standar jabatan tidak berubah tanpa dasar.")},
    )


class LevelForm(forms.Form):
    """One competency that rises; a row left blank is none."""

    competency = forms.TypedChoiceField(
        label=_("Kompetensi"), coerce=int, error_messages={"required": _("Pilih kompetensinya.")}
    )
    level = forms.TypedChoiceField(
        label=_("Naik menjadi tingkat"), coerce=int, error_messages={"required": _("Pilih tingkatnya.")}
    )
    weight = forms.DecimalField(
        label=_("Bobot"),
        required=False,
        min_value=Decimal("0.1"),
        max_value=Decimal(10),
        max_digits=4,
        decimal_places=2,
        localize=True,
        error_messages={
            "min_value": _("Bobot paling kecil 0,1."),
            "max_value": _("Bobot paling besar 10."),
        },
    )

    def __init__(self, *args: Any, competencies: Words, **options: Any) -> None:
        super().__init__(*args, **options)
        levels = [(level.number, f"{level.number} · {level.name}") for level in level_names()]
        self.fields["competency"].choices = [("", _("Pilih kompetensi")), *competencies]  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", _("Pilih tingkat")), *levels]  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """A row without a competency and without a level was left alone."""
        return any(self.data.get(self.add_prefix(name)) for name in ("competency", "level"))


class _Levels(forms.BaseFormSet):  # type: ignore[type-arg]
    """At least one competency, each once."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Hapus baris ini")
        form.empty_permitted = True
        form.use_required_attribute = False

    def kept(self) -> list[LevelForm]:
        """Rows that were filled in and not marked for removal."""
        return [
            form for form in self.forms if form.has_changed() and not form.cleaned_data.get("DELETE", False)
        ]

    def clean(self) -> None:
        kept = self.kept()
        chosen = [form.cleaned_data.get("competency") for form in kept]
        if not kept:
            raise ValidationError(_("Belum ada kompetensi yang naik. Isi paling sedikit satu baris."))
        if len(chosen) != len(set(chosen)):
            raise ValidationError(_("Satu kompetensi hanya boleh ditulis satu kali. Gabungkan barisnya."))


LevelFormSet = forms.formset_factory(
    LevelForm, formset=_Levels, extra=BLANK_ROWS, can_delete=True, max_num=MOST_ROWS, validate_max=True
)


class DemandSheet:
    """The whole form: what changes, and the levels that rise."""

    def __init__(
        self, data: QueryDict | None = None, *, change: DemandChange | None, competencies: Words
    ) -> None:
        names = ("title", "what", "starts_on", "legal_basis")
        initial = {name: getattr(change, name) for name in names} if change else {}
        rows = [
            {"competency": row.competency_id, "level": row.level, "weight": row.weight}
            for row in (change.levels.all() if change else ())
        ]
        self.form = DemandForm(data, initial=initial)
        self.levels = LevelFormSet(
            data, prefix="naik", initial=rows, form_kwargs={"competencies": competencies}
        )

    @cached_property
    def is_valid(self) -> bool:
        """Both are looked at, so that every error is told at once."""
        return all([self.form.is_valid(), self.levels.is_valid()])

    @property
    def has_errors(self) -> bool:
        return self.form.is_bound and not (self.is_valid and not self.form.errors)

    def facts(self) -> DemandFacts:
        """What was typed. Only when valid."""
        levels = [
            LevelAsked(*(form.cleaned_data[name] for name in ("competency", "level", "weight")))
            for form in self.levels.kept()  # type: ignore[attr-defined]
        ]
        return DemandFacts(**self.form.cleaned_data, levels=tuple(levels))

    def refuse(self, refused: DemandRefused) -> None:
        """Say why it is not saved; what was typed stays."""
        self.form.add_error(None, refusal_of(refused))


class EndForm(forms.Form):
    """Why a draft is dropped, or a set change revoked; for a set one also from when on."""

    day = DayField(
        label=_("Tidak berlaku lagi mulai"),
        help_text=_("Sejak hari ini setiap standar kembali seperti sebelum perubahan."),
        error_messages={"required": _("Tulis hari mulai dicabutnya.")},
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercatat pada perubahan ini dan di jejak tindakan."),
        error_messages={"required": _("Tulis alasannya; tanpa alasan tidak ada yang diakhiri.")},
    )

    def __init__(self, data: QueryDict | None = None, *, first_day: date | None) -> None:
        super().__init__(data, initial={"day": first_day})
        if first_day is None:
            del self.fields["day"]
        else:
            self.fields["reason"].label = _now("Alasan dan dasar")


class CountingDayForm(forms.Form):
    """The day for which the gaps are counted; today where none is given."""

    per = DayField(required=False)
