"""What officers type about standard prices and contributions."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.ground.cycles.api import CERTAINTY_TITLES, Cycle
from sibina.lib.editing.forms import RevisedForm
from sibina.lib.ui.forms import DayField, RupiahField
from sibina.lib.words import rupiah
from sibina.plan.programmes.models import CONTRIBUTION_KIND_TITLES, CostPart, UnitPrice
from sibina.plan.programmes.types import ContributionFacts, ContributionKind, PriceFacts

MONEY = "uang"
NOTHING = {"min_value": _("Jumlahnya harus lebih dari nol.")}
MOST_UNITS = 100_000


class PriceForm(RevisedForm):
    """A standard unit price of a year."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=CONTRIBUTION_KIND_TITLES[1:])
    name = forms.CharField(
        label=_("Uraian"), max_length=120, help_text=_("Misalnya «Narasumber bergelar doktor».")
    )
    unit = forms.CharField(
        label=_("Satuan"), max_length=40, help_text=_("Misalnya jam, hari, atau unit per hari.")
    )
    rupiah = RupiahField(label=_("Harga satuan"), min_value=1, error_messages=NOTHING)
    basis = forms.CharField(
        label=_("Dasar"),
        max_length=300,
        help_text=_("Peraturan atau keputusan yang menetapkan harga ini."),
        error_messages={"required": _("Tulis dasarnya; nilai kontribusi bersandar pada harga ini.")},
    )
    certainty = forms.ChoiceField(label=_("Kepastian"), choices=CERTAINTY_TITLES)

    def __init__(self, data: QueryDict | None = None, *, price: UnitPrice) -> None:
        super().__init__(
            data,
            initial=self.stored(price) | {"revision": price.revision} if price.pk else {} | {"revision": 0},
        )

    @staticmethod
    def stored(price: UnitPrice) -> dict[str, Any]:
        """What the row holds, by field."""
        return {name: getattr(price, name) for name in PriceFacts.__dataclass_fields__}

    def facts(self) -> PriceFacts:
        """Only after `is_valid`."""
        values = {name: self.cleaned_data[name] for name in PriceFacts.__dataclass_fields__}
        return PriceFacts(**values | {"kind": ContributionKind(values["kind"])})


class ContributionForm(forms.Form):
    """What a partner promises for a year."""

    cycle = forms.TypedChoiceField(label=_("Tahun"), coerce=int)
    given = forms.ChoiceField(
        label=_("Yang diberikan"),
        help_text=_("Selain uang dinilai dengan harga satuan standar tahun itu."),
        error_messages={"required": _("Pilih uang, atau satu harga satuan standar.")},
    )
    description = forms.CharField(
        label=_("Uraian"), max_length=160, help_text=_("Misalnya «Dosen untuk pelatihan kepelabuhanan».")
    )
    quantity = forms.IntegerField(
        label=_("Banyaknya"),
        required=False,
        min_value=1,
        max_value=MOST_UNITS,
        help_text=_("Menurut satuan harganya. Kosong untuk uang."),
        error_messages=NOTHING,
    )
    rupiah = RupiahField(
        label=_("Jumlah uang"),
        required=False,
        min_value=1,
        help_text=_("Hanya untuk uang, dan hanya yang belum menjadi sumber dana di halaman Anggaran."),
        error_messages=NOTHING,
    )
    programme = forms.TypedChoiceField(
        label=_("Untuk program"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_(
            "Uang tanpa program menambah pagu rencana. Yang menyebut program menurunkan biaya sesi program itu yang "
            "bersandar pada perjanjian ini."
        ),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        cycles: list[Cycle],
        prices: list[UnitPrice],
        programmes: list[tuple[int, str]],
    ) -> None:
        super().__init__(data)
        given = [(str(row.pk), priced(row)) for row in prices]
        self.fields["cycle"].choices = [(row.pk, str(row.year)) for row in cycles]  # type: ignore[attr-defined]
        self.fields["given"].choices = [  # type: ignore[attr-defined]
            ("", _("Pilih")),
            (MONEY, _("Uang")),
            *given,
        ]
        self.fields["programme"].choices = [  # type: ignore[attr-defined]
            ("", _("Tidak untuk satu program tertentu")),
            *programmes,
        ]

    def clean(self) -> dict[str, Any]:
        """Money has an amount and nothing else; what is not money has a number of units."""
        found = super().clean() or {}
        given = found.get("given")
        if given == MONEY:
            if not found.get("rupiah") and "rupiah" not in self.errors:
                self.add_error("rupiah", _("Tulis jumlah uangnya dalam rupiah, misalnya 25.000.000."))
            if found.get("quantity"):
                self.add_error("quantity", _("Kosongkan: uang tidak dihitung dengan satuan."))
        elif given:
            if not found.get("quantity") and "quantity" not in self.errors:
                self.add_error("quantity", _("Tulis berapa satuan yang diberikan, misalnya 16."))
            if found.get("rupiah"):
                self.add_error("rupiah", _("Kosongkan: nilainya dihitung dari harga satuan."))
        return found

    def facts(self) -> ContributionFacts:
        """Only after `is_valid`."""
        typed = self.cleaned_data
        is_money = typed["given"] == MONEY
        return ContributionFacts(
            description=typed["description"],
            cycle_id=typed["cycle"],
            price_id=None if is_money else int(typed["given"]),
            quantity=typed["quantity"],
            rupiah=typed["rupiah"],
            programme_id=typed["programme"],
        )


def priced(row: UnitPrice) -> str:
    """A standard price in a list to choose from."""
    return _priced(row.name, row.rupiah, row.unit, row.year)


def kept_price(part: CostPart) -> str:
    """The same at the price that the cost part was written with."""
    year = part.unit_price.year if part.unit_price else 0
    return _priced(str(part.unit_price), part.price or 0, part.unit, year)


def _priced(name: str, price: int, unit: str, year: int) -> str:
    told = _now("%(name)s, %(price)s per %(unit)s (%(year)s)")
    return told % {"name": name, "price": rupiah(price), "unit": unit, "year": str(year)}


class ReceivingForm(forms.Form):
    """The day on which a contribution came."""

    on = DayField(label=_("Diterima pada"))


class WithdrawingForm(forms.Form):
    """Why a contribution counts no more."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tercatat dan dapat dibaca pemeriksa."),
        error_messages={"required": _("Tulis alasannya; kontribusi ini tidak lagi dihitung sesudahnya.")},
    )
