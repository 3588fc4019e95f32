"""What people type in mid-year: how far sessions of the set plan are, and a plan made anew."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibina.lib.ui.forms import DayField
from sibina.lib.words import date_span
from sibina.plan.planning.forms.plans import AskingForm
from sibina.plan.planning.models import CityPlan
from sibina.plan.planning.reads import MarkedSession
from sibina.plan.planning.rules.marking import MarkProblem, MarksRefused
from sibina.plan.planning.sentences import MARK_PROBLEMS, SESSION_STATES


class RemakeForm(AskingForm):
    """A plan made anew in the place of the set one; needs weigh in it what they weigh there."""

    from_day = DayField(
        label=_("Sesi baru mulai paling awal"),
        help_text=_(
            "Sesi yang mulai sebelum hari ini tidak dapat dipilih lagi, kecuali yang sudah terikat atau selesai."
        ),
    )
    field_order = ("name", "from_day", "ceiling")

    @staticmethod
    def usual_after(base: CityPlan, today: date) -> dict[str, Any]:
        """What the form begins with: what the set plan was asked with, from today on."""
        year = base.cycle.year
        return {
            "name": _now("Perubahan rencana %(year)s") % {"year": year},
            "from_day": min(max(today, date(year, 1, 1)), date(year, 12, 31)),
            "ceiling": base.city_ceiling,
            "jp_first": base.jp_first,
            "away_percent": base.away_percent,
            "seconds": base.seconds,
            "seed": base.seed,
        }


class MarkForm(forms.Form):
    """How far sessions of the set plan are: which, what, since when, why."""

    state = forms.ChoiceField(
        label=_("Keadaan"),
        choices=list(SESSION_STATES.items()),
        widget=forms.RadioSelect,
        help_text=_(
            "Terikat: kontrak ditandatangani atau undangan terkirim. Selesai: sudah terlaksana. Gugur: tidak dapat berjalan "
            "lagi. Terbuka: tanda sebelumnya keliru."
        ),
        error_messages={"required": _("Pilih keadaannya.")},
    )
    day = DayField(
        label=_("Tanggal"), help_text=_("Hari kontrak, hari terakhir sesi, atau hari sesi itu gugur.")
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Misalnya nomor kontrak, nomor undangan, atau sebab sesi itu tidak dapat berjalan."),
        error_messages={"required": _("Tulis alasannya; tanda ini dibaca kembali saat pemeriksaan.")},
    )
    sessions = forms.MultipleChoiceField(
        label=_("Sesi"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Centang paling sedikit satu sesi."),
            "invalid_choice": _(
                "Sesi itu tidak berjalan dalam rencana ini. Muat ulang halaman, lalu pilih lagi."
            ),
        },
    )

    def __init__(self, *args: Any, sessions: list[MarkedSession], **kwargs: Any) -> None:
        """`sessions`: what the plan runs, to choose among."""
        super().__init__(*args, **kwargs)
        self.fields["sessions"].choices = [  # type: ignore[attr-defined]
            (one.row.offering_id, _session_label(one)) for one in sessions
        ]

    def refuse(self, refused: MarksRefused) -> None:
        """Say each problem once, with the codes of its sessions, beside its field."""
        codes: dict[MarkProblem, list[str]] = {}
        for code, problem in refused.problems:
            codes.setdefault(problem, []).append(code)
        for problem, its in codes.items():
            field = "day" if problem == MarkProblem.DAY_AHEAD else "sessions"
            self.add_error(field, str(MARK_PROBLEMS[problem]) % {"codes": ", ".join(its)})


def _session_label(one: MarkedSession) -> str:
    row = one.row
    when = date_span(row.starts_on, row.ends_on)
    return f"{row.code} · {row.programme_name} · {when} · {SESSION_STATES[one.state]}"
