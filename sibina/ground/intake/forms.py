"""Forms of intake: the workbooks that are dropped, and the decision to import them."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST_FILES = 6
MOST_BYTES = 200 * 1024**2


class WorkbooksInput(forms.ClearableFileInput):
    """Several files at once; without script they are chosen in the browser's own window."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class WorkbooksField(forms.FileField):
    """One or more workbooks; recognised by what is in them and not by their names."""

    default_error_messages = {
        "required": _("Pilih sedikitnya satu berkas."),
        "many": _("Pilih paling banyak %(most)s berkas sekaligus."),
        "large": _(
            "Berkas yang dikirim terlalu besar: semuanya %(size)s MB, paling banyak %(most)s MB. Kirim satu-satu, atau "
            "hapus lembar yang tidak dipakai."
        ),
        "empty": _("Berkas yang dikirim kosong. Pilih berkas yang berisi data."),
    }

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Every file that was sent, empty ones included: they get a sentence of their own."""
        given = list(data or [])
        if not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(given) > MOST_FILES:
            raise forms.ValidationError(self.error_messages["many"], code="many", params={"most": MOST_FILES})
        size = sum(file.size or 0 for file in given)
        if size > MOST_BYTES:
            params = {"size": -(-size // 1024**2), "most": MOST_BYTES // 1024**2}
            raise forms.ValidationError(self.error_messages["large"], code="large", params=params)
        return given


class UploadForm(forms.Form):
    """The workbooks of a city, all three or one by one."""

    workbooks = WorkbooksField(
        label=_("Buku kerja"),
        help_text=_(
            "Data ASN, standar kompetensi, dan hasil penilaian, sebagai XLSX, ODS, atau CSV. Boleh ketiganya "
            "sekaligus, boleh satu-satu; nama berkas bebas."
        ),
        widget=WorkbooksInput(attrs={"accept": ".xlsx,.ods,.csv", "multiple": True}),
    )


class ImportForm(forms.Form):
    """The decision: import, and what becomes of people who are not in the export."""

    mark_left = forms.BooleanField(required=False)

    def __init__(self, *args: Any, missing: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["mark_left"]
            return
        self.fields["mark_left"].label = _("Tandai %(count)s orang itu tidak lagi bekerja di sini") % {
            "count": f"{missing:,}".replace(",", ".")
        }
        self.fields["mark_left"].help_text = _(
            "Tanpa tanda ini mereka tetap seperti yang tercatat. Riwayatnya tidak dihapus."
        )
