"""What is typed to change a row of the table: amounts, caps, from when, and on what ground."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.credit.ledger.rules import cut
from sibina.credit.ledger.sentences import PERS
from sibina.credit.ledger.types import CreditForm, Per, Rate, RateChange
from sibina.ground.cycles.api import CERTAINTY_TITLES
from sibina.ground.cycles.types import Certainty
from sibina.lib.ui.forms import DayField

AMOUNT_WRONG = _("Tulis angka nol atau lebih, paling banyak dua angka di belakang koma, misalnya 1,2.")
MOST_AMOUNT = 1_000


class AmountField(forms.DecimalField):
    """JP or a factor, with a comma or a point; nothing: the table is silent."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        wrong = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            min_value=0,
            max_value=MOST_AMOUNT,
            decimal_places=2,
            max_digits=6,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages=dict.fromkeys(wrong, AMOUNT_WRONG),
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        """The amount as typed in Indonesian or in English."""
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class RateForm(forms.Form):
    """One row of the table, from a day on."""

    per = forms.ChoiceField(
        label=_("Dihitung menurut"), choices=[(str(per), title) for per, title in PERS.items()]
    )
    here = AmountField(
        _("Dalam negeri"),
        _("JP tiap satuan; bila menurut JP program, pengalinya: 1 berarti sebesar JP program."),
    )
    abroad = AmountField(
        _("Luar negeri"), _("Bila menurut JP program, 1,2 berarti ditambah 20 %. Kosong: tidak disebut.")
    )
    daily = AmountField(_("Paling banyak JP sehari"), _("Kosong: tanpa batas."))
    daily_abroad = AmountField(_("Paling banyak JP sehari di luar negeri"))
    monthly = forms.IntegerField(
        label=_("Paling banyak sesi sebulan"),
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Tulis angka bulat 1 sampai 31, atau kosongkan.")
        ),
    )
    valid_from = DayField(label=_("Berlaku sejak"))
    legal_basis = forms.CharField(
        label=_("Dasar"),
        max_length=300,
        help_text=_("Peraturan dan pasal, atau surat yang menetapkannya."),
        error_messages={"required": _("Dasarnya belum ditulis. Tanpa dasar, tabel tidak diubah.")},
    )
    certainty = forms.ChoiceField(label=_("Kepastian baris ini"), choices=CERTAINTY_TITLES)

    def __init__(self, data: QueryDict | None = None, *, rate: Rate | None) -> None:
        initial: dict[str, Any] = {"certainty": Certainty.TOLD}
        if rate is not None:
            amounts = {name: getattr(rate, name) for name in ("here", "abroad", "daily", "daily_abroad")}
            initial |= {name: _shown(amount) for name, amount in amounts.items()}
            initial |= {
                "per": str(rate.per),
                "monthly": rate.monthly,
                "certainty": rate.certainty or Certainty.TOLD,
            }
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """A day abroad gives no less than a day in the country; a cap of sessions is for sessions."""
        found = super().clean() or {}
        daily, abroad = found.get("daily"), found.get("daily_abroad")
        if abroad is not None and (daily is None or abroad < daily):
            self.add_error(
                "daily_abroad", _("Batas di luar negeri tidak boleh lebih kecil daripada batas sehari.")
            )
        if found.get("monthly") is not None and found.get("per") != Per.SESSION:
            self.add_error("monthly", _("Batas sesi sebulan hanya untuk bentuk yang dihitung per sesi."))
        return found

    def change(self, form: CreditForm) -> RateChange:
        """What was typed."""
        found = self.cleaned_data
        amounts = {
            name: None if found[name] is None else Fraction(found[name])
            for name in ("here", "abroad", "daily", "daily_abroad")
        }
        rate = Rate(
            per=Per(found["per"]),
            monthly=found["monthly"],
            certainty=Certainty(found["certainty"]),
            **amounts,
        )
        return RateChange(form, rate, found["valid_from"], found["legal_basis"])


def _shown(amount: Fraction | None) -> str:
    return "" if amount is None else str(cut(amount)).replace(".", ",")
