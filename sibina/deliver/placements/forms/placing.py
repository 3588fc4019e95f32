"""What officers and heads type about a placement, and what is typed at each of its steps."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.deliver.placements.models import (
    HIGHEST_SCORE,
    LONGEST_HOST,
    LONGEST_TEXT,
    LOWEST_SCORE,
    PLACEMENT_FORM_TITLES,
    Placement,
)
from sibina.deliver.placements.reads import Contents, Cost, Goal
from sibina.deliver.placements.rules import HOME, country_names
from sibina.deliver.placements.sentences import COST_KINDS, REASON_MISSING
from sibina.deliver.placements.types import CostFacts, CostKind, GoalFacts, PlacementFacts, ReturnFacts
from sibina.lib.editing.forms import RevisedForm
from sibina.lib.files.forms import ScanField
from sibina.lib.ui.forms import DayField, RupiahField
from sibina.lib.words import date_span
from sibina.plan.planning.api import FundSource
from sibina.plan.programmes.api import Agreement, Partner
from sibina.plan.programmes.types import Form

BLANK_COSTS, MOST_COSTS = 3, 12
SAME = ("form", "country", "place", "purpose", "starts_on", "ends_on")


def text_field(
    label: Any, help_text: Any = "", *, rows: int = 4, required: bool = True, missing: Any = ""
) -> forms.CharField:
    """Some sentences; `missing` is said where they are required and not there."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
    )


class PlacementForm(RevisedForm):
    """Where, when, what for; the competencies are the person's own gaps."""

    form = forms.ChoiceField(label=_("Bentuk"), choices=PLACEMENT_FORM_TITLES)
    partner_id = forms.TypedChoiceField(
        label=_("Mitra"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Bila tuan rumahnya mitra kota."),
    )
    host = forms.CharField(
        label=_("Lembaga lain"),
        max_length=LONGEST_HOST,
        required=False,
        help_text=_("Bila tuan rumahnya bukan mitra: nama lembaganya, bukan nama orang."),
    )
    country = forms.ChoiceField(label=_("Negara"), choices=list(country_names().items()))
    place = forms.CharField(label=_("Kota"), max_length=80, required=False)
    agreement_id = forms.TypedChoiceField(
        label=_("Perjanjian"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Yang menaungi penempatan ini; harus berlaku sepanjang hari-harinya."),
    )
    starts_on = DayField(label=_("Hari pertama"))
    ends_on = DayField(label=_("Hari terakhir"))
    purpose = text_field(
        _("Tujuan"), _("Apa yang hendak dipelajari di sana, dan untuk pekerjaan apa."), rows=3
    )
    goals = forms.TypedMultipleChoiceField(
        label=_("Kompetensi yang dituju"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kesenjangan pegawai ini menurut hitungan terakhir, yang terbesar lebih dulu."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        placement: Placement | None,
        contents: Contents | None,
        partners: Iterable[Partner],
        agreements: Iterable[Agreement],
        choices: Sequence[Goal],
    ) -> None:
        self.choices = {one.competency_id: one for one in choices}
        initial: dict[str, Any] = {"revision": 0, "country": HOME, "form": Form.MAGANG}
        if placement:
            initial = self.stored(placement, contents) | {"revision": placement.revision}
        super().__init__(data, initial=initial)
        hosts = [(one.pk, f"{one.name}, {one.whereabouts}") for one in partners]
        covered = [(one.pk, _agreement(one)) for one in agreements]
        self.fields["partner_id"].choices = [("", _("Bukan mitra")), *hosts]  # type: ignore[attr-defined]
        self.fields["agreement_id"].choices = [("", _("Tanpa perjanjian")), *covered]  # type: ignore[attr-defined]
        self.fields["goals"].choices = [(one.competency_id, _goal(one)) for one in choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["goals"]

    @staticmethod
    def stored(placement: Placement, contents: Contents | None) -> dict[str, Any]:
        """What the row holds, by field."""
        found = {name: getattr(placement, name) for name in SAME}
        return found | {
            "partner_id": placement.partner_id,
            "host": "" if placement.partner_id else placement.host,
            "agreement_id": placement.agreement_id,
            "goals": [goal.competency_id for goal in contents.goals] if contents else [],
        }

    def clean(self) -> dict[str, Any]:
        """One host, and the days in order."""
        found = super().clean() or {}
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Hari terakhir mendahului hari pertama. Periksa kedua tanggalnya."))
        if "host" not in self.errors and bool(found.get("partner_id")) == bool(found.get("host")):
            self.add_error(
                "host",
                _("Pilih mitra, atau tulis nama lembaga lain di sini; salah satu, jangan keduanya."),
            )
        return found

    def facts(self, costs: Sequence[CostFacts]) -> PlacementFacts:
        """Only after `is_valid`."""
        typed = self.cleaned_data
        goals = [self.choices[key] for key in typed.get("goals", ())]
        return PlacementFacts(
            **{name: typed[name] for name in SAME} | {"form": Form(typed["form"])},
            partner_id=typed["partner_id"],
            host=typed["host"],
            agreement_id=typed["agreement_id"],
            goals=[GoalFacts(one.competency_id, one.from_level, one.to_level) for one in goals],
            costs=costs,
        )


def _agreement(one: Agreement) -> str:
    return f"{one.number}, {one.partner.name} ({date_span(one.starts_on, one.ends_on)})"


def _goal(one: Goal) -> str:
    level = one.from_level if one.from_level is not None else _now("belum diukur")
    told = _now("%(name)s: dari %(level)s ke %(to)s")
    return told % {"name": one.name, "level": level, "to": one.to_level}


class CostForm(forms.Form):
    """One part of the allowance; a blank row is left out."""

    kind = forms.ChoiceField(label=_("Untuk"), choices=list(COST_KINDS.items()), required=False)
    rupiah = RupiahField(
        label=_("Jumlah"),
        min_value=1,
        required=False,
        error_messages={"min_value": _("Jumlahnya harus lebih dari nol.")},
    )
    fund = forms.TypedChoiceField(label=_("Sumber dana"), required=False, coerce=int, empty_value=None)
    payer = forms.CharField(
        label=_("Atau dibayar oleh"), max_length=120, required=False, help_text=_("Misalnya tuan rumah.")
    )

    def __init__(self, *args: Any, funds: Sequence[FundSource], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(one.pk, f"{one.name} {one.cycle.year}") for one in funds]
        self.fields["fund"].choices = [("", _("Bukan dari anggaran kota")), *named]  # type: ignore[attr-defined]
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """A row with an amount has one payer."""
        found = super().clean() or {}
        if found.get("rupiah") is None:
            if (found.get("payer") or found.get("fund")) and "rupiah" not in self.errors:
                self.add_error("rupiah", _("Tulis jumlahnya, atau kosongkan seluruh baris."))
        elif bool(found.get("fund")) == bool(found.get("payer")):
            self.add_error(
                "payer", _("Pilih sumber dana, atau tulis siapa yang membayar; salah satu, jangan keduanya.")
            )
        return found

    def facts(self) -> CostFacts:
        """Only after `is_valid`, of a row with an amount."""
        typed = self.cleaned_data
        return CostFacts(CostKind(typed["kind"]), typed["rupiah"], typed["fund"], typed["payer"])


CostRows = forms.formset_factory(CostForm, extra=BLANK_COSTS, max_num=MOST_COSTS, validate_max=True)


def cost_rows(data: QueryDict | None, *, costs: Iterable[Cost], funds: Sequence[FundSource]) -> Any:
    """The parts of the allowance; emptied rows are left out."""
    initial = [
        {"kind": one.kind, "rupiah": one.rupiah, "fund": one.fund_id, "payer": one.payer} for one in costs
    ]
    return CostRows(data, prefix="biaya", initial=initial, form_kwargs={"funds": funds})


def cost_facts(rows: Any) -> list[CostFacts]:
    """The rows that name an amount."""
    return [form.facts() for form in rows.forms if form.cleaned_data.get("rupiah")]


class ApproveForm(forms.Form):
    """On what the approval rests."""

    basis = forms.CharField(
        label=_("Dasar persetujuan"),
        max_length=200,
        help_text=_("Nomor dan tanggal surat persetujuan pejabat yang berwenang."),
        error_messages={"required": _("Tulis nomor surat persetujuannya; keputusan bersandar padanya.")},
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = text_field(
        _("Alasan"), _("Tersimpan, dan dibaca pegawai yang bersangkutan."), rows=3, missing=REASON_MISSING
    )


class ReturnForm(forms.Form):
    """The last day there."""

    on = DayField(label=_("Hari terakhir di sana"))
    reason = text_field(
        _("Alasan"), _("Hanya bila berbeda dari hari yang disepakati."), rows=2, required=False
    )

    def facts(self) -> ReturnFacts:
        """Only after `is_valid`."""
        return ReturnFacts(self.cleaned_data["on"], self.cleaned_data["reason"])


class ReportForm(forms.Form):
    """What was done and learnt."""

    text = text_field(
        _("Laporan"),
        _("Apa yang dikerjakan, apa yang dipelajari, dan apa yang dapat dipakai di sini."),
        rows=8,
    )
    scan = ScanField(
        label=_("Berkas laporan"), required=False, help_text=_("PDF atau foto, paling banyak 5 MB.")
    )


class CloseForm(forms.Form):
    """The end of it; open duties are owed a reason."""

    reason = text_field(
        _("Alasan"), _("Wajib bila masih ada kewajiban yang terbuka."), rows=3, required=False
    )


class JudgeForm(forms.Form):
    """What the host says of the guest's stay."""

    score = forms.TypedChoiceField(
        label=_("Penilaian"),
        coerce=int,
        choices=[(n, str(n)) for n in range(LOWEST_SCORE, HIGHEST_SCORE + 1)],
        help_text=_(
            "1 kurang sekali, 5 baik sekali: kesungguhan, kerja sama, dan hasil selama di tempat Anda."
        ),
        widget=forms.RadioSelect,
    )
    words = text_field(_("Catatan"), _("Yang perlu diketahui kota."), rows=3, required=False)
