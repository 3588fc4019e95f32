"""The file that is dropped: a sheet of trainings from SIASN."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 50 * 1024**2


class SheetForm(forms.Form):
    """One sheet, known by its headings and not by its name."""

    sheet = forms.FileField(
        label=_("Lembar kursus atau diklat"),
        help_text=_("XLSX, ODS, atau CSV dengan nama kolom SIASN; paling besar 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        error_messages={
            "required": _("Pilih berkasnya lebih dulu."),
            "empty": _("Berkas ini kosong. Pilih berkas yang berisi data."),
        },
    )

    def clean_sheet(self) -> Any:
        """Not larger than a sheet of a whole city is."""
        given = self.cleaned_data["sheet"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("Berkas ini lebih dari 50 MB. Hapus lembar yang tidak dipakai, lalu coba lagi.")
            )
        return given
