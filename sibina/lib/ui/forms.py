"""How every form of the product looks: one renderer (settings.FORM_RENDERER) and our fields."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sibina.lib.money import NotRupiah, parse_rupiah
from sibina.lib.words import number, rupiah_short

DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"]
SELECTS = (forms.Select, forms.SelectMultiple)
MOST_RUPIAH = 10**13
"""More than any one amount of a city; times a hundred thousand seats it still fits its column."""
CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput)


class BoundField(forms.BoundField):
    """A field with the classes of the look, so that no form has to name them."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the class of the widget's kind, unless the form gave one."""
        found = super().build_widget_attrs(attrs, widget)
        asked = widget or self.field.widget
        if asked.attrs.get("placeholder") == self.label:
            # The label says it already, and stays when one types.
            found["placeholder"] = False
        if "class" in asked.attrs or asked.is_hidden:
            return found
        if isinstance(asked, CHOICES):
            return found
        if isinstance(asked, SELECTS):
            found["class"] = "form-select"
        else:
            found["class"] = "form-control"
        return found

    @property
    def is_check(self) -> bool:
        """One box to tick: its label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_rupiah(self) -> bool:
        """Money: «Rp» stands before it."""
        return isinstance(self.field, RupiahField)


class Renderer(DjangoTemplates):
    """Django's renderer with our templates for a form and a field."""

    form_template_name = "ui/form_fields.html"
    field_template_name = "ui/field.html"
    bound_field_class = BoundField


class RupiahInput(forms.TextInput):
    """Money as people write it, with the keyboard for numbers on a phone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "numeric", "autocomplete": "off", "class": "form-control num", **(attrs or {})}
        )

    def format_value(self, value: Any) -> str | None:
        """An amount is shown grouped; what was typed wrongly is shown as it was typed."""
        return number(value) if isinstance(value, int) else value


class RupiahField(forms.IntegerField):
    """Whole rupiah: «Rp 1.250.000», «1250000» and «1,25 miliar» are understood."""

    widget = RupiahInput
    default_error_messages = {
        "invalid": _("Tulis jumlah rupiah utuh, misalnya 1.250.000 atau 1,25 miliar."),
    }

    def __init__(self, *, max_value: int | None = MOST_RUPIAH, **options: Any) -> None:
        """`max_value`: None where a rule of the module says itself what is too much."""
        super().__init__(max_value=max_value, **options)
        if max_value is not None:
            told = _("Jumlahnya terlalu besar: paling banyak {most}. Periksa banyaknya nol.")
            self.error_messages["max_value"] = format_lazy(told, most=rupiah_short(max_value))

    def to_python(self, value: Any) -> int | None:
        """The amount, or a sentence that says how to write one."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return parse_rupiah(str(value))
        except NotRupiah as wrong:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A text, not a number input: points would be lost there. The server checks `min` and `max`."""
        return {}


class DayField(forms.DateField):
    """A day, by the browser's own calendar; typed as d-m-Y as well where there is none."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", DATE_FORMATS)
        options.setdefault("widget", DayInput())
        super().__init__(**options)

    default_error_messages = {
        "invalid": _("Tulis tanggal sebagai hari-bulan-tahun, misalnya 23-11-2026."),
    }


class DayInput(forms.DateInput):
    """The browser's calendar wants ISO, whatever the language."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """A day as ISO."""
        return value.isoformat() if isinstance(value, date) else value
