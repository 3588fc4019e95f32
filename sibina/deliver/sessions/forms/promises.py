"""What a participant types on the phone: a problem, an innovation, a number."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.models import LONGEST_WORDS, WorkPromise
from sibina.deliver.sessions.sentences import DROP_REASON
from sibina.deliver.sessions.types import PromiseFacts
from sibina.lib.editing.forms import RevisedForm
from sibina.lib.ui.forms import DayField


class PromiseForm(RevisedForm):
    """A promise; a draft may lack anything, so nothing here is required."""

    problem = forms.CharField(
        label=_("Masalah di tempat kerja"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apa yang terhambat, dan siapa yang merasakannya."),
    )
    innovation = forms.CharField(
        label=_("Yang akan dicoba"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu perubahan yang dapat Anda mulai sendiri."),
    )
    indicator = forms.CharField(
        label=_("Ukurannya"), max_length=120, required=False, help_text=_("Misalnya «waktu tunggu».")
    )
    unit_of_measure = forms.CharField(
        label=_("Satuan"), max_length=40, required=False, help_text=_("Misalnya «menit».")
    )
    workplace = forms.CharField(
        label=_("Di mana"), max_length=120, required=False, help_text=_("Unit atau loket yang diukur.")
    )
    baseline = forms.DecimalField(
        label=_("Sekarang"), max_digits=12, decimal_places=2, required=False, localize=True
    )
    target = forms.DecimalField(
        label=_("Yang Anda janjikan"), max_digits=12, decimal_places=2, required=False, localize=True
    )
    due_on = DayField(label=_("Sampai"), required=False)
    source = forms.CharField(
        label=_("Angkanya dibaca dari"),
        max_length=160,
        required=False,
        help_text=_("Misalnya catatan nomor antrean."),
    )

    def __init__(self, data: QueryDict | None = None, *, promise: WorkPromise | None) -> None:
        known = {"revision": 0}
        super().__init__(
            data, initial=self.stored(promise) | {"revision": promise.revision} if promise else known
        )

    @staticmethod
    def stored(promise: WorkPromise) -> dict[str, Any]:
        """What the row holds, by field."""
        return vars(promise.facts).copy()

    def facts(self) -> PromiseFacts:
        """Only after `is_valid`."""
        typed = self.cleaned_data
        values: dict[str, Any] = {name: typed[name] for name in PromiseFacts.__dataclass_fields__}
        return PromiseFacts(**values)


class DropForm(forms.Form):
    """Why it is given up."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": DROP_REASON},
    )
