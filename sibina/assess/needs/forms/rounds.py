"""What is typed in a needs round: its days, answers to needs, performance gaps, reasons, decisions."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sibina.assess.needs.models import PerformanceGap, SheetLine, Signal
from sibina.assess.needs.sentences import DECISIONS, PRIORITIES, REFUSALS, sentence_of
from sibina.assess.needs.types import (
    AlreadyDecided,
    Amendment,
    ChangedMeanwhile,
    Decision,
    NeedsRefused,
    NothingAmended,
    PerformanceFacts,
    Priority,
    ReasonMissing,
    RoundBackwards,
    TooManyPeople,
)
from sibina.lib.ui.forms import DayField

USUAL_DAYS = 30
FIELD_OF: dict[type[NeedsRefused], str] = {
    NothingAmended: "people",
    ReasonMissing: "reason",
    RoundBackwards: "closes_on",
    TooManyPeople: "people",
}
MOST_LETTERS = 2000


def text_area(label: Any, help_text: Any = "") -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 3})
    )


class RefusableForm(forms.Form):
    """A form that can say why what it asks for may not be done."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "reason" in self.fields:
            self.fields["reason"].error_messages["required"] = str(REFUSALS[ReasonMissing])

    def refuse(self, refused: NeedsRefused) -> None:
        """The sentence beside the field that it is about, or above all."""
        field = FIELD_OF.get(type(refused))
        self.add_error(field if field in self.fields else None, sentence_of(refused))


class VersionedForm(RefusableForm):
    """A form about a row that somebody else may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def refuse_as_of(self, refused: NeedsRefused, version: int) -> None:
        """The same; whoever was told that it has changed may save over it, knowing."""
        self.refuse(refused)
        if isinstance(refused, ChangedMeanwhile | AlreadyDecided):
            self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


class OpenRoundForm(RefusableForm):
    """From when until when the offices fill their sheets."""

    opens_on = DayField(label=_("Dibuka mulai"))
    closes_on = DayField(
        label=_("Batas pengisian"), help_text=_("Hari terakhir OPD menandatangani tepat waktu.")
    )

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data, initial={"opens_on": today, "closes_on": today + timedelta(days=USUAL_DAYS)})


class ReasonForm(RefusableForm):
    """A reason that others will read."""

    reason = text_area(_("Alasan"))


class CloseRoundForm(RefusableForm):
    """The end of a round; the reason may stay empty only where every office has signed."""

    reason = forms.CharField(
        label=_("Alasan menutup"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Semua yang membaca AKPK ini dapat melihatnya."),
    )

    def __init__(self, data: QueryDict | None, *, is_owed: bool) -> None:
        super().__init__(data)
        self.fields["reason"].required = is_owed


class AmendForm(VersionedForm):
    """Another number of people or another priority, and why."""

    people = forms.IntegerField(
        label=_("Jumlah orang yang membutuhkan"),
        min_value=0,
        max_value=1_000_000,
        error_messages={"invalid": _("Tulis jumlah orang sebagai bilangan bulat, misalnya 12.")},
    )
    priority = forms.ChoiceField(label=_("Prioritas"), choices=list(PRIORITIES.items()))
    reason = text_area(_("Alasan mengubah"), _("Dibaca BKPSDM ketika kebutuhan diperingkat."))

    def __init__(self, data: QueryDict | None, *, line: SheetLine) -> None:
        people = line.short if line.amended_people is None else line.amended_people
        kept = {"people": people, "priority": line.priority, "reason": line.reason, "version": line.version}
        super().__init__(data, initial=kept)

    def amendment(self) -> Amendment:
        """What was typed."""
        typed = self.cleaned_data
        return Amendment(typed["people"], Priority(typed["priority"]), typed["reason"])


class PerformanceForm(VersionedForm):
    """A gap in the work itself."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    competency = forms.TypedChoiceField(
        label=_("Kompetensi"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Pilih bila jelas kompetensi mana yang kurang."),
    )
    people = forms.IntegerField(
        label=_("Jumlah orang"),
        min_value=1,
        max_value=1_000_000,
        error_messages={
            "invalid": _("Tulis jumlah orang sebagai bilangan bulat, misalnya 12."),
            "min_value": _("Paling sedikit satu orang."),
        },
    )
    observed = text_area(
        _("Yang diamati"),
        _("Apa yang belum berjalan dalam pekerjaan, misalnya waktu tunggu loket di atas 40 menit."),
    )
    evidence = text_area(_("Bukti"), _("Laporan, angka, atau hasil penilaian kinerja yang mendukungnya."))

    def __init__(
        self,
        data: QueryDict | None,
        *,
        gap: PerformanceGap | None,
        competencies: Sequence[tuple[int, str, str]],
    ) -> None:
        kept = {}
        if gap is not None:
            kept = {name: getattr(gap, name) for name in ("people", "observed", "evidence", "version")}
            kept["competency"] = gap.competency_id
        super().__init__(data, initial=kept)
        names = sorted((name, pk) for pk, name, _kind in competencies)
        self.fields["competency"].choices = [  # type: ignore[attr-defined]
            ("", _("Belum jelas kompetensi mana")),
            *((pk, name) for name, pk in names),
        ]

    def facts(self) -> PerformanceFacts:
        """What was typed."""
        typed = self.cleaned_data
        return PerformanceFacts(typed["competency"], typed["people"], typed["observed"], typed["evidence"])


class DecideForm(VersionedForm):
    """A finding taken or declined, and why."""

    decision = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[(key, title) for key, title in DECISIONS.items() if key],
        widget=forms.RadioSelect,
    )
    reason = text_area(_("Alasan"), _("Dibaca semua yang melihat temuan ini."))

    def __init__(self, data: QueryDict | None, *, signal: Signal) -> None:
        super().__init__(data, initial={"version": signal.version, "decision": signal.decision})

    def chosen(self) -> Decision:
        """What was decided."""
        return Decision(self.cleaned_data["decision"])
