"""What an officer announces when a session is opened for application."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.types import DrawTerms
from sibina.lib.ui.forms import DayField

LONGEST_WORDS = 200


class DrawForm(forms.Form):
    """Until when one may apply, from when on it is drawn, and the words of the seed."""

    closes_on = DayField(
        label=_("Mendaftar sampai"), help_text=_("Sampai hari ini selesai, setiap orang boleh mendaftar.")
    )
    draws_on = DayField(
        label=_("Diundi mulai"),
        help_text=_("Sesudah daftar diumumkan dan dapat diperiksa; sebelum sesi dimulai."),
    )
    words = forms.CharField(
        label=_("Kata benih"),
        max_length=LONGEST_WORDS,
        help_text=_(
            "Kalimat apa saja, misalnya “Apel pagi 1 Maret 2027”. Diumumkan sekarang dan tidak dapat diubah."
        ),
        error_messages={"required": _("Tulis satu kalimat; bersama daftar pemohon ia menjadi benih undian.")},
    )

    def terms(self) -> DrawTerms:
        """What was typed."""
        found = self.cleaned_data
        return DrawTerms(found["words"], found["closes_on"], found["draws_on"])
