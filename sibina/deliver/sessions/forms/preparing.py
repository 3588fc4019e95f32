"""What an officer sets when sessions are made from the plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibina.deliver.sessions.actions import Hours
from sibina.deliver.sessions.forms.hours import HourField
from sibina.deliver.sessions.rules.days import FIRST_HOUR, LAST_HOUR


class PrepareForm(forms.Form):
    """From when to when a day is held, and whether the invitations go out at once."""

    begins = HourField(label=_("Jam mulai"), initial=FIRST_HOUR)
    ends = HourField(
        label=_("Jam selesai"),
        initial=LAST_HOUR,
        help_text=_("Berlaku untuk semua; tiap hari dapat diubah nanti."),
    )
    invite = forms.BooleanField(
        label=_("Kirim undangan sekarang"),
        required=False,
        initial=True,
        help_text=_("Tanpa centang, sesi disiapkan dan kursinya disimpan; undangan dikirim sesi demi sesi."),
    )

    def clean(self) -> dict[str, Any]:
        """The day ends after it begins."""
        found = super().clean() or {}
        begins, ends = found.get("begins"), found.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("Jam selesai harus sesudah jam mulai."))
        return found

    def hours(self) -> Hours:
        return Hours(self.cleaned_data["begins"], self.cleaned_data["ends"])
