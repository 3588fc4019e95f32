"""What people type about mentoring: the rules of a round, the pool, reasons, goals, and a meeting in two taps."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibina.deliver.mentoring import rules
from sibina.deliver.mentoring.models import Mentor, MentoringRound
from sibina.deliver.mentoring.sentences import LOG_KINDS, REASON_TOO_LONG, REASON_TOO_SHORT
from sibina.deliver.mentoring.types import EntryFacts, GoalFacts, LogKind, PoolRule
from sibina.lib.editing.forms import RevisedForm
from sibina.lib.ui.forms import DayField

RANKS = {
    rules.rank_of(grade): grade
    for grade in ("II/a", "II/b", "II/c", "II/d", "III/a", "III/b", "III/c", "III/d", "IV/a", "IV/b", "IV/c")
}
WHOLE = _("Tulis bilangan bulat.")
NOT_FOUND = _("Tidak ada pegawai aktif dengan NIP ini di daftar Anda. Periksa 18 angkanya.")
MINUTES = (30, 60, 90, 120)
USUAL = (
    _("Tugas harian"),
    _("Pelayanan kepada masyarakat"),
    _("Administrasi dan naskah dinas"),
    _("Sikap kerja dan etika"),
)
OWN_WORDS = "lain"


def reason_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A reason of 10 to 500 letters."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=rules.SHORTEST_REASON,
        max_length=rules.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": REASON_TOO_SHORT,
            "min_length": REASON_TOO_SHORT,
            "max_length": REASON_TOO_LONG,
        },
    )


def _number(label: Any, help_text: Any, low: int, high: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=low,
        max_value=high,
        error_messages={
            "required": WHOLE,
            "invalid": WHOLE,
            "min_value": _("Paling sedikit %(limit_value)s."),
            "max_value": _("Paling banyak %(limit_value)s."),
        },
    )


class RoundForm(forms.Form):
    """The rules of a year's mentoring; the city's own are offered."""

    superior_may = forms.BooleanField(
        label=_("Atasan langsung boleh menjadi mentor"),
        help_text=_("Matikan bila di kota Anda penilai kinerja seseorang tidak boleh menjadi mentornya."),
        required=False,
    )
    capacity = _number(
        _("Daya bimbing biasa"), _("Orang per mentor; OPD dapat mengubahnya untuk tiap mentor."), 1, 10
    )
    senior_rank = forms.TypedChoiceField(
        label=_("Golongan terendah senior"), choices=list(RANKS.items()), coerce=int
    )
    senior_years = _number(_("Masa kerja senior (tahun)"), _("Paling sedikit, sejak diangkat."), 0, 40)
    silence_days = _number(
        _("Dianggap senyap setelah (hari)"), _("Tanpa pertemuan yang disetujui kedua pihak."), 7, 365
    )

    def rule(self) -> PoolRule:
        """What was typed."""
        found = self.cleaned_data
        return PoolRule(found["senior_rank"], found["senior_years"], found["capacity"], found["superior_may"])


class SetForm(forms.Form):
    """How many pairs the officer saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NumberField(forms.CharField):
    """A person by NIP, of those whom the reader may name."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=30,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-control nip"}
            ),
            error_messages={"required": _("Tulis NIP-nya, 18 angka.")},
        )

    def clean(self, value: Any) -> str:
        """The digits alone."""
        return "".join(super().clean(value).split())


class MentorForm(RevisedForm):
    """How many somebody guides, and whether this person is in the pool."""

    capacity = _number(
        _("Daya bimbing"), _("Orang yang didampingi pada waktu yang sama."), 0, rules.MOST_GUIDED
    )
    is_out = forms.BooleanField(
        label=_("Jangan diusulkan sebagai mentor"),
        help_text=_("Yang sedang didampingi tetap berjalan."),
        required=False,
    )
    out_reason = forms.CharField(
        label=_("Alasan dikeluarkan"),
        required=False,
        max_length=rules.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": REASON_TOO_LONG},
    )

    def clean(self) -> dict[str, Any]:
        """Who is taken out is told why."""
        found = super().clean() or {}
        if found.get("is_out") and len(found.get("out_reason", "").strip()) < rules.SHORTEST_REASON:
            self.add_error("out_reason", REASON_TOO_SHORT)
        return found


class AddMentorForm(forms.Form):
    """Somebody whom the office takes into the pool."""

    number = NumberField(_("NIP"), _("Pegawai aktif di perangkat daerah Anda."))
    capacity = _number(
        _("Daya bimbing"), _("Orang yang didampingi pada waktu yang sama."), 1, rules.MOST_GUIDED
    )


class BarForm(forms.Form):
    """Who may not guide whom."""

    mentor = NumberField(_("NIP yang tidak boleh membimbing"))
    mentee = NumberField(_("NIP pegawai baru"))
    reason = reason_field(_("Alasan"), _("Terbaca oleh kepala OPD dan BKPSDM."))


class ReasonForm(forms.Form):
    """A step that owes a reason."""

    reason = reason_field(_("Alasan"), _("Terbaca oleh mentor, yang didampingi, kepala OPD, dan BKPSDM."))


class ChooseForm(ReasonForm):
    """Another mentor, and why."""

    mentor = forms.TypedChoiceField(
        label=_("Mentor"),
        help_text=_("Yang masih punya tempat di perangkat daerah ini; unit yang sama lebih dulu."),
        coerce=int,
        error_messages={
            "required": _("Pilih mentornya."),
            "invalid_choice": _("Mentor ini baru saja penuh atau dikeluarkan. Pilih yang lain."),
        },
    )
    field_order = ["mentor", "reason"]

    def __init__(self, data: Any, *, choices: Iterable[Mentor]) -> None:
        super().__init__(data)
        self.fields["mentor"].choices = [("", _("Pilih mentor")), *((one.pk, _told(one)) for one in choices)]  # type: ignore[attr-defined]


def _told(mentor: Mentor) -> str:
    place = mentor.person.unit.name if mentor.person.unit else ""
    guided: int = mentor.guided  # type: ignore[attr-defined]
    return f"{mentor.person}, {place} ({guided}/{mentor.capacity})"


class MeetingForm(forms.Form):
    """When the two meet next."""

    day = DayField(label=_("Pertemuan berikutnya"), required=False)


class EntryForm(forms.Form):
    """A meeting: what it was about (a goal, something usual, own words) and how long; today where nothing else is said."""

    what = forms.ChoiceField(
        label=_("Tentang apa?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih dulu tentang apa, lalu lamanya.")},
    )
    minutes = forms.IntegerField(
        label=_("Lamanya (menit)"),
        min_value=rules.SHORTEST_MEETING,
        max_value=rules.LONGEST_MEETING,
        error_messages={
            "required": _("Pilih lamanya."),
            "invalid": WHOLE,
            "min_value": _("Paling sedikit %(limit_value)s menit."),
            "max_value": _("Paling lama %(limit_value)s menit sehari."),
        },
    )
    own_words = forms.CharField(
        label=_("Dengan kata sendiri"),
        required=False,
        max_length=rules.LONGEST_WHAT,
        error_messages={"max_length": _("Terlalu panjang: paling banyak 300 huruf.")},
    )
    kind = forms.ChoiceField(
        label=_("Jenis"), choices=list(LOG_KINDS.items()), initial=LogKind.MENTORING, required=False
    )
    day = DayField(label=_("Tanggal"), required=False)

    def __init__(self, data: Any, *, pair_id: int, topics: Sequence[str], today: date) -> None:
        # Several pairs may stand on one page.
        super().__init__(data, initial={"day": today}, auto_id=f"p{pair_id}_%s")
        self.today = today
        words = [*topics, *map(str, USUAL)]
        self.fields["what"].choices = [*((one, one) for one in words), (OWN_WORDS, _("Hal lain"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something else needs words."""
        found = super().clean() or {}
        if found.get("what") == OWN_WORDS and not found.get("own_words", "").strip():
            self.add_error("own_words", _("Tulis halnya, atau pilih salah satu di atas."))
        return found

    def facts(self) -> EntryFacts:
        """What was typed."""
        found = self.cleaned_data
        return EntryFacts(
            kind=LogKind(found["kind"] or LogKind.MENTORING),
            day=found["day"] or self.today,
            minutes=found["minutes"],
            what=found["own_words"].strip() if found["what"] == OWN_WORDS else found["what"],
        )


class GoalForm(forms.Form):
    """A goal: one of the mentee's own gaps, or something in own words, and by when."""

    gap = forms.ChoiceField(
        label=_("Sasaran"),
        widget=forms.RadioSelect,
        initial=OWN_WORDS,
        error_messages={"required": _("Pilih satu, atau tulis sendiri.")},
    )
    text = forms.CharField(
        label=_("Dengan kata sendiri"),
        required=False,
        max_length=rules.LONGEST_WHAT,
        error_messages={"max_length": _("Terlalu panjang: paling banyak 300 huruf.")},
    )
    due_on = DayField(label=_("Tercapai paling lambat"))

    def __init__(self, data: Any, *, gaps: Mapping[int, Any], due_on: date) -> None:
        super().__init__(data, initial={"due_on": due_on})
        self.gaps = gaps
        told = [(str(key), _gap_words(gap)) for key, gap in gaps.items()]
        self.fields["gap"].choices = [*told, (OWN_WORDS, _("Hal lain, tulis di bawah"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something else needs words."""
        found = super().clean() or {}
        if found.get("gap") == OWN_WORDS and not found.get("text", "").strip():
            self.add_error("text", _("Tulis sasarannya, atau pilih satu kesenjangan di atas."))
        return found

    def facts(self) -> GoalFacts:
        """What was typed."""
        found = self.cleaned_data
        if found["gap"] == OWN_WORDS:
            return GoalFacts(found["text"].strip(), found["due_on"])
        gap = self.gaps[int(found["gap"])]
        return GoalFacts(gap.competency.name, found["due_on"], gap.competency_id, gap.present, gap.required)


def _gap_words(gap: Any) -> str:
    return str(_("%(name)s: dari tingkat %(now)s ke %(then)s")) % {
        "name": gap.competency.name,
        "now": gap.present,
        "then": gap.required,
    }


def initial_of(round_: MentoringRound | None, rule: PoolRule, silence_days: int) -> dict[str, Any]:
    """What the form of a new round begins with: the last round's rules, or the city's."""
    if round_ is not None:
        return {
            "superior_may": round_.superior_may,
            "capacity": round_.mentor_capacity,
            "senior_rank": round_.senior_rank,
            "senior_years": round_.senior_years,
            "silence_days": round_.silence_days,
        }
    return {
        "superior_may": rule.superior_may,
        "capacity": rule.capacity,
        "senior_rank": rule.senior_rank,
        "senior_years": rule.senior_years,
        "silence_days": silence_days,
    }
