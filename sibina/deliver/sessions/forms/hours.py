"""An hour as people write it: «08.00» and «8:30» are understood."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class HourInput(forms.TimeInput):
    """The browser's own clock wants «HH:MM»."""

    input_type = "time"

    def format_value(self, value: Any) -> str | None:
        """Hours and minutes."""
        return f"{value:%H:%M}" if isinstance(value, time) else value


class HourField(forms.TimeField):
    """An hour of the day, on the city's clocks."""

    widget = HourInput
    default_error_messages = {"invalid": _("Tulis jam dan menit, misalnya 08.00 atau 13.30.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **options)
