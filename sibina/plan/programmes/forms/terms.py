"""What officers type of a programme's terms of reference."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.lib.editing.forms import RevisedForm
from sibina.plan.programmes.models import TermsOfReference
from sibina.plan.programmes.types import LONGEST_RESPONSIBLE, LONGEST_TERMS_TEXT, TermsFacts


class TermsText(forms.CharField):
    """One text of the paper; it may be left for later."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=False, max_length=LONGEST_TERMS_TEXT, widget=widget, **options)


class TermsForm(RevisedForm):
    """The texts of terms of reference; nothing is filled in beforehand, and each may be left for later."""

    background = TermsText(
        label=_("Latar belakang"),
        help_text=_("Mengapa program ini diperlukan. Angka kesenjangan ditambahkan sendiri oleh SIBINA."),
        rows=6,
    )
    intent = TermsText(
        label=_("Maksud"),
        help_text=_("Untuk apa program ini diadakan. Tujuannya diambil dari sasaran program."),
    )
    medium_result = TermsText(
        label=_("Hasil jangka menengah"),
        help_text=_("Yang berubah dalam pekerjaan sesudah beberapa bulan."),
    )
    long_result = TermsText(
        label=_("Hasil jangka panjang"), help_text=_("Yang berubah bagi layanan dan warga kota.")
    )
    responsible = forms.CharField(
        label=_("Penanggung jawab"),
        required=False,
        max_length=LONGEST_RESPONSIBLE,
        help_text=_("Jabatannya, bukan nama orang; misalnya «Kepala Bidang Pengembangan Kompetensi»."),
    )

    def __init__(self, data: QueryDict | None = None, *, terms: TermsOfReference) -> None:
        super().__init__(data, initial=self.stored(terms) | {"revision": terms.revision})

    @staticmethod
    def stored(terms: TermsOfReference) -> dict[str, Any]:
        """What the row holds, by field."""
        return {name: getattr(terms, name) for name in TermsFacts.__dataclass_fields__}

    def facts(self) -> TermsFacts:
        """Only after `is_valid`."""
        return TermsFacts(**{name: self.cleaned_data[name] for name in TermsFacts.__dataclass_fields__})
