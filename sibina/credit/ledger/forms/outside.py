"""What people type about a training elsewhere: the record on a phone, and the reason of a refusal."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from sibina.credit.ledger.actions import Evidence
from sibina.credit.ledger.models import (
    FORM_TITLES,
    LONGEST_NUMBER,
    LONGEST_ORGANISER,
    LONGEST_TITLE,
    OutsideTraining,
)
from sibina.credit.ledger.rules import (
    LONGEST_REASON,
    SHORTEST_REASON,
    form_of,
    kind_of_evidence,
)
from sibina.credit.ledger.sentences import EVIDENCE_FLAWS, FLAWS, NO_EVIDENCE, REASON_OWED
from sibina.credit.ledger.types import BadFacts, EvidenceProblem, OutsideFacts, OutsideProblem
from sibina.lib.editing.forms import RevisedForm
from sibina.lib.ui.forms import DayField

TOO_LONG = _("Terlalu panjang. Singkatkan seperti yang tercetak pada sertifikat.")
HERE, ABROAD = "dalam", "luar"
WHOLE = _("Tulis angka bulat, misalnya 12.")


def stored_of(training: OutsideTraining) -> dict[str, Any]:
    """What is stored of a record, as the form's fields say it."""
    place = ABROAD if training.abroad else HERE
    return vars(training.facts) | {"form": training.form, "abroad": place}


class TrainingForm(RevisedForm):
    """A training elsewhere, as the certificate says it."""

    title = forms.CharField(
        label=_("Nama pelatihan"),
        help_text=_("Seperti tercetak pada sertifikat."),
        max_length=LONGEST_TITLE,
        error_messages={"required": FLAWS[OutsideProblem.NO_TITLE], "max_length": TOO_LONG},
    )
    organiser = forms.CharField(
        label=_("Penyelenggara"),
        max_length=LONGEST_ORGANISER,
        error_messages={"required": FLAWS[OutsideProblem.NO_ORGANISER], "max_length": TOO_LONG},
    )
    form = forms.ChoiceField(
        label=_("Bentuk"),
        choices=[("", _("Pilih bentuknya")), *((str(form), title) for form, title in FORM_TITLES)],
        error_messages={
            "required": _("Bentuk belum dipilih. Bentuk menentukan cara JP dihitung."),
            "invalid_choice": _("Bentuk itu tidak ada dalam daftar. Pilih salah satu dari daftar."),
        },
    )
    abroad = forms.ChoiceField(
        label=_("Tempat"),
        choices=[(HERE, _("Dalam negeri")), (ABROAD, _("Luar negeri"))],
        initial=HERE,
    )
    starts_on = DayField(label=_("Hari pertama"))
    ends_on = DayField(label=_("Hari terakhir"))
    days = forms.IntegerField(
        label=_("Berapa hari diikuti"),
        required=False,
        help_text=_("Kosongkan bila setiap hari di antara kedua tanggal."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": WHOLE},
    )
    jp = forms.IntegerField(
        label=_("JP pada sertifikat"),
        required=False,
        help_text=_(
            "Boleh kosong untuk seminar, lokakarya, sosialisasi, dan magang: JP-nya dihitung dari harinya."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": WHOLE},
    )
    number = forms.CharField(
        label=_("Nomor sertifikat"),
        required=False,
        max_length=LONGEST_NUMBER,
        help_text=_("Tanpa nomor, catatan ini dihitung tetapi belum dapat dikirim ke SIASN."),
        error_messages={"max_length": TOO_LONG},
    )
    evidence = forms.FileField(
        label=_("Bukti"),
        help_text=_("Sertifikat atau surat keterangan: PDF, JPG, atau PNG, paling besar 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": NO_EVIDENCE, "empty": EVIDENCE_FLAWS[EvidenceProblem.EMPTY]},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        training: OutsideTraining | None = None,
    ) -> None:
        initial: dict[str, Any] = {"revision": 0}
        if training is not None:
            initial = stored_of(training) | {"revision": training.revision}
        super().__init__(data, files, initial=initial)
        if training is not None and training.evidence_id is not None:
            self.fields["evidence"].required = False
            self.fields["evidence"].help_text = _(
                "Kosongkan bila berkas yang sudah dikirim tetap berlaku. PDF, JPG, atau PNG, paling besar 5 MB."
            )

    def clean_evidence(self) -> Evidence | None:
        """The file, known by its content and not by its name."""
        given = self.cleaned_data.get("evidence")
        if not given:
            return None
        content = given.read()
        kind = kind_of_evidence(content)
        if isinstance(kind, EvidenceProblem):
            raise forms.ValidationError(EVIDENCE_FLAWS[kind])
        return Evidence(given.name, content)

    def facts(self) -> OutsideFacts:
        """What was typed; of a span without a number of days, all of them."""
        found = self.cleaned_data
        span = (found["ends_on"] - found["starts_on"]).days + 1
        return OutsideFacts(
            title=" ".join(found["title"].split()),
            organiser=" ".join(found["organiser"].split()),
            form=form_of(found["form"]),
            abroad=found["abroad"] == ABROAD,
            starts_on=found["starts_on"],
            ends_on=found["ends_on"],
            days=max(span, 1) if found["days"] is None else found["days"],
            jp=found["jp"],
            number=found["number"].strip(),
        )

    def tell(self, bad: BadFacts) -> None:
        """Each flaw beside its field."""
        for flaw in bad.flaws:
            self.add_error(flaw.field, str(FLAWS[flaw.problem]))


class ReasonForm(RevisedForm):
    """Why a record is refused, or its verification taken back."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Yang bersangkutan membaca kalimat ini, lalu dapat memperbaiki dan mengirim lagi."),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": REASON_OWED,
            "min_length": REASON_OWED,
            "max_length": _("Terlalu panjang: paling banyak 500 huruf."),
        },
    )
