"""How a programme recurs: every so many months, so many times a year; or not at all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibina.plan.programmes.types import Series


class SeriesFields(forms.Form):
    """Both or neither."""

    series_every = forms.IntegerField(
        label=_("Berkala: setiap berapa bulan"),
        required=False,
        min_value=1,
        max_value=9,
        help_text=_("Kosong bila tidak berkala. Sesi yang disiapkan dari katalog diberi jarak ini."),
    )
    series_times = forms.IntegerField(
        label=_("Berkala: berapa kali setahun"), required=False, min_value=2, max_value=10
    )

    def clean(self) -> dict[str, Any]:
        """One without the other says nothing."""
        found = super().clean() or {}
        every, times = found.get("series_every"), found.get("series_times")
        if every and not times and "series_times" not in self.errors:
            self.add_error("series_times", _("Tulis juga berapa kali setahun, atau kosongkan keduanya."))
        if times and not every and "series_every" not in self.errors:
            self.add_error("series_every", _("Tulis juga setiap berapa bulan, atau kosongkan keduanya."))
        return found

    @property
    def series(self) -> Series | None:
        """What was typed; only after `is_valid`."""
        every, times = self.cleaned_data["series_every"], self.cleaned_data["series_times"]
        return Series(every, times) if every and times else None
