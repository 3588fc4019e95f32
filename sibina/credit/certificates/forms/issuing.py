"""Issuing and taking back."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.credit.certificates.models import REASON_TITLES
from sibina.credit.certificates.types import RevocationReason
from sibina.lib.ui.forms import DayField
from sibina.lib.words import long_date


class IssueForm(forms.Form):
    """The day that stands on the sheets."""

    issued_on = DayField(
        label=_("Tanggal terbit"),
        help_text=_("Tertulis pada sertifikat; tahunnya menentukan hitungan nomornya."),
    )

    def __init__(self, data: QueryDict | None = None, *, ends_on: date, today: date) -> None:
        super().__init__(data, initial={"issued_on": today})
        self._ends_on, self._today = ends_on, today

    def clean_issued_on(self) -> date:
        """Neither before the event ended nor in the future."""
        day: date = self.cleaned_data["issued_on"]
        if day < self._ends_on:
            told = _("Kegiatan baru selesai %(day)s. Pilih hari itu atau sesudahnya.")
            raise forms.ValidationError(told % {"day": long_date(self._ends_on)})
        if day > self._today:
            raise forms.ValidationError(_("Hari itu belum tiba. Pilih hari ini atau sebelumnya."))
        return day


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    reason = forms.ChoiceField(
        label=_("Sebab"),
        choices=REASON_TITLES,
        help_text=_("Dibaca siapa pun yang memeriksa sertifikat ini."),
    )
    explanation = forms.CharField(
        label=_("Penjelasan"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang keliru, dan siapa yang memutuskan. Tidak ditampilkan kepada umum."),
        error_messages={"required": _("Tulis penjelasannya: apa yang keliru, dan siapa yang memutuskan.")},
    )

    def reason_chosen(self) -> RevocationReason:
        """Only after `is_valid`."""
        return RevocationReason(self.cleaned_data["reason"])
