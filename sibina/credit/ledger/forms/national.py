"""What is typed for the national export: the year, and the city's number in SIASN."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

YEAR_WRONG = _("Tulis tahunnya dengan empat angka, misalnya 2026.")


class ExportForm(forms.Form):
    """Which year is prepared, and whether what was sent goes along."""

    year = forms.IntegerField(
        label=_("Tahun"),
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={"invalid": YEAR_WRONG, "min_value": YEAR_WRONG, "max_value": YEAR_WRONG},
    )
    with_sent = forms.BooleanField(
        label=_("Ikutkan yang sudah pernah dikirim"),
        required=False,
        help_text=_("Hanya bila SIASN kehilangan atau menolak kiriman sebelumnya."),
    )


class AgencyForm(forms.Form):
    """The city's number in SIASN."""

    code = forms.CharField(
        label="instansiId",
        help_text=_("Nomor kota Anda di SIASN; tercantum pada rujukan instansi SIASN."),
        validators=[
            RegexValidator(
                r"^[0-9A-Za-z-]{4,40}$", _("Tulis 4 sampai 40 huruf atau angka, seperti tercantum di SIASN.")
            )
        ],
        max_length=40,
    )
