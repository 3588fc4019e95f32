"""Coverage: what the city lacks against what its programmes teach, as a matrix, a table and a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs.api import GapSnapshot, count_levels, current_snapshot
from sibina.assess.needs.types import GapState
from sibina.ground.people.api import CityRequest, get_sight
from sibina.ground.people.types import Sight
from sibina.lib.access import WHOLE_CITY, Role, allow
from sibina.lib.documents import Sheet, SheetColumn, write_workbook
from sibina.lib.ui.kept import kept_html
from sibina.lib.words import long_date, moment, number
from sibina.plan.programmes import reads
from sibina.plan.programmes.forms import CoverageForm
from sibina.plan.programmes.rules import Band, Coverage, coverage_of
from sibina.plan.programmes.types import Goal, Teacher

READERS = (*sorted(WHOLE_CITY), Role.KEPALA_OPD)
STEPS = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Named = Mapping[int, tuple[str, str]]
"""Competencies: name and kind by number."""


@dataclass(frozen=True)
class _Shown:
    """What page and workbook both show; the figures are added up when they are asked for."""

    snapshot: GapSnapshot
    sight: Sight
    form: CoverageForm
    offices: Sequence[tuple[int, str]]
    teachers: Sequence[Teacher]
    named: Named

    @cached_property
    def coverage(self) -> Coverage:
        chosen = self.form.chosen
        counts = count_levels(
            self.snapshot,
            office_id=int(chosen["opd"]) if "opd" in chosen else None,
            sector_id=int(chosen["sektor"]) if "sektor" in chosen else None,
            sight=self.sight,
        )
        return coverage_of((one for one in counts if one.competency_id in self.named), self.teachers)

    @property
    def by_module(self) -> bool:
        return self.form.chosen.get("kolom") == "modul"


@allow(*READERS)
def coverage(request: CityRequest) -> HttpResponse:
    """Which gaps are covered by which programme or module, and which by none; `?unduh=xlsx` is the same as a workbook."""
    snapshot = current_snapshot(request.city)
    if snapshot is None:
        return render(request, "programmes/coverage.html", {"snapshot": None})
    shown = _find(request, snapshot)
    if request.GET.get("unduh") == "xlsx":
        return _workbook(request, shown)
    context = {
        "snapshot": snapshot,
        "export_address": _address(reverse("programmes:coverage"), {**shown.form.chosen, "unduh": "xlsx"}),
        "coverage_html": _coverage_html(request, shown),
    }
    return render(request, "programmes/coverage.html", context)


def _coverage_html(request: CityRequest, shown: _Shown) -> str:
    """The figures and tables as HTML, kept by all that they show: what was counted, what is taught, names and choices."""
    snapshot, may_write = shown.snapshot, request.membership.role == Role.PENGELOLA
    return kept_html(
        "programmes/_coverage.html",
        (snapshot.city_id, snapshot.pk, snapshot.computed_at),
        sorted(shown.sight.unit_ids or ()),
        (shown.form.chosen, shown.offices, shown.teachers, shown.named),
        may_write,
        make=lambda: _context(shown) | {"may_write": may_write},
    )


def _find(request: CityRequest, snapshot: GapSnapshot) -> _Shown:
    sight = get_sight(request.membership)
    sectors = sorted(
        ((key, name) for key, (name, _weight) in snapshot.sectors.items()), key=lambda one: one[1]
    )
    offices = reads.list_offices(on=snapshot.as_of) if sight.whole_city else []
    form = CoverageForm(request.GET, sectors=sectors, offices=offices)
    chosen = form.chosen
    named = {key: (name, kind) for key, name, kind in reads.list_names() if chosen.get("jenis", kind) == kind}
    teachers = [
        teacher
        for teacher in reads.list_teachers(by_module=chosen.get("kolom") == "modul")
        if any(goal.competency_id in named for goal in teacher.goals)
    ]
    return _Shown(snapshot, sight, form, offices, teachers, named)


def _context(shown: _Shown) -> dict[str, Any]:
    found, chosen = shown.coverage, shown.form.chosen
    most = max((band.people for band in found.bands), default=0)
    here = reverse("programmes:coverage")
    others = {key: value for key, value in chosen.items() if key != "kolom"}
    lines = [_line(band, shown, most) for band in found.bands]
    return {
        "snapshot": shown.snapshot,
        "form": shown.form,
        "coverage": found,
        "covered": found.people - found.uncovered,
        "by_module": shown.by_module,
        "is_narrowed": bool(others),
        "columns": _columns(shown),
        "lines": lines,
        "uncovered": [line for line in lines if not line["band"].by],
        "covered_lines": [line for line in lines if line["band"].by],
        "matrix": sorted(lines, key=lambda line: (line["name"], line["band"].from_level)),
        "idle": [
            (shown.teachers[place], shown.named[goal.competency_id][0], goal)
            for place, goal in found.idle
            if goal.competency_id in shown.named
        ],
        "legend": _legend(most),
        "tabs": [
            (_("Menurut program"), _address(here, others), not shown.by_module),
            (_("Menurut modul"), _address(here, {**others, "kolom": "modul"}), shown.by_module),
        ],
        "path": here,
        "rows_address": _address(_rows_path(shown), _rows_query(shown)),
        "facts": [
            (_("Keadaan per"), long_date(shown.snapshot.as_of)),
            (_("Kurang (orang × kompetensi)"), number(found.people)),
            (_("Belum terukur"), number(found.unmeasured)),
        ],
    }


def _columns(shown: _Shown) -> list[dict[str, Any]]:
    """A column a teacher: its name, the way to it, how many people it reaches."""
    return [
        {
            "programme": teacher.programme,
            "module": teacher.module,
            "url": _way_to(teacher),
            "reached": shown.coverage.reached[place],
        }
        for place, teacher in enumerate(shown.teachers)
    ]


def _way_to(teacher: Teacher) -> str:
    if teacher.module:
        return reverse("programmes:version", args=[teacher.programme_id, teacher.version])
    return reverse("programmes:programme", args=[teacher.programme_id])


def _line(band: Band, shown: _Shown, most: int) -> dict[str, Any]:
    name, _kind = shown.named[band.competency_id]
    query = {
        **_rows_query(shown),
        "kompetensi": str(band.competency_id),
        "dari": str(band.from_level),
        "sampai": str(band.to_level - 1),
    }
    step = -(-STEPS * band.people // most)
    return {
        "band": band,
        "name": name,
        "levels": _levels(band),
        "rows": _address(_rows_path(shown), query),
        "by": [shown.teachers[place] for place in band.by],
        "cells": [step if place in band.by else None for place in range(len(shown.teachers))],
    }


def _levels(band: Band | Goal) -> str:
    """The levels on record that are inside, in words."""
    last = band.to_level - 1
    return str(band.from_level) if last == band.from_level else f"{band.from_level}–{last}"


def _rows_path(shown: _Shown) -> str:
    office = shown.form.chosen.get("opd")
    return reverse("needs:office-source", args=[int(office)]) if office else reverse("needs:source")


def _rows_query(shown: _Shown) -> dict[str, str]:
    chosen = shown.form.chosen
    return {"keadaan": GapState.SHORT.value} | {
        key: chosen[key] for key in ("sektor", "jenis") if key in chosen
    }


def _address(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _legend(most: int) -> list[dict[str, str]]:
    """The steps of colour in words: so many people in the row."""
    bounds = [most * step // STEPS for step in range(STEPS + 1)]
    told = _("%(low)s–%(high)s orang")
    return [
        {"kind": str(step), "text": told % {"low": number(low + 1), "high": number(high)}}
        for step, (low, high) in enumerate(pairwise(bounds), start=1)
        if high > low
    ]


def _workbook(request: CityRequest, shown: _Shown) -> HttpResponse:
    found = shown.coverage
    heads = [SheetColumn(_("Kompetensi"), width=34), SheetColumn(_("Tingkat tercatat"))]
    heads += [SheetColumn(_("Orang"), "number"), SheetColumn(_("Tingkat kurang"), "number")]
    heads += [SheetColumn(_("Ditutup oleh"), width=60)]
    titles = [" · ".join(filter(None, (one.programme, one.module))) for one in shown.teachers]
    rows = [
        [
            shown.named[band.competency_id][0],
            _levels(band),
            band.people,
            band.shortfall,
            "; ".join(titles[place] for place in band.by) or _("Belum ada"),
        ]
        for band in found.bands
    ]
    cells = [
        [*row[:3], *(band.people if place in band.by else None for place in range(len(titles)))]
        for row, band in zip(rows, found.bands, strict=True)
    ]
    reached = [_("Terjangkau"), "", found.people - found.uncovered, *found.reached]
    idle = [
        [titles[place], shown.named[goal.competency_id][0], f"{goal.from_level} → {goal.to_level}"]
        for place, goal in found.idle
        if goal.competency_id in shown.named
    ]
    idle_heads = [SheetColumn(_("Program")), SheetColumn(_("Kompetensi")), SheetColumn(_("Tingkat"))]
    notes = _notes(request, shown)
    matrix_heads = [*heads[:3], *(SheetColumn(title, "number") for title in titles)]
    sheets = [
        Sheet(_("Kesenjangan"), heads, rows, _("Cakupan program"), notes),
        Sheet(_("Matriks"), matrix_heads, [*cells, reached], _("Cakupan program"), notes),
        Sheet(_("Tanpa kekurangan"), idle_heads, idle, _("Diajarkan, tetapi tidak ada yang kurang"), notes),
    ]
    response = HttpResponse(write_workbook(sheets), content_type=XLSX)
    name = quote(f"cakupan-{shown.snapshot.as_of:%Y%m%d}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _notes(request: CityRequest, shown: _Shown) -> list[str]:
    told = _("Sumber: SIBINA %(city)s. Keadaan per %(day)s, dihitung %(at)s, aturan %(version)s.")
    snapshot, form = shown.snapshot, shown.form
    notes = [
        told
        % {
            "city": request.city.name,
            "day": long_date(snapshot.as_of),
            "at": moment(timezone.localtime(snapshot.computed_at)),
            "version": snapshot.rule_version,
        }
    ]
    for name, field in form.fields.items():
        if name in form.chosen and name != "kolom":
            choices = dict(field.choices)  # type: ignore[attr-defined]
            chosen = form.chosen[name]
            notes.append(f"{field.label}: {choices.get(chosen) or choices.get(int(chosen))}")
    if request.city.is_example:
        notes.append(_("Kota contoh, untuk mencoba: isinya bukan data resmi kota."))
    return notes
