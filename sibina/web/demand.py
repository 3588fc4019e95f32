"""A change in demand seen across the house: what it means for the plan, and the whole of it on paper."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs.api import (
    DemandChange,
    EffectLine,
    Impact,
    RiseRow,
    find_change,
    get_impact,
    get_rises,
    is_stale,
    list_asked_levels,
    list_rise_rows,
)
from sibina.ground.cycles.api import find_open_cycle
from sibina.ground.people.api import CityRequest, get_sight
from sibina.ground.people.types import Sight
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.charts import before_after
from sibina.lib.documents import Sheet, SheetColumn, render_pdf, write_workbook
from sibina.lib.files.api import PDF, XLSX, attachment
from sibina.lib.words import UNKNOWN, long_date, moment, number, percent, rupiah
from sibina.plan.planning.api import CityPlan, TrialPair, list_trial_pairs

READERS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
AGENCY = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"


def _get_change(request: CityRequest, pk: int) -> DemandChange:
    found = find_change(pk, get_sight(request.membership))
    if found is None:
        raise Http404
    return found


@allow(*READERS)
def plans(request: CityRequest, pk: int) -> HttpResponse:
    """Plans as they would be under the change, each beside the plan on present gaps."""
    change = _get_change(request, pk)
    trial = getattr(change, "trial", None)
    context = {
        "change": change,
        "pairs": [
            {"trial": pair.trial, "present": pair.present, "figures": _figures(pair)}
            for pair in list_trial_pairs(change_id=change.pk)
        ],
        "trial": trial,
        "is_stale": trial is not None and is_stale(trial, today=timezone.localdate()),
        "cycle": find_open_cycle(),
        "may_ask": request.membership.role in {Role.PENGELOLA, Role.ANALIS},
    }
    return render(request, "web/demand_plans.html", context)


def _figures(pair: TrialPair) -> list[tuple[str, str, str]]:
    """Each figure of the plan: on present gaps, and under the change."""

    def told(plan: CityPlan | None, name: str) -> str:
        value = getattr(plan, name) if plan else None
        if value is None:
            return UNKNOWN
        if name in {"ceiling", "cost"}:
            return rupiah(value)
        if name == "gap":
            return percent(value, 2)
        return number(value, 1 if name.startswith("levels") else 0)

    names = {
        "ceiling": _("Pagu"),
        "cost": _("Biaya"),
        "levels_short": _("Kesenjangan sebelum rencana (tingkat)"),
        "levels_closed": _("Tertutup oleh rencana (tingkat)"),
        "levels_left": _("Tersisa (tingkat)"),
        "people_reached": _("Pegawai yang ikut"),
        "gap": _("Jarak terbukti ke yang terbaik"),
    }
    return [(label, told(pair.present, name), told(pair.trial, name)) for name, label in names.items()]


def _rise_rows(change: DemandChange, sight: Sight) -> list[RiseRow]:
    levels = list_asked_levels(change_id=change.pk)
    return list_rise_rows(levels, get_rises(change, levels), sight)


# On paper.
@allow(*READERS)
def document(request: CityRequest, pk: int) -> HttpResponse:
    """The change as a paper: what, basis, positions, levels, gaps and plans before and after."""
    change = _get_change(request, pk)
    sight = get_sight(request.membership)
    impact = get_impact(change, sight)
    city = request.city.name.removeprefix("Kota ").strip()
    data = {
        "city": city,
        "agency": AGENCY,
        "is_example": request.city.is_example,
        "title": _("Perubahan tuntutan kompetensi jabatan"),
        "subtitle": change.title,
        "footer": _("%(title)s · %(state)s · dicetak %(at)s")
        % {
            "title": change.title,
            "state": change.get_state_display(),
            "at": moment(timezone.localtime()),
        },
        "landscape": True,
        "blocks": [
            *_what(change),
            *_levels(_rise_rows(change, sight)),
            *_gaps(change, impact),
            *_costs(list_trial_pairs(change_id=change.pk)),
        ],
        "signatures": [{"place": city, "date": "", "office": _("Kepala BKPSDM")}],
    }
    name = f"Perubahan tuntutan - {change.title}.pdf"
    return attachment(name=name, content=render_pdf("report.typ", data), content_type=PDF)


def _what(change: DemandChange) -> list[dict[str, Any]]:
    facts = [
        [_("Berlaku mulai"), long_date(change.starts_on)],
        [_("Dasar"), change.legal_basis],
        [_("Keadaan"), _standing(change)],
    ]
    if change.ended_reason:
        facts.append([_("Alasan"), change.ended_reason])
    return [
        {"kind": "heading", "text": _("Yang berubah")},
        {"kind": "text", "text": change.what},
        {"kind": "facts", "items": facts},
    ]


def _standing(change: DemandChange) -> str:
    state = str(change.get_state_display())
    if change.is_draft:
        return _("%(state)s, belum ditetapkan") % {"state": state}
    at = change.ended_at or change.set_at
    return f"{state}, {moment(timezone.localtime(at))}" if at else state


def _levels(rows: list[RiseRow]) -> list[dict[str, Any]]:
    columns = [
        {"label": _("Jabatan"), "width": "3fr"},
        {"label": _("Kompetensi"), "width": "3fr"},
        {"label": _("Sebelum"), "align": "right"},
        {"label": _("Sesudah"), "align": "right"},
        {"label": _("Bobot"), "align": "right"},
        {"label": _("Pemegang"), "align": "right"},
    ]
    lines = [
        [
            row.position.name,
            row.competency.name,
            _("tidak dituntut") if row.before is None else str(row.before),
            str(row.rise.after.level),
            number(row.rise.after.weight, 2),
            number(row.holders),
        ]
        for row in rows
    ]
    return [
        {"kind": "heading", "text": _("Tingkat yang dituntut")},
        {"kind": "table", "columns": columns, "rows": lines},
    ]


def _gaps(change: DemandChange, impact: Impact) -> list[dict[str, Any]]:
    heading = {"kind": "heading", "text": _("Kesenjangan sebelum dan sesudah")}
    if change.tried_at is None or change.tried_for is None:
        return [heading, {"kind": "text", "text": _("Perubahan ini belum dicoba.")}]
    chart = before_after(
        _("Tingkat yang kurang menurut kompetensi"),
        [
            (line.name, line.effect.before.shortfall, line.effect.after.shortfall)
            for line in impact.competencies
        ],
    )
    note = _(
        "Percobaan untuk keadaan per %(day)s, dihitung %(at)s dengan aturan %(rule)s; hanya jabatan dan kompetensi "
        "yang naik. Yang belum terukur dihitung terpisah, bukan nol."
    ) % {
        "day": long_date(change.tried_for),
        "at": moment(timezone.localtime(change.tried_at)),
        "rule": change.tried_rule,
    }
    return [
        heading,
        {"kind": "note", "text": note},
        {"kind": "chart", "svg": chart.picture, "caption": _("Tingkat yang kurang menurut kompetensi")},
        {"kind": "heading", "level": 2, "text": _("Menurut kompetensi")},
        _effect_table(_("Kompetensi"), impact.competencies),
        {"kind": "heading", "level": 2, "text": _("Menurut perangkat daerah")},
        _effect_table(_("Perangkat daerah"), impact.offices),
    ]


EFFECT_FIGURES = (
    ("before", "short"),
    ("after", "short"),
    ("before", "unmeasured"),
    ("after", "unmeasured"),
    ("before", "shortfall"),
    ("after", "shortfall"),
)


def _effect_heads(name: str) -> list[str]:
    return [
        name,
        _("Pegawai tersentuh"),
        _("Kurang, sebelum"),
        _("Kurang, sesudah"),
        _("Belum terukur, sebelum"),
        _("Belum terukur, sesudah"),
        _("Tingkat kurang, sebelum"),
        _("Tingkat kurang, sesudah"),
    ]


def _effect_figures(line: EffectLine) -> list[int]:
    told = [getattr(getattr(line.effect, when), name) for when, name in EFFECT_FIGURES]
    return [line.effect.after.people, *told]


def _effect_table(name: str, lines: tuple[EffectLine, ...]) -> dict[str, Any]:
    first, *others = _effect_heads(name)
    figures = ({"label": label, "align": "right", "width": "1fr"} for label in others)
    columns = [{"label": first, "width": "3fr"}, *figures]
    rows = [[line.name, *(number(figure) for figure in _effect_figures(line))] for line in lines]
    return {"kind": "table", "columns": columns, "rows": rows}


def _costs(pairs: list[TrialPair]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"kind": "heading", "text": _("Rencana dan biaya sebelum dan sesudah")}]
    if not pairs:
        return [*found, {"kind": "text", "text": _("Belum ada rencana yang disusun atas percobaan ini.")}]
    for pair in pairs:
        columns = [
            {"label": _("Angka"), "width": "2fr"},
            {"label": pair.present.name if pair.present else _("Belum ada rencana"), "align": "right"},
            {"label": pair.trial.name, "align": "right"},
        ]
        found += [
            {"kind": "heading", "level": 2, "text": _("Tahun %(year)s") % {"year": pair.trial.cycle.year}},
            {"kind": "table", "columns": columns, "rows": [list(row) for row in _figures(pair)]},
        ]
    return found


@allow(*READERS)
def workbook(request: CityRequest, pk: int) -> HttpResponse:
    """The tables of the paper as a workbook, figures as figures."""
    change = _get_change(request, pk)
    sight = get_sight(request.membership)
    impact = get_impact(change, sight)
    levels = [
        [
            row.position.name,
            row.competency.name,
            row.before,
            row.rise.after.level,
            row.rise.after.weight,
            row.holders,
        ]
        for row in _rise_rows(change, sight)
    ]
    columns = [
        SheetColumn(_("Jabatan"), width=44),
        SheetColumn(_("Kompetensi"), width=36),
        SheetColumn(_("Sebelum"), "number"),
        SheetColumn(_("Sesudah"), "number"),
        SheetColumn(_("Bobot"), "decimal"),
        SheetColumn(_("Pemegang"), "number"),
    ]
    notes = [
        change.title,
        _("Berlaku mulai %(day)s. Dasar: %(basis)s.")
        % {"day": long_date(change.starts_on), "basis": change.legal_basis},
    ]
    if request.city.is_example:
        notes.append(_("Kota contoh, untuk mencoba: isinya bukan data resmi kota."))
    sheets = [
        Sheet(_("Tuntutan"), columns, levels, _("Tingkat yang dituntut"), notes),
        _effect_sheet(_("Menurut OPD"), _("Perangkat daerah"), impact.offices, notes),
        _effect_sheet(_("Menurut kompetensi"), _("Kompetensi"), impact.competencies, notes),
    ]
    name = f"Perubahan tuntutan - {change.title}.xlsx"
    return attachment(name=name, content=write_workbook(sheets), content_type=XLSX)


def _effect_sheet(title: str, name: str, lines: tuple[EffectLine, ...], notes: list[str]) -> Sheet:
    first, *others = _effect_heads(name)
    columns = [SheetColumn(first, width=44), *(SheetColumn(label, "number") for label in others)]
    return Sheet(title, columns, [[line.name, *_effect_figures(line)] for line in lines], title, notes)
