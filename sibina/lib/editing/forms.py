"""Forms of rows that several people may write; who was overtaken sees by whom, and what is stored now."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.lib.editing.types import Overtaken
from sibina.lib.ui.forms import RupiahField
from sibina.lib.words import UNKNOWN, moment, rupiah, short_date


class RevisedForm(forms.Form):
    """Knows which saving of the row it was opened on; see `editing.models`."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def open_again(self, revision: int) -> None:
        """What was typed stays; the next saving is measured against this revision."""
        typed = cast(QueryDict, self.data).copy()
        typed["revision"] = str(revision)
        self.data = typed


def tell_overtaken(
    form: RevisedForm, overtaken: Overtaken, *, revision: int, stored: Mapping[str, Any]
) -> None:
    """Keep what was typed; the next saving is measured against what is stored now, and so is meant."""
    told = _(
        "Sementara Anda mengetik, %(by)s menyimpan data ini (%(at)s), jadi ketikan Anda belum disimpan. "
        "Ketikan Anda tetap di bawah, dan isi yang tersimpan disebut pada kolom yang berbeda. "
        "Tekan simpan sekali lagi bila ketikan Anda yang berlaku."
    )
    differing = [name for name in stored if form.cleaned_data.get(name) != stored[name]]
    at = timezone.localtime(overtaken.at) if overtaken.at else None
    form.add_error(None, told % {"by": overtaken.by or _("orang lain"), "at": moment(at)})
    for name in differing:
        now = _shown(form.fields[name], stored[name])
        form.add_error(name, _("Yang tersimpan sekarang: %(now)s") % {"now": now})
    form.open_again(revision)


def _shown(field: forms.Field, value: Any) -> str:
    """A stored value as a reader knows it."""
    if isinstance(field, forms.ChoiceField):
        titles = {str(key): str(title) for key, title in field.choices}  # type: ignore[misc,union-attr]
        many = value if isinstance(value, list | tuple) else [value]
        return ", ".join(titles.get(str(one), UNKNOWN) for one in many) or UNKNOWN
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, date):
        return short_date(value)
    return rupiah(value) if isinstance(field, RupiahField) else str(value) or UNKNOWN
