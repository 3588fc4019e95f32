"""What officers type about partners and agreements."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.lib.editing.forms import RevisedForm
from sibina.lib.ui.forms import DayField
from sibina.lib.words import date_span
from sibina.plan.programmes.models import (
    AGREEMENT_KIND_TITLES,
    HOME_COUNTRY,
    PARTNER_KIND_TITLES,
    Agreement,
    Offering,
    Partner,
    Programme,
)
from sibina.plan.programmes.types import AgreementFacts, AgreementKind, PartnerFacts, PartnerKind


class PartnerForm(RevisedForm):
    """A partner."""

    name = forms.CharField(
        label=_("Nama mitra"),
        max_length=160,
        error_messages={"required": _("Tulis nama lembaganya, bukan nama orang.")},
    )
    kind = forms.ChoiceField(label=_("Jenis"), choices=PARTNER_KIND_TITLES)
    country = forms.CharField(label=_("Negara"), max_length=80)
    place = forms.CharField(label=_("Kota"), max_length=80, required=False)
    office = forms.CharField(
        label=_("Kantor penghubung"),
        max_length=160,
        required=False,
        help_text=_(
            "Bagian atau unit yang dihubungi, misalnya «Biro Kerja Sama». Jangan menulis data pribadi."
        ),
    )
    is_active = forms.BooleanField(
        label=_("Aktif"),
        required=False,
        help_text=_("Hapus centang bila kerja samanya sudah selesai; riwayatnya tetap tersimpan."),
    )

    def __init__(self, data: QueryDict | None = None, *, partner: Partner | None) -> None:
        super().__init__(
            data,
            initial=self.stored(partner) | {"revision": partner.revision}
            if partner
            else {"country": HOME_COUNTRY, "is_active": True} | {"revision": 0},
        )

    @staticmethod
    def stored(partner: Partner) -> dict[str, Any]:
        """What the row holds, by field."""
        return {name: getattr(partner, name) for name in PartnerFacts.__dataclass_fields__}

    def facts(self) -> PartnerFacts:
        """Only after `is_valid`."""
        values = {name: self.cleaned_data[name] for name in PartnerFacts.__dataclass_fields__}
        return PartnerFacts(**values | {"kind": PartnerKind(values["kind"])})


class AgreementForm(RevisedForm):
    """An agreement with a partner."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=AGREEMENT_KIND_TITLES)
    number = forms.CharField(
        label=_("Nomor"),
        max_length=120,
        help_text=_("Nomor dari pihak kota, seperti tertulis pada naskahnya."),
    )
    title = forms.CharField(label=_("Tentang"), max_length=200)
    starts_on = DayField(label=_("Berlaku sejak"))
    ends_on = DayField(label=_("Berlaku sampai"), help_text=_("Hari terakhir perjanjian masih berlaku."))
    scope = forms.CharField(
        label=_("Bidang"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ruang lingkup kerja sama dengan kata-kata naskahnya."),
    )
    programme_ids = forms.TypedMultipleChoiceField(
        label=_("Program dalam ruang lingkup"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tanpa pilihan: sesi program apa pun boleh bersandar pada perjanjian ini."),
    )
    document = forms.CharField(
        label=_("Berkas"),
        max_length=160,
        required=False,
        help_text=_("Nama atau nomor berkas tempat naskah aslinya disimpan."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, agreement: Agreement | None, programmes: list[Programme]
    ) -> None:
        super().__init__(
            data,
            initial=self.stored(agreement) | {"revision": agreement.revision}
            if agreement
            else {} | {"revision": 0},
        )
        choices = [(row.pk, row.name) for row in programmes]
        self.fields["programme_ids"].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def stored(agreement: Agreement) -> dict[str, Any]:
        """What the row holds, by field; the agreement comes with its scope."""
        names = [name for name in AgreementFacts.__dataclass_fields__ if name != "programme_ids"]
        found = {name: getattr(agreement, name) for name in names}
        return found | {"programme_ids": [row.programme_id for row in agreement.in_scope]}

    def clean(self) -> dict[str, Any]:
        """The last day before the first is said beside the field."""
        found = super().clean() or {}
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Perjanjian berakhir sebelum dimulai. Periksa kedua tanggalnya."))
        return found

    def facts(self) -> AgreementFacts:
        """Only after `is_valid`."""
        values = {name: self.cleaned_data[name] for name in AgreementFacts.__dataclass_fields__}
        return AgreementFacts(**values | {"kind": AgreementKind(values["kind"])})


class RestingForm(forms.Form):
    """Which sessions rest on the agreement."""

    sessions = forms.TypedMultipleChoiceField(
        label=_("Sesi yang bersandar pada perjanjian ini"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: QueryDict | None = None, *, restable: list[Offering], agreement: Agreement
    ) -> None:
        resting = [row.pk for row in restable if row.agreement_id == agreement.pk]
        super().__init__(data, initial={"sessions": resting})
        self.fields["sessions"].choices = [(row.pk, _told(row)) for row in restable]  # type: ignore[attr-defined]


def _told(row: Offering) -> str:
    return f"{row.code} · {row.programme.name} · {date_span(row.starts_on, row.ends_on)}"
