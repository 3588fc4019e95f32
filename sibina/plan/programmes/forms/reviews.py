"""What is typed about reviews: whom to ask, what the partner's people say, the signature."""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.plan.programmes.models import REMARK_KIND_TITLES, CurriculumModule
from sibina.plan.programmes.types import RemarkFacts, RemarkKind


class AskReviewForm(forms.Form):
    """Which partner is asked, with what message."""

    partner = forms.TypedChoiceField(
        label=_("Mitra"),
        coerce=int,
        error_messages={"required": _("Pilih mitra yang diminta menelaah.")},
    )
    note = forms.CharField(
        label=_("Pesan"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: QueryDict | None = None, *, partners: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["partner"].choices = [("", _("Pilih mitra")), *partners]  # type: ignore[attr-defined]


class WithdrawReviewForm(forms.Form):
    """Why the version waits no longer for this partner."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Tulis alasannya, supaya pembaca kemudian mengerti.")},
    )


class RemarkForm(forms.Form):
    """A comment or a wish for changes, about the whole or one module."""

    kind = forms.ChoiceField(
        label=_("Tanggapan"),
        choices=REMARK_KIND_TITLES[:2],
        widget=forms.RadioSelect,
        initial=RemarkKind.COMMENT,
    )
    lineage = forms.TypedChoiceField(label=_("Tentang"), required=False, coerce=int, empty_value=None)
    text = forms.CharField(
        label=_("Isi"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Tulis tanggapannya.")},
    )

    def __init__(self, data: QueryDict | None = None, *, modules: Sequence[CurriculumModule]) -> None:
        super().__init__(data)
        self.fields["lineage"].choices = [  # type: ignore[attr-defined]
            ("", _("Kurikulum seluruhnya")),
            *((module.lineage, module.title) for module in modules),
        ]

    def facts(self) -> RemarkFacts:
        """Only after `is_valid`."""
        typed = self.cleaned_data
        return RemarkFacts(kind=RemarkKind(typed["kind"]), text=typed["text"], lineage=typed["lineage"])


class SignatureForm(forms.Form):
    """Name and office of who signs, and the digest of what was read."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = forms.CharField(
        label=_("Nama Anda"),
        max_length=120,
        error_messages={"required": _("Tulis nama yang menyetujui.")},
    )
    office = forms.CharField(
        label=_("Jabatan di lembaga Anda"),
        max_length=160,
        error_messages={"required": _("Tulis jabatan yang menyetujui.")},
    )

    def read_again(self, digest: str) -> None:
        """What was typed stays; the next signature is for the text as it is shown now."""
        typed = cast(QueryDict, self.data).copy()
        typed["digest"] = digest
        self.data = typed

    def facts(self) -> RemarkFacts:
        """Only after `is_valid`."""
        return RemarkFacts(
            kind=RemarkKind.SIGNATURE, name=self.cleaned_data["name"], office=self.cleaned_data["office"]
        )
