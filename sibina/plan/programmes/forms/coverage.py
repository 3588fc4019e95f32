"""What the reader narrows the coverage to: a GET form whose wrong values fall back to all."""

from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.ground.competencies.api import KIND_TITLES


class CoverageForm(forms.Form):
    """Sector, office and kind of competency; whether by programme or by module rides along."""

    sektor = forms.ChoiceField(label=_("Sektor"), required=False)
    opd = forms.ChoiceField(label=_("Perangkat daerah"), required=False)
    jenis = forms.ChoiceField(label=_("Jenis kompetensi"), required=False)
    kolom = forms.ChoiceField(choices=[("modul", "")], required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | Mapping[str, str],
        *,
        sectors: Sequence[tuple[str, str]],
        offices: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(data, auto_id="saring-%s")
        self.fields["sektor"].choices = [("", _("Semua sektor")), *sectors]  # type: ignore[attr-defined]
        self.fields["jenis"].choices = [("", _("Semua jenis")), *KIND_TITLES]  # type: ignore[attr-defined]
        self.fields["opd"].choices = [("", _("Semua perangkat daerah")), *offices]  # type: ignore[attr-defined]
        if not offices:
            del self.fields["opd"]
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, as an address holds it; an unknown value is as good as none."""
        return {key: value for key, value in self.cleaned_data.items() if value}
