"""What officers type about programmes: the programme, its objectives and costs, a session."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sibina.ground.competencies.rules import level_names
from sibina.ground.cycles.api import find_open_cycle
from sibina.lib.editing.forms import RevisedForm
from sibina.lib.ui.forms import RupiahField
from sibina.plan.programmes import reads
from sibina.plan.programmes.forms.contributions import MOST_UNITS, kept_price, priced
from sibina.plan.programmes.forms.series import SeriesFields
from sibina.plan.programmes.models import (
    COST_KIND_TITLES,
    COST_PER_TITLES,
    FORM_TITLES,
    GAIN_SOURCE_TITLES,
    CostPart,
    CurriculumVersion,
    Programme,
    UnitPrice,
)
from sibina.plan.programmes.rules import MOST_HOURS
from sibina.plan.programmes.types import (
    CostFacts,
    CostKind,
    CostPer,
    Form,
    GainSource,
    ObjectiveFacts,
    ProgrammeFacts,
)

BLANK_ROWS = 2
MOST_ROWS = 40
NOT_NEGATIVE = {"min_value": _("Biaya tidak boleh kurang dari nol.")}


def level_choices(lowest: int) -> list[tuple[int, str]]:
    names = {level.number: f"{level.number} · {level.name}" for level in level_names()}
    return [(number, str(names.get(number, "0"))) for number in range(lowest, 6)]


class ProgrammeForm(SeriesFields, RevisedForm):
    """What the programme is."""

    field_order = (
        "name",
        "form",
        "purpose",
        "jp",
        "min_participants",
        "max_participants",
        "organiser",
        "sector",
    )

    name = forms.CharField(label=_("Nama program"), max_length=160)
    form = forms.ChoiceField(
        label=_("Bentuk"), choices=FORM_TITLES, help_text=_("Bentuk dan jalur menurut Peraturan LAN 10/2018.")
    )
    purpose = forms.CharField(label=_("Tujuan"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    jp = forms.IntegerField(
        label=_("Jam pelajaran (JP)"),
        min_value=1,
        max_value=MOST_HOURS,
        help_text=_("1 JP adalah 45 menit."),
        error_messages={"min_value": _("Jam pelajaran harus lebih dari nol.")},
    )
    min_participants = forms.IntegerField(label=_("Peserta paling sedikit"), min_value=1, max_value=10_000)
    max_participants = forms.IntegerField(label=_("Peserta paling banyak"), min_value=1, max_value=100_000)
    organiser = forms.CharField(
        label=_("Penyelenggara"),
        required=False,
        max_length=160,
        help_text=_(
            "Lembaga yang menyelenggarakan. Kosong: BKPSDM sendiri. Mitra perjanjian disebut tersendiri."
        ),
    )
    sector = forms.TypedChoiceField(
        label=_("Sektor"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Kosong: untuk semua sektor."),
    )
    is_active = forms.BooleanField(label=_("Ditawarkan"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        programme: Programme | None = None,
        released: CurriculumVersion | None = None,
    ) -> None:
        initial: dict[str, Any] = {"is_active": True, "revision": 0}
        if programme:
            initial = self.stored(programme) | {"revision": programme.revision}
        super().__init__(data, initial=initial)
        if released:
            told = _("Jumlah JP modul kurikulum versi %(n)s yang berlaku.") % {"n": released.number}
            self.fields["jp"].disabled, self.fields["jp"].help_text = True, told
        sectors = [(sector.pk, sector.name) for sector in reads.list_sectors()]
        self.fields["sector"].choices = [("", _("Semua sektor")), *sectors]  # type: ignore[attr-defined]

    @classmethod
    def stored(cls, programme: Programme) -> dict[str, Any]:
        """What the row holds, by field."""
        same = cls.base_fields.keys() - {"sector", "revision"}
        return {name: getattr(programme, name) for name in same} | {"sector": programme.sector_id}

    def clean(self) -> dict[str, Any]:
        """Fewest above most is said beside the field."""
        found = super().clean() or {}
        low, high = found.get("min_participants"), found.get("max_participants")
        if low and high and low > high:
            self.add_error("min_participants", _("Tidak boleh melebihi peserta paling banyak."))
        return found


class ObjectiveForm(forms.Form):
    """One competency that the programme raises."""

    competency = forms.TypedChoiceField(label=_("Kompetensi"), coerce=int)
    from_level = forms.TypedChoiceField(
        label=_("Dari tingkat"), coerce=int, choices=level_choices(0), initial=1
    )
    to_level = forms.TypedChoiceField(label=_("Ke tingkat"), coerce=int, choices=level_choices(1), initial=2)
    gain = forms.DecimalField(
        label=_("Kenaikan"),
        max_digits=4,
        decimal_places=2,
        localize=True,
        min_value=0,
        error_messages={"min_value": _("Kenaikan tidak boleh kurang dari nol.")},
    )
    gain_low = forms.DecimalField(label=_("Batas bawah"), max_digits=4, decimal_places=2, localize=True)
    gain_high = forms.DecimalField(label=_("Batas atas"), max_digits=4, decimal_places=2, localize=True)
    source = forms.ChoiceField(label=_("Asal angka"), choices=GAIN_SOURCE_TITLES)
    note = forms.CharField(label=_("Keterangan"), max_length=200, required=False)

    heading = ""
    """What a row of a curriculum in force is about: its competency and levels are not to be chosen here."""

    def __init__(
        self, *args: Any, competencies: list[tuple[int, str]], is_released: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["competency"].choices = [("", _("Pilih kompetensi")), *competencies]  # type: ignore[attr-defined]
        if is_released:
            for name in ("competency", "from_level", "to_level"):
                self.fields[name].widget = forms.HiddenInput()
            told = {name: self[name].value() for name in ("competency", "from_level", "to_level")}
            named = {str(key): text for key, text in competencies}
            self.heading = (
                f"{named.get(str(told['competency']), '')} {told['from_level']} → {told['to_level']}"
            )

    def has_changed(self) -> bool:
        """A row without a competency and without a figure was left alone."""
        return bool(self.data.get(self.add_prefix("competency")) or self.data.get(self.add_prefix("gain")))

    def clean(self) -> dict[str, Any]:
        """Levels and band are checked here, so that the sentence stands beside the row."""
        found = super().clean() or {}
        if self.errors or not found:
            return found
        rise = found["to_level"] - found["from_level"]
        gain, low, high = found["gain"], found["gain_low"], found["gain_high"]
        if rise <= 0:
            self.add_error("to_level", _("Tingkat tujuan harus di atas tingkat asal."))
        elif gain > rise:
            self.add_error("gain", _("Melebihi jarak dari tingkat asal ke tingkat tujuan."))
        if gain == 0:
            self.add_error(
                "gain", _("Harus lebih dari nol; tanpa kenaikan program tidak dapat direncanakan.")
            )
        if not low <= gain <= high:
            self.add_error("gain_low", _("Kenaikan harus berada di antara batas bawah dan batas atas."))
        return found

    def facts(self) -> ObjectiveFacts:
        values = dict(self.cleaned_data)
        values["competency_id"] = values.pop("competency")
        values["source"] = GainSource(values["source"])
        values.pop("DELETE", None)
        return ObjectiveFacts(**values)


class CostForm(forms.Form):
    """One line of cost: a free amount, or so many units at a standard price."""

    kind = forms.ChoiceField(label=_("Jenis biaya"), choices=COST_KIND_TITLES)
    label = forms.CharField(label=_("Uraian"), max_length=160)
    per = forms.ChoiceField(label=_("Dihitung"), choices=COST_PER_TITLES)
    price_id = forms.TypedChoiceField(label=_("Harga satuan"), required=False, coerce=int, empty_value=None)
    quantity = forms.IntegerField(
        label=_("Banyaknya"),
        required=False,
        min_value=1,
        max_value=MOST_UNITS,
        help_text=_("Berapa satuan, bila memakai harga satuan."),
    )
    rupiah = RupiahField(
        label=_("Jumlah"),
        required=False,
        min_value=0,
        error_messages=NOT_NEGATIVE,
        help_text=_("Tanpa harga satuan: jumlahnya."),
    )
    account_code = forms.CharField(label=_("Kode rekening"), max_length=40, required=False)

    def __init__(
        self, *args: Any, prices: Sequence[UnitPrice], kept: Sequence[CostPart], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.price_of = {row.pk: row.rupiah for row in prices}
        told = {row.pk: priced(row) for row in prices}
        for part in kept:
            self.price_of[part.unit_price_id or 0] = part.price or 0
            told[part.unit_price_id or 0] = kept_price(part)
            if part.unit_price_id == self.initial.get("price_id"):
                self.fields["price_id"].help_text = kept_price(part)
        self.fields["price_id"].choices = [("", _("Tidak memakai harga satuan")), *told.items()]  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """A row without a text, an amount and a price was left alone."""
        return any(self.data.get(self.add_prefix(name)) for name in ("label", "rupiah", "price_id"))

    def clean(self) -> dict[str, Any]:
        """An amount and nothing else, or a price with a quantity."""
        found = super().clean() or {}
        if found.get("price_id"):
            if not found.get("quantity") and "quantity" not in self.errors:
                self.add_error("quantity", _("Tulis berapa satuan, misalnya 16."))
            if found.get("rupiah") is not None:
                self.add_error("rupiah", _("Kosongkan: jumlahnya dihitung dari harga satuan."))
        else:
            if found.get("quantity"):
                self.add_error("quantity", _("Kosongkan, atau pilih harga satuannya."))
            if found.get("rupiah") is None and "rupiah" not in self.errors:
                self.add_error("rupiah", _("Tulis jumlahnya, atau pilih harga satuan dan banyaknya."))
        return found

    def facts(self) -> CostFacts:
        values = self.cleaned_data
        price_id, quantity = values["price_id"], values["quantity"]
        amount = values["rupiah"] if price_id is None else quantity * self.price_of[price_id]
        return CostFacts(
            kind=CostKind(values["kind"]),
            label=values["label"],
            per=CostPer(values["per"]),
            rupiah=amount,
            account_code=values["account_code"],
            price_id=price_id,
            quantity=quantity,
        )


def kept_rows(rows: "forms.BaseFormSet[Any]") -> list[Any]:
    """Rows that were filled in and not marked for removal."""
    return [form for form in rows.forms if form.has_changed() and not form.cleaned_data.get("DELETE", False)]


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of which blank ones are left out, and those marked for removal too."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if self.can_delete:
            form.fields["DELETE"].label = _("Hapus baris ini")
        form.empty_permitted = True
        form.use_required_attribute = False


class ObjectiveRows(_Rows):
    """Every competency once."""

    def clean(self) -> None:
        chosen = [
            form.cleaned_data["competency"] for form in kept_rows(self) if "competency" in form.cleaned_data
        ]
        if len(chosen) != len(set(chosen)):
            raise ValidationError(_("Satu kompetensi hanya boleh ditulis satu kali. Gabungkan barisnya."))


ObjectiveFormSet = forms.formset_factory(
    ObjectiveForm,
    formset=ObjectiveRows,
    extra=BLANK_ROWS,
    can_delete=True,
    max_num=MOST_ROWS,
    validate_max=True,
)
ReleasedObjectiveFormSet = forms.formset_factory(
    ObjectiveForm, formset=ObjectiveRows, extra=0, max_num=MOST_ROWS, validate_max=True
)
CostFormSet = forms.formset_factory(
    CostForm, formset=_Rows, extra=BLANK_ROWS, can_delete=True, max_num=MOST_ROWS, validate_max=True
)


class ProgrammeSheet:
    """The whole form of a programme: what it is, its objectives, its costs.

    With a curriculum in force, hours and levels are the curriculum's; what is expected of each objective is said here.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        programme: Programme | None = None,
        released: CurriculumVersion | None = None,
    ) -> None:
        self.form = ProgrammeForm(data, programme=programme, released=released)
        choices = [(one.pk, one.name) for one in reads.list_competencies()]
        objectives = programme.aims if programme else ()
        rows: Any = ReleasedObjectiveFormSet if released else ObjectiveFormSet
        self.objectives = rows(
            data,
            prefix="tujuan",
            initial=[_initial_objective(row) for row in objectives],
            form_kwargs={"competencies": choices, "is_released": bool(released)},
        )
        costs = programme.costs if programme else ()
        cycle = find_open_cycle()
        self.costs = CostFormSet(
            data,
            prefix="biaya",
            initial=[_initial_cost(row) for row in costs],
            form_kwargs={
                "prices": reads.list_prices_of(year=cycle.year) if cycle else [],
                "kept": [row for row in costs if row.unit_price_id],
            },
        )

    @cached_property
    def is_valid(self) -> bool:
        """All three are looked at, so that every error is told at once."""
        return all([self.form.is_valid(), self.objectives.is_valid(), self.costs.is_valid()])

    @property
    def has_errors(self) -> bool:
        return self.form.is_bound and not (self.is_valid and not self.form.errors)

    def facts(self) -> ProgrammeFacts:
        values = dict(self.form.cleaned_data)
        values["sector_id"] = values.pop("sector")
        values["form"] = Form(values["form"])
        for name in ("revision", "series_every", "series_times"):
            values.pop(name)
        values["series"] = self.form.series
        return ProgrammeFacts(
            **values,
            objectives=[form.facts() for form in kept_rows(self.objectives)],
            costs=[form.facts() for form in kept_rows(self.costs)],
        )


def _initial_objective(row: Any) -> dict[str, Any]:
    same = ("from_level", "to_level", "gain", "gain_low", "gain_high", "note")
    return {name: getattr(row, name) for name in same} | {
        "competency": row.competency_id,
        "source": row.gain_source,
    }


def _initial_cost(row: Any) -> dict[str, Any]:
    same = ("kind", "label", "per", "account_code", "quantity")
    amount = None if row.unit_price_id else row.rupiah
    return {name: getattr(row, name) for name in same} | {"price_id": row.unit_price_id, "rupiah": amount}
