"""The needs recapitulation (rekapitulasi AKPK) as a workbook and as a paper; the figures are the screen's."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from sibina.assess.needs import reads
from sibina.assess.needs.models import NeedsRound
from sibina.assess.needs.reads import OfficeStanding, Ranking
from sibina.assess.needs.sentences import DRIVER_HEADS, DRIVERS, SHEET_STATES, WHOLE_CITY
from sibina.assess.needs.types import Driver
from sibina.assess.needs.views.contents import KIND_WORDS
from sibina.assess.needs.views.ranking import as_levels, formula_of, moved, name_of
from sibina.assess.needs.views.rounds import CITY_READERS, get_round, missing_of, round_name
from sibina.ground.people.api import CityRequest, get_sight
from sibina.lib.access import allow
from sibina.lib.documents import Sheet, SheetColumn, render_pdf, write_workbook
from sibina.lib.files.api import PDF, XLSX, attachment
from sibina.lib.words import date_span, long_date, moment, number

AGENCY = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"


@allow(*CITY_READERS)
def recap_workbook(request: CityRequest, pk: int) -> HttpResponse:
    """The ranking, what each office adds, performance gaps, findings and offices: a sheet each."""
    found = get_round(pk)
    ranked, offices = reads.get_ranking(found), _offices(request, found)
    sheets = [
        _needs_sheet(found, ranked),
        _parts_sheet(found, ranked, offices),
        _performance_sheet(found, ranked),
        _findings_sheet(found, ranked),
        _offices_sheet(found, offices),
    ]
    name = f"Rekapitulasi {round_name(found)}.xlsx"
    return attachment(name=name, content=write_workbook(sheets), content_type=XLSX)


@allow(*CITY_READERS)
def recap_paper(request: CityRequest, pk: int) -> HttpResponse:
    """The same as a paper to be signed."""
    found = get_round(pk)
    ranked, offices = reads.get_ranking(found), _offices(request, found)
    content = render_pdf("report.typ", _paper(request.city, found, ranked, offices))
    return attachment(name=f"Rekapitulasi {round_name(found)}.pdf", content=content, content_type=PDF)


def _offices(request: CityRequest, found: NeedsRound) -> list[OfficeStanding]:
    return reads.list_sheets(found, get_sight(request.membership), timezone.localdate())


def _notes(found: NeedsRound) -> list[str]:
    """Source, counting, rule, and the offices whose needs stand as computed."""
    notes = [
        _("Sumber: SIBINA, %(round)s; kesenjangan per %(day)s, dihitung %(at)s; aturan %(rule)s.")
        % {
            "round": round_name(found),
            "day": long_date(found.snapshot.as_of),
            "at": moment(timezone.localtime(found.snapshot.computed_at)),
            "rule": f"{found.rule_version}, {found.snapshot.rule_version}",
        },
        _state_of(found),
    ]
    if found.city.is_example:
        notes.append(_("Kota contoh, untuk mencoba: isinya bukan data resmi kota."))
    return notes


def _state_of(found: NeedsRound) -> str:
    if found.closed_at is None:
        return _("AKPK belum ditutup; angka masih dapat berubah.")
    missing = missing_of(found, found.missing)
    closed = _("AKPK ditutup %(at)s.") % {"at": moment(timezone.localtime(found.closed_at))}
    if not missing:
        return _("%(closed)s Semua OPD menandatangani.") % {"closed": closed}
    told = _(
        "%(closed)s Tidak menandatangani, sehingga kebutuhannya sebagaimana dihitung: %(offices)s. Alasan: %(reason)s"
    )
    return told % {"closed": closed, "offices": missing, "reason": found.reason}


# The workbook.
def _driver_columns() -> list[SheetColumn]:
    return [SheetColumn(str(DRIVERS[which]), "decimal", 16) for which in Driver]


def _needs_sheet(found: NeedsRound, ranked: Ranking) -> Sheet:
    columns = [
        SheetColumn(_("Peringkat"), "number"),
        SheetColumn(_("Kompetensi"), width=40),
        SheetColumn(_("Jenis")),
        SheetColumn(_("Bobot"), "decimal"),
        *_driver_columns(),
        SheetColumn(_("Terhadap hitungan")),
        SheetColumn(_("Orang kurang"), "number"),
        SheetColumn(_("Belum terukur"), "number"),
    ]
    rows = [
        [
            need.place,
            name_of(ranked, need.competency_id),
            str(KIND_WORDS.get(ranked.kinds.get(need.competency_id or 0, ""), "")),
            as_levels(need.weight),
            *(as_levels(need.drivers[which]) for which in Driver),
            moved(need),
            need.short,
            need.unmeasured,
        ]
        for need in ranked.needs
    ]
    return Sheet(
        _("Peringkat"),
        columns,
        rows,
        _("Rekapitulasi %(round)s") % {"round": round_name(found)},
        _notes(found),
    )


def _parts_sheet(found: NeedsRound, ranked: Ranking, offices: Iterable[OfficeStanding]) -> Sheet:
    names = {row.sheet.office_id: row.sheet.office.name for row in offices}
    columns = [
        SheetColumn(_("OPD"), width=44),
        SheetColumn(_("Kompetensi"), width=40),
        SheetColumn(_("Bobot"), "decimal"),
        *_driver_columns(),
        SheetColumn(_("Orang kurang"), "number"),
        SheetColumn(_("Belum terukur"), "number"),
    ]
    rows = [
        [
            names.get(part.office_id or 0, str(WHOLE_CITY)),
            name_of(ranked, need.competency_id),
            as_levels(part.weight),
            *(as_levels(part.drivers[which]) for which in Driver),
            part.short,
            part.unmeasured,
        ]
        for need in ranked.needs
        for part in need.offices
    ]
    return Sheet(_("OPD × kompetensi"), columns, rows, _("Kebutuhan menurut OPD"), _notes(found))


def _performance_sheet(found: NeedsRound, ranked: Ranking) -> Sheet:
    columns = [
        SheetColumn(_("OPD"), width=44),
        SheetColumn(_("Kompetensi"), width=36),
        SheetColumn(_("Orang"), "number"),
        SheetColumn(_("Yang diamati"), width=60),
        SheetColumn(_("Bukti"), width=50),
    ]
    rows = [
        [
            gap.sheet.office.name,
            gap.competency and gap.competency.name,
            gap.people,
            gap.observed,
            gap.evidence,
        ]
        for gap in ranked.performance
    ]
    return Sheet(_("Kesenjangan kinerja"), columns, rows, _("Kesenjangan kinerja"), _notes(found))


def _findings_sheet(found: NeedsRound, ranked: Ranking) -> Sheet:
    columns = [
        SheetColumn(_("Temuan"), width=50),
        SheetColumn(_("Siklus"), width=12),
        SheetColumn(_("Kompetensi"), width=36),
        SheetColumn(_("Unit"), width=36),
        SheetColumn(_("Alasan diambil"), width=60),
    ]
    rows = [
        [
            each.title,
            str(each.cycle.year),
            each.competency and each.competency.name,
            each.unit.name if each.unit else str(WHOLE_CITY),
            each.reason,
        ]
        for each in ranked.findings
    ]
    return Sheet(_("Temuan"), columns, rows, _("Temuan siklus lalu yang diambil"), _notes(found))


def _offices_sheet(found: NeedsRound, offices: Iterable[OfficeStanding]) -> Sheet:
    columns = [
        SheetColumn(_("OPD"), width=44),
        SheetColumn(_("Keadaan")),
        SheetColumn(_("Pegawai"), "number"),
        SheetColumn(_("Kebutuhan"), "number"),
        SheetColumn(_("Dijawab"), "number"),
        SheetColumn(_("Diubah"), "number"),
        SheetColumn(_("Kesenjangan kinerja"), "number"),
        SheetColumn(_("Ditandatangani"), "moment"),
    ]
    rows = [
        [
            row.sheet.office.name,
            str(SHEET_STATES[row.state]),
            row.sheet.people,
            row.needs,
            row.answered,
            row.amended,
            row.performance,
            row.sheet.signed_at and timezone.localtime(row.sheet.signed_at),
        ]
        for row in offices
    ]
    return Sheet(_("OPD"), columns, rows, _("Keadaan OPD"), _notes(found))


# The paper.
def _paper(city: Any, found: NeedsRound, ranked: Ranking, offices: list[OfficeStanding]) -> dict[str, Any]:
    name = city.name.removeprefix("Kota ").strip()
    return {
        "city": name,
        "agency": AGENCY,
        "is_example": city.is_example,
        "title": _("Rekapitulasi analisis kebutuhan pengembangan kompetensi tahun %(year)s")
        % {"year": found.cycle.year},
        "subtitle": date_span(found.opens_on, found.closes_on),
        "footer": f"{round_name(found)} · {found.rule_version}",
        "landscape": True,
        "blocks": [
            *_figures(found, ranked, offices),
            *_ranked_table(ranked),
            *_added(ranked),
            *_formula(ranked),
        ],
        "signatures": [{"place": name, "date": "", "office": _("Kepala BKPSDM")}],
    }


def _heading(text: str) -> dict[str, Any]:
    return {"kind": "heading", "text": text}


def _figures(found: NeedsRound, ranked: Ranking, offices: list[OfficeStanding]) -> list[dict[str, Any]]:
    signed = sum(row.sheet.signed_at is not None for row in offices)
    items = [
        [_("Kebutuhan"), number(len(ranked.needs)), _("kompetensi")],
        [
            _("Bobot seluruhnya"),
            number(as_levels(sum(need.weight for need in ranked.needs)), 2),
            _("tingkat berbobot"),
        ],
        [
            _("Belum terukur"),
            number(sum(need.unmeasured for need in ranked.needs)),
            _("pegawai × kompetensi"),
        ],
        [_("OPD menandatangani"), f"{number(signed)} / {number(len(offices))}", ""],
    ]
    return [{"kind": "figures", "items": items}, {"kind": "note", "text": " ".join(_notes(found))}]


def _ranked_table(ranked: Ranking) -> list[dict[str, Any]]:
    figures = [_("Bobot"), *(str(DRIVER_HEADS[which]) for which in Driver), _("Kurang"), _("Belum terukur")]
    columns = [
        {"label": _("No."), "align": "right"},
        {"label": _("Kompetensi"), "width": "3fr"},
        *({"label": label, "align": "right", "width": "1fr"} for label in figures),
        {"label": _("Pergeseran")},
    ]
    rows = [
        [
            str(need.place),
            name_of(ranked, need.competency_id),
            number(as_levels(need.weight), 2),
            *(number(as_levels(need.drivers[which]), 2) for which in Driver),
            number(need.short),
            number(need.unmeasured),
            moved(need),
        ]
        for need in ranked.needs
    ]
    return [_heading(_("Kebutuhan menurut bobot")), {"kind": "table", "columns": columns, "rows": rows}]


def _added(ranked: Ranking) -> list[dict[str, Any]]:
    """What people reported: performance gaps of the offices and findings taken."""
    blocks: list[dict[str, Any]] = []
    if ranked.performance:
        columns = [
            {"label": _("OPD"), "width": "2fr"},
            {"label": _("Kompetensi"), "width": "2fr"},
            {"label": _("Orang"), "align": "right"},
            {"label": _("Yang diamati"), "width": "3fr"},
            {"label": _("Bukti"), "width": "3fr"},
        ]
        rows = [
            [
                gap.sheet.office.name,
                gap.competency.name if gap.competency else "–",
                number(gap.people),
                gap.observed,
                gap.evidence,
            ]
            for gap in ranked.performance
        ]
        blocks += [_heading(_("Kesenjangan kinerja")), {"kind": "table", "columns": columns, "rows": rows}]
    if ranked.findings:
        items = [f"{each.title} ({each.cycle.year}): {each.reason}" for each in ranked.findings]
        blocks += [_heading(_("Temuan siklus lalu yang diambil")), {"kind": "list", "items": items}]
    return blocks


def _formula(ranked: Ranking) -> list[dict[str, Any]]:
    items = [f"{title}: {meaning}" for title, meaning in formula_of(ranked)]
    return [
        _heading(_("Cara menghitung bobot")),
        {"kind": "list", "items": items},
        {"kind": "note", "text": _("Dasar: %(basis)s.") % {"basis": ranked.rule.basis}},
    ]
