"""What officers type about competencies: a word of the dictionary, and a position's standard."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.ground.competencies.models import KIND_TITLES, METHOD_TITLES, Competency
from sibina.ground.competencies.rules import level_names
from sibina.ground.competencies.types import Finding, Kind, Method
from sibina.lib.ui.forms import DayField

GROUP_ORDER = (Kind.MANAJERIAL, Kind.SOSIAL_KULTURAL, Kind.TEKNIS)
LEVEL_FIELDS = tuple(f"level_{number}" for number in range(1, 6))


class CompetencyForm(forms.Form):
    """A word of the dictionary with what a person shows at each of the five levels."""

    name = forms.CharField(label=_("Nama kompetensi"), max_length=120)
    code = forms.CharField(
        label=_("Kode"),
        max_length=12,
        required=False,
        help_text=_("Singkat, misalnya LDG untuk Literasi Digital."),
    )
    kind = forms.ChoiceField(label=_("Jenis"), choices=KIND_TITLES)
    definition = forms.CharField(
        label=_("Pengertian"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: QueryDict | None = None, *, competency: Competency | None = None) -> None:
        self.competency = competency
        initial: dict[str, Any] = {}
        if competency:
            names = ("name", "code", "kind", "definition", "is_active")
            initial = {name: getattr(competency, name) for name in names}
            initial |= {f"level_{row.level}": row.text for row in competency.levels.all()}
        super().__init__(data, initial=initial)
        for level, field in zip(level_names(), LEVEL_FIELDS, strict=True):
            self.fields[field] = forms.CharField(
                label=_("Perilaku tingkat %(number)s, %(name)s")
                % {"number": level.number, "name": level.name},
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["is_active"] = forms.BooleanField(
            label=_("Dipakai dalam standar jabatan"), required=False
        )
        if competency is None:
            self.initial["is_active"] = True
        elif competency.is_national:
            for name in ("name", "code", "kind"):
                self.fields[name].disabled = True

    def values(self) -> dict[str, Any]:
        """Everything but the levels."""
        return {name: value for name, value in self.cleaned_data.items() if name not in LEVEL_FIELDS}

    def levels(self) -> list[str]:
        """The behaviour at levels 1 to 5."""
        return [self.cleaned_data[name].strip() for name in LEVEL_FIELDS]


class StandardForm(forms.Form):
    """From when on, by which decision, and which level of each competency; an empty level is not required."""

    valid_from = DayField(label=_("Berlaku sejak"))
    legal_basis = forms.CharField(
        label=_("Dasar"),
        max_length=200,
        help_text=_("Keputusan yang menetapkan, lengkap dengan nomor dan tahun."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        competencies: Sequence[Competency],
        levels: Mapping[int, int],
        initial: Mapping[str, Any],
    ) -> None:
        self.competencies = competencies
        super().__init__(data, initial={**initial, **{f"c{key}": level for key, level in levels.items()}})
        choices: list[tuple[Any, Any]] = [("", _("tidak disyaratkan"))]
        choices += [(level.number, f"{level.number} · {level.name}") for level in level_names()]
        for one in competencies:
            self.fields[f"c{one.pk}"] = forms.TypedChoiceField(
                label=one.name, choices=choices, coerce=int, empty_value=None, required=False
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The level fields by kind of competency, for the page."""
        titles = dict(KIND_TITLES)
        found: dict[str, list[forms.BoundField]] = {kind: [] for kind in GROUP_ORDER}
        for one in self.competencies:
            found[one.kind].append(self[f"c{one.pk}"])
        return [(titles[kind], fields) for kind, fields in found.items() if fields]  # type: ignore[misc,index]

    def wished(self) -> dict[int, int]:
        """Competency → level, of those that are required."""
        levels = {one.pk: self.cleaned_data.get(f"c{one.pk}") for one in self.competencies}
        return {key: level for key, level in levels.items() if level}

    def clean(self) -> dict[str, Any]:
        """A standard that asks for nothing is no standard."""
        found = super().clean() or {}
        if not self.errors and not self.wished():
            self.add_error(
                None, _("Belum ada kompetensi yang disyaratkan. Pilih tingkat paling sedikit untuk satu.")
            )
        return found


class MeasurementForm(forms.Form):
    """One level found for a person, with the proof that lets anybody check it."""

    competency = forms.TypedChoiceField(
        label=_("Kompetensi"), coerce=int, error_messages={"required": _("Pilih kompetensi yang diukur.")}
    )
    level = forms.TypedChoiceField(
        label=_("Tingkat yang ditemukan"),
        coerce=int,
        error_messages={
            "required": _("Pilih tingkat 1 sampai 5."),
            "invalid_choice": _("Pilih tingkat 1 sampai 5."),
        },
    )
    method = forms.ChoiceField(
        label=_("Cara mengukur"),
        choices=[("", _("Pilih cara")), *METHOD_TITLES],
        help_text=_("Yang berlaku adalah cara terkuat, lalu tanggal terakhir. Urutan dari yang terkuat."),
        error_messages={"required": _("Pilih cara mengukurnya.")},
    )
    measured_on = DayField(label=_("Tanggal pengukuran"))
    rater = forms.CharField(
        label=_("Penilai"),
        max_length=160,
        required=False,
        help_text=_("Nama orang atau lembaga. Boleh kosong untuk penilaian diri."),
    )
    purpose = forms.CharField(
        label=_("Untuk keperluan"), max_length=120, required=False, help_text=_("Misalnya: promosi, seleksi.")
    )
    evidence = forms.CharField(
        label=_("Bukti"),
        max_length=300,
        help_text=_("Nomor laporan, sertifikat, atau berita acara yang dapat ditunjukkan kepada pemeriksa."),
        error_messages={"required": _("Tulis buktinya; hasil tanpa bukti tidak dapat diperiksa orang lain.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        required: Sequence[Competency],
        others: Sequence[Competency],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        groups = [
            (_("Dituntut jabatannya"), [(one.pk, one.name) for one in required]),
            (_("Lainnya"), [(one.pk, one.name) for one in others]),
        ]
        self.fields["competency"].choices = [  # type: ignore[attr-defined]
            ("", _("Pilih kompetensi")),
            *(group for group in groups if group[1]),
        ]
        levels = [(level.number, f"{level.number} · {level.name}") for level in level_names()]
        self.fields["level"].choices = [("", _("Pilih tingkat")), *levels]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever judges another is named."""
        found = super().clean() or {}
        if found.get("method") not in (None, Method.SELF) and not str(found.get("rater", "")).strip():
            self.add_error("rater", _("Tulis penilainya; hanya penilaian diri yang boleh tanpa penilai."))
        return found

    def finding(self) -> Finding:
        """What was typed. Only after `is_valid`."""
        values = dict(self.cleaned_data)
        return Finding(competency_id=values.pop("competency"), method=Method(values.pop("method")), **values)
