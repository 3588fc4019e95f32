"""What is typed about permit papers."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sibina.deliver.placements.models import PLACEMENT_FORM_TITLES, Paper
from sibina.deliver.placements.sentences import PAPER_KINDS, PAPER_PLACES
from sibina.deliver.placements.types import PaperFacts, PaperKind, PaperPlace, PaperRuleFacts
from sibina.ground.cycles.api import CERTAINTY_TITLES
from sibina.lib.editing.forms import RevisedForm
from sibina.lib.files.forms import ScanField
from sibina.lib.ui.forms import DayField


class PaperForm(RevisedForm):
    """One paper of a placement."""

    number = forms.CharField(label=_("Nomor"), max_length=120)
    issued_on = DayField(label=_("Tanggal surat"))
    valid_until = DayField(
        label=_("Berlaku sampai"),
        required=False,
        help_text=_("Bila tertulis pada suratnya. Harus mencapai hari terakhir penempatan."),
    )
    scan = ScanField(label=_("Pindaian"), required=False, help_text=_("PDF atau foto, paling banyak 5 MB."))

    def __init__(
        self, data: QueryDict | None = None, files: Any = None, *, kind: PaperKind, paper: Paper | None
    ) -> None:
        self.kind = kind
        initial = self.stored(paper) | {"revision": paper.revision} if paper else {"revision": 0}
        super().__init__(data, files, initial=initial)

    @staticmethod
    def stored(paper: Paper) -> dict[str, Any]:
        """What the row holds, by field."""
        return {name: getattr(paper, name) for name in ("number", "issued_on", "valid_until")}

    def clean(self) -> dict[str, Any]:
        """It does not end before it was written."""
        found = super().clean() or {}
        first, last = found.get("issued_on"), found.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Berakhir sebelum tanggal suratnya. Periksa kedua tanggalnya."))
        return found

    def facts(self) -> PaperFacts:
        """Only after `is_valid`."""
        typed = self.cleaned_data
        return PaperFacts(self.kind, typed["number"], typed["issued_on"], typed["valid_until"])


class PaperRuleForm(forms.Form):
    """A paper that is asked for from a day on."""

    kind = forms.ChoiceField(
        label=_("Surat"),
        choices=lambda: [(kind, capfirst(str(title))) for kind, title in PAPER_KINDS.items()],
    )
    form = forms.ChoiceField(
        label=_("Bentuk"), required=False, choices=[("", _("Semua bentuk")), *PLACEMENT_FORM_TITLES]
    )
    place = forms.ChoiceField(label=_("Berlaku untuk"), choices=list(PAPER_PLACES.items()))
    days_before = forms.IntegerField(
        label=_("Hari sebelum berangkat"), min_value=0, max_value=365, help_text=_("Paling lambat sudah ada.")
    )
    valid_from = DayField(label=_("Berlaku sejak"))
    legal_basis = forms.CharField(
        label=_("Dasar"), max_length=300, help_text=_("Peraturan atau keputusan yang memintanya.")
    )
    certainty = forms.ChoiceField(label=_("Kepastian"), choices=CERTAINTY_TITLES)

    def facts(self) -> PaperRuleFacts:
        """Only after `is_valid`."""
        typed = self.cleaned_data
        return PaperRuleFacts(
            **typed | {"kind": PaperKind(typed["kind"]), "place": PaperPlace(typed["place"])}
        )


class EndRuleForm(forms.Form):
    """From when the paper is asked for no more."""

    on = DayField(label=_("Tidak diminta lagi sejak"))
