"""What officers type about the year's money: a source, a line with its four figures, what the city spends."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibina.ground.people.api import Unit
from sibina.lib.ui.forms import DayField, RupiahField
from sibina.lib.words import rupiah
from sibina.plan.planning.actions import LineFacts, SourceFacts
from sibina.plan.planning.models import SOURCE_KIND_TITLES, BudgetLine, CitySpending, FundSource
from sibina.plan.planning.rules.budget import Refusal
from sibina.plan.planning.sentences import BUDGET_PROBLEMS, BUDGET_STAGES, FIELD_OF_BUDGET_PROBLEM
from sibina.plan.planning.types import BudgetStage, SourceKind
from sibina.plan.programmes.api import Programme

POSITIVE = {"min_value": _("Jumlahnya harus lebih dari nol.")}
MOST_SPENDING = 10**15
"""All that a city spends in a year is more than any one amount in it."""
NOT_NEGATIVE = {"min_value": _("Jumlahnya tidak boleh kurang dari nol.")}
DAY_HELP = {
    BudgetStage.RKA: _("Tanggal RKA"),
    BudgetStage.DPA: _("Tanggal DPA"),
    BudgetStage.DPPA: _("Tanggal DPPA"),
    BudgetStage.SPJ: _("Realisasi per tanggal"),
}


def tell(form: forms.Form, refusals: Iterable[Refusal]) -> None:
    """Every reason beside its field, or above the form."""
    for one in refusals:
        sentence = str(BUDGET_PROBLEMS[one.problem]) % {
            "amount": rupiah(one.amount),
            "most": rupiah(one.most),
        }
        field = one.stage.value if one.stage else FIELD_OF_BUDGET_PROBLEM.get(one.problem)
        form.add_error(field, sentence)


class SpendingForm(forms.Form):
    """All that the city spends in the year."""

    rupiah = RupiahField(
        label=_("Belanja daerah setahun"),
        min_value=1,
        max_value=MOST_SPENDING,
        error_messages=POSITIVE,
        help_text=_("Seluruh belanja daerah menurut APBD, bukan belanja BKPSDM saja."),
    )
    basis = forms.CharField(
        label=_("Dasar"),
        max_length=200,
        help_text=_("Misalnya nomor dan tanggal Perda APBD."),
    )

    def __init__(self, data: Any = None, *, spending: CitySpending | None = None) -> None:
        known = {"rupiah": spending.rupiah, "basis": spending.basis} if spending else {}
        super().__init__(data, initial=known)


class SourceForm(forms.Form):
    """Where money comes from, and how much of it."""

    name = forms.CharField(label=_("Nama sumber"), max_length=120)
    kind = forms.ChoiceField(label=_("Jenis sumber"), choices=SOURCE_KIND_TITLES)
    office = forms.TypedChoiceField(
        label=_("Perangkat daerah"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Kosong: untuk seluruh kota."),
    )
    ceiling = RupiahField(label=_("Pagu"), min_value=1, error_messages=POSITIVE)
    basis = forms.CharField(label=_("Dasar"), max_length=200, required=False)

    def __init__(
        self, data: Any = None, *, source: FundSource | None = None, offices: Sequence[Unit]
    ) -> None:
        known: dict[str, Any] = {"kind": SourceKind.APBD}
        if source:
            same = ("name", "kind", "ceiling", "basis")
            known = {name: getattr(source, name) for name in same} | {"office": source.office_id}
        super().__init__(data, initial=known)
        self.offices = {unit.pk: unit for unit in offices}
        named = [(unit.pk, unit.name) for unit in offices]
        self.fields["office"].choices = [("", _("Seluruh kota")), *named]  # type: ignore[attr-defined]

    def facts(self) -> SourceFacts:
        """Only after `is_valid`."""
        typed = self.cleaned_data
        return SourceFacts(
            name=typed["name"],
            kind=SourceKind(typed["kind"]),
            office=self.offices.get(typed["office"]),
            ceiling=typed["ceiling"],
            basis=typed["basis"],
        )


class LineForm(forms.Form):
    """One line of the budget with its four figures, each with its day."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    source = forms.TypedChoiceField(label=_("Sumber"), coerce=int)
    programme = forms.TypedChoiceField(
        label=_("Program"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Kosong: di luar program."),
    )
    account_code = forms.CharField(
        label=_("Kode rekening"),
        max_length=40,
        required=False,
        help_text=_("Ditulis seperti di SIPD, misalnya 5.1.02.02.12.0001."),
    )
    label = forms.CharField(label=_("Uraian"), max_length=200)

    def __init__(
        self,
        data: Any = None,
        *,
        line: BudgetLine | None = None,
        sources: Sequence[FundSource],
        programmes: Sequence[Programme],
        only_payments: bool = False,
    ) -> None:
        """`only_payments`: the year is over, and nothing else may change any more."""
        known: dict[str, Any] = {"revision": 0}
        if line:
            same = ("revision", "account_code", "label", *_figure_names())
            known = {name: getattr(line, name) for name in same}
            known |= {"source": line.source_id, "programme": line.programme_id}
        super().__init__(data, initial=known)
        self.sources = {one.pk: one for one in sources}
        self.programmes = {one.pk: one for one in programmes}
        self.fields["source"].choices = [(one.pk, _with_office(one)) for one in sources]  # type: ignore[attr-defined]
        named = [(one.pk, one.name) for one in programmes]
        self.fields["programme"].choices = [("", _("Di luar program")), *named]  # type: ignore[attr-defined]
        for stage in BudgetStage:
            self.fields[stage.value] = RupiahField(
                label=str(BUDGET_STAGES[stage]), required=False, min_value=0, error_messages=NOT_NEGATIVE
            )
            self.fields[f"{stage.value}_on"] = DayField(label=DAY_HELP[stage], required=False)
        if only_payments:
            for name in self.fields.keys() - {"revision", BudgetStage.SPJ, f"{BudgetStage.SPJ}_on"}:
                self.fields[name].disabled = True

    def facts(self) -> LineFacts:
        """Only after `is_valid`."""
        typed = self.cleaned_data
        return LineFacts(
            source=self.sources[typed["source"]],
            programme=self.programmes.get(typed["programme"]),
            account_code=typed["account_code"],
            label=typed["label"],
            figures={stage: (typed[stage.value], typed[f"{stage.value}_on"]) for stage in BudgetStage},
        )


def _figure_names() -> list[str]:
    return [name for stage in BudgetStage for name in (stage.value, f"{stage.value}_on")]


def _with_office(source: FundSource) -> str:
    return f"{source.name} · {source.office.name}" if source.office else source.name


class TakeForm(forms.Form):
    """Which source pays: one of the city for what the city pays of its plan, one of an office for its own sessions."""

    source = forms.TypedChoiceField(
        label=_("Sumber"),
        coerce=int,
        help_text=_(
            "Sumber kota mengambil biaya sesi yang dibayar kota; sumber perangkat daerah mengambil biaya sesi yang "
            "dibayarnya sendiri. Ambil satu per satu sampai semuanya tercatat."
        ),
    )

    def __init__(self, data: Any = None, *, sources: Sequence[FundSource]) -> None:
        super().__init__(data)
        self.sources = {one.pk: one for one in sources}
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{_with_office(one)} · {rupiah(one.ceiling)}") for one in sources
        ]

    def chosen(self) -> FundSource:
        """Only after `is_valid`."""
        return self.sources[self.cleaned_data["source"]]
