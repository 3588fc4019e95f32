"""A paper that is sent along: a scan or a photograph."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sibina.lib.files.types import Scan

MOST_MEGABYTES = 5
BEGINNINGS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
"""How the kinds of file begin that everybody can open and that run nothing."""


class ScanField(forms.FileField):
    """A PDF, JPEG or PNG of at most 5 MB; gives a `Scan`, or None where nothing was sent."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"})
    default_error_messages = {
        "large": _(
            "Berkasnya lebih dari %(most)s MB. Kecilkan fotonya, atau pindai dengan mutu lebih rendah."
        ),
        "kind": _("Berkas ini bukan PDF, JPEG, atau PNG. Pindai atau foto suratnya, lalu kirim lagi."),
        "empty": _("Berkas yang dikirim kosong. Pilih berkas yang berisi."),
    }

    def clean(self, data: Any, initial: Any = None) -> Scan | None:  # type: ignore[override]
        """The bytes with their kind."""
        sent: UploadedFile | None = super().clean(data, initial)
        if not sent:
            return None
        if (sent.size or 0) > MOST_MEGABYTES * 1024**2:
            raise ValidationError(self.error_messages["large"], code="large", params={"most": MOST_MEGABYTES})
        content = sent.read()
        for beginning, kind in BEGINNINGS.items():
            if content.startswith(beginning):
                return Scan(sent.name or "berkas", content, kind)
        raise ValidationError(self.error_messages["kind"], code="kind")
