"""Numbers, signers and keys."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.credit.certificates.models import CertificateSettings, SigningKey
from sibina.credit.certificates.types import SettingsFacts, SigningWay
from sibina.lib.editing.forms import RevisedForm

LARGEST_KEY = 64 * 1024
STARTING_PATTERN = "{nomor}/BKPSDM/{bulan romawi}/{tahun}"


class SettingsForm(RevisedForm):
    """How the city numbers its certificates, and who signs them."""

    pattern = forms.CharField(
        label=_("Pola nomor"),
        max_length=80,
        help_text=_(
            "{nomor} urutan dalam setahun ({nomor:4} menjadi 0007), {bulan romawi}, {bulan}, {tahun}. "
            "Berlaku untuk sertifikat berikutnya; yang sudah terbit tidak berubah."
        ),
    )
    agency = forms.CharField(label=_("Nama instansi penerbit"), max_length=160)
    place = forms.CharField(label=_("Tempat penandatanganan"), max_length=60)
    signer_position = forms.CharField(label=_("Jabatan penanda tangan"), max_length=160)
    signer_name = forms.CharField(label=_("Nama penanda tangan, dengan gelar"), max_length=160)
    signer_number = forms.RegexField(
        regex=r"^[0-9]{18}$",
        label=_("NIP penanda tangan"),
        required=False,
        error_messages={"invalid": _("NIP terdiri dari 18 angka. Periksa lagi, atau kosongkan.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, settings: CertificateSettings | None, city_name: str
    ) -> None:
        starting = {
            "pattern": STARTING_PATTERN,
            "agency": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
            "place": city_name.removeprefix("Kota "),
            "signer_position": "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
            "revision": 0,
        }
        known = self.stored(settings) | {"revision": settings.revision} if settings else starting
        super().__init__(data, initial=known)

    @staticmethod
    def stored(row: CertificateSettings) -> dict[str, Any]:
        """What the row holds, by field."""
        return {name: getattr(row, name) for name in SettingsFacts.__dataclass_fields__}

    def facts(self) -> SettingsFacts:
        """Only after `is_valid`."""
        return SettingsFacts(**{name: self.cleaned_data[name] for name in SettingsFacts.__dataclass_fields__})


class KeyForm(forms.Form):
    """A key file of the city."""

    label = forms.CharField(
        label=_("Sebutan kunci"), max_length=80, help_text=_("Misalnya «Kunci Kepala BKPSDM 2026».")
    )
    file = forms.FileField(
        label=_("Berkas kunci (.p12 atau .pfx)"),
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
        error_messages={
            "required": _("Pilih berkas kuncinya."),
            "empty": _("Berkas itu kosong. Pilih berkas kunci dari penerbit kunci Anda."),
        },
    )
    passphrase = forms.CharField(
        label=_("Kata sandi kunci"),
        strip=False,
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Hanya untuk memeriksa berkasnya sekarang; tidak disimpan."),
    )

    def clean_file(self) -> bytes:
        """The content; a key file is small."""
        given: UploadedFile = self.cleaned_data["file"]
        if (given.size or 0) > LARGEST_KEY:
            raise forms.ValidationError(_("Berkas kunci tidak sebesar itu. Pilih berkas .p12 atau .pfx."))
        return given.read()


class SignForm(forms.Form):
    """Who signs, and the passphrase that opens the key."""

    way = forms.ChoiceField(label=_("Ditandatangani dengan"))
    signer_name = forms.CharField(
        label=_("Nama penanda tangan"), max_length=160, required=False, help_text=_("Untuk layanan nasional.")
    )
    signer_nik = forms.RegexField(
        regex=r"^[0-9]{16}$",
        label=_("NIK penanda tangan"),
        required=False,
        help_text=_("Untuk layanan nasional; tidak disimpan sesudah pekerjaan selesai."),
        error_messages={"invalid": _("NIK terdiri dari 16 angka.")},
    )
    passphrase = forms.CharField(
        label=_("Kata sandi kunci"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Disimpan tersegel selama pekerjaan berjalan, lalu dihapus."),
        error_messages={"required": _("Ketik kata sandi kuncinya.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        keys: Sequence[SigningKey],
        has_service: bool,
        signer_name: str,
    ) -> None:
        super().__init__(data, initial={"signer_name": signer_name})
        choices = [(str(key.pk), f"{key.label} ({key.subject})") for key in keys]
        if has_service:
            choices.append((SigningWay.SERVICE, str(_("Layanan tanda tangan nasional"))))
        else:
            del self.fields["signer_name"], self.fields["signer_nik"]
        self.fields["way"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The service needs to know whose signature it is."""
        found = super().clean() or {}
        if found.get("way") == SigningWay.SERVICE:
            for name, told in (
                ("signer_name", _("Ketik nama penanda tangannya.")),
                ("signer_nik", _("Ketik NIK penanda tangannya.")),
            ):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, told)
        return found

    def key_id(self) -> int | None:
        """The chosen key of the city; None for the service. Only after `is_valid`."""
        way = self.cleaned_data["way"]
        return None if way == SigningWay.SERVICE else int(way)
