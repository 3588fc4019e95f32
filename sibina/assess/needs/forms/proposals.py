"""What people type about proposals: one on a phone, the reason of an answer, the topic of several."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.models import Proposal
from sibina.assess.needs.rules import LONGEST_REASON, LONGEST_SUBJECT, SHORTEST_REASON
from sibina.assess.needs.sentences import PROPOSAL_KINDS, REASON_TOO_LONG, REASON_TOO_SHORT
from sibina.assess.needs.types import ProposalFacts, ProposalKind, TopicFacts
from sibina.ground.competencies.api import Competency
from sibina.ground.people.rules import name_key

DICTIONARY = "kamus"
"""The list of words that the browser offers while one types; any other words may be typed as well."""
SHORTEST_SUBJECT = 3
SOMETHING_ELSE = "lain"
NOTHING_NAMED = _("Belum disebut tentang apa. Pilih satu kompetensi, atau tulis halnya.")


def _subject_field(label: Any, help_text: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        min_length=SHORTEST_SUBJECT,
        max_length=LONGEST_SUBJECT,
        widget=forms.TextInput(attrs={"list": DICTIONARY, "autocomplete": "off"}),
        error_messages={
            "required": NOTHING_NAMED,
            "min_length": _("Terlalu pendek. Sebut halnya dengan paling sedikit tiga huruf."),
            "max_length": _(
                "Terlalu panjang: paling banyak 120 huruf. Keterangannya tulis di bagian alasan."
            ),
        },
    )


def reason_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """A reason of 10 to 500 letters."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": REASON_TOO_SHORT,
            "min_length": REASON_TOO_SHORT,
            "max_length": REASON_TOO_LONG,
        },
    )


class ProposalForm(forms.Form):
    """A proposal: about one of the own gaps, or about what is typed; a word of the dictionary is recognised."""

    gap = forms.ChoiceField(
        label=_("Tentang apa?"),
        help_text=_("Yang masih kurang pada jabatan Anda disebut lebih dulu."),
        initial=SOMETHING_ELSE,
        error_messages={"required": NOTHING_NAMED},
        widget=forms.RadioSelect,
    )
    subject = _subject_field(
        _("Tentang apa?"), _("Ketik untuk mencari di kamus kompetensi, atau tulis hal lain."), required=True
    )
    kind = forms.ChoiceField(
        label=_("Yang Anda usulkan"),
        choices=list(PROPOSAL_KINDS.items()),
        initial=ProposalKind.NEED,
        widget=forms.RadioSelect,
    )
    reason = reason_field(
        _("Mengapa?"), _("Satu kalimat: apa yang terhambat, atau apa gunanya bagi pekerjaan.")
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        gaps: Sequence[tuple[int, str]],
        dictionary: Sequence[Competency],
    ) -> None:
        super().__init__(data)
        self.dictionary = dictionary
        self.key_of = {name_key(one.name): one.pk for one in dictionary}
        if gaps:
            self.fields["gap"].choices = [*gaps, (SOMETHING_ELSE, _("Hal lain, tulis di bawah"))]  # type: ignore[attr-defined]
            self.fields["subject"].label = _("Hal lain")
            self.fields["subject"].required = False
        else:
            del self.fields["gap"]

    def clean(self) -> dict[str, Any]:
        """One thing and not two."""
        found = super().clean() or {}
        gap, subject = found.get("gap"), found.get("subject")
        if gap == SOMETHING_ELSE and not subject and "subject" not in self.errors:
            self.add_error("subject", NOTHING_NAMED)
        elif gap and gap != SOMETHING_ELSE and subject:
            self.add_error(
                "subject",
                _("Pilih salah satu: kompetensi di atas, atau hal lain di sini. Kosongkan yang satu."),
            )
        return found

    def facts(self) -> ProposalFacts:
        """What was typed."""
        found = self.cleaned_data
        gap, subject = found.get("gap"), " ".join(found["subject"].split())
        return ProposalFacts(
            kind=ProposalKind(found["kind"]),
            competency_id=int(gap) if gap and gap != SOMETHING_ELSE else self.key_of.get(name_key(subject)),
            subject=subject,
            reason=found["reason"],
        )


def _value_of(proposal: Proposal) -> str:
    return f"{proposal.pk}-{proposal.topic_id or 0}"


def _told(proposal: Proposal) -> str:
    return f"{proposal.subject}: {proposal.reason}"


class DeclineForm(forms.Form):
    """Why the superior does not endorse."""

    reason = reason_field(
        _("Alasan tidak mendukung"), _("Pengusul membaca kalimat ini. Usulannya tetap sampai ke BKPSDM.")
    )


class DecisionForm(forms.Form):
    """What the agency decides on a topic, about the proposals that were shown."""

    verdict = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[("taken", _("Diambil menjadi kebutuhan kota")), ("declined", _("Tidak diambil"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih keputusannya: diambil atau tidak diambil.")},
    )
    reason = reason_field(_("Alasan"), _("Setiap pengusul membaca kalimat ini."))
    mark = forms.CharField(widget=forms.HiddenInput)


class GatherForm(forms.Form):
    """Which proposals go into which topic: one that is there, or a new one.

    A proposal stands in the form with the topic it is seen in; one that was moved or decided since is no choice any more.
    """

    proposals = forms.MultipleChoiceField(
        label=_("Usulan"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Belum ada yang dipilih. Centang paling sedikit satu usulan."),
            "invalid_choice": _(
                "Ada usulan yang sudah dipindahkan atau diputus sejak halaman ini dibuka. Periksa daftarnya lagi."
            ),
        },
    )
    topic = forms.TypedChoiceField(
        label=_("Ke topik yang sudah ada"), required=False, coerce=int, empty_value=None
    )
    name = _subject_field(
        _("Atau topik baru"), _("Nama singkat yang dimengerti semua pengusulnya."), required=False
    )
    competency = forms.TypedChoiceField(
        label=_("Kompetensi topik baru"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Bila diisi, usulan ini ikut menimbang kebutuhan kompetensi itu."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        proposals: Iterable[Proposal],
        topics: Sequence[tuple[int, str]],
        dictionary: Sequence[Competency],
        moved: Proposal | None = None,
    ) -> None:
        chosen = [_value_of(moved)] if moved else []
        super().__init__(data, initial={"name": moved.subject if moved else "", "proposals": chosen})
        self.fields["proposals"].choices = [(_value_of(one), _told(one)) for one in proposals]  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", _("Pilih topik")), *topics]  # type: ignore[attr-defined]
        words = [(one.pk, one.name) for one in dictionary]
        self.fields["competency"].choices = [("", _("Tanpa kompetensi")), *words]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An old topic or a new one."""
        found = super().clean() or {}
        if found.get("topic") and found.get("name"):
            self.add_error(
                "name", _("Pilih topik yang sudah ada, atau beri nama topik baru; jangan keduanya.")
            )
        elif not found.get("topic") and not found.get("name") and "name" not in self.errors:
            self.add_error("topic", _("Belum dipilih. Pilih satu topik, atau tulis nama topik baru."))
        return found

    def chosen(self) -> dict[int, int | None]:
        """The proposals by number, each with the topic that it was seen in."""
        pairs = (value.split("-") for value in self.cleaned_data["proposals"])
        return {int(key): int(topic) or None for key, topic in pairs}

    def facts(self) -> TopicFacts:
        """The new topic."""
        return TopicFacts(self.cleaned_data["name"], self.cleaned_data["competency"])
