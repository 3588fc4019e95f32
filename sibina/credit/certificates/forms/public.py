"""What a visitor types who checks a sheet."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """The name on the sheet in the visitor's hand."""

    name = forms.CharField(
        label=_("Nama pada lembar"),
        max_length=310,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Ketik nama seperti tertulis pada lembarnya.")},
    )


class NumberForm(forms.Form):
    """A sheet without a scanner: city, number and name together."""

    city = forms.ChoiceField(label=_("Kota penerbit"))
    number = forms.CharField(
        label=_("Nomor sertifikat"),
        max_length=120,
        error_messages={"required": _("Ketik nomor seperti tertulis pada lembarnya.")},
    )
    name = forms.CharField(
        label=_("Nama lengkap pada lembar"),
        max_length=310,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Dengan atau tanpa gelar."),
        error_messages={"required": _("Ketik nama seperti tertulis pada lembarnya.")},
    )

    def __init__(self, data: QueryDict | None = None, *, cities: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["city"].choices = list(cities)  # type: ignore[attr-defined]
