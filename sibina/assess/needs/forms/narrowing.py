"""What the reader narrows the picture to: a GET form whose wrong values fall back to all."""

from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.models import GapSnapshot
from sibina.assess.needs.types import Measure, Narrowing
from sibina.ground.competencies.api import KIND_TITLES
from sibina.ground.people.api import Position

MEASURE_TITLES = {
    Measure.AVERAGE: _("Kekurangan rata-rata"),
    Measure.SHORT: _("Orang yang kurang"),
    Measure.UNMEASURED: _("Belum terukur"),
    Measure.WEIGHTED: _("Kekurangan berbobot"),
}


def class_choices() -> list[tuple[str, str]]:
    """Classes of position with their titles."""
    return list(Position._meta.get_field("position_class").flatchoices)


def sector_choices(snapshot: GapSnapshot) -> list[tuple[str, str]]:
    """Sectors as they were when the gaps were counted."""
    named = [(key, name) for key, (name, _weight) in snapshot.sectors.items()]
    return sorted(named, key=lambda each: each[1])


class NarrowingForm(forms.Form):
    """Sector, class of position, kind of competency; the measure rides along."""

    sektor = forms.ChoiceField(label=_("Sektor"), required=False)
    jenjang = forms.ChoiceField(label=_("Jenjang jabatan"), required=False)
    jenis = forms.ChoiceField(label=_("Jenis kompetensi"), required=False)
    ukuran = forms.ChoiceField(choices=list(MEASURE_TITLES.items()), required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | Mapping[str, str], *, sectors: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="saring-%s")
        self.fields["sektor"].choices = [("", _("Semua sektor")), *sectors]  # type: ignore[attr-defined]
        self.fields["jenjang"].choices = [("", _("Semua jenjang")), *class_choices()]  # type: ignore[attr-defined]
        self.fields["jenis"].choices = [("", _("Semua jenis")), *KIND_TITLES]  # type: ignore[attr-defined]

    def narrowing(self) -> Narrowing:
        """What was chosen; an unknown value is as good as none."""
        self.is_valid()
        chosen = self.cleaned_data
        sector = chosen.get("sektor")
        return Narrowing(
            measure=Measure(chosen.get("ukuran") or Measure.AVERAGE),
            sector_id=int(sector) if sector else None,
            position_class=chosen.get("jenjang", ""),
            kind=chosen.get("jenis", ""),
        )
