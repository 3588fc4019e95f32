"""The one question, on a phone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.sentences.cooperation import COLLEAGUES
from sibina.deliver.sessions.types.cooperation import Colleagues


class CooperationForm(forms.Form):
    """A button an answer; what it was for may be told."""

    colleagues = forms.ChoiceField(
        choices=list(COLLEAGUES.items()), error_messages={"required": _("Tekan salah satu jawaban.")}
    )
    purpose = forms.CharField(
        label=_("Untuk apa?"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Misalnya: data kependudukan untuk pasien rujukan."),
    )

    def chosen(self) -> Colleagues:
        return Colleagues(self.cleaned_data["colleagues"])
