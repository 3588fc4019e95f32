"""What officers type about people: a day to look at, a sector and its weight."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.ground.people.models import Sector, Unit
from sibina.lib.ui.forms import DayField

FARTHEST_KM = 2_000
"""A slip of the keyboard beyond this: no city reaches farther."""


class DayForm(forms.Form):
    """The day on which the tree of units is seen."""

    per = DayField(label=_("Keadaan per tanggal"))


class DistanceForm(forms.Form):
    """How far the unit is from where the city trains."""

    distance_km = forms.IntegerField(
        label=_("Jarak ke tempat pelatihan kota (km)"),
        required=False,
        min_value=0,
        max_value=FARTHEST_KM,
        help_text=_("Jarak tempuh dalam kilometer utuh. Kosong: belum diketahui."),
    )


class MergeForm(forms.Form):
    """Into which office, from which day on, by which decision."""

    into = forms.TypedChoiceField(
        label=_("Bergabung ke"),
        coerce=int,
        error_messages={"required": _("Pilih OPD yang meneruskan tugasnya.")},
    )
    day = DayField(
        label=_("Mulai tanggal"),
        help_text=_("Hari pertama keadaan baru. Boleh tanggal yang akan datang."),
        error_messages={"required": _("Tulis hari mulai berlakunya.")},
    )
    basis = forms.CharField(
        label=_("Dasar"),
        max_length=200,
        help_text=_("Misalnya: Perda 4/2026 tentang Perangkat Daerah."),
        error_messages={"required": _("Tulis keputusan yang menjadi dasarnya.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, office: Unit, offices: Sequence[tuple[int, str]]
    ) -> None:
        super().__init__(data)
        others = [(pk, name) for pk, name in offices if pk != office.pk]
        self.fields["into"].choices = [("", _("Pilih OPD")), *others]  # type: ignore[attr-defined]


class SectorForm(forms.Form):
    """A sector with its weight; a weight other than 1 needs a reason that others can read."""

    name = forms.CharField(label=_("Nama sektor"), max_length=120)
    weight = forms.DecimalField(
        label=_("Bobot"),
        min_value=Decimal("0.1"),
        max_value=Decimal(10),
        max_digits=4,
        decimal_places=2,
        localize=True,
        help_text=_("1 berarti biasa. 1,5 berarti kekurangan di sektor ini dihitung satu setengah kali."),
        error_messages={
            "min_value": _("Bobot paling kecil 0,1. Sektor yang tidak penting cukup diberi 1."),
            "max_value": _("Bobot paling besar 10."),
        },
    )
    reason = forms.CharField(
        label=_("Alasan"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ditampilkan di setiap hasil yang terpengaruh bobot ini."),
    )

    def __init__(self, data: QueryDict | None = None, *, sector: Sector | None = None) -> None:
        initial = {"name": sector.name, "weight": sector.weight, "reason": sector.reason} if sector else {}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, object]:
        """A weight changes results, so its reason is public."""
        found = super().clean() or {}
        if found.get("weight") not in (None, 1) and not str(found.get("reason", "")).strip():
            self.add_error(
                "reason", _("Tulis alasannya: bobot selain 1 mengubah urutan kebutuhan dan rencana.")
            )
        return found
