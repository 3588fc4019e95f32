"""The sentences of Django's own fields in plainer words: what may be typed, and no code of a list.

A form that knows more says more; these stand where it says nothing.
"""

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

NOT_IN_LIST = _("Pilihan ini tidak ada dalam daftar. Pilih salah satu yang ada.")
FIELDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.IntegerField: {"invalid": _("Tulis bilangan bulat, misalnya 20.")},
    forms.FloatField: {"invalid": _("Tulis angka, misalnya 0,6.")},
    forms.DecimalField: {"invalid": _("Tulis angka, misalnya 0,6.")},
    forms.ChoiceField: {"invalid_choice": NOT_IN_LIST},
    forms.TypedChoiceField: {"invalid_choice": NOT_IN_LIST},
    forms.MultipleChoiceField: {"invalid_choice": NOT_IN_LIST},
    forms.ModelChoiceField: {"invalid_choice": NOT_IN_LIST},
    forms.ModelMultipleChoiceField: {"invalid_choice": NOT_IN_LIST},
}

DECIMALS: dict[str, Any] = {
    "max_digits": _("Angkanya terlalu panjang: paling banyak %(max)s angka."),
    "max_decimal_places": _("Paling banyak %(max)s angka di belakang koma."),
}


def speak_plainly() -> None:
    """Once, when the program starts."""
    for field, sentences in FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **sentences}
    validators.MinValueValidator.message = _("Tulis %(limit_value)s atau lebih.")
    validators.MaxValueValidator.message = _("Tulis %(limit_value)s atau kurang.")
    validators.MinLengthValidator.message = _("Terlalu pendek: paling sedikit %(limit_value)d huruf.")
    validators.MaxLengthValidator.message = _(
        "Terlalu panjang: paling banyak %(limit_value)d huruf, sekarang %(show_value)d. Ringkaskan."
    )
    validators.DecimalValidator.messages = {
        **validators.DecimalValidator.messages,
        **DECIMALS,
    }
    validators.ProhibitNullCharactersValidator.message = _(
        "Ada tanda yang tidak dapat dibaca di sini. Hapus, lalu ketik ulang."
    )
